"""The back of the sheet: print that reads better in a mirror."""

from collections.abc import Sequence
from itertools import compress

import cv2
import numpy as np

from digitize.model import Line, Orientation
from digitize.recognition.engine import Engine, Reading
from digitize.recognition.strips import Image, Strip, strip_around

_LINES = 12
"""Lines at most that are read both ways."""

_FEWEST = 3
"""Lines that must tell, two thirds of them the same: in the print of fronts, faint or not, no line read better mirrored
of 12, in that of backs 8 of 8 and 24 of 24."""

_LONG = 3.0
"""Length of a line that tells, in parts of its thickness."""

_WORD = 4
"""Characters from which a reading counts full; one character read with certainty says less than a line."""

_PEAK = 98
"""Percentile of the darkness of the back's lines that stands for the middle of their strokes."""

_HEADS = 1.25
"""How much darker heads shine through than the lines that tell: wide strokes reach their full tone."""

_CLEARLY = 0.1
"""How much better in quality such a line must read in the mirror."""

_DOUBTFUL = 0.9
"""Confidence below which a line may be one of the back's."""


def back_level(faint: Image, engine: Engine) -> float | None:
    """How dark the back of a page shows through, in grey levels below its paper of 255; None where it does not.

    `faint` is (H, W), the page's faint print alone. Raises RecognitionError.
    """
    soft = np.asarray(cv2.GaussianBlur(faint, (0, 0), 1.0), np.uint8)  # what shines through coarse paper is all dots
    found = [strip_around(corners) for corners in engine.detect(_bgr(soft))]
    strips = sorted((s for s in found if s.length > _LONG * s.thickness), key=lambda s: -s.length)[:_LINES]
    if len(strips) < _FEWEST:
        return None
    mirrored = _read_mirrored(strips, soft, engine)
    if 3 * sum(mirrored) <= 2 * len(strips):
        return None
    darkest = [np.percentile(255 - strip.crop(faint), _PEAK) for strip in compress(strips, mirrored)]
    return _HEADS * float(np.median(darkest))


def without_back(lines: Sequence[Line], gray: Image, engine: Engine) -> tuple[Line, ...]:
    """`lines` of a page (H, W) through which its back shows, without those that read better in a mirror.

    Only doubtful ones are tried. Raises RecognitionError.
    """
    doubtful = [line for line in lines if line.confidence < _DOUBTFUL]
    strips = [strip_around(np.array(line.quad.corners), line.orientation) for line in doubtful]
    back = list(compress(doubtful, _read_mirrored(strips, gray, engine, _CLEARLY)))
    return tuple(line for line in lines if not any(line is other for other in back))


def _read_mirrored(strips: Sequence[Strip], gray: Image, engine: Engine, margin: float = 0.0) -> list[bool]:
    """For each strip whether it reads better in a mirror, by more than `margin` in quality."""
    rows = [_row(strip, gray) for strip in strips]
    # a vertical line's row lies on its side, where the mirror turns upside down
    flipped = [
        row[:, ::-1] if strip.orientation is Orientation.HORIZONTAL else row[::-1]
        for strip, row in zip(strips, rows, strict=True)
    ]
    plain = engine.read([_bgr(row) for row in rows], quickly=True)
    other = engine.read([_bgr(row) for row in flipped], quickly=True)
    return [_quality(b) > _quality(a) + margin for a, b in zip(plain, other, strict=True)]


def _row(strip: Strip, gray: Image) -> Image:
    """The picture of a line for the recognizer, (H, W); a vertical one is turned, so that its top comes left."""
    crop = strip.grown(0.3 * strip.thickness, 0.08 * strip.thickness).crop(gray)
    return crop if strip.orientation is Orientation.HORIZONTAL else crop[::-1]


def _bgr(gray: Image) -> Image:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(gray), cv2.COLOR_GRAY2BGR), np.uint8)


def _quality(reading: Reading) -> float:
    return reading.confidence * min(1.0, len(reading.text.strip()) / _WORD)
