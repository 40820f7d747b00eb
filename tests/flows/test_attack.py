"""Web pages of others, open in a real browser on the operator's machine, against every server this program starts."""

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml
from browser import attacked, needs_chromium, shown
from programs import DIGITIZE, PATIENCE, Program, Served, answers, environment, free_port, kept_password, rows

ROOT = Path(__file__).parents[2]
EVIL = ("SELECT name FROM flow_run WHERE name LIKE 'evil%'", "SELECT name FROM flow WHERE name LIKE 'evil%'")
NOBODY = "00000000-0000-0000-0000-000000000000"

pytestmark = [
    pytest.mark.slow,
    needs_chromium,
    pytest.mark.skipif(sys.platform != "linux", reason="finds processes in Linux's /proc"),
]


def assert_harmless(target: str, home: Path, place: Path, deployment: str = NOBODY) -> None:
    """Let a page of another site, which also has a name that leads here, and one of another port here try all."""
    for host in ("evil.test", "127.0.0.1"):
        marker = place / f"marker-{host}"
        report = attacked(target, host, deployment, marker)
        assert {each["status"] for each in report["foreign"].values()} == {0}
        if host == "evil.test":
            assert {each["status"] for each in report["rebound"].values()} == {400}
        else:  # under the server's own name, as of a program on this machine: only the password is in its way
            assert {each["status"] for each in report["rebound"].values()} <= {0, 401, 403}
        assert not any("newspapers" in each["text"] for each in report["rebound"].values())
        assert report["socket"] == ""
        assert not marker.exists()
    assert [rows(home, query) for query in EVIL] == [[], []]


def test_no_page_reaches_what_serve_starts(served: Served, tmp_path: Path) -> None:
    assert_harmless(served.address, served.home, tmp_path, served.deployment)


def test_no_page_reaches_the_server_of_a_run(tmp_path: Path) -> None:
    issue = tmp_path / "scans" / "issue"
    issue.mkdir(parents=True)
    for number in range(12):
        shutil.copy(ROOT / "scans" / "sample-issue" / "0001.jpg", issue / f"{number}.jpg")
    home = tmp_path / "prefect"
    program = Program([*DIGITIZE, "run", "scans"], tmp_path / "run.log", environment(home))
    ports: list[str] = []

    def listens() -> bool:
        ports[:] = server_ports(home)
        return bool(ports) and answers(f"http://127.0.0.1:{ports[0]}")

    program.wait(listens, "the server")
    assert_harmless(f"http://127.0.0.1:{ports[0]}", home, tmp_path)
    assert program.process.poll() is None, "the run had ended before all was tried"
    program.end()


def server_ports(home: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"PREFECT_HOME={home}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found += re.findall(r"\0server\0--port\0(\d+)", (process / "cmdline").read_text("utf-8"))
        except OSError:  # somebody else's, or it ended just now
            continue
    return found


def test_no_page_reaches_the_server_of_the_compose_file(tmp_path: Path) -> None:
    home, port = tmp_path / "prefect", free_port()
    service = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]["server"]
    program, *arguments = [filled(word) for word in (*service["entrypoint"], *service["command"])]
    assert program == "digitize"
    arguments[arguments.index("--port") + 1] = str(port)
    settings = {name: filled(value) for name, value in service["environment"].items()}
    settings["PREFECT_API_DATABASE_CONNECTION_URL"] = f"sqlite+aiosqlite:///{home}/prefect.db"
    home.mkdir()
    running = Program([*DIGITIZE, *arguments], tmp_path / "server.log", environment(home, **settings))
    target = f"http://127.0.0.1:{port}"
    running.wait(lambda: answers(target), "the server")
    assert httpx.get(f"{target}/api/hello").status_code == 401
    assert httpx.get(f"{target}/api/hello", auth=("digitize", "secret")).status_code == 200
    assert_harmless(target, home, tmp_path)
    assert "secret" not in running.said
    running.end()


def filled(word: str) -> str:
    """A word of the compose file with its variables: those that have to be set are, others have their default."""
    return re.sub(r"\$\{\w+(:-([^}]*)|:\?[^}]*)?\}", lambda found: found[2] or "secret", str(word))


@pytest.fixture
def unguarded(tmp_path: Path) -> Iterator[tuple[str, Path, str]]:
    """Prefect's own server and worker with the deployment and a pool as Prefect makes it."""
    home, port = tmp_path / "prefect", free_port()
    target = f"http://127.0.0.1:{port}"
    own = environment(home, PREFECT_API_URL=f"{target}/api", PREFECT_SERVER_UI_API_URL="/api")
    prefect = [sys.executable, "-m", "prefect"]
    server = Program([*prefect, "server", "start", "--port", str(port)], tmp_path / "server.log", own)
    server.wait(lambda: answers(target), "the server")
    code = (
        "from flows import deployment\n"
        "from prefect.workers.process import ProcessWorker\n"
        "deployment.FIXED_JOB = ProcessWorker.get_default_base_job_template()\n"
        "print(deployment.register())"
    )
    made = subprocess.run([sys.executable, "-c", code], env=own, text=True, capture_output=True, check=True)
    worker = Program([*prefect, "worker", "start", "--pool", "digitize"], tmp_path / "worker.log", own)
    yield target, home, made.stdout.split()[-1]
    worker.end(signal.SIGKILL)
    server.end()


def test_the_same_pages_do_reach_a_server_and_worker_without_guard(
    unguarded: tuple[str, Path, str], tmp_path: Path
) -> None:
    target, home, deployment = unguarded
    marker = tmp_path / "marker"
    report = attacked(target, "evil.test", deployment, marker)
    for way in ("foreign", "rebound"):
        assert "newspapers" in report[way]["read"]["text"]
        assert report[way]["json"]["status"] == 201
    assert "auth_success" in report["socket"]
    made = {name for (name,) in rows(home, EVIL[0])}
    assert {"evil-foreign-json", "evil-rebound-json", "evil-foreign-untyped", "evil-foreign-unread"} <= made
    deadline = time.monotonic() + PATIENCE
    while not marker.exists():
        assert time.monotonic() < deadline, "the worker did not execute the page's command"
        time.sleep(0.2)


def test_the_printed_address_signs_a_browser_in(tmp_path: Path, column_scan: Path) -> None:
    (tmp_path / "scans" / "daily").mkdir(parents=True)
    shutil.copy(column_scan, tmp_path / "scans" / "daily" / "0001.jpg")
    (tmp_path / "scans" / "daily" / ".ready").touch()
    home = tmp_path / "prefect"
    command = [*DIGITIZE, "serve", "scans", "-o", "output", "--port", str(free_port())]
    reader, terminal = pty.openpty()
    process = subprocess.Popen(
        command, stdout=terminal, stderr=terminal, env=environment(home), cwd=tmp_path, start_new_session=True
    )
    os.close(terminal)
    said = ""
    while "daily: done" not in said:
        said += os.read(reader, 4096).decode()
    address = said.partition("Prefect UI: ")[2].split()[0]
    secret = kept_password(home)[1]
    assert address.endswith(f"/sign-in#digitize:{secret}")
    home_page = address.partition("/sign-in")[0]
    dashboard, runs = shown(tmp_path / "runs.png", address, f"{home_page}/runs")
    assert ">Active Work Pools<" in dashboard
    assert ">digitize<" in dashboard
    assert "1 run" in re.sub(r"<[^>]*>", "", runs)
    assert secret not in dashboard + runs
    (stranger,) = shown(tmp_path / "stranger.png", f"{home_page}/runs")
    assert "1 run" not in re.sub(r"<[^>]*>", "", stranger)
    process.terminate()
    process.wait(timeout=PATIENCE)
    os.close(reader)
    for log in (home / "digitize").glob("*.log"):
        assert secret not in log.read_text("utf-8")
