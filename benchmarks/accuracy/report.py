"""What was found, as Markdown."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.accuracy.results import Mean, Results
from benchmarks.markdown import number, section, table
from digitize.evaluate import Figure
from digitize.evaluate import Kind as TruthKind

_COLUMNS: Mapping[TruthKind, Mapping[Figure, str]] = {
    TruthKind.ZONES: {
        Figure.BCUBED_F: "f",
        Figure.EXACT: "exact",
        Figure.ORDER: "order",
        Figure.HEADLINES: "headline",
        Figure.PURE: "pure",
        Figure.EXTRA: "extra",
        Figure.FLAGGED: "flagged",
        Figure.ALARM: "alarm",
        Figure.PAGE_TEXT: "text",
        Figure.BY_COLUMN: "text by column",
    },
    TruthKind.PAGE_TEXT: {Figure.PAGE_TEXT: "text", Figure.BY_COLUMN: "text by column"},
    TruthKind.LINES: {
        Figure.BCUBED_F: "f",
        Figure.EXACT: "exact",
        Figure.ORDER: "order",
        Figure.JOINS: "joins",
        Figure.HEADLINES: "headline",
        Figure.ARTICLE_ERROR: "article cer",
        Figure.CHARACTER_ERROR: "chars cer",
        Figure.LOST: "lost",
        Figure.MERGED: "merged",
    },
    TruthKind.TEXTS: {
        Figure.READ: "read",
        Figure.PLACED: "placed",
        Figure.GROUPED: "grouped",
        Figure.ARTICLE_ERROR: "article cer",
    },
    TruthKind.BLOCKS: {Figure.BCUBED_F: "f", Figure.EXACT: "exact", Figure.ORDER: "order"},
}
"""The figures that are shown, by form of truth; docs/evaluating.md defines them."""

_LOWER_IS_BETTER = frozenset(
    {Figure.EXTRA, Figure.ALARM, Figure.ARTICLE_ERROR, Figure.CHARACTER_ERROR, Figure.LOST, Figure.MERGED}
)
_DIGITS = 3
_LEAST = 0.5 * 10**-_DIGITS
"""The least difference that is told: half of the last digit shown."""


def markdown(results: Results, before: Results | None = None) -> str:
    """A table for each form of truth, issues and their means; with `before`, what has changed since."""
    sections = [
        section(f"Against truth of {truth.value}", _figures(results, truth)) for truth in _COLUMNS if results.of(truth)
    ]
    if before is not None:
        sections.append(section("Changes", _changes(before, results)))
    if results.skipped:
        sections.append(section("Left out", "\n".join(f"- {each.name}: {each.reason}" for each in results.skipped)))
    return "\n".join(sections)


def _figures(results: Results, truth: TruthKind) -> str:
    columns = _COLUMNS[truth]
    rows = [[row.name, row.kind, str(row.articles or "–"), *_cells(row.figures, columns)] for row in results.of(truth)]
    rows += [
        [f"**{mean.kind or 'all'}**", f"mean of {mean.issues}", "", *_cells(mean.figures, columns)]
        for mean in results.means(truth)
    ]
    return table(["issue", "kind", "articles", *columns.values()], rows, words=2)


def _cells(figures: Mapping[Figure, float], columns: Mapping[Figure, str]) -> list[str]:
    return [number(figures.get(figure), _DIGITS) for figure in columns]


def _changes(before: Results, now: Results) -> str:
    """Figures of issues that both have, and means over just these."""
    common = {row.name: row.truth for row in before.rows}.items() & {row.name: row.truth for row in now.rows}.items()
    both = [Results([row for row in each.rows if (row.name, row.truth) in common], ()) for each in (before, now)]
    rows = [row for truth in _COLUMNS for row in _changed(both[0], both[1], truth)]
    told = table(["issue", "figure", "before", "now", "by", ""], rows, words=2) if rows else "No figure has changed."
    missing = [row.name for row in before.rows if row.name not in {name for name, _ in common}]
    new = [row.name for row in now.rows if row.name not in {name for name, _ in common}]
    notes = [f"{what}: {', '.join(names)}." for what, names in (("Only before", missing), ("Only now", new)) if names]
    return "\n\n".join([told, *notes])


def _changed(before: Results, now: Results, truth: TruthKind) -> Iterator[Sequence[str]]:
    old = {row.name: row.figures for row in before.of(truth)} | _by_name(before.means(truth))
    new = {row.name: row.figures for row in now.of(truth)} | _by_name(now.means(truth))
    for name, figures in new.items():
        for figure, title in _COLUMNS[truth].items():
            a, b = old.get(name, {}).get(figure), figures.get(figure)
            if a == b or (a is not None and b is not None and abs(a - b) < _LEAST):
                continue
            yield [name, title, number(a, _DIGITS), number(b, _DIGITS), *_judged(figure, a, b)]


def _by_name(means: Iterator[Mean]) -> dict[str, Mapping[Figure, float]]:
    return {f"**{mean.kind or 'all'}**": mean.figures for mean in means}


def _judged(figure: Figure, before: float | None, now: float | None) -> tuple[str, str]:
    """By how much a figure has changed, and to what."""
    if before is None or now is None:
        return "", ""
    better = (now < before) == (figure in _LOWER_IS_BETTER)
    return f"{now - before:+.{_DIGITS}f}", "better" if better else "worse"
