from dataclasses import replace

import pytest
from issues import two_pages

from digitize.model import Failure, Issue
from digitize.names import article_paths, page_stems, safe_name


def issue_with(*scans: tuple[str, int, int], failures: tuple[Failure, ...] = ()) -> Issue:
    sheet = two_pages().pages[0]
    pages = tuple(
        replace(sheet, number=n, scan=replace(sheet.scan, path=path, frame=frame, frames=frames))
        for n, (path, frame, frames) in enumerate(scans, 1)
    )
    return Issue("n", pages, (), (), failures)


@pytest.mark.parametrize("name", ["1905-03-01", "晶報 第一版", "L'Écho, no. 5 (morning)", "v1.2", "a'b"])
def test_ordinary_names_stay(name):
    assert safe_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "../up", "/etc", "a/b", "a\\b", "C:x", '"', "a?b"),
        *("con", "NUL.txt", "COM1", ".hidden", "end.", " x", "x "),
        *("a\x00b", "a\nb", "a\u202eb", "\udcff", "a" * 300, "報" * 100),
    ],
)
def test_other_names_become_safe(name):
    safe = safe_name(name)
    assert safe != name
    assert safe == safe_name(name)
    assert len(safe.encode()) <= 200
    assert not set(safe) & set('/\\:*?"<>|\x00\n\u202e')
    assert not safe.startswith((".", " "))
    assert safe.partition(".")[0].upper() not in {"CON", "NUL", "COM1"}


def test_different_names_stay_different():
    names = ["a/b", "a_b", "a\\b", "a:b", "..", ".", "", "a" * 300, "a" * 301]
    assert len({safe_name(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("scans", "stems"),
    [
        ([("s/0001.jpg", 0, 1), ("s/0002.jpg", 0, 1)], ["0001", "0002"]),
        ([("s/0001.jpg", 0, 1), ("s/0001.png", 0, 1)], ["0001.jpg", "0001.png"]),
        ([("s/A.jpg", 0, 1), ("s/a.png", 0, 1)], ["A.jpg", "a.png"]),
        ([("s/v.tif", 0, 2), ("s/v.tif", 1, 2)], ["v-0001", "v-0002"]),
        ([("s/v.tif", 0, 2), ("s/v.tif", 1, 2), ("s/v-0001.jpg", 0, 1)], ["v-0001", "v-0002", "v-0001-p3"]),
        ([("s/1/x.jpg", 0, 1), ("s/2/x.jpg", 0, 1)], ["x.jpg", "x.jpg-p2"]),
        ([("s/第1版.jpg", 0, 1)], ["第1版"]),
    ],
)
def test_each_page_has_its_own_name(scans, stems):
    assert list(page_stems(issue_with(*scans)).values()) == stems


def test_a_page_keeps_its_name_when_the_issue_is_completed():
    complete = page_stems(issue_with(("s/1.jpg", 0, 1), ("s/1.png", 0, 1)))
    partial = page_stems(issue_with(("s/1.jpg", 0, 1), failures=(Failure("s/1.png", 0, "broken"),)))
    assert partial[1] == complete[1]


def test_articles_are_numbered():
    assert article_paths(two_pages()) == {"a1": "articles/001.txt", "a2": "articles/002.txt", "a3": "articles/003.txt"}
