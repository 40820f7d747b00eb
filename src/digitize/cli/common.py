"""What commands share: options, refusals, how a run is stopped and what it ends with."""

import inspect
import logging
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from digitize.errors import ExitCode, UsageError, explain
from digitize.options import Options

if TYPE_CHECKING:
    from digitize.inbox import IssueSource
    from digitize.summary import Outcome

# As in every command, what takes long to import is imported where it is used, so that help comes at once.

logger = logging.getLogger(__name__)

ENDING = tuple(each for each in signal.Signals if each.name in {"SIGINT", "SIGTERM", "SIGHUP"})
"""Signals that ask a program to end: Ctrl-C, kill, and a terminal that was closed."""


def with_options(command: Callable[..., None]) -> Callable[..., None]:
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


def exit_code(outcomes: "Sequence[Outcome]") -> ExitCode:
    """OK where all is there, PARTIAL where something is missing, FAILED where nothing came out."""
    from digitize.summary import Status  # noqa: PLC0415

    statuses = {outcome.status for outcome in outcomes}
    if statuses == {Status.FAILED}:
        return ExitCode.FAILED
    return ExitCode.PARTIAL if statuses & {Status.FAILED, Status.PARTIAL} else ExitCode.OK


def failed(issue: "IssueSource", output: Path, error: Exception, *, verbose: bool) -> "Outcome":
    """The outcome of an issue of which an error let nothing come, once it is logged."""
    from digitize.model import Failure  # noqa: PLC0415
    from digitize.store import issue_directory  # noqa: PLC0415
    from digitize.summary import Outcome, Status  # noqa: PLC0415

    logger.error("%s: %s", issue.name, explain(error), exc_info=error if verbose else None)
    directory = issue_directory(output, issue.name)
    return Outcome(issue.name, Status.FAILED, directory, failures=(Failure(str(directory), 0, explain(error)),))


def refuse_overlap(paths: list[Path], output: Path, noun: str = "scans") -> None:
    """An output among the `noun` would be taken for some of them by the next run."""
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output} is a file: choose a directory for the results with --output.")
    for path in paths:
        if path.is_dir() and output.resolve().is_relative_to(path.resolve()):
            raise UsageError(f"{output} lies in {path}, among the {noun}: choose a directory outside it with --output.")


def refuse_results_among_scans(issues: "Sequence[IssueSource]", output: Path, noun: str = "scans") -> None:
    """Results beside the pages of an issue would be taken for pages of it by the next run."""
    from digitize.store import issue_directory  # noqa: PLC0415

    for issue in issues:
        place = issue_directory(output, issue.name)
        folders = {folder for file in issue.files for folder in file.resolve().parents}
        beside = {file.resolve().parent for file in issue.files}
        if place.resolve() in folders or output.resolve() in beside:
            raise UsageError(f"{place} would lie among {noun} of {issue.name}: choose another directory with --output.")


def stop_on_signals(abandon: Callable[[], None] = lambda: None) -> None:
    """Let Ctrl-C and its like end the program at once, after `abandon`: what is on the disk is whole at any moment.

    Left to itself, it would wait for the page being read, and Prefect's server would be gone before the run.
    """

    def stop(number: int, _: object) -> None:
        for each in ENDING:
            signal.signal(each, signal.SIG_IGN)
        with ExitStack() as last:  # from last to first, and each whatever becomes of the others
            last.callback(os._exit, 128 + number)
            last.callback(abandon)
            message = "Stopped. What is finished stays; the same command goes on from there."
            last.callback(typer.echo, message, err=True)

    for each in ENDING:
        if signal.getsignal(each) is not signal.SIG_IGN:  # as nohup wants it
            signal.signal(each, stop)


def leave_signals_alone() -> None:
    """Let libraries that end in order by signals have them, SIGINT too, which shells have their background ignore."""
    for each in ENDING:
        if each is signal.SIGINT:
            signal.signal(each, signal.default_int_handler)
        elif signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, signal.SIG_DFL)


def end_quietly_where_nobody_listens() -> None:
    """Let a closed output, as of `| head`, end the program as it ends other tools: at once and without a word.

    To be called when only words are left to be written: from then on the same goes for any other pipe or connection.
    """
    if hasattr(signal, "SIGPIPE"):  # Windows has none
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def complain(error: Exception) -> None:
    """Say in one sentence what went wrong."""
    logger.debug("Stopped", exc_info=error)
    typer.echo(f"digitize: {explain(error)}", err=True)
