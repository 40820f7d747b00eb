"""Scores as a person reads them, and as a program does."""

import json
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from digitize.evaluate.find import Pairs
from digitize.evaluate.scores import Figure, Finding, Kind, Scores, means, worst

_HEADINGS = {
    Figure.BCUBED_PRECISION: "B³\nprec.",
    Figure.BCUBED_RECALL: "B³\nrec.",
    Figure.BCUBED_F: "B³\nF1",
    Figure.EXACT: "Exact\narts.",
    Figure.JOINS: "Joins",
    Figure.ORDER: "Order",
    Figure.HEADLINES: "Heads",
    Figure.COVERED: "Cover",
    Figure.PURE: "Pure",
    Figure.EXTRA: "Extra",
    Figure.FLAGGED: "Flag",
    Figure.ALARM: "Alarm",
    Figure.PAGE_TEXT: "Text",
    Figure.BY_COLUMN: "By\ncolumn",
    Figure.READ: "Read",
    Figure.PLACED: "Placed",
    Figure.GROUPED: "Group",
    Figure.ARTICLE_ERROR: "Art.\nerror",
    Figure.CHARACTER_ERROR: "Char.\nerror",
    Figure.LOST: "Lost",
    Figure.MERGED: "Merge",
}
_UNITS = {Kind.LINES: "line", Kind.ZONES: "zone", Kind.BLOCKS: "block", Kind.TEXTS: "line", Kind.PAGE_TEXT: "line"}
_TITLE = 40
"""Characters of a title that are shown."""


def print_scores(console: Console, scores: Sequence[Scores], number: int) -> None:
    """A table for each kind of truth, issues and their mean, and the `number` worst articles."""
    for kind in Kind:
        if same := [each for each in scores if each.kind is kind]:
            console.print(_table(kind, same))
            console.print()
    if found := worst(scores, number):
        console.print("The worst articles:", style="bold")
        kinds = {each.issue: each.kind for each in scores}
        for issue, finding in found:
            title = " ".join(finding.title.split())
            shown = title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
            line = f"  {issue} {finding.article} ({shown}): {sentence(finding, kinds[issue])}"
            console.print(line, markup=False, highlight=False, soft_wrap=True)


def sentence(finding: Finding, kind: Kind) -> str:
    """What went wrong with an article, in words; empty where nothing did."""
    unit = _UNITS[kind]
    wrong = [
        "not found" if not finding.pieces else f"torn into {finding.pieces}" if finding.pieces > 1 else "",
        f"mixed with {_some(finding.mixed_with)}" if finding.mixed_with else "",
        f"{_counted(finding.breaks, 'step')} not in order" if finding.breaks else "",
        f"{_counted(finding.lost, unit)} lost" if finding.lost else "",
        "headline elsewhere or misread" if finding.headline is False else "",
        f"{finding.agreement:.1%} of the text placed" if kind is Kind.TEXTS and finding.agreement < 1 else "",
        f"{finding.error:.1%} of the text wrong" if finding.error else "",
    ]
    return "; ".join(filter(None, wrong))


def as_json(scores: Sequence[Scores], pairs: Pairs) -> str:
    """All scores as JSON; a figure that had nothing to measure is null."""
    document = {
        "issues": [_issue(each) for each in scores],
        "means": {
            kind.value: {figure.value: value for figure, value in means(same).items()}
            for kind in Kind
            if (same := [each for each in scores if each.kind is kind])
        },
        "without_output": pairs.without_output,
        "without_truth": pairs.without_truth,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _issue(scores: Scores) -> Mapping[str, object]:
    return {
        "issue": scores.issue,
        "truth": scores.kind.value,
        "articles": scores.articles,
        "figures": {figure.value: each.value if each.weight else None for figure, each in scores.figures.items()},
        "findings": [
            {
                "article": each.article,
                "title": each.title,
                "pieces": each.pieces,
                "mixed_with": each.mixed_with,
                "agreement": each.agreement,
                "steps_not_in_order": each.breaks,
                "lost": each.lost,
                "article_error": each.error,
                "headline": each.headline,
            }
            for each in scores.findings
        ],
    }


def _table(kind: Kind, scores: Sequence[Scores]) -> Table:
    table = Table(title=f"Against truth of {kind.value}", title_justify="left", box=None, padding=(0, 1, 0, 0))
    table.add_column("Issue", overflow="fold")
    table.add_column("Arts.", justify="right", no_wrap=True)
    figures = list(dict.fromkeys(figure for each in scores for figure in each.figures))
    for figure in figures:
        table.add_column(_HEADINGS[figure], justify="right", no_wrap=True)
    for each in scores:
        values = {figure: value.value for figure, value in each.figures.items() if value.weight}
        table.add_row(each.issue.replace("[", r"\["), str(each.articles), *_cells(figures, values))
    if len(scores) > 1:
        table.add_row("[bold]Mean[/bold]", str(sum(each.articles for each in scores)), *_cells(figures, means(scores)))
    return table


def _cells(figures: Sequence[Figure], values: Mapping[Figure, float]) -> list[str]:
    return [f"{values[figure]:.3f}" if figure in values else "–" for figure in figures]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _some(names: Sequence[str]) -> str:
    more = len(names) - 3
    return ", ".join(names[:3]) + (f" and {more} more" if more > 0 else "")
