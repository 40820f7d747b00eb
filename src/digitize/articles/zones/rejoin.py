"""Articles of an issue whose pages another program read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp

from digitize.articles.labels import PageLabel, printed_label
from digitize.articles.leaps import missing
from digitize.articles.paragraphs import pieces_of, title_of
from digitize.articles.roles import at_edge, reads_as_folio
from digitize.articles.script import language_of
from digitize.articles.spelling import Spelling, join_lines
from digitize.articles.zones.passages import Passage, ZonedPage, measure
from digitize.articles.zones.stories import Continuation, Section, continuations, sections_of
from digitize.articles.zones.streams import flow
from digitize.model import Article, Block, Box, Join, JoinKind, Page, Paragraph, Role

_DATED = re.compile(r"\b(1[6-9]|20)\d\d\b")
_MASTHEAD = 4.0
"""Type this many times the size of running text, at the head of a page, is the newspaper's name."""
_GUESSED = 0.2
"""Log-odds, at most, that a story goes on over the page where a sentence ended and no jump line tells: doubtful."""


def rejoin_zones(pages: Sequence[Page]) -> tuple[tuple[Block, ...], tuple[Article, ...]]:
    """Put the articles of an issue together from its pages' zones, each of which becomes one block.

    Returns all blocks, page by page in reading order, and the articles.
    """
    zoned = [measure(page, index) for index, page in enumerate(pages)]
    folios = [_folio(page) for page in zoned]
    sections: list[Section] = []
    for page, folio in zip(zoned, folios, strict=True):
        apart = set(map(id, folio))
        sections += sections_of(page, [passage for passage in page.passages if id(passage) not in apart])
    labels = [_label(page, folio) for page, folio in zip(zoned, folios, strict=True)]
    issue = _Issue(
        sections,
        {link.before: link for link in continuations(sections, labels)},
        Spelling.of(line.text for page in pages for line in page.lines),
        pages,
        labels,
    )
    blocks = [issue.block(passage, Role.FOLIO) for folio in folios for passage in folio]
    for section in sections:
        blocks += [issue.block(passage, role) for passage, role in _with_roles(section)]
    blocks.sort(key=lambda block: block.page)
    later = {link.after for link in issue.onward.values()}
    starts = [index for index in range(len(sections)) if index not in later and not issue.is_loose(index)]
    articles = (_article(number, start, issue) for number, start in enumerate(starts, start=1))
    return tuple(blocks), tuple(articles)


@dataclass(frozen=True, slots=True)
class _Issue:
    """What articles are put together from."""

    sections: Sequence[Section]
    onward: Mapping[int, Continuation]
    """By the section they lead on from."""
    spelling: Spelling
    pages: Sequence[Page]
    labels: Sequence[PageLabel]
    """Of the pages, as they are printed."""

    def block(self, passage: Passage, role: Role) -> Block:
        number = self.pages[passage.page].number
        zone = passage.zone
        return Block(self.name(passage), number, role, zone.lines, zone.box, zone.id)

    def name(self, passage: Passage) -> str:
        """Id of a block, unique in the issue."""
        return f"p{self.pages[passage.page].number:04d}_{passage.zone.id}"

    def chain(self, start: int) -> Iterator[tuple[Section, Continuation | None, Continuation | None]]:
        """The sections of an article, each with how it was come to and how it goes on."""
        index, come = start, None
        while True:
            onward = self.onward.get(index)
            yield self.sections[index], come, onward
            if onward is None:
                return
            index, come = onward.after, onward

    def is_loose(self, start: int) -> bool:
        """Whether what begins with a section is nothing but jump lines, and so no article."""
        return all(passage.jump is not None for section, *_ in self.chain(start) for passage in section.passages)


def _folio(page: ZonedPage) -> list[Passage]:
    """Page numbers and dates at the page's edges, and all beside and above the newspaper's name."""
    masthead = max((name.bottom for name in _names(page)), default=float("-inf"))
    return [passage for passage in page.passages if passage.box.center[1] < masthead or _all_folio(passage, page)]


def _names(page: ZonedPage) -> Iterator[Box]:
    """The newspaper's name, in pieces: huge type over much of the first page's head."""
    content = page.page.content
    for passage in page.passages:
        huge = passage.fragment.em > _MASTHEAD * page.em and passage.box.width > 0.25 * content.width
        if passage.page == 0 and huge and passage.box.center[1] < content.top + content.height / 3:
            yield passage.box


def _all_folio(passage: Passage, page: ZonedPage) -> bool:
    fragment = passage.fragment
    if len(fragment.rows) > 3 or passage.jump is not None:
        return False
    edge = all(at_edge(row, page.page) for row in fragment.rows)
    return edge and (bool(_DATED.search(fragment.text)) or any(reads_as_folio(row) for row in fragment.rows))


def _label(page: ZonedPage, folio: Sequence[Passage]) -> PageLabel:
    """What is printed as a page's number, its position in the issue where nothing is."""
    if page.page.page.printed_number is not None:
        return PageLabel(page.page.page.printed_number)
    printed = next(filter(None, (printed_label(passage.fragment.text) for passage in folio)), None)
    return printed or PageLabel(page.page.page.number)


def _heads(section: Section) -> dict[int, Role]:
    """Roles of the headings that a section begins with, by identity: the largest is the headline.

    A dash over the headings is one of them, so that it is not read below; a jump line may stand among them.
    """
    heads: list[Passage] = []
    for passage in section.passages:
        if passage.jump is not None:
            continue
        if not (passage.is_heading or (passage.is_ornament and not heads)):
            break
        heads.append(passage)
    if not any(passage.is_heading for passage in heads):
        return {}
    size = max(passage.fragment.em for passage in heads if passage.is_heading)
    main = [index for index, passage in enumerate(heads) if passage.is_heading and passage.fragment.em > 0.85 * size]
    roles = {}
    for index, passage in enumerate(heads):
        role = Role.KICKER if index < main[0] else Role.SUBTITLE if index > main[-1] else Role.HEADLINE
        roles[id(passage)] = role
    return roles


def _with_roles(section: Section) -> list[tuple[Passage, Role]]:
    heads = _heads(section)
    return [
        (passage, Role.JUMP if passage.jump is not None else heads.get(id(passage), Role.BODY))
        for passage in section.passages
    ]


@dataclass(frozen=True, slots=True)
class _Part:
    """A block in its article."""

    passage: Passage
    role: Role
    come: Continuation | None
    """How its section was come to, where it is the first block of the section's text."""


def _parts(start: int, issue: _Issue) -> Iterator[_Part]:
    """The blocks of an article in reading order."""
    for section, come, _ in issue.chain(start):
        first = next((passage for passage, role in _with_roles(section) if role is Role.BODY), None)
        for passage, role in _with_roles(section):
            yield _Part(passage, role, come if passage is first else None)


def _article(number: int, start: int, issue: _Issue) -> Article:
    parts = list(_parts(start, issue))
    body = [part for part in parts if part.role is Role.BODY]
    paragraphs = _paragraphs(parts, issue)
    joins = tuple(_join(before.passage, after.passage, after.come, issue) for before, after in pairwise(body))
    notes = tuple(note for link in issue.chain(start) for note in _missing(*link, issue))
    title, text = title_of(paragraphs), " ".join(paragraph.text for paragraph in paragraphs)
    return Article(f"a{number:04d}", title, language_of(text), tuple(paragraphs), joins, notes)


def _paragraphs(parts: Sequence[_Part], issue: _Issue) -> list[Paragraph]:
    """The text of an article; headings and jump lines stand behind the paragraph that began before them."""
    text = _running_text([part.passage for part in parts if part.role is Role.BODY], issue)
    paragraphs: list[Paragraph] = []
    for part in parts:
        if part.role is Role.BODY:
            name = issue.name(part.passage)
            while text and text[0].blocks[0] == name:
                paragraphs.append(text.pop(0))
        else:
            words = join_lines((row.text for row in part.passage.fragment.rows), issue.spelling)
            paragraphs.append(Paragraph(part.role, (issue.name(part.passage),), words))
    return paragraphs


def _running_text(body: Sequence[Passage], issue: _Issue) -> list[Paragraph]:
    """Paragraphs over all blocks of an article's text."""
    paragraphs: list[Paragraph] = []
    for piece in pieces_of([passage.fragment for passage in body]):
        name = issue.name(body[piece.fragment])
        text = join_lines((row.text for row in piece.rows), issue.spelling)
        if piece.begins:
            paragraphs.append(Paragraph(Role.BODY, (name,), text))
        else:
            open_one = paragraphs.pop()
            whole = join_lines((open_one.text, text), issue.spelling)
            paragraphs.append(Paragraph(Role.BODY, (*open_one.blocks, name), whole))
    return paragraphs


def _join(before: Passage, after: Passage, come: Continuation | None, issue: _Issue) -> Join:
    if come is not None:
        kind = JoinKind.GAP if before.page == after.page else JoinKind.PAGE
        where = "in another part of the page" if kind is JoinKind.GAP else "on another page"
        score = come.score
        if come.named:
            where = "where a jump line leads to"
        elif kind is JoinKind.PAGE and not before.fragment.open:
            score = min(score, _GUESSED)
    elif after.box.left > before.box.center[0]:
        kind, where, score = JoinKind.COLUMN, "at the head of the next column", 1.5 + flow(before, after)
    else:
        kind, where, score = JoinKind.GAP, "farther down the column", 2.0 + flow(before, after)
    how = "the sentence goes on" if before.fragment.open else "after a finished sentence"
    # what might be a heading might begin another article
    confidence = 1 / (1 + exp(-min(score, -after.heading)))
    return Join(issue.name(before), issue.name(after), kind, confidence, f"{where}, {how}")


def _missing(section: Section, come: Continuation | None, onward: Continuation | None, issue: _Issue) -> Iterator[str]:
    """What jump lines promise and was not found."""
    to = section.leads_to if onward is None else None
    return missing(to, section.comes_from if come is None else None, issue.labels)
