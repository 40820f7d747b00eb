"""The command: `python -m benchmarks --help`."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks import growth, machine, pages
from benchmarks.measure import compare
from benchmarks.programs import AUTO, COMPARED
from benchmarks.records import PageFile
from benchmarks.report import Results, as_json, markdown
from digitize.errors import DigitizeError, UsageError, explain

_CORES, _RUNS, _REJOIN = "cores", "runs", "rejoin"
CHOICES = (*(program.name for program in COMPARED), _CORES, _RUNS, _REJOIN)

_RUN_PAGES = (1, 5, 20, 50)
_REJOIN_PAGES = (25, 50, 100)
_QUICK_RUN_PAGES = (1, 2)
_QUICK_REJOIN_PAGES = (2, 4)


def main() -> None:
    """Measure, and print Markdown on standard output."""
    arguments = _parser().parse_args()
    try:
        with tempfile.TemporaryDirectory() as home:
            # A server of the user's, and its database, are none of the benchmark's business.
            os.environ["PREFECT_HOME"] = home
            os.environ.pop("PREFECT_API_URL", None)
            results = _measure(arguments)
        if arguments.json:
            arguments.json.write_text(as_json(results) + "\n", "utf-8")
    except (DigitizeError, OSError) as error:
        sys.exit(f"benchmarks: {explain(error)}")
    print(markdown(results), end="")


def _measure(arguments: argparse.Namespace) -> Results:
    wanted, quick = _wanted(arguments.only), arguments.quick
    rounds = 1 if quick else arguments.rounds
    chosen = pages.chosen(arguments.pages, arguments.data, arguments.language)
    programs = [program for program in COMPARED if program.name in wanted]
    return Results(
        machine.describe(),
        compare(programs, chosen, rounds=rounds, starts=min(rounds, 3)) if programs else None,
        growth.shared(AUTO, chosen, rounds) if _CORES in wanted else [],
        growth.whole_runs(_jpeg(chosen), _QUICK_RUN_PAGES if quick else _RUN_PAGES, rounds) if _RUNS in wanted else [],
        growth.rejoined(_QUICK_REJOIN_PAGES if quick else _REJOIN_PAGES) if _REJOIN in wanted else [],
    )


def _wanted(only: str) -> set[str]:
    wanted = set(only.split(",")) if only else set(CHOICES)
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
    parser.add_argument("--quick", action="store_true", help="one round, and few pages, to see that it works")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


if __name__ == "__main__":
    main()
