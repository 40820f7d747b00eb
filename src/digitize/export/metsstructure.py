"""METS structMaps and the links between them: pages with their files, articles with their TextBlocks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from digitize.export.structure import is_advertisement, sections
from digitize.export.xml import child
from digitize.model import Article, Block, Issue, Paragraph, Role

_XLINK = "http://www.w3.org/1999/xlink"

_HEADINGS = {Role.KICKER: "OVERLINE", Role.HEADLINE: "TITLE", Role.SUBTITLE: "SUBTITLE"}
_IN_BODY = dict.fromkeys((*_HEADINGS, Role.CROSSHEAD), "CROSSHEADING") | {Role.TABLE: "TABLE"}
"""What is no PARAGRAPH there."""


def image_id(page: int) -> str:
    """Id of the file entry of a page's scan."""
    return f"IMG{page:05}"


def image_metadata_id(page: int) -> str:
    """Id of the amdSec of a page's scan."""
    return f"IMGPARAM{page:05}"


def alto_id(page: int) -> str:
    """Id of the file entry of a page's ALTO; importers take the page's number from it."""
    return f"ALTO{page:05}"


def text_id(page: int) -> str:
    """Id of the file entry of a page's plain text."""
    return f"TEXT{page:05}"


def article_metadata_id(number: int, article: Article) -> str:
    """Id of an article's dmdSec; importers tell articles from adverts by it, and order them by its digits."""
    return f"MODSMD_{_type(article)}{number:04}"


def _page_id(page: int) -> str:
    return f"PHYSPAGE{page:05}"


def _type(article: Article) -> str:
    return "ADVERTISEMENT" if is_advertisement(article) else "ARTICLE"


def add_physical_map(root: etree._Element, issue: Issue) -> None:
    """Append the pages, each with its scan and ALTO in parallel."""
    structure = child(root, "structMap", {"TYPE": "PHYSICAL", "LABEL": "Pages"})
    newspaper = child(structure, "div", {"TYPE": "Newspaper", "ID": "PHYSISSUE", "LABEL": issue.name})
    for page in issue.pages:
        attributes = {"TYPE": "PAGE", "ID": _page_id(page.number), "ORDER": page.number, "ORDERLABEL": page.number}
        division = child(newspaper, "div", attributes)
        if page.scan.is_image:
            parallel = child(child(division, "fptr"), "par")
            child(parallel, "area", {"FILEID": image_id(page.number)})
            child(parallel, "area", {"FILEID": alto_id(page.number)})
        else:
            child(division, "fptr", {"FILEID": alto_id(page.number)})
        child(division, "fptr", {"FILEID": text_id(page.number)})


def add_logical_map(root: etree._Element, issue: Issue) -> None:
    """Append the articles, each with the areas of its paragraphs in reading order.

    No TextBlock is named twice: of several paragraphs in one the first stands for all. What has no TextBlock of its
    own in the ALTO is left out.
    """
    blocks = issue.by_id
    structure = child(root, "structMap", {"TYPE": "LOGICAL", "LABEL": "Articles"})
    newspaper = child(structure, "div", {"TYPE": "Newspaper", "LABEL": issue.name})
    described = {"TYPE": "ISSUE", "ID": "LOGISSUE", "LABEL": issue.name, "DMDID": "MODSMD_ISSUE", "ADMID": "PROVENANCE"}
    content = child(child(newspaper, "div", described), "div", {"TYPE": "CONTENT"})
    for number, article in enumerate(issue.articles, 1):
        attributes = {
            "TYPE": _type(article),
            "ID": article.id,
            "ORDER": number,
            "LABEL": article.title or None,
            "DMDID": article_metadata_id(number, article),
        }
        _add_parts(child(content, "div", attributes), article, blocks)


def _add_parts(division: etree._Element, article: Article, blocks: Mapping[str, Block]) -> None:
    parts = sections(article)
    named: set[str] = set()
    if heading := _pointing(parts.heading, blocks, named):
        group = child(division, "div", {"TYPE": "HEADING"})
        for paragraph in heading:
            _add_paragraph(group, _HEADINGS[paragraph.role], paragraph, blocks)
    if body := _pointing(parts.body, blocks, named):
        group = child(division, "div", {"TYPE": "BODY"})
        for paragraph in body:
            _add_paragraph(group, _IN_BODY.get(paragraph.role, "PARAGRAPH"), paragraph, blocks)
    for paragraph in _pointing(parts.captions, blocks, named):
        _add_paragraph(child(division, "div", {"TYPE": "ILLUSTRATION"}), "CAPTION", paragraph, blocks)
    for paragraph in _pointing(parts.jumps, blocks, named):
        _add_paragraph(division, "JUMP", paragraph, blocks)


def _pointing(paragraphs: Sequence[Paragraph], blocks: Mapping[str, Block], named: set[str]) -> list[Paragraph]:
    """Paragraphs with those of their blocks alone that METS can point to and that are not `named`; they are then."""
    found = []
    for paragraph in paragraphs:
        fresh = tuple(name for name in paragraph.blocks if name not in named and blocks[name].text_block)
        named.update(fresh)
        if fresh:
            found.append(replace(paragraph, blocks=fresh))
    return found


def _add_paragraph(parent: etree._Element, kind: str, paragraph: Paragraph, blocks: Mapping[str, Block]) -> None:
    pointer = child(child(parent, "div", {"TYPE": kind}), "fptr")
    holder = pointer if len(paragraph.blocks) == 1 else child(pointer, "seq")
    for block in (blocks[name] for name in paragraph.blocks):
        child(holder, "area", {"FILEID": alto_id(block.page), "BETYPE": "IDREF", "BEGIN": block.text_block})


def add_links(root: etree._Element, issue: Issue) -> None:
    """Append which article stands on which pages, for viewers that page by article."""
    blocks = issue.by_id
    links = child(root, "structLink")
    _link(links, "LOGISSUE", "PHYSISSUE")
    for article in issue.articles:
        for page in _pages(article, blocks):
            _link(links, article.id, _page_id(page))


def _pages(article: Article, blocks: Mapping[str, Block]) -> Iterable[int]:
    return sorted({blocks[block].page for paragraph in article.paragraphs for block in paragraph.blocks})


def _link(links: etree._Element, start: str, end: str) -> None:
    link = child(links, "smLink")
    link.set(f"{{{_XLINK}}}from", start)
    link.set(f"{{{_XLINK}}}to", end)
