"""Lines read at a glance, and those that stayed doubtful once more with care.

The recognizer's work grows with the area of a line, and it was trained on lines of all lengths pressed into one width:
clean type it reads as well when pressed to half its width, and finds the spaces between Latin words better. So it does
at two thirds of its height, and in whole numbers, where OpenVINO computes. Worn and blurred type it does not; but then
its confidence tells. What is doubtful is read again at full size and precision, or, where it is vertical Chinese, with
its characters set upright side by side, and the surer reading stays. A page that is worn all over is read with full
height and precision from the start, its Latin lines at full width.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from digitize.fullwidth import is_mostly_wide
from digitize.model import Orientation
from digitize.recognition.engine import LINE_HEIGHT, MAX_WIDTH, Engine, Reading
from digitize.recognition.restack import is_whole, placed, row_of
from digitize.recognition.strips import Image, Strip

ALONG = 0.5
_ACROSS = 0.08
"""White around the ink of a crop, in parts of its height. With less at its ends the recognizer drops full stops."""

_WIDTH = 0.6
_CHINESE_WIDTH = 0.45
"""Width at a glance, in parts of the full one. Chinese characters are wider, and read alike from 0.4; Latin letters
touch below 0.6."""

_ROW_WIDTH = 0.5
"""Width of a row of vertical Chinese characters set side by side, in parts of the full one."""

_CHINESE_NARROWEST = 160
"""Pixels to which short lines are padded at a glance; half of what PaddleOCR pads unpressed ones to."""

_HIGHEST = 64
"""Rows of pixels to which higher lines are averaged before they are brought to the recognizer's full height."""

_SAMPLE = 32
"""Lines at most, spread over the page, that tell its script and how worn its print is."""

_WORN = 0.5
"""Share of doubtful lines among these from which the page is worn: poor print of 1939, read low at first, came out with
0.65 of its characters instead of 0.69."""

_SURE = 0.8
"""Probability of the least sure character from which a line is not read again."""


def read_lines(strips: Sequence[Strip], gray: Image, ink: Image, engine: Engine) -> list[Reading]:
    """Read the line in each of `strips`; positions are along the strip made longer by `ALONG` at both ends.

    `gray` is the upright page (H, W) as the recognizer is to see it, `ink` (H, W) its ink. Raises RecognitionError.
    """
    readings, widths = _glance(strips, gray, engine)
    doubtful = [at for at, reading in enumerate(readings) if _is_doubtful(reading) or _is_squashed(reading, widths[at])]
    standing = [at for at in doubtful if _is_vertical_chinese(strips[at], readings[at])]
    others = [at for at in doubtful if widths[at] < 1.0 and not _is_vertical_chinese(strips[at], readings[at])]
    again = engine.read([_crop(gray, strips[index], 1.0) for index in others])
    for index, second in zip(others, again, strict=True):
        readings[index] = max(readings[index], second, key=lambda reading: reading.confidence)
    rows = [row_of(strips[index], readings[index], gray, ink, ALONG) for index in standing]
    again = engine.read([_pressed(row, _ROW_WIDTH) for row, _ in rows], _CHINESE_NARROWEST)
    for index, (row, cuts), second in zip(standing, rows, again, strict=True):
        if is_whole(second, readings[index]) and second.confidence > readings[index].confidence:
            readings[index] = placed(second, row, cuts, strips[index], ALONG)
    return readings


def _glance(strips: Sequence[Strip], gray: Image, engine: Engine) -> tuple[list[Reading], list[float]]:
    """A first reading of each line, and the width it was read at, as narrow as script and print of the page allow."""
    sample = range(0, len(strips), max(1, -(-len(strips) // _SAMPLE)))
    crops = [_crop(gray, strips[at], _WIDTH, engine.quick_height) for at in sample]
    seen = dict(zip(sample, engine.read(crops, quickly=True), strict=True))
    chinese = is_mostly_wide("".join(reading.text for reading in seen.values()))
    if sum(map(_is_doubtful, seen.values())) > _WORN * len(seen):
        width = _ROW_WIDTH if chinese else 1.0
        crops = [_crop(gray, strip, width) for strip in strips]
        return engine.read(crops, *([_CHINESE_NARROWEST] if chinese else [])), [width] * len(strips)
    width = _CHINESE_WIDTH if chinese else _WIDTH
    rest = [at for at in range(len(strips)) if at not in seen]
    crops = [_crop(gray, strips[at], width, engine.quick_height) for at in rest]
    found = engine.read(crops, _CHINESE_NARROWEST, quickly=True) if chinese else engine.read(crops, quickly=True)
    readings = seen | dict(zip(rest, found, strict=True))
    return [readings[at] for at in range(len(strips))], [_WIDTH if at in seen else width for at in range(len(strips))]


def _is_doubtful(reading: Reading) -> bool:
    return min(reading.probabilities, default=0.0) < _SURE


def _is_squashed(reading: Reading, width: float) -> bool:
    """Whether a line is of Latin letters and was pressed like a Chinese one."""
    return width < _WIDTH and not is_mostly_wide(reading.text) and sum(map(str.isalpha, reading.text)) > 1


def _is_vertical_chinese(strip: Strip, reading: Reading) -> bool:
    return strip.orientation is Orientation.VERTICAL and len(reading.text) > 1 and is_mostly_wide(reading.text)


def _crop(gray: Image, strip: Strip, width: float, height: int = LINE_HEIGHT) -> Image:
    """The picture of a line as the recognizer wants it, (`height`, W, 3), at `width` parts of its natural width."""
    crop = strip.grown(ALONG * strip.thickness, _ACROSS * strip.thickness).crop(gray)
    if strip.orientation is Orientation.VERTICAL:
        crop = np.ascontiguousarray(crop[::-1])
    return _pressed(crop, width, height)


def _pressed(line: Image, width: float, height: int = LINE_HEIGHT) -> Image:
    """The picture of a line (H, W) at `height` and at `width` parts of its natural width at the recognizer's height.

    Returns (`height`, W, 3), BGR.
    """
    high, wide = line.shape
    size = (max(1, min(MAX_WIDTH, round(width * wide * LINE_HEIGHT / high))), height)
    highest = _HIGHEST if height == LINE_HEIGHT else height
    # OpenCV averages areas only where neither direction is enlarged.
    reduced = cv2.resize(line, (min(wide, size[0]), min(high, highest)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(cv2.resize(reduced, size), cv2.COLOR_GRAY2BGR), np.uint8)
