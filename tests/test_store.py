import errno
import logging
import os
import resource
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from issues import two_pages

from digitize.errors import StoreError
from digitize.export import documents
from digitize.model import Failure
from digitize.options import Options
from digitize.store import (
    InputFile,
    Manifest,
    PageCache,
    Status,
    describe,
    is_current,
    issue_directory,
    load_manifest,
    publish,
    write_atomically,
)
from digitize.store.directory import _workshop
from digitize.store.disk import explained

INPUTS = (InputFile(path="晶報 \udcff.jpg", sha256="ab", frames=1),)
FILES = {"mets.xml": b"<mets/>", "alto/0001.xml": b"<alto/>", "articles/001.txt": "報".encode()}
CREATED = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)


def manifest(options: Options | None = None, **changes) -> Manifest:
    issue = replace(two_pages(), **changes)
    return describe(issue, INPUTS, options or Options(), versions={"paddleocr": "3.7.0"}, created=CREATED, seconds=1.5)


def contents(directory: Path) -> dict[str, bytes]:
    return {p.relative_to(directory).as_posix(): p.read_bytes() for p in directory.rglob("*") if p.is_file()}


def python(code: str, *arguments: Path | str) -> subprocess.CompletedProcess:
    """Run `code` in a process of its own, where it may be killed."""
    places = os.pathsep.join([*sys.path, str(Path(__file__).parent)])
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, env=os.environ | {"PYTHONPATH": places}, check=False, capture_output=True, text=True)


def test_a_file_is_written_or_replaced_whole(tmp_path):
    path = tmp_path / "new" / "deep" / "file.json"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert contents(tmp_path) == {"new/deep/file.json": b"two"}
    assert stat.S_IMODE(path.stat().st_mode) & 0o044  # readable for others, as the umask has it


def test_who_reads_while_a_file_is_replaced_reads_the_old_one(tmp_path):
    path = tmp_path / "file"
    write_atomically(path, b"old")
    with path.open("rb") as reader:
        write_atomically(path, b"new")
        assert reader.read() == b"old"
    assert path.read_bytes() == b"new"


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    path = tmp_path / "file"
    write_atomically(path, b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(StoreError, match=r"Cannot write .*file .*check the disk"):
            write_atomically(path, b"x" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert contents(tmp_path) == {"file": b"old"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_named(tmp_path):
    with pytest.raises(StoreError, match="No space is left to write"), explained("write", tmp_path):
        Path("/dev/full").write_bytes(b"x")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.EACCES, "No permission to write"), (errno.EROFS, "read-only"), (errno.EIO, "check the disk")],
)
def test_what_the_disk_refuses_is_said_in_one_sentence(tmp_path, number, sentence):
    with pytest.raises(StoreError, match=sentence) as caught, explained("write", tmp_path / "place"):
        raise OSError(number, os.strerror(number))
    assert str(tmp_path / "place") in str(caught.value)


def test_published_output_is_whole_and_described(tmp_path):
    directory = tmp_path / "output" / "issue"
    published = publish(directory, FILES, manifest())
    assert {path: data for path, data in contents(directory).items() if path != "manifest.json"} == FILES
    assert load_manifest(directory) == published
    assert [(each.path, each.sha256, each.size) for each in published.outputs] == [
        (path, sha256(data).hexdigest(), len(data)) for path, data in sorted(FILES.items())
    ]
    assert (published.status, published.issue, published.seconds) == (Status.COMPLETE, 'The "Ledger" 晶報 & Sons', 1.5)
    assert published.counts.model_dump() == {"pages": 2, "lines": 17, "articles": 3, "joins": 2, "doubts": 2}
    assert published.warnings == ("Page 1: low contrast",)
    assert published.versions["paddleocr"] == "3.7.0"
    assert list((tmp_path / "output").iterdir()) == [directory]


def test_the_manifest_is_written_last(tmp_path):
    directory = tmp_path / "issue"
    publish(directory, FILES, manifest())
    times = {path: (directory / path).stat().st_mtime_ns for path in [*FILES, "manifest.json"]}
    assert max(times, key=lambda path: times[path]) == "manifest.json"


def test_a_new_output_replaces_the_old_one_whole_but_for_what_others_laid_there(tmp_path):
    directory = tmp_path / "issue"
    publish(directory, FILES, manifest())
    (directory / "notes").mkdir()
    (directory / "notes" / "mine.txt").write_text("seen by me")
    publish(directory, {"mets.xml": b"<mets>2</mets>"}, manifest())
    assert set(contents(directory)) == {"mets.xml", "manifest.json", "notes/mine.txt"}
    assert (directory / "mets.xml").read_bytes() == b"<mets>2</mets>"
    assert list(tmp_path.iterdir()) == [directory]


def test_links_laid_beside_an_output_stay_links(tmp_path):
    directory = tmp_path / "issue"
    publish(directory, FILES, manifest())
    (directory / "scan.tif").symlink_to("../scans/not mounted.tif")
    publish(directory, FILES, manifest())
    assert (directory / "scan.tif").readlink() == Path("../scans/not mounted.tif")


@pytest.mark.parametrize("foreign", [b'{"@context": "http://iiif.io/api/presentation/3/context.json"}', b"{", b""])
def test_no_manifest_but_ours_lets_a_directory_be_replaced(tmp_path, foreign):
    (tmp_path / "manifest.json").write_bytes(foreign)
    (tmp_path / "0001.tif").write_bytes(b"a scan")
    with pytest.raises(StoreError, match="was not written by this program"):
        publish(tmp_path, FILES, manifest())
    assert contents(tmp_path) == {"manifest.json": foreign, "0001.tif": b"a scan"}


@pytest.mark.parametrize("occupied", ["file", "directory"])
def test_what_is_no_output_of_ours_is_left_alone(tmp_path, occupied):
    directory = tmp_path / "issue"
    scan = directory if occupied == "file" else directory / "0001.tif"
    scan.parent.mkdir(exist_ok=True)
    scan.write_bytes(b"a scan")
    with pytest.raises(StoreError, match="was not written by this program"):
        publish(directory, FILES, manifest())
    assert scan.read_bytes() == b"a scan"
    assert len(list(tmp_path.iterdir())) == 1


def test_an_empty_directory_may_be_filled(tmp_path):
    (tmp_path / "issue").mkdir()
    publish(tmp_path / "issue", FILES, manifest())
    assert load_manifest(tmp_path / "issue") is not None


@pytest.mark.parametrize("path", ["../outside.txt", "/tmp/outside.txt", "a/../../outside.txt"])
def test_nothing_is_written_outside_the_directory(tmp_path, path):
    with pytest.raises(StoreError, match="leads out of the output"):
        publish(tmp_path / "output" / "issue", {**FILES, path: b"x"}, manifest())
    assert contents(tmp_path) == {}


def test_a_failed_publication_leaves_the_old_output(tmp_path):
    directory = tmp_path / "issue"
    publish(directory, FILES, manifest())
    before = contents(directory)
    with pytest.raises(StoreError):
        publish(directory, {"mets.xml": b"new", "x" * 300: b"a name too long for any disk"}, manifest())
    assert contents(directory) == before
    assert list(tmp_path.iterdir()) == [directory]


STOPPED = """
import os, signal, sys
from pathlib import Path
import digitize.store.directory as module
from test_store import FILES, manifest

directory, point, how = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
write, rename = module._write_below, Path.rename

def stop():
    if how == "interrupt":
        raise KeyboardInterrupt
    os.kill(os.getpid(), signal.SIGKILL)

def write_or_stop(root, path, data):
    return stop() if point == "writing" and path == "manifest.json" else write(root, path, data)

def rename_or_stop(path, target):
    reached = target == directory and (point == "moving" and path.name == "new" or point == "returning")
    return stop() if reached else rename(path, target)

module._write_below, Path.rename = write_or_stop, rename_or_stop
module.publish(directory, {"mets.xml": b"never seen"}, manifest())
"""


@pytest.mark.parametrize("point", ["writing", "moving"])
def test_a_killed_run_harms_nothing_and_is_cleared_away(tmp_path, point):
    directory = tmp_path / "issue"
    publish(directory, FILES, manifest())
    (directory / "mine.txt").write_text("kept")
    assert python(STOPPED, directory, point, "kill").returncode == -signal.SIGKILL
    assert directory.exists() == (point == "writing")
    assert len(list(tmp_path.iterdir())) > directory.exists()
    publish(directory, {"mets.xml": b"third"}, manifest())
    assert set(contents(directory)) == {"mets.xml", "manifest.json", "mine.txt"}
    assert list(tmp_path.iterdir()) == [directory]


@pytest.mark.parametrize("point", ["writing", "moving"])
def test_an_interrupted_run_leaves_the_old_output(tmp_path, point):
    directory = tmp_path / "issue"
    publish(directory, FILES, manifest())
    before = contents(directory)
    assert "KeyboardInterrupt" in python(STOPPED, directory, point, "interrupt").stderr
    assert contents(directory) == before
    assert list(tmp_path.iterdir()) == [directory]


def test_an_old_output_that_cannot_return_at_once_returns_with_the_next_run(tmp_path):
    directory = tmp_path / "issue"
    publish(directory, FILES, manifest())
    (directory / "mine.txt").write_text("kept")
    assert "KeyboardInterrupt" in python(STOPPED, directory, "returning", "interrupt").stderr
    assert not directory.exists()
    publish(directory, {"mets.xml": b"third"}, manifest())
    assert set(contents(directory)) == {"mets.xml", "manifest.json", "mine.txt"}
    assert list(tmp_path.iterdir()) == [directory]


def test_work_of_a_living_process_is_not_cleared_away(tmp_path):
    directory = tmp_path / "issue"
    code = (
        "import sys; from pathlib import Path; from test_store import *; publish(Path(sys.argv[1]), FILES, manifest())"
    )
    with _workshop(directory) as work:
        (work / "half").write_text("done")
        done = python(code, directory)
        assert done.returncode == 0, done.stderr
        assert (work / "half").read_text() == "done"
    assert set(contents(directory)) == {*FILES, "manifest.json"}
    assert list(tmp_path.iterdir()) == [directory]


def test_current_output_is_recognized(tmp_path):
    directory = tmp_path / "issue"
    assert not is_current(directory, INPUTS, Options())
    publish(directory, FILES, manifest())
    assert is_current(directory, INPUTS, Options())
    assert not is_current(directory, (), Options())
    assert not is_current(directory, [INPUTS[0].model_copy(update={"sha256": "cd"})], Options())
    assert not is_current(directory, INPUTS, Options(recognition_model="PP-OCRv5_server_rec"))
    assert not is_current(directory, INPUTS, Options(), version="99")
    (directory / "alto/0001.xml").write_bytes(b"<ALTO/>")  # as large as it was
    assert not is_current(directory, INPUTS, Options())
    (directory / "alto/0001.xml").write_bytes(b"<al")
    assert not is_current(directory, INPUTS, Options())
    (directory / "alto/0001.xml").unlink()
    assert not is_current(directory, INPUTS, Options())


def test_a_partial_output_is_never_current(tmp_path):
    failures = (Failure("0002.jpg", 0, "too short"),)
    published = publish(tmp_path / "issue", FILES, manifest(failures=failures))
    assert published.status is Status.PARTIAL
    assert load_manifest(tmp_path / "issue").failures == failures
    assert not is_current(tmp_path / "issue", INPUTS, Options())


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"issue": "x"}', b"\xff\xfe", b"null"])
def test_a_damaged_manifest_counts_as_missing(tmp_path, caplog, damage):
    publish(tmp_path, FILES, manifest())
    (tmp_path / "manifest.json").write_bytes(damage)
    with caplog.at_level(logging.WARNING):
        assert load_manifest(tmp_path) is None
    (record,) = caplog.records
    assert "is not one of this program's manifests, or is damaged" in record.message
    assert "\n" not in record.message
    assert not is_current(tmp_path, INPUTS, Options())


@pytest.mark.parametrize("number", [0, 1])
def test_a_kept_page_comes_back_as_it_was(tmp_path, number):
    page = two_pages().pages[number]
    word = replace(page.lines[0].words[0], confidence=float("inf"))
    page = replace(page, lines=(replace(page.lines[0], words=(word,)), *page.lines[1:]))
    PageCache(tmp_path).save("abcd", page)
    assert PageCache(tmp_path).holds("abcd")
    assert PageCache(tmp_path).load("abcd", page.scan, page.number) == page
    assert not PageCache(tmp_path).holds("abce")
    assert PageCache(tmp_path).load("abce", page.scan, page.number) is None


def test_what_killed_runs_were_writing_is_cleared_after_a_day(tmp_path):
    page = two_pages().pages[0]
    stale, fresh = tmp_path / "ab" / ".1.tmp", tmp_path / "ab" / ".2.tmp"
    stale.parent.mkdir()
    for path in (stale, fresh):
        path.write_bytes(b"half a page")
    os.utime(stale, (0, 0))
    PageCache(tmp_path).save("abcd", page)
    assert not stale.exists()
    assert fresh.exists()


def test_a_kept_page_takes_the_place_it_is_asked_for(tmp_path):
    page = two_pages().pages[0]
    PageCache(tmp_path).save("abcd", page)
    moved = replace(page.scan, path="elsewhere/0007.jpg")
    assert PageCache(tmp_path).load("abcd", moved, 7) == replace(page, scan=moved, number=7)


def test_the_key_follows_content_frame_options_and_version():
    scan, options = two_pages().pages[0].scan, Options()
    keys = {
        PageCache.key(scan, options, "1"),
        PageCache.key(replace(scan, sha256="other"), options, "1"),
        PageCache.key(replace(scan, frame=1), options, "1"),
        PageCache.key(scan, Options(recognition_model="PP-OCRv5_server_rec"), "1"),
        PageCache.key(scan, options, "2"),
    }
    assert len(keys) == 5
    assert PageCache.key(replace(scan, path="elsewhere.jpg"), options, "1") == PageCache.key(scan, options, "1")


def test_a_damaged_page_is_read_again(tmp_path, caplog):
    page = two_pages().pages[0]
    cache = PageCache(tmp_path)
    cache.save("abcd", page)
    (path,) = (each for each in tmp_path.rglob("*") if each.is_file())
    whole = path.read_bytes()
    for damage in (b"", whole[: len(whole) // 2], b"no gzip", whole[:-20] + b"\x00" * 20):
        path.write_bytes(damage)
        with caplog.at_level(logging.WARNING):
            assert cache.load("abcd", page.scan, 1) is None
        assert "is damaged and the page is read again" in caplog.text
        caplog.clear()
    cache.save("abcd", page)
    assert cache.load("abcd", page.scan, 1) == page


@pytest.mark.parametrize("name", ["../../etc", "..", "", "/abs", "a\\..\\b", "x" * 400, ".hidden"])
def test_an_issue_stays_below_the_output(tmp_path, name):
    directory = issue_directory(tmp_path, name)
    assert directory.parent == tmp_path
    publish(directory, FILES, manifest())
    assert load_manifest(directory) is not None


def test_a_real_issue_is_published(tmp_path):
    issue = two_pages()
    directory = issue_directory(tmp_path, issue.name)
    publish(directory, documents(issue, {}), manifest())
    assert (directory / "alto" / "晶報 'one' #1 50%.xml").is_file()
    assert is_current(directory, INPUTS, Options())
