"""Pages with truth as tables of examples."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitize.articles.reading import read_page
from digitize.articles.scoring.evidence import ROLES as MODEL_ROLES
from digitize.articles.scoring.models import with_roles
from digitize.articles.scoring.pairs import Pairs, pair_table, pairs_of
from digitize.articles.scoring.setting import unit_table
from digitize.articles.scoring.stacks import Stacks, stacks_of
from digitize.articles.scoring.table import Table
from digitize.articles.units import UnitPage, make_units
from digitize.model import Page, Role
from digitize.training.truth import UNKNOWN, LineTruth, PairTruth, UnitTruth, pair_truth, unit_truth

ROLES = tuple(role.value for role in MODEL_ROLES)


@dataclass(frozen=True)
class Example:
    """One page with all that is known and measured of it."""

    page: UnitPage
    units: Table
    stacks: Stacks
    pairs: Pairs
    truth: UnitTruth
    pair_truth: PairTruth

    def pair_table(self, roles: NDArray[np.float32]) -> Table:
        """Features of the pairs; `roles` (N, len(ROLES)) are probabilities of the units' roles."""
        return pair_table(self.page, with_roles(self.units, roles), self.stacks, self.pairs)


def example(page: Page, truth: Mapping[int, LineTruth]) -> Example:
    """An example of a page; `truth` is by the identity of its lines."""
    units = make_units(read_page(page))
    stacks = stacks_of(units)
    pairs = pairs_of(units, stacks)
    known = unit_truth(units, dict(truth))
    return Example(units, unit_table(units), stacks, pairs, known, pair_truth(known, pairs))


def role_examples(examples: Iterable[Example]) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Features and roles of all units whose role is known, or plain from their setting."""
    features, roles = [], []
    for each in examples:
        role = _plain_roles(each)
        known = np.flatnonzero((role != UNKNOWN) & (each.truth.purity > 0.9))
        features.append(each.units.values[known])
        roles.append(np.array([ROLES.index(str(name)) for name in role[known]], dtype=np.intp))
    return np.vstack(features), np.concatenate(roles)


def _plain_roles(each: Example) -> NDArray[np.str_]:
    """Roles, with what is set as running text inside an article called so where nothing else is known."""
    text = (each.units.column("rows") > np.log(3.5)) & (np.abs(each.units.column("size")) < 0.1)
    plain = (each.truth.role == UNKNOWN) & (each.truth.article != "") & text
    return np.where(plain, Role.BODY.value, each.truth.role)
