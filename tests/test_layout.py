"""Rules, frames and pictures, on drawn pages and on the sample scan."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from drawn import PAPER, Sheet, columns

from digitize.deskew import estimate_skew, straighten
from digitize.layout import analyse
from digitize.model import Box, Orientation

SAMPLE = Path(__file__).resolve().parents[1] / "scans/sample-issue/0001.jpg"
HORIZONTAL, VERTICAL = Orientation.HORIZONTAL, Orientation.VERTICAL


def sides(box: Box):
    return (box.left, box.top, box.right, box.bottom)


def near(box: Box, tolerance: float = 6):
    return pytest.approx(sides(box), abs=tolerance)


@pytest.fixture(scope="module")
def sample():
    grey = cv2.imread(str(SAMPLE), cv2.IMREAD_GRAYSCALE)
    upright, _ = straighten(grey, 0, estimate_skew(grey))
    return analyse(upright, 300.0)


def test_a_blank_page_has_no_layout():
    layout = analyse(Sheet(900, 1200).scan(), 300.0)
    assert (layout.rules, layout.frames, layout.pictures, layout.gutters) == ((), (), (), ())
    assert sides(layout.content) == (0, 0, 900, 1200)
    assert layout.text_height == pytest.approx(3 / 25.4 * 300)


@pytest.mark.parametrize("shade", [0, 255])
def test_an_even_page_of_any_shade_has_no_layout(shade):
    layout = analyse(np.full((600, 400), shade, np.uint8), 300.0)
    assert (layout.rules, layout.frames, layout.pictures, layout.gutters) == ((), (), (), ())


def test_rules_between_and_over_columns():
    sheet, gutters = columns(count=3, lines=28)
    right = sheet.image.width - 90
    sheet.box(90, 70, right, 74)
    sheet.box(gutters[1] - 1, 120, gutters[1] + 1, 1020)
    layout = analyse(sheet.scan(), 300.0)
    across, down = sorted(layout.rules, key=lambda rule: rule.orientation)
    assert across.orientation is HORIZONTAL
    assert sides(across.box) == near(Box(90, 70, right, 74))
    assert down.orientation is VERTICAL
    assert sides(down.box) == near(Box(gutters[1] - 1, 120, gutters[1] + 1, 1020))
    assert layout.frames == ()


@pytest.mark.parametrize("shade", [35, 150])
def test_a_hairline_that_the_scan_broke_is_one_rule(shade):
    sheet, gutters = columns(count=3, lines=28)
    y = 120
    while y < 1000:
        length = int(sheet.random.integers(70, 150))
        sheet.box(round(gutters[0]), y, round(gutters[0]) + 2, y + length, shade)
        y += length + int(sheet.random.integers(3, 10))
    (rule,) = analyse(sheet.scan(), 300.0).rules
    assert rule.orientation is VERTICAL
    assert sides(rule.box) == near(Box(gutters[0], 120, gutters[0], y), 12)


def test_type_makes_no_rules():
    sheet, _ = columns(count=3, lines=28)
    for n in range(2):
        sheet.line(90 + 500 * n, 20, 480, 70)
    assert analyse(sheet.scan(), 300.0).rules == ()


def test_the_strokes_of_chinese_type_make_no_rules():
    sheet = Sheet(1200, 900)
    for row in range(12):
        sheet.glyphs(100, 120 + row * 46, 30)
    sheet.glyphs(100, 30, 12, em=80)
    assert analyse(sheet.scan(), 300.0).rules == ()


@pytest.mark.parametrize("second", [0, 16, 8])
def test_a_frame_round_an_article(second):
    """Drawn by one line, or by two that run `second` pixels apart."""
    sheet, _ = columns(lines=29)
    frame = Box(486, 300, 1310, 800)
    sheet.box(480, 295, 1315, 805, PAPER)
    sheet.frame(*sides(frame))
    if second:
        sheet.frame(frame.left + second, frame.top + second, frame.right - second, frame.bottom - second, width=2)
    sheet.column(510, 330, 360, 13)
    sheet.column(915, 330, 360, 13)
    layout = analyse(sheet.scan(), 300.0)
    (found,) = layout.frames
    assert sides(found) == near(frame, 8 + second)
    assert layout.pictures == ()


def test_columns_between_rules_are_no_frame():
    sheet, gutters = columns(count=3, lines=28)
    for x in (gutters[0], gutters[1]):
        sheet.box(x - 1, 120, x + 2, 1020)
    sheet.box(90, 60, sheet.image.width - 90, 64)
    assert analyse(sheet.scan(), 300.0).frames == ()


def test_a_photograph_between_columns():
    sheet, _ = columns(lines=29)
    photograph = Box(501, 500, 1292, 900)
    sheet.box(490, 490, 1303, 940, PAPER)
    sheet.picture(*sides(photograph))
    layout = analyse(sheet.scan(), 300.0)
    (found,) = layout.pictures
    assert sides(found) == near(photograph)
    assert layout.rules == ()


def test_a_line_drawing_is_a_picture():
    sheet, _ = columns(lines=29)
    sheet.box(490, 490, 1303, 940, PAPER)
    for n in range(18):
        sheet.pen.ellipse((560 + 30 * n, 520, 670 + 30 * n, 900), outline=30, width=12)
    (found,) = analyse(sheet.scan(), 300.0).pictures
    assert sides(found) == near(Box(560, 520, 1180, 900), 30)


@pytest.mark.parametrize("size", [100])
def test_a_headline_is_neither_picture_nor_rule(size):
    sheet, _ = columns(lines=20, top=260)
    sheet.line(120, 60, 1500, size)
    layout = analyse(sheet.scan(), 300.0)
    assert layout.pictures == ()
    assert layout.rules == ()


def test_the_dark_platen_round_the_sheet_is_no_picture_and_no_content():
    sheet, _ = columns(lines=29)
    layout = analyse(sheet.scan(platen=70), 300.0)
    assert layout.pictures == ()
    assert layout.frames == ()
    assert sides(layout.content) == near(Box(160, 190, 1770, 190 + 28 * 32.4 + 24), 10)


def test_the_shadow_of_the_spine_is_no_picture():
    sheet, _ = columns(lines=29)
    layout = analyse(sheet.scan(shadow=0.45), 300.0)
    assert layout.pictures == ()
    assert layout.rules == ()


def test_dirt_in_the_margin_is_no_content():
    sheet, _ = columns(lines=29)
    sheet.box(20, 700, 23, 703)
    sheet.box(1770, 1130, 1774, 1133)
    content = analyse(sheet.scan(), 300.0).content
    assert sides(content) == near(Box(90, 120, 1700, 120 + 28 * 32.4 + 24), 10)


def test_boxes_are_in_pixels_of_the_image_whatever_its_size():
    sheet, gutters = columns(lines=29)
    sheet.box(490, 490, 1303, 940, PAPER)
    sheet.picture(501, 500, 1292, 900)
    small = sheet.scan()
    large = cv2.resize(small, None, fx=1.8, fy=1.8, interpolation=cv2.INTER_CUBIC)
    one, other = analyse(small, 300.0), analyse(large, 540.0)
    assert sides(other.pictures[0]) == pytest.approx([1.8 * v for v in sides(one.pictures[0])], abs=12)
    assert other.text_height == pytest.approx(1.8 * one.text_height, rel=0.06)
    assert any(abs(gutter.box.center[0] - 1.8 * gutters[0]) < 6 for gutter in other.gutters)


def test_the_frame_of_the_sample_page(sample):
    (frame,) = sample.frames
    assert sides(frame) == near(Box(243, 2860, 2073, 3632), 15)


def test_the_photograph_of_the_sample_page(sample):
    (picture,) = sample.pictures
    assert sides(picture) == near(Box(2122, 2205, 3335, 2858), 15)


def test_the_long_rules_of_the_sample_page(sample):
    """One under the folio, one under the first article; the frame's sides aside."""
    across = [rule.box for rule in sample.rules if rule.orientation is HORIZONTAL and rule.box.width > 2500]
    assert [(box.left, box.top, box.right) for box in across] == [
        pytest.approx((238, 385, 3334), abs=12),
        pytest.approx((238, 2172, 3334), abs=12),
    ]
    assert all(box.height < 15 for box in across)
    assert all(rule.box.height > 10 * rule.box.width for rule in sample.rules if rule.orientation is VERTICAL)


@pytest.mark.xfail(reason="marks at the edge of the sheet count as print")
def test_the_printed_area_of_the_sample_page(sample):
    assert sides(sample.content) == near(Box(238, 240, 3336, 4590), 40)


def test_the_gutters_of_the_sample_page(sample):
    """Its first article stands in five columns."""
    top = [gutter.box for gutter in sample.gutters if gutter.box.top < 900 and gutter.box.bottom > 1500]
    assert sorted({round(box.center[0], -1) for box in top}) == pytest.approx([852, 1480, 2110, 2735], abs=20)


def test_the_type_of_the_sample_page(sample):
    assert sample.text_height == pytest.approx(39, rel=0.04)


def test_a_rule_of_dashes_is_one_rule():
    sheet, _ = columns(2, lines=12)
    top = 120 + 12 * 1.35 * 24 + 8
    for n in range(30):
        sheet.box(95 + 12 * n, top + n % 2, 95 + 12 * n + 9, top + n % 2 + 3)
    rules = analyse(sheet.scan(), 300.0).rules
    assert [sides(rule.box) for rule in rules] == [near(Box(95, top, 452, top + 4), 8)]


def test_leaders_are_no_rule():
    sheet, _ = columns(2, lines=12)
    for row in range(4):
        for n in range(30):
            sheet.box(95 + 12 * n, 540 + 32 * row, 95 + 12 * n + 4, 540 + 32 * row + 4)
    assert analyse(sheet.scan(), 300.0).rules == ()
