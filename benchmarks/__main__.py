"""The command: `python -m benchmarks --help`."""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from benchmarks import growth, machine, pages
from benchmarks.measure import compare
from benchmarks.programs import AUTO, COMPARED
from benchmarks.records import PageFile
from benchmarks.report import Results, as_json, markdown
from digitize.errors import DigitizeError, UsageError, explain

T = TypeVar("T")

CHOICES = (*(program.name for program in COMPARED), "cores", "runs", "rejoin")

_STARTS = 3
"""How often each program is started at most: a cold start takes long and hardly varies."""

_RUNS, _QUICK_RUNS = (1, 5, 20, 50), (1, 2)
_REJOINS, _QUICK_REJOINS = (25, 50, 100), (2, 4)
"""Pages of the issues that are digitized, and rejoined."""


def main() -> None:
    """Measure, and print Markdown on standard output."""
    arguments = _parser().parse_args()
    try:
        with tempfile.TemporaryDirectory() as home:
            # A server of the user's, and its database, are none of the benchmark's business.
            os.environ["PREFECT_HOME"] = home
            os.environ.pop("PREFECT_API_URL", None)
            results = _measure(arguments)
        print(markdown(results), end="", flush=True)
        if arguments.json:
            arguments.json.write_text(as_json(results) + "\n", "utf-8")
    except (DigitizeError, OSError) as error:
        sys.exit(f"benchmarks: {explain(error)}")
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def _measure(arguments: argparse.Namespace) -> Results:
    wanted, quick = _wanted(arguments.only), arguments.quick
    if arguments.json and not arguments.json.parent.is_dir():
        raise UsageError(f"--json {arguments.json}: there is no folder {arguments.json.parent}.")
    rounds = 1 if quick else arguments.rounds
    chosen = pages.chosen(arguments.pages, arguments.data, arguments.language)
    programs = [program for program in COMPARED if program.name in wanted]
    comparison = compare(programs, chosen, rounds=rounds, starts=min(rounds, _STARTS)) if programs else None
    notes = list(comparison.notes) if comparison else []

    def grown(name: str, measure: Callable[[], list[T]]) -> list[T]:
        """What `measure` gives if it is wanted, or a note: where it fails, all else that was measured stays."""
        if name not in wanted:
            return []
        try:
            return measure()
        except DigitizeError as error:
            notes.append(f"{name.capitalize()} could not be measured. {explain(error)}")
            return []

    run_sizes, rejoin_sizes = (_QUICK_RUNS, _QUICK_REJOINS) if quick else (_RUNS, _REJOINS)
    return Results(
        machine.describe(),
        comparison,
        grown("cores", lambda: growth.shared(AUTO, chosen, rounds)),
        grown("runs", lambda: growth.whole_runs(_jpeg(chosen), run_sizes, rounds)),
        grown("rejoin", lambda: growth.rejoined(rejoin_sizes)),
        notes,
    )


def _wanted(only: str) -> set[str]:
    wanted = {name.strip() for name in only.split(",")} if only else set(CHOICES)
    if unknown := sorted(wanted - set(CHOICES)):
        raise UsageError(f"--only {unknown[0]}: choose among {', '.join(CHOICES)}.")
    return wanted


def _jpeg(chosen: Iterable[PageFile]) -> PageFile:
    """The first page that copies can be made of."""
    return next((page for page in chosen if page.path.suffix.lower() in {".jpg", ".jpeg"}), pages.sample())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure this program beside others on the same pages in one run; docs/performance.md tells how.",
    )
    parser.add_argument(
        "--pages", nargs="+", type=Path, default=[], metavar="PATH", help="images of one page, or folders of such"
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="a directory with the pages of docs/performance.md")
    parser.add_argument(
        "--language", default="chi_sim", help="of the pages given, as Tesseract names it (default: %(default)s)"
    )
    parser.add_argument("--rounds", type=_positive, default=3, metavar="N", help="default: %(default)s")
    parser.add_argument("--only", default="", metavar="LIST", help=f"some of {','.join(CHOICES)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures and trials to a file, too")
    parser.add_argument(
        "--quick", action="store_true", help="one round, whatever --rounds says, and few pages, to see that it works"
    )
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no whole number of at least 1")
    return int(text)


if __name__ == "__main__":
    main()
