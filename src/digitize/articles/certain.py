"""What needs no weighing: jump lines, bylines, and lines that name the page and the date at its edge."""

from dataclasses import replace

import numpy as np

from digitize.articles.jumps import jump_in_text, parse_jump
from digitize.articles.roles import is_byline, is_folio
from digitize.articles.scoring.evidence import PLACES, ROLES, Evidence, Floats
from digitize.articles.units import UnitPage
from digitize.model import Role

_SURE = 0.999
_HEADING = (Role.KICKER, Role.HEADLINE, Role.SUBTITLE)


def with_certainties(page: UnitPage, evidence: Evidence) -> Evidence:
    """`evidence` with what is certain in place of what the models say of it."""
    jumps = [parse_jump(unit.text) for unit in page.units]
    outward = {index for index, jump in enumerate(jumps) if jump is not None and jump.onward}
    inward = {index for index, jump in enumerate(jumps) if jump is not None and not jump.onward}
    folio = {index for index, unit in enumerate(page.units) if all(is_folio(row, page.page) for row in unit.rows)}
    bylines = {index for index, unit in enumerate(page.units) if len(unit.rows) == 1 and is_byline(unit.text)}
    roles = evidence.roles.copy()
    for role, units in ((Role.BYLINE, bylines), (Role.FOLIO, folio - outward - inward), (Role.JUMP, outward | inward)):
        roles[sorted(units)] = _only(role)
    ends = outward | {index for index, unit in enumerate(page.units) if jump_in_text(unit.text, onward=True)}
    begins = inward | {index for index, unit in enumerate(page.units) if jump_in_text(unit.text, onward=False)}
    heads = set(np.flatnonzero(evidence.roles[:, [PLACES[role] for role in _HEADING]].sum(axis=1) > 0.5).tolist())
    led_to = {(_above(page, index), index) for index in outward} | {(index, _below(page, index)) for index in inward}
    follows, together = evidence.follows.copy(), evidence.together.copy()
    for place, (before, after) in enumerate(zip(*evidence.unit_pairs, strict=True)):
        parted = before in ends or (after in begins and before not in heads) or (before in folio) != (after in folio)
        if parted or (before, after) in led_to:
            follows[place] = together[place] = 1 - _SURE if parted else _SURE
    return replace(evidence, roles=roles, follows=follows, together=together)


def _only(role: Role) -> Floats:
    return np.where(np.arange(len(ROLES)) == PLACES[role], 1.0, 0.0)


def _above(page: UnitPage, index: int) -> int:
    """The nearest unit over a unit, -1 for none."""
    return max(page.above[index], key=lambda other: page.units[other].box.bottom, default=-1)


def _below(page: UnitPage, index: int) -> int:
    """The nearest unit under a unit, the leftmost of several; -1 for none."""
    return min(page.below[index], key=lambda other: (page.units[other].box.top, other), default=-1)
