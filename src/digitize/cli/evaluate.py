"""`digitize evaluate`: how good an output is, measured against truth."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digitize.cli.common import complain, end_quietly_where_nobody_listens
from digitize.errors import DigitizeError, ExitCode

if TYPE_CHECKING:
    from digitize.evaluate import Pairs, Scores

# What scoring needs takes long to import and is imported where it is used, so that help comes at once.

EPILOG = """[bold]Examples[/bold]

digitize evaluate output/1923-05-01 truth/1923-05-01
[dim]one issue against its truth[/dim]

digitize evaluate output truth
[dim]every issue in output that has a truth of its name in truth[/dim]

digitize evaluate other-system/mets.xml truth.json --json scores.json
[dim]another program's METS and ALTO, with the scores for programs[/dim]

[bold]Exit status[/bold]

0 all truths were scored, 1 some have no output or could not be scored, 2 none was scored
"""

_WIDTH = 200
"""Characters a line of a table may have where it goes to a file."""


def evaluate(
    output: Annotated[
        Path, typer.Argument(metavar="OUTPUT", help="A METS file, an issue's directory, or a directory of those.")
    ],
    truth: Annotated[Path, typer.Argument(metavar="TRUTH", help="A truth, or a directory of truths by issue name.")],
    *,
    number: Annotated[
        int, typer.Option("--worst", metavar="N", min=0, help="How many of the worst articles to show.")
    ] = 10,
    json: Annotated[
        str, typer.Option("--json", metavar="FILE", help="Write the scores as JSON; - for standard output, alone.")
    ] = "",
) -> None:
    """Score METS and ALTO of any program against truth: lines, zones, blocks or texts of the articles.

    What the figures mean, and how to make a truth, is in docs/evaluating.md.
    """
    from rich.console import Console  # noqa: PLC0415

    from digitize.evaluate import find_pairs  # noqa: PLC0415
    from digitize.evaluate.report import as_json, print_scores  # noqa: PLC0415

    end_quietly_where_nobody_listens()
    pairs = find_pairs(output, truth)
    scores = _scored(pairs)
    if json == "-":
        typer.echo(as_json(scores, pairs))
    elif scores:
        print_scores(Console(width=None if sys.stdout.isatty() else _WIDTH), scores, number)
    if json not in {"", "-"}:
        Path(json).write_text(as_json(scores, pairs) + "\n", "utf-8")
    for names, lack in ((pairs.without_output, "output"), (pairs.without_truth, "truth")):
        if names:
            typer.echo(f"Without {lack}: {', '.join(names)}", err=True)
    if not scores:
        raise typer.Exit(ExitCode.FAILED)
    raise typer.Exit(ExitCode.PARTIAL if len(scores) < len(pairs.pairs) or pairs.without_output else ExitCode.OK)


def _scored(pairs: "Pairs") -> "list[Scores]":
    """The scores of all pairs that can be scored, the others complained of; one alone that cannot is an error."""
    from digitize.evaluate import read_output, read_truth, score  # noqa: PLC0415

    scores = []
    for pair in pairs.pairs:
        try:
            scores.append(score(read_truth(pair.truth), read_output(pair.output)))
        except DigitizeError as error:
            if len(pairs.pairs) == 1:
                raise
            complain(error)
    return scores
