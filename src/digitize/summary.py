"""What came out of a run, in a few numbers a person can judge it by."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from pathlib import Path, PurePath
from statistics import fmean

import numpy as np

from digitize.model import Failure, Issue, Orientation, Page


class Status(StrEnum):
    """How the run of an issue ended."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    """Some pages could not be read; what could is there."""
    FAILED = "failed"
    """Nothing came out."""
    UNCHANGED = "unchanged"
    """The results of these scans with these options were there already."""


@dataclass(frozen=True, slots=True)
class PageSummary:
    """A row of the table that ends a run."""

    label: str
    columns: int
    lines: int
    articles: int
    """How many articles have a part on this page."""
    confidence: float | None
    """Mean of the lines, 0 to 1; None where nothing was read, or the program that read it does not say."""
    doubts: int
    """Doubtful joins that go on from this page, and other doubts about the articles that begin on it."""
    seconds: float
    skew: float = 0.0
    """Angle of the scan that was undone, in degrees, counter-clockwise positive."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the run of one issue ended, and where its results are."""

    name: str
    status: Status
    directory: Path
    pages: tuple[PageSummary, ...] = ()
    failures: tuple[Failure, ...] = ()
    articles: int = 0
    doubts: int = 0
    """Of all articles."""
    review: tuple[str, ...] = ()
    """Why a person should look at it, a sentence each."""

    @property
    def sentence(self) -> str:
        """The outcome in one sentence, as "4 of 5 pages: 0003.jpg is truncated"."""
        read, all_pages = len(self.pages), len(self.pages) + len(self.failures)
        if self.failures:
            return f"{read} of {all_pages} pages: {'; '.join(map(reason, self.failures))}"
        if self.status is Status.UNCHANGED:
            return "Nothing to do: these scans were digitized before with the same options"
        return f"{counted(read, 'page')}, {counted(self.articles, 'article')}, {counted(self.doubts, 'doubt')}"


def counted(number: int, noun: str) -> str:
    """As "1 page", "2 pages"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def page_label(path: str, frame: int, frames: int) -> str:
    """What a page is called in front of people: its file's name, and its number there where the file has several."""
    name = PurePath(path).name
    return f"{name} p. {frame + 1}" if frames > 1 else name


def portable(failure: Failure) -> Failure:
    """A failure with the file's name in place of its whole path, which means nothing on another machine."""
    name = PurePath(failure.path).name
    return Failure(name, failure.frame, failure.reason.replace(failure.path, name))


def reason(failure: Failure) -> str:
    """Why a page failed, as part of a sentence."""
    return portable(failure).reason.rstrip(".")


def mean_confidence(issue: Issue) -> float | None:
    """Mean confidence of all lines, 0 to 1; None where nothing was read, or the program that read it does not say."""
    known = [line.confidence for page in issue.pages for line in page.lines if isfinite(line.confidence)]
    return fmean(known) if known else None


def to_review(issue: Issue, review_below: float | None) -> tuple[str, ...]:
    """Why a person should look at the result, a sentence each; `review_below` is the mean confidence wanted."""
    confidence = mean_confidence(issue)
    reasons = []
    if not any(page.lines for page in issue.pages):
        reasons.append("No text was found.")
    if confidence is not None and review_below is not None and confidence < review_below:
        reasons.append(f"The mean confidence is {confidence:.3f}, under {review_below:g}.")
    if issue.doubts:
        reasons.append(f"{counted(len(issue.doubts), 'doubt')}.")
    return tuple(reasons)


def summarize(issue: Issue, status: Status, directory: Path, review: Sequence[str] = ()) -> Outcome:
    """The outcome of a run that published `issue` in `directory`; `review` as in Outcome."""
    blocks = issue.by_id
    articles: Counter[int] = Counter()
    for article in issue.articles:
        articles.update({blocks[name].page for paragraph in article.paragraphs for name in paragraph.blocks})
    doubts = Counter(doubt.pages[0] for doubt in issue.doubts)
    return Outcome(
        issue.name,
        status,
        directory,
        tuple(_page(page, articles[page.number], doubts[page.number]) for page in issue.pages),
        issue.failures,
        len(issue.articles),
        len(issue.doubts),
        tuple(review),
    )


def _page(page: Page, articles: int, doubts: int) -> PageSummary:
    known = [line.confidence for line in page.lines if isfinite(line.confidence)]
    scan = page.scan
    return PageSummary(
        label=page_label(scan.path, scan.frame, scan.frames),
        columns=columns(page),
        lines=len(page.lines),
        articles=articles,
        confidence=fmean(known) if known else None,
        doubts=doubts,
        seconds=page.seconds,
        skew=page.upright.skew,
    )


def columns(page: Page) -> int:
    """How many columns (tiers, where text runs down) stand side by side in a good part of the page; 0 if empty.

    Told from the lines: beside at least a tenth of them stand that many others at the same height.
    """
    if not page.lines:
        return 0
    vertical = sum(line.orientation is Orientation.VERTICAL for line in page.lines) * 2 > len(page.lines)
    boxes = [line.box for line in page.lines if (line.orientation is Orientation.VERTICAL) == vertical]
    starts = np.array([box.left if vertical else box.top for box in boxes])
    ends = np.array([box.right if vertical else box.bottom for box in boxes])
    middles = (starts + ends) / 2
    beside = ((starts <= middles[:, None]) & (middles[:, None] <= ends)).sum(axis=1)
    return int(np.quantile(beside, 0.9, method="lower"))
