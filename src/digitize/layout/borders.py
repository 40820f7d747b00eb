"""Decorated borders and dividers of vertically set pages: waves, chains and broken double lines.

Straight rules and closed frames are found by their straightness. What older Chinese papers draw round a page, an
advertisement or between two items is a wave or a chain as often, one long thin mark that holds together, and it is
broken where paper and plate were worn.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import compress

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
    upright = sorted((_flipped(box) for box in _with_chains(lying, em)), key=lambda box: box.left)
    near = _CORNER * em
    sides, levels = _corners(upright), _corners(across)
    found: list[Box] = []
    for index, left in enumerate(upright):
        facing = index + 1 + np.flatnonzero((np.abs(sides[index + 1 :, 1::2] - sides[index, 1::2]) <= near).all(axis=1))
        meeting = np.flatnonzero(np.abs(levels[:, 0] - left.left) < near)
        for right, top, bottom in _closing(sides[index], sides[facing], levels[meeting], near):
            found.append(hull((left, upright[facing[right]], across[meeting[top]], across[meeting[bottom]])))
    return found


def _closing(
    left: NDArray[np.float64], rights: NDArray[np.float64], levels: NDArray[np.float64], near: float
) -> Iterator[tuple[int, int, int]]:
    """Which of `rights` (N, 4) and two of `levels` (M, 4), each the first one can, close a frame with the side `left`.

    Of the levels the left end is known to be right. Boxes are left, top, right and bottom.
    """
    middle = levels[:, 1::2].mean(axis=1)[:, None]
    meets = np.abs(levels[:, 2][:, None] - rights[:, 2]) < near
    tops = meets & (np.abs(middle - np.minimum(left[1], rights[:, 1])) < near)
    bottoms = meets & (np.abs(middle - np.maximum(left[3], rights[:, 3])) < near)
    for right in np.flatnonzero(tops.any(axis=0) & bottoms.any(axis=0)):
        top, bottom = int(tops[:, right].argmax()), int(bottoms[:, right].argmax())
        if middle[bottom] - middle[top] > 2 * near:
            yield int(right), top, bottom


def distinct(frames: Iterable[Box]) -> tuple[Box, ...]:
    """One frame for each place, and none that several neighbours only make together."""
    kept: list[Box] = []
    boxes = sorted(dict.fromkeys(frames), key=lambda box: box.area)
    corners = np.empty((len(boxes), 4))
    for frame, edges in zip(boxes, _corners(boxes), strict=True):
        others = corners[: len(kept)]
        low, high = np.maximum(others[:, :2], edges[:2]), np.minimum(others[:, 2:], edges[2:])
        if (high - low).clip(0).prod(axis=1).sum() < _SAME * frame.area:
            corners[len(kept)] = edges
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
        longer = _longer(list(chains[row]), piece, em) if strokes[row] <= _PIECES else []
        fresh = [box for box in dict.fromkeys((*longer, piece)) if box not in chains[row]]
        chains[row].update(dict.fromkeys(fresh))
        found += fresh
    return found + [hull(chains[row]) for row, number in strokes.items() if number > _PIECES]


def _longer(boxes: list[Box], piece: Box, em: float) -> list[Box]:
    goes_on = _go_on(_corners(boxes), _corners([piece])[0], em)
    return [hull((box, piece)) for box in compress(boxes, goes_on)]


def _rows(pieces: list[Box], em: float) -> list[int]:
    """For each of `pieces`, from left to right, the number of the row that it is in."""
    corners = _corners(pieces)
    rows = np.arange(len(pieces))
    for index in range(len(pieces)):
        before = rows[:index]
        joined = np.unique(before[_go_on(corners[:index], corners[index], em)])
        if joined.size:
            rows[index] = joined[0]
            before[np.isin(before, joined[1:])] = joined[0]
    return list(rows.tolist())


def _go_on(boxes: NDArray[np.float64], piece: NDArray[np.float64], em: float) -> NDArray[np.bool_]:
    """Which of `boxes` (N, 4) the `piece` (4,), which begins no farther left, goes on."""
    off = np.abs(boxes[:, 1::2].mean(axis=1) - piece[1::2].mean())
    return np.asarray((off < _DEPTH * em) & (piece[0] - boxes[:, 2] < _GAP * em))


def _corners(boxes: list[Box]) -> NDArray[np.float64]:
    """Left, top, right and bottom of boxes (N, 4)."""
    return np.array([(box.left, box.top, box.right, box.bottom) for box in boxes], np.float64).reshape(-1, 4)


def _flipped(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)
