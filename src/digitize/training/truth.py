"""What is known of the units of a page: their articles, order and roles, and the pairs that follow from them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from digitize.articles.row import Row
from digitize.articles.scoring.pairs import Pairs
from digitize.articles.units import UnitPage
from digitize.model import Role

UNKNOWN = "unknown"

ASIDE = frozenset({Role.CAPTION.value, Role.TABLE.value})
"""What stands beside the flow of a story; no reading order leads to it."""


@dataclass(frozen=True, slots=True)
class LineTruth:
    """What is known of one line."""

    role: str
    """Value of a Role, or UNKNOWN."""
    article: str
    """Article, advertisement or piece of furniture it belongs to; empty for noise and where nothing is known."""
    order: float
    """Place in the reading order of its article."""


@dataclass(frozen=True)
class UnitTruth:
    """What is known of the units of one page, (N,) each."""

    role: NDArray[np.str_]
    article: NDArray[np.str_]
    order: NDArray[np.float64]
    purity: NDArray[np.float64]
    """Share of a unit's letters that are of its article."""


def unit_truth(page: UnitPage, truth: dict[int, LineTruth]) -> UnitTruth:
    """Truth of units; `truth` is by the identity of lines."""
    found = [_of_rows(unit.rows, truth) for unit in page.units]
    return UnitTruth(
        np.array([each[0].role for each in found], dtype=np.str_),
        np.array([each[0].article for each in found], dtype=np.str_),
        np.array([each[0].order for each in found], dtype=np.float64),
        np.array([each[1] for each in found], dtype=np.float64),
    )


def _of_rows(rows: Sequence[Row], truth: dict[int, LineTruth]) -> tuple[LineTruth, float]:
    lines = [(truth[id(line)], len(line.text)) for row in rows for line in row.lines if id(line) in truth]
    articles: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    for each, letters in lines:
        articles[each.article] += letters
        roles[each.role] += letters
    if not lines:
        return LineTruth(UNKNOWN, "", 0.0), 0.0
    article, letters = articles.most_common(1)[0]
    order = min(each.order for each, _ in lines if each.article == article)
    return LineTruth(roles.most_common(1)[0][0], article, order), letters / max(1, sum(articles.values()))


@dataclass(frozen=True)
class PairTruth:
    """What is known of pairs, (P,) each."""

    follows: NDArray[np.bool_]
    """The second unit is the next of the same article."""
    together: NDArray[np.bool_]
    """Both are of one article."""
    known: NDArray[np.bool_]


def pair_truth(truth: UnitTruth, pairs: Pairs) -> PairTruth:
    """Truth of pairs of units."""
    following = successors(truth)
    i, j = pairs.before, pairs.after
    follows = np.array([following.get(int(a)) == b for a, b in zip(i, j, strict=True)], dtype=bool)
    together = (truth.article[i] == truth.article[j]) & (truth.article[i] != "")
    known = (truth.article[i] != "") & (truth.article[j] != "")
    return PairTruth(follows, together, known)


def successors(truth: UnitTruth) -> dict[int, int]:
    """For every unit with a next one in its article, that one; captions and tables follow their own kind alone."""
    members: dict[tuple[str, bool], list[int]] = {}
    for index, article in enumerate(truth.article):
        if article:
            members.setdefault((str(article), truth.role[index] in ASIDE), []).append(index)
    found: dict[int, int] = {}
    for units in members.values():
        ordered = sorted(units, key=lambda index: truth.order[index])
        found |= dict(pairwise(ordered))
    return found
