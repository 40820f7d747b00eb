"""Sizes of type: which rows are running text and which stand out, in spite of letters that measure badly."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from digitize.articles.row import DISPLAY, Row, ems
from digitize.articles.script import in_capitals, is_cjk
from digitize.articles.shelves import Shelves
from digitize.geometry import overlap_x
from digitize.model import Orientation

_LARGE = 1.25
_CLEARLY_READ = 0.85
"""Size in ems of an upright line that is display type for sure, where it is read so well that no character is lost."""

_STRIDE = 2.5
"""Ems from a line to the next line of running text, at most."""


def body_size(rows: Sequence[Row], fallback: float) -> float:
    """Median size of type, weighted by characters, so that text outvotes headlines."""
    if not rows:
        return fallback
    sizes = np.array([row.size for row in rows])
    weights = np.cumsum([len(rows[index].text) for index in np.argsort(sizes)])
    return float(np.sort(sizes)[np.searchsorted(weights, 0.5 * weights[-1])])


def levelled(rows: list[Row], em: float) -> list[Row]:
    """Rows that seem large but stand flush and close to running text are running text, ill measured.

    Display type keeps more distance from the text than the lines of text from each other. What was levelled
    vouches for its neighbours in turn. Running text is not set in capitals alone.
    """
    rows = list(rows)
    unsure = [
        index
        for index, row in enumerate(rows)
        if not row.crossed
        and DISPLAY * em < row.size < 3 * em
        and not in_capitals(row.text)
        and not _large_both_ways(row, em)
    ]
    text = Shelves(em)
    for index, row in enumerate(rows):
        if row.size <= DISPLAY * em:
            text.put(index, row.box.center[1], row.box.center[1])
    changed = True
    while changed:
        changed = False
        for index in list(unsure):
            row, middle = rows[index], rows[index].box.center[1]
            near = [rows[other] for other in text.near(middle - _STRIDE * em, middle + _STRIDE * em)]
            if (
                _is_sentence(row, em)
                or _ill_read(row, em)
                or _between_lines(row, near, em)
                or any(_in_stride(row, other, em) for other in near)
            ):
                rows[index] = replace(row, size=em)
                text.put(index, middle, middle)
                unsure.remove(index)
                changed = True
    return rows


def _large_both_ways(row: Row, em: float) -> bool:
    """Whether an upright line is as large along itself, by its characters, as across: no dirt beside it makes it so."""
    line = row.lines[0]
    upright = len(row.lines) == 1 and line.orientation is Orientation.VERTICAL and is_cjk(line.text)
    sure = upright and len(line.text) > 2 and line.confidence > _CLEARLY_READ
    return sure and min(row.size, row.box.width / ems(line.text)) > _LARGE * em


def _ill_read(row: Row, em: float) -> bool:
    """Whether an upright line is hardly larger than text and so badly read that it may lack characters."""
    upright = row.lines[0].orientation is Orientation.VERTICAL and is_cjk(row.text)
    return upright and row.size < 1.4 * em and row.lines[0].confidence < _CLEARLY_READ


def _is_sentence(row: Row, em: float) -> bool:
    """Whether hardly larger letters read on: from a small letter to a stop or hyphen, or a last word with its stop.

    Headlines end in neither.
    """
    text = row.text.strip()
    if row.size > 1.6 * em or not text:
        return False
    read_on = text.endswith((".", "-")) and (text[0].islower() or (len(text) < 16 and text[-1] == "."))
    return read_on or text.endswith("。")


def _between_lines(row: Row, text: Sequence[Row], em: float) -> bool:
    """Whether a row has lines of running text at their pace both above and below, which no headline has."""
    few = len(row.text) < 5  # dirt beside a few letters makes more of their size
    if row.size > (2.5 if few else 2.0) * em:
        return False
    steps = [other.box.center[1] - row.box.center[1] for other in text if abs(other.box.left - row.box.left) < 3 * em]
    return any(-1.3 * em < step < -0.7 * em for step in steps) and any(0.7 * em < step < 1.3 * em for step in steps)


def evened(rows: list[Row], em: float) -> list[Row]:
    """Rows with the size of running text evened out over the lines right above and below in the same column.

    One line alone tells its size badly where strokes are ragged: a faint ascender makes it a sixth smaller. A line
    that keeps more distance, as a caption does, has a size of its own.
    """
    heights = [row.box.center[1] for row in rows]
    plain = Shelves(2 * em)
    for index, row in enumerate(rows):
        if row.size <= DISPLAY * em and not row.crossed:
            plain.put(index, heights[index], heights[index])
    done = []
    for index, row in enumerate(rows):
        if row.size > DISPLAY * em or row.crossed:
            done.append(row)
            continue
        height, left, right = heights[index], row.box.left, row.box.right
        near = [
            (abs(heights[other] - height), rows[other].size)
            for other in plain.near(height - 2.8 * em, height + 2.8 * em)
            if rows[other].box.left < right and rows[other].box.right > left and abs(heights[other] - height) < 2.8 * em
        ]
        sizes = [size for _, size in near if 0.5 * row.size < size < 2 * row.size]
        in_stride = sum(step < 1.5 * em and 0.5 * row.size < size < 2 * row.size for step, size in near) >= 2
        even = len(sizes) >= 3 and in_stride and not in_capitals(row.text)
        done.append(replace(row, size=median(sizes)) if even else row)
    return done


def _in_stride(a: Row, b: Row, em: float) -> bool:
    """Whether row `a` stands next to `b` at the pace of running text, flush with it and no wider."""
    step = abs(a.box.center[1] - b.box.center[1])
    left, right = abs(a.box.left - b.box.left) / em, abs(a.box.right - b.box.right) / em
    exact = max(left, right) < 0.3
    # type twice the size must fill the column exactly to pass for a line of it
    flush = min(left, right) < 0.6 if a.size < 2 * em else exact
    column = a.box.width < 1.3 * b.box.width and overlap_x(a.box, b.box) > 0.3 * min(a.box.width, b.box.width)
    # what is printed over a line makes it higher and moves its middle; a last short line may stand between two
    reach = _STRIDE if max(left, right) < 0.2 and a.size < 2 * em else 1.9 if exact else 1.55
    return 0.7 * em < step < reach * em and flush and column
