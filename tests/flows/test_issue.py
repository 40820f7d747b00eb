"""The flow of an issue on a real Prefect server, reading real scans."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowRunFilter,
    FlowRunFilterId,
    LogFilter,
    LogFilterFlowRunId,
)
from prefect.client.schemas.objects import State, TaskRun
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker

from digitize import __version__
from digitize.errors import ModelError
from digitize.options import Options
from digitize.pipeline import Progress, Stage
from digitize.recognition import loading
from digitize.scan import inspect
from digitize.store.pages import PageCache
from digitize.summary import Outcome, Status
from flows import tasks
from flows.issue import digitize_issue
from flows.progress import listening

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Run:
    """A flow run as an operator sees it."""

    name: str
    state: State[Any]
    outcome: Outcome
    told: list[Progress]
    tasks: dict[str, TaskRun]
    artifacts: list[Any]
    log: list[str]


def recorded(read: Callable[[], list[TaskRun]], last: str) -> dict[str, TaskRun]:
    """Task runs by name, once the server, which hears of them late, has taken down how each to the `last` ended."""
    for _ in range(300):
        runs = {run.name: run for run in read()}
        if last in runs and all(run.state and run.state.is_final() for run in runs.values()):
            return runs
        time.sleep(0.2)
    raise AssertionError(f"not all task runs ended: {runs}")


def digitize(name: str, files: list[Path], output: Path, *, force: bool = False, last: str = "export") -> Run:
    told: list[Progress] = []
    seen = []

    def remember(flow: Any, flow_run: Any, state: Any) -> None:  # noqa: ARG001  Prefect names them
        seen.append(flow_run.id)

    flow = digitize_issue.with_options(on_running=[remember])
    with listening(told.append):
        state = flow(name, files, output, force=force, return_state=True)
    APILogWorker.drain_all()
    EventsWorker.drain_all()
    run_id = seen[0]
    with get_client(sync_client=True) as client:
        only = FlowRunFilter(id=FlowRunFilterId(any_=[run_id]))
        logs = client.read_logs(LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run_id])))
        return Run(
            client.read_flow_run(run_id).name,
            client.read_flow_run(run_id).state,
            state.result(raise_on_failure=False),
            told,
            recorded(lambda: client.read_task_runs(flow_run_filter=only), last),
            client.read_artifacts(artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run_id]))),
            [entry.message for entry in logs],
        )


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory, column_scan: Path, truncated_scan: Path) -> list[Path]:
    folder = tmp_path_factory.mktemp("daily")
    shutil.copy(column_scan, folder / "0001.jpg")
    shutil.copy(truncated_scan, folder / "0002.jpg")
    (folder / "0003.jpg").write_bytes(b"")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("output")


@pytest.fixture(scope="module")
def partial(scans: list[Path], output: Path) -> Run:
    """The first run of an issue of which one page is whole."""
    return digitize("daily/1923-05-01", scans, output)


def test_a_run_is_called_after_its_issue_and_says_what_is_missing(partial: Run) -> None:
    assert partial.name == "daily/1923-05-01"
    assert (partial.state.type.value, partial.state.name) == ("COMPLETED", "Partial")
    assert partial.state.message.startswith("1 of 3 pages: 0002.jpg is truncated")
    assert "0003.jpg is empty" in partial.state.message
    assert partial.outcome.status is Status.PARTIAL
    assert (partial.outcome.directory / "mets.xml").is_file()


def test_task_runs_are_called_by_page_and_stage(partial: Run) -> None:
    states = {name: run.state_name for name, run in partial.tasks.items()}
    assert states == {
        "0001.jpg · check": "Completed",
        "0002.jpg · check": "Completed",
        "0003.jpg · check": "Failed",
        "0001.jpg · recognize": "Completed",
        "0002.jpg · recognize": "Failed",
        "rejoin": "Completed",
        "export": "Completed",
    }


def test_a_corrupt_scan_is_not_tried_again(partial: Run) -> None:
    assert partial.tasks["0002.jpg · recognize"].run_count == 1
    assert partial.tasks["0003.jpg · check"].run_count == 1


def test_progress_is_told_here_and_logged_there(partial: Run) -> None:
    first = [each.stage for each in partial.told if each.page == "0001.jpg"]
    assert first == [Stage.READ, Stage.DESKEW, Stage.LAYOUT, Stage.RECOGNIZE, Stage.DONE]
    assert [each.stage for each in partial.told if not each.page] == [Stage.REJOIN, Stage.EXPORT]
    assert "0001.jpg: recognize" in partial.log
    assert any(line.startswith("0002.jpg: ") and "truncated" in line for line in partial.log)


def test_the_run_has_a_progress_a_table_of_pages_and_a_link_to_the_results(partial: Run) -> None:
    progress, table, link = sorted(partial.artifacts, key=lambda artifact: artifact.created)
    assert progress.type == "progress"
    assert progress.data == 100
    assert "| 0001.jpg | " in table.data
    assert "0002.jpg is truncated" in table.data
    assert (partial.outcome.directory / "mets.xml").as_uri() in link.data


def test_the_next_run_reads_only_what_was_missing(partial: Run, scans: list[Path], output: Path) -> None:
    again = digitize(partial.name, scans, output)
    assert again.tasks["0001.jpg · recognize"].state_name == "Cached"
    assert again.tasks["0002.jpg · recognize"].state_name == "Failed"
    assert [each.stage for each in again.told if each.page == "0001.jpg"] == [Stage.DONE]
    assert again.state.name == "Partial"

    loads = loading._load.cache_info()
    whole = digitize(partial.name, scans[:1], output)
    assert loading._load.cache_info() == loads, "no page was read, but models were loaded"
    assert whole.state.name == "Completed"
    assert whole.outcome.status is Status.COMPLETE
    unchanged = digitize(partial.name, scans[:1], output, last="0001.jpg · check")
    assert unchanged.state.name == "Unchanged"
    assert set(unchanged.tasks) == {"0001.jpg · check"}
    forced = digitize(partial.name, scans[:1], output, force=True)
    assert forced.tasks["0001.jpg · recognize"].state_name == "Completed"


def test_a_run_without_a_readable_page_fails(tmp_path: Path, truncated_scan: Path) -> None:
    run = digitize("torn", [truncated_scan], tmp_path, last="truncated.jpg · recognize")
    assert run.state.type.value == "FAILED"
    assert run.state.message.startswith("0 of 1 pages: truncated.jpg is truncated")
    assert run.outcome.status is Status.FAILED


def test_a_fault_of_the_disk_is_tried_again(tmp_path: Path, column_scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.export, "retry_delay_seconds", 0)
    (tmp_path / ".daily.work").write_text("in the way")
    run = digitize("daily", [column_scan], tmp_path)
    assert run.tasks["export"].run_count == 3
    assert run.state.type.value == "FAILED"


def test_what_only_a_person_can_heal_is_not_tried_again(tmp_path: Path, column_scan: Path) -> None:
    (tmp_path / "daily").mkdir()
    (tmp_path / "daily" / "letter.txt").write_text("not ours")
    run = digitize("daily", [column_scan], tmp_path)
    assert run.tasks["export"].run_count == 1
    assert run.state.type.value == "FAILED"
    assert "was not written by this program" in run.state.message
    assert [path.name for path in (tmp_path / "daily").iterdir()] == ["letter.txt"]


def test_a_missing_model_is_no_fault_of_the_page_that_was_kept_but_is_damaged(
    tmp_path: Path, column_scan: Path
) -> None:
    options = Options(recognition_model=str(tmp_path / "no" / "model"))
    (scan_,) = inspect(column_scan, options)
    kept = tmp_path / ".pages" / (key := PageCache.key(scan_, options, __version__))[:2] / f"{key}.json.gz"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"torn")
    state = digitize_issue("daily", [column_scan], tmp_path, options, return_state=True)
    with pytest.raises(ModelError, match="no such folder"):
        state.result()
