"""A table of numbers: one row a unit or a pair of units, one named column a feature."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_AT_ONCE = 2_000_000
"""Pairs of things that are compared at once: a page of print has fewer, a listing or noise is taken in parts."""


@dataclass(frozen=True)
class Table:
    """Features in the order of `names`; `values` is (N, len(names))."""

    names: tuple[str, ...]
    values: NDArray[np.float32]

    def column(self, name: str) -> NDArray[np.float32]:
        return self.values[:, self.names.index(name)]


def by_parts(count: int, others: int, function: Callable[[slice], Floats]) -> Floats:
    """What `function` gives for `count` things, a part of them at a time, each compared with `others`; last axis."""
    step = max(1, _AT_ONCE // max(1, others))
    parts = [function(slice(start, start + step)) for start in range(0, max(1, count), step)]
    return np.concatenate(parts, axis=-1)


def table_of(columns: Mapping[str, Floats]) -> Table:
    """A table of `columns`, (N,) each."""
    return Table(tuple(columns), np.column_stack(list(columns.values())).astype(np.float32))


def side_by_side(*tables: Table) -> Table:
    """The columns of several tables of as many rows in one."""
    names = tuple(name for table in tables for name in table.names)
    return Table(names, np.hstack([table.values for table in tables]))
