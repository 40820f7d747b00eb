"""Text blocks of an issue: every row of every page in one block, page by page in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass

from digitize.articles.story import PageStories, Piece
from digitize.geometry import hull
from digitize.model import Block


@dataclass(frozen=True, slots=True)
class SetPiece:
    """A piece of a story and the block it became."""

    piece: Piece
    block: Block


def page_blocks(page: PageStories) -> tuple[tuple[SetPiece, ...], ...]:
    """The blocks of each story of a page; their ids number them in reading order."""
    count = 0
    stories = []
    for story in page.stories:
        stories.append(tuple(_set(piece, page.page.number, count + n) for n, piece in enumerate(story.pieces, 1)))
        count += len(story.pieces)
    return tuple(stories)


def _set(piece: Piece, page: int, number: int) -> SetPiece:
    lines = tuple(line for row in piece.rows for line in row.lines)
    box = hull(line.box for line in lines)
    return SetPiece(piece, Block(f"p{page:04d}_b{number:04d}", page, piece.role, lines, box))


def blocks_of(stories: Sequence[Sequence[SetPiece]]) -> tuple[Block, ...]:
    """All blocks of a page, in their order."""
    return tuple(part.block for story in stories for part in story)
