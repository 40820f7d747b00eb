"""The command: `python -m benchmarks.accuracy --help`."""

import argparse
import signal
import sys
from pathlib import Path

from benchmarks.accuracy import issues
from benchmarks.accuracy.records import KnownIssue, Row, Skipped
from benchmarks.accuracy.report import markdown
from benchmarks.accuracy.results import Results, as_json, read_json
from benchmarks.accuracy.scoring import Places, scored
from benchmarks.progress import say
from digitize.errors import DigitizeError, ModelError, UsageError, explain
from digitize.options import Options


def main() -> None:
    """Digitize and score, and print Markdown on standard output."""
    arguments = _parser().parse_args()
    try:
        if arguments.json and not arguments.json.parent.is_dir():
            raise UsageError(f"--json {arguments.json}: there is no folder {arguments.json.parent}.")
        before = read_json(arguments.against) if arguments.against else None
        places = Places(arguments.output, arguments.pages or arguments.output, arguments.again)
        results = _results(arguments.data, arguments.only, places)
        print(markdown(results, before), end="", flush=True)
        if arguments.json:
            arguments.json.write_text(as_json(results) + "\n", "utf-8")
    except (DigitizeError, OSError) as error:
        sys.exit(f"benchmarks.accuracy: {explain(error)}")
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def _results(roots: list[Path], only: list[str], places: Places) -> Results:
    found, skipped = issues.find(roots, only)
    rows: list[Row] = []
    for at, issue in enumerate(found, 1):
        say(f"{issue.name} ({at} of {len(found)})")
        row = _row(issue, places)
        if isinstance(row, Row):
            rows.append(row)
        else:
            skipped.append(row)
    if not rows:
        raise UsageError(f"No issue could be scored. {skipped[-1].name}: {skipped[-1].reason}")
    return Results(rows, skipped)


def _row(issue: KnownIssue, places: Places) -> Row | Skipped:
    """What goes wrong with one issue is no matter of the others; what concerns all is raised."""
    try:
        return scored(issue, places, Options())
    except ModelError:
        raise
    except (DigitizeError, OSError) as error:
        return Skipped(issue.name, explain(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy",
        description="Digitize all issues that have a truth beside them, and score them: see docs/evaluating.md.",
    )
    parser.add_argument(
        "--data",
        nargs="+",
        type=Path,
        default=[Path("../shared/data")],
        metavar="DIR",
        help="folders searched for issues with truths (default: ../shared/data)",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("build/accuracy"),
        metavar="DIR",
        help="where results are kept, so that pages are read but once (default: %(default)s)",
    )
    parser.add_argument(
        "--pages", type=Path, metavar="DIR", help="an output whose pages, read before, are used (default: --output)"
    )
    parser.add_argument("--again", action="store_true", help="read pages again, after a change to how they are read")
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="NAME", help="issues or kinds, as hk-* or 'vertical'; else all"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to a file, too")
    parser.add_argument("--against", type=Path, metavar="FILE", help="tell what has changed since --json wrote it")
    return parser


if __name__ == "__main__":
    main()
