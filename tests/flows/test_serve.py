"""The whole service in a process of its own: scans dropped in, articles out, whatever befalls it between."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from programs import kept_password

from digitize.options import Options
from digitize.store import Manifest, issue_directory, load_manifest

pytestmark = pytest.mark.slow

_PATIENCE = 180


class Service:
    """`digitize serve` on folders of its own."""

    def __init__(self, place: Path) -> None:
        self.scans, self.output = place / "scans", place / "output"
        self._place = place
        self._process: subprocess.Popen[bytes] | None = None
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        self._environment = kept | {"PREFECT_HOME": str(place / "prefect")}
        self._log = place / "serve.log"

    def start(self) -> None:
        command = [sys.executable, "-m", "digitize.cli", "serve", str(self.scans), "-o", str(self.output)]
        pace = ["--quiet", "1", "--damaged-after", "2", "--interval", "0.5", "--port", "4631"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *pace], stdout=log, stderr=log, env=self._environment, start_new_session=True
            )
        begun = self.said.count("Prefect UI")
        self.wait(lambda: self.said.count("Prefect UI") > begun, "the address of the UI")

    def end(self, number: signal.Signals) -> None:
        assert self._process
        self._process.send_signal(number)
        self._process.wait(timeout=_PATIENCE)

    def processes(self) -> list[int]:
        """Ids of all processes that work for it."""
        home = f"PREFECT_HOME={self._environment['PREFECT_HOME']}".encode()
        found = []
        for environment in Path("/proc").glob("[0-9]*/environ"):
            try:
                if home in environment.read_bytes().split(b"\0"):
                    found.append(int(environment.parent.name))
            except OSError:  # it has just ended
                continue
        return found

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8")

    def wait(self, condition: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain for {what}:\n{self.said}"
            assert self._process
            assert self._process.poll() is None, self.said
            time.sleep(0.2)

    def result(self, name: str) -> Manifest | None:
        return load_manifest(issue_directory(self.output, name))

    def runs(self) -> list[dict]:
        address = self.said.rpartition("Prefect UI: ")[2].split()[0]
        return httpx.post(f"{address}/api/flow_runs/filter", json={}, auth=self.password).json()

    @property
    def password(self) -> tuple[str, str]:
        return kept_password(self._place / "prefect")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(tmp_path_factory.mktemp("service"))
    service.start()
    yield service
    service.end(signal.SIGTERM)


def drop(scan: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(scan, target)


def test_what_is_dropped_is_digitized_once_and_again_when_corrected(
    service: Service, column_scan: Path, article_scan: Path, truncated_scan: Path
) -> None:
    page = service.scans / "daily" / "0001.jpg"
    drop(column_scan, page)
    service.wait(lambda: service.result("daily"), "the first result")
    service.wait(lambda: "daily: done: 1 page" in service.said, "the end of the run")
    first = service.result("daily")
    assert not (service.output / "daily" / "STATUS.txt").exists()

    # The same scan again, and beside it another issue, whose run shows that the watch has looked.
    os.utime(page)
    drop(truncated_scan, service.scans / "torn" / "0001.jpg")
    service.wait((service.output / "torn" / "STATUS.txt").is_file, "a note")
    service.wait(lambda: "torn: failed: 0 of 1 pages" in service.said, "the run that fails")
    assert service.result("daily") == first
    assert sorted(run["name"] for run in service.runs()) == ["daily", "torn"]
    assert (service.output / "torn" / "STATUS.txt").read_text("utf-8").startswith("Failed: 0 of 1 pages: 0001.jpg")

    drop(article_scan, page)
    service.wait(lambda: service.result("daily") != first, "the corrected result")
    drop(column_scan, service.scans / "daily" / "0002.jpg")
    service.wait(lambda: service.result("daily").counts.pages == 2, "the added page")
    drop(article_scan, service.scans / "torn" / "0001.jpg")
    service.wait(lambda: service.result("torn"), "the mended issue")
    service.wait(lambda: service.said.count("torn: done") == 1, "its end")
    assert not (service.output / "torn" / "STATUS.txt").exists()


def test_killed_and_started_again_it_goes_on(service: Service, column_scan: Path, article_scan: Path) -> None:
    names = [f"title/{number}" for number in range(3)]
    for name in names:
        drop(article_scan, service.scans / name / "0001.jpg")
        drop(column_scan, service.scans / name / "0002.jpg")
    service.wait(lambda: any(run["state_name"] == "Running" for run in service.runs()), "a run that goes on")
    service.end(signal.SIGKILL)
    if sys.platform == "linux":
        deadline = time.monotonic() + 3
        while service.processes() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not service.processes()
    left = [name for name in names if service.result(name) is None]
    assert left, "all was done before the kill"
    service.start()
    service.wait(lambda: all(service.said.count(f"{name}: done") >= 1 for name in left), "all issues")
    states = [(run["name"], run["state_name"]) for run in service.runs() if run["name"] in names]
    assert all(states.count((name, "Completed")) == 1 for name in left)
    assert all(states.count((name, "Completed")) <= 1 for name in names)
    assert {state for _, state in states} <= {"Completed", "Interrupted"}
    manifests = [load_manifest(path) for path in service.output.glob("title_*")]
    assert [manifest.counts.pages for manifest in manifests] == [2, 2, 2]


@pytest.mark.skipif(sys.platform != "linux", reason="finds the server in Linux's /proc")
def test_a_server_that_died_is_started_again(service: Service, column_scan: Path) -> None:
    commands = {each: Path(f"/proc/{each}/cmdline").read_bytes() for each in service.processes()}
    servers = [each for each, command in commands.items() if b"digitize.cli\0server" in command]
    assert servers
    for server in servers:
        os.kill(server, signal.SIGKILL)
    service.wait(lambda: "Prefect's server ended" in service.said, "word of the new server")
    drop(column_scan, service.scans / "late" / "0001.jpg")
    service.wait(lambda: "late: done" in service.said, "an issue that came after it")


def test_the_form_of_a_run_explains_itself(service: Service) -> None:
    address = service.said.rpartition("Prefect UI: ")[2].split()[0]
    deployment = httpx.get(f"{address}/api/deployments/name/digitize-issue/newspapers", auth=service.password).json()
    schema = deployment["parameter_openapi_schema"]
    assert "scan files" in schema["properties"]["files"]["description"].lower()
    assert schema["properties"]["force"]["title"] == "Read again"
    options = schema["definitions"]["Options"]["properties"]
    assert set(options) == set(Options.model_fields)
    for name, field in options.items():
        assert field["description"] == Options.model_fields[name].description
    automations = httpx.post(f"{address}/api/automations/filter", json={}, auth=service.password).json()
    assert [each["name"] for each in automations if each["enabled"]] == ["digitize: runs that died"]


def test_a_second_service_on_the_same_output_is_refused(service: Service) -> None:
    command = [sys.executable, "-m", "digitize.cli", "serve", str(service.scans), "-o", str(service.output)]
    second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE)
    assert second.returncode == 2
    assert "Another digitize serves" in second.stderr
