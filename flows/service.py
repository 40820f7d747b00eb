"""Everything on one machine: Prefect's server and workers as child processes, and the watch over the drop folder."""

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

import httpx
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, get_current_settings, temporary_settings

from digitize.drop import Drop
from digitize.errors import UsageError
from digitize.options import Options
from flows import deployment, password
from flows.bounds import Bounds
from flows.child import Child
from flows.connection import invitation, require_answer
from flows.environment import api_url
from flows.runs import Runs
from flows.server import comes_up, server_command
from flows.watch import Patience, Watch
from flows.worker import worker_command

_LEAVING = 5.0
"""Seconds that a server which was killed with its parent may need to free its port."""
_RESTARTS = 5.0
"""Seconds between two starts of a child that ends by itself."""


class Service:
    """The server, where PREFECT_API_URL names none, and workers; ends them when it is left."""

    def __init__(self, say: Callable[[str], None], *, port: int | None, workers: int) -> None:
        """`port` is where the server is started, None for nowhere; `workers` is how many issues are done at a time.

        Workers share the cores.
        """
        self._say = say
        self._port, self._workers = port, workers
        self._children: list[Child] = []
        self._started: dict[str, float] = {}
        self._own_server = False
        self._runs: Runs | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start_server(self, *, private: bool) -> str:
        """Reach or start the server and return where its UI is; raises UsageError where that fails.

        With `private`, where nobody but the operator reads it, that signs a browser in.
        """
        url = api_url()
        if url:
            require_answer(url)
            return get_current_settings().ui_url or url.removesuffix("/api")
        if self._port is None:
            raise UsageError("No Prefect server is named: set PREFECT_API_URL, or use `digitize serve`.")
        port = _free_port(self._port)
        home = f"http://127.0.0.1:{port}"
        told = invitation(home, private=private)
        secret = password.given() or password.kept()
        server = Child("Prefect's server", server_command(port), _log("server"))
        self._children.append(server)
        if not comes_up(f"{home}/api", server.start()):
            raise UsageError(f"Prefect's server does not start ({server.last_words}): see {server.log}.")
        self._own_server = True
        os.environ["PREFECT_API_URL"] = f"{home}/api"  # by the environment: children and threads must see it
        password.give(secret)
        return told

    def start_workers(self, bounds: Bounds) -> None:
        """Start the workers, each with its share of the cores; `bounds` is what their runs may touch."""
        cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        for number in range(self._workers):
            name = socket.gethostname() + (f"-{number + 1}" if self._workers > 1 else "")
            share = cores[number :: self._workers] if self._workers > 1 else []
            worker = Child(
                f"worker {name}",
                worker_command(name, bounds),
                _log(f"worker-{number + 1}"),
                environment={"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING"},
                cores=share,
            )
            self._children.append(worker)
            worker.start()

    def watch(self, scans: Path, output: Path, options: Options, patience: Patience) -> Watch:
        """Register with the server, clear up after an earlier start, and return the watch; before workers start."""
        self._runs = Runs(get_client(sync_client=True), deployment.register())
        for run in self._runs.give_up_dead(alone=self._own_server):
            self._say(f"{run.name}: was interrupted, goes on")
        return Watch(Drop(scans), output, options, self._runs, self._say, patience)

    def keep(self) -> None:
        """Start again what has ended by itself."""
        for child in self._children:
            if not child.runs and time.monotonic() - self._started.get(child.name, 0.0) > _RESTARTS:
                self._started[child.name] = time.monotonic()
                self._say(f"{child.name} ended ({child.last_words}) and is started again; its log is {child.log}")
                child.start()

    def stop(self) -> None:
        """End the workers, tell the server of the runs they leave, and end the server."""
        server = self._children[:1] if self._own_server else []
        workers = self._children[len(server) :]
        for worker in workers:
            worker.kill()  # and the runs with it
        if self._runs and workers:
            with suppress(httpx.HTTPError):  # then the next start does it
                self._runs.give_up_dead(alone=self._own_server)
        for child in reversed(server):
            child.stop()
        self._children = []


def run(watch: Watch, service: Service, *, interval: float, ended: threading.Event) -> None:
    """Watch until `ended` is set, every `interval` seconds.

    Where the server does not answer, the next step asks again; Prefect's client would go on for a minute.
    """
    with temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0}):
        while not ended.is_set():
            service.keep()
            watch.step()
            ended.wait(interval)


def _log(name: str) -> Path:
    return get_current_settings().home / "digitize" / f"{name}.log"


def _free_port(wanted: int) -> int:
    """The first free port from `wanted` on; it is waited for a little, as a server just killed may still hold it."""
    deadline = time.monotonic() + _LEAVING
    while not _is_free(wanted) and time.monotonic() < deadline:
        time.sleep(0.2)
    for port in range(wanted, min(wanted + 100, 1 << 16)):
        if _is_free(port):
            return port
    raise UsageError(f"No port is free from {wanted} on: name another with --port.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
