"""What was measured, as Markdown and as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks import figures
from benchmarks.growth import Rejoined, Shared, WholeRun
from benchmarks.markdown import number, section, table
from benchmarks.measure import Comparison
from benchmarks.records import Accuracy
from benchmarks.stopwatch import Part


@dataclass(frozen=True, slots=True)
class Results:
    """Everything one run of the benchmark measured; what was not asked for is None or empty."""

    machine: Mapping[str, str]
    comparison: Comparison | None
    shared: Sequence[Shared]
    whole_runs: Sequence[WholeRun]
    rejoined: Sequence[Rejoined]
    notes: Sequence[str]
    """Sentences on what could not be measured."""


def markdown(results: Results) -> str:
    """All tables, with a heading of the third rank each, as in docs/performance.md."""
    sections = [section("Machine", _machine(results.machine))]
    if results.comparison and results.comparison.programs:
        comparison = results.comparison
        sections.append(section("Side by side", _side_by_side(comparison), _pages_line(comparison)))
        sections.append(section("Page by page", _by_page(comparison)))
        if any(program.ours for program in comparison.programs):
            sections.append(section("Where the time of a page goes", _stages(comparison)))
    if results.shared:
        sections.append(section("Cores and workers", _shared(results.shared)))
    if results.whole_runs:
        sections.append(section("Whole runs", _whole_runs(results.whole_runs)))
    if results.rejoined:
        sections.append(section("Rejoining alone", _rejoined(results.rejoined)))
    if results.notes:
        sections.append(section("Left out", "\n".join(f"- {note}" for note in results.notes)))
    return "\n".join(sections)


def _machine(facts: Mapping[str, str]) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in facts.items())


def _pages_line(comparison: Comparison) -> str:
    names = ", ".join(f"{page.name} ({page.megapixels:.0f} megapixels)" for page in comparison.pages)
    return f"Pages: {names}. Rounds: {comparison.rounds}."


def _side_by_side(comparison: Comparison) -> str:
    peers = [program for program in comparison.programs if not program.ours]
    head = ["", "s a page", "pages a s", *(f"× {peer.title}" for peer in peers)]
    head += ["CPU s a page", "s at first sight", "cold start s", "peak MB", "read %", "wrong %"]
    rows = []
    for program in comparison.programs:
        found = figures.summary(comparison, program)
        rows.append(
            [
                program.title,
                number(found.seconds, 2),
                number(1 / found.seconds, 3),
                *(number(found.times_as_fast[peer.name], 2) for peer in peers),
                number(found.cpu, 2),
                number(found.first_sight, 2),
                number(found.cold, 2),
                number(found.peak / 1e6, 0),
                number(found.read, 2, 100),
                number(found.wrong, 2, 100),
            ]
        )
    return table(head, rows)


def _by_page(comparison: Comparison) -> str:
    rows = []
    for page in comparison.pages:
        keys = [(program.name, page.name) for program in comparison.programs]
        known = [comparison.accuracies.get(key, Accuracy(None, None)) for key in keys]
        seconds = [figures.on_page(comparison, *key, figures.seconds) for key in keys]
        rest = [figures.on_page(comparison, *key, figures.apart_from_networks) for key in keys]
        rows += [
            [f"{page.name}: s", *(number(value, 2) for value in seconds)],
            ["– of these no network", *(number(value or None, 2) for value in rest)],
            ["– lines", *(number(comparison.lines.get(key), 0) for key in keys)],
            ["– read %", *(number(each.read, 2, 100) for each in known)],
            ["– wrong %", *(number(each.wrong, 2, 100) for each in known)],
        ]
    return table(["", *(program.title for program in comparison.programs)], rows)


def _stages(comparison: Comparison) -> str:
    ours = [program for program in comparison.programs if program.ours]
    parts = [[figures.a_page(comparison, each, figures.spent_on(part)) for each in ours] for part in Part]
    whole = [figures.a_page(comparison, each, figures.seconds) for each in ours]
    rest = [figures.a_page(comparison, each, figures.apart_from_networks) for each in ours]
    rows = [[part.value, *(number(value, 2) for value in values)] for part, values in zip(Part, parts, strict=True)]
    rows.append(["all", *(number(value, 2) for value in whole)])
    rows.append(["no network", *(number(value, 2) for value in rest)])
    rows.append(["no network, %", *(number(part / all_, 0, 100) for part, all_ in zip(rest, whole, strict=True))])
    return table(["s a page", *(program.title for program in ours)], rows)


def _shared(results: Sequence[Shared]) -> str:
    first = results[0].pages_a_second
    rows = [
        [
            str(each.workers),
            str(each.cores),
            number(each.pages_a_second, 3),
            number(each.pages_a_second / first, 2),
            number(each.peak / 1e6, 0),
        ]
        for each in results
    ]
    return table(["workers", "cores each", "pages a s", "× one core", "peak MB of all"], rows)


def _whole_runs(results: Sequence[WholeRun]) -> str:
    rows = [
        [
            str(each.pages),
            "runs already" if each.served else "is started",
            number(each.seconds, 1),
            number(each.seconds / each.pages, 2),
            number(each.peak / 1e6, 0),
        ]
        for each in results
    ]
    return table(["pages", "Prefect's server", "s", "s a page", "peak MB"], rows)


def _rejoined(results: Sequence[Rejoined]) -> str:
    rows = [
        [
            str(each.pages),
            str(each.lines),
            str(each.articles),
            number(each.rejoin, 2),
            number(each.rejoin / each.lines, 3, 1000),
            number(each.export, 2),
        ]
        for each in results
    ]
    return table(["pages", "lines", "articles", "rejoin s", "ms a line", "ALTO, text, JSON s"], rows)


def as_json(results: Results) -> str:
    """All figures and every single trial."""
    data: dict[str, Any] = {
        "machine": dict(results.machine),
        "shared": [asdict(each) for each in results.shared],
        "whole_runs": [asdict(each) for each in results.whole_runs],
        "rejoined": [asdict(each) for each in results.rejoined],
        "left_out": list(results.notes),
    }
    if comparison := results.comparison:
        data["programs"] = {
            program.name: asdict(figures.summary(comparison, program)) for program in comparison.programs
        }
        data["pages"] = {page.name: page.megapixels for page in comparison.pages}
        data["trials"] = [asdict(trial) for trial in comparison.trials]
    return json.dumps(data, indent=1, ensure_ascii=False)
