"""How well a grouping of items into articles agrees with the true one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

from digitize.evaluate.scores import Figure, Value, share

Label = TypeVar("Label", str, int)


@dataclass(frozen=True, slots=True)
class Grouping:
    """Items with the article each belongs to, in truth and in output."""

    truth: tuple[str, ...]
    output: tuple[int, ...]
    """Index of the output's article. Items that no article holds have negative numbers, equal if they hang together."""
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class BCubed:
    """B-cubed precision and recall (Bagga and Baldwin 1998; Amigó et al. 2009), and their harmonic mean F1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision else 0.0


def bcubed(grouping: Grouping) -> BCubed:
    """Weighted means over all items; 0 where nothing has a weight."""
    return _mean(grouping, range(len(grouping.truth)))


def bcubed_by_article(grouping: Grouping) -> dict[str, BCubed]:
    """B-cubed of the items of each article of the truth alone."""
    return {article: _mean(grouping, items) for article, items in members(grouping.truth).items()}


def _mean(grouping: Grouping, items: Sequence[int]) -> BCubed:
    """Precision of an item: the weight of what shares both its groups over that of its group in the output."""
    truth: dict[str, float] = defaultdict(float)
    output: dict[int, float] = defaultdict(float)
    both: dict[tuple[str, int], float] = defaultdict(float)
    for article, group, weight in zip(grouping.truth, grouping.output, grouping.weights, strict=True):
        truth[article] += weight
        output[group] += weight
        both[article, group] += weight
    total = sum(grouping.weights[item] for item in items)
    precision = recall = 0.0
    for item in items:
        article, group, weight = grouping.truth[item], grouping.output[item], grouping.weights[item]
        if weight:
            precision += weight * (both[article, group] / output[group])
            recall += weight * (both[article, group] / truth[article])
    return BCubed(share(precision, total), share(recall, total))


def members(labels: Sequence[Label]) -> dict[Label, list[int]]:
    """Items of each group, groups in order of their first item."""
    groups: dict[Label, list[int]] = defaultdict(list)
    for item, label in enumerate(labels):
        groups[label].append(item)
    return dict(groups)


def exact(grouping: Grouping) -> set[str]:
    """Articles of the truth that are, as sets of items, one article of the output."""
    groups = members(grouping.output)
    return {
        article
        for article, items in members(grouping.truth).items()
        if grouping.output[items[0]] >= 0 and items == groups[grouping.output[items[0]]]
    }


def matching(grouping: Grouping) -> dict[str, int]:
    """One article of the output for each of the truth, so that as much weight as possible is shared.

    The assignment problem (Kuhn 1955, the Hungarian method). Articles that share nothing stay without a match.
    """
    names = list(dict.fromkeys(grouping.truth))
    groups = sorted({group for group in grouping.output if group >= 0})
    shared = np.zeros((len(names), len(groups)))
    row = {name: index for index, name in enumerate(names)}
    column = {group: index for index, group in enumerate(groups)}
    for article, group, weight in zip(grouping.truth, grouping.output, grouping.weights, strict=True):
        if group >= 0:
            shared[row[article], column[group]] += weight
    rows, columns = linear_sum_assignment(shared, maximize=True)
    return {names[r]: groups[c] for r, c in zip(rows, columns, strict=True) if shared[r, c] > 0}


def mixed_with(grouping: Grouping) -> dict[str, tuple[str, ...]]:
    """For each article of the truth the others that have items in the article of the output that most of it lies in."""
    weights: dict[tuple[str, int], float] = defaultdict(float)
    for article, group, weight in zip(grouping.truth, grouping.output, grouping.weights, strict=True):
        weights[article, group] += weight
    inside: dict[int, list[str]] = defaultdict(list)
    main: dict[str, int] = {}
    for (article, group), weight in weights.items():
        inside[group].append(article)
        if article not in main or weight > weights[article, main[article]]:
            main[article] = group
    return {
        article: tuple(other for other in inside[group] if other != article) if group >= 0 else ()
        for article, group in main.items()
    }


def pieces(grouping: Grouping) -> dict[str, int]:
    """How many articles of the output each article of the truth lies in; what none holds counts as one more."""
    groups: dict[str, set[int]] = defaultdict(set)
    for article, group in zip(grouping.truth, grouping.output, strict=True):
        groups[article].add(max(group, -1))
    return {article: len(each) for article, each in groups.items()}


def grouping_figures(grouping: Grouping) -> dict[Figure, Value]:
    """B-cubed figures, weighing as many as there are articles."""
    result, weight = bcubed(grouping), len(set(grouping.truth))
    return {
        Figure.BCUBED_PRECISION: Value(result.precision, weight),
        Figure.BCUBED_RECALL: Value(result.recall, weight),
        Figure.BCUBED_F: Value(result.f1, weight),
    }
