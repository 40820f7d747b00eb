"""Whole pages as they are printed: the layout of the scan and perfectly read lines give the articles of the truth."""

import json
from collections.abc import Sequence
from pathlib import Path

import cv2
import pytest
from pages import rejoined, truth_lines

from digitize.deskew import estimate_skew, straighten
from digitize.layout import analyse
from digitize.model import Article, Block, Page, Role, Scan

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared/data"


def read(image: Path, number: int, lines: list[dict]) -> tuple[Page, dict[int, dict]]:
    """The page of a scan, and the truth record of each of its lines by the line's identity."""
    grey = cv2.imread(str(image), cv2.IMREAD_GRAYSCALE)
    height, width = grey.shape
    upright_image, upright = straighten(grey, 0, estimate_skew(grey))
    scan = Scan(str(image), 0, 1, "0" * 64, "image/jpeg", width, height, 300.0, dpi_estimated=False)
    page = Page(number, scan, upright, analyse(upright_image, 300.0), truth_lines(lines, upright))
    return page, {id(line): record for line, record in zip(page.lines, lines, strict=True)}


def stories(blocks: Sequence[Block], articles: Sequence[Article], roles: set[Role], truth: dict[int, dict]):
    """For every article the truth records of its lines in `roles`, in the article's order."""
    by_id = {block.id: block for block in blocks}
    return [
        [
            truth[id(line)]
            for paragraph in article.paragraphs
            if paragraph.role in roles
            for name in paragraph.blocks
            for line in by_id[name].lines
        ]
        for article in articles
    ]


BODY = {Role.BODY, Role.BYLINE}


@pytest.fixture(scope="module")
def sample():
    truth = json.loads((ROOT / "tests/data/sample-issue.json").read_text(encoding="utf-8"))
    page, records = read(ROOT / "scans/sample-issue/0001.jpg", 1, truth["lines"])
    return truth, page, records, *rejoined(page)


def test_the_sample_page_comes_apart_into_its_six_articles(sample):
    truth, _, records, blocks, articles = sample
    body = [record for record in truth["lines"] if record["role"] == "body"]
    expected = {name: [record for record in body if record["article"] == name] for name in truth["titles"]}
    assert len(articles) == 6
    found = stories(blocks, articles, BODY, records)
    assert sorted(found, key=lambda lines: lines[0]["article"]) == list(expected.values())


def test_the_headlines_of_the_sample_page(sample):
    truth, _, _, _, articles = sample
    assert sorted(article.title for article in articles) == sorted(truth["titles"].values())


def test_heads_and_folio_of_the_sample_page(sample):
    _, _, records, blocks, articles = sample
    for role in (Role.KICKER, Role.HEADLINE, Role.SUBTITLE):
        for article, lines in zip(articles, stories(blocks, articles, {role}, records), strict=True):
            assert {line["role"] for line in lines} <= {role.value}, article.title
    assert {records[id(line)]["text"] for b in blocks if b.role is Role.FOLIO for line in b.lines} == {
        record["text"] for record in records.values() if record["role"] == "folio"
    }


def test_articles_of_the_sample_page_are_in_the_order_of_the_page(sample):
    truth, _, _, _, articles = sample
    names = {title: name for name, title in truth["titles"].items()}
    assert [names[article.title] for article in articles] == ["a1", "a2", "a4", "a6", "a3", "a5"]


def test_no_sentence_of_the_sample_page_is_cut(sample):
    _, _, _, _, articles = sample
    assert all(p.text.endswith(("。", "”", "）")) for a in articles for p in a.paragraphs if p.role is Role.BODY)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "floor"), [("typeset-zh-a", 0.9), ("typeset-zh-b", 0.9), ("typeset-en-a", 0.9), ("typeset-en-b", 0.9)]
)
def test_typeset_issues_come_apart_into_their_articles(name, floor):
    source = DATA / name / "truth.json"
    if not source.exists():
        pytest.skip(f"{source} is not there")
    pages, records = [], {}
    truth = json.loads(source.read_text(encoding="utf-8"))["pages"]
    for number, sheet in enumerate(truth, 1):
        page, lines = read(source.parent / sheet["image"], number, sheet["lines"])
        pages.append(page)
        records |= lines
    found = stories(*rejoined(*pages), BODY, records)
    expected: dict[str, list[dict]] = {}
    for record in (record for sheet in truth for record in sheet["lines"]):
        if record["role"] == "body":
            expected.setdefault(record["article"], []).append(record)
    exact = sum(lines in found for lines in expected.values()) / len(expected)
    assert exact >= floor
