"""The way of a page and of an issue, from scan files to published results; the flow of an issue goes it."""

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from statistics import fmean
from time import perf_counter

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize import __version__, names, overview, scan
from digitize.articles import rejoin
from digitize.checking import CheckedIssue, NumberedScan, holds_more, in_page_order
from digitize.deskew import estimate_skew, straighten
from digitize.errors import DigitizeError, ScanError, explain
from digitize.export import ScanFile, documents, mets
from digitize.importers import alto
from digitize.layout import analyse
from digitize.layout.faint import faint_print, near_darker, without_paler
from digitize.model import Failure, Issue, Layout, Page, Scan, Step, Upright
from digitize.options import Options
from digitize.recognition import back_level, load_engine, quarter_turn, recognize, without_back
from digitize.recognition.models import ModelKind, resolve
from digitize.recognition.runtime import choose
from digitize.scan.contrast import brought_up, pale_gain
from digitize.scan.polarity import is_negative
from digitize.scan.reversed import undo_reversed
from digitize.store import InputFile, PageCache, describe, issue_directory, publish
from digitize.summary import Outcome, Status, mean_confidence, portable, summarize, to_review

logger = logging.getLogger(__name__)

Image = NDArray[np.uint8]


class Stage(StrEnum):
    """What is being done to a page, and after the last one to the whole issue."""

    READ = "read"
    DESKEW = "deskew"
    LAYOUT = "layout"
    RECOGNIZE = "recognize"
    DONE = "done"
    REJOIN = "rejoin"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the run of an issue stands."""

    issue: str
    page: str
    """The page's label; empty where the stage is one of the whole issue."""
    stage: Stage


def read_page(scan_: Scan, number: int, options: Options, report: Callable[[Stage], None]) -> Page:
    """Read one page: decode, turn upright, find its layout, recognize its lines.

    `number` is its position in the issue, from 1; `report` is called at the beginning of each stage. Raises
    ScanError, ModelError or RecognitionError.
    """
    started = perf_counter()
    report(Stage.READ)
    gray, tone = _toned(_gray(scan.load(scan_, options)))
    report(Stage.DESKEW)
    engine = load_engine(options)
    gray, upright = straighten(gray, quarter_turn(gray, engine), estimate_skew(gray))
    report(Stage.LAYOUT)
    faint = faint_print(gray)
    back = None if faint is None else back_level(faint, engine)
    layout = analyse(gray if back is None else without_paler(gray, back), scan_.dpi)
    report(Stage.RECOGNIZE)
    if back is None:
        lines = recognize(gray, layout, engine)
    else:
        clean = near_darker(gray, back, layout.text_height)
        lines = without_back(recognize(gray, layout, engine, clean), gray, engine)
    return Page(
        number,
        scan_,
        upright,
        layout,
        lines,
        steps=(
            _reading(scan_, tone),
            _deskewing(upright),
            _layouting(layout, back),
            _recognizing(options),
        ),
        warnings=() if lines else ("No text was found on it.",),
        seconds=round(perf_counter() - started, 3),
    )


def _gray(image: Image) -> Image:
    if image.ndim == 2:
        return image
    return cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)


_NEGATIVE = ("negative_undone", "yes")
Settings = tuple[tuple[str, str], ...]


def _toned(gray: Image) -> tuple[Image, Settings]:
    """The page as dark print on light paper, clear of each other, and what was done for it."""
    done: Settings = ()
    if is_negative(gray):
        gray, done = np.asarray(cv2.bitwise_not(gray), np.uint8), (_NEGATIVE,)
    if (gain := pale_gain(gray)) > 1:
        gray, done = brought_up(gray, gain), (*done, ("contrast_gain", f"{gain:.1f}"))
    gray, tints = undo_reversed(gray)
    return gray, (*done, ("reversed_tints_undone", str(tints))) if tints else done


def _reading(scan_: Scan, tone: Settings) -> Step:
    reader = "pypdfium2" if scan_.media_type == "application/pdf" else "pillow"
    return Step("read", reader, version(reader), (("media_type", scan_.media_type), *tone))


def _deskewing(upright: Upright) -> Step:
    settings = (("quarter_turns_undone", str(upright.turn)), ("skew_angle", f"{upright.skew:.3f}"))
    return Step("deskew", "digitize", __version__, settings)


def _layouting(layout: Layout, back: float | None) -> Step:
    settings = (
        ("text_height", f"{layout.text_height:.1f}"),
        ("rules", str(len(layout.rules))),
        ("gutters", str(len(layout.gutters))),
        ("pictures", str(len(layout.pictures))),
        ("opencv", cv2.__version__),
        *([] if back is None else [("back_shown_through", f"{back:.0f}")]),
    )
    return Step("layout", "digitize", __version__, settings)


@lru_cache(maxsize=4)
def _recognizing(options: Options) -> Step:
    settings = (
        ("detection_model", resolve(options.detection_model, ModelKind.DETECTION).name),
        ("recognition_model", resolve(options.recognition_model, ModelKind.RECOGNITION).name),
        *choose(options).settings,
    )
    return Step("recognize", "paddleocr", version("paddleocr"), settings)


def page_cache(output: Path) -> PageCache:
    """Where pages are kept between runs: a hidden directory in `output`, which may be deleted at any time."""
    return PageCache(output / ".pages")


def recall_page(page: NumberedScan, output: Path, options: Options) -> Page | None:
    """The page as an earlier run read it from the same content with the same options, if one did."""
    return page_cache(output).load(PageCache.key(page.scan, options, __version__), page.scan, page.number)


def is_read(page: NumberedScan, output: Path, options: Options) -> bool:
    """Whether an earlier run read the page; quicker told than to `recall_page` it, which may find it damaged."""
    return page_cache(output).holds(PageCache.key(page.scan, options, __version__))


def read_and_keep(page: NumberedScan, output: Path, options: Options, report: Callable[[Stage], None]) -> Page:
    """Read a page and keep it for later runs, which `recall_page` it. Raises what `read_page` does, and StoreError."""

    def announce(stage: Stage) -> None:
        logger.info("%s: %s", page.label, stage)
        report(stage)

    result = read_page(page.scan, page.number, options, announce)
    page_cache(output).save(PageCache.key(page.scan, options, __version__), result)
    confidence = f"{fmean(line.confidence for line in result.lines):.3f}" if result.lines else "none"
    logger.info("%s: %d lines, mean confidence %s, %.1f s", page.label, len(result.lines), confidence, result.seconds)
    return result


def rejoin_pages(name: str, pages: Sequence[Page], failures: Sequence[Failure]) -> Issue:
    """Put the articles of an issue together from the pages that could be read."""
    logger.info("%s: rejoin", name)
    blocks, articles = rejoin(pages)
    return Issue(name, tuple(pages), blocks, articles, tuple(failures))


def publish_issue(
    issue: Issue, inputs: Sequence[InputFile], output: Path, options: Options | None, *, seconds: float
) -> Outcome:
    """Write everything that comes out of an issue; raises StoreError, and XmlError where given ALTO was changed.

    `options` are those the text was recognized with, None where it was given. `seconds` is how long the run took.

    An issue with failures does not replace the complete result of an earlier run, which could read what now fails.
    """
    logger.info("%s: export", issue.name)
    directory = issue_directory(output, issue.name)
    issue = replace(issue, failures=tuple(map(portable, issue.failures)))
    if issue.failures and holds_more(directory, inputs, options):
        logger.warning("%s: the complete result of an earlier run stays in %s", issue.name, directory)
        return summarize(issue, Status.PARTIAL, directory)
    created = datetime.now(UTC)
    files = documents(issue, _given_alto(issue))
    files[names.METS] = mets(issue, _scan_files(issue, directory), files, created)
    steps = [step for page in issue.pages for step in page.steps]
    versions = {step.software: step.version for step in steps}
    versions |= {key: value for step in steps if step.name == "recognize" for key, value in step.settings}
    review = to_review(issue, options.review_below if options else None)
    manifest = describe(
        issue,
        inputs,
        options,
        versions=versions,
        created=created,
        seconds=seconds,
        confidence=mean_confidence(issue),
        review=review,
    )
    publish(directory, files, manifest)
    return summarize(issue, Status.PARTIAL if issue.failures else Status.COMPLETE, directory, review)


def page_picture(issue: Issue, page: Page, colours: Mapping[str, overview.Colour], limit: int) -> bytes:
    """A picture of a page with its articles in `colours`, of type `overview.MEDIA_TYPE` and at most `limit` bytes.

    Where the scan is gone or cannot be read any more, the picture is drawn without it.
    """
    reduced = None
    if page.scan.is_image:
        shorter = round(min(page.scan.width, page.scan.height) * overview.scale_of(page))
        try:
            reduced = scan.load_reduced(page.scan, shorter)
            if any(_NEGATIVE in step.settings for step in page.steps):
                reduced = np.asarray(cv2.bitwise_not(reduced), np.uint8)
        except (ScanError, OSError) as error:
            logger.warning("Its picture is drawn without the scan: %s", explain(error))
    return overview.encode(overview.draw(issue, page, colours, reduced), limit)


def _given_alto(issue: Issue) -> dict[str, bytes]:
    """The ALTO files that pages were taken from, as they were when they were read."""
    scans = {page.scan.path: page.scan for page in issue.pages if not page.scan.is_image}
    return {path: alto.content(scan_) for path, scan_ in scans.items()}


def _scan_files(issue: Issue, directory: Path) -> dict[str, ScanFile]:
    """Where each scan lies as seen from `directory`."""
    scans = {}
    for path in {page.scan.path for page in issue.pages if page.scan.is_image}:
        relative = os.path.relpath(Path(path).resolve(), directory.resolve())
        scans[path] = ScanFile(Path(relative).as_posix(), Path(path).stat().st_size)
    return scans


def failed(issue: CheckedIssue, failures: Sequence[Failure], output: Path) -> Outcome:
    """The outcome where no page could be read; an earlier result stays as it is."""
    name = issue.source.name
    return Outcome(name, Status.FAILED, issue_directory(output, name), failures=tuple(failures))


def rejoin_given(issue: CheckedIssue, output: Path, report: Callable[[Progress], None]) -> Outcome:
    """Put together and publish an issue whose text is given as ALTO; `report` is called as it goes on.

    A file that is no good makes the outcome partial, and failed where no page is left. Raises StoreError.
    """
    started = perf_counter()
    name = issue.source.name
    pages: list[Page] = []
    failures = list(issue.failures)
    for page in issue.pages:
        report(Progress(name, page.label, Stage.READ))
        try:
            pages.append(_timed(page))
            for warning in pages[-1].warnings:
                logger.warning("%s: %s: %s", name, page.label, warning)
        except (DigitizeError, OSError) as error:
            failures.append(Failure(page.scan.path, page.scan.frame, explain(error)))
        report(Progress(name, page.label, Stage.DONE))
    failures = list(in_page_order(issue, failures))
    if not pages:
        return failed(issue, failures, output)
    report(Progress(name, "", Stage.REJOIN))
    rejoined = rejoin_pages(name, pages, failures)
    report(Progress(name, "", Stage.EXPORT))
    return publish_issue(rejoined, issue.inputs, output, None, seconds=perf_counter() - started)


def _timed(page: NumberedScan) -> Page:
    started = perf_counter()
    result = alto.read(page.scan, page.number)
    return replace(result, seconds=round(perf_counter() - started, 3))
