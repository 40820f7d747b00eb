"""Articles of an issue, put together from the stories on its pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from digitize.articles.blocks import PageBlocks, SetPiece, page_blocks
from digitize.articles.continuation import Continuation, Place, continuations
from digitize.articles.fragments import Fragment
from digitize.articles.leaps import missing
from digitize.articles.page import PageStories, Story, take_apart
from digitize.articles.paragraphs import title_of
from digitize.articles.script import language_of
from digitize.articles.spelling import Spelling, join_lines
from digitize.articles.succession import Link
from digitize.articles.zones.rejoin import rejoin_zones
from digitize.model import Article, Block, Join, JoinKind, Page, Paragraph, Role


def rejoin(pages: Sequence[Page]) -> tuple[tuple[Block, ...], tuple[Article, ...]]:
    """Put the articles of an issue together.

    `pages` are the issue's pages with their lines, in order. Returns all blocks, page by page in reading order, and
    the articles, whose paragraphs name the blocks they are made of. Blocks that another program drew stay as they are.
    """
    if any(page.zones for page in pages):
        return rejoin_zones(pages)
    stories = [take_apart(page) for page in pages]
    blocks = [page_blocks(page) for page in stories]
    spelling = Spelling.of(line.text for page in pages for line in page.lines)
    onward = {link.before: link for link in continuations(stories)}
    later = {link.after for link in onward.values()}
    starts = [
        place
        for index, page in enumerate(stories)
        for place in (Place(index, number) for number in range(len(page.stories)))
        if place not in later
    ]
    issue = _Issue(stories, blocks, onward, spelling)
    articles = tuple(_article(number, start, issue) for number, start in enumerate(starts, start=1))
    return tuple(block for page in blocks for block in page.all), articles


@dataclass(frozen=True, slots=True)
class _Issue:
    """What articles are put together from."""

    stories: Sequence[PageStories]
    blocks: Sequence[PageBlocks]
    onward: Mapping[Place, Continuation]
    spelling: Spelling

    def chain(self, start: Place) -> Iterator[tuple[Place, Continuation | None]]:
        """The parts of an article from page to page, each with how it was come to."""
        place, come = start, None
        while True:
            yield place, come
            come = self.onward.get(place)
            if come is None:
                return
            place = come.after


def _article(number: int, start: Place, issue: _Issue) -> Article:
    paragraphs: list[Paragraph] = []
    joins: list[Join] = []
    notes: list[str] = []
    for place, come in issue.chain(start):
        story = issue.stories[place.page].stories[place.story]
        blocks = issue.blocks[place.page].stories[place.story]
        earlier = _last_body(paragraphs) if come is not None else None
        paragraphs += [_paragraph(block, issue.spelling) for block in blocks.before]
        if come is not None and earlier is not None and blocks.text:
            before = paragraphs[earlier].blocks[-1]
            joins.append(_page_join(before, blocks.text[0].block.id, come))
        _add_text(blocks.text, story, come is not None, paragraphs, issue.spelling)
        joins += _joins(story, blocks.text)
        paragraphs += [_paragraph(block, issue.spelling) for block in blocks.after]
        notes += _missing(story, issue, goes_on=place in issue.onward, comes_from=come is not None)
    text = " ".join(paragraph.text for paragraph in paragraphs)
    title = title_of(paragraphs)
    return Article(f"a{number:04d}", title, language_of(text), tuple(paragraphs), tuple(joins), tuple(notes))


def _paragraph(block: Block, spelling: Spelling) -> Paragraph:
    return Paragraph(block.role, (block.id,), join_lines((line.text for line in block.lines), spelling))


def _add_text(
    text: Sequence[SetPiece], story: Story, continued: bool, paragraphs: list[Paragraph], spelling: Spelling
) -> None:
    """Add the running text of a story; its first piece may go on a paragraph that an earlier page left open."""
    for index, part in enumerate(text):
        goes_on = not part.piece.begins
        if index == 0 and continued:
            goes_on = not story.fragments[0].starts_paragraph
        open_paragraph = _last_body(paragraphs) if goes_on else None
        new = _paragraph(part.block, spelling)
        if open_paragraph is None:
            paragraphs.append(new)
        else:
            whole = paragraphs[open_paragraph]
            joined = join_lines((whole.text, new.text), spelling)
            paragraphs[open_paragraph] = Paragraph(whole.role, (*whole.blocks, *new.blocks), joined)


def _last_body(paragraphs: Sequence[Paragraph]) -> int | None:
    """Index of the last body paragraph, captions and jump lines passed over."""
    return next((i for i in range(len(paragraphs) - 1, -1, -1) if paragraphs[i].role is Role.BODY), None)


def _joins(story: Story, text: Sequence[SetPiece]) -> Iterator[Join]:
    """One join for each link between the fragments of a story."""
    first_of: dict[int, str] = {}
    last_of: dict[int, str] = {}
    for part in text:
        first_of.setdefault(part.piece.fragment, part.block.id)
        last_of[part.piece.fragment] = part.block.id
    for index, link in enumerate(story.links):
        a, b = story.fragments[index], story.fragments[index + 1]
        yield _join(last_of[index], first_of[index + 1], a, b, link)


def _join(before: str, after: str, a: Fragment, b: Fragment, link: Link) -> Join:
    kind = JoinKind.COLUMN if b.box.left > a.box.center[0] else JoinKind.GAP
    where = "at the head of the next column" if kind is JoinKind.COLUMN else "farther down the column"
    how = "the sentence goes on" if a.open else "after a finished sentence"
    return Join(before, after, kind, float(1 / (1 + np.exp(-link.margin))), f"{where}, {how}")


def _page_join(before: str, after: str, continuation: Continuation) -> Join:
    return Join(before, after, JoinKind.PAGE, continuation.confidence, "a jump line leads to the other page")


def _missing(story: Story, issue: _Issue, *, goes_on: bool, comes_from: bool) -> Iterator[str]:
    """What jump lines promise and was not found."""
    to = story.jump_out[0].page if story.jump_out is not None and not goes_on else None
    origin = story.jump_in[0].page if story.jump_in is not None and not comes_from else None
    return missing(to, origin, [page.label for page in issue.stories])
