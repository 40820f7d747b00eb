"""Pairs of runs of the flow, and what speaks for their being of one story; in ems."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitize.articles.scoring.evidence import PLACES, Evidence, log_odds
from digitize.articles.scoring.setting import boxes_of
from digitize.articles.scoring.table import Table
from digitize.articles.units import UnitPage
from digitize.geometry import hull
from digitize.model import Role

_GROUPS = {
    "head": (Role.KICKER, Role.HEADLINE, Role.SUBTITLE),
    "body": (Role.BODY, Role.BYLINE, Role.CROSSHEAD),
    "aside": (Role.CAPTION, Role.TABLE),
    "advertisement": (Role.ADVERTISEMENT,),
    "furniture": (Role.MASTHEAD, Role.FOLIO, Role.LABEL, Role.IMPRINT, Role.NOISE),
}
_OF_EACH = (
    *(f"share_{name}" for name in _GROUPS),
    *(f"first_{name}" for name in _GROUPS),
    "letters", "units", "begins", "ends", "first_size", "framed",
)  # fmt: skip
_OF_BOTH = (
    "mean", "best", "worst", "middle", "number", "onward", "backward", "overlap", "inside", "across", "down",
    "same_frame", "tops", "bottoms", "lefts", "widths",
)  # fmt: skip
NAMES = (*(f"upper_{name}" for name in _OF_EACH), *(f"lower_{name}" for name in _OF_EACH), *_OF_BOTH)


@dataclass(frozen=True)
class RunPairs:
    """Pairs of runs, by index, with their features; of each pair the run that is read first comes first."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    table: Table


def run_pairs(page: UnitPage, runs: Sequence[Sequence[int]], evidence: Evidence) -> RunPairs:
    """All pairs of runs that have a pair of units between them; `runs` are in the order of reading."""
    between = _between(runs, evidence)
    own = np.array([_own(page, run, evidence) for run in runs], float).reshape(len(runs), -1)
    boxes = boxes_of(tuple(hull(page.units[unit].box for unit in run) for run in runs))
    keys = sorted(between)
    rows = [
        [*own[a], *own[b], *_both(page, runs[a], runs[b], boxes[a], boxes[b], odds, evidence.steps)]
        for (a, b), odds in sorted(between.items())
    ]
    places = np.array(keys, dtype=np.intp).reshape(-1, 2)
    values = np.array(rows, dtype=np.float32).reshape(-1, len(NAMES))
    return RunPairs(places[:, 0], places[:, 1], Table(NAMES, values))


def _between(runs: Sequence[Sequence[int]], evidence: Evidence) -> dict[tuple[int, int], list[float]]:
    home = {unit: index for index, run in enumerate(runs) for unit in run}
    found: dict[tuple[int, int], list[float]] = defaultdict(list)
    odds = log_odds(evidence.together).tolist()
    for (i, j), value in zip(zip(*evidence.unit_pairs, strict=True), odds, strict=True):
        a, b = sorted((home[i], home[j]))
        if a != b:
            found[a, b].append(value)
    return found


def _own(page: UnitPage, run: Sequence[int], evidence: Evidence) -> list[float]:
    units = [page.units[unit] for unit in run]
    letters = np.array([len(unit.text) for unit in units], float)
    roles = evidence.roles[list(run)]
    mass = letters @ roles / max(1.0, letters.sum())
    places = {name: [PLACES[role] for role in group] for name, group in _GROUPS.items()}
    return [
        *(float(mass[place].sum()) for place in places.values()),
        *(float(roles[0, place].sum()) for place in places.values()),
        float(np.log1p(letters.sum())),
        float(len(run)),
        float(evidence.begins[run[0]]),
        float(evidence.ends[run[-1]]),
        float(np.log(units[0].size / page.page.em)),
        float(units[0].frame >= 0),
    ]


def _both(
    page: UnitPage,
    a: Sequence[int],
    b: Sequence[int],
    upper: NDArray[np.float64],
    lower: NDArray[np.float64],
    odds: Sequence[float],
    chances: dict[tuple[int, int], float],
) -> list[float]:
    em = page.page.em
    wide = min(upper[2], lower[2]) - max(upper[0], lower[0])
    high = min(upper[3], lower[3]) - max(upper[1], lower[1])
    area = min((box[2] - box[0]) * (box[3] - box[1]) for box in (upper, lower))
    ranked = sorted(odds)
    return [
        float(np.mean(odds)),
        ranked[-1],
        ranked[0],
        ranked[len(ranked) // 2],
        float(len(odds)),
        chances.get((a[-1], b[0]), 0.0),
        chances.get((b[-1], a[0]), 0.0),
        max(0.0, wide) / max(1.0, min(upper[2] - upper[0], lower[2] - lower[0])),
        max(0.0, wide) * max(0.0, high) / max(1.0, area),
        max(0.0, -wide) / em,
        max(0.0, -high) / em,
        float(page.units[a[0]].frame == page.units[b[0]].frame),
        (lower[1] - upper[1]) / em,
        (lower[3] - upper[3]) / em,
        (lower[0] - upper[0]) / em,
        float(np.log((lower[2] - lower[0]) / max(1.0, upper[2] - upper[0]))),
    ]
