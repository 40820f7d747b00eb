"""Stories in the streams of an issue: where one begins, and where it goes on in another stream."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from digitize.articles.jumps import jump_in_text, parse_jump
from digitize.articles.labels import PageLabel
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

    @cached_property
    def leads_to(self) -> PageLabel | None:
        """The page that a jump line at its end names."""
        return _jump(self.passages[-1:], onward=True)

    @cached_property
    def comes_from(self) -> PageLabel | None:
        """The page that a jump line in its first blocks names."""
        return _jump(self.passages[:3], onward=False)


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


def continuations(sections: Sequence[Section], labels: Sequence[PageLabel]) -> list[Continuation]:
    """Match the beginnings of streams that have no heading with the ends of earlier ones, best sum first.

    `labels` are the issue's pages as they are printed.
    """
    sources = [index for index, section in enumerate(sections) if section.trails or section.leads_to]
    targets = [index for index, section in enumerate(sections) if _wants_beginning(section)]
    if not sources or not targets:
        return []
    ends = [0, *accumulate(section.trails for section in sections)]
    scores = np.array([[_goes_on(sections, before, after, labels, ends) for after in targets] for before in sources])
    rows, columns = linear_sum_assignment(np.maximum(scores, 0.0), maximize=True)
    return [
        Continuation(sources[row], targets[column], float(scores[row, column]))
        for row, column in zip(rows, columns, strict=True)
        if scores[row, column] > 0
    ]


def _wants_beginning(section: Section) -> bool:
    return section.comes_from is not None or (section.leads and not section.passages[0].is_heading)


def _jump(passages: Sequence[Passage], *, onward: bool) -> PageLabel | None:
    """The page that a jump line among some blocks names."""
    for passage in passages:
        row = passage.fragment.rows[-1 if onward else 0]
        jump = parse_jump(row.text) or jump_in_text(row.text, onward=onward)
        if jump is not None and jump.onward == onward:
            return jump.page
    return None


def _goes_on(
    sections: Sequence[Section], before: int, after: int, labels: Sequence[PageLabel], ends: Sequence[int]
) -> float:
    """Log-odds that the story of one section goes on in another stream, later on the page or on the next one.

    `ends` are how many streams end before each section.
    """
    a, b = sections[before], sections[after]
    last, first = a.passages[-1], b.passages[0]
    if before >= after:
        return -np.inf
    if a.leads_to is not None or b.comes_from is not None:
        agree = sum(
            named is not None and named.names(labels[page])
            for named, page in ((a.leads_to, first.page), (b.comes_from, last.page))
        )
        return 2.5 * agree - 1.0 if last.page != first.page else -np.inf
    if last.page == first.page:
        return flow(last, first) - 0.5 - 0.7 * (ends[after] - ends[before + 1])
    if first.page == last.page + 1:
        # a feuilleton goes on in the feuilleton
        return flow(last, first) + 1.0 + 1.5 * (1 - 3 * abs(a.place - b.place))
    return -np.inf
