"""What scoring an issue gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a truth tells; each kind has figures of its own."""

    LINES = "lines"
    ZONES = "zones"
    BLOCKS = "blocks"
    TEXTS = "texts"
    PAGE_TEXT = "page text"


class Figure(StrEnum):
    """The figures; docs/evaluating.md defines each."""

    BCUBED_PRECISION = "bcubed_precision"
    BCUBED_RECALL = "bcubed_recall"
    BCUBED_F = "bcubed_f"
    EXACT = "exact_articles"
    JOINS = "joins"
    ORDER = "reading_order"
    HEADLINES = "headlines"
    COVERED = "covered_zones"
    PURE = "pure"
    EXTRA = "extra_articles"
    FLAGGED = "flagged"
    ALARM = "alarm"
    PAGE_TEXT = "page_text"
    BY_COLUMN = "page_text_by_column"
    READ = "read"
    PLACED = "placed"
    GROUPED = "grouped"
    ARTICLE_ERROR = "article_error"
    CHARACTER_ERROR = "character_error"
    LOST = "lost_lines"
    MERGED = "merged_lines"


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of one issue, and its weight in a mean over issues."""

    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What went right and wrong with one article of the truth."""

    article: str
    title: str
    pieces: int
    """Articles of the output its text lies in; what no article holds counts as one more."""
    mixed_with: tuple[str, ...]
    """Other articles of the truth that lie in the same article of the output."""
    agreement: float
    """B-cubed F1 of its own lines or blocks; of truth without places, the share of its text in the right article."""
    breaks: int = 0
    """Steps of its reading order that the output does not follow."""
    lost: int = 0
    """Lines, zones or blocks of it for which the output has nothing."""
    error: float | None = None
    """Article error rate; None where the truth has no text."""
    headline: bool | None = None
    """Whether its headline was read and belongs to it; None where it has none or the truth does not tell."""

    @property
    def badness(self) -> float:
        """From 0, nothing wrong, to 1: by what a reader misses most."""
        return max(1 - self.agreement, self.error or 0.0)

    @property
    def faultless(self) -> bool:
        return self.badness == 0 and not self.breaks and not self.lost and self.headline is not False


@dataclass(frozen=True, slots=True)
class Scores:
    """An issue's figures and what was found of its articles."""

    issue: str
    kind: Kind
    articles: int
    """Articles of the truth."""
    figures: Mapping[Figure, Value]
    findings: tuple[Finding, ...]


def means(scores: Sequence[Scores]) -> dict[Figure, float]:
    """Weighted mean of every figure over issues of one kind of truth; a figure of no weight at all is left out."""
    figures = dict.fromkeys(figure for each in scores for figure in each.figures)
    result = {}
    for figure in figures:
        values = [each.figures[figure] for each in scores if figure in each.figures]
        if weight := sum(each.weight for each in values):
            result[figure] = sum(each.value * each.weight for each in values) / weight
    return result


def worst(scores: Sequence[Scores], number: int) -> list[tuple[str, Finding]]:
    """The `number` worst articles with the names of their issues, the worst first; faultless ones are left out."""
    found = [(each.issue, finding) for each in scores for finding in each.findings if not finding.faultless]
    return sorted(found, key=lambda pair: (pair[1].badness, pair[1].breaks, pair[1].lost), reverse=True)[:number]


def share(part: float, whole: float) -> float:
    """`part` of `whole`; 0 where there is nothing to have a part of, which then has no weight either."""
    return part / whole if whole else 0.0
