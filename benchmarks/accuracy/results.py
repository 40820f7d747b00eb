"""All figures of a run, their means, and a run as JSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.accuracy.records import Row, Skipped
from digitize import __version__
from digitize.errors import UsageError
from digitize.evaluate import Figure
from digitize.evaluate import Kind as TruthKind

_FORMAT = "digitize-accuracy/1"


@dataclass(frozen=True, slots=True)
class Mean:
    """Mean figures of issues of one kind, or of all, that have one form of truth."""

    kind: str | None
    """Of newspaper; None for all."""
    issues: int
    figures: Mapping[Figure, float]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that a run found."""

    rows: Sequence[Row]
    skipped: Sequence[Skipped]

    def of(self, truth: TruthKind) -> list[Row]:
        """The rows with truths of one form, kinds of newspaper together."""
        same = [row for row in self.rows if row.truth is truth]
        kinds = list(dict.fromkeys(row.kind for row in same))
        return sorted(same, key=lambda row: kinds.index(row.kind))

    def means(self, truth: TruthKind) -> Iterator[Mean]:
        """Means by kind, then of all; an issue counts once, whatever its length."""
        rows = self.of(truth)
        for kind in dict.fromkeys(row.kind for row in rows):
            yield _mean(kind, [row for row in rows if row.kind == kind])
        if rows:
            yield _mean(None, rows)


def _mean(kind: str | None, rows: Sequence[Row]) -> Mean:
    figures = dict.fromkeys(figure for row in rows for figure in row.figures)
    return Mean(
        kind,
        len(rows),
        {figure: fmean(row.figures[figure] for row in rows if figure in row.figures) for figure in figures},
    )


def as_json(results: Results) -> str:
    """All figures, under the names that `digitize evaluate --json` gives them."""
    data: dict[str, Any] = {
        "format": _FORMAT,
        "version": __version__,
        "issues": [
            {
                "issue": row.name,
                "kind": row.kind,
                "truth": row.truth.value,
                "articles": row.articles,
                "figures": _named(row.figures),
            }
            for row in results.rows
        ],
        "means": {
            truth.value: [
                {"kind": mean.kind, "issues": mean.issues, "figures": _named(mean.figures)}
                for mean in results.means(truth)
            ]
            for truth in TruthKind
        },
        "skipped": [{"issue": each.name, "reason": each.reason} for each in results.skipped],
    }
    return json.dumps(data, indent=1, ensure_ascii=False)


def _named(figures: Mapping[Figure, float]) -> dict[str, float]:
    return {figure.value: round(value, 5) for figure, value in figures.items()}


def read_json(path: Path) -> Results:
    """The results that `as_json` wrote; raises UsageError where the file holds none."""
    try:
        data = json.loads(path.read_text("utf-8"))
        rows = [
            Row(
                each["issue"],
                each["kind"],
                TruthKind(each["truth"]),
                each["articles"],
                {Figure(name): float(value) for name, value in each["figures"].items()},
            )
            for each in data["issues"]
        ]
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} holds no results of this benchmark: name a file that --json wrote.") from error
    return Results(rows, ())
