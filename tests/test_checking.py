"""What is told of an issue before any of its pages is read."""

import shutil
from pathlib import Path

from PIL import Image

from digitize.checking import check, in_page_order
from digitize.inbox import IssueSource
from digitize.model import Failure
from digitize.options import Options


def volume(path: Path, frames: int) -> Path:
    pages = [Image.new("L", (400, 600), 255) for _ in range(frames)]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    return path


def test_pages_are_numbered_through_all_files_and_a_bad_file_keeps_its_place(tmp_path: Path) -> None:
    first, bad, last = volume(tmp_path / "1.tif", 2), tmp_path / "2.jpg", volume(tmp_path / "3.tif", 1)
    bad.write_bytes(b"")
    checked = check(IssueSource("daily", (first, bad, last)), Options())
    assert [(page.number, page.label) for page in checked.pages] == [(1, "1.tif p. 1"), (2, "1.tif p. 2"), (4, "3.tif")]
    assert [(found.path, found.frames) for found in checked.inputs] == [("1.tif", 2), ("3.tif", 1)]
    (failure,) = checked.failures
    assert failure.path == str(bad)
    assert "is empty" in failure.reason


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    one = volume(tmp_path / "1.tif", 1)
    same = Path(shutil.copy(one, tmp_path / "2.tif"))
    other = volume(tmp_path / "3.tif", 2)
    hashes = [found.sha256 for found in check(IssueSource("daily", (one, same, other)), Options()).inputs]
    assert hashes[0] == hashes[1] != hashes[2]


def test_failures_are_told_in_page_order(tmp_path: Path) -> None:
    files = (volume(tmp_path / "b.tif", 3), volume(tmp_path / "a.tif", 1))
    checked = check(IssueSource("daily", files), Options())
    failures = [Failure(str(files[1]), 0, "x"), Failure(str(files[0]), 2, "y"), Failure(str(files[0]), 1, "z")]
    assert [failure.reason for failure in in_page_order(checked, failures)] == ["z", "y", "x"]
