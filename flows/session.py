"""Running issues in this process, seen by the Prefect server of PREFECT_API_URL or else by a temporary one."""

import os
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, cast

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.context import refresh_global_settings_context
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.states import Cancelled

from digitize.inbox import IssueSource
from digitize.options import Options
from digitize.pipeline import Progress
from digitize.summary import Outcome
from flows import password
from flows.connection import require_answer
from flows.environment import api_url
from flows.issue import digitize_issue
from flows.progress import listening
from flows.server import TemporaryServer

_LAST_WORDS = 10.0
"""Seconds to wait for a server that takes no more."""


class Session:
    """A connection to Prefect under which issues are run one after the other."""

    def __init__(self) -> None:
        self._server = TemporaryServer()
        self._served = False
        self._running: FlowRun | None = None

    def open(self, meanwhile: Callable[[], object] | None) -> None:
        """Reach the server, or start the temporary one; raises UsageError where that fails.

        `meanwhile` is called while a temporary server starts, and what it raises is raised.
        """
        url = api_url()
        if url:
            require_answer(url)
            return
        secret = password.given() or password.new()
        # By the environment, not by a context: Prefect's background threads must see it as well.
        os.environ["PREFECT_API_URL"] = self._server.start(secret, meanwhile)
        self._served = True
        password.give(secret)

    def close(self) -> None:
        """Send what Prefect still holds back of logs and events, and stop the temporary server."""
        APILogWorker.drain_all(timeout=_LAST_WORDS)
        EventsWorker.drain_all(timeout=_LAST_WORDS)
        self._server.stop()
        if self._served:
            self._served = False
            del os.environ["PREFECT_API_URL"]
            refresh_global_settings_context()

    def run(
        self, source: IssueSource, output: Path, options: Options, *, force: bool, report: Callable[[Progress], None]
    ) -> Outcome:
        """Run the flow of one issue and return how it ended; raises what kept the whole issue from being digitized."""
        flow = digitize_issue.with_options(on_running=[self._remember])
        # Nothing looks for heartbeats at a temporary server, and a flow waits up to a second in the end for the thread.
        silent = temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}) if self._served else nullcontext()
        with listening(report), silent:
            state = flow(source.name, list(source.files), output, options, force=force, return_state=True)
        self._running = None
        result = state.result(raise_on_failure=False)
        if isinstance(result, BaseException):
            raise result
        return cast("Outcome", result)

    def cancel(self) -> None:
        """Tell the server that the run going on is stopped, and stop the temporary server, even while it starts."""
        try:
            if self._running:
                with get_client(sync_client=True) as client:
                    client.set_flow_run_state(self._running.id, Cancelled(message="Stopped by the user"), force=True)
        finally:
            self._server.stop()

    def _remember(self, flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:  # noqa: ARG002
        self._running = flow_run
