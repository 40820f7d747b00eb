"""A process that loads one program and reads pages with it: `python -m benchmarks.worker NAME [CORE,CORE…]`.

Each line of standard input is a page as JSON, and each line of standard output the answer: a Reading, or an error.
"""

import json
import os
import resource
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from benchmarks.programs import Reader


def main() -> None:
    """Answer until standard input ends."""
    answers = _answers()
    if len(sys.argv) > 2:  # before anything counts the processors
        os.sched_setaffinity(0, map(int, sys.argv[2].split(",")))
    from benchmarks.programs import PROGRAMS  # noqa: PLC0415  loads much
    from digitize.errors import explain  # noqa: PLC0415

    program, reader = PROGRAMS[sys.argv[1]], None
    for request in sys.stdin:
        page = json.loads(request)
        try:
            reader = reader or program.load()
            answer = _timed(reader, Path(page["path"]), page["language"])
        except Exception as error:  # other people's programs raise what they like
            answer = {"error": explain(error)}
        print(json.dumps(answer), file=answers, flush=True)


def _answers() -> TextIO:
    """Standard output, kept for answers alone: what libraries print there goes to standard error from now on."""
    kept = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return kept


def _timed(reader: "Reader", path: Path, language: str) -> dict[str, Any]:
    from benchmarks.records import Reading  # noqa: PLC0415

    cpu, started = _cpu(), perf_counter()
    lines = tuple(reader.read(path, language))
    seconds = perf_counter() - started
    return Reading(seconds, _cpu() - cpu, _peak(), lines, reader.parts()).as_json()


def _cpu() -> float:
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in spent)


def _peak() -> int:
    """In bytes, of this process or the largest of its children."""
    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    status = Path("/proc/self/status")
    if status.is_file():  # Linux counts what the process held before it became this program, too
        own = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) * 1024
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit)


if __name__ == "__main__":
    main()
