"""The sample issue, read perfectly and exported, against its own truth."""

import json
from datetime import UTC, datetime
from pathlib import Path

import cv2
import pytest
from pages import rejoined, truth_lines

from digitize.deskew import estimate_skew, straighten
from digitize.evaluate import Figure, read_output, read_truth, score
from digitize.export import ScanFile, documents, mets
from digitize.layout import analyse
from digitize.model import Issue, Page, Scan
from digitize.names import METS

ROOT = Path(__file__).resolve().parents[1]
IMAGE = ROOT / "scans/sample-issue/0001.jpg"
SHARED = ROOT.parent / "shared/data"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Directory of the output, and its truth as lines and as texts."""
    known = json.loads((ROOT / "tests/data/sample-issue.json").read_text("utf-8"))
    grey = cv2.imread(str(IMAGE), cv2.IMREAD_GRAYSCALE)
    height, width = grey.shape
    upright_image, upright = straighten(grey, 0, estimate_skew(grey))
    scan = Scan(str(IMAGE), 0, 1, "0" * 64, "image/jpeg", width, height, 300.0, dpi_estimated=False)
    page = Page(1, scan, upright, analyse(upright_image, 300.0), truth_lines(known["lines"], upright))
    blocks, articles = rejoined(page)
    issue = Issue("sample-issue", (page,), blocks, articles)
    directory = tmp_path_factory.mktemp("output") / issue.name
    files = documents(issue, {})
    files[METS] = mets(issue, {str(IMAGE): ScanFile(str(IMAGE), 1)}, files, datetime(2026, 1, 1, tzinfo=UTC))
    for name, data in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_bytes(data)
    truth = directory.parent / "truth.json"
    pages = [{"image": "0001.jpg", "width": width, "height": height, "lines": known["lines"]}]
    titles = [{"id": name, "title": title} for name, title in known["titles"].items()]
    truth.write_text(json.dumps({"lang": "zh-Hans", "pages": pages, "articles": titles}), "utf-8")
    texts = directory.parent / "texts"
    texts.mkdir()
    for name in known["titles"]:
        own = (line["text"] for line in known["lines"] if line["article"] == name)
        (texts / f"{name}.txt").write_text("\n".join(own), "utf-8")
    return directory, truth, texts


def test_the_sample_issue_read_perfectly_scores_one_and_zero(sample: tuple[Path, Path, Path]) -> None:
    directory, truth, _ = sample
    scores = score(read_truth(truth), read_output(directory))
    values = {figure: each.value for figure, each in scores.figures.items()}
    good = {Figure.BCUBED_PRECISION, Figure.BCUBED_RECALL, Figure.BCUBED_F, Figure.EXACT, Figure.JOINS, Figure.ORDER}
    bad = {Figure.ARTICLE_ERROR, Figure.CHARACTER_ERROR, Figure.LOST, Figure.MERGED}
    assert values == dict.fromkeys([*good, Figure.HEADLINES], 1) | dict.fromkeys(bad, 0)
    assert scores.articles == 6
    assert {each.title for each in scores.findings} == {line.title for line in read_truth(truth).articles}


def test_the_texts_of_the_sample_issue_are_all_read_and_in_their_articles(sample: tuple[Path, Path, Path]) -> None:
    directory, _, texts = sample
    scores = score(read_truth(texts), read_output(directory))
    assert scores.articles == 6
    # The rest is pairs of characters over the edges of blocks that stand in another order.
    assert scores.figures[Figure.PLACED].value > 0.99
    assert {each.pieces for each in scores.findings} == {1}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not there")
def test_truths_of_all_forms_are_known() -> None:
    files = [
        *SHARED.glob("typeset-*/truth.json"),
        *SHARED.glob("*/zones.json"),
        *SHARED.glob("blind-alto/*/truth.json"),
    ]
    assert {type(read_truth(file)).__name__ for file in files} == {"LineTruth", "ZoneTruth", "BlockTruth"}
