"""Units: rows that follow each other in one column and surely belong together, the atoms of articles.

A paragraph's part in one column is a unit, and so are the lines of a headline. Wherever an article might begin or
end, at an indent, after a line that ends short, at a rule or a change of type, one unit ends and another begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from digitize.articles.columns import Columns, columns_of, seen_below
from digitize.articles.fragments import frame_of
from digitize.articles.jumps import parse_jump
from digitize.articles.reading import ReadingPage
from digitize.articles.row import DISPLAY, Row
from digitize.articles.script import ends_sentence, is_cjk
from digitize.geometry import hull
from digitize.model import Box

_PITCH = 1.35
"""Distances between lines up to this many times the usual one are the usual one."""


@dataclass(frozen=True)
class Unit:
    """Rows of one unit, from top to bottom."""

    rows: tuple[Row, ...]
    box: Box
    """Hull of the rows, in the reading frame."""
    left: float
    right: float
    """Edges of the column it stands in: where full lines begin and end."""
    size: float
    """Median size of its type, in pixels."""
    frame: int
    """Index of the frame it stands in, -1 for none."""

    @property
    def crossed(self) -> bool:
        return self.rows[0].crossed

    @cached_property
    def text(self) -> str:
        return " ".join(row.text for row in self.rows)


@dataclass(frozen=True)
class UnitPage:
    """A page as units, and how they stand to each other."""

    page: ReadingPage
    units: tuple[Unit, ...]
    below: tuple[tuple[int, ...], ...]
    """For every unit those that can be seen right below it, from left to right."""

    @cached_property
    def above(self) -> tuple[tuple[int, ...], ...]:
        """For every unit those that it can be seen below."""
        found: list[list[int]] = [[] for _ in self.units]
        for upper, lowers in enumerate(self.below):
            for lower in lowers:
                found[lower].append(upper)
        return tuple(map(tuple, found))


def make_units(page: ReadingPage) -> UnitPage:
    """Stack the rows of a page to units."""
    columns = columns_of(page.rows, page.em)
    seen = seen_below(columns, page.em)
    frames = [frame_of(row.box, page.frames) for row in page.rows]
    follower = _followers(page, columns, seen, frames)
    heads = sorted(set(range(len(page.rows))) - set(follower.values()), key=lambda i: (page.rows[i].box.top, i))
    chains = [_chain(head, follower) for head in heads]
    units = tuple(_unit([page.rows[i] for i in chain], chain, columns, frames[chain[0]]) for chain in chains)
    place = {row: index for index, chain in enumerate(chains) for row in chain}
    below = tuple(_others(index, chain, seen, place) for index, chain in enumerate(chains))
    return UnitPage(page, units, below)


def _others(index: int, chain: Sequence[int], seen: Sequence[Sequence[int]], place: dict[int, int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(place[row] for each in chain for row in seen[each] if place[row] != index))


def _chain(head: int, follower: dict[int, int]) -> list[int]:
    chain = [head]
    while chain[-1] in follower:
        chain.append(follower[chain[-1]])
    return chain


def _unit(rows: Sequence[Row], indices: Sequence[int], columns: Columns, frame: int) -> Unit:
    where = np.array(indices)
    return Unit(
        tuple(rows),
        hull(row.box for row in rows),
        float(np.median(columns.edge_left[where])),
        float(np.median(columns.edge_right[where])),
        float(np.median(columns.size[where])),
        frame,
    )


def _followers(
    page: ReadingPage, columns: Columns, seen: Sequence[Sequence[int]], frames: Sequence[int]
) -> dict[int, int]:
    """For rows that surely go on in the row below, that row."""
    sees: dict[int, list[int]] = {}
    for upper, lowers in enumerate(seen):
        for lower in lowers:
            sees.setdefault(lower, []).append(upper)
    pitch = _pitch(columns, seen, page.em)
    jumps = {index for index, row in enumerate(page.rows) if parse_jump(row.text)}
    return {
        upper: lowers[0]
        for upper, lowers in enumerate(seen)
        if len(lowers) == 1
        and sees[lowers[0]] == [upper]
        and frames[upper] == frames[lowers[0]]
        and jumps.isdisjoint((upper, lowers[0]))
        and _goes_on(upper, lowers[0], page, columns, pitch)
    }


def _pitch(columns: Columns, seen: Sequence[Sequence[int]], em: float) -> float:
    """Usual distance from a line to the next, in sizes of type."""
    middle = columns.middle
    steps = [
        (middle[lowers[0]] - middle[upper]) / columns.size[upper]
        for upper, lowers in enumerate(seen)
        if len(lowers) == 1 and columns.size[upper] < DISPLAY * em and columns.size[lowers[0]] < DISPLAY * em
    ]
    close = [step for step in steps if step < 2.5]
    return float(np.median(close)) if close else 1.3


def _goes_on(upper: int, lower: int, page: ReadingPage, columns: Columns, pitch: float) -> bool:
    a, b, em = page.rows[upper], page.rows[lower], page.em
    few = min(len(a.text), len(b.text)) < 5
    large, small = max(a.size, b.size), min(a.size, b.size)
    if a.crossed or b.crossed or large > (1.5 if few else 1.2) * small + 0.05 * em:
        return False
    if b.box.center[1] - a.box.center[1] > _PITCH * max(pitch, 1.1) * max(a.size, b.size, em):
        return False
    if page.parts(a.box, b.box):
        return False
    if large > DISPLAY * em:
        return small > 0.9 * DISPLAY * em and large < 1.12 * small and _aligned(a.box, b.box, em)
    return not _breaks(upper, lower, page, columns)


def _aligned(a: Box, b: Box, em: float) -> bool:
    return abs(a.left - b.left) < 0.6 * em or abs(a.center[0] - b.center[0]) < em


def _breaks(upper: int, lower: int, page: ReadingPage, columns: Columns) -> bool:
    """Whether a paragraph, a crosshead or another measure may begin with the lower of two rows of running text."""
    a, b, em = page.rows[upper], page.rows[lower], page.em
    cjk = is_cjk(a.text) or is_cjk(b.text)
    inset_a, inset_b = a.box.left - columns.edge_left[upper], b.box.left - columns.edge_left[lower]
    spare_a, spare_b = columns.edge_right[upper] - a.box.right, columns.edge_right[lower] - b.box.right
    if inset_b > (0.9 if cjk else 0.4) * em and inset_b > inset_a - 0.3 * em:
        return True
    if spare_a > 1.5 * em and ends_sentence(a.text):
        return True
    if min(inset_a, spare_a) > 1.2 * em or min(inset_b, spare_b) > 1.2 * em:
        return True
    return bool(spare_a > 4 * em and spare_b < 2 * em and columns.edge_right[lower] > a.box.right)
