"""Printed lines, and the frames they form."""

import cv2
import numpy as np

from digitize.geometry import hull
from digitize.layout.morphology import Components, Grey, Mask, closing, dark_ridges, dilate, only, opening
from digitize.model import Box, Orientation, Rule

HAIRLINE = 22
"""Least darkness of a hairline against the paper beside it, of 255; paper grain and show-through stay below."""


def _straight(ink: Mask, em: float) -> Mask:
    """Pixels of `ink` in long thin horizontal strokes, tolerant of the slope that page curl leaves."""
    thick = dilate(ink, 1, 3)
    runs = opening(thick, _reach(em), 1)
    return ink & dilate(runs, 3, 3)


def _hairlines(flat: Grey, em: float) -> Mask:
    """Horizontal strokes that the scan left paler than the ink's threshold: a dark ridge that goes on for ems."""
    ridge = dark_ridges(flat, 1, max(5.0, 0.35 * em))
    along = np.asarray(cv2.blur(dilate(ridge, 1, 3), (3, 1)), np.uint8)
    level = opening(along, _reach(em), 1)
    return ((level > HAIRLINE) & (ridge > HAIRLINE)).astype(np.uint8) * 255


def _reach(em: float) -> int:
    """Length in pixels over which a stroke must go on to be looked at as a rule."""
    return max(24, round(3 * em))


def _flank(ink: Mask, box: tuple[int, int, int, int], reach: int) -> float:
    """Share of a horizontal stroke's length with white on at least one side within `reach` pixels."""
    left, top, right, bottom = box
    above = ink[max(0, top - reach) : max(0, top - 1), left:right]
    below = ink[bottom + 1 : bottom + reach, left:right]
    clear = [~(side > 0).any(axis=0) for side in (above, below) if side.size]
    if not clear:
        return 1.0
    return float(np.mean(np.any(clear, axis=0)))


def _horizontal(ink: Mask, straight: Mask, em: float) -> tuple[list[Box], Mask]:
    """Horizontal rules among the `straight` strokes as boxes, and their pixels."""
    # a broken hairline is one rule: bridge gaps shorter than a character
    bridged = closing(straight, max(3.0, em), 3)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(bridged, connectivity=8)
    found: list[Box] = []
    pixels = np.zeros_like(ink)
    for index in range(1, count):
        left, top, width, height, area = (int(v) for v in stats[index])
        thickness = area / max(1, width)
        if width < 4 * em or thickness > 0.55 * em or width < 12 * thickness or height > max(0.6 * em, 0.03 * width):
            continue
        if _flank(ink, (left, top, left + width, top + height), round(0.5 * em)) < 0.6:
            continue
        found.append(Box(left, top, left + width, top + height))
        window = (slice(top, top + height), slice(left, left + width))
        pixels[window][labels[window] == index] = 255
    return found, pixels


def _stands_free(ink: Mask, box: tuple[int, int, int, int], reach: float) -> bool:
    """Whether a row of scraps has white both above and below, as strokes and dots of letters have not."""
    left, top, right, bottom = box
    window = ink[max(0, top - round(reach)) : bottom + round(reach), left:right]
    return bool(window.size) and float((window > 0).any(axis=0).mean()) < 0.25


def _ragged(ink: Mask, marks: Components, em: float) -> tuple[list[Box], Mask]:
    """Horizontal rules that came out as a row of scraps, and their pixels.

    Dashed and dotted rules, rows of typed hyphens, and worn rules on stencils and in two tones: marks too low for a
    letter that follow each other level and close over six ems. Leaders and full stops cover far less of their row.
    """
    low = marks.boxes[:, cv2.CC_STAT_HEIGHT] <= max(4.0, 0.4 * em)
    low[0] = False
    scraps = only(low, marks.labels)
    band = closing(dilate(scraps, 1, 0.25 * em), 1.2 * em, 1)
    rows = opening(band, 6 * em, 1)
    count, places, boxes, _ = cv2.connectedComponentsWithStats(rows, connectivity=8)
    found: list[Box] = []
    pixels = np.zeros_like(ink)
    for index in range(1, count):
        left, top, width, height, _ = (int(v) for v in boxes[index])
        window = (slice(top, top + height), slice(left, left + width))
        mine = (places[window] == index) & (scraps[window] > 0)
        filled = np.flatnonzero(mine.any(axis=1))
        if filled.size == 0 or mine.any(axis=0).mean() < 0.6 or height > max(0.8 * em, 0.03 * width):
            continue
        box = (left, top + int(filled[0]), left + width, top + int(filled[-1]) + 1)
        if _stands_free(ink & ~scraps, box, 0.3 * em):
            found.append(Box(*box))
            pixels[window][mine] = 255
    return found, pixels


def _whole(pieces: list[Box], em: float) -> list[Box]:
    """Pieces of rules that go on level with each other, or lie over each other, as one."""
    whole: list[Box] = []
    for piece in sorted(pieces, key=lambda box: box.left):
        near = next((box for box in whole if _goes_on(box, piece, em)), None)
        if near is None:
            whole.append(piece)
        else:
            whole[whole.index(near)] = hull((near, piece))
    return whole


def _goes_on(a: Box, b: Box, em: float) -> bool:
    level = max(a.top, b.top) - min(a.bottom, b.bottom) < 0.2 * em
    return level and b.left - a.right < 0.8 * em  # less than a gutter: rules over two columns side by side stay two


def _transposed(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)


def find_rules(ink: Mask, marks: Components, flat: Grey, em: float) -> tuple[tuple[Rule, ...], Mask]:
    """Horizontal and vertical rules in work pixels, and the mask of their ink.

    `marks` are the components of `ink`, `flat` is the flattened page, `em` the height of running text in work pixels.
    A rule is at least four ems long, thin, and stands free for most of its length, which the bars of large characters
    do not. Hairlines are looked for between columns only: along rows, the feet of letters would pass for them.
    """
    rows, row_pixels = _horizontal(ink, _straight(ink, em), em)
    scraps, scrap_pixels = _ragged(ink, marks, em)
    rows, row_pixels = _whole([*rows, *scraps], em), row_pixels | scrap_pixels
    upright_ink, upright_flat = np.ascontiguousarray(ink.T), np.ascontiguousarray(flat.T)
    strokes = _straight(upright_ink, em) | _hairlines(upright_flat, em)
    columns, column_pixels = _horizontal(upright_ink, strokes, em)
    rules = [Rule(box, Orientation.HORIZONTAL) for box in rows]
    rules += [Rule(_transposed(box), Orientation.VERTICAL) for box in columns]
    return tuple(rules), row_pixels | np.ascontiguousarray(column_pixels.T)


def find_frames(rule_pixels: Mask, em: float) -> tuple[Box, ...]:
    """Closed rectangles drawn by rules, the innermost line where it is double; in work pixels."""
    joined = dilate(rule_pixels, 5, 5)
    contours, hierarchy = cv2.findContours(joined, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if hierarchy is None:
        return ()
    page = float(rule_pixels.shape[0] * rule_pixels.shape[1])
    frames: list[Box] = []
    for contour, (_, _, _, parent) in zip(contours, hierarchy[0], strict=True):
        if parent < 0:
            continue
        left, top, width, height = cv2.boundingRect(contour)
        if width < 6 * em or height < 3 * em or width * height > 0.6 * page:
            continue
        if cv2.contourArea(contour) < 0.9 * width * height:
            continue
        frames.append(Box(left - 2, top - 2, left + width + 2, top + height + 2))
    return _outermost(frames, em)


def _outermost(frames: list[Box], em: float) -> tuple[Box, ...]:
    """One frame where several lines run side by side round the same content."""
    kept: list[Box] = []
    for frame in sorted(frames, key=lambda box: -box.area):
        double = any(
            abs(frame.left - other.left) < em
            and abs(frame.right - other.right) < em
            and abs(frame.top - other.top) < em
            and abs(frame.bottom - other.bottom) < em
            for other in kept
        )
        if not double:
            kept.append(frame)
    return tuple(kept)
