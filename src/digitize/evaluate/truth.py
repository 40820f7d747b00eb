"""The forms of truth an output can be scored against; docs/evaluating.md shows an example of each."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, PositiveFloat, ValidationError, model_validator

from digitize.errors import EvaluationError

Corner = tuple[FiniteFloat, FiniteFloat]
_LINES, _ZONES, _PAGE_TEXT = "truth.json", "zones.json", "text.txt"
_TEXT_SUFFIX = ".txt"
TEXT_FOLDER = "articles"


class _ContradictionError(ValueError):
    """A truth says two things of one."""


def _refuse_twice(noun: str, names: Iterable[str]) -> None:
    """Raise where one of `names`, each of a `noun` that may be in a truth once, comes again."""
    name, count = next(iter(Counter(names).most_common(1)), ("", 0))
    if count > 1:
        raise _ContradictionError(f"{noun} {name} is given {count} times, where it can be right but once")


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)


class TruthPage(_Record):
    """The scan a truth was made on."""

    image: str = ""
    width: PositiveFloat
    height: PositiveFloat


class TruthLine(_Record):
    """A printed line; corners top left, top right, bottom right, bottom left in pixels of the scan."""

    text: str
    quad: tuple[Corner, Corner, Corner, Corner]
    article: str
    role: str

    @model_validator(mode="after")
    def _has_an_extent(self) -> Self:
        (x, y), (right, aside), _, (below, bottom) = self.quad
        if (right - x) * (bottom - y) == (aside - y) * (below - x):
            raise ValueError("its quad encloses nothing")
        return self


class LinePage(TruthPage):
    """A page with all its lines, those of each article in reading order."""

    lines: tuple[TruthLine, ...]


class Title(_Record):
    """What an article is called in reports, and with zones also what its head should say."""

    id: str
    title: str = ""


class LineTruth(_Record):
    """Every line of an issue with its text, place, article and role."""

    lang: str
    """BCP 47 tag of the language; decides whether spaces count."""
    pages: Annotated[tuple[LinePage, ...], Field(min_length=1)]
    articles: tuple[Title, ...] = ()

    @model_validator(mode="after")
    def _is_of_one_mind(self) -> Self:
        if not any(page.lines for page in self.pages):
            raise ValueError("there is no line on any page")
        _refuse_twice("article", (article.id for article in self.articles))
        _refuse_twice("page", (page.image for page in self.pages if page.image))
        return self


class Zone(_Record):
    """A rectangle on a page that holds a part of an article."""

    page: int | str
    """Position of the page in the issue, from 0, or the name of its image."""
    box: tuple[FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat]
    """Left, top, right, bottom in pixels of the scan."""
    article: str
    order: int = 0
    """Place in the reading order of its article."""
    kind: str = "article"
    """What is in a zone of any other kind, as advertisement, masthead or folio, does not belong in an article."""

    @property
    def is_article(self) -> bool:
        return self.kind == "article"


class ZoneTruth(_Record):
    """The zones of each article, drawn by hand."""

    zones: Annotated[tuple[Zone, ...], Field(min_length=1)]
    pages: int | tuple[TruthPage, ...] = ()
    """Sizes of the scans, where those of the output differ; or only how many pages there are."""
    articles: tuple[Title, ...] = ()
    text: str | None = None
    """Text of the pages in reading order, which lies beside the zones."""

    @model_validator(mode="after")
    def _is_of_one_mind(self) -> Self:
        _refuse_twice("article", (article.id for article in self.articles))
        _refuse_twice("zone", (f"page {zone.page}, box {zone.box}" for zone in self.zones if zone.is_article))
        return self


class BlockTruth(_Record):
    """The TextBlocks of each article in reading order, for output made from the same ALTO."""

    articles: Annotated[dict[str, Annotated[tuple[str, ...], Field(min_length=1)]], Field(min_length=1)]
    chars: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    """Characters of each block, its weight; counted in the output where not given."""

    @model_validator(mode="after")
    def _is_of_one_mind(self) -> Self:
        _refuse_twice("block", (block for blocks in self.articles.values() for block in blocks))
        return self


class TruthText(_Record):
    """The whole text of an article."""

    id: str
    text: str


class TextTruth(_Record):
    """The text of each article, without places."""

    articles: Annotated[tuple[TruthText, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_of_one_mind(self) -> Self:
        _refuse_twice("article", (article.id for article in self.articles))
        return self


class PageTextTruth(_Record):
    """The text of all pages in reading order, whatever the articles."""

    text: str


Truth = LineTruth | ZoneTruth | BlockTruth | TextTruth | PageTextTruth

FORMS = (
    "a JSON file of lines, zones, TextBlocks or article texts, a folder of article texts (*.txt), "
    "or the text of the pages (text.txt), as docs/evaluating.md shows them"
)


def truth_file(path: Path) -> Path | None:
    """What holds the truth at `path`: the file itself, or in a directory truth.json, zones.json, texts or text.txt.

    A file text.txt is the text of the pages, but one of the articles' texts where others lie beside it. None where the
    directory holds no truth of its own.
    """
    if not path.is_dir():
        return path if path.exists() else None
    for name in (_LINES, _ZONES):
        if (path / name).is_file():
            return path / name
    for folder in (path / TEXT_FOLDER, path):
        if texts := list(folder.glob("*.txt")):
            return texts[0] if texts == [path / _PAGE_TEXT] else folder
    return None


def read_truth(path: Path) -> Truth:
    """Read a truth of any form; raises EvaluationError where there is none or it has no form that is known."""
    place = truth_file(path)
    if place is None:
        raise EvaluationError(f"{path} holds no truth: give {FORMS}.")
    try:
        if place.is_dir():
            files = sorted(place.glob("*.txt"))
            return TextTruth(articles=tuple(TruthText(id=file.stem, text=_text_of(file)) for file in files))
        if place.suffix.lower() == _TEXT_SUFFIX:
            return PageTextTruth(text=_text_of(place))
        return _with_text(_recognize(json.loads(_text_of(place)), place), place.with_name(_PAGE_TEXT))
    except OSError as error:
        raise EvaluationError(f"{place} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        if isinstance(fault := first.get("ctx", {}).get("error"), _ContradictionError):
            raise EvaluationError(f"{place} contradicts itself: {fault}.") from error
        where = ".".join(map(str, first["loc"])) or "truth"
        message = first["msg"].removeprefix("Value error, ")
        raise EvaluationError(f"{place} has no form of truth that is known: {where}: {message}.") from error
    except (ValueError, RecursionError) as error:  # also of numbers with too many digits
        raise EvaluationError(f"{place} is no JSON: {error}.") from error


def _with_text(truth: Truth, beside: Path) -> Truth:
    """Zones with the text of their pages, where that lies beside them."""
    if isinstance(truth, ZoneTruth) and beside.is_file():
        return truth.model_copy(update={"text": _text_of(beside)})
    return truth


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{file} holds text that is not UTF-8: save it as UTF-8.") from error


def _recognize(data: Any, place: Path) -> Truth:  # noqa: ANN401  whatever a file holds
    """Each form has a key that no other has."""
    match data:
        case [*articles]:
            return TextTruth.model_validate({"articles": articles})
        case {"zones": _}:
            return ZoneTruth.model_validate(data)
        case {"pages": [*_]}:
            return LineTruth.model_validate(data)
        case {"articles": {}}:
            return BlockTruth.model_validate(data)
    raise EvaluationError(f"{place} is a truth of no form that is known: give {FORMS}.")
