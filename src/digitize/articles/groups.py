"""The units of a page in groups: those of each story, advertisement or piece of furniture, in the order of reading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitize.articles.decode import flow_of, grouped, runs_of
from digitize.articles.scoring.evidence import Evidence
from digitize.articles.scoring.extent import extent_table
from digitize.articles.scoring.runs import RunPairs, run_pairs
from digitize.articles.scoring.table import Table
from digitize.articles.sequence import in_reading_order
from digitize.articles.units import UnitPage
from digitize.model import Role

Floats = NDArray[np.float64]

HEADING = frozenset({Role.KICKER, Role.HEADLINE, Role.SUBTITLE})
ASIDE = frozenset({Role.CAPTION, Role.TABLE})


@dataclass(frozen=True, slots=True)
class Group:
    """Units of one article, advertisement or piece of furniture on a page, in reading order."""

    units: tuple[int, ...]
    runs: tuple[tuple[int, ...], ...]
    """The same units as runs of the flow."""


def ordered_runs(page: UnitPage, evidence: Evidence) -> list[list[int]]:
    """The runs of the flow of a page, in the order in which they begin."""
    runs = runs_of(len(page.units), flow_of(evidence))
    order = in_reading_order([unit.box for unit in page.units], page.page.em)
    rank = {unit: place for place, unit in enumerate(order)}
    return sorted(runs, key=lambda run: rank[run[0]])


def groups_of(
    page: UnitPage, evidence: Evidence, stories: Callable[[Table], Floats]
) -> tuple[tuple[Group, ...], Table]:
    """The groups of a page in the order they are read, and features that tell how surely each is a whole story.

    `stories` gives from the features of pairs of runs the probability of each that it is of one story.
    """
    runs = ordered_runs(page, evidence)
    pairs = run_pairs(page, runs, evidence)
    together = stories(pairs.table) if len(pairs.first) else np.empty(0)
    found = [_group(sorted(members), runs, evidence.likely_roles) for members in grouped(len(runs), pairs, together)]
    place = {unit: index for index, run in enumerate(runs) for unit in run}
    groups = tuple(sorted(found, key=lambda group: place[group.units[0]]))
    renumbered = {place[run[0]]: at for at, run in enumerate(run for group in groups for run in group.runs)}
    number = np.array([renumbered[index] for index in range(len(runs))], dtype=np.intp)
    ties = RunPairs(number[pairs.first], number[pairs.second], pairs.table)
    return groups, extent_table([group.runs for group in groups], evidence, ties, together)


def _group(members: Sequence[int], runs: Sequence[Sequence[int]], roles: Sequence[Role]) -> Group:
    """Runs of one group: what heads it first, then its text, then captions and tables."""

    def place(index: int) -> tuple[int, int]:
        first = roles[runs[index][0]]
        return 0 if first in HEADING else 2 if first in ASIDE else 1, index

    ordered = [tuple(runs[index]) for index in sorted(members, key=place)]
    return Group(tuple(unit for run in ordered for unit in run), tuple(ordered))
