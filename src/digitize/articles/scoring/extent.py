"""What tells whether a group of units is a whole story and nothing else."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from digitize.articles.scoring.evidence import PLACES, Evidence, Floats
from digitize.articles.scoring.runs import RunPairs
from digitize.articles.scoring.table import Table
from digitize.model import Role

_FURNITURE = (Role.MASTHEAD, Role.FOLIO, Role.LABEL, Role.NOISE)

NAMES = (
    "weakest_step", "mean_step", "weakest_tie", "strongest_outside", "steps_outside", "steps_inward", "begins", "ends",
    "other_begins", "other_ends", "runs", "units", "advertisement", "furniture", "head",
    "role_sureness", "loneliness",
)  # fmt: skip


def extent_table(
    groups: Sequence[Sequence[Sequence[int]]], evidence: Evidence, ties: RunPairs, chances: Floats
) -> Table:
    """Features of groups, each given as its runs of units.

    `ties` are pairs of all runs, counted through the groups in order, and `chances` the probability of each that it is
    of one story.
    """
    home = {unit: index for index, group in enumerate(groups) for run in group for unit in run}
    owner = [index for index, group in enumerate(groups) for _ in group]
    inside: list[list[float]] = [[] for _ in owner]
    outside = np.zeros(len(groups))
    for a, b, chance in zip(ties.first.tolist(), ties.second.tolist(), chances.tolist(), strict=True):
        if owner[a] == owner[b]:
            inside[a].append(chance)
            inside[b].append(chance)
        else:
            for group in (owner[a], owner[b]):
                outside[group] = max(outside[group], chance)
    leaving, coming = np.zeros(len(groups)), np.zeros(len(groups))
    for (i, j), chance in evidence.steps.items():
        if home[i] != home[j]:
            leaving[home[i]] = max(leaving[home[i]], chance)
            coming[home[j]] = max(coming[home[j]], chance)
    first = 0
    rows = []
    for index, group in enumerate(groups):
        ties_of = [max(inside[run], default=0.0) for run in range(first, first + len(group))]
        first += len(group)
        around = [float(outside[index]), float(leaving[index]), float(coming[index])]
        rows.append([*_of(group, ties_of, evidence), *around])
    order = [*range(3), -3, -2, -1, *range(3, len(NAMES) - 3)]
    return Table(NAMES, np.array(rows, np.float32).reshape(-1, len(NAMES))[:, order])


def _of(runs: Sequence[Sequence[int]], ties: Sequence[float], evidence: Evidence) -> list[float]:
    """Features of a group by itself; its `ties` are the surest of each of its runs to another of them."""
    units = [unit for run in runs for unit in run]
    steps = [evidence.steps.get(pair, 0.0) for run in runs for pair in pairwise(run)]
    roles = evidence.roles[units].mean(axis=0)
    starts = [float(evidence.begins[run[0]]) for run in runs]
    inner = [float(evidence.begins[unit]) for run in runs for unit in run[1:]]
    last = [float(evidence.ends[unit]) for run in runs for unit in run[:-1]]
    return [
        min(steps, default=1.0),
        float(np.mean(steps)) if steps else 1.0,
        min(ties) if len(runs) > 1 else 1.0,
        starts[0],
        float(evidence.ends[runs[-1][-1]]),
        max(inner, default=0.0),
        max(last, default=0.0),
        float(len(runs)),
        float(np.log(len(units))),
        float(roles[PLACES[Role.ADVERTISEMENT]]),
        float(sum(roles[PLACES[role]] for role in _FURNITURE)),
        float(roles[PLACES[Role.HEADLINE]] + roles[PLACES[Role.KICKER]]),
        float(evidence.roles[units].max(axis=1).mean()),
        float(np.mean(starts)),
    ]
