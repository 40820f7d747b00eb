"""From an issue to its figures: pages are read once and kept, all after that is done anew."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy import truths
from benchmarks.accuracy.records import KnownIssue, Row
from benchmarks.progress import say
from digitize import pipeline
from digitize.checking import CheckedIssue, NumberedScan, check
from digitize.errors import ScanError
from digitize.evaluate import read_output, score
from digitize.model import Page
from digitize.options import Options
from digitize.summary import Outcome


@dataclass(frozen=True, slots=True)
class Places:
    """Where results go."""

    output: Path
    """Each issue has its directory here."""
    pages: Path
    """Pages that were read are kept in `.pages` here, as `digitize run --output` does."""
    again: bool
    """Read pages that are kept, too."""


def scored(issue: KnownIssue, places: Places, options: Options) -> Row:
    """Digitize or rejoin an issue and score it.

    Of the whole way only the reading of pages is spared, where it was done before by the same version of the program
    with the same options: after a change to reading alone, ask for it again. Raises a DigitizeError or OSError where
    the issue cannot be read, or not all of it, or its truth is none.
    """
    truth = truths.read(issue.truth)
    checked = check(issue.source, None if issue.is_alto else options)
    outcome = _rejoined(checked, places) if issue.is_alto else _digitized(checked, places, options)
    if outcome.failures:
        raise ScanError(outcome.failures[0].reason)
    scores = score(truth, read_output(outcome.directory))
    figures = {figure: value.value for figure, value in scores.figures.items() if value.weight}
    return Row(issue.name, issue.kind, scores.kind, scores.articles, figures)


def _rejoined(checked: CheckedIssue, places: Places) -> Outcome:
    return pipeline.rejoin_given(checked, places.output, lambda _: None)


def _digitized(checked: CheckedIssue, places: Places, options: Options) -> Outcome:
    if checked.failures:
        raise ScanError(checked.failures[0].reason)
    pages = [_page(page, checked.source.name, places, options) for page in checked.pages]
    issue = pipeline.rejoin_pages(checked.source.name, pages, ())
    return pipeline.publish_issue(issue, checked.inputs, places.output, options, seconds=0.0)


def _page(page: NumberedScan, issue: str, places: Places, options: Options) -> Page:
    kept = None if places.again else pipeline.recall_page(page, places.pages, options)
    if kept is None:
        say(f"{issue}: {page.label} is read …")
        return pipeline.read_and_keep(page, places.pages, options, lambda _: None)
    return kept
