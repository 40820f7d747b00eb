"""Cutting, joining and mending of lines, on drawn ink without any recognizer."""

import numpy as np
import pytest
from PIL import ImageFont
from printed import draw, layout

from digitize.model import Orientation
from digitize.recognition.ink import ink_mask
from digitize.recognition.lines import separate, upright_lines
from digitize.recognition.mend import join, lengthen, missed, without_doubles
from digitize.recognition.paper import paper_of
from digitize.recognition.strips import Strip

SIZE = (1000, 700)
EM = 24.0
LEFT = "the county commission intends"
RIGHT = "to publish a complete account"
COLUMNS = [(x, 150 + 36 * row, 28, text) for row in range(12) for x, text in ((40, LEFT), (470, RIGHT))]
GUTTER = (428.0, 150.0, 468.0, 580.0)


def paper(texts, gutters=(GUTTER,)):
    return paper_of(ink_mask(draw(SIZE, texts), EM), layout(SIZE, EM, gutters))


def strip(left, top, right, bottom):
    return Strip((float(left), float(top)), 0.0, float(right - left), float(bottom - top), Orientation.HORIZONTAL)


def spans(strips):
    return sorted((round(s.quad.box.left), round(s.quad.box.right)) for s in strips)


def overlapping(strips, left, right):
    return [s for s in strips if s.quad.box.left < left and s.quad.box.right > right]


@pytest.mark.parametrize("row", [0, 5, 11])
def test_strip_over_a_gutter_is_cut(row):
    top = 150 + 36 * row
    parts = separate([strip(30, top, 980, top + 34)], paper(COLUMNS))
    assert len(parts) == 2
    assert not overlapping(parts, 440, 460)


def test_gutter_with_a_faint_rule_is_cut():
    page = draw(SIZE, COLUMNS).copy()
    page[150:580, 448] = 100
    parts = separate([strip(30, 330, 980, 364)], paper_of(ink_mask(page, EM), layout(SIZE, EM, (GUTTER,))))
    assert len(parts) == 2
    assert all(not s.quad.box.left < 448 < s.quad.box.right for s in parts)


def test_rule_alone_parts_columns_set_close_to_it():
    width = round(ImageFont.load_default(28).getlength(LEFT))
    close = [(x, 150 + 36 * row, 28, text) for row in range(12) for x, text in ((40, LEFT), (40 + width + 9, RIGHT))]
    page = draw(SIZE, close).copy()
    page[140:600, 40 + width + 3 : 40 + width + 5] = 40
    sheet = paper_of(ink_mask(page, EM), layout(SIZE, EM))
    assert len(separate([strip(30, 330, 980, 364)], sheet)) == 2
    unruled = paper(close, gutters=())
    assert len(separate([strip(30, 330, 980, 364)], unruled)) == 1


def test_columns_are_told_apart_where_the_layout_saw_no_gutter():
    assert len(separate([strip(30, 330, 980, 364)], paper(COLUMNS, gutters=()))) == 2


def test_headline_over_two_columns_stays_whole():
    headline = (40, 40, 70, "The Harbor and the Railway")
    gutter = (428.0, 20.0, 468.0, 580.0)
    parts = separate([strip(30, 40, 990, 125)], paper([headline, *COLUMNS], gutters=(gutter,)))
    assert len(parts) == 1


def test_headlines_side_by_side_are_cut():
    heads = [(40, 60, 44, "Board Approves"), (490, 60, 44, "Second Reading")]
    gutter = (420.0, 50.0, 470.0, 580.0)
    parts = separate([strip(30, 60, 900, 115)], paper([*heads, *COLUMNS], gutters=(gutter,)))
    assert len(parts) == 2


def test_chance_gutter_through_word_spaces_cuts_nothing():
    loose = [(40, 200, 28, "servers"), (162, 200, 28, "nevertheless"), (40, 164, 28, LEFT), (40, 236, 28, LEFT)]
    gutter = (134.0, 195.0, 162.0, 235.0)
    whole = strip(30, 198, 370, 232)
    assert len(separate([whole], paper(loose, gutters=(gutter,)))) == 1


def test_words_set_far_apart_are_joined_but_columns_are_not():
    loose = [(40, 200, 28, "servers"), (250, 200, 28, "nevertheless"), (470, 200, 28, RIGHT)]
    rows = [(x, y, 28, t) for y in (128, 164, 236, 272) for x, t in ((40, LEFT), (470, RIGHT))]
    sheet = paper([*loose, *rows], gutters=((428.0, 120.0, 468.0, 310.0),))
    pieces = separate([strip(35, 198, 150, 232), strip(245, 198, 420, 232), strip(465, 198, 880, 232)], sheet)
    joined = join(pieces, sheet)
    assert len(joined) == 2
    assert not overlapping(joined, 440, 460)


def test_two_lines_in_one_strip_are_cut():
    sheet = paper(COLUMNS)
    parts = separate([strip(30, 222, 425, 292)], sheet)
    assert len(parts) == 2
    assert parts[0].quad.box.bottom < parts[1].quad.box.top + 8


def test_fitted_strip_holds_the_ink_of_its_line_and_no_neighbours():
    alone = np.argwhere(paper([COLUMNS[10]], gutters=()).ink > 0)
    (line,) = separate([strip(45, 334, 430, 358)], paper(COLUMNS, gutters=()))
    assert line.quad.box.top == pytest.approx(alone[:, 0].min(), abs=1)
    assert line.quad.box.bottom == pytest.approx(alone[:, 0].max() + 1, abs=1)
    assert line.quad.box.left == pytest.approx(alone[:, 1].min(), abs=1)
    assert line.quad.box.right == pytest.approx(alone[:, 1].max() + 1, abs=1)


def test_full_stop_that_the_detector_left_out_is_taken_in():
    sheet = paper([(40, 200, 28, "served."), (40, 300, 28, LEFT)], gutters=())
    (fitted,) = separate([strip(35, 198, 128, 232)], sheet)
    (longer,) = lengthen([fitted], sheet)
    last = np.flatnonzero(sheet.ink[195:240].max(axis=0))[-1]
    assert longer.quad.box.right == pytest.approx(last + 1, abs=2)


def test_line_the_detector_missed_is_found():
    sheet = paper([(40, 200, 28, LEFT), (40, 236, 28, RIGHT)], gutters=())
    found = separate([strip(30, 198, 430, 232)], sheet)
    (other,) = separate(missed(found, sheet, layout(SIZE, EM)), sheet)
    assert 236 < other.center[1] < 270
    assert other.length > 300


def test_doubles_of_overlapping_tiles_are_dropped():
    long, short = strip(40, 200, 430, 230), strip(100, 201, 300, 229)
    assert without_doubles([short, long]) == [long]


def test_strip_without_ink_is_dropped():
    assert separate([strip(600, 20, 800, 50)], paper(COLUMNS)) == []


def test_a_hyphen_hung_into_a_tall_gutter_leaves_enough_white_to_cut():
    width = round(ImageFont.load_default(28).getlength(LEFT))
    rows = [(x, 150 + 36 * row, 28, text) for row in range(14) for x, text in ((40, LEFT), (70 + width, RIGHT))]
    hung = draw(SIZE, rows).copy()
    hung[150 + 36 * 6 + 18 : 150 + 36 * 6 + 21, 40 + width + 2 : 40 + width + 20] = 0
    gutter = (40.0 + width + 2, 150.0, 68.0 + width, 650.0)
    line = [strip(30, 150 + 36 * 6, 980, 184 + 36 * 6)]
    assert len(separate(line, paper_of(ink_mask(hung, EM), layout(SIZE, EM, (gutter,))))) == 2


def beside_a_headline(headline, size, text, text_size):
    """Two columns a slit apart, the gutter between them, and `text` in the right one beside `headline`."""
    width = round(ImageFont.load_default(28).getlength(LEFT))
    left, right = 40, 40 + width + 16
    rows = [
        (x, 150 + 36 * row, 28, text) for row in range(14) if row != 6 for x, text in ((left, LEFT), (right, RIGHT))
    ]
    start = left + width - round(ImageFont.load_default(size).getlength(headline))
    heads = [(start, 380 - size // 2, size, headline), (right, 380 - text_size // 2, text_size, text)]
    return [*rows, *heads], (left + width + 2.0, 150.0, right - 2.0, 650.0)


def test_a_headline_set_a_slit_from_the_next_columns_text_is_cut_from_it():
    texts, gutter = beside_a_headline("SUNDAY EVE", 54, RIGHT, 28)
    assert len(separate([strip(30, 362, 980, 410)], paper(texts, gutters=(gutter,)))) == 2


def test_a_headline_whose_word_space_stands_in_the_gutter_stays_whole():
    texts, gutter = beside_a_headline("Board Approves", 44, "Reading", 44)
    assert len(separate([strip(30, 362, 980, 410)], paper(texts, gutters=(gutter,)))) == 1


def test_a_gutter_that_reaches_the_foot_of_the_page_parts_the_last_line():
    width = round(ImageFont.load_default(28).getlength(LEFT))
    rows = [(x, 150 + 36 * row, 28, text) for row in range(14) for x, text in ((40, LEFT), (56 + width, RIGHT))]
    page = draw((1000, 654), rows)
    gutter = (42.0 + width, 150.0, 54.0 + width, 630.0)
    last = [strip(30, 618, 980, 652)]
    assert len(separate(last, paper_of(ink_mask(page, EM), layout((1000, 654), EM, (gutter,))))) == 2
    higher = layout((1000, 1000), EM, (gutter,))
    assert len(separate(last, paper_of(ink_mask(draw((1000, 1000), rows), EM), higher))) == 1


@pytest.mark.parametrize("slant", [-0.012, 0.0, 0.012])
def test_two_upright_lines_in_one_strip_are_parted_along_their_slant(slant):
    image = np.full((900, 300), 255, np.uint8)
    for n in range(28):
        y, drift = 60 + n * 27, round(slant * (n - 14) * 27)
        for x in (100, 131):
            image[y : y + 22, x + drift : x + drift + 23] = 30
    page = paper_of(ink_mask(image, EM), layout((300, 900), EM), vertical=True)
    both = Strip((92.0, 55.0), 0.0, 770.0, 70.0, Orientation.VERTICAL)
    lines = upright_lines(both, page)
    assert [round(line.center[0]) for line in lines] == pytest.approx([111, 142], abs=4)
    assert upright_lines(lines[0], page) == []
