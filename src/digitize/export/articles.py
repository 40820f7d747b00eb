"""articles.json: the articles of an issue for programs."""

import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from digitize.export.scanframe import ScanFrame
from digitize.export.structure import is_advertisement
from digitize.export.text import block_text
from digitize.export.xml import clean, language_tag
from digitize.geometry import quad_of
from digitize.model import Article, Block, Issue, Join
from digitize.names import alto_paths, article_paths, text_paths

FORMAT = "digitize-articles/1"

Json = dict[str, Any]


def articles_json(issue: Issue) -> bytes:
    """The articles of an issue as a JSON object in UTF-8.

    - `format`: `digitize-articles/1`; `issue`: its name; `status`: `complete`, or `partial` where pages are missing
    - `pages`: `number` (from 1), `image` (file name; the ALTO's where only that was given), `frame` (page inside that
      file, from 1), `width`, `height` (pixels of the scan), `alto` and `text` (paths beside this file), `warnings`
    - `articles`, in reading order: `id`, `kind` (`article`, or `advertisement` where nothing else is in it), `title`,
      `language` (BCP 47, or `und`), `text` (path), `pages` (numbers),
      - `certainty`: probability, 0 to 1, that it is whole and that nothing else is in it; null where not estimated
      - `doubtful`: whether its extent (a `certainty` below 0.5) or a join is doubtful, or it has notes
      - `paragraphs`: `role`, `text` as a reader reads it, `blocks` (ids)
      - `parts`, in reading order: `block` (its id, and in ALTO the TextBlock's), `text_block` (only where the ALTO was
        given: the TextBlock's id there), `page`, `role`, `box` ([left, top, right, bottom] in pixels of the original
        scan), `text` (of this block alone)
      - `joins`: `before` and `after` (block ids), `kind` (`column`, `gap` or `page`), `confidence` (0 to 1),
        `doubtful`, `reason`
      - `notes`: sentences on what is missing or doubtful
    - `unassigned`: parts that belong to no article (masthead, folio, label, imprint, noise)
    - `failures`: `image`, `frame`, `reason` of pages that could not be read
    """
    frames = {page.number: ScanFrame.of(page) for page in issue.pages}
    owned = issue.places
    blocks = issue.by_id
    texts = article_paths(issue)
    document = {
        "format": FORMAT,
        "issue": issue.name,
        "status": "partial" if issue.failures else "complete",
        "pages": _pages(issue),
        "articles": [_article(article, texts[article.id], blocks, frames) for article in issue.articles],
        "unassigned": [_part(block, "", frames) for block in issue.blocks if block.id not in owned],
        "failures": [
            {"image": PurePath(failed.path).name, "frame": failed.frame + 1, "reason": failed.reason}
            for failed in issue.failures
        ],
    }
    return json.dumps(_printable(document), ensure_ascii=False, indent=1).encode() + b"\n"


def _printable(value: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """`value` with the same characters replaced in its strings as in the XML files."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value


def _pages(issue: Issue) -> list[Json]:
    altos, texts = alto_paths(issue), text_paths(issue)
    return [
        {
            "number": page.number,
            "image": PurePath(page.scan.path).name,
            "frame": page.scan.frame + 1,
            "width": page.scan.width,
            "height": page.scan.height,
            "alto": altos[page.number],
            "text": texts[page.number],
            "warnings": list(page.warnings),
        }
        for page in issue.pages
    ]


def _article(article: Article, text: str, blocks: Mapping[str, Block], frames: Mapping[int, ScanFrame]) -> Json:
    texts: dict[str, str] = {}
    for paragraph in article.paragraphs:
        for block in paragraph.blocks:
            texts[block] = f"{texts[block]} {paragraph.text}" if block in texts else paragraph.text
    parts = [_part(blocks[block], text, frames) for block, text in texts.items()]
    return {
        "id": article.id,
        "kind": "advertisement" if is_advertisement(article) else "article",
        "title": article.title,
        "language": language_tag(article.language) or "und",
        "text": text,
        "pages": sorted({part["page"] for part in parts}),
        "certainty": None if article.certainty is None else round(article.certainty, 3),
        "doubtful": article.doubtful,
        "paragraphs": [
            {"role": paragraph.role, "text": paragraph.text, "blocks": paragraph.blocks}
            for paragraph in article.paragraphs
        ],
        "parts": parts,
        "joins": [_join(join) for join in article.joins],
        "notes": article.notes,
    }


def _part(block: Block, paragraph: str, frames: Mapping[int, ScanFrame]) -> Json:
    return {
        "block": block.id,
        **({"text_block": block.text_block} if block.zone else {}),
        "page": block.page,
        "role": block.role,
        "box": frames[block.page].hull(quad_of(block.box).corners),
        "text": block_text([block], paragraph),
    }


def _join(join: Join) -> Json:
    return {
        "before": join.before,
        "after": join.after,
        "kind": join.kind,
        "confidence": round(join.confidence, 3),
        "doubtful": join.doubtful,
        "reason": join.reason,
    }
