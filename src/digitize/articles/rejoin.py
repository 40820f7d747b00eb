"""Articles of an issue, put together from the stories on its pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digitize.articles.blocks import SetPiece, blocks_of, page_blocks
from digitize.articles.continuation import Continuation, Place, continuations
from digitize.articles.leaps import missing
from digitize.articles.page_stories import page_stories
from digitize.articles.paragraphs import title_of
from digitize.articles.script import language_of
from digitize.articles.spelling import Spelling, join_lines
from digitize.articles.story import Kind, PageStories, Story
from digitize.articles.zones.rejoin import rejoin_zones
from digitize.model import Article, Block, Join, JoinKind, Page, Paragraph, Role


def rejoin(pages: Sequence[Page]) -> tuple[tuple[Block, ...], tuple[Article, ...]]:
    """Put the articles of an issue together.

    `pages` are the issue's pages with their lines, in order. Returns all blocks, page by page in reading order, and
    the articles, whose paragraphs name the blocks they are made of. Blocks that another program drew stay as they are.
    """
    if any(page.zones for page in pages):
        return rejoin_zones(pages)
    stories = [page_stories(page) for page in pages]
    blocks = [page_blocks(page) for page in stories]
    spelling = Spelling.of(line.text for page in pages for line in page.lines)
    onward = {link.before: link for link in continuations(stories)}
    later = {link.after for link in onward.values()}
    starts = [
        place
        for index, page in enumerate(stories)
        for place, story in ((Place(index, number), story) for number, story in enumerate(page.stories))
        if place not in later and story.kind is not Kind.FURNITURE
    ]
    issue = _Issue(stories, blocks, onward, spelling)
    articles = tuple(_article(number, start, issue) for number, start in enumerate(starts, start=1))
    return tuple(block for page in blocks for block in blocks_of(page)), articles


@dataclass(frozen=True, slots=True)
class _Issue:
    """What articles are put together from."""

    stories: Sequence[PageStories]
    blocks: Sequence[Sequence[Sequence[SetPiece]]]
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
    certainty: float | None = None
    for place, come in issue.chain(start):
        story = issue.stories[place.page].stories[place.story]
        parts = issue.blocks[place.page][place.story]
        last = _last_body(paragraphs)
        joins += _joins(parts, paragraphs[last] if last is not None else None, come)
        _add(parts, paragraphs, issue.spelling)
        certainty = _least(certainty, story.certainty)
        notes += _missing(story, issue, goes_on=place in issue.onward, comes_from=come is not None)
    text = " ".join(paragraph.text for paragraph in paragraphs)
    title = title_of(paragraphs)
    return Article(
        f"a{number:04d}", title, language_of(text), tuple(paragraphs), tuple(joins), tuple(notes), certainty=certainty
    )


def _least(a: float | None, b: float | None) -> float | None:
    """The lesser of two probabilities, of which either may not be known."""
    return min((each for each in (a, b) if each is not None), default=None)


def _add(parts: Sequence[SetPiece], paragraphs: list[Paragraph], spelling: Spelling) -> None:
    """Add the pieces of a story; a piece of text may go on a paragraph that an earlier column or page left open."""
    for part in parts:
        block = part.block
        new = Paragraph(block.role, (block.id,), join_lines((line.text for line in block.lines), spelling))
        last = None if part.piece.begins or block.role is not Role.BODY else _last_body(paragraphs)
        if last is None:
            paragraphs.append(new)
        else:
            whole = paragraphs[last]
            joined = join_lines((whole.text, new.text), spelling)
            paragraphs[last] = Paragraph(whole.role, (*whole.blocks, *new.blocks), joined)


def _last_body(paragraphs: Sequence[Paragraph]) -> int | None:
    """Index of the last body paragraph, captions and jump lines passed over."""
    return next((i for i in range(len(paragraphs) - 1, -1, -1) if paragraphs[i].role is Role.BODY), None)


def _joins(parts: Sequence[SetPiece], earlier: Paragraph | None, come: Continuation | None) -> Iterator[Join]:
    """One join for each link between pieces of text, and one to the part on the page before."""
    before = earlier.blocks[-1] if earlier is not None and come is not None else None
    for index, part in enumerate(part for part in parts if part.piece.role is Role.BODY):
        if index == 0 and come is not None and before is not None:
            reason = "a jump line leads to the other page"
            yield Join(before, part.block.id, JoinKind.PAGE, come.confidence, reason)
        if index and before is not None and (link := part.piece.link):
            yield Join(before, part.block.id, link.kind, link.probability, link.reason)
        before = part.block.id


def _missing(story: Story, issue: _Issue, *, goes_on: bool, comes_from: bool) -> Iterator[str]:
    """What jump lines promise and was not found."""
    to = story.jump_out.page if story.jump_out is not None and not goes_on else None
    origin = story.jump_in.page if story.jump_in is not None and not comes_from else None
    return missing(to, origin, [page.label for page in issue.stories])
