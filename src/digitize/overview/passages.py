"""What of an article stands together on a page, and how a reader goes on from there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from digitize.geometry import hull, overlap_x, overlap_y
from digitize.model import Article, Block, Box, Join, Orientation, Role

_RUNNING = frozenset({Role.BODY, Role.BYLINE, Role.CROSSHEAD})
"""Roles that follow each other down a column; headings, captions and tables stand where there is room, jump lines at
the end of what they lead away from."""
_NEAR = 2.5
"""Line heights between blocks that follow each other without anything between them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks of one article that follow each other in one column of one page."""

    blocks: tuple[Block, ...]

    @property
    def box(self) -> Box:
        return hull(block.box for block in self.blocks)

    @property
    def page(self) -> int:
        return self.blocks[0].page


@dataclass(frozen=True, slots=True)
class Link:
    """From the end of a passage to the beginning of the one a reader goes on with."""

    before: Block
    after: Block
    join: Join | None
    """The decision that they belong together where a sentence goes on; None where whole paragraphs follow."""

    @property
    def doubtful(self) -> bool:
        return self.join is not None and self.join.doubtful


def is_vertical(block: Block) -> bool:
    """Whether the block's lines run from top to bottom."""
    return sum(line.orientation is Orientation.VERTICAL for line in block.lines) * 2 > len(block.lines)


def in_order(article: Article, blocks: Mapping[str, Block]) -> tuple[Block, ...]:
    """All blocks of an article in reading order; `blocks` finds those of the issue by id."""
    return tuple(blocks[each] for paragraph in article.paragraphs for each in paragraph.blocks)


def passages(blocks: Sequence[Block]) -> tuple[Passage, ...]:
    """Cut the running text of an article, given in reading order, where it goes on in another column or on a page."""
    runs: list[list[Block]] = []
    for block in blocks:
        if block.role not in _RUNNING:
            continue
        if runs and _follows(runs[-1][-1], block):
            runs[-1].append(block)
        else:
            runs.append([block])
    return tuple(Passage(tuple(run)) for run in runs)


def links(article: Article, blocks: Mapping[str, Block]) -> tuple[Link, ...]:
    """How a reader goes through the article: from passage to passage, and over each doubtful join."""
    return tuple(_links(article, blocks))


def _links(article: Article, blocks: Mapping[str, Block]) -> Iterator[Link]:
    parts = passages(in_order(article, blocks))
    home = {block.id: index for index, part in enumerate(parts) for block in part.blocks}
    joins = {(home.get(join.before), home.get(join.after)): join for join in article.joins}
    for index, (part, following) in enumerate(pairwise(parts)):
        join = joins.get((index, index + 1))
        yield Link(part.blocks[-1], following.blocks[0], join)
    for join in article.joins:
        ends = (home.get(join.before), home.get(join.after))
        drawn = None not in ends and ends[1] == (ends[0] or 0) + 1
        if join.doubtful and not drawn:
            yield Link(blocks[join.before], blocks[join.after], join)


def _follows(before: Block, after: Block) -> bool:
    if before.page != after.page:
        return False
    near = _NEAR * _line_height(before)
    if is_vertical(before):
        beside = overlap_y(before.box, after.box) > 0.5 * min(before.box.height, after.box.height)
        return beside and -near < before.box.left - after.box.right < near
    beside = overlap_x(before.box, after.box) > 0.5 * min(before.box.width, after.box.width)
    return beside and -near < after.box.top - before.box.bottom < near


def _line_height(block: Block) -> float:
    boxes = [line.box for line in block.lines]
    return max((min(box.width, box.height) for box in boxes), default=0.0)
