from pathlib import Path

import cv2
import numpy as np
import pytest
from printed import lines_in

from digitize.geometry import quad_of
from digitize.model import Box, Line, Orientation, Word
from digitize.options import Options
from digitize.recognition import load_engine
from digitize.recognition.direction import from_the_right, turned_round
from digitize.recognition.engine import Reading
from digitize.recognition.glance import ALONG, read_lines
from digitize.recognition.ink import ink_mask
from digitize.recognition.restack import cut_at, is_whole, placed, row_of, sharpened
from digitize.recognition.strips import Strip

SAMPLE = Path(__file__).parents[1] / "scans" / "sample-issue" / "0001.jpg"


def line(text, orientation=Orientation.HORIZONTAL):
    words, left = [], 0.0
    for part in text.split():
        words.append(Word(part, quad_of(Box(left, 0, left + 20 * len(part), 20)), 0.9))
        left += 20 * len(part) + 20
    return Line(tuple(words), quad_of(Box(0, 0, left - 20, 20)), 0.9, orientation)


COLUMN = line("粤省華軍進展順利中西按摩院本報訊", Orientation.VERTICAL)


def test_heads_from_the_right_are_told_by_the_words_of_the_columns():
    lines = from_the_right([COLUMN, line("利順展進軍華"), line("中西按摩院"), line("號九三")])
    assert [each.text for each in lines[1:]] == ["華軍進展順利", "中西按摩院", "三九號"]
    assert lines[0] is COLUMN


def test_heads_from_the_left_stay_where_most_are_read_so():
    lines = from_the_right([COLUMN, line("華軍進展順利"), line("號九三"), line("The Crystal")])
    assert [each.text for each in lines[1:]] == ["華軍進展順利", "號九三", "The Crystal"]


def test_latin_lines_are_never_turned_round():
    assert from_the_right([COLUMN, line("利順展進軍華"), line("The Crystal")])[2].text == "The Crystal"


def test_words_and_brackets_turn_numbers_do_not():
    turned = turned_round(line("（號1939第） 晶報"))
    assert turned.text == "報晶 （第1939號）"
    assert turned.words[0].quad.box.left > turned.words[1].quad.box.left


@pytest.mark.parametrize("pitch", [24, 30.5])
def test_cuts_fall_between_characters(pitch):
    starts = [round(index * pitch) for index in range(12)]
    profile = np.zeros(round(12 * pitch))
    for start in starts:
        profile[start + 2 : start + round(pitch) - 2] = 0.4
        profile[start + 10 : start + 13] = 0.0  # white within a character, as in 三
    cuts = cut_at(profile, pitch)
    assert len(cuts) == 13
    assert np.abs(cuts[:-1] - starts).max() <= 3


def test_sharpening_sets_off_strokes_and_leaves_paper_alone():
    page = np.full((60, 60), 200, np.uint8)
    page[:, 30] = 120
    sharp = sharpened(page, 28.0)
    assert sharp[5, 5] == 200
    assert sharp[5, 30] < 90


def test_sharpening_leaves_no_seams():
    page = np.random.default_rng(0).integers(0, 256, (1300, 40), dtype=np.uint8)
    em, reach = 28.0, 30
    for cut in (200, 500, 777):
        assert np.array_equal(sharpened(page[cut:], em)[reach:], sharpened(page, em)[cut + reach :])


@pytest.fixture(scope="module")
def column():
    """A line of the sample page with its characters one below the other: the page (H, W), the strip, the text."""
    text = "近日，北京公交集团公司工会"
    engine = load_engine(Options())
    found = map(inked, lines_in(cv2.imread(str(SAMPLE))[2850:3240, 2020:2690], engine))
    (line,) = (cv2.cvtColor(each, cv2.COLOR_BGR2GRAY) for each in found if engine.read([each])[0].text == text)
    edges = np.linspace(0, line.shape[1], len(text) + 1).round().astype(int)
    cells = [line[:, start : start + np.diff(edges).min()] for start in edges[:-1]]
    printed = np.vstack(cells)
    page = np.full((printed.shape[0] + 120, 200), 255, np.uint8)
    page[60:-60, 80 : 80 + printed.shape[1]] = printed
    return page, Strip((80.0, 60.0), 0.0, *map(float, printed.shape), Orientation.VERTICAL), text


def inked(line):
    """`line` (H, W, 3) tight around its ink."""
    rows, columns = np.nonzero(ink_mask(cv2.cvtColor(line, cv2.COLOR_BGR2GRAY), 40))
    return np.ascontiguousarray(line[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1])


def test_characters_of_a_vertical_line_are_set_side_by_side_and_placed_back(column):
    page, strip, text = column
    centres = (np.arange(len(text)) + 0.5) / len(text)
    margin = ALONG * strip.thickness / (strip.length + 2 * ALONG * strip.thickness)
    expected = margin + centres * (1 - 2 * margin)
    first = Reading(text, 0.5, tuple(expected), (0.5,) * len(text), (0.0,) * (len(text) - 1))
    row, cuts = row_of(strip, first, page, ink_mask(page, strip.thickness), ALONG)
    assert len(cuts) == len(text) + 1
    second = load_engine(Options()).read([cv2.cvtColor(row, cv2.COLOR_GRAY2BGR)])[0]
    assert second.text == text
    assert is_whole(second, first)
    assert placed(second, row, cuts, strip, ALONG).positions == pytest.approx(expected, abs=0.3 / len(text))


def test_a_vertical_line_is_read(column):
    page, strip, text = column
    (reading,) = read_lines([strip], page, ink_mask(page, strip.thickness), load_engine(Options()))
    assert reading.text == text
