"""Lines of vertical Chinese read a second time with their characters set side by side.

The recognizer knows vertical text only laid on its side. Cut apart at the white between characters and put into a
row, each standing upright, the same characters look like the horizontal text it was mostly trained on: worn type is
told apart better so, and punctuation is not overlooked. Where the cuts fall wrong the first reading is the surer one.
"""

import math
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.recognition.bands import in_bands
from digitize.recognition.engine import Reading
from digitize.recognition.strips import Image, Strip

_SHARPENING = 1.5
_BLUR = 0.05
"""How strongly strokes are set off against what is blurred around them, and the width of that blur in ems."""

_BAND = 512
"""Rows of pixels sharpened at once."""

_ALONG = 0.1
_ACROSS = 0.04
"""White left around the ink before it is cut, in parts of the line's thickness."""

_EDGE = 0.25
"""White before and after the row, in parts of its height."""

_OFF_PITCH = 1.2
_THROUGH_INK = 2.0
"""Cost of a cell whose height differs from the pitch by the pitch, squared, and of a cut through solid ink."""

_KEPT = 0.8
"""A second reading with fewer than this part of the first one's characters lost some of them in cutting."""


def sharpened(gray: Image, em: float) -> Image:
    """The page (H, W) with strokes of type of `em` pixels set off, as small worn Chinese type needs it to be read."""
    width = max(0.5, _BLUR * em)

    def sharp(band: Image) -> Image:
        values = band.astype(np.float32)
        soft = cv2.GaussianBlur(values, (0, 0), width)
        return np.clip(values + _SHARPENING * (values - soft), 0, 255).astype(np.uint8)

    return in_bands(gray, sharp, _BAND, math.ceil(5 * width))


def is_whole(second: Reading, first: Reading) -> bool:
    """Whether a second reading, of a row of characters, lost hardly any of those of the first."""
    return len(second.text) >= _KEPT * len(first.text)


def row_of(strip: Strip, reading: Reading, gray: Image, ink: Image, margin: float) -> tuple[Image, NDArray[np.float64]]:
    """The characters of `strip` side by side, (H, W), and where they were cut, in pixels along the strip.

    `reading` is a first one of the strip made longer by `margin`, in parts of its thickness, at both ends. `gray` is
    the upright page (H, W) as the recognizer is to see it, `ink` (H, W) its ink.
    """
    around = strip.grown(_ALONG * strip.thickness, _ACROSS * strip.thickness)
    crop, inked = around.crop(gray), around.inked(ink)
    profile = np.count_nonzero(inked, axis=0) / len(inked)
    cuts = cut_at(profile, _pitch(profile, strip, reading, margin))
    size = int(max(np.diff(cuts).max(), len(crop)))
    cells = []
    for start, end in pairwise(cuts.tolist()):
        above = (size - (end - start)) // 2
        cell = np.ascontiguousarray(crop[:, start:end].T)
        below = size - (end - start) - above
        cells.append(cv2.copyMakeBorder(cell, above, below, 1, 1, cv2.BORDER_CONSTANT, value=(255,)))
    edge = round(_EDGE * size)
    row = cv2.copyMakeBorder(np.hstack(cells), 2, 2, edge, edge, cv2.BORDER_CONSTANT, value=(255,))
    return np.asarray(row, np.uint8), np.asarray(cuts - _ALONG * strip.thickness, np.float64)


def _pitch(profile: NDArray[np.float64], strip: Strip, reading: Reading, margin: float) -> float:
    """Distance from one character to the next: as the first reading has it, corrected by the profile's own period."""
    steps = np.diff(reading.positions) * (strip.length + 2 * margin * strip.thickness)
    rough = float(np.median(steps)) if len(steps) >= 4 else strip.length / max(1, len(reading.text))
    rough = float(np.clip(rough, 0.5 * strip.thickness, 1.6 * strip.thickness))
    shifts = np.arange(max(1, int(0.88 * rough)), int(1.12 * rough) + 2)
    if len(profile) < 3 * rough or len(profile) <= shifts[-1]:
        return rough
    swing = profile - profile.mean()
    return float(shifts[np.argmax([np.mean(swing[:-shift] * swing[shift:]) for shift in shifts])])


def cut_at(profile: NDArray[np.float64], pitch: float) -> NDArray[np.intp]:
    """Where to cut a line into cells of about `pitch` pixels, through as little ink as can be; its two ends included.

    `profile` (W,) is the share of inked pixels across the line. The cuts of least total cost, by dynamic programming.
    """
    width = len(profile)
    places = np.unique(np.append(np.arange(0, width, max(1, round(pitch / 16))), width))
    padded = np.concatenate([[0.0], profile, [0.0]])
    through = np.minimum(padded[:-1], padded[1:])[places]
    through[[0, -1]] = 0.0
    cost, before = np.full(len(places), np.inf), np.zeros(len(places), np.intp)
    cost[0] = 0.0
    off_pitch = _OFF_PITCH * ((np.arange(width + 1) - pitch) / pitch) ** 2
    # always one cell to choose, at the very ends a narrow one
    firsts = np.minimum(np.searchsorted(places, places - 1.5 * pitch), np.arange(len(places)) - 1).tolist()
    for index in range(1, len(places)):
        first = firsts[index]
        totals = cost[first:index] + off_pitch[places[index] - places[first:index]]
        best = int(totals.argmin())
        cost[index], before[index] = totals[best] + _THROUGH_INK * through[index], first + best
    chain = [len(places) - 1]
    while chain[-1] > 0:
        chain.append(int(before[chain[-1]]))
    return places[chain[::-1]]


def placed(reading: Reading, row: Image, cuts: NDArray[np.float64], strip: Strip, margin: float) -> Reading:
    """`reading` of a `row` of characters (H, W) with positions as on the crop of the whole `strip`.

    `cuts` are pixels along the strip, as `row_of` gives them; `margin` is in parts of the strip's thickness.
    """
    edge = round(_EDGE * (row.shape[0] - 4))
    borders = np.linspace(edge, row.shape[1] - edge, len(cuts))
    along = np.interp(np.array(reading.positions) * row.shape[1], borders, cuts)
    positions = (along + margin * strip.thickness) / (strip.length + 2 * margin * strip.thickness)
    return replace(reading, positions=tuple(np.clip(positions, 0.0, 1.0).tolist()))
