"""Plain text of pages and articles, for readers and search engines."""

from collections.abc import Iterable, Mapping

from digitize.export.running import run_on
from digitize.export.structure import Place, places, sections
from digitize.export.xml import clean
from digitize.model import Article, Block, Issue, Page, Paragraph, Role


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
    """What stands on one page, in reading order: each article's part of it, adverts and the folio; noise is left out.

    Paragraphs are set apart by one blank line, articles by two. A paragraph that goes on on another page is given as
    far as this page has it.
    """
    owners = places(issue)
    groups: dict[str, list[Block]] = {}
    for block in issue.blocks_on(page.number):
        if block.role is not Role.NOISE or block.id in owners:
            owner = owners.get(block.id)
            groups.setdefault(f"article {owner.number}" if owner else f"block {block.id}", []).append(block)
    return _document(["\n\n".join(_paragraphs(blocks, owners)) for blocks in groups.values()], "\n\n\n")


def _paragraphs(blocks: list[Block], owners: Mapping[str, Place]) -> list[str]:
    """The paragraphs of which `blocks`, all of one article or none, hold the whole or a part."""
    here = {block.id: block for block in blocks}
    done: set[str] = set()
    texts = []
    for block in blocks:
        if block.id in done:
            continue
        owner = owners.get(block.id)
        members = [here[other] for other in owner.paragraph.blocks if other in here] if owner else [block]
        done.update(member.id for member in members)
        if owner and len(members) == len(owner.paragraph.blocks):
            texts.append(owner.paragraph.text.strip())
        else:
            texts.append(block_text(members, owner.paragraph.text if owner else ""))
    return [text for text in texts if text]


def block_text(blocks: Iterable[Block], paragraph: str) -> str:
    """The running text of blocks that follow each other; `paragraph` is the text they are part of."""
    return run_on((line.text.strip() for block in blocks for line in block.lines), paragraph)


def _document(parts: Iterable[str], separator: str) -> str:
    text = separator.join(part for part in parts if part)
    return clean(text) + "\n" if text else ""
