"""The order in which a person reads what lies on a page, by recursive cuts.

The recursive XY-cut of Nagy & Seth (1984), columns before bands. A cut may go through something small, as a line that
was read over a gutter; what lies over most of a region, as a banner does, keeps columns from being cut through it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitize.articles.scoring.setting import boxes_of
from digitize.model import Box

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

_SLACK = 0.6
"""Ems by which two boxes may overlap and still be parted by a cut."""
_BEARABLE = 0.12
"""What a cut between columns may cost without a look at bands: the share of its length that it goes through things."""
_NO_COLUMNS = 0.5
"""Cost of the best cut between columns from which a region has none."""
_CROWDED = 4000
"""Boxes from which a page is a listing or noise, and read from top to bottom."""
_DEEPEST = 100
"""Cuts within cuts; no page that a person set needs as many."""
_SPANNING = 0.6
"""Share of a region that something lies over which is cut off first."""
_BANNER = 12.0
"""How many times more a cut through something costs that lies over the whole region."""


def in_reading_order(boxes: Sequence[Box], em: float) -> list[int]:
    """Indices of `boxes` in the order of reading; `em` is the size of running text in their pixels."""
    return _ordered(np.arange(len(boxes)), boxes_of(tuple(boxes)), _SLACK * em)


def _ordered(indices: Ints, box: Floats, slack: float, depth: int = 0) -> list[int]:
    if len(indices) <= 1:
        return list(map(int, indices))
    if len(indices) > _CROWDED or depth > _DEEPEST:
        return _downwards(indices, box)
    across, down = (_best_cut(indices, box, axis, slack) for axis in (0, 1))
    if min(across.cost, down.cost) == np.inf:
        return _downwards(indices, box)
    if across.cost <= max(_BEARABLE, down.cost):
        parts = across.parts
    else:
        parts = down.everywhere if across.bare > _NO_COLUMNS else down.parts
    return [each for part in parts for each in _ordered(part, box, slack, depth + 1)]


def _downwards(indices: Ints, box: Floats) -> list[int]:
    return list(map(int, indices[np.lexsort((box[indices, 0], box[indices, 1]))]))


@dataclass(frozen=True)
class _Cut:
    """A cut of a region in two, and in as many parts as cuts through nothing give."""

    cost: float
    bare: float
    """What the cheapest cut costs where things that lie over most of the region are not counted."""
    parts: tuple[Ints, ...]
    everywhere: tuple[Ints, ...]


def _best_cut(indices: Ints, box: Floats, axis: int, slack: float) -> _Cut:
    """The cut of least cost between left and right (axis 0) or above and below (axis 1), infinite where none parts."""
    low, high = box[indices, axis], box[indices, axis + 2]
    other = box[indices, 3 - axis] - box[indices, 1 - axis]
    whole = max(1.0, float(box[indices, 3 - axis].max() - box[indices, 1 - axis].min()))
    wide = (high - low) / max(1.0, float(high.max() - low.min()))
    weight = other / whole * (1 + _BANNER * wide**2)
    places = np.unique(low)[1:]
    crossing = (low[None, :] < places[:, None] - slack) & (high[None, :] > places[:, None] + slack)
    before = (low + high)[None, :] / 2 < places[:, None]
    parting = before.any(axis=1) & ~before.all(axis=1)
    if not parting.any():
        return _Cut(np.inf, np.inf, (indices,), (indices,))
    cost = np.where(parting, crossing @ weight, np.inf)
    white = places - np.where(before & ~crossing, high[None, :], -np.inf).max(axis=1)
    spans = np.flatnonzero(other > _SPANNING * whole)
    beside = np.isin(places, low[spans]) | np.isin(places, [_next(places, end - slack) for end in high[spans].tolist()])
    best = int(np.lexsort((-white, ~beside, np.round(cost, 3)))[0])
    parts = (indices[before[best]], indices[~before[best]])
    free = before[cost == 0].sum(axis=0)
    everywhere = tuple(indices[free == number] for number in sorted(set(free.tolist()), reverse=True))
    narrow = np.where(wide < _SPANNING, weight, 0.0)
    bare = float(np.where((before & (wide < _SPANNING)).any(axis=1), crossing @ narrow, np.inf).min())
    return _Cut(float(cost[best]), bare, parts, everywhere if len(everywhere) > 1 else parts)


def _next(places: Floats, least: float) -> float:
    """The first of `places`, in their order, from `least` on; the last one where none is."""
    return float(places[min(int(np.searchsorted(places, least)), len(places) - 1)])
