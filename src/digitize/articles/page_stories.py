"""The stories of one page: units, scored by models and decoded to one consistent page."""

from collections.abc import Sequence

import numpy as np

from digitize.articles.certain import with_certainties
from digitize.articles.groups import HEADING, Group, groups_of
from digitize.articles.jumps import Jump, jump_in_text, parse_jump
from digitize.articles.labels import PageLabel, printed_label
from digitize.articles.reading import orientation_of, read_page
from digitize.articles.scoring import models
from digitize.articles.scoring.evidence import PLACES, Evidence
from digitize.articles.script import ends_sentence, is_cjk
from digitize.articles.story import Kind, Link, PageStories, Piece, Story
from digitize.articles.units import Unit, UnitPage, make_units
from digitize.articles.vertical import vertical_stories
from digitize.geometry import overlap_y
from digitize.model import JoinKind, Orientation, Page, Role

FURNITURE = frozenset({Role.MASTHEAD, Role.FOLIO, Role.LABEL, Role.IMPRINT, Role.NOISE})
_AS_LARGE = 0.88
"""Size, in parts of a story's largest line, from which a line is of the headline as well."""


def page_stories(page: Page) -> PageStories:
    """Find the stories of one page that this program read."""
    if orientation_of(page) is Orientation.VERTICAL:
        return vertical_stories(page)
    units = make_units(read_page(page))
    if not units.units:
        return PageStories(page, PageLabel(page.number), ())
    evidence = with_certainties(units, models.evidence_of(units))
    groups, features = groups_of(units, evidence, models.stories)
    sure = models.extent(features).tolist()
    stories = tuple(_story(units, group, evidence, each) for group, each in zip(groups, sure, strict=True))
    return PageStories(page, _label(page, stories), stories)


def _label(page: Page, stories: Sequence[Story]) -> PageLabel:
    texts = (
        row.text
        for story in stories
        for piece in story.pieces
        if piece.role in {Role.FOLIO, Role.MASTHEAD}
        for row in piece.rows
    )
    return next(filter(None, map(printed_label, texts)), None) or PageLabel(page.number)


def _story(page: UnitPage, group: Group, evidence: Evidence, certainty: float) -> Story:
    kind = _kind(page, group, evidence)
    roles = _roles(page, group, evidence, kind)
    starts = {run[0] for run in group.runs}
    pieces: list[Piece] = []
    last: int | None = None
    for unit, role in zip(group.units, roles, strict=True):
        piece = _piece(page, unit, role, last, evidence, in_flow=unit not in starts)
        if role is Role.BODY:
            last = unit
        if pieces and _one_head(pieces[-1], piece):
            pieces[-1] = _in_one(pieces[-1], piece)
        else:
            pieces.append(piece)
    return Story(tuple(pieces), kind, certainty, _jump(pieces, onward=False), _jump(pieces, onward=True))


def _kind(page: UnitPage, group: Group, evidence: Evidence) -> Kind:
    """What most of a group's letters say it is; a jump line without any text is of no article."""
    if all(evidence.likely_roles[unit] is Role.JUMP for unit in group.units):
        return Kind.FURNITURE
    letters = np.array([len(page.units[unit].text) for unit in group.units], float)
    share = letters @ evidence.roles[list(group.units)] / letters.sum()
    mass = dict(zip(Role, share.tolist(), strict=True))
    advertisement = mass[Role.ADVERTISEMENT]
    furniture = sum(mass[role] for role in FURNITURE)
    article = 1 - advertisement - furniture
    if article >= max(advertisement, furniture):
        return Kind.ARTICLE
    return Kind.ADVERTISEMENT if advertisement >= furniture else Kind.FURNITURE


def _roles(page: UnitPage, group: Group, evidence: Evidence, kind: Kind) -> list[Role]:
    """One role for each unit that goes with the kind of its group."""
    if kind is Kind.ADVERTISEMENT:
        return [Role.ADVERTISEMENT] * len(group.units)
    apart = FURNITURE if kind is Kind.ARTICLE else set(Role) - FURNITURE - {Role.JUMP}
    choices = [role for role in Role if role not in apart]
    choices = [role for role in choices if role is not Role.ADVERTISEMENT]
    columns = [PLACES[role] for role in choices]
    found = [choices[int(np.argmax(evidence.roles[unit, columns]))] for unit in group.units]
    begun = found.index(Role.BODY) if Role.BODY in found else len(found)
    inside = {unit for run in group.runs for unit in run[1:]}
    for index in range(begun, len(found)):
        if found[index] in HEADING and group.units[index] in inside:
            found[index] = Role.CROSSHEAD
    return _heads_by_size([page.units[unit] for unit in group.units], found)


def _heads_by_size(units: Sequence[Unit], roles: Sequence[Role]) -> list[Role]:
    """The largest lines that head a story are its headline; smaller ones are kickers before it, subtitles after."""
    found = list(roles)
    first = next((index for index, role in enumerate(roles) if role in HEADING), len(roles))
    last = first
    while last < len(roles) and roles[last] in HEADING:
        last += 1
    largest = max((unit.size for unit in units[first:last]), default=0.0)
    headline = [index for index in range(first, last) if units[index].size > _AS_LARGE * largest]
    for index in range(first, last):
        below = Role.SUBTITLE if index > headline[-1] else Role.HEADLINE
        found[index] = Role.HEADLINE if index in headline else Role.KICKER if index < headline[0] else below
    return found


def _one_head(piece: Piece, after: Piece) -> bool:
    """Whether two pieces are lines of one headline, set staggered, with white between, or upright side by side."""
    if piece.role is not after.role or piece.role not in HEADING:
        return False
    a, b = piece.rows[-1], after.rows[0]
    size = max(a.size, b.size)
    if size > 1.2 * min(a.size, b.size) or a.crossed != b.crossed:
        return False
    if a.crossed:
        return overlap_y(a.box, b.box) > 0 and max(a.box.left - b.box.right, b.box.left - a.box.right) < size
    return 0 <= b.box.top - a.box.center[1] < 2.2 * size


def _in_one(piece: Piece, after: Piece) -> Piece:
    """Two pieces of a headline as one; upright lines are read from the right."""
    rows = (*piece.rows, *after.rows)
    if rows[0].crossed:
        rows = tuple(sorted(rows, key=lambda row: -row.box.left))
    return Piece(rows, piece.role)


def _piece(page: UnitPage, index: int, role: Role, last: int | None, evidence: Evidence, *, in_flow: bool) -> Piece:
    unit = page.units[index]
    if role is not Role.BODY:
        return Piece(unit.rows, role)
    if last is None:
        return Piece(unit.rows, role, begins=_indented(unit))
    before = page.units[last]
    near = index in page.below[last] and unit.box.top - before.box.bottom < 2 * page.page.em
    begins = not _goes_on(before, unit, near=near)
    if near:
        return Piece(unit.rows, role, begins)
    return Piece(unit.rows, role, begins, _link(before, unit, evidence.probability(last, index, in_flow=in_flow)))


def _indented(unit: Unit) -> bool:
    """Whether a unit begins with an indent, by half an em in Latin type, by one in Chinese."""
    return unit.rows[0].box.left - unit.left > (0.9 if is_cjk(unit.text) else 0.4) * unit.size


def _goes_on(before: Unit, unit: Unit, *, near: bool) -> bool:
    """Whether a unit goes on the paragraph that ends the one before it."""
    if _indented(unit):
        return False
    if not ends_sentence(before.text):
        return True
    spare = before.right - before.rows[-1].box.right
    return not near and spare < (1.3 if is_cjk(before.text) else 1.6) * before.size


def _link(before: Unit, unit: Unit, probability: float) -> Link:
    kind = JoinKind.COLUMN if unit.box.left > before.box.center[0] else JoinKind.GAP
    where = "at the head of the next column" if kind is JoinKind.COLUMN else "farther down the column"
    how = "after a finished sentence" if ends_sentence(before.text) else "the sentence goes on"
    return Link(kind, probability, f"{where}, {how}")


def _jump(pieces: Sequence[Piece], *, onward: bool) -> Jump | None:
    """The jump that a story's jump line, or its text's first or last words in brackets, names."""
    lines = (parse_jump(row.text) for piece in pieces if piece.role is Role.JUMP for row in piece.rows)
    found = next((jump for jump in lines if jump is not None and jump.onward == onward), None)
    text = [piece for piece in pieces if piece.role is Role.BODY]
    if found is None and text:
        row = text[-1].rows[-1] if onward else text[0].rows[0]
        found = jump_in_text(row.text, onward=onward)
    return found
