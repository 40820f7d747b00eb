"""Pieces of one printed line, as a recognizer leaves them, put together again to whole rows."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitize.articles.row import DISPLAY, Row, edges_of, merged
from digitize.articles.script import is_cjk
from digitize.articles.shelves import Shelves
from digitize.geometry import hull, overlap_x, overlap_y
from digitize.model import Box

_WORD_SPACE = 0.5
"""White space in large type, in parts of its size, up to which it may stand between words."""


def whole_rows(
    rows: Sequence[Row], parting: Sequence[Box], gutters: Sequence[Box], walls: Sequence[Box], em: float
) -> list[Row]:
    """The rows of a page with pieces of one line put together, from top to bottom.

    Nothing goes over a rule, of which `walls` are as printed and `parting` as far as they keep text apart; only large
    type goes over one of `gutters`.
    """
    return _across_gutters(_joined(rows, (*parting, *_sure(gutters, em)), em), walls, em)


def _sure(gutters: Sequence[Box], em: float) -> list[Box]:
    """Gutters that are tall or prolong a tall one; others may be rivers, and the rows' edges tell better."""
    tall = [box for box in gutters if box.height > 8 * em]
    return [box for box in gutters if any(_prolongs(box, other, em) for other in tall)]


def _prolongs(box: Box, other: Box, em: float) -> bool:
    distance = max(box.top - other.bottom, other.top - box.bottom)
    return abs(box.center[0] - other.center[0]) < 0.6 * em and distance < 6 * em


def _joined(rows: Sequence[Row], walls: Sequence[Box], em: float) -> list[Row]:
    """Rows with pieces of the same printed line put together: level, of one size, no column edge between."""
    done = _Pieces(walls, em)
    edges = edges_of([row.box for row in rows])
    doubtful = []
    for row in sorted(rows, key=lambda row: row.box.left):
        partner = done.partner(row)
        column = partner is not None and _begins_column(partner, row, edges, em)
        if partner is None or (row.size < DISPLAY * em and (column or _lined_up(row, edges, em))):
            doubtful += [row] if partner is not None and not column else []
            done.add(row)
        else:
            done.remove(partner)
            done.add(merged(partner, row))
    _span(done, doubtful)
    return sorted(done.rows, key=lambda row: (row.box.top, row.box.left))


class _Pieces:
    """Rows that are put together, in the order they were."""

    def __init__(self, walls: Sequence[Box], em: float) -> None:
        self._walls = walls
        self._em = em
        self._rows: list[Row] = []
        self._gone: set[int] = set()
        """Identities of rows that are part of others now; all stay in the list."""
        self._shelves = Shelves(em)

    @property
    def rows(self) -> list[Row]:
        return [row for row in self._rows if id(row) not in self._gone]

    def add(self, row: Row) -> None:
        self._shelves.put(len(self._rows), row.box.top, row.box.bottom)
        self._rows.append(row)

    def remove(self, row: Row) -> None:
        self._gone.add(id(row))

    def _near(self, top: float, bottom: float) -> list[Row]:
        rows = (self._rows[number] for number in self._shelves.near(top, bottom))
        return [row for row in rows if id(row) not in self._gone]

    def partner(self, row: Row) -> Row | None:
        """The piece that stands before `row` in its line; the last one of several."""
        if row.crossed:
            return None
        for other in reversed(self._near(row.box.top, row.box.bottom)):
            if other is not row and _same_line(other, row, self._walls, self._em):
                return other
        return None

    def like(self, box: Box) -> bool:
        """Whether a row right above or below begins and ends where `box` does."""
        em = self._em
        return any(
            abs(row.box.left - box.left) < 0.6 * em
            and abs(row.box.right - box.right) < 0.6 * em
            and abs(row.box.top - box.top) < 2.2 * em
            for row in self._near(box.top - 2.2 * em, box.top + 2.2 * em)
        )


def _span(pieces: _Pieces, doubtful: list[Row]) -> None:
    """Put together what may begin a column, where a line right above or below goes across both pieces.

    Each whole line tells of the next one.
    """
    changed = True
    while changed:
        changed = False
        for row in list(doubtful):
            partner = pieces.partner(row)
            if partner is not None and pieces.like(hull((partner.box, row.box))):
                pieces.remove(partner)
                pieces.remove(row)
                pieces.add(merged(partner, row))
                doubtful.remove(row)
                changed = True


def _across_gutters(rows: list[Row], walls: Sequence[Box], em: float) -> list[Row]:
    """Put together headlines with a space between words that happens to stand over the gutter of their columns."""
    pieces = _Pieces(walls, em)
    for row in rows:
        pieces.add(row)
    large = [row for row in rows if row.size > DISPLAY * em and not is_cjk(row.text)]
    for row in sorted(large, key=lambda row: row.box.left):
        partner = pieces.partner(row)
        if partner is None or partner.size < DISPLAY * em or is_cjk(partner.text):
            continue
        whole = merged(partner, row)
        tight = row.box.left - partner.box.right < _WORD_SPACE * min(partner.size, row.size)
        if tight and not _heads_a_story(row, whole, pieces.rows, em):
            pieces.remove(partner)
            pieces.remove(row)
            pieces.add(whole)
    return sorted(pieces.rows, key=lambda row: (row.box.top, row.box.left))


def _heads_a_story(head: Row, whole: Row, rows: Sequence[Row], em: float) -> bool:
    """Whether a piece of the `whole` line of large type has a second line of its own or a story under its start."""
    start = head.box.left + 0.5 * em
    under = [
        row for row in rows if row.box.top > head.box.center[1] and row.box.left - 1.5 * em < start < row.box.right
    ]
    below = sorted(under, key=lambda row: row.box.top)[:5]
    if not below or below[0].box.top > head.box.bottom + 3 * em:
        return False
    first = below[0]
    if first.size > DISPLAY * em:
        middle = abs(first.box.center[0] - whole.box.center[0]) < abs(first.box.center[0] - head.box.center[0])
        return first.box.left > start - em and not middle
    return first.box.left > min(row.box.left for row in below) + 0.5 * em


def _lined_up(row: Row, edges: NDArray[np.float64], em: float) -> bool:
    """Whether several rows near by begin at the same place across the page: the left edge of a column."""
    return _beginning(row.box.left - 0.35 * em, row, edges, em) > 4


def _begins_column(piece: Row, row: Row, edges: NDArray[np.float64], em: float) -> bool:
    """Whether so many rows near by begin between the end of a `piece` and a long row, that a column stands there."""
    return row.box.width > 6 * em and _beginning(piece.box.right - 0.35 * em, row, edges, em) > 8


def _beginning(start: float, row: Row, edges: NDArray[np.float64], em: float) -> int:
    """How many rows near a row begin between `start` and its own beginning."""
    level = (edges[:, 0] > start) & (edges[:, 0] < row.box.left + 0.35 * em)
    return int(np.count_nonzero(level & (np.abs(edges[:, 1] - row.box.top) < 15 * em)))


def _same_line(left: Row, right: Row, walls: Sequence[Box], em: float) -> bool:
    gap = right.box.left - left.box.right
    display = min(left.size, right.size) > DISPLAY * em
    if left.crossed or not -0.5 * em < gap < (1.6 * min(left.size, right.size) if display else 4 * em):
        return False
    if overlap_y(left.box, right.box) < 0.6 * min(left.box.height, right.box.height):
        return False
    few = min(len(left.text), len(right.text)) < 3  # too few letters to tell their size
    if max(left.size, right.size) > (1.8 if few else 1.35) * min(left.size, right.size):
        return False
    between = Box(left.box.right - 0.3 * em, left.box.top, right.box.left + 0.3 * em, left.box.bottom)
    return not any(overlap_x(wall, between) > 0 and overlap_y(wall, between) > 0.5 * between.height for wall in walls)
