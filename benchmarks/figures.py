"""From trials to figures: medians over rounds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from benchmarks.measure import FIRST_SIGHT, Comparison, Trial
from benchmarks.programs import Program
from benchmarks.stopwatch import NETWORKS, Part


@dataclass(frozen=True, slots=True)
class Summary:
    """A program's figures over all pages it read; None where there is nothing to take one from."""

    seconds: float
    """A page, warm."""
    cpu: float
    """Seconds of processor time a page, warm."""
    times_as_fast: Mapping[str, float | None]
    """How many pages it reads while another program reads one, by the other's name."""
    first_sight: float | None
    """Seconds for a page that the program, which runs, has not seen."""
    cold: float
    """Seconds from the start of the process to the answer for its first page."""
    peak: int
    """Bytes."""
    read: float | None
    wrong: float | None
    """As in Accuracy, mean over pages."""


def summary(comparison: Comparison, program: Program) -> Summary:
    """All figures of one program."""
    known = [comparison.accuracies.get((program.name, page.name)) for page in comparison.pages]
    return Summary(
        a_page(comparison, program, seconds),
        a_page(comparison, program, cpu),
        {other.name: _times_as_fast(comparison, program, other) for other in comparison.programs if not other.ours},
        _at_first_sight(comparison, program),
        median(comparison.cold[program.name]),
        comparison.peaks[program.name],
        _mean([each.read for each in known if each and each.read is not None]),
        _mean([each.wrong for each in known if each and each.wrong is not None]),
    )


def seconds(trial: Trial) -> float:
    """How long a page took."""
    return trial.seconds


def cpu(trial: Trial) -> float:
    """How much processor time a page took."""
    return trial.cpu


def apart_from_networks(trial: Trial) -> float:
    """Seconds of a page in which no network computed; 0 where that is not known."""
    return sum(spent for part, spent in trial.parts.items() if part not in NETWORKS)


def spent_on(part: Part) -> Callable[[Trial], float]:
    """Seconds of a page that went to `part`."""
    return lambda trial: trial.parts[part]


def a_page(comparison: Comparison, program: Program, value: Callable[[Trial], float]) -> float:
    """Mean of `value` over the pages that a program read; median over rounds."""
    return median(fmean(map(value, trials.values())) for trials in _rounds(comparison, program.name) if trials)


def on_page(comparison: Comparison, program: str, page: str, value: Callable[[Trial], float]) -> float | None:
    """Median of `value` over rounds; None where the program did not read the page."""
    found = [value(trials[page]) for trials in _rounds(comparison, program) if page in trials]
    return median(found) if found else None


def _times_as_fast(comparison: Comparison, program: Program, other: Program) -> float | None:
    """Median over rounds of the ratio of times, over the pages that both read."""
    ratios = []
    for own, others in zip(_rounds(comparison, program.name), _rounds(comparison, other.name), strict=True):
        if common := own.keys() & others.keys():
            ratios.append(sum(others[page].seconds for page in common) / sum(own[page].seconds for page in common))
    return median(ratios) if ratios else None


def _at_first_sight(comparison: Comparison, program: Program) -> float | None:
    """Mean over the pages but the one that the program was started with."""
    return _mean(
        [
            trial.seconds
            for trial in comparison.trials
            if (trial.program, trial.round) == (program.name, FIRST_SIGHT) and trial.page != comparison.pages[0].name
        ]
    )


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None


def _rounds(comparison: Comparison, program: str) -> list[dict[str, Trial]]:
    """For each round after the first sight a program's trials by page."""
    rounds: list[dict[str, Trial]] = [{} for _ in range(comparison.rounds)]
    for trial in comparison.trials:
        if trial.program == program and trial.round != FIRST_SIGHT:
            rounds[trial.round - 1][trial.page] = trial
    return rounds
