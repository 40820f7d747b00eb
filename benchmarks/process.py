"""The other end of a worker: a program in a process of its own that lives as long as it is needed."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from benchmarks.pages import ROOT
from benchmarks.programs import Program
from benchmarks.records import PageFile, Reading
from digitize.errors import RecognitionError


class Process:
    """A running program; `cores` are the numbers of the processors it may use, all where none is given."""

    def __init__(self, program: Program, cores: Sequence[int] = ()) -> None:
        command = [sys.executable, "-m", "benchmarks.worker", program.name]
        self.program = program
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  closed with the process
        self._started = perf_counter()
        self._process = subprocess.Popen(
            [*command, ",".join(map(str, cores))] if cores else command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
            env=environment(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return perf_counter() - self._started

    def read(self, page: PageFile) -> Reading:
        """Have a page read; raises RecognitionError, with the program's own words, where that fails."""
        assert self._process.stdin
        assert self._process.stdout
        path = os.fspath(page.path.resolve())
        request = json.dumps({"path": path, "language": page.language})
        try:
            self._process.stdin.write(request + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise RecognitionError(f"Its process ended: {self._last_words()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise RecognitionError(answer["error"].replace(path, page.name))  # where files lie is nobody's business
        return Reading.from_json(answer)

    def close(self) -> None:
        """End the program."""
        assert self._process.stdin
        with suppress(BrokenPipeError):  # where it ended by itself, in the middle of a page
            self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()
        self._log.close()

    def _last_words(self) -> str:
        self._process.wait()
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"status {self._process.returncode}"


def environment() -> dict[str, str]:
    """The environment of this process, with the benchmark's own modules where Python finds them."""
    return os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    }
