"""A page cut into modules: rectangles over whole columns, and some that run on below their neighbour's side."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from digitize.model import Box
from digitize.training.grammar.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Module:
    """A rectangle over the columns `first` to `last` of the page."""

    first: int
    last: int
    box: Box
    leg: "Module | None" = None
    """Where the text of its columns runs on further down."""


@dataclass(frozen=True, slots=True)
class Cutting:
    """How a page is cut."""

    size: float
    """Of a module, about, in columns times pixels."""
    ruled: float
    """Chance of a rule along a cut."""
    legs: float
    """Chance that a module takes in a narrower one below."""


def cut_page(sheet: Sheet, columns: list[Box], reach: tuple[float, float], cutting: Cutting) -> list[Module]:
    """The modules of the page's `columns` between two heights; the rules between them are set."""
    cuts: list[Box] = []
    modules = list(
        _cut(sheet, columns, Module(0, len(columns) - 1, _box(columns, 0, len(columns) - 1, reach)), cutting, cuts)
    )
    modules = _with_legs(sheet, modules, cutting)
    legs = [
        Box(m.leg.box.left, m.box.bottom - sheet.em, m.leg.box.right, m.leg.box.top + sheet.em)
        for m in modules
        if m.leg
    ]
    for cut in cuts:
        if any(
            cut.left < leg.right and leg.left < cut.right and cut.top < leg.bottom and leg.top < cut.bottom
            for leg in legs
        ):
            continue
        if cut.width > cut.height:
            sheet.rule_across(cut.left, cut.right, cut.top)
        else:
            sheet.rule_down(cut.left, cut.top, cut.bottom)
    return modules


def _box(columns: list[Box], first: int, last: int, reach: tuple[float, float]) -> Box:
    return Box(columns[first].left, reach[0], columns[last].right, reach[1])


def _cut(sheet: Sheet, columns: list[Box], whole: Module, cutting: Cutting, cuts: list[Box]) -> Iterator[Module]:
    """Cut a module in two, across or down, again and again; what shows along the cuts goes to `cuts`."""
    dice, em = sheet.dice, sheet.em
    first, last, box = whole.first, whole.last, whole.box
    count = last - first + 1
    across = box.height > 34 * em
    down = count > 1 and box.height < 90 * em
    if count * box.height < cutting.size * dice.uniform(0.7, 1.6) or not (across or down):
        yield whole
        return
    if across and (not down or sheet.chance(0.55)):
        middle, gap = box.top + dice.uniform(0.28, 0.72) * box.height, dice.uniform(0.5, 1.6) * em
        if sheet.chance(cutting.ruled):
            cuts.append(Box(box.left, middle, box.right, middle + 1))
        yield from _cut(sheet, columns, replace(whole, box=replace(box, bottom=middle - gap / 2)), cutting, cuts)
        yield from _cut(sheet, columns, replace(whole, box=replace(box, top=middle + gap / 2)), cutting, cuts)
        return
    after = first + dice.randint(1, count - 1)
    if sheet.chance(0.6 * cutting.ruled):
        x = (columns[after - 1].right + columns[after].left) / 2
        cuts.append(Box(x, box.top, x + 1, box.bottom))
    reach = (box.top, box.bottom)
    for span in ((first, after - 1), (after, last)):
        yield from _cut(sheet, columns, Module(*span, _box(columns, *span, reach)), cutting, cuts)


def _with_legs(sheet: Sheet, modules: list[Module], cutting: Cutting) -> list[Module]:
    """Some modules take in one below that is narrower than they are."""
    gone: set[int] = set()
    found: list[Module] = []
    for index, module in enumerate(modules):
        below = [
            other
            for other, leg in enumerate(modules)
            if other > index
            and other not in gone
            and 0 <= leg.box.top - module.box.bottom < 2 * sheet.em
            and module.first <= leg.first
            and leg.last <= module.last
            and leg.last - leg.first < module.last - module.first
        ]
        if index in gone:
            continue
        if below and sheet.chance(cutting.legs):
            chosen = sheet.dice.choice(below)
            gone.add(chosen)
            found.append(replace(module, leg=modules[chosen]))
        else:
            found.append(module)
    return found
