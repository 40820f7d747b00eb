"""The way of a page and of an issue on real scans, without Prefect."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from digitize.checking import check
from digitize.errors import ScanError
from digitize.inbox import find_issues
from digitize.options import Options
from digitize.pipeline import Progress, Stage, digitize_issue, read_page
from digitize.store import Status as Published
from digitize.store import load_manifest
from digitize.summary import Outcome, Status

pytestmark = pytest.mark.slow

OPTIONS = Options()


def digitize(scans: Path, output: Path, *, force: bool = False) -> tuple[Outcome, list[Progress]]:
    """Run the one issue of a folder; also returns what was reported on the way."""
    (issue,) = find_issues([scans])
    told: list[Progress] = []
    return digitize_issue(issue, output, OPTIONS, force=force, report=told.append), told


def stages(told: list[Progress], page: str) -> list[Stage]:
    return [each.stage for each in told if each.page == page]


WHOLE_WAY = [Stage.READ, Stage.DESKEW, Stage.LAYOUT, Stage.RECOGNIZE, Stage.DONE]


def test_an_article_comes_out_whole(tmp_path: Path, article_scan: Path) -> None:
    scans = tmp_path / "daily"
    scans.mkdir()
    scan = Path(shutil.copy(article_scan, scans))
    before = hashlib.sha256(scan.read_bytes()).hexdigest()

    outcome, told = digitize(scans, tmp_path / "out")

    assert outcome.status is Status.COMPLETE
    text = (outcome.directory / "articles" / "001.txt").read_text("utf-8")
    assert text.startswith("台北市劳工总工会到北京康复医院参观交流\n\n")
    # A sentence that the first column breaks off and the second takes up.
    assert "在随后召开的座谈会上,北京康复医院相关负责人" in text.replace("，", ",")
    assert stages(told, "article.jpg") == WHOLE_WAY
    assert [each.stage for each in told if not each.page] == [Stage.REJOIN, Stage.EXPORT]
    assert hashlib.sha256(scan.read_bytes()).hexdigest() == before
    assert (outcome.directory / "mets.xml").is_file()
    assert (outcome.directory / "alto" / "article.xml").is_file()
    manifest = load_manifest(outcome.directory)
    assert manifest.status is Published.COMPLETE
    assert manifest.versions["recognition_model"] == "PP-OCRv6_small_rec"
    assert {"digitize", "paddleocr", "onnxruntime", "pillow"} <= set(manifest.versions)

    again, told = digitize(scans, tmp_path / "out")
    assert again.status is Status.UNCHANGED
    assert (again.articles, told) == (outcome.articles, [])


def test_bad_pages_leave_an_issue_partial_and_the_next_run_completes_it(
    tmp_path: Path, article_scan: Path, column_scan: Path, truncated_scan: Path
) -> None:
    scans, output = tmp_path / "daily", tmp_path / "out"
    scans.mkdir()
    shutil.copy(column_scan, scans / "0001.jpg")
    shutil.copy(truncated_scan, scans / "0002.jpg")
    (scans / "0003.jpg").write_bytes(b"")

    outcome, _ = digitize(scans, output)
    assert outcome.status is Status.PARTIAL
    assert outcome.sentence.startswith("1 of 3 pages: 0002.jpg is truncated")
    assert "0003.jpg is empty" in outcome.sentence
    manifest = load_manifest(outcome.directory)
    assert manifest.status is Published.PARTIAL
    assert [Path(failure.path).name for failure in manifest.failures] == ["0002.jpg", "0003.jpg"]

    shutil.copy(article_scan, scans / "0002.jpg")
    (scans / "0003.jpg").unlink()
    outcome, told = digitize(scans, output)
    assert outcome.status is Status.COMPLETE
    assert stages(told, "0001.jpg") == [Stage.DONE]
    assert stages(told, "0002.jpg") == WHOLE_WAY
    articles = json.loads((outcome.directory / "articles.json").read_text("utf-8"))
    assert load_manifest(outcome.directory).failures == ()
    assert any("台北" in json.dumps(article, ensure_ascii=False) for article in articles["articles"])


def test_force_reads_pages_again(tmp_path: Path, column_scan: Path) -> None:
    scans = tmp_path / "daily"
    scans.mkdir()
    shutil.copy(column_scan, scans)
    digitize(scans, tmp_path / "out")
    outcome, told = digitize(scans, tmp_path / "out", force=True)
    assert outcome.status is Status.COMPLETE
    assert stages(told, "column.jpg") == WHOLE_WAY


def test_an_issue_without_a_readable_page_leaves_nothing_behind(tmp_path: Path, truncated_scan: Path) -> None:
    scans = tmp_path / "daily"
    scans.mkdir()
    shutil.copy(truncated_scan, scans)
    outcome, _ = digitize(scans, tmp_path / "out")
    assert outcome.status is Status.FAILED
    assert not outcome.directory.exists()


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
