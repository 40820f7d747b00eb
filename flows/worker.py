"""The worker: takes runs of the one deployment from the pool, and runs nothing but the flow of an issue.

Whoever may speak to the server can write into it what Prefect's own workers execute: commands, environments, folders,
steps, entrypoints, and other deployments. This one takes from the server which run is next and its parameters.
"""

import asyncio
import os
import sys
import tempfile
from typing import Any, Self

import anyio
import anyio.abc
from prefect import Flow
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun
from prefect.logging.configuration import setup_logging
from prefect.runner._flow_run_executor import FlowRunExecutorContext
from prefect.runner._process_manager import ProcessHandle
from prefect.runner._starter_engine import EngineCommandStarter
from prefect.states import Failed
from prefect.utilities.processutils import setup_signal_handlers_worker
from prefect.workers.process import ProcessJobConfiguration, ProcessWorker, ProcessWorkerResult

from digitize.errors import UsageError
from flows.bounds import Bounds
from flows.connection import refusal
from flows.deployment import DEPLOYMENT, ENTRYPOINT, FIXED_JOB
from flows.environment import POOL
from flows.issue import digitize_issue

_OF_THE_FILE = [{"prefect.deployments.steps.set_working_directory": {"directory": "."}}]
"""The steps in prefect.yaml, which are not carried out either."""


def worker_command(name: str, bounds: Bounds) -> list[str]:
    """What starts a worker in a process of its own."""
    command = [sys.executable, "-m", "digitize.cli", "worker", f"--name={name}", f"--output={bounds.output}"]
    return [*command, *(f"--allow-model={model}" for model in bounds.models), "--", str(bounds.scans)]


def work(name: str, bounds: Bounds) -> None:
    """Take runs from the pool, one at a time, until a signal ends it; raises UsageError where the server refuses."""
    bounds.impose()
    setup_logging()
    setup_signal_handlers_worker(os.getpid(), "the worker", print)
    try:
        asyncio.run(IssueWorker(POOL, name=name, limit=1, base_job_template=FIXED_JOB).start())
    except Exception as error:
        if reason := refusal(error):
            raise UsageError(reason) from error
        raise


class FixedJob(ProcessJobConfiguration):
    """The same for each run, whatever the pool, the deployment and the run say."""

    @classmethod
    async def from_template_and_values(
        cls,
        base_job_template: dict[str, Any],  # noqa: ARG003
        values: dict[str, Any],  # noqa: ARG003
        client: PrefectClient | None = None,  # noqa: ARG003
    ) -> Self:
        return cls()


class IssueWorker(ProcessWorker):
    """Runs the flow of an issue in a process of its own, in an empty folder, under the environment of the worker."""

    job_configuration = FixedJob

    @classmethod
    def __dispatch_key__(cls) -> str:
        """Its own in Prefect's register of workers, where it does not replace the one of the same type."""
        return "digitize"

    async def run(
        self,
        flow_run: FlowRun,
        configuration: ProcessJobConfiguration,
        task_status: anyio.abc.TaskStatus[int] | None = None,
    ) -> ProcessWorkerResult:
        """Run it, or have it fail with a sentence where it is no run of the deployment as this program made it."""
        started = task_status or anyio.TASK_STATUS_IGNORED
        if reason := await self._reason_to_refuse(flow_run):
            await self.client.set_flow_run_state(flow_run.id, Failed(message=reason), force=True)
            started.started(0)
            return ProcessWorkerResult(status_code=0, identifier="")
        with tempfile.TemporaryDirectory() as folder:
            return await _executed(flow_run, configuration, folder, started)

    async def _reason_to_refuse(self, flow_run: FlowRun) -> str:
        if flow_run.deployment_id is None:
            return f"This worker only runs the deployment {DEPLOYMENT}, and this run is of none."
        deployment = await self.client.read_deployment(flow_run.deployment_id)
        flow = await self.client.read_flow(flow_run.flow_id)
        if (flow.name, deployment.name) != (digitize_issue.name, DEPLOYMENT):
            return f"This worker only runs the deployment {DEPLOYMENT}, not {flow.name}/{deployment.name}."
        if deployment.entrypoint != ENTRYPOINT or deployment.pull_steps not in (None, [], _OF_THE_FILE):
            return f"Somebody changed what the deployment {DEPLOYMENT} runs: start the watch again, which mends it."
        return ""


async def _executed(
    flow_run: FlowRun, configuration: ProcessJobConfiguration, folder: str, task_status: anyio.abc.TaskStatus[int]
) -> ProcessWorkerResult:
    """As Prefect's worker does it, but with the entrypoint named here and not looked up on the server."""
    async with FlowRunExecutorContext() as context, anyio.create_task_group() as group:
        starter = EngineCommandStarter(
            entrypoint=ENTRYPOINT, cwd=folder, env=configuration.env, control_channel=context.control_channel
        )
        executor = context.create_executor(flow_run, starter, resolve_flow=_our_flow, propose_submitting=False)
        ended = anyio.Event()
        result = None

        async def execute(*, task_status: anyio.abc.TaskStatus[ProcessHandle] = anyio.TASK_STATUS_IGNORED) -> None:
            nonlocal result
            result = await executor.submit(task_status=task_status)
            ended.set()

        handle = await group.start(execute)
        task_status.started(handle.pid)
        await ended.wait()
    if result is None or result.status_code is None:
        raise RuntimeError("The process of the run did not start.")
    return ProcessWorkerResult(status_code=result.status_code, identifier=str(handle.pid))


async def _our_flow(_: FlowRun) -> Flow[..., Any]:
    return digitize_issue
