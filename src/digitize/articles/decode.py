"""From probabilities to one consistent page: every unit in one place of one story.

First the flow: each unit has at most one successor and one predecessor, and of all such choices the most probable is
taken, a matching of ordering relations as in Gao, Wang, Tang & Zhou, "Newspaper article reconstruction using ordering
relations and bipartite graph" (ICPR 2012). Then the stories: runs of the flow that probably belong together are put
together, the most probable first, by the mean evidence between them (average linkage).
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from digitize.articles.leaps import without_circles
from digitize.articles.scoring.evidence import Evidence, log_odds
from digitize.articles.scoring.runs import RunPairs

Floats = NDArray[np.float64]

_LEAST = 0.02
"""Probability below which a succession is not considered."""
_LONELY = 1.0
"""How much it counts beside the evidence on a pair that its units go on, or are gone on from, at all."""
_ONWARD = 1.0
"""Log-odds by which text goes on until evidence says otherwise."""


class _Step(NamedTuple):
    before: int
    after: int


def flow_of(evidence: Evidence) -> dict[int, int]:
    """The most probable successions of the units of a page: index of the one before -> index of the one after."""
    pairs, follows, count = evidence.pairs, evidence.follows, len(evidence.begins)
    likely = np.flatnonzero(follows > _LEAST)
    before, after = pairs.before[likely], pairs.after[likely]
    lonely = log_odds(evidence.begins[after]) + log_odds(evidence.ends[before])
    odds = log_odds(follows[likely]) + _ONWARD - _LONELY * lonely
    probability = dict(zip(zip(before.tolist(), after.tolist(), strict=True), follows[likely].tolist(), strict=True))
    following: dict[int, int] = {}
    graph = coo_array((np.ones(len(before)), (before, after + count)), shape=(2 * count, 2 * count))
    _, component = connected_components(graph, directed=False)
    members: dict[int, list[int]] = defaultdict(list)
    for edge, node in enumerate(before):
        members[int(component[node])].append(edge)
    for edges in members.values():
        following |= _matched(before[edges], after[edges], odds[edges])
    surest_first = sorted(following.items(), key=lambda pair: -probability[pair])
    return {step.before: step.after for step in without_circles(_Step(*pair) for pair in surest_first)}


def _matched(before: NDArray[np.intp], after: NDArray[np.intp], odds: Floats) -> dict[int, int]:
    """Pairs with the largest sum of log-odds, none of them below even."""
    rows, row = np.unique(before, return_inverse=True)
    columns, column = np.unique(after, return_inverse=True)
    gain = np.zeros((len(rows), len(columns)))
    gain[row, column] = np.maximum(odds, 0)
    chosen = linear_sum_assignment(gain, maximize=True)
    return {int(rows[r]): int(columns[c]) for r, c in zip(*chosen, strict=True) if gain[r, c] > 0}


def runs_of(count: int, flow: Mapping[int, int]) -> list[list[int]]:
    """The units of each run of the flow in order; units that nothing precedes or follows are runs of their own."""
    runs = []
    for start in sorted(set(range(count)) - set(flow.values())):
        run = [start]
        while run[-1] in flow:
            run.append(flow[run[-1]])
        runs.append(run)
    return runs


def grouped(count: int, pairs: RunPairs, together: Floats) -> list[list[int]]:
    """Indices of the runs of each story; `together` is the probability that a pair of the `count` runs is of one.

    Between two groups counts the mean of the log-odds of all pairs between them.
    """
    sums: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)
    for a, b, odds in zip(pairs.first.tolist(), pairs.second.tolist(), log_odds(together).tolist(), strict=True):
        sums[a][b] = sums[b][a] = (odds, 1)
    groups = {index: [index] for index in range(count)}
    while True:
        best = max(
            ((total / number, a, b) for a, others in sums.items() for b, (total, number) in others.items() if a < b),
            default=(-np.inf, -1, -1),
        )
        if best[0] <= 0:
            return list(groups.values())
        _merge(best[1], best[2], groups, sums)


def _merge(a: int, b: int, groups: dict[int, list[int]], sums: dict[int, dict[int, tuple[float, int]]]) -> None:
    groups[a] += groups.pop(b)
    for other, (total, number) in sums.pop(b, {}).items():
        del sums[other][b]
        if other != a:
            mine, count = sums[a].get(other, (0.0, 0))
            sums[a][other] = sums[other][a] = (mine + total, count + number)
