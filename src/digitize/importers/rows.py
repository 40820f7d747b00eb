"""Rows of print that a file has mixed into one line."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from digitize.geometry import overlap_x
from digitize.model import Box, Word


def level(box: Box) -> float:
    """Height on the page at which the middle of a box stands."""
    return box.center[1]


def unmixed(words: Sequence[Word]) -> list[list[Word]]:
    """The words of a horizontal line as the rows they stand in, from top to bottom; one row in most files.

    A row may rise and fall over its length, so words are compared with their neighbours only: stretches of words that
    follow each other in the file without a break are put together where one ends at the height the other begins.
    """
    height = median(word.quad.box.height for word in words)
    rows: list[list[Word]] = []
    for stretch in sorted(_stretches(words, height), key=len, reverse=True):
        near = (index for index, row in enumerate(rows) if _near(row, stretch, height))
        away, index = min(((_apart(rows[index], stretch), index) for index in near), default=(height, -1))
        # commas, dashes and quotation marks stand lower or higher than the letters of their row
        marks = all(word.quad.box.height < 0.5 * height for word in stretch)
        if away < (1.0 if marks else 0.5) * height:
            rows[index] = _put_together(rows[index], stretch)
        else:
            rows.append(stretch)
    return sorted(rows, key=lambda row: median(level(word.quad.box) for word in row))


def _stretches(words: Sequence[Word], height: float) -> Iterator[list[Word]]:
    """Words cut where the file steps to another row: back, or by more than the height of a word up or down."""
    stretch = [words[0]]
    for before, after in pairwise(words):
        a, b = before.quad.box, after.quad.box
        step = abs(level(b) - level(a))
        back = b.center[0] < a.center[0]
        if step > 0.7 * max(height, a.height, b.height) or (back and step > 0.3 * height):
            yield stretch
            stretch = []
        stretch.append(after)
    yield stretch


def _near(row: Sequence[Word], stretch: Sequence[Word], height: float) -> bool:
    """Whether a row and a stretch come closer than `height` anywhere; quickly told, for whole pages in one line."""
    a, b = ([level(word.quad.box) for word in words] for words in (row, stretch))
    return min(a) - max(b) < height and min(b) - max(a) < height


def _apart(row: Sequence[Word], stretch: Sequence[Word]) -> float:
    """Difference in height between a row and a stretch where they come closest; infinite where they collide."""
    if any(
        overlap_x(a.quad.box, b.quad.box) > 0.5 * min(a.quad.box.width, b.quad.box.width) for a in row for b in stretch
    ):
        return float("inf")
    a, b = min(
        ((a.quad.box, b.quad.box) for a in row for b in (stretch[0], stretch[-1])),
        key=lambda pair: max(pair[0].left - pair[1].right, pair[1].left - pair[0].right),
    )
    return abs(level(a) - level(b))


def _put_together(row: Sequence[Word], stretch: Sequence[Word]) -> list[Word]:
    """A row with a stretch at its place from left to right, neither's own order changed."""
    at = next((n for n, word in enumerate(row) if word.quad.box.left > stretch[0].quad.box.left), len(row))
    return [*row[:at], *stretch, *row[at:]]
