"""Articles of an issue whose pages another program read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from digitize.articles.fragments import Fragment
from digitize.articles.jumps import parse_jump
from digitize.articles.labels import PageLabel, printed_label
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
    )
    blocks = [issue.block(passage, Role.FOLIO) for folio in folios for passage in folio]
    for section in sections:
        heads = _heads(section)
        blocks += [issue.block(passage, heads.get(id(passage), Role.BODY)) for passage in section.passages]
    blocks.sort(key=lambda block: block.page)
    later = {link.after for link in issue.onward.values()}
    starts = [index for index in range(len(sections)) if index not in later]
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


def _folio(page: ZonedPage) -> list[Passage]:
    """Page numbers and dates at the page's edges, and all beside and above the newspaper's name."""
    masthead = max((name.bottom for name in _names(page)), default=float("-inf"))
    return [
        passage
        for passage in page.passages
        if passage.box.center[1] < masthead or (len(passage.fragment.rows) <= 3 and _all_folio(passage.fragment, page))
    ]


def _names(page: ZonedPage) -> Iterator[Box]:
    """The newspaper's name, in pieces: huge type over much of the first page's head."""
    content = page.page.content
    for passage in page.passages:
        huge = passage.fragment.em > _MASTHEAD * page.em and passage.box.width > 0.25 * content.width
        if passage.page == 0 and huge and passage.box.center[1] < content.top + content.height / 3:
            yield passage.box


def _all_folio(fragment: Fragment, page: ZonedPage) -> bool:
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

    A dash over the headings is one of them, so that it is not read below.
    """
    heads: list[Passage] = []
    for passage in section.passages:
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


def _article(number: int, start: int, issue: _Issue) -> Article:
    paragraphs: list[Paragraph] = []
    joins: list[Join] = []
    notes: list[str] = []
    body: list[Passage] = []
    come: Continuation | None = None
    for section, link, onward in issue.chain(start):
        heads = _heads(section)
        for passage in section.passages:
            if id(passage) in heads:
                text = join_lines((row.text for row in passage.fragment.rows), issue.spelling)
                paragraphs.append(Paragraph(heads[id(passage)], (issue.name(passage),), text))
                continue
            come = link if passage is section.passages[0] else None
            if body:
                joins.append(_join(body[-1], passage, come, issue))
            body.append(passage)
        notes += _missing(section, link, onward)
    paragraphs += _running_text(body, issue)
    title, text = title_of(paragraphs), " ".join(paragraph.text for paragraph in paragraphs)
    return Article(f"a{number:04d}", title, language_of(text), tuple(paragraphs), tuple(joins), tuple(notes))


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
    elif after.box.left > before.box.center[0]:
        kind, where, score = JoinKind.COLUMN, "at the head of the next column", 1.5 + flow(before, after)
    else:
        kind, where, score = JoinKind.GAP, "farther down the column", 2.0 + flow(before, after)
    how = "the sentence goes on" if before.fragment.open else "after a finished sentence"
    # what might be a heading might begin another article
    confidence = 1 / (1 + exp(-min(score, -after.heading)))
    return Join(issue.name(before), issue.name(after), kind, confidence, f"{where}, {how}")


def _missing(section: Section, come: Continuation | None, onward: Continuation | None) -> Iterator[str]:
    """What jump lines promise and the issue does not hold."""
    last, first = section.passages[-1].fragment.rows[-1], section.passages[0].fragment.rows[0]
    jump_out, jump_in = parse_jump(last.text), parse_jump(first.text)
    if jump_out is not None and jump_out.onward and onward is None:
        yield f"Goes on on page {jump_out.page}, which was not found in this issue."
    if jump_in is not None and not jump_in.onward and come is None:
        yield f"Goes on from page {jump_in.page}, whose part was not found in this issue."
