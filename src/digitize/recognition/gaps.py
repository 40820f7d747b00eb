"""White space along a line of text: whether it lies between two words or between two columns."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model import Box, Orientation
from digitize.recognition.strips import Image, Strip

Span = tuple[int, int]
"""Start and end along a strip, in pixels."""

NARROW = 0.7
"""Ems below which white space in running text is never a gutter: the space after a Chinese full stop has 0.65."""

_SLIT = 0.25
"""White that parts two columns at a proven gutter, in ems or parts of the line's height, whichever is more."""

_SLANTED = 2.2
"""Ems that a line of running text may measure across where it lies aslant and took the next column's with it."""

_SHORT = 1.3
"""Ems of the shortest words that stand alone in a line, as its last."""

_UPRIGHT = 1.5
"""Ems up to which a line of running text measures across where it does not lie aslant."""

_LOOK = 12.0
"""Ems to both sides of a gutter within which large type has capitals or letters with ascenders."""

_WIDE = 1.6
"""Ems from which the layout's word for a gutter is enough, without looking at the lines above and below."""

_WIDEST = 6.0
"""Ems between words beyond which they are no line, however loosely it is set."""

_LARGE = 0.45
"""White space in type larger than running text, in parts of its height, that is more than a word space."""

_BODY = 1.25
"""Ems up to which a line may be running text, whose lines are justified."""

_LARGEST = 2.0
"""White space in type larger than running text, in parts of its height, that no headline has between its words."""

_RIVER = 3.2
"""Height in ems, more than two lines, over which white space must go on to be a gutter where the layout has one, and
not words that happen to end one below the other."""

_MODEST_RIVER = 5.0
"""Height in ems of white space that words of one line may have between them, where the detector found them apart."""

_LONG_RIVER = 9.0
"""Height in ems over which white space is a gutter even where the layout saw none."""

_REACH = 5.0
"""How far above and below a line is looked, in ems."""

_RULED = 0.9
"""Part of a line's height, and half as much above and below it, along which a rule shows."""

_FLANK = 3.0
"""Ems to the left and right of white space within which text must stand for it to lie between columns."""


@dataclass(frozen=True, slots=True)
class River:
    """White space that goes on above and below a gap in a line, as far as there is text on both its sides."""

    height: float
    """In pixels, the line itself included."""
    blocked: bool
    """Whether it ends at text that crosses it, and not where the text beside it ends."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The page as ink, and what the layout says of it."""

    ink: Image
    """(H, W), 255 where there is ink on the upright page."""
    type_ink: Image
    """The same without rules and specks."""
    rules: Image
    """(H, W), 255 at the thin strokes that run across the lines of text and are far longer than any letter."""
    barriers: Mapping[Orientation, NDArray[np.float64]]
    """White space and rules that lines of text of the other orientation do not cross: (N, 4), left, top, right, bottom
    in upright pixels."""
    proven: Mapping[Orientation, NDArray[np.float64]]
    """Those among them that long stretches of text stand along on both sides, without their ends."""
    em: float
    """Height of running text in pixels."""

    def barrier_at(self, strip: Strip, gap: Span, slack: float = 0.0) -> bool:
        """Whether a barrier passes through `strip` within `gap`, or ends at most `slack` pixels before it."""
        across = Orientation.VERTICAL if strip.orientation is Orientation.HORIZONTAL else Orientation.HORIZONTAL
        return _passes(strip, gap, self.barriers[across], slack)

    def rule_columns(self, strip: Strip) -> NDArray[np.bool_]:
        """For each pixel along `strip`: whether a rule passes there, above and below the line too."""
        around = strip.grown(0, 0.5 * strip.thickness)
        if not window(self.rules, around.quad.box).any():
            return np.zeros(around.crop_size[0], dtype=np.bool_)
        high = around.inked(self.rules).view(np.uint8)
        # A rule a little aslant walks over a few columns on its way.
        walk = np.asarray(cv2.dilate(high, np.ones((1, 5), np.uint8))) > 0
        return np.asarray(np.count_nonzero(walk, axis=0) > _RULED * len(walk))

    def divides(self, strip: Strip, gap: Span) -> bool:
        """Whether the white space `gap` of `strip`, without a rule in it, separates columns and not words of a line."""
        width = gap[1] - gap[0]
        large = strip.thickness > _WIDE * self.em
        if self._is_slit(strip, gap):
            return True
        if width < (_LARGE * strip.thickness if large else NARROW * self.em):
            return False
        barrier = self.barrier_at(strip, gap)
        if large:
            return barrier or width > _LARGEST * strip.thickness
        if not barrier:
            return self._is_river(strip, gap, _LONG_RIVER)
        if width >= _WIDE * self.em:
            return True
        river = self.river(strip, gap)
        return river.height >= _RIVER * self.em or not river.blocked

    def gutters_over(self, box: Box, orientation: Orientation) -> list[Box]:
        """Proven gutters that pass through a line in `box`."""
        across = Orientation.VERTICAL if orientation is Orientation.HORIZONTAL else Orientation.HORIZONTAL
        gutters, (x, y) = self.proven[across], box.center
        left, top, right, bottom = gutters.T
        if orientation is Orientation.VERTICAL:
            middle = (top + bottom) / 2
            passing = (left < x) & (x < right) & (box.top < middle) & (middle < box.bottom)
        else:
            middle = (left + right) / 2
            passing = (top < y) & (y < bottom) & (box.left < middle) & (middle < box.right)
        return [Box(*edges) for edges in gutters[passing].tolist()]

    def _is_slit(self, strip: Strip, gap: Span) -> bool:
        """Whether the white space `gap` of `strip` is what is left of a proven gutter."""
        if gap[1] - gap[0] < _SLIT * max(self.em, strip.thickness):
            return False
        across = Orientation.VERTICAL if strip.orientation is Orientation.HORIZONTAL else Orientation.HORIZONTAL
        # less beyond it than a short word is the end of a line that hangs over
        hangs = min(gap[0], strip.length - gap[1]) < _SHORT * self.em
        if hangs or strip.thickness > _SLANTED * self.em or not _passes(strip, gap, self.proven[across]):
            return False
        return strip.thickness < _UPRIGHT * self.em or self.is_slanted(strip, gap)

    def is_slanted(self, strip: Strip, gap: Span) -> bool:
        """Whether `strip` is thick only as a whole, and not on both sides of `gap` as a headline over columns is.

        A headline in one column and running text in the next are two things. All of the column is looked at, a few
        letters after another, since those right beside the gap may all be small ones.
        """
        reach, step = round(_LOOK * self.em), round(4 * self.em)
        before = [(max(0, end - step), end) for end in range(gap[0], max(0, gap[0] - reach), -step)]
        behind = [(start, start + step) for start in range(gap[1], min(round(strip.length), gap[1] + reach), step)]
        return not all(any(self._is_high(strip, span) for span in side) for side in (before, behind))

    def _is_high(self, strip: Strip, span: Span) -> bool:
        """Whether the type of `strip` within `span` is higher than running text; lines above and below reach in."""
        inked = strip.part(span[0], 0, min(strip.length, span[1]), strip.thickness).inked(self.type_ink)
        dense = (np.count_nonzero(inked, axis=1) > 0.04 * inked.shape[1]).astype(np.uint8)
        bridge = np.ones((2 * round(0.08 * self.em) + 1, 1), np.uint8)
        closed = np.asarray(cv2.morphologyEx(dense[:, None], cv2.MORPH_CLOSE, bridge))
        rows = runs(closed[:, 0] > 0)
        return any(end - start > _UPRIGHT * self.em for start, end in rows)

    def continues(self, strip: Strip, gap: Span) -> bool:
        """Whether a line of text may go on over the white space `gap` beyond its end."""
        width = gap[1] - gap[0]
        if self.rule_columns(strip.part(gap[0], 0, gap[1], strip.thickness)).any():
            return False
        if strip.thickness > _WIDE * self.em:
            return width < _LARGE * strip.thickness
        if self._is_slit(strip, gap):
            return False
        if width < NARROW * self.em:
            return True
        widest = _WIDEST * self.em if strip.thickness < _BODY * self.em else _LARGEST * strip.thickness
        if width > widest or self.barrier_at(strip, gap, slack=1.5 * self.em):
            return False
        return not self._is_river(strip, gap, _MODEST_RIVER)

    def _is_river(self, strip: Strip, gap: Span, ems: float) -> bool:
        """Whether the river at `gap` of `strip` is so many `ems` high.

        White space seldom goes on so far, whatever text stands beside it, and that is told sooner than the river.
        """
        above, below = self._clear(self._beside(strip, gap, 0))
        reached = 2 * round(strip.thickness / 2) + float((above + below).max())
        return reached >= ems * self.em and self.river(strip, gap).height >= ems * self.em

    def river(self, strip: Strip, gap: Span) -> River:
        """Follow the white space at `gap` of `strip` up and down.

        The gap is wider than its gutter where the line ends early, so the highest stretch counts that is at least
        as wide as a gutter.
        """
        flank, width = round(_FLANK * self.em), gap[1] - gap[0]
        sides = self._beside(strip, gap, flank)
        text = [_flanked(side, flank, self.em) for side in sides]
        clear = self._clear([side[:, flank : flank + width] for side in sides])
        best = int(np.argmax(clear[0] + clear[1]))
        ends = [float(side[best]) for side in clear]
        height = 2 * round(strip.thickness / 2) + sum(min(end, limit) for end, limit in zip(ends, text, strict=True))
        return River(height, any(end < limit for end, limit in zip(ends, text, strict=True)))

    def _beside(self, strip: Strip, gap: Span, flank: int) -> list[NDArray[np.bool_]]:
        """Ink above and below `strip` at `gap`, `flank` pixels to its left and right too, rows counted from the line.

        Each is (H, W) with H as far as `_REACH` says.
        """
        reach, half, middle = round(_REACH * self.em), round(strip.thickness / 2), strip.thickness / 2
        around = strip.part(gap[0] - flank, middle - half - reach, gap[1] + flank, middle + half + reach)
        inked = around.inked(self.type_ink)
        return [inked[:reach][::-1], inked[reach + 2 * half :]]

    def _clear(self, sides: Sequence[NDArray[np.bool_]]) -> list[NDArray[np.float32]]:
        """For each of `sides` (H, W) and each of its columns the rows that are white over the width of a gutter."""
        gutter = np.ones((1, max(1, min(sides[0].shape[1], round(NARROW * self.em)))), np.uint8)
        return [cv2.erode(_leading(~side).astype(np.float32)[None], gutter)[0] for side in sides]


def window(mask: Image, box: Box) -> Image:
    """The part of `mask` (H, W) in `box` and two pixels around it, not copied."""
    return mask[max(0, int(box.top) - 2) : int(box.bottom) + 3, max(0, int(box.left) - 2) : int(box.right) + 3]


def white_runs(mask: NDArray[np.bool_]) -> list[Span]:
    """Runs of columns of `mask` (H, W) without ink, a speck aside."""
    return runs(np.count_nonzero(mask, axis=0) <= 0.02 * mask.shape[0])


def runs(flags: Sequence[bool] | NDArray[np.bool_]) -> list[Span]:
    """Start and end of every run of True."""
    steps = np.flatnonzero(np.diff(np.concatenate([[0], np.asarray(flags, dtype=np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(steps[::2], steps[1::2], strict=True)]


def _leading(flags: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Rows of each column (axis 0) before the first that is False."""
    return np.where(flags.all(axis=0), len(flags), flags.argmin(axis=0))


def _flanked(inked: NDArray[np.bool_], flank: int, em: float) -> int:
    """Rows from the start of `inked` (H, W) on which there is text in the outer `flank` columns of both sides.

    The white between two lines of text counts as text.
    """
    rows = np.stack([inked[:, :flank].any(axis=1), inked[:, -flank:].any(axis=1)], axis=1).astype(np.uint8)
    bridge = np.ones((2 * round(0.7 * em) + 1, 1), np.uint8)
    return int(_leading(cv2.dilate(rows, bridge) > 0).min())


def _passes(strip: Strip, gap: Span, boxes: NDArray[np.float64], slack: float = 0.0) -> bool:
    """Whether one of `boxes`, made longer by `slack`, passes through `strip` within `gap`."""
    start, end = _crossings(strip, boxes, slack)
    shared = np.minimum(end, gap[1]) - np.maximum(start, gap[0])
    return bool(((shared > 0) & (shared >= 0.5 * np.minimum(end - start, gap[1] - gap[0]))).any())


def _crossings(
    strip: Strip, boxes: NDArray[np.float64], slack: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where those of `boxes`, made longer by `slack`, meet `strip`: starts and ends along it, in pixels.

    `boxes` is (N, 4) as in `Paper.barriers`, of the orientation across the strip.
    """
    (cx, cy), slope = strip.center, math.tan(strip.angle)
    left, top, right, bottom = boxes.T
    if strip.orientation is Orientation.HORIZONTAL:
        level = cy + ((left + right) / 2 - cx) * slope
        low, high, near, far = top, bottom, (left, level), (right, level)
    else:
        level = cx - ((top + bottom) / 2 - cy) * slope
        low, high, near, far = left, right, (level, top), (level, bottom)
    met = (low - slack <= level) & (level <= high + slack)
    (ax, ay), (ox, oy) = strip.axes[0], strip.origin
    start, end = ((x[met] - ox) * ax + (y[met] - oy) * ay for x, y in (near, far))
    return np.rint(start), np.rint(end)
