"""Plain text of pages and articles, for readers and search engines."""

from collections.abc import Iterable, Mapping

from digitize.export.running import run_on
from digitize.export.structure import lines_by_paragraph, sections
from digitize.export.xml import clean
from digitize.model import Article, Block, Issue, Line, Page, Paragraph, Place, Role


def article_text(article: Article) -> str:
    """A rejoined article: heading lines, a blank line, its paragraphs with blank lines between, captions last.

    Jump lines are left out: their text points where the article already goes on.
    """
    parts = sections(article)
    heading = "\n".join(_texts(parts.heading))
    return _document([heading, *_texts(parts.body), *_texts(parts.captions)], "\n\n")


def _texts(paragraphs: Iterable[Paragraph]) -> list[str]:
    return [paragraph.text.strip() for paragraph in paragraphs]


def page_text(issue: Issue, page: Page) -> str:
    """What stands on one page, in reading order: each article's part of it and what belongs to none but noise.

    Paragraphs are set apart by one blank line, articles by two. A paragraph that goes on on another page is given as
    far as this page has it.
    """
    owners = issue.places
    every = issue.by_id
    groups: dict[str, list[Block]] = {}
    for block in issue.blocks_on(page.number):
        if block.role is not Role.NOISE or block.id in owners:
            owner = owners.get(block.id)
            groups.setdefault(f"article {owner.number}" if owner else f"block {block.id}", []).append(block)
    return _document(["\n\n".join(_paragraphs(blocks, owners, every)) for blocks in groups.values()], "\n\n\n")


def _paragraphs(blocks: list[Block], owners: Mapping[str, Place], every: Mapping[str, Block]) -> list[str]:
    """The paragraphs of which `blocks`, all of one article or none, hold the whole or a part, in the blocks' order."""
    owner = owners.get(blocks[0].id)
    if owner is None:
        return [text for block in blocks if (text := block_text([block], ""))]
    order = {block.id: at for at, block in enumerate(blocks)}
    found = []
    for paragraph, lines in zip(owner.article.paragraphs, lines_by_paragraph(owner.article, every), strict=True):
        here = [line for name, line in lines if name in order]
        if here:
            place = min(order[name] for name, _ in lines if name in order)
            whole = len(here) == len(lines)
            found.append((place, paragraph.text.strip() if whole else _running(here, paragraph.text)))
    return [text for _, text in sorted(found, key=lambda each: each[0]) if text]


def block_text(blocks: Iterable[Block], paragraph: str) -> str:
    """The running text of blocks that follow each other; `paragraph` is the text they are part of."""
    return _running((line for block in blocks for line in block.lines), paragraph)


def _running(lines: Iterable[Line], paragraph: str) -> str:
    return run_on((line.text.strip() for line in lines), paragraph)


def _document(parts: Iterable[str], separator: str) -> str:
    text = separator.join(part for part in parts if part)
    return clean(text) + "\n" if text else ""
