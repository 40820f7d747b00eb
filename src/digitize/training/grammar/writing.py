"""A page of a make-up, set, printed, scanned and recognized, without a pixel drawn."""

from random import Random

import numpy as np

from digitize.model import Box, Layout, Line, Page, Scan, Upright
from digitize.training.grammar.impression import impression_of
from digitize.training.grammar.makeups import MakeUp
from digitize.training.grammar.marks import layout_of
from digitize.training.grammar.reading import read_lines
from digitize.training.grammar.records import TruePage
from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.style import style_of
from digitize.training.grammar.supply import supply
from digitize.training.grammar.trim import trimmed, turned_sheet

_MOST_LINES = 1100
_FEWEST_LINES = 30


def write_page(makeup: MakeUp, rng: np.random.Generator) -> TruePage:
    """One page of `makeup` as the recognizer would have read it; the same for the same state of `rng`."""
    dice = Random(int(rng.integers(2**62)))
    sheet = set_page(makeup, dice)
    if makeup.turned:
        sheet = turned_sheet(sheet)
    piece = trimmed(sheet)
    sheet = piece if len(piece.lines) > _FEWEST_LINES else sheet
    impression = impression_of(sheet, dice)
    lines, truth = read_lines(sheet, impression, rng)
    layout = layout_of(sheet, impression, upright=not makeup.turned)
    return TruePage(_page(sheet, lines, layout), tuple(truth), makeup.name)


def set_page(makeup: MakeUp, dice: Random) -> Sheet:
    """The page as the printer set it."""
    language = dice.choice(makeup.habits.languages)
    words = supply(language)
    style = style_of(makeup.habits, language, words.ideographic, dice)
    width = style.columns * style.measure + (style.columns - 1) * style.gutter
    height = min(dice.uniform(*makeup.habits.shape) * width, _MOST_LINES / style.columns * style.text.pitch)
    left, top = style.margin * dice.uniform(0.6, 1.6), style.margin * dice.uniform(0.6, 2.5)
    sheet = Sheet(style, words, dice, Box(left, top, left + width, top + height), upright=makeup.turned)
    makeup.compose(sheet)
    sheet.adopt()
    return sheet


def _page(sheet: Sheet, lines: list[Line], layout: Layout) -> Page:
    """The page's record, as of a scan without turn or skew."""
    width, height = round(sheet.area.right), round(sheet.area.bottom)
    scan = Scan("grammar.png", 0, 1, "0" * 64, "image/png", width, height, 300.0, dpi_estimated=True)
    upright = Upright(width, height, 0, 0.0, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
    return Page(1, scan, upright, layout, tuple(lines))
