"""What the Prefect server has to know before runs can be asked for: work pool, deployment, automation."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate, WorkPoolUpdate
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectAlreadyExists
from prefect.utilities.callables import parameter_schema
from prefect.workers.process import ProcessWorker

from digitize import __version__
from flows.environment import POOL
from flows.issue import digitize_issue

DEPLOYMENT = "newspapers"
ENTRYPOINT = "flows.issue.digitize_issue"
"""A module, not a file: workers import the installed package and fetch no code."""

FIXED_JOB: dict[str, Any] = {
    "job_configuration": {"command": None, "labels": {}, "name": None, "stream_output": True, "working_dir": None},
    "variables": {"type": "object", "properties": {}, "additionalProperties": False},
}
"""The pool's template, in which a run can set nothing.

Without `env`, since Prefect would add a run's own to one given here.
"""

_TITLES = {"name": "Issue", "files": "Scans", "output": "Output", "options": "Options", "force": "Read again"}
_HEARTBEAT = "prefect.flow-run.heartbeat"
_SILENCE = timedelta(seconds=120)
"""Without a heartbeat, sent every thirty seconds, for so long, a run is dead."""
_DEAD_RUNS = "digitize: runs that died"


def register() -> UUID:
    """Make or bring up to date the work pool, the deployment and the automation; returns the deployment's id."""
    with get_client(sync_client=True) as client:
        _register_pool(client)
        deployment = _register_deployment(client)
        _register_automation(client)
        return deployment


def _register_pool(client: SyncPrefectClient) -> None:
    pool = WorkPoolCreate(
        name=POOL,
        type=ProcessWorker.type,
        description="Machines that digitize newspaper issues.",
        base_job_template=FIXED_JOB,
    )
    try:
        client.create_work_pool(pool)
    except ObjectAlreadyExists:  # perhaps one of an earlier version, and with limits of its operator's, which stay
        client.update_work_pool(POOL, WorkPoolUpdate(base_job_template=FIXED_JOB))


def _register_deployment(client: SyncPrefectClient) -> UUID:
    return client.create_deployment(
        client.create_flow(digitize_issue),
        DEPLOYMENT,
        version=__version__,
        description=digitize_issue.description,
        work_pool_name=POOL,
        entrypoint=ENTRYPOINT,
        pull_steps=[],
        parameter_openapi_schema=_form(),
        enforce_parameter_schema=True,
        job_variables={},
        tags=["newspapers"],
    )


def _form() -> dict[str, Any]:
    """The schema of a run's form in the UI; Prefect itself titles parameters by nothing but their names."""
    schema = parameter_schema(digitize_issue).model_dump(exclude_unset=True)
    for name, title in _TITLES.items():
        schema["properties"][name]["title"] = title
    return schema


def _register_automation(client: SyncPrefectClient) -> None:
    ends = {f"prefect.flow-run.{state}" for state in ("Completed", "Partial", "Unchanged", "Failed", "Cancelled")}
    automation = AutomationCore(
        name=_DEAD_RUNS,
        description="Marks a run as crashed when the process that ran it has died; the watch asks for it again.",
        trigger=EventTrigger(
            after={_HEARTBEAT},
            expect={_HEARTBEAT, *ends, "prefect.flow-run.Crashed", "prefect.flow-run.Interrupted"},
            match=ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"}),
            match_related=ResourceSpecification(
                {"prefect.resource.name": digitize_issue.name, "prefect.resource.role": "flow"}
            ),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=_SILENCE,
        ),
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED,
                message="Nothing was heard of this run for two minutes: the machine or the process that ran it died.",
            )
        ],
    )
    known = client.read_automations_by_name(_DEAD_RUNS)
    if known:
        client.update_automation(known[0].id, automation)
    else:
        client.create_automation(automation)
