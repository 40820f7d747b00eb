"""How this program grows: with cores and workers, with the pages of an issue, and with the lines it rejoins."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.machine import cores
from benchmarks.process import Process, environment
from benchmarks.programs import Program
from benchmarks.progress import say
from benchmarks.records import PageFile
from benchmarks.synthetic import LINES, synthetic_issue
from digitize import pipeline
from digitize.errors import RecognitionError, UsageError
from digitize.export import documents
from flows.environment import CLIENT_PASSWORD
from flows.server import TemporaryServer


@dataclass(frozen=True, slots=True)
class Shared:
    """Pages read by several processes at the same time, each on cores of its own."""

    workers: int
    cores: int
    """Of each worker."""
    pages_a_second: float
    peak: int
    """Most memory of all workers together, in bytes."""


@dataclass(frozen=True, slots=True)
class WholeRun:
    """`digitize run` on an issue, from the start of the process to its end."""

    pages: int
    served: bool
    """Whether a Prefect server ran already; else the run starts its own."""
    seconds: float
    peak: int
    """Most memory of its largest process, in bytes."""


@dataclass(frozen=True, slots=True)
class Rejoined:
    """Articles put together and written out as ALTO, text and JSON, in memory, without recognition."""

    pages: int
    lines: int
    articles: int
    rejoin: float
    export: float
    """Seconds."""


def shared(program: Program, pages: Sequence[PageFile], rounds: int) -> list[Shared]:
    """Warm throughput from one core to all, and of all cores shared among workers; median over rounds.

    Raises RecognitionError where a page is not read, UsageError where processes cannot be kept to some cores.
    """
    if not hasattr(os, "sched_setaffinity"):
        raise UsageError("This system does not keep a process to some of its cores: measure on Linux.")
    return [_shared(program, pages, layout, rounds) for layout in layouts(cores())]


Layout = tuple[tuple[int, ...], ...]
"""Numbers of the cores of each worker."""


def layouts(numbers: Sequence[int]) -> list[Layout]:
    """One worker on 1, 2, 4 … and all cores; then all cores shared out among 2, 4 … and as many workers as cores."""
    counts = [1 << power for power in range(len(numbers).bit_length()) if 1 << power < len(numbers)]
    growing: list[Layout] = [(tuple(numbers[:count]),) for count in (*counts, len(numbers))]
    parted: list[Layout] = []
    for workers in (*counts[1:], len(numbers)):
        each = len(numbers) // workers
        if workers > 1:
            parted.append(tuple(tuple(numbers[each * at : each * (at + 1)]) for at in range(workers)))
    return growing + parted


def _shared(program: Program, pages: Sequence[PageFile], layout: Layout, rounds: int) -> Shared:
    with ExitStack() as running, ThreadPoolExecutor(len(layout)) as pool:
        processes = [running.enter_context(Process(program, numbers)) for numbers in layout]

        def read_all(process: Process) -> int:
            return max(process.read(page).peak for page in pages)

        list(pool.map(read_all, processes))
        speeds, peak = [], 0
        for _ in range(rounds):
            started = perf_counter()
            peak = max(peak, sum(pool.map(read_all, processes)))
            speeds.append(len(pages) * len(layout) / (perf_counter() - started))
    result = Shared(len(layout), len(layout[0]), median(speeds), peak)
    say(f"{result.workers} x {result.cores} cores: {result.pages_a_second:.3f} pages a second")
    return result


def whole_runs(page: PageFile, counts: Sequence[int], repeats: int) -> list[WholeRun]:
    """Digitize issues of copies of a JPEG `page`; `counts` are their sizes. One page is done `repeats` times.

    The runs of one page come first with a Prefect server of their own, then as all others with one that runs already.
    Raises RecognitionError where a run fails.
    """
    runs = [_median_run(page, 1, {}, repeats)]
    server = TemporaryServer()
    secret = f"benchmark:{token_hex()}"
    served = {"PREFECT_API_URL": server.start(secret), CLIENT_PASSWORD: secret}
    try:
        runs += [_median_run(page, count, served, repeats if count == 1 else 1) for count in counts]
    finally:
        server.stop()
    return runs


def _median_run(page: PageFile, count: int, served: dict[str, str], repeats: int) -> WholeRun:
    runs = [_run(page, count, served) for _ in range(repeats)]
    result = WholeRun(count, bool(served), median(run.seconds for run in runs), max(run.peak for run in runs))
    say(f"digitize run on {count} of it: {result.seconds:.1f} s")
    return result


def _run(page: PageFile, count: int, served: dict[str, str]) -> WholeRun:
    with TemporaryDirectory() as folder, tempfile.TemporaryFile() as log:
        scans = Path(folder) / "scans" / "issue"
        scans.mkdir(parents=True)
        for number, content in enumerate(copies(page.path.read_bytes(), count), start=1):
            (scans / f"{number:04}.jpg").write_bytes(content)
        command = [sys.executable, "-m", "digitize.cli", "run", str(scans.parent), "--output", f"{folder}/output"]
        started = perf_counter()
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment() | served)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            last = log.read().decode(errors="replace").strip().splitlines()[-1:]
            raise RecognitionError(f"digitize run ended with status {process.returncode}: {' '.join(last)}")
        return WholeRun(count, bool(served), seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def copies(jpeg: bytes, count: int) -> Iterator[bytes]:
    """The same picture in files that differ: each has a comment of its own (ITU-T T.81, segment COM)."""
    for number in range(count):
        comment = f"copy {number}".encode()
        yield jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + jpeg[2:]


def rejoined(sizes: Sequence[int]) -> list[Rejoined]:
    """Rejoin synthetic issues of `sizes` pages."""
    results = []
    for size in sizes:
        pages = synthetic_issue(size)
        started = perf_counter()
        issue = pipeline.rejoin_pages("synthetic", pages, ())
        between = perf_counter()
        documents(issue, {})
        ended = perf_counter()
        results.append(Rejoined(size, size * LINES, len(issue.articles), between - started, ended - between))
        say(f"rejoining {size} pages: {between - started:.1f} s")
    return results
