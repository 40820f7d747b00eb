"""Programs side by side: the same pages in turn, so that what slows the machine down slows all of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from benchmarks.characters import accuracy
from benchmarks.pages import truth_of
from benchmarks.process import Process
from benchmarks.programs import Program
from benchmarks.progress import say
from benchmarks.records import Accuracy, PageFile, Reading
from digitize.errors import RecognitionError

FIRST_SIGHT = 0
"""The round in which programs see the pages, but for the one they were started with, for the first time."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One reading of a page by a program."""

    program: str
    page: str
    round: int
    seconds: float
    cpu: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that was measured of programs side by side."""

    programs: tuple[Program, ...]
    """Those that could be run, and read a page whenever they were to."""
    pages: tuple[PageFile, ...]
    rounds: int
    """Without that of first sight."""
    trials: tuple[Trial, ...]
    cold: Mapping[str, tuple[float, ...]]
    """Seconds from the start of a program's process to its answer for the first page, by program."""
    peaks: Mapping[str, int]
    """Most memory a program's process held, in bytes."""
    lines: Mapping[tuple[str, str], int]
    """How many lines were found, by program and page."""
    accuracies: Mapping[tuple[str, str], Accuracy]
    """By program and page, of pages whose text is known."""
    notes: tuple[str, ...]
    """Sentences on what could not be measured."""


def compare(programs: Sequence[Program], pages: Sequence[PageFile], *, rounds: int, starts: int) -> Comparison:
    """Start each of the `programs` `starts` times, and let each read all `pages` once and then in `rounds` rounds.

    A program that cannot read the first page is left out, and a page that a program cannot read is left out for it;
    a note says so.
    """
    with ExitStack() as running:
        bench = _Bench(running, pages)
        remaining = list(programs)
        for number in range(starts):
            for program in _rotated(remaining, number):
                if not bench.start(program, keep=number == starts - 1):
                    remaining.remove(program)
        for number in range(FIRST_SIGHT, rounds + 1):
            for index, page in enumerate(pages):
                for program in _rotated(remaining, number + index):
                    bench.read(program, page, number)
    return bench.result(remaining, rounds)


class _Bench:
    """Running programs, and what was measured so far."""

    def __init__(self, running: ExitStack, pages: Sequence[PageFile]) -> None:
        self._running, self._pages = running, tuple(pages)
        self._processes: dict[str, Process] = {}
        self._unread: set[tuple[str, str]] = set()
        self._trials: list[Trial] = []
        self._cold: dict[str, list[float]] = defaultdict(list)
        self._peaks: dict[str, int] = defaultdict(int)
        self._lines: dict[tuple[str, str], int] = {}
        self._accuracies: dict[tuple[str, str], Accuracy] = {}
        self._notes: list[str] = []

    def start(self, program: Program, *, keep: bool) -> bool:
        """Start a program and let it read the first page; returns whether it could."""
        process = Process(program)
        try:
            reading = process.read(self._pages[0])
        except RecognitionError as error:
            process.close()
            self._notes.append(f"{program.title} is left out. {error}")
            say(self._notes[-1])
            return False
        self._cold[program.name].append(process.age)
        self._peaks[program.name] = max(self._peaks[program.name], reading.peak)
        say(f"{program.title}: first page {self._cold[program.name][-1]:.1f} s after its start")
        if keep:
            self._processes[program.name] = self._running.enter_context(process)
        else:
            process.close()
        return True

    def read(self, program: Program, page: PageFile, number: int) -> None:
        """Let a program read a page in round `number`."""
        key = (program.name, page.name)
        if key in self._unread:
            return
        try:
            reading = self._processes[program.name].read(page)
        except RecognitionError as error:
            self._unread.add(key)
            self._notes.append(f"{program.title} did not read {page.name}. {error}")
            say(self._notes[-1])
            return
        self._trials.append(Trial(*key, number, reading.seconds, reading.cpu, reading.parts))
        self._peaks[program.name] = max(self._peaks[program.name], reading.peak)
        say(f"round {number}: {program.title}, {page.name}: {reading.seconds:.2f} s")
        if number == FIRST_SIGHT:
            self._judge(key, page, reading)

    def _judge(self, key: tuple[str, str], page: PageFile, reading: Reading) -> None:
        self._lines[key] = len(reading.lines)
        truth = truth_of(page)
        if truth is not None:
            self._accuracies[key] = accuracy(truth, page, reading.lines)

    def result(self, programs: Sequence[Program], rounds: int) -> Comparison:
        """All of it."""
        cold = {name: tuple(seconds) for name, seconds in self._cold.items()}
        trials = tuple(trial for trial in self._trials if (trial.program, trial.page) not in self._unread)
        read = {trial.program for trial in trials}
        in_order = tuple(sorted((each for each in programs if each.name in read), key=lambda each: not each.ours))
        return Comparison(
            in_order,
            self._pages,
            rounds,
            trials,
            cold,
            dict(self._peaks),
            self._lines,
            self._accuracies,
            tuple(self._notes),
        )


def _rotated(programs: Sequence[Program], by: int) -> list[Program]:
    """The programs in a turn of their own, so that none always comes after the same one."""
    at = by % len(programs) if programs else 0
    return [*programs[at:], *programs[:at]]
