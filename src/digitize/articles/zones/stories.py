"""Stories in the streams of an issue: where one begins, and where it goes on in another stream."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from digitize.articles.labels import PageLabel
from digitize.articles.leaps import without_circles
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

    @property
    def page(self) -> int:
        """Index of its page in the issue."""
        return self.passages[0].page

    @cached_property
    def leads_to(self) -> PageLabel | None:
        """The page that a jump line at its end names."""
        return _last(self.passages).leads_to

    @cached_property
    def comes_from(self) -> PageLabel | None:
        """The page that a jump line in its first blocks names."""
        return next((passage.comes_from for passage in self.passages[:4] if passage.comes_from is not None), None)

    @property
    def text(self) -> tuple[Passage, ...]:
        """Its blocks that are neither heading nor jump line."""
        return tuple(passage for passage in self.passages if passage.jump is None and not passage.is_heading)


@dataclass(frozen=True)
class Continuation:
    """The section at index `after` goes on with the story of the one at index `before`."""

    before: int
    after: int
    score: float
    """Log-odds."""
    named: bool
    """Whether a jump line names the page."""


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
    """Whether a story begins with block `at` of a stream: at a heading that is not one of several or at a jump line."""
    passage, before = stream[at], stream[at - 1]
    over_all = at == 1 and before.is_ornament
    if _last(stream[:at]).leads_to is not None:
        return not passage.is_ornament
    if before.comes_from is not None and before.jump is not None:
        return False
    if passage.comes_from is not None:
        return not before.is_heading and not over_all
    if not passage.is_heading or before.is_heading or over_all:
        return False
    sure = passage.heading > 1.5 or (at + 1 < len(stream) and stream[at + 1].comes_from is not None)
    if at + 1 == len(stream) or _is_above_right(passage, stream[at + 1]):
        return sure  # a heading wants text, and below it rather than at the head of the next column
    goes_on = before.fragment.open and before.fragment.last_row_full
    below = passage.box.top > before.box.center[1] and passage.box.left < before.box.right
    return sure or below or not goes_on


def _last(passages: Sequence[Passage]) -> Passage:
    """The last block that is no ornament, or the last one where all are."""
    return next((passage for passage in reversed(passages) if not passage.is_ornament), passages[-1])


def _is_above_right(passage: Passage, after: Passage) -> bool:
    """Whether the block `after` stands at the head of the next column, and `passage` at the foot of its own."""
    return after.box.left > passage.box.right and after.box.bottom < passage.box.top


def continuations(sections: Sequence[Section], labels: Sequence[PageLabel]) -> tuple[Continuation, ...]:
    """Match the beginnings of streams that have no heading with the ends of earlier ones, best sum first.

    Sections at jump lines are matched with those of any other page. Nothing goes on with what it came from.
    `labels` are the issue's pages as they are printed.
    """
    sources = [index for index, section in enumerate(sections) if section.trails or section.leads_to]
    targets = [index for index, section in enumerate(sections) if _wants_beginning(section)]
    if not sources or not targets:
        return ()
    ends = [0, *accumulate(section.trails for section in sections)]
    scores = np.array([[_goes_on(sections, before, after, labels, ends) for after in targets] for before in sources])
    rows, columns = linear_sum_assignment(np.maximum(scores, 0.0), maximize=True)
    found = (
        Continuation(
            sources[row],
            targets[column],
            float(scores[row, column]),
            named=any(_named(sections[sources[row]], sections[targets[column]], labels)),
        )
        for row, column in zip(rows, columns, strict=True)
        if scores[row, column] > 0
    )
    return without_circles(sorted(found, key=lambda continuation: -continuation.score))


def _wants_beginning(section: Section) -> bool:
    first = next((passage for passage in section.passages if not passage.is_ornament), section.passages[0])
    return section.comes_from is not None or (section.leads and not first.is_heading)


def _goes_on(
    sections: Sequence[Section], before: int, after: int, labels: Sequence[PageLabel], ends: Sequence[int]
) -> float:
    """Log-odds that the story of one section goes on in another stream, later on the page or on the next one.

    `ends` are how many streams end before each section. Where a jump line tells the page, it may be any other one.
    """
    a, b = sections[before], sections[after]
    if a.leads_to is not None or b.comes_from is not None:
        return _by_jump_lines(a, b, labels)
    if before >= after:
        return -np.inf
    last, first = a.passages[-1], b.passages[0]
    if last.page == first.page:
        return flow(last, first) - 0.5 - 0.7 * (ends[after] - ends[before + 1])
    if first.page == last.page + 1:
        # a feuilleton goes on in the feuilleton
        return flow(last, first) + 1.0 + 1.5 * (1 - 3 * abs(a.place - b.place))
    return -np.inf


def _by_jump_lines(a: Section, b: Section, labels: Sequence[PageLabel]) -> float:
    """Log-odds that one section goes on in another on a different page where a jump line stands at one of them.

    Two that name each other outweigh any two pairs of which one jump line tells; between several such, the text does.
    """
    if a.page == b.page:
        return -np.inf
    named = _named(a, b, labels)
    score = -1.0 + sum(2.5 if right else -2.0 for right in named) + 3.0 * (sum(named) == 2)
    texts = a.text[-1:] + b.text[:1]
    return score + (0.3 * float(np.clip(flow(*texts), -3.0, 3.0)) if len(texts) == 2 else 0.0)


def _named(a: Section, b: Section, labels: Sequence[PageLabel]) -> list[bool]:
    """For each jump line at the end of one section and the beginning of another: whether it names the other's page."""
    said = ((a.leads_to, labels[b.page]), (b.comes_from, labels[a.page]))
    return [label.names(page) for label, page in said if label is not None]
