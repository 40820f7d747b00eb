"""What a run does besides its work when a worker runs it, for those who look on: its place, its note, its review."""

import logging
import os
import signal
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun
from prefect.context import FlowRunContext
from prefect.events import emit_event

from digitize.errors import explain
from digitize.options import Options
from digitize.store import Note, NoteState, issue_directory, remove_note, write_note
from digitize.summary import Outcome, Status
from flows.artifacts import dispensable
from flows.bounds import Bounds
from flows.runs import HOST_LABEL, PROCESS_LABEL
from flows.server import ending_with_its_parent

REVIEW = "review"
"""Tag of runs, and end of the name of the event, of issues that a person should look at."""

logger = logging.getLogger("digitize.flows")


@contextmanager
def watched_over(name: str, files: Sequence[Path], output: Path, options: Options) -> Iterator[None]:
    """Run inside what a worker runs: dies with the worker, says where it runs, and leaves a note while it is not done.

    Raises UsageError where the run asks for more than its worker allows. Does nothing where no worker runs it.
    """
    run = _run_of_a_worker()
    if run is None:
        yield
        return
    _die_with_the_worker()
    Bounds.of_this_worker().require(files, output, options)
    with dispensable(), get_client(sync_client=True) as client:
        client.update_flow_run_labels(run.id, {HOST_LABEL: socket.gethostname(), PROCESS_LABEL: os.getpid()})
    directory = issue_directory(output, name)
    write_note(directory, Note(name, NoteState.RUNNING, f"It is being digitized on {socket.gethostname()}"))
    try:
        yield
    except Exception as error:
        with dispensable():
            write_note(directory, Note(name, NoteState.FAILED, explain(error).rstrip(".")))
        raise


def _run_of_a_worker() -> FlowRun | None:
    """The run going on, if a worker runs it. `prefect.runtime` would ask the server, each time."""
    context = FlowRunContext.get()
    return context.flow_run if context and context.flow_run and context.flow_run.deployment_id else None


def _die_with_the_worker() -> None:
    """Have Linux end this process where the worker is killed, whose next one would run the issue a second time."""
    if tie := ending_with_its_parent():
        parent = os.getppid()
        tie()
        if os.getppid() != parent:  # it was just killed
            os.kill(os.getpid(), signal.SIGKILL)


def leave_word(outcome: Outcome) -> None:
    """Note how a run ended, and mark it for review where it should be looked at; only where a worker runs it."""
    run = _run_of_a_worker()
    if run is None:
        return
    if outcome.status in (Status.PARTIAL, Status.FAILED):
        write_note(outcome.directory, Note(outcome.name, NoteState(outcome.status), outcome.sentence))
    else:
        remove_note(outcome.directory)
    if outcome.review:
        logger.warning("%s is to be reviewed: %s", outcome.name, " ".join(outcome.review))
        with dispensable():
            _mark_for_review(run, outcome)


def _mark_for_review(run: FlowRun, outcome: Outcome) -> None:
    with get_client(sync_client=True) as client:
        client.update_flow_run(run.id, tags=sorted({*run.tags, REVIEW}))
    emit_event(
        event=f"digitize.issue.{REVIEW}",
        resource={
            "prefect.resource.id": f"digitize.issue.{outcome.name}",
            "prefect.resource.name": outcome.name,
        },
        payload={"reasons": list(outcome.review), "directory": str(outcome.directory.absolute())},
    )
