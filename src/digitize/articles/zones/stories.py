"""Stories in the streams of an issue: where one begins, and where it goes on in another stream."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from digitize.articles.jumps import parse_jump
from digitize.articles.zones.passages import Passage, ZonedPage
from digitize.articles.zones.streams import flow, streams_of


@dataclass(frozen=True)
class Section:
    """Successive blocks of one stream that belong to one article."""

    passages: tuple[Passage, ...]
    place: float
    """Height of the stream's middle on its page, 0 at the top and 1 at the foot."""
    leads: bool
    """First in its stream."""
    trails: bool
    """Last in its stream."""


@dataclass(frozen=True)
class Continuation:
    """The section at index `after` goes on with the story of the one at index `before`."""

    before: int
    after: int
    score: float
    """Log-odds."""


def sections_of(page: ZonedPage, passages: Sequence[Passage]) -> list[Section]:
    """Cut the streams of `passages`, all of `page`, at their headings."""
    foot = max([1.0, *(passage.box.bottom for passage in passages)])  # blocks may stand above the page
    sections = []
    for stream in streams_of(passages, page.em):
        starts = [0, *(at for at in range(1, len(stream)) if _begins(stream, at)), len(stream)]
        place = (min(p.box.top for p in stream) + max(p.box.bottom for p in stream)) / 2 / foot
        sections += [
            Section(stream[first:end], place, leads=first == 0, trails=end == len(stream))
            for first, end in pairwise(starts)
        ]
    return sections


def _begins(stream: Sequence[Passage], at: int) -> bool:
    """Whether a story begins with block `at` of a stream: at a heading that is not one of several."""
    passage, before = stream[at], stream[at - 1]
    over_all = at == 1 and before.is_ornament
    if not passage.is_heading or before.is_heading or over_all:
        return False
    sure = passage.heading > 1.5
    if at + 1 == len(stream) or _is_above_right(passage, stream[at + 1]):
        return sure  # a heading wants text, and below it rather than at the head of the next column
    goes_on = before.fragment.open and before.fragment.last_row_full
    below = passage.box.top > before.box.center[1] and passage.box.left < before.box.right
    return sure or below or not goes_on


def _is_above_right(passage: Passage, after: Passage) -> bool:
    """Whether the block `after` stands at the head of the next column, and `passage` at the foot of its own."""
    return after.box.left > passage.box.right and after.box.bottom < passage.box.top


def continuations(sections: Sequence[Section], numbers: Sequence[int]) -> list[Continuation]:
    """Match the beginnings of streams that have no heading with the ends of earlier ones, best sum first.

    `numbers` are the printed numbers of the issue's pages.
    """
    sources = [index for index, section in enumerate(sections) if section.trails or _jump(section, onward=True)]
    targets = [index for index, section in enumerate(sections) if _wants_beginning(section)]
    if not sources or not targets:
        return []
    scores = np.array([[_goes_on(sections, before, after, numbers) for after in targets] for before in sources])
    rows, columns = linear_sum_assignment(np.maximum(scores, 0.0), maximize=True)
    return [
        Continuation(sources[row], targets[column], float(scores[row, column]))
        for row, column in zip(rows, columns, strict=True)
        if scores[row, column] > 0
    ]


def _wants_beginning(section: Section) -> bool:
    return _jump(section, onward=False) is not None or (section.leads and not section.passages[0].is_heading)


def _jump(section: Section, *, onward: bool) -> int | None:
    """The page that a jump line at the section's end (or in its first blocks) names."""
    passages = section.passages[-1:] if onward else section.passages[:3]
    for passage in passages:
        row = passage.fragment.rows[-1 if onward else 0]
        jump = parse_jump(row.text)
        if jump is not None and jump.onward == onward:
            return jump.page
    return None


def _goes_on(sections: Sequence[Section], before: int, after: int, numbers: Sequence[int]) -> float:
    """Log-odds that the story of one section goes on in another stream, later on the page or on the next one."""
    a, b = sections[before], sections[after]
    last, first = a.passages[-1], b.passages[0]
    if before >= after:
        return -np.inf
    leads_to, comes_from = _jump(a, onward=True), _jump(b, onward=False)
    score = flow(last, first) if comes_from is None else 0.0
    if leads_to is not None or comes_from is not None:
        agree = (leads_to == numbers[first.page]) + (comes_from == numbers[last.page])
        return 2.5 * agree - 1.0 if last.page != first.page else -np.inf
    if last.page == first.page:
        return score - 0.5 - 0.7 * _streams_between(sections, before, after)
    if first.page == last.page + 1:
        # a feuilleton goes on in the feuilleton
        return score + 1.0 + 1.5 * (1 - 3 * abs(a.place - b.place))
    return -np.inf


def _streams_between(sections: Sequence[Section], before: int, after: int) -> int:
    return sum(section.trails for section in sections[before + 1 : after])
