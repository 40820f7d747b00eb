"""The real newspapers that models are fitted to or judged by.

What has no licence, or one that forbids commercial use, judges and is not fitted to.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from digitize import pipeline
from digitize.checking import check
from digitize.evaluate import read_truth
from digitize.evaluate.truth import LineTruth as PrintedLines
from digitize.evaluate.truth import ZoneTruth
from digitize.inbox import find_issues
from digitize.model import Page, Role
from digitize.options import Options
from digitize.training import lines, zones
from digitize.training.examples import Example, example
from digitize.training.truth import LineTruth

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Title:
    """A newspaper with truth, in a folder of its own below the data."""

    place: str
    licence: str
    fits: bool
    """Whether models may be fitted to it."""
    family: str = ""
    """Titles of one family are left out together; by themselves where it is empty."""


TITLES = (
    Title("real-pages/bbz-1918", "public domain", fits=True),
    Title("real-pages/chicopee-1856", "public domain", fits=True),
    Title("real-pages/czech-1881", "MIT", fits=True),
    Title("real-pages/eagle-1905", "public domain", fits=True),
    Title("real-pages/highland", "public domain", fits=True),
    Title("real-pages/ink-1935", "public domain", fits=True, family="ink"),
    Title("real-pages/ink-chicago", "public domain", fits=True, family="ink"),
    Title("real-pages/hk-20190610", "none given", fits=False),
    Title("real-pages/hk-20240812", "none given", fits=False),
    Title("real-pages/hk-form", "none given", fits=False),
    Title("real-pages/oakland-1960s", "unclear", fits=False),
    Title("topaz-1944", "unclear", fits=False),
    Title("seed-page", "this project's", fits=True, family="typeset"),
    Title("typeset-zh-a", "this project's", fits=True, family="typeset"),
    Title("typeset-zh-b", "this project's", fits=True, family="typeset"),
    Title("typeset-en-a", "this project's", fits=True, family="typeset"),
    Title("typeset-en-b", "this project's", fits=True, family="typeset"),
)

_ROLES = {"advert": Role.ADVERTISEMENT.value}


def examples_of(title: Title, data: Path, kept: Path) -> list[Example]:
    """The pages of a title as examples, read where `kept` does not hold them yet; empty where the title is not there.

    Raises a DigitizeError where its scans cannot be read.
    """
    folder = data / title.place
    if not folder.is_dir():
        logger.warning("%s is not there and is left out", folder)
        return []
    truth = read_truth(folder)
    return [example(page, _line_truth(page, index, truth)) for index, page in enumerate(_pages(folder, kept))]


def _pages(folder: Path, kept: Path) -> Iterator[Page]:
    options = Options()
    (source,) = find_issues([folder])
    for page in check(source, options).pages:
        known = pipeline.recall_page(page, kept, options)
        yield known or pipeline.read_and_keep(page, kept, options, lambda _: None)


def _line_truth(page: Page, index: int, truth: object) -> Mapping[int, LineTruth]:
    match truth:
        case ZoneTruth():
            return zones.line_truth(page, index, truth)
        case PrintedLines():
            found = lines.line_truth(page, truth.pages[index])
            return {key: replace(each, role=_ROLES.get(each.role, each.role)) for key, each in found.items()}
    raise ValueError(f"a truth of {type(truth).__name__} tells nothing of a page's lines")
