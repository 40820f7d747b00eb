"""The models of the page, and what they say of one."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from digitize.articles.scoring.evidence import ROLES, Evidence
from digitize.articles.scoring.pairs import pair_table, pairs_of
from digitize.articles.scoring.setting import unit_table
from digitize.articles.scoring.stacks import stacks_of
from digitize.articles.scoring.table import Table, side_by_side
from digitize.articles.units import UnitPage

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

WEIGHTS = Path(__file__).parent / "weights"
"""Where the models lie; `python -m digitize.training` makes them."""
NAMES = ("roles", "begins", "ends", "follows", "together", "stories", "extent")


def with_roles(units: Table, roles: NDArray[np.float64] | NDArray[np.float32]) -> Table:
    """Features of units with the probabilities of their roles, (N, len(ROLES)), beside them."""
    return side_by_side(units, Table(tuple(f"role_{role}" for role in ROLES), roles.astype(np.float32)))


def evidence_of(page: UnitPage) -> Evidence:
    """What the models say of a page with at least one unit."""
    units = unit_table(page)
    roles = _probabilities("roles", units.values)
    stacks = stacks_of(page)
    pairs = pairs_of(page, stacks)
    known = with_roles(units, roles)
    begins, ends = (_probability(name, known.values) for name in ("begins", "ends"))
    values = pair_table(page, known, stacks, pairs).values
    follows, together = (_probability(name, values) for name in ("follows", "together"))
    return Evidence(roles, begins, ends, pairs, follows, together)


def stories(table: Table) -> NDArray[np.float64]:
    """Probability of each pair of runs that it is of one story."""
    return _probability("stories", table.values)


def extent(table: Table) -> NDArray[np.float64]:
    """Probability of each group that it is a whole story and nothing else."""
    return _probability("extent", table.values)


def _probability(name: str, values: NDArray[np.float32]) -> NDArray[np.float64]:
    return _probabilities(name, values)[:, 1] if len(values) else np.empty(0)


def _probabilities(name: str, values: NDArray[np.float32]) -> NDArray[np.float64]:
    """What a model gives for each row of features, (N, classes)."""
    return np.asarray(_session(name).run(["probabilities"], {"features": values})[0], np.float64)


@cache
def _session(name: str) -> "InferenceSession":
    import onnxruntime  # noqa: PLC0415  given ALTO is put together without it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(WEIGHTS / f"{name}.onnx", options, providers=["CPUExecutionProvider"])
