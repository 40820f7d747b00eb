"""White strips between columns, followed down the page as they come and go."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.layout.ink import Mask
from digitize.model import Box

MIN_WIDTH = 0.5
"""Narrowest gutter, in ems: typed sheets set columns this close; between words it is seldom reached in body type."""
MAX_WIDTH = 6.0
"""A wider white strip is an empty column or margin, not a gutter."""
MIN_HEIGHT = 6.0
"""A gutter runs past this many ems of text, some four lines; rivers of word space do not."""
SHORT_HEIGHT = 1.6
"""Enough at a place where the page has a gutter elsewhere."""


@dataclass(slots=True)
class _Strip:
    """White runs of successive rows that continue each other."""

    rows: list[int] = field(default_factory=list)
    lefts: list[int] = field(default_factory=list)
    rights: list[int] = field(default_factory=list)

    def add(self, row: int, left: int, right: int) -> None:
        self.rows.append(row)
        self.lefts.append(left)
        self.rights.append(right)


def _runs(row: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and end of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _follow(white: Mask, step: int, widest: float) -> list[_Strip]:
    """Link white runs of every `step`-th row into strips."""
    done: list[_Strip] = []
    open_strips: list[_Strip] = []
    for row in range(step // 2, white.shape[0], step):
        going: list[_Strip] = []
        for left, right in _runs(white[row] > 0):
            if right - left > widest:
                continue
            width = right - left
            partner = next(
                (
                    strip
                    for strip in open_strips
                    if min(right, strip.rights[-1]) - max(left, strip.lefts[-1])
                    > 0.6 * min(width, strip.rights[-1] - strip.lefts[-1])
                ),
                None,
            )
            if partner is None:
                partner = _Strip()
            else:
                open_strips.remove(partner)
            partner.add(row, left, right)
            going.append(partner)
        done += open_strips
        open_strips = going
    return done + open_strips


def _box(strip: _Strip, step: int) -> Box:
    """The strip that is white over most of the rows."""
    left, right = np.percentile(strip.lefts, 75), np.percentile(strip.rights, 25)
    if right - left < 2:
        left, right = np.median(strip.lefts), np.median(strip.rights)
    return Box(float(left), float(strip.rows[0] - step / 2), float(right), float(strip.rows[-1] + step / 2))


def _pinched(strip: _Strip) -> list[_Strip]:
    """The strip cut where it narrows: there a wider line, as a headline, ends it by its word space."""
    widths = np.subtract(strip.rights, strip.lefts)
    typical = float(np.median(widths))
    wide = widths >= 0.6 * typical
    parts = []
    for start, end in _runs(wide):
        part = _Strip(strip.rows[start:end], strip.lefts[start:end], strip.rights[start:end])
        parts.append(part)
    return parts


def _reach(ink: Mask, box: Box, em: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Distance, per row of the strip, from its middle to the nearest ink on the left and on the right.

    NaN where no ink stands within a few ems.
    """
    top, bottom, middle = max(0, round(box.top)), round(box.bottom), round(box.center[0])
    span = round(box.width / 2 + 2.5 * em)
    sides = (ink[top:bottom, max(0, middle - span) : middle][:, ::-1], ink[top:bottom, middle : middle + span])
    return tuple(  # type: ignore[return-value]
        np.where((side > 0).any(axis=1), (side > 0).argmax(axis=1), np.nan) if side.size else np.full(bottom - top, np.nan)
        for side in sides
    )


def _flush(distance: NDArray[np.float64], em: float) -> float:
    """Largest share of rows whose ink begins at one place: 1 for a column set flush, low along a river of spaces."""
    inked = distance[~np.isnan(distance)]
    if inked.size < 0.3 * distance.size:
        return 0.0
    counts = np.bincount(inked.astype(np.intp))
    window = np.ones(max(2, round(0.35 * em)))
    return float(np.convolve(counts, window).max() / inked.size)


def _evidence(ink: Mask, box: Box, em: float) -> float:
    """How surely several lines of text stand on both sides and line up along the strip: 0 not, 1 doubtful, 2 sure.

    Lines start flush at a column's left edge but for indents; they end flush where type is justified, ragged on
    a typewriter. Along a river of word spaces neither edge lines up, and rivers are short.
    """
    left, right = _reach(ink, box, em)
    beside = np.count_nonzero(~np.isnan(left) & ~np.isnan(right))
    flush = _flush(left, em), _flush(right, em)
    if beside > 14 * em:
        return 2 if min(flush) > 0.15 and sum(flush) > 0.8 else 0
    if beside > 8 * em:
        return 2 if min(flush) > 0.25 and sum(flush) > 0.9 else 0
    if beside < 0.75 * MIN_HEIGHT * em or min(flush) < 0.3 or sum(flush) < 1:
        return 0
    return 2 if sum(flush) > 1.4 else 1


def _white(ink: Mask, width: float, height: float) -> Mask:
    """White pixels that lie in some ink-free rectangle of `width` x `height`."""
    kernel = np.ones((max(1, round(height)), max(2, round(width))), np.uint8)
    return cv2.morphologyEx(255 - ink, cv2.MORPH_OPEN, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=255)


def find_gutters(ink: Mask, em: float) -> tuple[Box, ...]:
    """Vertical gutters of a page whose lines run horizontally, in the pixels of `ink`.

    `ink` holds type and pictures without rules and specks. First long strips of white are found (the white
    rectangles of Baird 1992, followed row by row so that they may bend with the page) and kept where text lines
    up along them; then short ones at the same places.
    """
    solid = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((max(1, round(0.7 * em)), 1), np.uint8))
    strips = [box for box in _strips(ink, em, MIN_WIDTH * em, MIN_HEIGHT * em) if box.height > 0.8 * MIN_HEIGHT * em]
    judged = [(box, _evidence(solid, box, em)) for box in strips]
    sure = [box for box, evidence in judged if evidence == 2]
    doubtful = [box for box, evidence in judged if evidence == 1]
    gutters = sure + [box for box in doubtful if any(_in_line(box, other, em) for other in sure)]
    if not gutters:
        return ()
    narrowest = min(box.width for box in gutters)
    proven = [box for box in gutters if _support(box, gutters, em) > 14 * em]
    for box in _strips(ink, em, max(MIN_WIDTH * em, 0.8 * narrowest), SHORT_HEIGHT * em):
        if box.height < SHORT_HEIGHT * em or any(_covers(gutter, box) for gutter in gutters):
            continue
        if any(_continues(gutter, box, em) for gutter in proven):
            gutters.append(box)
    return tuple(sorted(gutters, key=lambda box: (box.left, box.top)))


def _strips(ink: Mask, em: float, width: float, height: float) -> list[Box]:
    """White strips at least `width` wide and about `height` high."""
    step = max(2, round(em / 4))
    followed = _follow(_white(ink, width, height), step, MAX_WIDTH * em)
    return [_box(part, step) for strip in followed for part in _pinched(strip)]


def _in_line(a: Box, b: Box, em: float) -> bool:
    """Whether two strips stand at the same place across the page."""
    return abs(a.center[0] - b.center[0]) < 0.5 * em


def _support(box: Box, gutters: list[Box], em: float) -> float:
    """Height of all gutters at the place of `box`."""
    return sum(other.height for other in gutters if _in_line(box, other, em))


def _continues(gutter: Box, box: Box, em: float) -> bool:
    """Whether `box` is as wide as `gutter` and stands where it stands, farther up or down the page."""
    return box.left < gutter.left + 0.12 * em and box.right > gutter.right - 0.12 * em


def _covers(gutter: Box, box: Box) -> bool:
    """Whether `gutter` already stands for most of `box`."""
    beside = gutter.left < box.right and box.left < gutter.right
    return beside and min(gutter.bottom, box.bottom) - max(gutter.top, box.top) > 0.5 * box.height
