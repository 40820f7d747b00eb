"""Stacks: units that stand over each other in one column like bricks, with little white and nothing else between."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitize.articles.scoring.table import Floats
from digitize.articles.units import UnitPage

Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Stacks:
    """Units that follow each other down one column with little white between, as runs; (N,) each."""

    top: Floats
    """Upper end of the run each unit stands in, pixels."""
    bottom: Floats
    head: Ints
    """The first unit of the run."""
    ceiling: Ints
    """What stands right over the run, -1 for nothing."""
    opens: NDArray[np.bool_]
    """Whether a unit is the first of its run."""
    ends: NDArray[np.bool_]


def stacks_of(page: UnitPage) -> Stacks:
    """Runs of units of one measure and no larger type than the text, without a rule between."""
    em, units = page.page.em, page.units
    count = len(units)
    up = np.full(count, -1)
    for index, others in enumerate(page.below):
        a = units[index]
        for other in others:
            b = units[other]
            alike = abs(a.left - b.left) < 1.2 * em and abs(a.right - b.right) < 1.2 * em
            close = b.box.top - a.box.bottom < 2.2 * em
            plain = max(a.size, b.size) < 1.3 * em and not a.crossed and not b.crossed
            if alike and close and plain and a.frame == b.frame:
                up[other] = index
    head = np.arange(count)
    for index in np.argsort([unit.box.top for unit in units], kind="stable"):
        if up[index] >= 0:
            head[index] = head[up[index]]
    top = np.array([units[i].box.top for i in head], float)
    lowest: dict[int, float] = {}
    for index in range(count):
        lowest[int(head[index])] = max(lowest.get(int(head[index]), 0.0), units[index].box.bottom)
    bottom = np.array([lowest[int(i)] for i in head], float)
    ceiling = np.array([_ceiling(page, int(i)) for i in head], dtype=np.intp)
    followed = np.zeros(count, bool)
    followed[up[up >= 0]] = True
    return Stacks(top, bottom, head, ceiling, up < 0, ~followed)


def _ceiling(page: UnitPage, index: int) -> int:
    """The unit over a unit that covers most of its width; -1 where there is none."""
    box = page.units[index].box
    over = [
        (min(box.right, page.units[i].box.right) - max(box.left, page.units[i].box.left), i) for i in page.above[index]
    ]
    return max(over, default=(0.0, -1))[1]
