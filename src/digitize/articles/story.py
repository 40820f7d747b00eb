"""Stories as they stand on a page, whatever way they were found: pieces with roles, in the order of reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from digitize.articles.jumps import Jump
from digitize.articles.labels import PageLabel
from digitize.articles.row import Row
from digitize.articles.script import ends_sentence
from digitize.geometry import hull
from digitize.model import Box, JoinKind, Page, Role


class Kind(StrEnum):
    """What the pieces of a story are together."""

    ARTICLE = "article"
    ADVERTISEMENT = "advertisement"
    FURNITURE = "furniture"
    """What belongs to the paper itself and to no article: masthead, folio, labels, imprint; and noise."""


@dataclass(frozen=True, slots=True)
class Link:
    """A piece goes on where the one before it ended."""

    kind: JoinKind
    probability: float
    reason: str


@dataclass(frozen=True)
class Piece:
    """Rows of one role that follow each other in one column: a paragraph's part, a headline, a caption."""

    rows: tuple[Row, ...]
    role: Role
    begins: bool = True
    """Whether a paragraph begins here; False where it goes on with the last one of the story."""
    link: Link | None = None
    """How it was come to from the piece of text before it, where a column or more lay between."""

    @cached_property
    def box(self) -> Box:
        """In the reading frame."""
        return hull(row.box for row in self.rows)

    @property
    def open(self) -> bool:
        """Whether its text plainly goes on."""
        return not ends_sentence(self.rows[-1].text)


@dataclass(frozen=True)
class Story:
    """The part of an article that stands on one page, or an advertisement, or a piece of furniture."""

    pieces: tuple[Piece, ...]
    kind: Kind = Kind.ARTICLE
    certainty: float | None = None
    """Probability that nothing lacks of it on its page and nothing else is in it; None where it was not estimated."""
    jump_in: Jump | None = None
    jump_out: Jump | None = None

    @property
    def text(self) -> tuple[Piece, ...]:
        """Its running text."""
        return tuple(piece for piece in self.pieces if piece.role is Role.BODY)

    @property
    def has_head(self) -> bool:
        return any(piece.role is Role.HEADLINE for piece in self.pieces)


@dataclass(frozen=True)
class PageStories:
    """All that stands on one page, in the order of reading."""

    page: Page
    label: PageLabel
    """What is printed as the page's number, or the position in the issue where none is printed."""
    stories: tuple[Story, ...]


def furniture(pieces: Sequence[Piece]) -> Story:
    """A piece of furniture."""
    return Story(tuple(pieces), Kind.FURNITURE)
