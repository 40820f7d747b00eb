"""Where the column stands that each row of a page belongs to, and which rows stand over and under each other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitize.articles.row import Row

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

_NEAR = 14.0
"""Ems up and down within which other rows tell where the edges of a row's column are."""
_LEVEL = 0.4
"""Ems within which two edges are the same."""
_SHARED = 0.25
"""Share of the narrower of two rows that has to stand over the other."""
_AT_ONCE = 256
"""Rows that are looked at at once on the way down."""
_SEEN = 0.2
"""Share of a row that has to be free of what stands between for it to be seen from above."""


@dataclass(frozen=True)
class Columns:
    """Rows of a page as arrays, (N,) each, in pixels of the reading frame."""

    left: Floats
    top: Floats
    right: Floats
    bottom: Floats
    size: Floats
    """Size of the type."""
    edge_left: Floats
    edge_right: Floats
    """Edges of the column: where full lines begin and end."""

    @property
    def middle(self) -> Floats:
        return (self.top + self.bottom) / 2


def columns_of(rows: tuple[Row, ...], em: float) -> Columns:
    """Measure the rows of a page whose running text has the size `em`."""
    boxes = np.array([(r.box.left, r.box.top, r.box.right, r.box.bottom) for r in rows], np.float64).reshape(-1, 4)
    size = np.array([r.size for r in rows], np.float64)
    crossed = np.array([r.crossed for r in rows], bool)
    left, top, right, bottom = boxes.T
    edge_left, edge_right = left.copy(), right.copy()
    middle = (top + bottom) / 2
    order = np.argsort(middle, kind="stable")
    heights = middle[order]
    for index in np.flatnonzero(~crossed):
        first, last = np.searchsorted(heights, (middle[index] - _NEAR * em, middle[index] + _NEAR * em))
        near = order[first:last]
        shared = np.minimum(right[near], right[index]) - np.maximum(left[near], left[index])
        alike = (size[near] < 1.3 * size[index]) & (size[near] > 0.75 * size[index]) & ~crossed[near]
        narrow = np.minimum(right[near] - left[near], right[index] - left[index])
        near = near[alike & (shared > 0.5 * narrow)]
        edge_left[index] = _edge(left[near], middle[near], left[index], middle[index], em)
        edge_right[index] = -_edge(-right[near], middle[near], -right[index], middle[index], em)
    return Columns(left, top, right, bottom, size, edge_left, edge_right)


def _edge(edges: Floats, middles: Floats, own: float, middle: float, em: float) -> float:
    """The best supported edge at or outside a row's `own`; where support is as good, the nearest."""
    outside = edges <= own + _LEVEL * em
    if np.count_nonzero(outside) < 3:
        return float(own)
    places = edges[outside]
    far = np.abs(middles[outside] - middle) / em
    weights = 1 / (2 + far)
    support = (np.abs(places[:, None] - places[None, :]) < _LEVEL * em) @ weights
    return float(min(own, np.median(places[support > 0.95 * support.max()])))


def seen_below(columns: Columns, em: float) -> list[list[int]]:
    """For every row the rows right below it: those no other stands before, from left to right."""
    left, right = np.minimum(columns.edge_left, columns.left), np.maximum(columns.edge_right, columns.right)
    middle = columns.middle
    order = np.argsort(middle, kind="stable")
    heights = middle[order]
    found: list[list[int]] = []
    for index in range(len(middle)):
        low = middle[index] + 0.4 * min(em, columns.size[index])
        free = [(float(left[index]), float(right[index]))]
        seen: list[int] = []
        for start in range(int(np.searchsorted(heights, low)), len(order), _AT_ONCE):
            under = order[start : start + _AT_ONCE]
            shared = np.minimum(right[under], right[index]) - np.maximum(left[under], left[index])
            width = np.minimum(right[under] - left[under], right[index] - left[index])
            free = _look_down(under[shared > _SHARED * width], left, right, free, right[index] - left[index], seen)
            if not free:
                break
        found.append(sorted(seen, key=lambda row: left[row]))
    return found


def _look_down(
    under: Ints, left: Floats, right: Floats, free: list[tuple[float, float]], width: float, seen: list[int]
) -> list[tuple[float, float]]:
    """Add to `seen` those of `under`, nearest first, that the `free` stretches still show; returns what stays free.

    Nothing stays free where hardly anything of the `width` looked from does.
    """
    for row in under:
        a, b = float(left[row]), float(right[row])
        visible = sum(max(0.0, min(b, y) - max(a, x)) for x, y in free)
        if visible > _SEEN * min(b - a, width):
            seen.append(int(row))
        free = [piece for x, y in free for piece in ((x, min(y, a)), (max(x, b), y)) if piece[1] - piece[0] > 1]
        if sum(y - x for x, y in free) < _SEEN * width:
            return []
    return free
