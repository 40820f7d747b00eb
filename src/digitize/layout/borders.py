"""Decorated borders and dividers of vertically set pages: waves, chains and broken double lines.

Straight rules and closed frames are found by their straightness. What older Chinese papers draw round a page, an
advertisement or between two items is a wave or a chain as often, one long thin mark that holds together, and it is
broken where paper and plate were worn.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from digitize.geometry import hull, overlap_x, overlap_y
from digitize.layout.morphology import Components, Mask
from digitize.model import Box, Orientation, Rule

_THIN = 0.6
"""Thickness of a divider at most, in ems; letters that touch are thicker."""
_LONG = 4.0
"""Length of a divider at least, in ems, and in parts of `_SLIM` of its thickness."""
_SLIM = 7.0
_SIDE = 5.0
"""Length of a border's side at least, in ems."""
_DEPTH = 1.2
"""How far from the outermost edge of a border its side swings, in ems."""
_COVERED = 0.85
"""Which part of its length a side covers with ink."""
_GAP = 4.0
"""Ems for which a side may be broken."""
_PIECES = 16
"""Strokes of a row at most of which some may make a border without the others."""
_CORNER = 2.5
"""Ems by which the sides of a border may miss each other at a corner."""
_SAME = 0.75
"""Part of a frame over which smaller ones lie that are its own inner lines, or that it only holds together."""
_LARGEST = 0.6
"""Part of the image that a border holds at most; beyond that it is the edge of the sheet."""


def find_borders(
    marks: Components, rules: tuple[Rule, ...], em: float
) -> tuple[tuple[Rule, ...], tuple[Box, ...], Mask]:
    """Dividers that are not straight, rectangles that borders draw, and the mask of the dividers' ink.

    `marks` are what hangs together of type and all that is drawn, `rules` the straight rules found on it, `em` the
    height of running text; everything is in the pixels of the marks.
    """
    labels, stats = marks.labels, marks.boxes
    pixels = np.zeros(labels.shape, np.uint8)
    dividers: list[Rule] = []
    sides: list[Rule] = []
    for index in range(1, len(stats)):
        left, top, width, height = (int(v) for v in stats[index, :4])
        if max(width, height) < _LONG * em:
            continue
        thick, long = sorted((width, height))
        mark = labels[top : top + height, left : left + width] == index
        if thick <= _THIN * em and long > _SLIM * thick:
            box = Box(float(left), float(top), float(left + width), float(top + height))
            dividers.append(Rule(box, Orientation.HORIZONTAL if width > height else Orientation.VERTICAL))
            pixels[top : top + height, left : left + width][mark] = 255
        elif thick > _SIDE * em or long > 3 * _SIDE * em:
            sides += _sides(mark, (left, top), em)
    frames = [frame for frame in _frames([*rules, *dividers, *sides], em) if frame.area < _LARGEST * labels.size]
    fresh = tuple(divider for divider in dividers if not any(_same(divider, rule) for rule in rules))
    return fresh, distinct(frames), pixels


def _same(divider: Rule, rule: Rule) -> bool:
    """Whether a divider was found as a rule already, for the most part of it."""
    a, b = divider.box, rule.box
    along = overlap_x(a, b) / a.width if divider.orientation is Orientation.HORIZONTAL else overlap_y(a, b) / a.height
    touching = a.left <= b.right and b.left <= a.right and a.top <= b.bottom and b.top <= a.bottom
    return rule.orientation is divider.orientation and touching and along > _SAME


def _sides(mark: NDArray[np.bool_], origin: tuple[int, int], em: float) -> list[Rule]:
    """The sides of a mark's bounding box along which it runs; `origin` is the box's left and top."""
    height, width = mark.shape
    depth = round(_DEPTH * em)
    left, top = origin
    found: list[Rule] = []
    for x0, strip in ((0, mark[:, :depth]), (max(0, width - depth), mark[:, -depth:])):
        for start, end in _covered(np.asarray(strip.any(axis=1)), em):
            box = Box(left + x0, top + start, left + x0 + strip.shape[1], top + end)
            found.append(Rule(box, Orientation.VERTICAL))
    for y0, strip in ((0, mark[:depth]), (max(0, height - depth), mark[-depth:])):
        for start, end in _covered(np.asarray(strip.any(axis=0)), em):
            box = Box(left + start, top + y0, left + end, top + y0 + strip.shape[0])
            found.append(Rule(box, Orientation.HORIZONTAL))
    return found


def _covered(inked: NDArray[np.bool_], em: float) -> list[tuple[float, float]]:
    """Stretches along a side, from first to last ink, that are covered but for small gaps."""
    places = np.flatnonzero(inked)
    if places.size == 0:
        return []
    breaks = np.flatnonzero(np.diff(places) > 0.5 * em)
    starts, ends = places[np.concatenate(([0], breaks + 1))], places[np.concatenate((breaks, [places.size - 1]))]
    return [
        (float(start), float(end + 1))
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        if end - start > _SIDE * em and inked[start:end].mean() > _COVERED
    ]


def _frames(strokes: list[Rule], em: float) -> list[Box]:
    """Rectangles of which all four sides are drawn and meet at the corners."""
    across = _with_chains([rule.box for rule in strokes if rule.orientation is Orientation.HORIZONTAL], em)
    lying = [_flipped(rule.box) for rule in strokes if rule.orientation is Orientation.VERTICAL]
    upright = [_flipped(box) for box in _with_chains(lying, em)]
    near = _CORNER * em
    found: list[Box] = []
    for left, right in combinations(sorted(upright, key=lambda box: box.left), 2):
        if abs(left.top - right.top) > near or abs(left.bottom - right.bottom) > near:
            continue
        level = [b for b in across if abs(b.left - left.left) < near and abs(b.right - right.right) < near]
        top = [b for b in level if abs(b.center[1] - min(left.top, right.top)) < near]
        bottom = [b for b in level if abs(b.center[1] - max(left.bottom, right.bottom)) < near]
        if top and bottom and bottom[0].center[1] - top[0].center[1] > 2 * near:
            found.append(hull((left, right, top[0], bottom[0])))
    return found


def distinct(frames: Iterable[Box]) -> tuple[Box, ...]:
    """One frame for each place, and none that several neighbours only make together."""
    kept: list[Box] = []
    for frame in sorted(frames, key=lambda box: box.area):
        shared = [overlap_x(frame, other) * overlap_y(frame, other) for other in kept]
        if sum(shared) < _SAME * frame.area:
            kept.append(frame)
    return tuple(kept)


def _with_chains(boxes: list[Box], em: float) -> list[Box]:
    """Horizontal strokes, and what those that go on level with each other make together.

    The borders of neighbours may stand in line, so that each stroke counts by itself as well, and each part of a row
    of a few. A row of many is one broken line.
    """
    pieces = sorted(boxes, key=lambda box: box.left)
    rows = _rows(pieces, em)
    strokes = Counter(rows)
    chains: dict[int, dict[Box, None]] = {row: {} for row in strokes}
    found: list[Box] = []
    for piece, row in zip(pieces, rows, strict=True):
        few = strokes[row] <= _PIECES
        longer = [hull((box, piece)) for box in chains[row] if _goes_on(box, piece, em)] if few else []
        fresh = [box for box in dict.fromkeys((*longer, piece)) if box not in chains[row]]
        chains[row].update(dict.fromkeys(fresh))
        found += fresh
    return found + [hull(chains[row]) for row, number in strokes.items() if number > _PIECES]


def _rows(pieces: list[Box], em: float) -> list[int]:
    """For each of `pieces`, from left to right, the number of the row that it is in."""
    rows: list[int] = []
    for index, piece in enumerate(pieces):
        joined = {row for row, other in zip(rows, pieces, strict=False) if _goes_on(other, piece, em)}
        own = min(joined, default=index)
        rows = [own if row in joined else row for row in rows] + [own]
    return rows


def _goes_on(a: Box, b: Box, em: float) -> bool:
    return abs(a.center[1] - b.center[1]) < _DEPTH * em and b.left - a.right < _GAP * em


def _flipped(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)
