"""Parts lines that were read over a gutter."""

from collections.abc import Iterator
from dataclasses import replace
from math import dist

import numpy as np

from digitize.geometry import hull
from digitize.model import Box, Line, Orientation, Quad
from digitize.recognition.gaps import Paper
from digitize.recognition.strips import strip_around

_HEADLINE = 2.0
"""Ems across from which a line is no running text on both sides of a gutter, were it ever so ragged."""

_HIGHEST = 2.4
"""Ems across up to which a headline of one column may have taken a line of the next one's text with it."""

_AT_LEAST = 1.5
"""Ems that must stand on either side of a gutter for a line to be parted there: less is a hyphen hung into it."""


def parted(line: Line, paper: Paper) -> Iterator[Line]:
    """`line`, cut between two words where a proven gutter passes: ink in the gutter hid it before the line was read.

    Where lines of both columns stand close and aslant, their ends overlap and no white goes through; the words
    still tell. Type much larger than running text is left alone: headlines do run over columns.
    """
    corners = line.quad.corners
    across = 1 if line.orientation is Orientation.VERTICAL else 3
    height = dist(corners[0], corners[across])
    if height < _HIGHEST * paper.em:
        for gutter in paper.gutters_over(line.box, line.orientation):
            at = _cut(line, gutter, _AT_LEAST * paper.em)
            if at and (height < _HEADLINE * paper.em or _are_two(line, at, paper)):
                yield from parted(_some(line, 0, at), paper)
                yield from parted(_some(line, at, len(line.words)), paper)
                return
    yield line


def _cut(line: Line, gutter: Box, least: float) -> int:
    """Index of the first word beyond `gutter`, 0 where the gutter does not fall between two words."""
    vertical = line.orientation is Orientation.VERTICAL
    middle = gutter.center[1 if vertical else 0]
    boxes = [word.quad.box for word in line.words]
    at = sum(box.center[1 if vertical else 0] < middle for box in boxes)
    if not 0 < at < len(boxes):
        return 0
    before, after = hull(boxes[:at]), hull(boxes[at:])
    if vertical:
        ends, sides = (before.bottom, after.top), (middle - before.top, after.bottom - middle)
        edges = (gutter.top, gutter.bottom)
    else:
        ends, sides = (before.right, after.left), (middle - before.left, after.right - middle)
        edges = (gutter.left, gutter.right)
    between = ends[0] < edges[1] and ends[1] > edges[0]
    return at if between and min(sides) > least else 0


def _are_two(line: Line, at: int, paper: Paper) -> bool:
    """Whether the words before and from `at` are not both of a headline's size."""
    strip = strip_around(np.array(line.quad.corners), line.orientation)
    ends = [corner for word in line.words[at - 1 : at + 1] for corner in word.quad.corners]
    along = np.sort((np.array(ends) - strip.origin) @ np.array(strip.axes[0]))
    return paper.is_slanted(strip, (round(along[3]), round(along[4])))


def _some(line: Line, first: int, last: int) -> Line:
    """The words of `line` from `first` up to `last` as a line of their own."""
    words = line.words[first:last]
    a, b = words[0].quad.corners, words[-1].quad.corners
    corners = (a[0], a[1], b[2], b[3]) if line.orientation is Orientation.VERTICAL else (a[0], b[1], b[2], a[3])
    confidence = sum(word.confidence for word in words) / len(words)
    return replace(line, words=words, quad=Quad(corners), confidence=confidence)
