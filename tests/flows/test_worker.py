"""What a worker does with what somebody who has the password writes into the server: nothing but its own work."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolUpdate
from prefect.workers.process import ProcessWorker
from programs import Served

from flows import deployment
from flows.environment import POOL

pytestmark = pytest.mark.slow


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """A file that nothing makes but what should not be executed."""
    return tmp_path / "marker"


@pytest.fixture
def old_pool(served: Served) -> Iterator[None]:
    """The pool with the template of an earlier version, in which a run can set anything."""
    template = served.ask("GET", f"/work_pools/{POOL}").json()["base_job_template"]
    default = {"base_job_template": ProcessWorker.get_default_base_job_template()}
    assert served.ask("PATCH", f"/work_pools/{POOL}", default).is_success
    yield
    served.ask("PATCH", f"/work_pools/{POOL}", {"base_job_template": template})


def asked(served: Served, files: list[Path], **more: object) -> str:
    """The id of a new run of the deployment."""
    parameters = {"name": "asked", "files": [str(file) for file in files], "output": str(served.output)}
    answer = served.ask("POST", f"/deployments/{served.deployment}/create_flow_run", {"parameters": parameters, **more})
    assert answer.is_success, answer.text
    return str(answer.json()["id"])


@pytest.mark.parametrize("variables", [{"command": "true"}, {"env": {"A": "1"}}, {"working_dir": "/"}, {"name": "x"}])
def test_a_run_that_sets_anything_of_its_process_is_refused_by_the_server(served: Served, variables: dict) -> None:
    parameters = {"name": "asked", "files": [], "output": str(served.output)}
    body = {"parameters": parameters, "job_variables": variables}
    answer = served.ask("POST", f"/deployments/{served.deployment}/create_flow_run", body)
    assert answer.status_code == 422
    assert "Additional properties are not allowed" in answer.text


@pytest.mark.usefixtures("old_pool")
def test_where_the_pool_lets_it_pass_the_worker_does_not_heed_it(
    served: Served, tmp_path: Path, marker: Path, column_scan: Path
) -> None:
    bounds = json.dumps({"scans": "/", "output": "/", "models": []})
    variables = {
        "command": f"touch {marker}",
        "env": {"DIGITIZE_BOUNDS": bounds, "PREFECT__FLOW_ENTRYPOINT": "os.getcwd"},
        "working_dir": str(tmp_path / "elsewhere"),
    }
    state = served.ended(asked(served, [column_scan], job_variables=variables))
    assert f"{column_scan} lies outside {served.scans}" in state["message"]
    page = served.scans / "asked" / "0001.jpg"
    page.parent.mkdir(parents=True)
    shutil.copy(column_scan, page)
    assert served.ended(asked(served, [page], job_variables=variables))["type"] == "COMPLETED"
    assert (served.output / "asked" / "mets.xml").is_file()
    assert not marker.exists()
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("change", ["pull_steps", "entrypoint"])
def test_a_deployment_that_somebody_changed_is_not_run(served: Served, marker: Path, change: str) -> None:
    changes = {
        "pull_steps": [{"prefect.deployments.steps.run_shell_script": {"script": f"touch {marker}"}}],
        "entrypoint": f"{marker.with_suffix('.py')}:digitize_issue",
    }
    marker.with_suffix(".py").write_text(f"open({str(marker)!r}, 'w')")
    path = f"/deployments/{served.deployment}"
    before = served.ask("GET", path).json()[change]
    assert served.ask("PATCH", path, {change: changes[change]}).is_success
    try:
        state = served.ended(asked(served, []))
    finally:
        assert served.ask("PATCH", path, {change: before}).is_success
    assert state["type"] == "FAILED"
    assert state["message"].startswith("Somebody changed what the deployment newspapers runs")
    assert not marker.exists()


def test_no_other_deployment_and_no_run_without_one_is_run(served: Served, marker: Path) -> None:
    marker.with_suffix(".py").write_text(f"open({str(marker)!r}, 'w')")
    flow = served.ask("POST", "/flows/", {"name": "another"}).json()["id"]
    entrypoint = f"{marker.with_suffix('.py')}:another"
    another = {"name": "another", "flow_id": flow, "work_pool_name": POOL, "entrypoint": entrypoint}
    made = served.ask("POST", "/deployments/", another).json()["id"]
    run = served.ask("POST", f"/deployments/{made}/create_flow_run", {}).json()["id"]
    state = served.ended(run)
    assert (state["type"], state["message"]) == (
        "FAILED",
        "This worker only runs the deployment newspapers, not another/another.",
    )
    alone = {"flow_id": flow, "work_pool_name": POOL, "state": {"type": "SCHEDULED"}}
    state = served.ended(served.ask("POST", "/flow_runs/", alone).json()["id"])
    assert state["message"] == "This worker only runs the deployment newspapers, and this run is of none."
    assert not marker.exists()


def test_a_pool_of_an_earlier_version_is_brought_up_to_date_and_keeps_its_limit() -> None:
    deployment.register()
    old = WorkPoolUpdate(base_job_template=ProcessWorker.get_default_base_job_template(), concurrency_limit=3)
    with get_client(sync_client=True) as client:
        client.update_work_pool(POOL, old)
        deployment.register()
        pool = client.read_work_pool(POOL)
        client.update_work_pool(POOL, WorkPoolUpdate(concurrency_limit=None))
    assert pool.base_job_template == deployment.FIXED_JOB
    assert pool.concurrency_limit == 3
