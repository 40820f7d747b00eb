"""Mends the set of lines: joins halves, drops doubles, lengthens what was cut short, finds what was missed."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model import Layout, Orientation
from digitize.recognition.detect import is_vertical_page
from digitize.recognition.gaps import Paper, window
from digitize.recognition.ink import Sizes, sifted
from digitize.recognition.strips import Image, Strip, strip_around


def join(strips: Sequence[Strip], paper: Paper) -> list[Strip]:
    """Put the pieces of a line together that only wide word spaces, or the edge of a tile, set apart."""
    lines = sorted(strips, key=lambda s: -s.length)
    corners = _corners(lines)
    boxes = _boxes(corners)
    left = np.ones(len(lines), dtype=np.bool_)
    for i in range(len(lines)):
        while left[i]:
            near = _near(boxes, i, 6 * paper.em)
            j = _rest(i, near[left[near]], lines, corners, paper)
            if j is None:
                break
            lines[i] = _union(lines[i], lines[j])
            corners[i] = lines[i].quad.corners
            boxes[i] = _boxes(corners[i : i + 1])[0]
            left[j] = False
    return [line for line, is_left in zip(lines, left, strict=True) if is_left]


def _corners(strips: Sequence[Strip]) -> NDArray[np.float64]:
    """Corners of strips (N, 4, 2), in upright pixels."""
    return np.array([strip.quad.corners for strip in strips], dtype=np.float64).reshape(-1, 4, 2)


def _boxes(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Left, top, right and bottom (N, 4) of corners (N, 4, 2)."""
    return np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)


def _near(boxes: NDArray[np.float64], index: int, reach: float) -> NDArray[np.intp]:
    """Which of `boxes` (N, 4) stand at most `reach` pixels from one of them, other than that one."""
    left, top, right, bottom = boxes.T
    x0, y0, x1, y1 = boxes[index]
    near = (left < x1 + reach) & (top < y1 + reach) & (right > x0 - reach) & (bottom > y0 - reach)
    near[index] = False
    return np.flatnonzero(near)


def _rest(
    index: int, near: NDArray[np.intp], lines: Sequence[Strip], corners: NDArray[np.float64], paper: Paper
) -> int | None:
    """The first of the lines `near` one of them that goes on with it after at most a word space; None without."""
    a = lines[index]
    ends = (corners[near] - a.origin) @ np.array(a.axes).T
    order = np.argsort(np.abs(ends[..., 0] - a.length / 2), axis=1, kind="stable")[:, :2]
    across = np.take_along_axis(ends[..., 1], order, axis=1)
    low, high = across.min(axis=1), across.max(axis=1)
    shared = np.minimum(a.thickness, high) - np.maximum(0, low)
    level = shared >= 0.7 * np.minimum(a.thickness, high - low)
    start, end = ends[..., 0].min(axis=1), ends[..., 0].max(axis=1)
    for k in np.flatnonzero(level):
        b = lines[near[k]]
        if _one_line(a, b, (float(start[k]), float(end[k])), float(high[k] - low[k]), paper):
            return int(near[k])
    return None


def _one_line(a: Strip, b: Strip, span: tuple[float, float], height: float, paper: Paper) -> bool:
    """Whether `b`, level with `a`, goes on with its line; it takes `span` along `a`, its near end is `height` high."""
    compact = max(b.length, b.thickness) < 1.5 * min(b.length, b.thickness)
    if a.orientation is not b.orientation and not compact:
        return False
    start, end = span
    gap = (round(a.length), round(start)) if start > a.length / 2 else (round(end), 0)
    ratio = height / a.thickness
    if gap[1] <= gap[0]:
        return 0.7 < ratio < 1.4
    return 0.6 < ratio < 1.5 and paper.continues(a, gap)


def _union(a: Strip, b: Strip) -> Strip:
    corners = np.concatenate([np.array(a.quad.corners), np.array(b.quad.corners)])
    return strip_around(corners, a.orientation)


def without_doubles(strips: Sequence[Strip]) -> list[Strip]:
    """Drop strips that lie mostly within a longer one."""
    lines = sorted(strips, key=lambda s: -s.length * s.thickness)
    boxes = _boxes(_corners(lines))
    kept = np.zeros(len(lines), dtype=np.bool_)
    for i, line in enumerate(lines):
        near = _near(boxes, i, 0.0)
        kept[i] = not any(_covered(line, lines[j]) for j in near[kept[near]])
    return [lines[i] for i in np.flatnonzero(kept)]


def _covered(small: Strip, large: Strip) -> bool:
    inner, outer = (np.array(s.quad.corners, dtype=np.float32) for s in (small, large))
    shared, _ = cv2.intersectConvexConvex(inner, outer)
    return bool(shared > 0.6 * small.length * small.thickness)


def lengthen(strips: Sequence[Strip], paper: Paper) -> list[Strip]:
    """Take in characters at the ends of lines that the detector left out, as full stops and brackets."""
    rest = _uncovered(strips, paper.type_ink, margin=0)
    return [_lengthened(strip, rest, paper.em) for strip in strips]


def _lengthened(strip: Strip, rest: Image, em: float) -> Strip:
    reach = 1.2 * strip.thickness
    around = (-reach, 0), (strip.length, strip.length + reach)
    if not any(window(rest, strip.part(start, 0, end, strip.thickness).quad.box).any() for start, end in around):
        return strip
    mask = strip.grown(reach, 0).inked(rest)
    stats = cv2.connectedComponentsWithStats(mask.view(np.uint8))[2][1:]
    left, width, height = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    marks = (np.maximum(width, height) > 0.1 * em) & (height < 0.98 * mask.shape[0])
    starts, ends = reach, reach + strip.length
    for begin, end in sorted(zip(left[marks], (left + width)[marks], strict=True)):
        if end > ends and begin < ends + 0.35 * strip.thickness and end < mask.shape[1]:
            ends = float(end)
    for begin, end in sorted(zip(left[marks], (left + width)[marks], strict=True), key=lambda s: -s[1]):
        if begin < starts and end > starts - 0.35 * strip.thickness and begin > 0:
            starts = float(begin)
    return strip.part(starts - reach, 0, ends - reach, strip.thickness)


def _uncovered(strips: Sequence[Strip], ink: Image, margin: float) -> Image:
    rest = ink.copy()
    for strip in strips:
        corners = np.array(strip.grown(margin, margin).quad.corners)
        cv2.fillConvexPoly(rest, np.round(corners).astype(np.int32), (0,))
    return rest


def missed(strips: Sequence[Strip], paper: Paper, layout: Layout) -> list[Strip]:
    """Strips for rows of characters that none of `strips` covers, outside pictures."""
    em = paper.em
    rest = _uncovered(strips, paper.type_ink, margin=0.15 * em)
    for box in layout.pictures:
        rest[max(0, int(box.top)) : int(box.bottom) + 1, max(0, int(box.left)) : int(box.right) + 1] = 0
    area = layout.content
    left, top, right, bottom = (max(0, int(side)) for side in (area.left, area.top, area.right, area.bottom))
    for beyond in (rest[:top], rest[bottom:], rest[:, :left], rest[:, right:]):
        beyond[:] = 0

    def is_typelike(width: Sizes, height: Sizes) -> NDArray[np.bool_]:
        extent = np.maximum(width, height)
        return (extent > 0.3 * em) & (extent < 3 * em)

    letters = sifted(rest, is_typelike, 3 * em)
    down = is_vertical_page(strips)
    reach = max(3, round(0.9 * em))
    joined = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones((reach, 1) if down else (1, reach), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    along = Orientation.VERTICAL if down else Orientation.HORIZONTAL
    found = [strip_around(contour.reshape(-1, 2).astype(np.float64), along) for contour in contours]
    return [strip for strip in found if 0.5 * em < strip.thickness < 2 * em and strip.length > 0.8 * em]
