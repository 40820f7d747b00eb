"""Text blocks of an issue: every row of every page in one block, page by page in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass

from digitize.articles.page import JumpLine, PageStories, Story
from digitize.articles.paragraphs import Piece, pieces_of
from digitize.articles.roles import is_byline
from digitize.articles.row import Row
from digitize.geometry import hull
from digitize.model import Block, Role


@dataclass(frozen=True, slots=True)
class SetPiece:
    """A piece of running text and the block it became."""

    piece: Piece
    block: Block


@dataclass(frozen=True, slots=True)
class StoryBlocks:
    """The blocks of one story, in reading order: what stands before its text, the text, what stands after."""

    before: tuple[Block, ...]
    text: tuple[SetPiece, ...]
    after: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class PageBlocks:
    """The blocks of one page."""

    loose: tuple[Block, ...]
    """Of no article: folio, and jump lines that stand by themselves."""
    stories: tuple[StoryBlocks, ...]

    @property
    def all(self) -> tuple[Block, ...]:
        found = list(self.loose)
        for story in self.stories:
            found += [*story.before, *(piece.block for piece in story.text), *story.after]
        return tuple(found)


def page_blocks(page: PageStories) -> PageBlocks:
    """Make the blocks of a page; their ids number them in reading order."""
    setter = _Setter(page.page.page.number)
    loose = [setter.block(Role.FOLIO, [row]) for row in page.folio]
    loose += [setter.block(Role.JUMP, [row]) for row in page.loose]
    return PageBlocks(tuple(loose), tuple(_story_blocks(story, setter) for story in page.stories))


@dataclass(slots=True)
class _Setter:
    """Numbers the blocks of a page; lives for one call of `page_blocks`."""

    page: int
    count: int = 0

    def block(self, role: Role, rows: Sequence[Row]) -> Block:
        self.count += 1
        lines = tuple(line for row in rows for line in row.lines)
        box = hull(line.box for line in lines)
        return Block(f"p{self.page:04d}_b{self.count:04d}", self.page, role, lines, box)


def _story_blocks(story: Story, setter: _Setter) -> StoryBlocks:
    before = [setter.block(Role.ADVERTISEMENT, [row]) for row in story.advertisement]
    before += _jump_line(story.jump_in, setter)
    for head in story.heads:
        roles = dict.fromkeys(role for role, _ in head.rows)
        before += [setter.block(role, [row for kind, row in head.rows if kind is role]) for role in roles]
    text = [
        SetPiece(piece, setter.block(Role.BYLINE if _byline(piece, story) else Role.BODY, piece.rows))
        for piece in pieces_of(story.fragments)
    ]
    after = _jump_line(story.jump_out, setter)
    after += [setter.block(Role.CAPTION, caption.rows) for caption in story.captions]
    return StoryBlocks(tuple(before), tuple(text), tuple(after))


def _jump_line(jump: JumpLine | None, setter: _Setter) -> list[Block]:
    row = jump[1] if jump is not None else None
    return [setter.block(Role.JUMP, [row])] if row is not None else []


def _byline(piece: Piece, story: Story) -> bool:
    """A line of its own that names reporters, first or last in the story."""
    edge = piece.rows[0] is story.fragments[0].rows[0] or piece.rows[-1] is story.fragments[-1].rows[-1]
    return edge and len(piece.rows) == 1 and is_byline(piece.rows[0].text)
