"""Which fragment goes on where another ends: one optimal matching a page.

Every head and fragment may have one successor, every fragment one predecessor, or none. Each possible pair gets
a score in log-odds from geometry, type and language, "none" has its own, and the matching with the largest sum
is taken. The formulation is that of Gao, Wang, Tang & Zhou, "Newspaper article reconstruction using ordering
relations and bipartite graph" (ICPR 2012); the evidence weighed is this program's own.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from digitize.articles import tiers
from digitize.articles.leaps import without_circles
from digitize.articles.scene import Scene

IMPOSSIBLE = -1e6
CROWDED = 200
"""On pages of more parts than this, as listings, the quick bound on a margin stands."""
SURE = 3.0
"""A margin of this much, odds of twenty to one, needs no closer look."""


@dataclass(frozen=True, slots=True)
class Link:
    """`after` goes on where `before` ended; both are node indices of the scene."""

    before: int
    after: int
    score: float
    margin: float
    """How much the whole matching loses, at least, when this pair is forbidden."""


def match(scene: Scene) -> tuple[Link, ...]:
    """Best successors for all heads and fragments of a page of vertical text."""
    pairs = _pair_scores(scene, tiers.successor_score)
    without_next = np.array([tiers.no_successor(scene, node) for node in range(scene.size)])
    without_previous = np.array([tiers.no_predecessor(scene, node) for node in range(scene.size)])
    chosen = _solve(pairs, without_next, without_previous)
    scores = (pairs, without_next, without_previous)
    total = _sum(chosen, *scores)
    links = (
        Link(before, after, float(pairs[before, after]), _margin(before, after, total, *scores))
        for before, after in chosen
    )
    # least sure of each circle left out, as of two lines printed over each other, either under the other
    kept = without_circles(sorted(links, key=lambda link: -link.margin))
    return tuple(sorted(kept, key=lambda link: link.before))


def _pair_scores(scene: Scene, successor_score: Callable[[Scene, int, int], float | None]) -> NDArray[np.float64]:
    """Scores (N, N) of each node as predecessor (row) of each other (column)."""
    size = scene.size
    scores = np.full((size, size), IMPOSSIBLE)
    for before in range(size):
        for after in range(len(scene.heads), size):
            if before != after:
                score = successor_score(scene, before, after)
                if score is not None:
                    scores[before, after] = score
    return scores


def _solve(
    pairs: NDArray[np.float64], without_next: NDArray[np.float64], without_previous: NDArray[np.float64]
) -> list[tuple[int, int]]:
    """The pairs of the matching with the largest sum, nodes free to stay alone at their own score."""
    size = len(pairs)
    if size == 0:
        return []
    # the usual square form: a dummy successor for each row, a dummy predecessor for each column
    gain = np.full((2 * size, 2 * size), IMPOSSIBLE)
    gain[:size, :size] = pairs
    gain[:size, size:][np.diag_indices(size)] = without_next
    gain[size:, :size][np.diag_indices(size)] = without_previous
    gain[size:, size:] = 0.0
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return [
        (int(row), int(column))
        for row, column in zip(rows, columns, strict=True)
        if row < size and column < size and pairs[row, column] > IMPOSSIBLE / 2
    ]


def _sum(
    chosen: list[tuple[int, int]],
    pairs: NDArray[np.float64],
    without_next: NDArray[np.float64],
    without_previous: NDArray[np.float64],
) -> float:
    """Score of a whole matching."""
    befores, afters = [before for before, _ in chosen], [after for _, after in chosen]
    alone = np.delete(without_next, befores).sum() + np.delete(without_previous, afters).sum()
    return float(alone + sum(pairs[before, after] for before, after in chosen))


def _margin(
    before: int,
    after: int,
    total: float,
    pairs: NDArray[np.float64],
    without_next: NDArray[np.float64],
    without_previous: NDArray[np.float64],
) -> float:
    """What the best matching without a pair scores less.

    First by a bound that is quick: both ends at their best elsewhere, whoever they take it from. Only where that
    leaves doubt is the matching done again.
    """
    others_next = float(np.delete(pairs[before], after).max(initial=IMPOSSIBLE))
    others_previous = float(np.delete(pairs[:, after], before).max(initial=IMPOSSIBLE))
    rival = max(float(without_next[before]), others_next) + max(float(without_previous[after]), others_previous)
    bound = float(pairs[before, after]) - rival
    if bound > SURE or len(pairs) > CROWDED:
        return bound
    forbidden = pairs.copy()
    forbidden[before, after] = IMPOSSIBLE
    return total - _sum(_solve(forbidden, without_next, without_previous), forbidden, without_next, without_previous)
