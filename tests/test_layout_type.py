"""Size and direction of running text."""

import numpy as np
import pytest
from drawn import Sheet, columns
from PIL import ImageFont

from digitize.layout import analyse
from digitize.layout.morphology import components
from digitize.layout.typesize import text_size
from digitize.model import Orientation


@pytest.mark.parametrize("size", [16, 24, 48])
def test_height_of_latin_type_is_that_of_its_tall_letters(size):
    sheet, _ = columns(count=2, width=18 * size, gap=2 * size, lines=18, size=size)
    _, top, _, bottom = ImageFont.load_default(size).getbbox("l")
    assert analyse(sheet.scan(), 300.0).text_height == pytest.approx(bottom - top, abs=1, rel=0.06)


@pytest.mark.parametrize("em", [24, 40])
@pytest.mark.parametrize("vertical", [False, True])
def test_height_of_chinese_type_is_its_em(em, vertical):
    sheet = Sheet(34 * em, 34 * em)
    for n in range(20):
        if vertical:
            sheet.glyphs(31 * em - n * 1.45 * em, 2 * em, 30, em, vertical=True)
        else:
            sheet.glyphs(2 * em, 2 * em + n * 1.45 * em, 30, em)
    assert analyse(sheet.scan(), 300.0).text_height == pytest.approx(0.92 * em, rel=0.06)


def test_headlines_do_not_change_the_height():
    sheet, _ = columns(count=3, lines=20, top=300)
    plain = analyse(sheet.scan(), 300.0).text_height
    sheet.line(90, 40, 1200, 90)
    sheet.line(90, 150, 1200, 90)
    assert analyse(sheet.scan(), 300.0).text_height == pytest.approx(plain, rel=0.03)


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("pitch", [1.15, 1.8])
def test_direction_of_lines(vertical, pitch):
    sheet = Sheet(1200, 1200)
    for n in range(20):
        if vertical:
            sheet.glyphs(1100 - n * pitch * 32, 80, 30, vertical=True)
        else:
            sheet.glyphs(80, 80 + n * pitch * 32, 30)
    ink = np.where(np.asarray(sheet.image) < 128, 255, 0).astype(np.uint8)
    _, orientation = text_size(ink, components(ink))
    assert orientation is (Orientation.VERTICAL if vertical else Orientation.HORIZONTAL)


def test_a_blank_page_has_no_size():
    blank = np.zeros((500, 500), np.uint8)
    assert text_size(blank, components(blank)) == (0.0, Orientation.HORIZONTAL)
