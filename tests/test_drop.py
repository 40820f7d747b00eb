"""What is in the drop folder, and when it is whole: real files, and a clock that the test moves."""

import os
import shutil
from pathlib import Path

import pytest

from digitize.arrival import Arrivals, finished
from digitize.drop import Drop
from digitize.errors import UsageError
from digitize.options import Options


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    (tmp_path / "scans" / "daily" / "1923-05-01").mkdir(parents=True)
    return tmp_path / "scans"


@pytest.fixture
def drop(scans: Path, clock: Clock) -> Drop:
    return Drop(scans, clock)


def still(drop: Drop) -> dict[str, float]:
    return {dropped.source.name: dropped.still for dropped in drop.look()}


def test_a_slow_copy_is_not_still_until_it_ends(drop: Drop, scans: Path, clock: Clock) -> None:
    page = scans / "daily" / "1923-05-01" / "0001.jpg"
    for size in range(3):
        page.write_bytes(bytes(size))
        assert still(drop) == {"daily/1923-05-01": 0}
        clock.now += 5
    assert still(drop) == {"daily/1923-05-01": 5}


def test_old_times_of_a_copied_file_do_not_make_it_still(drop: Drop, scans: Path, clock: Clock) -> None:
    page = scans / "daily" / "1923-05-01" / "0001.jpg"
    page.write_bytes(b"whole")
    os.utime(page, (1, 1))
    assert still(drop) == {"daily/1923-05-01": 0}
    clock.now += 3
    assert still(drop) == {"daily/1923-05-01": 3}


def test_a_page_that_is_replaced_added_or_taken_away_begins_the_waiting_anew(
    drop: Drop, scans: Path, clock: Clock
) -> None:
    folder = scans / "daily" / "1923-05-01"
    (folder / "0001.jpg").write_bytes(b"a")
    drop.look()
    for change in (
        lambda: (folder / "0001.jpg").write_bytes(b"bb"),
        lambda: (folder / "0002.jpg").write_bytes(b"c"),
        (folder / "0002.jpg").unlink,
    ):
        clock.now += 20
        assert still(drop) == {"daily/1923-05-01": 20}
        change()
        assert still(drop) == {"daily/1923-05-01": 0}


def test_a_copy_under_a_temporary_name_keeps_its_folder_waiting_and_is_no_page(
    drop: Drop, scans: Path, clock: Clock
) -> None:
    folder = scans / "daily" / "1923-05-01"
    (folder / "0001.jpg").write_bytes(b"a")
    for name in ("0002.jpg.part", "0002.jpg.filepart", "0002.jpg.crdownload", "~$0002.jpg", "0002.jpg.tmp"):
        drop.look()
        clock.now += 20
        (folder / name).write_bytes(b"b")
        (dropped,) = drop.look()
        assert dropped.still == 0, name
        assert [path.name for path in dropped.source.files] == ["0001.jpg"]
    (folder / "~$0002.jpg").rename(folder / "0002.jpg")
    (dropped,) = drop.look()
    assert [path.name for path in dropped.source.files] == ["0001.jpg", "0002.jpg"]


def test_hidden_and_system_files_neither_count_nor_disturb(drop: Drop, scans: Path, clock: Clock) -> None:
    folder = scans / "daily" / "1923-05-01"
    (folder / "0001.jpg").write_bytes(b"a")
    drop.look()
    clock.now += 20
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", ".0001.jpg.swp", ".hidden.jpg"):
        (folder / name).write_bytes(b"x")
    (folder / "@eaDir").mkdir()
    (folder / "@eaDir" / "0001.jpg").write_bytes(b"thumbnail")
    assert still(drop) == {"daily/1923-05-01": 20}


def test_a_marker_says_that_an_issue_is_complete(drop: Drop, scans: Path) -> None:
    folder = scans / "daily" / "1923-05-01"
    (folder / "0001.jpg").write_bytes(b"a")
    assert not drop.look()[0].marked
    (folder / ".ready").touch()
    (dropped,) = drop.look()
    assert dropped.marked
    assert dropped.still == 0


def test_a_renamed_folder_is_another_issue(drop: Drop, scans: Path, clock: Clock) -> None:
    folder = scans / "daily" / "1923-05-01"
    (folder / "0001.jpg").write_bytes(b"a")
    drop.look()
    clock.now += 20
    folder.rename(scans / "daily" / "1923-05-02")
    assert still(drop) == {"daily/1923-05-02": 0}


def test_a_pdf_waits_for_itself_alone(drop: Drop, scans: Path, clock: Clock) -> None:
    (scans / "one.pdf").write_bytes(b"%PDF-")
    drop.look()
    clock.now += 20
    (scans / "two.pdf").write_bytes(b"%PDF-")
    assert still(drop) == {"one": 20, "two": 0}


def test_links_that_lead_out_are_refused_with_a_sentence(drop: Drop, scans: Path, tmp_path: Path) -> None:
    folder = scans / "daily" / "1923-05-01"
    (folder / "0001.jpg").write_bytes(b"a")
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "0009.jpg").write_bytes(b"s")
    (folder / "0002.jpg").symlink_to(secret / "0009.jpg")
    (scans / "away").symlink_to(secret)
    (scans / "round").symlink_to(scans)
    (folder / "0003.jpg").symlink_to(folder / "0001.jpg")
    (dropped,) = drop.look()
    assert [path.name for path in dropped.source.files] == ["0001.jpg", "0003.jpg"]
    assert "leads out of" in drop.refused[folder / "0002.jpg"]
    assert "leads out of" in drop.refused[scans / "away"]
    assert "looked into anyway" in drop.refused[scans / "round"]


def test_a_folder_without_scans_has_no_issues_and_a_missing_one_is_an_error(drop: Drop, scans: Path) -> None:
    (scans / "letter.txt").write_text("no scan")
    assert drop.look() == ()
    shutil.rmtree(scans)
    with pytest.raises(UsageError, match="make it"):
        drop.look()


def test_a_scan_that_ends_too_early_has_a_fault(
    drop: Drop, scans: Path, tmp_path: Path, column_scan: Path, truncated_scan: Path
) -> None:
    folder = scans / "daily" / "1923-05-01"
    shutil.copy(column_scan, folder / "0001.jpg")
    shutil.copy(truncated_scan, folder / "0002.jpg")
    arrival = Arrivals(tmp_path / "memory", Options()).look_into(drop.look()[0])
    assert [content.frames for content in arrival.contents] == [1, 0]
    assert "0002.jpg" in arrival.faults[0]
    assert [file.path for file in arrival.inputs] == ["0001.jpg"]
    assert finished(arrival, tmp_path / "output", Options()) is None


def test_the_key_follows_content_names_and_options_and_no_times(
    drop: Drop, scans: Path, tmp_path: Path, column_scan: Path, article_scan: Path
) -> None:
    page = scans / "daily" / "1923-05-01" / "0001.jpg"

    def key(options: Options) -> str:
        return Arrivals(tmp_path / "memory", options).look_into(drop.look()[0]).key(options)

    shutil.copy(column_scan, page)
    first = key(Options())
    os.utime(page, (1, 1))
    assert key(Options()) == first
    assert key(Options(review_below=0.5)) != first
    shutil.copy(article_scan, page)
    corrected = key(Options())
    assert corrected != first
    page.rename(page.with_name("0002.jpg"))
    assert key(Options()) != corrected


def test_what_scans_hold_is_remembered_over_a_restart(
    drop: Drop, scans: Path, tmp_path: Path, column_scan: Path
) -> None:
    page = scans / "daily" / "1923-05-01" / "0001.jpg"
    shutil.copy(column_scan, page)
    (dropped,) = drop.look()
    first = Arrivals(tmp_path / "memory", Options())
    assert first.recall(dropped) is None
    arrival = first.look_into(dropped)
    first.remember()
    again = Arrivals(tmp_path / "memory", Options())
    assert again.recall(dropped) == arrival
    page.write_bytes(page.read_bytes() + b"more")
    assert again.recall(drop.look()[0]) is None
    (tmp_path / "memory").write_text('{"broken": 1}')
    assert Arrivals(tmp_path / "memory", Options()).recall(dropped) is None
