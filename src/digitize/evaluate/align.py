"""Which lines of the output were read from which lines of the truth, by their place on the page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitize.evaluate.output import Output, OutputLine
from digitize.evaluate.pages import match_pages, scale
from digitize.evaluate.truth import LineTruth, TruthLine

_LENGTH = 0.3
"""An output line belongs to a true line of which it covers more than this share of the length,"""
_BESIDE = 0.25
"""and whose middle it meets, give or take this share of a line's thickness beyond its edges."""
_THROUGH = 0.25
"""A line runs through the middle of another where it is off by less than this share of the thickness."""
_UPRIGHT = 0.6
"""Lines narrower than this share of their height run downwards; a single character, about square, runs across."""
_BACKWARD = 0.12
"""What stands level with a line or before it, give or take this share of a line's thickness, is not its next line:
far less than any pitch of lines, and more than warped paper and quads drawn by hand are off by."""
_SHIFTED = 1.2
"""Level lines are of two columns where their middles lie farther apart than this, in thicknesses."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of the truth in the frame of the output's page."""

    line: TruthLine
    page: int
    """Index of the page in the truth."""
    corner: NDArray[np.float64]
    """Top left corner (2,)."""
    right: NDArray[np.float64]
    """From the top left corner to the top right one (2,)."""
    down: NDArray[np.float64]
    """From the top left corner to the bottom left one (2,)."""
    center: NDArray[np.float64]

    @property
    def vertical(self) -> bool:
        return bool(np.hypot(*self.right) < _UPRIGHT * np.hypot(*self.down))

    @property
    def along(self) -> NDArray[np.float64]:
        """In the direction of reading, as long as the line."""
        return self.down if self.vertical else self.right

    @property
    def onward(self) -> NDArray[np.float64]:
        """From this line to where the next one is, as long as the line is thick: leftward from vertical lines."""
        return -self.right if self.vertical else self.down


@dataclass(frozen=True, slots=True)
class Alignment:
    """The lines of the truth, page by page, and what was read there."""

    lines: tuple[PlacedLine, ...]
    read: tuple[tuple[int, ...], ...]
    """For each of `lines` the indexes of the output's lines read from it, in the output's reading order."""
    merged: int
    """Lines of the output that run over two lines side by side."""


@dataclass(frozen=True, slots=True)
class _Frames:
    """All lines of the truth on one page, each with its own frame."""

    indexes: tuple[int, ...]
    """Of the lines, in the truth."""
    lines: tuple[PlacedLine, ...]
    corners: NDArray[np.float64]
    """(N, 2)"""
    right: NDArray[np.float64]
    """(N, 2): how far along each line's top edge a point is, from 0 to 1, is its offset times this."""
    down: NDArray[np.float64]
    """(N, 2): the same for the left edge."""
    vertical: NDArray[np.bool_]


def align(truth: LineTruth, output: Output) -> Alignment:
    """Match lines by place; raises EvaluationError where the pages of the two do not match.

    An output line belongs to the line of the truth whose middle it meets best, and where it was read across a
    gutter also to each line beside that one.
    """
    lines: list[PlacedLine] = []
    on_page: dict[int, list[int]] = defaultdict(list)
    for number, (page, index) in enumerate(zip(truth.pages, match_pages(truth.pages, output), strict=True)):
        factors = np.array(scale(page, output, index)) if index is not None else np.ones(2)
        for line in page.lines:
            placed = _placed(line, number, factors)
            if index is not None and min(np.hypot(*placed.right), np.hypot(*placed.down)) >= 1:
                on_page[index].append(len(lines))
            lines.append(placed)
    frames = {page: _frames(indexes, lines) for page, indexes in on_page.items()}
    read: list[list[int]] = [[] for _ in lines]
    merged = 0
    for number, found in enumerate(output.lines):
        owners = _owners(found, frames[found.page]) if found.outline and found.page in frames else []
        merged += len(owners) > 1
        for owner in owners:
            read[owner].append(number)
    return Alignment(tuple(lines), tuple(map(tuple, read)), merged)


def _placed(line: TruthLine, page: int, factors: NDArray[np.float64]) -> PlacedLine:
    quad = np.array(line.quad, dtype=np.float64) * factors
    return PlacedLine(line, page, quad[0], quad[1] - quad[0], quad[3] - quad[0], quad.mean(axis=0))


def _frames(indexes: Sequence[int], lines: Sequence[PlacedLine]) -> _Frames:
    own = tuple(lines[index] for index in indexes)
    right, down = np.array([line.right for line in own]), np.array([line.down for line in own])
    return _Frames(
        tuple(indexes),
        own,
        np.array([line.corner for line in own]),
        right / (right**2).sum(axis=1, keepdims=True),
        down / (down**2).sum(axis=1, keepdims=True),
        np.array([line.vertical for line in own]),
    )


def _owners(line: OutputLine, frames: _Frames) -> list[int]:
    """Indexes of the lines of the truth that `line` was read from, the best first.

    Places are compared in the frame of each true line, so that skew does no harm.
    """
    points = np.array([*line.outline, line.center])
    offsets = points[None] - frames.corners[:, None]
    x = np.einsum("lpk,lk->lp", offsets, frames.right)
    y = np.einsum("lpk,lk->lp", offsets, frames.down)
    along = np.where(frames.vertical[:, None], y, x)[:, :-1]
    covered = np.minimum(1.0, along.max(axis=1)) - np.maximum(0.0, along.min(axis=1))
    off = np.abs(np.where(frames.vertical, x[:, -1], y[:, -1]) - 0.5)
    near = np.flatnonzero((covered > _LENGTH) & (off <= 0.5 + _BESIDE))
    if not near.size:
        return []
    met = near[np.argsort(off[near], kind="stable")].tolist()
    best = frames.lines[met[0]]
    beside = (i for i in met[1:] if off[i] < _THROUGH and _side_by_side(best, frames.lines[i]))
    return [frames.indexes[i] for i in (met[0], *beside)]


def _side_by_side(a: PlacedLine, b: PlacedLine) -> bool:
    """Whether `b` stands further along the direction of `a` than a line is thick."""
    distance = abs((b.center - a.center) @ a.along) / np.hypot(*a.along)
    return bool(distance > np.hypot(*a.onward))


def is_break(a: PlacedLine, b: PlacedLine) -> bool:
    """Whether the text goes on from `a` to `b` on another page or in another column instead of on the next line."""
    if a.page != b.page:
        return True
    thickness = np.hypot(*a.onward)
    step = b.center - a.center
    advance = step @ a.onward / thickness**2
    shift = abs(step @ a.along) / np.hypot(*a.along) / thickness
    return bool(advance < -_BACKWARD or (shift > _SHIFTED and advance < _BACKWARD))
