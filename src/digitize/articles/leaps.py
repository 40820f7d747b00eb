"""What scans and blocks of another program share where stories go on elsewhere: no circles, and notes on what lacks."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from digitize.articles.labels import PageLabel


class _Leap(Protocol):
    @property
    def before(self) -> Hashable: ...
    @property
    def after(self) -> Hashable: ...


Leap = TypeVar("Leap", bound=_Leap)


def without_circles(leaps: Iterable[Leap]) -> tuple[Leap, ...]:
    """Of the leaps from part to part, given surest first, those that do not lead back to where they came from.

    At most one leaps from each part, and at most one to each.
    """
    kept: dict[Hashable, Leap] = {}
    for leap in leaps:
        end = leap.after
        while end in kept:
            end = kept[end].after
        if end != leap.before:
            kept[leap.before] = leap
    return tuple(kept.values())


def missing(to: PageLabel | None, origin: PageLabel | None, issue: Sequence[PageLabel]) -> Iterator[str]:
    """Sentences on what jump lines promise and was not found: `to` where a story goes on, `origin` where it began.

    `issue` are the pages that there are.
    """
    if to is not None:
        there = any(to.names(page) for page in issue)
        fault = "but its continuation was not found there" if there else "which was not found in this issue"
        yield f"Goes on on page {to}, {fault}."
    if origin is not None:
        there = any(origin.names(page) for page in issue)
        fault = "but its earlier part was not found there" if there else "whose part was not found in this issue"
        yield f"Goes on from page {origin}, {fault}."
