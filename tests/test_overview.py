"""Pictures of pages: articles in their colours where they are, doubts marked, files of bounded size."""

import json
import logging
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from issues import two_pages
from pages import rejoined, truth_lines

from digitize import scan
from digitize.deskew import straighten
from digitize.layout import analyse
from digitize.model import Box, Issue, Page, Role, Scan
from digitize.options import Options
from digitize.overview import colours, draw, encode, scale_of
from digitize.overview.palette import ARTICLES, DOUBT
from digitize.overview.passages import in_order, links, passages
from digitize.pipeline import page_picture

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "scans/sample-issue/0001.jpg"
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
"""How linear RGB is seen (Machado et al. 2009, severity 1)."""


@pytest.fixture(scope="module")
def sample() -> Issue:
    """The sample scan, which lies askew, with perfectly read lines."""
    truth = json.loads((ROOT / "tests/data/sample-issue.json").read_text(encoding="utf-8"))
    (record,) = scan.inspect(SAMPLE, Options())
    image = cv2.imread(str(SAMPLE), cv2.IMREAD_GRAYSCALE)
    upright_image, upright = straighten(image, 0, -1.35)
    page = Page(1, record, upright, analyse(upright_image, 300.0), truth_lines(truth["lines"], upright))
    blocks, articles = rejoined(page)
    return Issue("sample", (page,), blocks, articles)


def picture(issue: Issue, number: int = 1, *, with_scan: bool = True) -> np.ndarray:
    page = issue.pages[number - 1]
    return draw(issue, page, colours(issue), scan.load_reduced(page.scan, 800) if with_scan else None)


def inside(drawn: np.ndarray, page: Page, box: Box) -> np.ndarray:
    """The pixels of a box on a picture, (N, 3), but for its edge."""
    left, top, right, bottom = (round(value * scale_of(page)) for value in (box.left, box.top, box.right, box.bottom))
    return drawn[top + 2 : bottom - 2, left + 2 : right - 2].reshape(-1, 3).astype(float)


def paper(pixels: np.ndarray) -> np.ndarray:
    """The colour of the paper between the print."""
    return np.median(pixels[pixels.sum(axis=1) >= np.quantile(pixels.sum(axis=1), 0.6)], axis=0)


def redness(drawn: np.ndarray, page: Page, box: Box) -> float:
    return float((np.abs(inside(drawn, page, box) - DOUBT).max(axis=1) < 60).mean())


def doubting(issue: Issue, confidence: float) -> Issue:
    """The issue with the first join of its first article as sure as `confidence`."""
    first, *others = issue.articles
    join, *joins = first.joins
    doubted = replace(first, joins=(replace(join, confidence=confidence), *joins))
    return replace(issue, articles=(doubted, *others))


@pytest.mark.parametrize("with_scan", [True, False])
def test_blocks_are_in_the_colour_of_their_article(sample, with_scan):
    drawn = picture(sample, with_scan=with_scan)
    (page,) = sample.pages
    blocks = {block.id: block for block in sample.blocks}
    chosen = colours(sample)
    for article in sample.articles:
        for block in in_order(article, blocks):
            strength = 0.45 if block.role in (Role.KICKER, Role.HEADLINE, Role.SUBTITLE) else 0.26
            tints = 255 - strength * (255 - np.array(ARTICLES))
            # Print under a tint is darker in all channels alike, so their proportions are those of the tint.
            pixels = inside(drawn, page, block.box)
            seen = np.median(pixels / pixels.max(axis=1, keepdims=True), axis=0)
            away = np.linalg.norm(tints / tints.max(axis=1, keepdims=True) - seen, axis=1)
            assert ARTICLES[int(np.argmin(away))] == chosen[article.id], f"{block.id} of {article.title}"


def test_what_belongs_to_no_article_is_grey(sample):
    drawn = picture(sample)
    owned = {each for article in sample.articles for par in article.paragraphs for each in par.blocks}
    outside = [block for block in sample.blocks if block.id not in owned]
    assert outside
    for block in outside:
        tone = paper(inside(drawn, sample.pages[0], block.box))
        assert np.ptp(tone) < 6
        assert 170 < tone.mean() < 235


def test_the_scan_lies_under_its_blocks(sample):
    (page,) = sample.pages
    drawn = picture(sample)
    lines = [inside(drawn, page, line.box).min() for line in page.lines if line.box.height * scale_of(page) > 7]
    assert np.quantile(lines, 0.1) < 170  # there is print in every line
    assert paper(inside(drawn, page, page.layout.content)).mean() > 200


def test_where_the_scan_is_gone_bars_stand_for_the_lines(sample, caplog):
    (page,) = sample.pages
    gone = replace(page, scan=replace(page.scan, path=str(SAMPLE.with_name("gone.jpg"))))
    with caplog.at_level(logging.WARNING):
        data = page_picture(replace(sample, pages=(gone,)), gone, colours(sample), 60_000)
    assert "gone.jpg does not exist" in caplog.text
    shown = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    bar = page.lines[-1].box
    assert inside(shown, page, bar).mean() < 235
    assert shown.shape == picture(sample, with_scan=False).shape


def test_doubtful_joins_are_red_and_others_are_not(sample):
    (page,) = sample.pages
    doubtful, sure = doubting(sample, 0.41), doubting(sample, 0.9)
    join = doubtful.articles[0].joins[0]
    for block in sample.blocks:
        if block.id in (join.before, join.after):
            assert redness(picture(doubtful), page, block.box) > 0.004
            assert redness(picture(sure), page, block.box) == 0


def test_a_doubtful_join_over_pages_is_marked_on_both():
    issue = two_pages()
    sure = replace(issue, articles=tuple(replace(each, joins=()) for each in issue.articles))
    for page in issue.pages:
        marked, plain = (draw(each, page, colours(each), None).astype(int).reshape(-1, 3) for each in (issue, sure))
        assert (np.abs(marked - DOUBT).max(axis=1) < 40).sum() > 200
        assert (np.abs(plain - DOUBT).max(axis=1) < 40).sum() == 0


def test_running_text_is_cut_where_it_goes_on_elsewhere():
    issue = two_pages()
    blocks = {block.id: block for block in issue.blocks}
    first, _, chinese = issue.articles
    found = [[block.id for block in each.blocks] for each in passages(in_order(first, blocks))]
    assert found == [["b1-col1"], ["b1-col2"], ["b1-col3"], ["b2-cont"]]
    ways = [(link.before.id, link.after.id, link.doubtful) for link in links(first, blocks)]
    assert ways == [("b1-col1", "b1-col2", False), ("b1-col2", "b1-col3", False), ("b1-col3", "b2-cont", True)]
    assert links(chinese, blocks) == ()


def test_neighbours_differ_and_an_article_keeps_its_colour(sample):
    chosen = colours(sample)
    assert len(set(chosen.values())) == len(sample.articles) == 6
    # As many articles as there are colours lie between these two, which touch.
    far = replace(sample.articles[0], id="far")
    filler = [replace(far, id=f"filler{n}", paragraphs=()) for n in range(len(ARTICLES) - 1)]
    crowded = colours(replace(sample, articles=(far, *filler, *sample.articles[1:])))
    assert crowded["far"] == ARTICLES[0]
    assert crowded[sample.articles[1].id] != ARTICLES[0]
    assert colours(sample) == chosen


@pytest.mark.parametrize("matrix", BLINDNESS.values(), ids=BLINDNESS.keys())
def test_colours_are_told_apart_by_everybody(matrix):
    rgb = np.array([*ARTICLES, DOUBT])[:, ::-1] / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ np.array(matrix).T, 0, 1)
    seen = np.where(seen <= 0.0031308, seen * 12.92, 1.055 * seen ** (1 / 2.4) - 0.055)
    lab = cv2.cvtColor(seen.astype(np.float32)[None], cv2.COLOR_RGB2LAB)[0][: len(ARTICLES)]
    apart = np.linalg.norm(lab[:, None] - lab[None], axis=2)
    assert apart[np.triu_indices(len(ARTICLES), 1)].min() > 14
    assert all(apart[n, (n + 1) % len(ARTICLES)] > 30 for n in range(len(ARTICLES)))


@pytest.mark.parametrize("limit", [60_000, 30_000, 8_000])
def test_files_are_no_larger_than_asked(sample, limit):
    drawn = picture(sample)
    data = encode(drawn, limit)
    assert len(data) <= limit
    shown = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert shown.shape[0] / shown.shape[1] == pytest.approx(drawn.shape[0] / drawn.shape[1], abs=0.02)
    if limit == 60_000:
        assert shown.shape == drawn.shape
        assert np.abs(shown.astype(int) - drawn).mean() < 8


def test_a_limit_below_any_picture_is_refused():
    with pytest.raises(ValueError, match="does not fit in 10 bytes"):
        encode(np.zeros((40, 30, 3), np.uint8), 10)


def test_a_page_without_text_is_drawn():
    issue = two_pages()
    blank = replace(issue.pages[0], lines=())
    empty = replace(issue, pages=(blank,), blocks=(), articles=())
    assert (draw(empty, blank, colours(empty), None) == 255).all()


def test_pages_that_only_another_program_read_have_a_picture():
    issue = two_pages()
    given = replace(
        issue.pages[0], scan=Scan("1.xml", 0, 1, "0" * 64, "text/xml", 1000, 800, 300.0, dpi_estimated=True)
    )
    data = page_picture(issue, given, colours(issue), 60_000)
    assert cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR).min() < 60
