"""The runs of issues as the Prefect server knows them: asked for, followed, and given up when their process is dead."""

import os
import socket
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType

from digitize.inbox import IssueSource
from digitize.options import Options

HOST_LABEL, PROCESS_LABEL = "digitize.host", "digitize.process"
"""Labels of a run that tell where it is worked on."""
INTERRUPTED = "Interrupted"
"""Name of the state of a run that ended with its worker, not by a fault of its own."""

_UNFINISHED = (StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING, StateType.PAUSED, StateType.CANCELLING)
_PAGE = 200
"""Runs the server returns at once, at most."""
_STARTING = timedelta(minutes=5)
"""A run whose process has not begun by then never will."""
_MOST_CRASHES = 3
"""An issue that brought so many processes down is not tried again."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a run."""

    source: IssueSource
    output: Path
    options: Options
    key: str
    """Names the content and the options: the same key, the same run."""

    @property
    def parameters(self) -> dict[str, object]:
        return {
            "name": self.source.name,
            "files": [str(path.absolute()) for path in self.source.files],
            "output": str(self.output.absolute()),
            "options": self.options.model_dump(mode="json"),
        }

    @property
    def tags(self) -> list[str]:
        """The title, where the issue lies in a folder of it."""
        title, slash, _ = self.source.name.partition("/")
        return [title] if slash else []


class Runs:
    """Runs of the deployment."""

    def __init__(self, client: SyncPrefectClient, deployment: UUID) -> None:
        self._client = client
        self._deployment = deployment

    def ask_for(self, request: Request, *, redo: bool) -> FlowRun:
        """The run of a request: a new one, or where one was asked for earlier, that one.

        One that crashed is followed by another, unless issues crash by themselves; so is one that completed, where
        with `redo` its results are gone.
        """
        crashes = 0
        for attempt in range(1000):
            run = self._client.create_flow_run_from_deployment(
                self._deployment,
                parameters=request.parameters,
                name=request.source.name,
                tags=request.tags,
                idempotency_key=request.key if not attempt else f"{request.key}-{attempt}",
            )
            state = run.state
            if state is None or not state.is_final():
                return run
            crashes += state.is_crashed() and state.name != INTERRUPTED
            if not (state.is_crashed() and crashes < _MOST_CRASHES) and not (_is_whole(state) and redo):
                return run
        return run

    def unfinished(self) -> tuple[FlowRun, ...]:
        """All runs that wait, go on, or are about to."""
        kind = FlowRunFilterStateType(any_=list(_UNFINISHED))
        return tuple(self._read(lambda: FlowRunFilter(state=FlowRunFilterState(type=kind))))

    def states(self, runs: Collection[UUID]) -> dict[UUID, State]:
        """How runs stand; of runs that were deleted, nothing."""
        wanted = list(runs)
        found: dict[UUID, State] = {}
        for start in range(0, len(wanted), _PAGE):
            some = FlowRunFilter(id=FlowRunFilterId(any_=wanted[start : start + _PAGE]))
            found |= {run.id: run.state for run in self._client.read_flow_runs(flow_run_filter=some) if run.state}
        return found

    def give_up_dead(self, *, alone: bool) -> tuple[FlowRun, ...]:
        """Mark the runs as crashed whose process on this machine is dead, and return them.

        With `alone` no worker but this machine's knows the server, and none of them runs yet: what is on no process
        is dead as well.
        """
        dead = [run for run in self.unfinished() if _is_dead(run, alone=alone)]
        for run in dead:
            message = "The worker was stopped or died in the middle; the issue is asked for again."
            state: State = State(type=StateType.CRASHED, name=INTERRUPTED, message=message)
            self._client.set_flow_run_state(run.id, state, force=True)
        return tuple(dead)

    def _read(self, runs: Callable[[], FlowRunFilter]) -> Iterator[FlowRun]:
        only = DeploymentFilter(id=DeploymentFilterId(any_=[self._deployment]))
        offset = 0
        while found := self._client.read_flow_runs(
            flow_run_filter=runs(), deployment_filter=only, limit=_PAGE, offset=offset
        ):
            yield from found
            offset += len(found)


def _is_whole(state: State) -> bool:
    """Whether a run ended with all that was asked for; a partial one has a name of its own."""
    return state.is_completed() and state.name != "Partial"


def _is_dead(run: FlowRun, *, alone: bool) -> bool:
    state = run.state
    if state is None or not (state.is_pending() or state.is_running()):
        return False
    host, process = run.labels.get(HOST_LABEL), run.labels.get(PROCESS_LABEL)
    if state.is_running() and host == socket.gethostname() and isinstance(process, int):
        return not _is_alive(process)
    if state.is_pending():
        return alone or datetime.now(UTC) - state.timestamp > _STARTING
    return alone and host in (None, socket.gethostname())


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
