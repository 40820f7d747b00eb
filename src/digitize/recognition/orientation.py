"""Which way up a page lies: by quarter turns, told from how well its lines read each way."""

from collections.abc import Sequence

import cv2
import numpy as np

from digitize.fullwidth import is_mostly_wide
from digitize.model import Orientation
from digitize.recognition.engine import Engine, Reading
from digitize.recognition.gaps import runs
from digitize.recognition.ink import ink_mask
from digitize.recognition.strips import Image, Strip, strip_around

_SAMPLE_SIDE = 640
_PAGE_SIDE = 1920
"""Longer side in pixels at which the middle of a page, and a whole page, is searched for sample lines."""

_LINES = 8
_MANY_LINES = 32
"""How many lines are read, and how many where these do not tell; with fewer than half of the first number in the middle
of the page the whole page is searched."""

_SURE = 0.9
"""Quality of a reading from which no other way up is tried: upside down or lying, nothing reads this well."""

_CLEAR = 0.2
"""Difference in quality by which a few lines tell whether characters stand or lie. In poor print of 1939 it was 0.13,
and for eight lines anything from -0.02."""

_ASPECT = 9.0
"""A sample is cut to this many times its thickness: enough to read, and quick."""


def quarter_turn(gray: Image, engine: Engine) -> int:
    """How far the page's content was turned, in degrees counter-clockwise: 0, 90, 180 or 270.

    `gray` is (H, W), of any skew up to some degrees; a page without lines of text counts as upright. Raises
    RecognitionError.
    """
    lines = _sample(gray, engine)
    if not lines:
        return 0
    down = sum(line.length for line in lines[:_LINES] if line.orientation is Orientation.VERTICAL)
    vertical = down > 0.5 * sum(line.length for line in lines[:_LINES])
    wanted = Orientation.VERTICAL if vertical else Orientation.HORIZONTAL
    rows = [_row(gray, line) for line in lines if line.orientation is wanted]
    flipped = [np.rot90(row, 2) for row in rows]
    turn, readings = 270 if vertical else 0, _read(rows[:_LINES], engine)
    if (quality := _quality(readings)) < _SURE and _quality(others := _read(flipped[:_LINES], engine)) > quality:
        turn, rows, readings = (turn + 180) % 360, flipped, others
    # The recognizer also reads vertical Chinese laid on its side, so a Chinese page may still be off by a quarter:
    # its characters, cut apart, tell by themselves whether they stand or lie.
    if is_mostly_wide("".join(reading.text for reading in readings)) and _is_lying(rows, engine):
        turn = (turn + 90) % 360
    return turn


def _is_lying(rows: Sequence[Image], engine: Engine) -> bool:
    """Whether Chinese characters of `rows` (H, W), each by itself, read better turned clockwise by a quarter."""
    standing = lying = 0.0
    for count in (_LINES, _MANY_LINES):
        standing = _quality(_read([_reset(row, 0) for row in rows[:count]], engine))
        if standing >= _SURE:
            return False
        lying = _quality(_read([_reset(row, -1) for row in rows[:count]], engine))
        if abs(standing - lying) > _CLEAR:
            break
    return lying > standing


def _sample(gray: Image, engine: Engine) -> list[Strip]:
    """Lines of text, the longest for their thickness first, from the middle of the page or, if need be, all of it."""
    height, width = gray.shape
    middle = (width // 3, height // 3, width - width // 3, height - height // 3)
    lines: list[Strip] = []
    for (x0, y0, x1, y1), side in ((middle, _SAMPLE_SIDE), ((0, 0, width, height), _PAGE_SIDE)):
        scale = min(1.0, side / max(x1 - x0, y1 - y0))
        small = cv2.resize(gray[y0:y1, x0:x1], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        found = engine.detect(np.asarray(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), dtype=np.uint8))
        strips = [strip_around(corners / scale + [x0, y0]) for corners in found]
        lines = sorted((s for s in strips if s.length > 4 * s.thickness), key=lambda s: -s.length / s.thickness)
        if len(lines) >= _LINES / 2:
            break
    return lines[:_MANY_LINES]


def _row(gray: Image, line: Strip) -> Image:
    """The beginning of `line`, (H, W); a vertical line is turned counter-clockwise, so that its top comes left."""
    crop = line.part(0, 0, min(line.length, _ASPECT * line.thickness), line.thickness).crop(gray)
    return np.ascontiguousarray(crop[::-1]) if line.orientation is Orientation.VERTICAL else crop


def _read(rows: Sequence[Image], engine: Engine) -> list[Reading]:
    lines = [np.asarray(cv2.cvtColor(np.ascontiguousarray(row), cv2.COLOR_GRAY2BGR), np.uint8) for row in rows]
    return engine.read(lines, quickly=True)


def _quality(readings: Sequence[Reading]) -> float:
    """Mean confidence; one character read with certainty says less than a line, so what is short counts less."""
    return float(np.mean([reading.confidence * min(1.0, len(reading.text) / 4) for reading in readings]))


def _reset(row: Image, quarters: int) -> Image:
    """`row` (H, W) with its characters cut apart and each turned counter-clockwise by `quarters` of a circle."""
    height = row.shape[0]
    inked = ink_mask(np.ascontiguousarray(row), height).max(axis=0) > 127
    cells: list[tuple[int, int]] = []
    for start, end in runs(inked):
        if cells and end - cells[-1][0] <= 0.95 * height:
            cells[-1] = (cells[-1][0], end)
        else:
            cells.append((start, end))
    pieces = []
    for start, end in cells:
        cell = row[:, start : min(end, start + height)]
        before = (height - cell.shape[1]) // 2
        square = cv2.copyMakeBorder(cell, 0, 0, before, height - cell.shape[1] - before, cv2.BORDER_REPLICATE)
        pieces.append(np.rot90(square, quarters))
    return np.hstack(pieces).astype(np.uint8) if pieces else row
