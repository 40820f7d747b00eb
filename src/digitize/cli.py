"""The command line."""

import inspect
import logging
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from digitize import __version__
from digitize.errors import DigitizeError, ExitCode, UsageError, explain
from digitize.options import Options

# What works on scans takes seconds to import and is imported where it is used, so that help comes at once.
if TYPE_CHECKING:

    from digitize.console import Bar
    from digitize.inbox import IssueSource
    from digitize.summary import Outcome

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

digitize run bound-volume.pdf page-*.tif --language de
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
    outcomes: list[Outcome] = []
    try:
        with Bar(errors, shown=not verbose) as bar:
            for issue in issues:
                outcomes.append(_digitize(issue, output, options, bar, force=force, verbose=verbose))  # noqa: PERF401
    finally:  # Ctrl-C and errors: what was done until then is done
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


def _digitize(
    issue: "IssueSource", output: Path, options: Options, bar: "Bar", *, force: bool, verbose: bool
) -> "Outcome":
    """Digitize one issue; Prefect is started only where there is something to do."""
    from digitize.checking import check, unchanged  # noqa: PLC0415
    from digitize.errors import StoreError  # noqa: PLC0415
    from digitize.model import Failure  # noqa: PLC0415
    from digitize.store import issue_directory  # noqa: PLC0415
    from digitize.summary import Outcome, Status  # noqa: PLC0415

    directory = issue_directory(output, issue.name)
    checked = check(issue, options)
    if not force and (done := unchanged(checked, output, options)):
        return done
    with bar.issue(issue.name, len(checked.pages)):
        run_issue = _engine(verbose=verbose)
        try:
            return run_issue(issue, output, options, force=force, report=bar.move)
        except (StoreError, OSError) as error:  # the next issue may well be written
            logger.debug("%s failed", issue.name, exc_info=True)
            return Outcome(issue.name, Status.FAILED, directory, failures=(Failure(str(directory), 0, explain(error)),))


@cache
def _engine(*, verbose: bool) -> "Callable[..., Outcome]":
    """What runs an issue, with Prefect imported and its server reached. Raises UsageError where there is none."""
    from flows.environment import prepare  # noqa: PLC0415

    prepare(verbose=verbose)
    from flows.run import connect, run_issue  # noqa: PLC0415

    connect()
    return run_issue


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
