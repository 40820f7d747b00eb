"""What a run looks like in a terminal: a bar while it goes on, a table when it ends."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from digitize.pipeline import Progress as Place
from digitize.pipeline import Stage
from digitize.summary import Outcome, PageSummary, Status, counted, reason

_SHARES = {Stage.READ: 0.0, Stage.DESKEW: 0.05, Stage.LAYOUT: 0.15, Stage.RECOGNIZE: 0.2, Stage.DONE: 1.0}
"""How much of a page's time has passed when a stage begins."""


class Bar:
    """A bar for each issue in turn, moving by page and stage; silent where the console is no terminal."""

    def __init__(self, console: Console, *, shown: bool = True) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.fields[issue]}", markup=False, style="bold"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("pages"),
            TimeElapsedColumn(),
            TextColumn("{task.description}", markup=False),
            console=console,
            transient=True,
            disable=not (shown and console.is_terminal),
        )
        self._pages: dict[str, float] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    @contextmanager
    def issue(self, name: str, pages: int) -> Iterator[None]:
        """Show the bar of an issue while it is worked on."""
        self._pages = {}
        self._task = self._progress.add_task("starting", total=pages, issue=name)
        try:
            yield
        finally:
            self._progress.remove_task(self._task)

    def move(self, place: Place) -> None:
        """Show where the issue stands."""
        if place.page:
            # A page that is tried again does not move the bar back.
            self._pages[place.page] = max(_SHARES[place.stage], self._pages.get(place.page, 0.0))
        what = f"{place.page} · {place.stage}" if place.page else str(place.stage)
        self._progress.update(self._task, completed=sum(self._pages.values()), description=what)


def log_to(console: Console, *, verbose: bool) -> None:
    """Send the program's log to the console: warnings above the bar; without a bar, each step as a plain line."""
    logger = logging.getLogger("digitize")
    handler: logging.Handler
    if console.is_terminal and not verbose:
        handler = RichHandler(logging.WARNING, console, show_path=False, show_time=False)
    else:
        handler = logging.StreamHandler(console.file)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S"))
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    logger.propagate = False


def print_outcomes(console: Console, outcomes: Sequence[Outcome]) -> None:
    """The closing words of a run: for each issue how it ended, its pages in a table, and where its results are."""
    for outcome in outcomes:
        console.print()
        console.print(f"{outcome.name}: {outcome.status}", style="bold", markup=False, highlight=False, soft_wrap=True)
        if outcome.pages:
            console.print(_table(outcome.pages))
        for failure in outcome.failures:
            _say(console, f"  {reason(failure)}.", "red")
        if outcome.review:
            _say(console, f"  To review: {' '.join(outcome.review)}", "yellow")
        if outcome.status is not Status.FAILED:
            _say(console, f"  {counted(outcome.articles, 'article')}, {_doubts(outcome)}: {outcome.directory}")
    if len(outcomes) > 1:
        console.print()
        _say(console, f"{counted(len(outcomes), 'issue')}: {_tally(outcomes)}", "bold")


def _say(console: Console, line: str, style: str | None = None) -> None:
    console.print(line, style=style, markup=False, highlight=False, soft_wrap=True)


def _doubts(outcome: Outcome) -> str:
    return counted(outcome.doubts, "doubt") if outcome.doubts else "no doubts"


def _tally(outcomes: Sequence[Outcome]) -> str:
    numbers = {status: sum(outcome.status is status for outcome in outcomes) for status in Status}
    return ", ".join(f"{number} {status}" for status, number in numbers.items() if number)


def _table(pages: Sequence[PageSummary]) -> Table:
    table = Table()
    table.add_column("Page", overflow="fold")
    for heading in ("Columns", "Lines", "Articles", "Confidence", "Doubts", "Seconds"):
        table.add_column(heading, justify="right")
    for page in pages:
        confidence = "–" if page.confidence is None else f"{page.confidence:.3f}"
        numbers = (page.columns, page.lines, page.articles, confidence, page.doubts, f"{page.seconds:.1f}")
        table.add_row(page.label.replace("[", r"\["), *map(str, numbers))
    return table
