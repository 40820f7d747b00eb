"""The way of a page and of an issue on real scans, without Prefect."""

import hashlib
import shutil
from pathlib import Path

import pytest
from PIL import Image

from digitize.checking import check
from digitize.errors import ScanError
from digitize.inbox import find_issues
from digitize.options import Options
from digitize.pipeline import publish_issue, read_and_keep, read_page, recall_page, rejoin_pages
from digitize.recognition.runtime import choose
from digitize.store import Status as Published
from digitize.store import load_manifest
from digitize.summary import Outcome, Status

pytestmark = pytest.mark.slow

OPTIONS = Options()


def digitize(scans: Path, output: Path) -> Outcome:
    """The one issue of a folder, of which the files that cannot be opened are missing."""
    checked = check(find_issues([scans])[0], OPTIONS)
    pages = [
        recall_page(page, output, OPTIONS) or read_and_keep(page, output, OPTIONS, lambda _: None)
        for page in checked.pages
    ]
    issue = rejoin_pages(checked.source.name, pages, checked.failures)
    return publish_issue(issue, checked.inputs, output, OPTIONS, seconds=1.0)


def test_an_article_comes_out_whole(tmp_path: Path, article_scan: Path) -> None:
    scans = tmp_path / "daily"
    scans.mkdir()
    scan = Path(shutil.copy(article_scan, scans))
    before = hashlib.sha256(scan.read_bytes()).hexdigest()

    outcome = digitize(scans, tmp_path / "out")

    assert outcome.status is Status.COMPLETE
    text = (outcome.directory / "articles" / "001.txt").read_text("utf-8")
    assert text.startswith("台北市劳工总工会到北京康复医院参观交流\n\n")
    # A sentence that the first column breaks off and the second takes up.
    assert "在随后召开的座谈会上,北京康复医院相关负责人" in text.replace("，", ",")
    assert hashlib.sha256(scan.read_bytes()).hexdigest() == before
    assert (outcome.directory / "mets.xml").is_file()
    assert (outcome.directory / "alto" / "article.xml").is_file()
    manifest = load_manifest(outcome.directory)
    assert manifest.status is Published.COMPLETE
    assert manifest.versions["recognition_model"] == "PP-OCRv6_small_rec"
    assert {"digitize", "paddleocr", choose(Options()).name, "precision", "pillow"} <= set(manifest.versions)


def test_a_partial_result_is_completed_and_never_replaces_a_complete_one(tmp_path: Path, column_scan: Path) -> None:
    scans, output = tmp_path / "daily", tmp_path / "out"
    scans.mkdir()
    shutil.copy(column_scan, scans / "0001.jpg")
    (scans / "0002.jpg").write_bytes(b"")
    outcome = digitize(scans, output)
    assert outcome.status is Status.PARTIAL
    manifest = load_manifest(outcome.directory)
    assert [failure.path for failure in manifest.failures] == ["0002.jpg"]
    for path in outcome.directory.rglob("*.*"):
        assert str(tmp_path) not in path.read_text("utf-8"), "where scans lay on this machine is nobody's business"

    Image.new("L", (400, 600), 255).save(scans / "0002.jpg")
    assert digitize(scans, output).status is Status.COMPLETE
    complete = load_manifest(outcome.directory)
    assert (complete.status, complete.counts.pages) == (Published.COMPLETE, 2)

    (scans / "0002.jpg").write_bytes(b"")
    again = digitize(scans, output)
    assert again.status is Status.PARTIAL
    assert "0002.jpg is empty" in again.sentence
    assert load_manifest(outcome.directory) == complete

    Image.new("L", (400, 500), 255).save(scans / "0001.jpg")  # another page: the old result is of no use
    assert digitize(scans, output).status is Status.PARTIAL
    assert load_manifest(outcome.directory).status is Published.PARTIAL


def test_a_page_knows_how_it_was_made(tmp_path: Path, column_scan: Path) -> None:
    """A quarter turn and a skew, put on here, are found and on record."""
    turned = tmp_path / "turned.jpg"
    with Image.open(column_scan) as image:
        image.rotate(2, expand=True, fillcolor="white").transpose(Image.Transpose.ROTATE_90).save(turned, quality=92)
    straight, skewed = (
        read_page(page.scan, 1, OPTIONS, lambda _: None)
        for path in (column_scan, turned)
        for page in check(find_issues([path])[0], OPTIONS).pages
    )
    assert [step.name for step in skewed.steps] == ["read", "deskew", "layout", "recognize"]
    settings = dict(skewed.steps[1].settings)
    assert settings["quarter_turns_undone"] == "90"
    assert float(settings["skew_angle"]) - straight.upright.skew == pytest.approx(2, abs=0.3)
    assert [len(page.lines) for page in (straight, skewed)] == [len(straight.lines)] * 2
    assert skewed.seconds > 0


def test_a_scan_that_goes_missing_is_told_in_a_sentence(tmp_path: Path, column_scan: Path) -> None:
    gone = Path(shutil.copy(column_scan, tmp_path / "gone.jpg"))
    (page,) = check(find_issues([gone])[0], OPTIONS).pages
    gone.unlink()
    with pytest.raises(ScanError, match=r"gone\.jpg does not exist"):
        read_page(page.scan, 1, OPTIONS, lambda _: None)
