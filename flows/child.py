"""A process that works for this one, ends with it, and is started again where it ends by itself."""

import os
import subprocess
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from flows.server import ending_with_its_parent

_PATIENCE = 5.0
"""Seconds a process has to end when it is asked to."""


class Child:
    """One process, in a group of its own so that Ctrl-C reaches only this program, which then ends all in order."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        log: Path,
        *,
        environment: Mapping[str, str] | None = None,
        cores: Collection[int] = (),
    ) -> None:
        """`log` takes what it says; `environment` is laid over this process's; `cores` are those it may use, or all."""
        self.name = name
        self.log = log
        self._command = list(command)
        self._environment = dict(environment or {})
        self._cores = frozenset(cores)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it, with an empty log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=os.environ | self._environment,
                start_new_session=True,
                preexec_fn=ending_with_its_parent(),  # noqa: PLW1509  it only makes one system call
            )
        if self._cores and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(self._process.pid, self._cores)
        return self._process

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def last_words(self) -> str:
        """The last line it said."""
        lines = self.log.read_text("utf-8", errors="replace").strip().splitlines() if self.log.is_file() else []
        return lines[-1].strip() if lines else "it said nothing"

    def stop(self) -> None:
        """End it, by force if it does not listen."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
