"""A Prefect server for the time of one command, where the user runs none."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import httpx

from digitize.errors import UsageError
from flows.environment import SERVER_PASSWORD

_PATIENCE = 120.0
"""Seconds to wait for the server: a first start on a slow disk makes its database."""

_PR_SET_PDEATHSIG = 1
"""From Linux's sys/prctl.h."""


class TemporaryServer:
    """A server on the loopback, with the user's database, so that a server started later shows its runs too.

    Unlike the one Prefect starts by itself it keeps its log off the terminal and outlives Ctrl-C, so that the run can
    be reported as stopped.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, secret: str, meanwhile: Callable[[], object] | None = None) -> str:
        """Start the server and return the URL of its API; raises UsageError where it does not come up.

        `secret` is the password it asks for, as user:password.

        `meanwhile` is called while the server starts, which takes seconds of another core; what it raises is raised.
        """
        port = _free_port()
        with tempfile.TemporaryFile() as log:
            self._process = subprocess.Popen(
                [*server_command(port), "--no-ui"],
                env=os.environ | {SERVER_PASSWORD: secret},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=ending_with_its_parent(),  # noqa: PLW1509  it only makes one system call
            )
            if meanwhile is not None:
                meanwhile()
            url = f"http://127.0.0.1:{port}/api"
            if comes_up(url, self._process):
                return url
            self.stop()
            log.seek(0)
            last = log.read().decode(errors="replace").strip().splitlines()[-1:] or ["it said nothing"]
        raise UsageError(
            f"Prefect's server does not start ({last[0].strip()}): see what `digitize server` says, or set "
            "PREFECT_API_URL to a server that runs."
        )

    def stop(self) -> None:
        """End the server, by force if it does not listen; at any time."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def server_command(port: int) -> list[str]:
    """What starts the guarded server on a port of the loopback."""
    return [sys.executable, "-m", "digitize.cli", "server", "--port", str(port)]


def ending_with_its_parent() -> Callable[[], object] | None:
    """What a child calls before it begins, so that Linux kills it where this process is killed.

    Asked to end instead, a worker would go on where SIGINT, by which it ends, is ignored, as in a shell's background.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # looked up here: little is safe between fork and exec
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def comes_up(url: str, server: "subprocess.Popen[bytes]") -> bool:
    """Wait until the server of an API answers; False where it ends before, or takes too long."""
    deadline = time.monotonic() + _PATIENCE
    with httpx.Client(trust_env=False) as client:  # no proxy stands before the loopback
        while time.monotonic() < deadline and server.poll() is None:
            try:
                if client.get(f"{url}/health").is_success:
                    return True
            except httpx.TransportError:
                pass
            time.sleep(0.03)
    return False
