"""`digitize run`: scans in, articles out."""

from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Self

import typer

from digitize.cli.common import (
    complain,
    end_quietly_where_nobody_listens,
    exit_code,
    failed,
    refuse_overlap,
    refuse_results_among_scans,
    stop_on_signals,
    with_options,
)
from digitize.errors import DigitizeError, ExitCode, ModelError, UsageError
from digitize.imports import undisturbed
from digitize.options import Options

# What works on scans takes seconds to import and is imported where it is used, so that help comes at once.
if TYPE_CHECKING:
    from digitize.checking import CheckedIssue
    from digitize.console import Bar
    from digitize.inbox import IssueSource
    from digitize.summary import Outcome
    from flows.session import Session

EPILOG = """[bold]Examples[/bold]

digitize run scans
[dim]every issue in the folder scans; results go to output/[/dim]

digitize run scans/1923-05-01 -o results
[dim]one issue, a folder of page images, into results/1923-05-01[/dim]

digitize run bound-volume.pdf page-*.tif
[dim]a PDF as one issue, and the images as another[/dim]

digitize run scans --force
[dim]read everything again, even what is done[/dim]

[bold]Exit status[/bold]

0 all is there, 1 some pages or issues are missing, 2 nothing was done, 130 stopped by Ctrl-C
"""


@with_options
def run(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Folders of scans, searched to any depth, or scan files.", metavar="PATH..."),
    ],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where results go.")] = Path("output"),
    force: Annotated[bool, typer.Option("--force", help="Read all again, even what is done.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the whole log, with tracebacks.")] = False,
    options: Options,
) -> None:
    """Digitize scans: JPEG, PNG, TIFF, JPEG 2000 or PDF in; ALTO, METS and plain text of whole articles out.

    A folder of page images is one issue, and so is each PDF and multi-page TIFF. Scans are only read, never changed.
    What is done already is not done again; a page that fails does not hinder the others.
    """
    with undisturbed():
        from rich.console import Console  # noqa: PLC0415

        from digitize.console import Bar, log_to, print_outcomes  # noqa: PLC0415
        from digitize.inbox import find_issues  # noqa: PLC0415

    refuse_overlap(paths, output)
    issues = find_issues(paths)
    refuse_results_among_scans(issues, output)
    errors = Console(stderr=True)
    log_to(errors, verbose=verbose)
    runner = _Runner(output, options, Bar(errors, shown=not verbose), force=force, verbose=verbose)
    outcomes: list[Outcome] = []
    try:
        with runner:
            stop_on_signals(runner.abandon)
            for issue in issues:
                outcomes.append(runner.digitize(issue))  # noqa: PERF401  what is done before an error is shown
    except DigitizeError as error:
        if not outcomes or exit_code(outcomes) is ExitCode.FAILED:
            raise
        complain(error)
        raise typer.Exit(ExitCode.PARTIAL) from error
    finally:
        end_quietly_where_nobody_listens()
        print_outcomes(Console(), outcomes)
    raise typer.Exit(exit_code(outcomes))


class _Runner:
    """Digitizes issues one after the other; Prefect is started when there first is something to do."""

    def __init__(self, output: Path, options: Options, bar: "Bar", *, force: bool, verbose: bool) -> None:
        self._output, self._options, self._bar = output, options, bar
        self._force, self._verbose = force, verbose
        self._session: Session | None = None

    def __enter__(self) -> Self:
        self._bar.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.__exit__(kind, error, trace)
        if self._session:
            self._session.close()

    def digitize(self, issue: "IssueSource") -> "Outcome":
        """Digitize an issue; whatever goes wrong with it alone is in its outcome, what concerns all is raised."""
        try:
            return self._digitize(issue)
        except (ModelError, UsageError):
            raise
        except Exception as error:
            return failed(issue, self._output, error, verbose=self._verbose)

    def _digitize(self, issue: "IssueSource") -> "Outcome":
        from digitize.checking import check, require_utf8, unchanged  # noqa: PLC0415

        for path in (*issue.files, self._output):
            require_utf8(path)
        checked = check(issue, self._options)
        if not self._force and (done := unchanged(checked, self._output, self._options)):
            return done
        with self._bar.issue(issue.name, len(checked.pages)):
            session = self._connected(checked)
            return session.run(issue, self._output, self._options, force=self._force, report=self._bar.move)

    def _connected(self, first: "CheckedIssue") -> "Session":
        if self._session is None:
            from digitize.checking import require_writable  # noqa: PLC0415
            from digitize.pipeline import is_read  # noqa: PLC0415
            from digitize.recognition import begin_loading, load_engine  # noqa: PLC0415

            require_writable(self._output)
            reads = self._force or not all(is_read(page, self._output, self._options) for page in first.pages)
            if reads:
                begin_loading(self._options)  # and Prefect's import, of a second, goes on meanwhile
            from flows.environment import prepare  # noqa: PLC0415

            prepare(verbose=self._verbose)
            with undisturbed():
                from flows.session import Session  # noqa: PLC0415

            session = Session()
            try:
                session.open(partial(load_engine, self._options) if reads else None)
            except BaseException:
                session.close()
                raise
            self._session = session
        return self._session

    def abandon(self) -> None:
        """Leave all as it is and report the run that goes on as cancelled."""
        self._bar.__exit__(None, None, None)
        if self._session:
            self._session.cancel()
