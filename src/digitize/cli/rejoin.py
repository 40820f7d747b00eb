"""`digitize rejoin`: ALTO in, articles out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digitize.cli.common import (
    end_quietly_where_nobody_listens,
    exit_code,
    failed,
    refuse_overlap,
    refuse_results_among_scans,
    stop_on_signals,
)
from digitize.errors import UsageError

if TYPE_CHECKING:
    from digitize.console import Bar
    from digitize.inbox import IssueSource
    from digitize.summary import Outcome

EPILOG = """[bold]Examples[/bold]

digitize rejoin 1923-05-01
[dim]one issue, a folder with an ALTO file for each page, into output/1923-05-01[/dim]

digitize rejoin archive -o articles
[dim]every folder of ALTO files in the folder archive, at any depth, is an issue[/dim]

digitize rejoin page-*.xml --name "Evening Post 1923-05-01"
[dim]these pages are one issue of that name[/dim]

[bold]Exit status[/bold]

0 all is there, 1 some pages or issues are missing, 2 nothing was done, 130 stopped by Ctrl-C
"""


def rejoin(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Folders of ALTO files, searched to any depth, or ALTO files.", metavar="PATH..."),
    ],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where results go.")] = Path("output"),
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Take all files as one issue and call it so.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Do all again, even what is done.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the whole log, with tracebacks.")] = False,
) -> None:
    """Put articles together from pages that other software read: ALTO in; METS and plain text of whole articles out.

    Takes ALTO 2, 3 and 4 from any producer and needs no images. A folder of ALTO files is one issue, its pages in the
    order of their names. The METS names text blocks by the IDs they have in the given files, which are copied as they
    are; no text block is divided between two articles.
    """
    from rich.console import Console  # noqa: PLC0415

    from digitize.checking import require_writable  # noqa: PLC0415
    from digitize.console import Bar, log_to, print_outcomes  # noqa: PLC0415
    from digitize.inbox import find_alto  # noqa: PLC0415

    refuse_overlap(paths, output, "ALTO files")
    if name is not None and not name.strip():
        raise UsageError("--name is empty: give the issue a name.")
    issues = find_alto(paths, name)
    refuse_results_among_scans(issues, output, "ALTO files")
    require_writable(output)
    errors = Console(stderr=True)
    log_to(errors, verbose=verbose)
    outcomes = []
    try:
        with Bar(errors, shown=not verbose) as bar:
            stop_on_signals(lambda: bar.__exit__(None, None, None))
            for issue in issues:
                outcomes.append(_rejoin(issue, output, bar, force=force, verbose=verbose))  # noqa: PERF401  as they come
    finally:
        end_quietly_where_nobody_listens()
        print_outcomes(Console(), outcomes)
    raise typer.Exit(exit_code(outcomes))


def _rejoin(issue: "IssueSource", output: Path, bar: "Bar", *, force: bool, verbose: bool) -> "Outcome":
    """Rejoin an issue; whatever goes wrong with it is in its outcome and hinders no other."""
    from digitize.checking import check, require_utf8, unchanged  # noqa: PLC0415
    from digitize.pipeline import rejoin_given  # noqa: PLC0415

    try:
        for path in (*issue.files, output):
            require_utf8(path)
        checked = check(issue, None)
        if not force and (done := unchanged(checked, output, None)):
            return done
        with bar.issue(issue.name, len(checked.pages)):
            return rejoin_given(checked, output, bar.move)
    except Exception as error:
        return failed(issue, output, error, verbose=verbose)
