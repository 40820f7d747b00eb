"""What a downstream reader gets of an issue: pages, lines in reading order, articles."""

from collections.abc import Mapping
from dataclasses import dataclass

from digitize.model import Point


@dataclass(frozen=True, slots=True)
class OutputPage:
    """A page as METS and ALTO name it."""

    names: frozenset[str]
    """Names, without folder and suffix, of the page's files: scan, ALTO and whatever else belongs to it."""
    width: float
    height: float
    """Size in the units of its ALTO file, pixels of the scan as a rule."""


@dataclass(frozen=True, slots=True)
class OutputLine:
    """A TextLine of ALTO."""

    text: str
    outline: tuple[Point, ...]
    """Corners in the units of its page; empty where the file tells no position."""
    page: int
    """Index of its page in the output."""
    block: int
    """Index of its TextBlock in the output."""
    article: int | None
    """Index of the article that holds it; None where none does."""

    @property
    def center(self) -> Point:
        xs, ys = zip(*self.outline, strict=True)
        return (sum(xs) / len(xs), sum(ys) / len(ys))

    @property
    def width(self) -> float:
        """Of the upright box around its outline."""
        xs = [x for x, _ in self.outline]
        return max(xs) - min(xs)


@dataclass(frozen=True, slots=True)
class OutputBlock:
    """A TextBlock of ALTO."""

    id: str
    page: int
    place: int
    """Its position among the TextBlocks of its page, in the order of the ALTO file, from 0."""
    article: int | None


@dataclass(frozen=True, slots=True)
class ArticleDetails:
    """What this program tells of an article beyond METS and ALTO."""

    head: str
    """Text of its kicker, headline and subtitle, one after the other."""
    doubtful: bool
    """Whether its extent or one of its joins is doubtful, or a note warns of it."""
    furniture: bool
    """Whether all of it is called advertisement, masthead, folio, label or imprint, so that it is no article."""


@dataclass(frozen=True, slots=True)
class Output:
    """A digitized issue, by whatever program."""

    name: str
    pages: tuple[OutputPage, ...]
    articles: tuple[str, ...]
    """Ids of the articles in METS."""
    blocks: tuple[OutputBlock, ...]
    """In reading order: article by article, then those that no article holds."""
    lines: tuple[OutputLine, ...]
    """In the order of `blocks`."""
    details: Mapping[int, ArticleDetails] | None = None
    """By index of the article; None where there is nothing but METS and ALTO."""
