"""The issue seen from its blocks, and an article seen in its parts."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass

from digitize.export.running import HYPHENS
from digitize.model import Article, Block, Line, Paragraph, Role

_NO_HYPHENS = dict.fromkeys(map(ord, HYPHENS))
HEADING_ROLES = frozenset({Role.KICKER, Role.HEADLINE, Role.SUBTITLE})
_AROUND_HEADINGS = frozenset({Role.BYLINE, Role.CROSSHEAD})
"""Roles in the body that may stand before its text, and the rest of the heading after them."""


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
    return len("".join(text.translate(_NO_HYPHENS).split()))


@dataclass(frozen=True, slots=True)
class Sections:
    """An article's paragraphs by function, each group in reading order.

    A caption or jump line that the page puts between two paragraphs is not part of the running text; a table, a
    crosshead, and another heading after the text has begun (the repeated headline of a continuation) are.
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
            begun = begun or paragraph.role not in _AROUND_HEADINGS
            body.append(paragraph)
    return Sections(tuple(heading), tuple(body), tuple(captions), tuple(jumps))


def is_advertisement(article: Article) -> bool:
    """Whether nothing but advertisement is in it."""
    return bool(article.paragraphs) and all(paragraph.role is Role.ADVERTISEMENT for paragraph in article.paragraphs)
