"""Stories that go on over pages."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from digitize.articles.leaps import without_circles
from digitize.articles.story import Kind, PageStories, Story

_UNLIKELY = -1e6


@dataclass(frozen=True, slots=True)
class Place:
    """A story by where it stands: index of the page, index of the story on it."""

    page: int
    story: int


@dataclass(frozen=True, slots=True)
class Continuation:
    """The story at `after` goes on with the one at `before`."""

    before: Place
    after: Place
    confidence: float


def continuations(pages: Sequence[PageStories]) -> tuple[Continuation, ...]:
    """Match 'continued on' with 'continued from', best sum first; a lone half finds a headless partner."""
    places = [Place(p, s) for p, page in enumerate(pages) for s in range(len(page.stories))]
    sources = [place for place in places if _story(pages, place).jump_out is not None]
    targets = [place for place in places if _may_go_on(_story(pages, place))]
    if not sources or not targets:
        return ()
    scores = np.array([[_score(pages, before, after) for after in targets] for before in sources])
    rows, columns = linear_sum_assignment(scores, maximize=True)
    found = (
        Continuation(sources[row], targets[column], float(1 / (1 + np.exp(-scores[row, column]))))
        for row, column in zip(rows, columns, strict=True)
        if scores[row, column] > 0
    )
    return without_circles(sorted(found, key=lambda continuation: -continuation.confidence))


def _story(pages: Sequence[PageStories], place: Place) -> Story:
    return pages[place.page].stories[place.story]


def _may_go_on(story: Story) -> bool:
    return story.jump_in is not None or (story.kind is Kind.ARTICLE and bool(story.text) and not story.has_head)


def _score(pages: Sequence[PageStories], before: Place, after: Place) -> float:
    """Log-odds that one story goes on in another on a different page."""
    source, target = _story(pages, before), _story(pages, after)
    if before.page == after.page or source.jump_out is None:
        return _UNLIKELY
    score = -1.0
    score += 2.5 if source.jump_out.page.names(pages[after.page].label) else -2.0
    if target.jump_in is not None:
        score += 2.5 if target.jump_in.page.names(pages[before.page].label) else -1.0
    if source.text and target.text:
        flows = source.text[-1].open and not target.text[0].begins
        score += 1.5 if flows else 0.0
    return score
