"""The watch against a real server on which no worker runs: the test says how runs end."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun, State, StateType

from digitize.drop import Drop
from digitize.options import Options
from digitize.store import load_note
from flows import deployment
from flows.runs import HOST_LABEL, INTERRUPTED, PROCESS_LABEL, Runs
from flows.watch import Patience, Watch

pytestmark = pytest.mark.slow


class Place:
    """A drop folder with one issue in it, and what the server is asked for."""

    def __init__(self, root: Path, client: SyncPrefectClient, scan: Path) -> None:
        self.client = client
        self.runs = Runs(client, deployment.register())
        self.said: list[str] = []
        self.output = root / "output"
        self.name = f"{root.name}/1923-05-01"
        self.page = root / "scans" / self.name / "0001.jpg"
        self.page.parent.mkdir(parents=True)
        shutil.copy(scan, self.page)
        self.scans = root / "scans"

    def watch(self) -> Watch:
        patience = Patience(quiet=0, damaged=0)
        return Watch(Drop(self.scans), self.output, Options(), self.runs, self.said.append, patience)

    def queued(self) -> list[FlowRun]:
        return [run for run in self.runs.unfinished() if run.name == self.name]

    def end(self, run: FlowRun, kind: StateType, name: str, message: str = "as the test says") -> None:
        self.client.set_flow_run_state(run.id, State(type=kind, name=name, message=message), force=True)


@pytest.fixture
def place(tmp_path: Path, column_scan: Path) -> Iterator[Place]:
    with get_client(sync_client=True) as client:
        place = Place(tmp_path, client, column_scan)
        yield place
        for run in place.queued():
            client.delete_flow_run(run.id)


def test_an_issue_has_one_run_however_often_it_is_looked_at_and_by_whom(place: Place) -> None:
    watch = place.watch()
    for _ in range(3):
        watch.step()
    place.watch().step()
    (run,) = place.queued()
    title = place.name.partition("/")[0]
    assert title in run.tags
    assert run.parameters["files"] == [str(place.page)]


def test_a_page_that_comes_during_a_run_makes_another_run_afterwards(place: Place, article_scan: Path) -> None:
    watch = place.watch()
    watch.step()
    (first,) = place.queued()
    shutil.copy(article_scan, place.page.with_name("0002.jpg"))
    watch.step()
    assert [run.id for run in place.queued()] == [first.id]
    place.end(first, StateType.COMPLETED, "Completed")
    watch.step()
    (second,) = place.queued()
    assert second.id != first.id
    assert len(second.parameters["files"]) == 2


@pytest.mark.parametrize(("kind", "name", "note"), [
    (StateType.COMPLETED, "Partial", "partial"),
    (StateType.FAILED, "Failed", "failed"),
    (StateType.CANCELLED, "Cancelled", "failed"),
])  # fmt: skip
def test_what_ended_badly_is_noted_and_not_asked_for_again_as_it_is(
    place: Place, article_scan: Path, kind: StateType, name: str, note: str
) -> None:
    watch = place.watch()
    watch.step()
    place.end(place.queued()[0], kind, name, "4 of 5 pages: 0003.jpg is truncated")
    for each in (watch, place.watch()):
        each.step()
        assert not place.queued()
    (directory,) = (path for path in place.output.iterdir() if path.is_dir())
    left = load_note(directory)
    assert (left.issue, left.state, left.sentence) == (place.name, note, "4 of 5 pages: 0003.jpg is truncated")
    shutil.copy(article_scan, place.page)
    watch.step()
    assert len(place.queued()) == 1


def test_a_run_that_was_interrupted_is_asked_for_again_and_one_that_crashes_by_itself_three_times(place: Place) -> None:
    watch = place.watch()
    for name in (INTERRUPTED, INTERRUPTED, INTERRUPTED, INTERRUPTED, "Crashed", "Crashed"):
        watch.step()
        (run,) = place.queued()
        place.end(run, StateType.CRASHED, name)
        watch.step()
    (run,) = place.queued()
    place.end(run, StateType.CRASHED, "Crashed")
    watch.step()
    assert not place.queued()


def test_runs_of_dead_processes_are_given_up_and_those_of_living_ones_are_not(place: Place) -> None:
    place.watch().step()
    (run,) = place.queued()
    place.end(run, StateType.RUNNING, "Running")
    place.client.update_flow_run_labels(run.id, {HOST_LABEL: socket.gethostname(), PROCESS_LABEL: os.getpid()})
    assert place.runs.give_up_dead(alone=True) == ()
    place.client.update_flow_run_labels(run.id, {HOST_LABEL: "elsewhere", PROCESS_LABEL: 1})
    assert place.runs.give_up_dead(alone=False) == ()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    place.client.update_flow_run_labels(run.id, {HOST_LABEL: socket.gethostname(), PROCESS_LABEL: gone.pid})
    assert [each.id for each in place.runs.give_up_dead(alone=False)] == [run.id]
    assert place.client.read_flow_run(run.id).state_name == INTERRUPTED
