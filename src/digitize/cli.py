"""The command line."""

import inspect
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any, Self

import typer
from pydantic import ValidationError

from digitize import __version__
from digitize.errors import DigitizeError, ExitCode, StoreError, UsageError, explain
from digitize.options import Options

# What works on scans takes seconds to import and is imported where it is used, so that help comes at once.
if TYPE_CHECKING:
    from digitize.console import Bar
    from digitize.inbox import IssueSource
    from digitize.summary import Outcome
    from flows.session import Session

logger = logging.getLogger(__name__)

_INTERRUPTED = 130
"""What shells expect of a program ended by Ctrl-C."""

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
    errors = Console(stderr=True)
    log_to(errors, verbose=verbose)
    runner = _Runner(output, options, Bar(errors, shown=not verbose), force=force, verbose=verbose)
    outcomes: list[Outcome] = []
    try:
        with runner, runner.stopped_by_interrupt():
            for issue in issues:
                outcomes.append(runner.digitize(issue))  # noqa: PERF401  what is done before an error is shown
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
        from digitize.checking import check, unchanged  # noqa: PLC0415
        from digitize.model import Failure  # noqa: PLC0415
        from digitize.store import issue_directory  # noqa: PLC0415
        from digitize.summary import Outcome, Status  # noqa: PLC0415

        checked = check(issue, self._options)
        if not self._force and (done := unchanged(checked, self._output, self._options)):
            return done
        with self._bar.issue(issue.name, len(checked.pages)):
            session = self._connected()
            try:
                return session.run(issue, self._output, self._options, force=self._force, report=self._bar.move)
            except (StoreError, OSError) as error:  # the next issue may well be written
                logger.debug("%s failed", issue.name, exc_info=True)
                directory = issue_directory(self._output, issue.name)
                failure = Failure(str(directory), 0, explain(error))
                return Outcome(issue.name, Status.FAILED, directory, failures=(failure,))

    def _connected(self) -> "Session":
        if self._session is None:
            from flows.environment import prepare  # noqa: PLC0415

            prepare(verbose=self._verbose)
            from flows.session import Session  # noqa: PLC0415

            self._session = Session()
            self._session.open()
        return self._session

    @contextmanager
    def stopped_by_interrupt(self) -> Iterator[None]:
        """Let Ctrl-C end the program at once: what is on the disk is whole at any moment.

        Left to itself, it would wait for the page being read, and Prefect's server would be gone before the run.
        """

        def stop(*_: object) -> None:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            self._bar.__exit__(None, None, None)
            typer.echo("Stopped. What is finished stays; the same command goes on from there.", err=True)
            if self._session:
                self._session.cancel()
            os._exit(_INTERRUPTED)

        before = signal.signal(signal.SIGINT, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


def main() -> None:
    """Run the command line; every error that is not a bug ends as one sentence."""
    try:
        app()
    except DigitizeError as error:
        logger.debug("Stopped", exc_info=True)
        typer.echo(f"digitize: {error}", err=True)
        sys.exit(ExitCode.FAILED)


if __name__ == "__main__":
    main()
