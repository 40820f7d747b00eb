"""Programs as an operator starts them, each in a process and with a PREFECT_HOME of its own."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx

PATIENCE = 180
DIGITIZE = (sys.executable, "-m", "digitize.cli")


def environment(home: Path, **more: str) -> dict[str, str]:
    """This process's environment without what it says of Prefect."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "DIGITIZE_"))}
    return kept | {"PREFECT_HOME": str(home), "COLUMNS": "200", "TERM": "dumb"} | more


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Program:
    """A program that goes on until it is ended, with all it said in a file."""

    def __init__(self, command: list[str], log: Path, environment: Mapping[str, str]) -> None:
        self.log = log
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                command, stdout=file, stderr=file, env=environment, start_new_session=True, cwd=log.parent
            )

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8")

    def wait(self, condition: Callable[[], object], what: str) -> None:
        wait(condition, what, self)

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(number)
        self.process.wait(timeout=PATIENCE)


def wait(condition: Callable[[], object], what: str, program: Program) -> None:
    """Wait until a condition holds, as long as the program runs."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}:\n{program.said}"
        assert program.process.poll() is None, program.said
        time.sleep(0.2)


class Served:
    """`digitize serve` on folders of its own, and its API as one sees it who has the password."""

    def __init__(self, place: Path) -> None:
        self.home, self.scans, self.output = place / "prefect", place / "scans", place / "output"
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        command = [*DIGITIZE, "serve", str(self.scans), "-o", str(self.output), "--port", str(port)]
        self.program = Program(command, place / "serve.log", environment(self.home))
        self.program.wait(lambda: "Ctrl-C stops" in self.program.said, "the service")
        assert f"Prefect UI: {self.address} (its password is in " in self.program.said

    @property
    def deployment(self) -> str:
        return str(self.ask("GET", "/deployments/name/digitize-issue/newspapers").json()["id"])

    def ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        return httpx.request(method, f"{self.address}/api{path}", json=body, auth=kept_password(self.home), timeout=60)

    def ended(self, run: str) -> dict:
        """The state of a run, once it has ended."""
        state: dict = {}

        def is_final() -> bool:
            state.update(self.ask("GET", f"/flow_runs/{run}").json()["state"])
            return state["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")

        self.program.wait(is_final, "the end of a run")
        return state


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/health", trust_env=False).is_success
    except httpx.TransportError:
        return False


def kept_password(home: Path) -> tuple[str, str]:
    user, _, password = (home / "digitize" / "password").read_text("utf-8").partition(":")
    return user, password


def rows(home: Path, query: str) -> list[tuple]:
    """What SQLite says of a server's database."""
    with sqlite3.connect(home / "prefect.db") as database:
        return list(database.execute(query))
