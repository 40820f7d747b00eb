"""White strips between columns."""

import numpy as np
import pytest
from drawn import PAPER, Sheet, columns, places

from digitize.layout import analyse
from digitize.layout.gutters import _tallest, _white_runs
from digitize.model import Orientation

MM = 300 / 25.4


def gutters_of(sheet, **scanner):
    found = analyse(sheet.scan(**scanner), 300.0).gutters
    assert all(gutter.orientation is Orientation.VERTICAL for gutter in found)
    return found


@pytest.mark.parametrize("width", [1.4, 2.6, 6.0])
def test_gutters_of_every_width(width):
    sheet, expected = columns(gap=round(width * MM))
    found = gutters_of(sheet)
    assert places(found) == pytest.approx(expected, abs=4)
    assert all(gutter.box.width == pytest.approx(width * MM, abs=5) for gutter in found)
    assert all(gutter.box.height > 0.9 * 20 * 1.35 * 24 - 40 for gutter in found)


@pytest.mark.parametrize("count", [1, 7])
def test_any_number_of_columns(count):
    sheet, expected = columns(count=count, width=300)
    assert places(gutters_of(sheet)) == pytest.approx(expected, abs=4)


@pytest.mark.parametrize("size", [16, 40])
def test_type_of_every_size(size):
    sheet, expected = columns(count=3, width=16 * size, gap=round(1.2 * size), size=size)
    assert places(gutters_of(sheet)) == pytest.approx(expected, abs=5)


@pytest.mark.parametrize("scanner", [{"noise": 10.0}, {"shadow": 0.5}, {"platen": 60}], ids=lambda s: next(iter(s)))
def test_bad_scans(scanner):
    sheet, expected = columns()
    assert places(gutters_of(sheet, **scanner)) == pytest.approx(
        [x + scanner.get("platen", 0) for x in expected], abs=5
    )


def test_ragged_columns():
    sheet, expected = columns(lines=40, gap=36, justified=False)
    found = places(gutters_of(sheet), reach=40)
    assert len(found) == len(expected)


def test_a_rule_in_a_gutter_leaves_it_a_gutter():
    sheet, expected = columns()
    for x in expected:
        sheet.box(x - 1, 120, x + 1, 900)
    assert places(gutters_of(sheet), reach=20) == pytest.approx(expected, abs=10)


def test_the_remains_of_a_pale_rule_leave_a_gutter():
    sheet, expected = columns(gap=24)
    for x in expected:
        y = 120
        while y < 740:
            length = int(sheet.random.integers(12, 30))
            sheet.box(round(x), y, round(x) + 2, y + length)
            y += length + int(sheet.random.integers(25, 45))
    assert places(gutters_of(sheet), reach=20) == pytest.approx(expected, abs=6)


def test_word_spaces_make_no_gutters():
    sheet = Sheet(1800, 1300)
    sheet.column(90, 100, 1600, 35)
    assert gutters_of(sheet) == ()


def test_the_spaces_of_a_headline_make_no_gutters():
    sheet = Sheet(1800, 600)
    sheet.line(90, 60, 1600, 90)
    sheet.line(90, 190, 1600, 90)
    sheet.line(90, 320, 1600, 90)
    assert gutters_of(sheet) == ()


def test_a_headline_ends_the_gutter_under_it():
    sheet, expected = columns(lines=40)
    sheet.box(90, 560, 1290, 700, PAPER)
    sheet.line(90, 580, 1190, 80)
    sheet.box(expected[1] - 60, 600, expected[1] + 60, 650)
    found = [gutter.box for gutter in gutters_of(sheet)]
    assert not any(abs(box.center[0] - expected[1]) < 10 and box.top < 625 < box.bottom for box in found)
    assert any(abs(box.center[0] - expected[1]) < 10 and box.bottom < 610 for box in found)
    assert any(abs(box.center[0] - expected[1]) < 10 and box.top > 640 for box in found)


def test_columns_of_two_widths_on_one_page():
    sheet = Sheet(1800, 1700)
    for n in range(4):
        sheet.column(90 + n * 411, 100, 380, 22)
    for n in range(3):
        sheet.column(90 + n * 548, 900, 517, 22)
    found = gutters_of(sheet)
    # one line's word space may pass where the other half of the page has a gutter
    tall = [gutter for gutter in found if gutter.box.height > 8 * 24]
    assert places(g for g in tall if g.box.center[1] < 800) == pytest.approx([485.5, 896.5, 1307.5], abs=4)
    assert places(g for g in tall if g.box.center[1] > 800) == pytest.approx([622.5, 1170.5], abs=4)
    assert all(abs(gutter.box.center[1] - 840) > 200 for gutter in tall)


@pytest.mark.parametrize("darkest", [40, 165])
def test_a_photograph_ends_a_gutter_as_type_does(darkest):
    sheet, expected = columns(lines=40)
    sheet.box(480, 500, 1310, 920, PAPER)
    sheet.picture(501, 510, 1292, 900, darkest)
    found = [gutter.box for gutter in gutters_of(sheet)]
    assert not any(abs(box.center[0] - expected[1]) < 60 and box.top < 700 < box.bottom for box in found)
    for x in expected:
        assert any(abs(box.center[0] - x) < 5 for box in found)


def test_each_gutter_is_found_once():
    sheet, _ = columns(gap=40)
    boxes = [gutter.box for gutter in gutters_of(sheet)]
    assert len(set(boxes)) == len(boxes)


def test_tiers_of_vertical_text_are_parted_by_horizontal_gutters():
    sheet = Sheet(1500, 1700)
    for tier in range(2):
        for n in range(28):
            sheet.glyphs(1360 - n * 46, 120 + tier * 760, 22, vertical=True)
    found = analyse(sheet.scan(), 300.0).gutters
    assert {gutter.orientation for gutter in found} == {Orientation.HORIZONTAL}
    assert {round(gutter.box.center[1], -1) for gutter in found} == {850}
    assert all(gutter.box.width > 1100 for gutter in found)


def test_of_each_white_strip_the_tallest_run_is_taken():
    em = 10.0
    ink = np.where(np.random.default_rng(3).random((800, 800)) < 0.004, 255, 0).astype(np.uint8)
    runs = _white_runs(ink, em)
    chosen = np.array([(run.x, run.top, run.bottom) for run in _tallest(runs, em)])

    def same(ones, others):
        """Whether each of `ones`, as rows, lies for its most part in the strip of each of `others`."""
        (x, top, bottom), (across, above, below) = ones.T[..., None], others.T[:, None]
        shared = np.minimum(bottom, below) - np.maximum(top, above)
        return (np.abs(x - across) < 0.6 * em) & (shared > 0.5 * (bottom - top))

    assert len(runs) > 5 * len(chosen) > 500
    heights = chosen[:, 2] - chosen[:, 1]
    assert (np.diff(heights) <= 0).all()
    assert (runs[:, 2] - runs[:, 1] <= (same(runs, chosen) * heights).max(axis=1)).all(), "a taller one of its strip"
    assert not np.tril(same(chosen, chosen), -1).any(), "two of one strip"
