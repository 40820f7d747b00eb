"""White strips between columns, as they come and go down the page."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.layout.morphology import Mask, closing, erode, only
from digitize.model import Box

MIN_WIDTH = 0.5
"""Narrowest gutter, in ems: typed sheets set columns this close; between words it is seldom reached in body type."""
MIN_HEIGHT = 6.0
"""A gutter runs past this many ems of text, some four lines; rivers of word space do not."""
SHORT_HEIGHT = 1.6
"""Enough at a place where the page has a gutter elsewhere."""
REACH = 2.5
"""How far from the strip, in ems, text still stands beside it."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A column of pixels that is white, with half a gutter's width to both sides, from `top` to `bottom`."""

    x: int
    top: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top


def find_gutters(ink: Mask, em: float) -> tuple[Box, ...]:
    """Vertical gutters of a page whose lines run horizontally, in the pixels of `ink`.

    `ink` holds type and pictures without rules and specks. Tall white strips (the maximal white rectangles of
    Baird 1992, one for each place) are gutters where text lines up along them; where a page has a gutter, shorter
    white strips as wide as it count as well.
    """
    ink = _without_hairlines(ink, em)
    solid = closing(ink, 1, 0.7 * em)
    sure: list[Box] = []
    doubtful: list[Box] = []
    for run in _tallest(_white_runs(ink, em), em):
        strip, evidence = _judge(solid, run, em)
        if strip is not None and evidence > 0:
            (sure if evidence == 2 else doubtful).append(strip)
    gutters = sure + [box for box in doubtful if any(_in_line(box, other, em) for other in sure)]
    proven = [box for box in gutters if _support(box, gutters, em) > 14 * em]
    for box in proven:
        gutters += [short for short in _elsewhere(ink, box, em) if not any(_covers(other, short) for other in gutters)]
    return tuple(sorted(set(gutters), key=lambda box: (box.left, box.top)))


def _without_hairlines(ink: Mask, em: float) -> Mask:
    """`ink` without thin upright strokes that stand alone: what a pale column rule leaves when it breaks up.

    Letters as thin have neighbours closer than a gutter's half.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    alone = np.zeros(count, bool)
    reach = max(2, round(0.3 * em))
    for index in np.flatnonzero((width <= max(3, 0.2 * em)) & (height > 1.5 * width)):
        left, top, wide, high = (int(v) for v in stats[index, :4])
        window = (slice(top, top + high), slice(max(0, left - reach), left + wide + reach))
        alone[index] = not (ink[window][labels[window] != index] > 0).any()
    return ink & ~only(alone, labels)


def _white_runs(ink: Mask, em: float) -> NDArray[np.intp]:
    """For every column of pixels the stretches at least `MIN_HEIGHT` high where a gutter could stand.

    Returns their column, top and bottom (N, 3).
    """
    white = erode(255 - ink, max(2.0, MIN_WIDTH * em), 1) > 0
    edges = np.diff(np.pad(white.T.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    columns, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    tall = ends - starts >= 0.8 * MIN_HEIGHT * em
    return np.column_stack([columns[tall], starts[tall], ends[tall]])


def _tallest(runs: NDArray[np.intp], em: float) -> list[_Run]:
    """One of `runs` (N, 3) for each white strip: the tallest, and in the middle where many are as tall."""
    x, top, bottom = runs.T  # from left to right
    height = bottom - top
    firsts, ends = np.searchsorted(x, x - 0.6 * em, "right"), np.searchsorted(x, x + 0.6 * em, "left")
    left = np.ones(len(runs), bool)
    chosen: list[_Run] = []
    for first in np.argsort(-height, kind="stable"):
        if left[first]:
            near = slice(firsts[first], ends[first])
            shared = np.minimum(bottom[near], bottom[first]) - np.maximum(top[near], top[first])
            left[near] &= shared <= 0.5 * height[near]
            chosen.append(_Run(int(x[first]), int(top[first]), int(bottom[first])))
    return chosen


def _judge(solid: Mask, run: _Run, em: float) -> tuple[Box | None, int]:
    """The strip around a run and how surely it is a gutter: 0 not, 1 doubtful, 2 sure.

    Judged by the rows with text on both sides. Lines start flush at a column's left edge but for indents; they
    end flush where type is justified, ragged on a typewriter. Along a river of word spaces neither edge lines
    up, and rivers are short.
    """
    left, right = _distances(solid, run, em)
    both = ~np.isnan(left) & ~np.isnan(right)
    beside = float(np.count_nonzero(both))
    if beside < 0.75 * MIN_HEIGHT * em:
        return None, 0
    left, right = left[both], right[both]
    rows = np.flatnonzero(both)
    # a first or last line may fall short of the strip on one side
    spare = 1.5 * em
    box = Box(
        run.x - float(np.percentile(left, 20)),
        run.top + max(0.0, rows[0] - spare),
        run.x + float(np.percentile(right, 20)),
        run.top + min(float(run.height), rows[-1] + 1 + spare),
    )
    flush = _flush(left, em), _flush(right, em)
    if beside > 14 * em:
        return box, 2
    if beside > 8 * em:
        return box, 2 if min(flush) > 0.25 and sum(flush) > 0.9 else 0
    if min(flush) < 0.3 or sum(flush) < 1:
        return box, 0
    return box, 2 if sum(flush) > 1.4 else 1


def _distances(solid: Mask, run: _Run, em: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Per row of a run the way to the nearest ink on the left and on the right; NaN where none is in reach."""
    span = round((REACH + MIN_WIDTH) * em)
    rows = slice(run.top, run.bottom)
    left = solid[rows, max(0, run.x - span) : run.x][:, ::-1] > 0
    right = solid[rows, run.x : run.x + span] > 0
    return _first(left), _first(right)


def _first(side: NDArray[np.bool_]) -> NDArray[np.float64]:
    if side.shape[1] == 0:
        return np.full(side.shape[0], np.nan)
    return np.where(side.any(axis=1), side.argmax(axis=1), np.nan)


def _flush(distance: NDArray[np.float64], em: float) -> float:
    """Largest share of rows whose ink begins at one place: 1 for a column set flush, low along a river of spaces."""
    counts = np.bincount(distance.astype(np.intp))
    return float(np.convolve(counts, np.ones(max(2, round(0.35 * em)))).max() / distance.size)


def _in_line(a: Box, b: Box, em: float) -> bool:
    """Whether two strips stand at the same place across the page."""
    return abs(a.center[0] - b.center[0]) < 0.5 * em


def _support(box: Box, gutters: list[Box], em: float) -> float:
    """Height of all gutters at the place of `box`."""
    return sum(other.height for other in gutters if _in_line(box, other, em))


def _elsewhere(ink: Mask, gutter: Box, em: float) -> list[Box]:
    """Shorter strips at the place of a gutter, as wide as it, with text close on both sides."""
    left, right = round(gutter.left + 0.1 * em), max(round(gutter.right - 0.1 * em), round(gutter.left + 0.1 * em) + 2)
    white = ~(ink[:, left:right] > 0).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], white.astype(np.int8), [0]))))
    found = []
    for top, bottom in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        run = _Run((left + right) // 2, top, bottom)
        if run.height < SHORT_HEIGHT * em:
            continue
        beside = ~np.isnan(np.add(*_distances(ink, run, em)))
        rows = np.flatnonzero(beside)
        if rows.size > 0.5 * SHORT_HEIGHT * em:
            found.append(Box(gutter.left, float(top + rows[0]), gutter.right, float(top + rows[-1] + 1)))
    return found


def _covers(gutter: Box, box: Box) -> bool:
    """Whether `gutter` already stands for most of `box`."""
    beside = gutter.left < box.right and box.left < gutter.right
    return beside and min(gutter.bottom, box.bottom) - max(gutter.top, box.top) > 0.5 * box.height
