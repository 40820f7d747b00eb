"""What the server knows of issues that are not done."""

from collections.abc import Sequence
from dataclasses import replace

import httpx
from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound

from digitize.errors import UsageError
from digitize.status import IssueStatus, State
from flows import password
from flows.connection import refusal
from flows.deployment import DEPLOYMENT
from flows.environment import api_url
from flows.issue import digitize_issue
from flows.runs import Runs


def with_runs(issues: Sequence[IssueStatus]) -> tuple[IssueStatus, ...]:
    """`issues` with the state of those that have a run waiting or going on; as they are where no server answers.

    Raises UsageError where the server refuses this program.
    """
    try:
        if url := api_url():
            password.find(url)
        with get_client(sync_client=True) as client:
            deployment = client.read_deployment_by_name(f"{digitize_issue.name}/{DEPLOYMENT}")
            states = {run.name: run.state for run in Runs(client, deployment.id).unfinished()}
    except (httpx.HTTPError, ObjectNotFound, RuntimeError) as error:
        if reason := refusal(error):
            raise UsageError(reason) from error
        return tuple(issues)
    told = []
    for issue in issues:
        run = states.get(issue.name)
        if run is None:
            told.append(issue)
        elif run.is_running():
            told.append(replace(issue, state=State.RUNNING, reason="A worker digitizes it."))
        else:
            told.append(replace(issue, state=State.WAITING, reason=f"Its run is {str(run.name).lower()}."))
    return tuple(told)
