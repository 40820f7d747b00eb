"""Articles of an issue, put together from the stories on its pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from digitize.articles.continuation import Continuation, Place, continuations
from digitize.articles.fragments import Fragment
from digitize.articles.page import PageStories, Story, take_apart
from digitize.articles.paragraphs import Piece, pieces_of
from digitize.articles.reading import Row
from digitize.articles.roles import is_byline
from digitize.articles.script import join_lines, language_of, lexicon_of
from digitize.articles.succession import Link
from digitize.geometry import hull
from digitize.model import Article, Block, Join, JoinKind, Page, Paragraph, Role


def rejoin(pages: Sequence[Page]) -> tuple[tuple[Block, ...], tuple[Article, ...]]:
    """Put the articles of an issue together.

    `pages` are the issue's pages with their lines, in order. Returns all blocks, page by page in reading order, and
    the articles, whose paragraphs name the blocks they are made of.
    """
    taken_apart = [take_apart(page) for page in pages]
    lexicon = lexicon_of(line.text for page in pages for line in page.lines)
    builder = _Builder(taken_apart, lexicon)
    for index, page in enumerate(taken_apart):
        builder.add_loose(index, page.folio, Role.FOLIO)
    onward = {link.before: link for link in continuations(taken_apart)}
    later = {link.after for link in onward.values()}
    articles = []
    for index, page in enumerate(taken_apart):
        for number in range(len(page.stories)):
            place = Place(index, number)
            if place not in later:
                articles.append(builder.article(place, onward))
    return builder.all_blocks(), tuple(articles)


@dataclass(slots=True)
class _Builder:
    """Hands out block ids while articles are built; lives for one call of `rejoin`."""

    pages: list[PageStories]
    lexicon: frozenset[str]
    blocks: dict[int, list[Block]] = field(default_factory=dict)
    articles: int = 0

    def all_blocks(self) -> tuple[Block, ...]:
        return tuple(block for index in sorted(self.blocks) for block in self.blocks[index])

    def block(self, page: int, role: Role, rows: Sequence[Row]) -> Block:
        number = self.pages[page].page.page.number
        mine = self.blocks.setdefault(page, [])
        lines = tuple(line for row in rows for line in row.lines)
        block = Block(f"p{number:04d}_b{len(mine) + 1:04d}", number, role, lines, hull(line.box for line in lines))
        mine.append(block)
        return block

    def add_loose(self, page: int, rows: Sequence[Row], role: Role) -> None:
        """Rows that belong to no article, one block each."""
        for row in rows:
            self.block(page, role, (row,))

    def paragraph(self, page: int, role: Role, rows: Sequence[Row]) -> Paragraph:
        block = self.block(page, role, rows)
        return Paragraph(role, (block.id,), join_lines((row.text for row in rows), self.lexicon))

    def article(self, start: Place, onward: dict[Place, Continuation]) -> Article:
        self.articles += 1
        paragraphs: list[Paragraph] = []
        joins: list[Join] = []
        notes: list[str] = []
        place: Place | None = start
        before: Continuation | None = None
        while place is not None:
            story = self.pages[place.page].stories[place.story]
            self._add_story(place.page, story, before, paragraphs, joins)
            before = onward.get(place)
            notes += _missing(story, before, is_first=place == start)
            place = before.after if before is not None else None
        text = " ".join(paragraph.text for paragraph in paragraphs)
        return Article(
            f"a{self.articles:04d}",
            _title(paragraphs),
            language_of(text),
            tuple(paragraphs),
            tuple(joins),
            tuple(notes),
        )

    def _add_story(
        self,
        page: int,
        story: Story,
        before: Continuation | None,
        paragraphs: list[Paragraph],
        joins: list[Join],
    ) -> None:
        paragraphs.extend(self.paragraph(page, Role.ADVERTISEMENT, (row,)) for row in story.advertisement)
        if story.jump_in is not None:
            paragraphs.append(self.paragraph(page, Role.JUMP, (story.jump_in[1],)))
        for head in story.heads:
            roles = dict.fromkeys(role for role, _ in head.rows)
            paragraphs.extend(
                self.paragraph(page, role, [row for kind, row in head.rows if kind is role]) for role in roles
            )
        self._add_body(page, story, before, paragraphs, joins)
        if story.jump_out is not None:
            paragraphs.append(self.paragraph(page, Role.JUMP, (story.jump_out[1],)))
        paragraphs.extend(self.paragraph(page, Role.CAPTION, caption.rows) for caption in story.captions)

    def _add_body(
        self,
        page: int,
        story: Story,
        before: Continuation | None,
        paragraphs: list[Paragraph],
        joins: list[Join],
    ) -> None:
        """Body paragraphs of a story; the first may go on a paragraph that an earlier page left open."""
        last_of: dict[int, str] = {}
        first_of: dict[int, str] = {}
        earlier = next((p for p in reversed(paragraphs) if p.role is Role.BODY), None) if before else None
        for piece in pieces_of(story.fragments):
            role = Role.BYLINE if _byline(piece, story) else Role.BODY
            block = self.block(page, role, piece.rows)
            first_of.setdefault(piece.fragment, block.id)
            last_of[piece.fragment] = block.id
            goes_on = not piece.begins or (
                earlier is not None and piece.fragment == 0 and not story.fragments[0].starts_paragraph
            )
            open_paragraph = _last_body(paragraphs) if goes_on else None
            text = join_lines((row.text for row in piece.rows), self.lexicon)
            if open_paragraph is None:
                paragraphs.append(Paragraph(role, (block.id,), text))
            else:
                whole = paragraphs[open_paragraph]
                paragraphs[open_paragraph] = Paragraph(
                    whole.role, (*whole.blocks, block.id), join_lines((whole.text, text), self.lexicon)
                )
            if earlier is not None and before is not None and piece.fragment == 0 and block.id == first_of[0]:
                joins.append(
                    Join(
                        earlier.blocks[-1], block.id, JoinKind.PAGE, before.confidence, "the jump lines name each other"
                    )
                )
        for index, link in enumerate(story.links):
            a, b = story.fragments[index], story.fragments[index + 1]
            joins.append(_join(last_of[index], first_of[index + 1], a, b, link))


def _last_body(paragraphs: Sequence[Paragraph]) -> int | None:
    """Index of the last body paragraph, captions and jump lines passed over."""
    return next((i for i in range(len(paragraphs) - 1, -1, -1) if paragraphs[i].role is Role.BODY), None)


def _byline(piece: Piece, story: Story) -> bool:
    """A line of its own that names reporters, first or last in the story."""
    edge = piece.rows[0] is story.fragments[0].rows[0] or piece.rows[-1] is story.fragments[-1].rows[-1]
    return edge and len(piece.rows) == 1 and is_byline(piece.rows[0].text)


def _join(before: str, after: str, a: Fragment, b: Fragment, link: Link) -> Join:
    kind = JoinKind.COLUMN if b.box.left > a.box.center[0] else JoinKind.GAP
    where = "at the head of the next column" if kind is JoinKind.COLUMN else "farther down the column"
    how = "the sentence goes on" if a.open else "after a finished sentence"
    return Join(before, after, kind, float(1 / (1 + np.exp(-link.margin))), f"{where}, {how}")


def _missing(story: Story, onward: Continuation | None, is_first: bool) -> list[str]:
    """What jump lines promise and the issue does not hold."""
    notes = []
    if story.jump_out is not None and onward is None:
        notes.append(f"Goes on on page {story.jump_out[0].page}, which was not found in this issue.")
    if story.jump_in is not None and is_first:
        notes.append(f"Goes on from page {story.jump_in[0].page}, whose part was not found in this issue.")
    return notes


def _title(paragraphs: Sequence[Paragraph]) -> str:
    """The headline, or the first words where there is none."""
    for role in (Role.HEADLINE, Role.KICKER):
        found = [paragraph.text for paragraph in paragraphs if paragraph.role is role]
        if found:
            return found[0]
    text = next((paragraph.text for paragraph in paragraphs if paragraph.role is not Role.JUMP), "")
    return text if len(text) <= 40 else text[:40].rstrip() + "…"
