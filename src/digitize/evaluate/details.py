"""What articles.json, which this program writes beside METS, tells of the articles there."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from digitize.errors import EvaluationError
from digitize.evaluate.output import ArticleDetails

_FORMAT = "digitize-articles/"
_HEAD = frozenset({"kicker", "headline", "subtitle"})
_FURNITURE = frozenset({"advertisement", "masthead", "folio", "label", "imprint"})


class _Paragraph(BaseModel):
    role: str
    text: str


class _Join(BaseModel):
    doubtful: bool


class _Article(BaseModel):
    id: str
    paragraphs: tuple[_Paragraph, ...]
    joins: tuple[_Join, ...]
    notes: tuple[str, ...] = ()
    doubtful: bool = False


class _Document(BaseModel):
    articles: tuple[_Article, ...]


def read_details(path: Path, articles: Sequence[str]) -> Mapping[int, ArticleDetails] | None:
    """Details of the `articles`, given by their METS ids, by index.

    None where there is no file at `path` or another program wrote it. Raises EvaluationError where it is damaged.
    """
    try:
        data: Any = json.loads(path.read_bytes()) if path.is_file() else None
        if not isinstance(data, dict) or not str(data.get("format", "")).startswith(_FORMAT):
            return None
        found = {each.id: _details(each) for each in _Document.model_validate(data).articles}
    except (ValidationError, ValueError, RecursionError, OSError) as error:
        reason = " ".join(str(error).split())
        raise EvaluationError(f"{path} is damaged ({reason}): make it again.") from error
    return {index: found[name] for index, name in enumerate(articles) if name in found}


def _details(article: _Article) -> ArticleDetails:
    return ArticleDetails(
        "".join(each.text for each in article.paragraphs if each.role in _HEAD),
        article.doubtful or bool(article.notes) or any(join.doubtful for join in article.joins),
        all(each.role in _FURNITURE for each in article.paragraphs),
    )
