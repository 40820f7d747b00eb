"""The issue seen from its blocks, and an article seen in its parts."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass

from digitize.export.running import HYPHENS
from digitize.model import Article, Block, Issue, Line, Paragraph, Role

HEADING_ROLES = frozenset({Role.KICKER, Role.HEADLINE, Role.SUBTITLE})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block belongs: its article (and that one's position in the issue, from 1) and its paragraph."""

    number: int
    article: Article
    paragraph: Paragraph


def places(issue: Issue) -> dict[str, Place]:
    """Block id -> place, for every block that an article owns; of several paragraphs in a block the first counts."""
    found: dict[str, Place] = {}
    for number, article in enumerate(issue.articles, 1):
        for paragraph in article.paragraphs:
            for block in paragraph.blocks:
                found.setdefault(block, Place(number, article, paragraph))
    return found


def blocks_by_id(issue: Issue) -> dict[str, Block]:
    """Block id -> block."""
    return {block.id: block for block in issue.blocks}


def lines_by_paragraph(article: Article, blocks: Mapping[str, Block]) -> list[list[tuple[str, Line]]]:
    """For each paragraph of `article` its lines in reading order, each with the id of its block.

    A block that several paragraphs name, as other programs' text blocks are, holds them one after the other: each
    takes as many lines as its text has letters.
    """
    still_naming = Counter(name for paragraph in article.paragraphs for name in paragraph.blocks)
    left = {name: deque(blocks[name].lines) for name in still_naming}
    found = []
    for paragraph in article.paragraphs:
        lines: list[tuple[str, Line]] = []
        wanted = _letters(paragraph.text)
        for name in paragraph.blocks:
            still_naming[name] -= 1
            while left[name] and (wanted > 0 or not still_naming[name]):
                lines.append((name, left[name].popleft()))
                wanted -= _letters(lines[-1][1].text)
        found.append(lines)
    return found


def _letters(text: str) -> int:
    """Number of the characters that stay when lines are put together."""
    return sum(not character.isspace() and character not in HYPHENS for character in text)


@dataclass(frozen=True, slots=True)
class Sections:
    """An article's paragraphs by function, each group in reading order.

    A caption or jump line that the page puts between two paragraphs is not part of the running text; a heading
    after the text has begun (a crosshead, the repeated headline of a continuation) is.
    """

    heading: tuple[Paragraph, ...]
    body: tuple[Paragraph, ...]
    captions: tuple[Paragraph, ...]
    jumps: tuple[Paragraph, ...]


def sections(article: Article) -> Sections:
    """Sort an article's paragraphs into heading, body, captions and jump lines."""
    heading: list[Paragraph] = []
    body: list[Paragraph] = []
    captions: list[Paragraph] = []
    jumps: list[Paragraph] = []
    begun = False
    for paragraph in article.paragraphs:
        if paragraph.role is Role.CAPTION:
            captions.append(paragraph)
        elif paragraph.role is Role.JUMP:
            jumps.append(paragraph)
        elif paragraph.role in HEADING_ROLES and not begun:
            heading.append(paragraph)
        else:
            begun = begun or paragraph.role is not Role.BYLINE
            body.append(paragraph)
    return Sections(tuple(heading), tuple(body), tuple(captions), tuple(jumps))


def is_advertisement(article: Article) -> bool:
    """Whether nothing but advertisement is in it."""
    return bool(article.paragraphs) and all(paragraph.role is Role.ADVERTISEMENT for paragraph in article.paragraphs)
