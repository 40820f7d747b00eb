"""An issue of any size that was never printed: text lines in columns, to see how rejoining grows."""

from collections.abc import Iterator

import numpy as np

from digitize.geometry import quad_of
from digitize.model import Box, Gutter, Layout, Line, Orientation, Page, Scan, Upright, Word

COLUMNS = 5
ROWS = 120
LINES = COLUMNS * ROWS
"""On a page."""

_EM = 30.0
_PITCH = 36.0
_COLUMN = 24
"""Characters in a full line."""
_GUTTER = 1.5 * _EM
_MARGIN = 100.0
_WIDTH = 2 * _MARGIN + COLUMNS * _COLUMN * _EM + (COLUMNS - 1) * _GUTTER
_HEIGHT = 2 * _MARGIN + ROWS * _PITCH
_ARTICLE = 40
_PARAGRAPH = 10
"""Rows from one headline, and from one indent, to the next."""
_CHARACTERS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产"


def synthetic_issue(pages: int) -> tuple[Page, ...]:
    """Pages of LINES lines each, in Chinese that means nothing, with a headline in every article; always the same."""
    generator = np.random.default_rng(0)
    return tuple(_page(number, generator) for number in range(1, pages + 1))


def _page(number: int, generator: np.random.Generator) -> Page:
    content = Box(_MARGIN, _MARGIN, _WIDTH - _MARGIN, _HEIGHT - _MARGIN)
    lines = tuple(line for column in range(COLUMNS) for line in _column(column, generator))
    scan = Scan(f"{number:04}.jpg", 0, 1, f"{number:064}", "image/jpeg", round(_WIDTH), round(_HEIGHT), 300.0, False)
    upright = Upright(scan.width, scan.height, 0, 0.0, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
    gutters = tuple(
        Gutter(Box(_left(column) - _GUTTER, content.top, _left(column), content.bottom), Orientation.VERTICAL)
        for column in range(1, COLUMNS)
    )
    return Page(number, scan, upright, Layout(content, (), (), (), gutters, _EM), lines)


def _left(column: int) -> float:
    return _MARGIN + column * (_COLUMN * _EM + _GUTTER)


def _column(column: int, generator: np.random.Generator) -> Iterator[Line]:
    """Rows of a column: articles of a headline and paragraphs, which go on in the next column where this one ends."""
    for row in range(ROWS):
        at = (column * ROWS + row + 7 * column) % _ARTICLE
        top = _MARGIN + row * _PITCH
        if at == 0:
            yield _line(_text(12, generator), _left(column) + 3 * _EM, top - 4, 1.3 * _EM)
        elif at % _PARAGRAPH == 1:
            yield _line(_text(_COLUMN - 2, generator), _left(column) + 2 * _EM, top, _EM)
        elif at % _PARAGRAPH == 0:
            yield _line(_text(_COLUMN // 2, generator) + "。", _left(column), top, _EM)
        else:
            yield _line(_text(_COLUMN, generator), _left(column), top, _EM)


def _text(length: int, generator: np.random.Generator) -> str:
    return "".join(_CHARACTERS[index] for index in generator.integers(0, len(_CHARACTERS), length))


def _line(text: str, left: float, top: float, em: float) -> Line:
    quad = quad_of(Box(left, top, left + len(text) * em, top + em))
    return Line((Word(text, quad, 0.99),), quad, 0.99)
