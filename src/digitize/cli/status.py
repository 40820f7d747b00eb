"""`digitize status`: how all issues stand."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digitize.cli.common import complain
from digitize.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digitize.status import IssueStatus

EPILOG = """[bold]Examples[/bold]

digitize status
[dim]all issues in scans/ and output/[/dim]

digitize status /srv/scans -o /srv/articles --json
[dim]those of other folders, for programs[/dim]
"""


def status(
    scans: Annotated[Path, typer.Argument(help="The folder that scans are dropped into.", metavar="[SCANS]")] = Path(
        "scans"
    ),
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where results are.")] = Path("output"),
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show how all issues stand: waiting, running, done, doubtful, partial or failed, and why.

    Needs no server: the output tells. With PREFECT_API_URL set, what the server has queued or running is told from it.
    """
    from digitize.drop import Drop  # noqa: PLC0415
    from digitize.status import all_issues  # noqa: PLC0415

    names = [dropped.source.name for dropped in Drop(scans).look()] if scans.is_dir() else []
    issues = all_issues(output, names)
    refused: UsageError | None = None
    if os.environ.get("PREFECT_API_URL"):
        from flows.environment import prepare  # noqa: PLC0415

        prepare()
        from flows.queue import with_runs  # noqa: PLC0415

        try:
            issues = with_runs(issues)
        except UsageError as error:
            refused = error
    if as_json:
        typer.echo(json.dumps([asdict(issue) for issue in issues], ensure_ascii=False, indent=1))
    else:
        _print(issues)
    if refused:
        complain(refused)


def _print(issues: "Sequence[IssueStatus]") -> None:
    import sys  # noqa: PLC0415
    from collections import Counter  # noqa: PLC0415

    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table()
    for heading in ("Issue", "State"):
        table.add_column(heading, overflow="fold")
    for heading in ("Pages", "Articles", "Doubts", "Confidence"):
        table.add_column(heading, justify="right")
    table.add_column("Reason", overflow="fold")
    for issue in issues:
        numbers = ("–" if number is None else str(number) for number in (issue.pages, issue.articles, issue.doubts))
        confidence = "–" if issue.confidence is None else f"{issue.confidence:.3f}"
        table.add_row(Text(issue.name), str(issue.state), *numbers, confidence, Text(issue.reason))
    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print(table)
    states = Counter(issue.state for issue in issues)
    console.print(", ".join(f"{number} {state}" for state, number in states.items()) or "No issues yet.")
