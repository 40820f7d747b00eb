"""What models say of the units of a page and of pairs of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from digitize.articles.scoring.pairs import Pairs
from digitize.model import Role

Floats = NDArray[np.float64]

ROLES = tuple(Role)
"""Roles in the order in which models give their probabilities."""
PLACES = {role: place for place, role in enumerate(ROLES)}
"""The place of each role in that order."""


def log_odds(probability: Floats) -> Floats:
    """Logarithms of the odds, bounded where a probability is next to 0 or 1."""
    p = np.clip(probability, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(p / (1 - p)))


@dataclass(frozen=True)
class Evidence:
    """Probabilities of units, (N, len(Role)) and (N,), and of pairs of units, (P,)."""

    roles: Floats
    begins: Floats
    """That a unit is the first of its story on the page."""
    ends: Floats
    pairs: Pairs
    follows: Floats
    """That the second unit of a pair is the next of the same story."""
    together: Floats
    """That both units are of one story."""

    @cached_property
    def likely_roles(self) -> tuple[Role, ...]:
        return tuple(ROLES[index] for index in self.roles.argmax(axis=1))

    @cached_property
    def unit_pairs(self) -> tuple[list[int], list[int]]:
        return self.pairs.before.tolist(), self.pairs.after.tolist()

    @cached_property
    def steps(self) -> dict[tuple[int, int], float]:
        """Of each pair of units the probability that the second is the next."""
        return dict(zip(zip(*self.unit_pairs, strict=True), self.follows.tolist(), strict=True))

    @cached_property
    def _places(self) -> dict[tuple[int, int], int]:
        return {pair: index for index, pair in enumerate(zip(*self.unit_pairs, strict=True))}

    def probability(self, before: int, after: int, *, in_flow: bool) -> float:
        """Probability that one unit goes on in another; of a pair that was not considered, even chances."""
        place = self._places.get((before, after))
        if place is None:
            return 0.5
        together = float(self.together[place])
        return max(float(self.follows[place]), together) if in_flow else together
