"""What belongs together: folders, volumes and single files become issues."""

import logging
import os
from pathlib import Path

import pytest
from PIL import Image

from digitize.errors import UsageError
from digitize.inbox import find_alto, find_issues


def image(path: Path, frames: int = 1) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pages = [Image.new("L", (20, 30), 255) for _ in range(frames)]
    pages[0].save(path, **({"save_all": True, "append_images": pages[1:]} if frames > 1 else {}))
    return path


def names(*paths: Path) -> list[str]:
    return [issue.name for issue in find_issues(paths)]


def test_a_folder_is_one_issue_with_its_pages_in_natural_order(tmp_path: Path) -> None:
    for name in ("page10.jpg", "page2.jpg", "Page1.JPG", "page2a.png"):
        image(tmp_path / "daily" / name)
    (issue,) = find_issues([tmp_path / "daily"])
    assert issue.name == "daily"
    assert [path.name for path in issue.files] == ["Page1.JPG", "page2.jpg", "page2a.png", "page10.jpg"]


def test_nested_folders_are_issues_called_by_their_path(tmp_path: Path) -> None:
    for place in ("ledger/1901-05-02", "ledger/1901-05-10", "courier/1901-05-02"):
        image(tmp_path / place / "1.png")
    assert names(tmp_path) == ["courier/1901-05-02", "ledger/1901-05-02", "ledger/1901-05-10"]


def test_pdfs_and_multi_page_tiffs_in_a_folder_are_issues_beside_its_single_pages(tmp_path: Path) -> None:
    pages = [image(tmp_path / "box" / name) for name in ("1.tif", "2.tif")]
    volume = image(tmp_path / "box" / "bound.tif", frames=3)
    pdf = image(tmp_path / "box" / "paper.pdf")
    issues = {issue.name: list(issue.files) for issue in find_issues([tmp_path])}
    assert issues == {"box": pages, "box/bound": [volume], "box/paper": [pdf]}


def test_a_damaged_tiff_stays_a_page_of_its_folder(tmp_path: Path) -> None:
    whole = image(tmp_path / "1.tif")
    damaged = tmp_path / "2.tif"
    damaged.write_bytes(whole.read_bytes()[:20])
    (issue,) = find_issues([tmp_path])
    assert list(issue.files) == [whole, damaged]


def test_image_files_named_together_are_one_issue_and_one_alone_is_called_after_itself(tmp_path: Path) -> None:
    pages = [image(tmp_path / "daily" / f"{number}.jpg") for number in (1, 2, 10)]
    other = image(tmp_path / "weekly" / "cover.jpg")
    issues = {issue.name: list(issue.files) for issue in find_issues([pages[2], pages[0], pages[1], other])}
    assert issues == {"daily": pages, "cover": [other]}


def test_hidden_temporary_and_system_files_are_passed_over(tmp_path: Path) -> None:
    page = image(tmp_path / "issue" / "1.jpg")
    for name in (".hidden.jpg", "._1.jpg", "~1.jpg", "@eaDir/1.jpg", ".thumbnails/1.jpg", "__MACOSX/1.jpg"):
        image(tmp_path / "issue" / name)
    (tmp_path / "issue" / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "issue" / "notes.txt").write_text("no scan")
    (issue,) = find_issues([tmp_path / "issue"])
    assert issue.files == (page,)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (("a/daily/1.jpg", "b/daily/1.jpg"), ["a/daily", "b/daily"]),
        (("daily/1.jpg", "daily.pdf"), ["daily", "daily.pdf"]),
        (("a/daily/daily.pdf", "daily/1.jpg"), ["daily", "daily.pdf"]),
    ],
)
def test_no_two_issues_have_one_name(tmp_path: Path, places: tuple[str, ...], expected: list[str]) -> None:
    files = [image(tmp_path / place) for place in places]
    assert sorted(names(*(path if path.suffix == ".pdf" else path.parent for path in files))) == expected


def test_a_folder_and_a_folder_inside_it_give_each_scan_once(tmp_path: Path) -> None:
    image(tmp_path / "daily" / "1.jpg")
    assert names(tmp_path, tmp_path / "daily") == ["daily"]


def test_files_of_a_folder_also_named_belong_to_it(tmp_path: Path) -> None:
    pages = [image(tmp_path / "daily" / name) for name in ("1.jpg", "2.jpg", "3.jpg")]
    (issue,) = find_issues([tmp_path / "daily", *pages[:2]])
    assert list(issue.files) == pages


def test_a_file_named_twice_is_one_page(tmp_path: Path) -> None:
    page = image(tmp_path / "daily" / "1.jpg")
    (issue,) = find_issues([page, tmp_path / "daily" / ".." / "daily" / "1.jpg"])
    assert len(issue.files) == 1


def test_issues_that_no_name_tells_apart_are_refused(tmp_path: Path) -> None:
    image(tmp_path / "daily" / "1.jpg")
    hidden = [image(tmp_path / "daily" / name) for name in (".2.jpg", ".3.jpg")]
    with pytest.raises(UsageError, match="More than one issue would be called"):
        find_issues([tmp_path / "daily", *hidden])


def test_a_volume_is_one_however_large_its_pages(tmp_path: Path) -> None:
    page = image(tmp_path / "box" / "1.png")
    huge = tmp_path / "box" / "huge.tif"
    first, second = (Image.new("1", (30_000, 14_000), 1) for _ in range(2))
    first.save(huge, save_all=True, append_images=[second], compression="group4")
    assert {issue.name: list(issue.files) for issue in find_issues([tmp_path])} == {"box": [page], "box/huge": [huge]}


def test_it_is_told_how_many_files_are_no_scans(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    image(tmp_path / "1.jpg")
    for name in ("2.bmp", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    with caplog.at_level(logging.INFO):
        find_issues([tmp_path])
    assert "2 files are no scans" in caplog.text


def test_a_link_that_leads_back_ends(tmp_path: Path) -> None:
    image(tmp_path / "daily" / "1.jpg")
    (tmp_path / "daily" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert names(tmp_path) == ["daily"]


def test_nothing_found_and_a_missing_path_are_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"No scan was found in .*give a folder with"):
        find_issues([tmp_path])
    with pytest.raises(UsageError, match=r"gone does not exist"):
        find_issues([tmp_path / "gone"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(("find", "name"), [(find_issues, "page.tif"), (find_issues, "page.jpg"), (find_alto, "1.xml")])
def test_a_pipe_is_refused_and_in_a_folder_passed_over(tmp_path: Path, find, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(UsageError, match=rf"{name} is a pipe or a device"):
        find([tmp_path / name])
    with pytest.raises(UsageError, match=r"was found in"):
        find([tmp_path])
