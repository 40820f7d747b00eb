"""Text blocks measured as a reader sees them: their column, their type, and how much they look like a heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log2

import numpy as np

from digitize.articles.fragments import Fragment, fragment_of
from digitize.articles.jumps import Jump, jump_in_text, parse_jump
from digitize.articles.labels import PageLabel
from digitize.articles.reading import ReadingPage, orientation_of, read_page, turned
from digitize.articles.row import Row, height_share, row_of
from digitize.articles.script import is_cjk
from digitize.articles.typesize import body_size
from digitize.geometry import overlap_x
from digitize.model import Box, Line, Orientation, Page, Zone

_ASCENDING = re.compile(r"[A-Z0-9bdfhijklt\u00c0-\u00de“”\"'‘’(!?$%&/]")
_DESCENDING = re.compile(r"[gjpqy,;()Q]")
_CREDIT = re.compile(r"^[(\[（].{1,40}[)\]）][.,。]?$")

_NO_HEADING = -5.0


@dataclass(frozen=True)
class Passage:
    """One block as it was given."""

    zone: Zone
    page: int
    """Index of its page in the issue."""
    fragment: Fragment
    """Its rows in the reading frame, with the edges of the column they stand in."""
    heading: float
    """Log-odds that it is a heading."""
    jump: Jump | None
    """What it says where it is a jump line and nothing else."""

    @property
    def box(self) -> Box:
        return self.fragment.box

    @property
    def is_heading(self) -> bool:
        return self.heading > 0

    @property
    def is_ornament(self) -> bool:
        """Whether it is a dash, a star or dirt, without a letter or digit."""
        return not any(character.isalnum() for character in self.fragment.text)

    @cached_property
    def leads_to(self) -> PageLabel | None:
        """The page that it names as the one to go on with, at its end."""
        return self._jump(onward=True)

    @cached_property
    def comes_from(self) -> PageLabel | None:
        """The page that it names as the one to come from, at its beginning."""
        return self._jump(onward=False)

    def _jump(self, *, onward: bool) -> PageLabel | None:
        text = self.fragment.rows[-1 if onward else 0].text
        jump = self.jump or parse_jump(text) or jump_in_text(text, onward=onward)
        return jump.page if jump is not None and jump.onward == onward else None


@dataclass(frozen=True)
class ZonedPage:
    """A page as its blocks tell it."""

    page: ReadingPage
    passages: tuple[Passage, ...]
    em: float
    """Size of running text in pixels."""


def measure(page: Page, index: int) -> ZonedPage:
    """Measure the blocks of a page; `index` is its place in the issue. Blocks without text are passed over."""
    orientation = orientation_of(page)
    zones, fragments = [], []
    reading = read_page(page)
    for zone in page.zones:
        rows = [_row(line, page, orientation) for line in zone.lines if line.text.strip()]
        if rows:
            zones.append(zone)
            fragments.append(fragment_of(rows, reading))
    em = body_size([row for fragment in fragments for row in fragment.rows], page.layout.text_height)
    fragments = _with_columns(fragments)
    jumps = [parse_jump(fragment.text) for fragment in fragments]
    headings = [
        _heading(fragment, *_neighbours(fragment, fragments), em) if jump is None else _NO_HEADING
        for fragment, jump in zip(fragments, jumps, strict=True)
    ]
    passages = (
        Passage(zone, index, fragment, heading, jump)
        for zone, fragment, heading, jump in zip(zones, fragments, headings, jumps, strict=True)
    )
    return ZonedPage(reading, tuple(passages), em)


def _row(line: Line, page: Page, orientation: Orientation) -> Row:
    """A line that is as high as its ink, as other programs have it, sized by the letters that stand in it."""
    row = row_of(line, turned(line.box, page, orientation), line.orientation is not orientation)
    return replace(row, size=row.size * height_share(line.text) / _ink_share(line.text))


def _ink_share(text: str) -> float:
    """Which part of its em the ink of a line is high."""
    if is_cjk(text) or not any(character.isalpha() for character in text):
        return height_share(text)
    return 0.53 + 0.2 * bool(_ASCENDING.search(text)) + 0.21 * bool(_DESCENDING.search(text))


def _with_columns(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Blocks of a few lines, which do not show where full lines end, take the edges of the nearest larger block."""
    columns = [fragment for fragment in fragments if len(fragment.rows) >= 4]
    done = []
    for fragment in fragments:
        near = [
            other
            for other in columns
            if overlap_x(other.box, fragment.box) > 0.5 * min(fragment.box.width, other.right - other.left)
        ]
        if len(fragment.rows) < 4 and near:
            column = min(near, key=lambda other: _gap(other.box, fragment.box))
            left, right = min(column.left, fragment.box.left), max(column.right, fragment.box.right)
            done.append(replace(fragment, left=left, right=right))
        else:
            done.append(fragment)
    return done


def _gap(a: Box, b: Box) -> float:
    """White space between two boxes, one above the other."""
    return max(0.0, a.top - b.bottom, b.top - a.bottom)


def _neighbours(fragment: Fragment, fragments: Sequence[Fragment]) -> tuple[Fragment | None, Fragment | None]:
    """The nearest blocks above and below in the same column."""
    column = [
        other
        for other in fragments
        if other is not fragment and overlap_x(other.box, fragment.box) > 0.4 * min(other.box.width, fragment.box.width)
    ]
    middle = fragment.box.center[1]
    above = max((other for other in column if other.box.center[1] < middle), key=lambda o: o.box.bottom, default=None)
    below = min((other for other in column if other.box.center[1] >= middle), key=lambda o: o.box.top, default=None)
    return above, below


def _heading(fragment: Fragment, above: Fragment | None, below: Fragment | None, em: float) -> float:
    """Log-odds that a block is a heading, from its type, its place in the column and its neighbours' text.

    The weights are judgements, as everywhere in this package: 1 makes it about three times as likely.
    """
    text = fragment.text.strip()
    letters = [character for character in text if character.isalpha()]
    if len(letters) < 2:
        return -1.0
    score = _by_type(fragment, letters, em) + _by_wording(text)
    first, last = fragment.rows[0].box, fragment.rows[-1].box
    before = min(first.left, last.left, fragment.box.left) - fragment.left
    behind = fragment.right - fragment.box.right
    nearer_below = _nearer_below(fragment, above, below, em)
    score += 0.8 * nearer_below
    if min(before, behind) > em and abs(before - behind) < 0.35 * (before + behind) + em:
        score += 1.2
    elif before < em and behind < 1.5 * em:
        score -= 0.8
    elif before > 3 * em and behind < 1.5 * em:
        # set to the right: a signature, unless it belongs to what is below
        score -= 0.3 if nearer_below > 0.2 else 2.0
    elif before < 1.5 * em and behind > 3 * em:
        score += 0.3
    if below is not None and len(below.rows) > 1 and below.starts_paragraph and fragment.open:
        score += 1.0
    if below is None:
        score -= 1.0
    if above is not None and len(above.rows) > 1 and above.open and above.last_row_full:
        score -= 1.0
    return score


def _by_type(fragment: Fragment, letters: Sequence[str], em: float) -> float:
    """Larger type, capitals and few lines make a heading."""
    rows = len(fragment.rows)
    score = -0.3 + 3.0 * log2(float(np.clip(fragment.em / em, 0.7, 2.5)))
    if sum(letter.isupper() for letter in letters) > 0.7 * len(letters):
        score += 1.8
    score += {1: 0.6, 2: 0.2, 3: -0.3}.get(rows, -1.0 - 0.4 * (rows - 3))
    return score - 1.5 if sum(2 if is_cjk(letter) else 1 for letter in letters) > 100 else score


def _by_wording(text: str) -> float:
    """What headings do not do: begin small, break off at a comma, stand in brackets as '(To be continued)'."""
    score = 0.0
    if text[0].islower():
        score -= 2.5
    if text.endswith((",", "-", ";", "，", "；", "、")):
        score -= 1.5
    if _CREDIT.match(text):
        score -= 2.5
    return score


def _nearer_below(fragment: Fragment, above: Fragment | None, below: Fragment | None, em: float) -> float:
    """How much closer a block stands to what is below than to what is above, in ems, -1 to 1."""
    if above is None or below is None:
        return 0.0
    difference = (fragment.box.top - above.box.bottom) - (below.box.top - fragment.box.bottom)
    return float(np.clip(difference / em, -1.0, 1.0))
