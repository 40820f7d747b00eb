"""The command line."""

import inspect
import io
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any, Self

import typer
from pydantic import ValidationError

from digitize import __version__
from digitize.errors import DigitizeError, ExitCode, ModelError, UsageError, explain
from digitize.options import Options

# What works on scans takes seconds to import and is imported where it is used, so that help comes at once.
if TYPE_CHECKING:
    from digitize.console import Bar
    from digitize.inbox import IssueSource
    from digitize.summary import Outcome
    from flows.session import Session

logger = logging.getLogger(__name__)

_ENDING = tuple(each for each in signal.Signals if each.name in {"SIGINT", "SIGTERM", "SIGHUP"})
"""Signals that ask a program to end: Ctrl-C, kill, and a terminal that was closed."""

app = typer.Typer(
    help="Turns scanned newspaper pages into articles: ALTO, METS and plain text.",
    epilog="Begin with: digitize run scans",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

_RUN_EPILOG = """[bold]Examples[/bold]

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


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"digitize {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    pass


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command a parameter for each field of Options, in place of its own `options`."""
    signature = inspect.signature(command)
    own = [parameter for parameter in signature.parameters.values() if parameter.name != "options"]
    fields = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=Annotated[field.annotation, typer.Option(help=field.description, rich_help_panel="Recognition")],
        )
        for name, field in Options.model_fields.items()
    ]

    def wrapper(**values: Any) -> None:  # noqa: ANN401  whatever the fields' types are
        try:
            options = Options(**{name: values.pop(name) for name in Options.model_fields})
        except ValidationError as error:
            first = error.errors()[0]
            option = "--" + str(first["loc"][0]).replace("_", "-")
            raise UsageError(f"{option}: {first['msg']}, not {first['input']}.") from error
        command(**values, options=options)

    parameters = own + fields
    wrapper.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    wrapper.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    wrapper.__doc__, wrapper.__name__ = command.__doc__, command.__name__
    return wrapper


@app.command(epilog=_RUN_EPILOG)
@_with_options
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
    from rich.console import Console  # noqa: PLC0415

    from digitize.console import Bar, log_to, print_outcomes  # noqa: PLC0415
    from digitize.inbox import find_issues  # noqa: PLC0415

    _refuse_overlap(paths, output)
    issues = find_issues(paths)
    _refuse_results_among_scans(issues, output)
    errors = Console(stderr=True)
    log_to(errors, verbose=verbose)
    runner = _Runner(output, options, Bar(errors, shown=not verbose), force=force, verbose=verbose)
    outcomes: list[Outcome] = []
    try:
        with runner:
            _stop_on_signals(runner.abandon)
            for issue in issues:
                outcomes.append(runner.digitize(issue))  # noqa: PERF401  what is done before an error is shown
    except DigitizeError as error:
        if not outcomes or exit_code(outcomes) is ExitCode.FAILED:
            raise
        _complain(error)
        raise typer.Exit(ExitCode.PARTIAL) from error
    finally:
        print_outcomes(Console(), outcomes)
    raise typer.Exit(exit_code(outcomes))


def exit_code(outcomes: "Sequence[Outcome]") -> ExitCode:
    """OK where all is there, PARTIAL where something is missing, FAILED where nothing came out."""
    from digitize.summary import Status  # noqa: PLC0415

    statuses = {outcome.status for outcome in outcomes}
    if statuses == {Status.FAILED}:
        return ExitCode.FAILED
    return ExitCode.PARTIAL if statuses & {Status.FAILED, Status.PARTIAL} else ExitCode.OK


def _refuse_overlap(paths: list[Path], output: Path) -> None:
    """An output among the scans would be taken for scans by the next run."""
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output} is a file: choose a directory for the results with --output.")
    for path in paths:
        if path.is_dir() and output.resolve().is_relative_to(path.resolve()):
            raise UsageError(f"{output} lies in {path}, among the scans: choose a directory outside it with --output.")


def _refuse_results_among_scans(issues: "Sequence[IssueSource]", output: Path) -> None:
    from digitize.store import issue_directory  # noqa: PLC0415

    for issue in issues:
        place = issue_directory(output, issue.name)
        folders = {folder for file in issue.files for folder in file.resolve().parents}
        beside = {file.resolve().parent for file in issue.files}
        if place.resolve() in folders or output.resolve() in beside:
            raise UsageError(f"{place} would lie among scans of {issue.name}: choose another directory with --output.")


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
        from digitize.model import Failure  # noqa: PLC0415
        from digitize.store import issue_directory  # noqa: PLC0415
        from digitize.summary import Outcome, Status  # noqa: PLC0415

        try:
            return self._digitize(issue)
        except (ModelError, UsageError):
            raise
        except Exception as error:
            logger.error("%s: %s", issue.name, explain(error), exc_info=self._verbose)  # noqa: TRY400  if wanted
            directory = issue_directory(self._output, issue.name)
            failure = Failure(str(directory), 0, explain(error))
            return Outcome(issue.name, Status.FAILED, directory, failures=(failure,))

    def _digitize(self, issue: "IssueSource") -> "Outcome":
        from digitize.checking import check, require_utf8, unchanged  # noqa: PLC0415

        for path in (*issue.files, self._output):
            require_utf8(path)
        checked = check(issue, self._options)
        if not self._force and (done := unchanged(checked, self._output, self._options)):
            return done
        with self._bar.issue(issue.name, len(checked.pages)):
            session = self._connected()
            return session.run(issue, self._output, self._options, force=self._force, report=self._bar.move)

    def _connected(self) -> "Session":
        if self._session is None:
            from digitize.checking import require_writable  # noqa: PLC0415

            require_writable(self._output)
            from flows.environment import prepare  # noqa: PLC0415

            prepare(verbose=self._verbose)
            from flows.session import Session  # noqa: PLC0415

            self._session = Session()
            self._session.open()
        return self._session

    def abandon(self) -> None:
        """Leave all as it is and report the run that goes on as cancelled."""
        self._bar.__exit__(None, None, None)
        if self._session:
            self._session.cancel()


def _stop_on_signals(abandon: Callable[[], None] = lambda: None) -> None:
    """Let Ctrl-C and its like end the program at once, after `abandon`: what is on the disk is whole at any moment.

    Left to itself, it would wait for the page being read, and Prefect's server would be gone before the run.
    """

    def stop(number: int, _: object) -> None:
        for each in _ENDING:
            signal.signal(each, signal.SIG_IGN)
        with ExitStack() as last:  # from last to first, and each whatever becomes of the others
            last.callback(os._exit, 128 + number)
            last.callback(abandon)
            message = "Stopped. What is finished stays; the same command goes on from there."
            last.callback(typer.echo, message, err=True)

    for each in _ENDING:
        if signal.getsignal(each) is not signal.SIG_IGN:  # as nohup wants it
            signal.signal(each, stop)


def _complain(error: Exception) -> None:
    logger.debug("Stopped", exc_info=error)
    typer.echo(f"digitize: {explain(error)}", err=True)


def main() -> None:
    """Run the command line; every error that is not a bug ends as one sentence."""
    _stop_on_signals()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # for names that are not UTF-8
    try:
        app()
    except (DigitizeError, OSError) as error:
        _complain(error)
        sys.exit(ExitCode.FAILED)


if __name__ == "__main__":
    main()
