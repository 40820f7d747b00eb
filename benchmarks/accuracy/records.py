"""What the parts of this benchmark hand to each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from digitize.evaluate import Figure
from digitize.evaluate import Kind as TruthKind
from digitize.inbox import IssueSource


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """An issue and what should come out of it."""

    source: IssueSource
    """Called after its folder below the data."""
    kind: str
    """Of newspaper."""
    truth: Path
    is_alto: bool
    """Its text is given as ALTO and only rejoined; else it is scans."""

    @property
    def name(self) -> str:
        return self.source.name


@dataclass(frozen=True, slots=True)
class Skipped:
    """What could not be scored, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of an issue."""

    name: str
    kind: str
    """Of newspaper."""
    truth: TruthKind
    articles: int
    """Of the truth."""
    figures: Mapping[Figure, float]
    """Those that had something to measure."""
