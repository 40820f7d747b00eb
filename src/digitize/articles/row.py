"""Rows of a page: the lines of its columns, and how large their type is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import dist

import numpy as np
from numpy.typing import NDArray

from digitize.articles.script import is_cjk
from digitize.geometry import hull
from digitize.model import Box, Line, Orientation

DISPLAY = 1.17
"""Type this many times the size of running text stands out: headlines, kickers, subtitles."""


@dataclass(frozen=True)
class Row:
    """One line of a column; its parts where the recognizer saw it in pieces."""

    lines: tuple[Line, ...]
    box: Box
    """In the reading frame."""
    size: float
    """Size of the type (the em) in pixels."""
    crossed: bool
    """Set across the page's direction of reading, as a vertical headline on a horizontal page."""

    @cached_property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def row_of(line: Line, box: Box, crossed: bool) -> Row:
    """A line as a row of one piece; `box` is its place in the reading frame."""
    top_left, top_right, bottom_right, bottom_left = line.quad.corners
    # along its own slope: on a curled page the box of a line is higher than the line
    across = (dist(top_left, bottom_left) + dist(top_right, bottom_right)) / 2
    along = (dist(top_left, top_right) + dist(bottom_left, bottom_right)) / 2
    if line.orientation is Orientation.VERTICAL:
        across, along = along, across
    size = across / height_share(line.text)
    if is_cjk(line.text) and ems(line.text) >= 5:
        # a stroke of the line above may add to the height, a space to the length: the smaller is the type
        size = min(size, along / ems(line.text))
    return Row((line,), box, size, crossed)


def merged(a: Row, b: Row) -> Row:
    """Two pieces of one printed line as one row."""
    left, right = sorted((a, b), key=lambda row: row.box.left)
    longer = max(a, b, key=lambda row: len(row.text))
    return replace(left, lines=(*left.lines, *right.lines), box=hull((a.box, b.box)), size=longer.size)


def ems(text: str) -> float:
    """Length of Chinese text in ems: full characters count one, Latin letters, digits and spaces a half."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def height_share(text: str) -> float:
    """Which part of its em a line is high: the ink of ideographs, ascender to descender of Latin letters."""
    return 0.92 if is_cjk(text) or not any(character.isalpha() for character in text) else 0.94


def edges_of(boxes: Sequence[Box]) -> NDArray[np.float64]:
    """Left, top, right and bottom of each box, (N, 4)."""
    return np.array([(box.left, box.top, box.right, box.bottom) for box in boxes], np.float64).reshape(-1, 4)
