"""Pages of modules: the page is cut into rectangles, and each holds a story or an advertisement."""

from dataclasses import dataclass, field, replace

from digitize.model import Box
from digitize.training.grammar.adverts import set_advert
from digitize.training.grammar.boxes import set_picture
from digitize.training.grammar.cutting import Cutting, Module, cut_page
from digitize.training.grammar.flow import Flow
from digitize.training.grammar.furniture import set_furniture
from digitize.training.grammar.items import separate, set_label
from digitize.training.grammar.module import ModulePlan, columns_of, set_module
from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.stories import StoryPlan, set_story


@dataclass(frozen=True, slots=True)
class ModularPlan:
    """What stands on a page of modules. Chances lie between 0 and 1."""

    module: ModulePlan = field(default_factory=ModulePlan)
    masthead: float = 0.25
    folio: float = 0.85
    imprint: float = 0.15
    adverts: float = 0.15
    """Of a module that is an advertisement."""
    pictures: float = 0.04
    """Of one that is a picture with its caption."""
    stories: tuple[int, int] = (2, 9)
    """Modules on the page, fewest and most, about."""
    framed: float = 0.12
    """Of a frame round a story."""
    ruled: float = 0.35
    """Of a rule between two modules."""
    legs: float = 0.15
    """Of a story that runs on below its neighbour."""
    briefs: float = 0.05
    """Of short items one below the other, each an article."""
    own_measure: float = 0.25
    """Of a story set in columns of its own width."""


def set_modules(sheet: Sheet, plan: ModularPlan) -> None:
    """A whole page."""
    top, foot = set_furniture(sheet, plan.masthead, plan.folio, plan.imprint)
    count = sheet.style.columns
    columns = columns_of(replace(sheet.area, top=top, bottom=foot), count, sheet.style.gutter)
    size = (foot - top) * count / sheet.dice.randint(*plan.stories)
    for module in cut_page(sheet, columns, (top, foot), Cutting(size, plan.ruled, plan.legs)):
        own = columns[module.first : module.last + 1]
        if module.leg:
            _set_with_leg(sheet, own, columns, module, plan)
        else:
            _set(sheet, own, module.box, plan)


def _set_with_leg(sheet: Sheet, own: list[Box], columns: list[Box], module: Module, plan: ModularPlan) -> None:
    """A story some of whose columns run on below others."""
    box, leg = module.box, module.leg
    if leg is None:
        return
    longer = columns[leg.first : leg.last + 1]
    placed = [replace(column, top=box.top, bottom=leg.box.bottom if column in longer else box.bottom) for column in own]
    set_module(sheet, box, placed, replace(plan.module, vertical=0.0))


def _set(sheet: Sheet, columns: list[Box], box: Box, plan: ModularPlan) -> None:
    """Fill one module."""
    dice, em, style = sheet.dice, sheet.em, sheet.style
    if sheet.chance(plan.adverts):
        set_advert(sheet, box)
        return
    if sheet.chance(plan.pictures) and box.height > 8 * em:
        set_picture(sheet, box, sheet.topic(), sheet.item("pic"))
        return
    own = [replace(column, top=box.top, bottom=box.bottom) for column in columns]
    if sheet.chance(plan.briefs):
        _briefs(sheet, own)
        return
    if sheet.chance(plan.framed):
        sheet.frames.append(box)
        pad = dice.uniform(0.5, 1.2) * em
        box = Box(box.left + pad, box.top + pad, box.right - pad, box.bottom - pad)
        own = columns_of(box, len(columns), style.gutter)
    elif sheet.chance(plan.own_measure):
        count = max(1, len(columns) + dice.choice((-1, 0, 1)))
        own = columns_of(box, count, dice.uniform(0.7, 1.6) * style.gutter)
        if min(column.width for column in own) < 7 * em:
            own = columns_of(box, len(columns), style.gutter)
    set_module(sheet, box, own, plan.module)


def _briefs(sheet: Sheet, columns: list[Box]) -> None:
    """Short items one below the other, under a label of their own or not."""
    dice = sheet.dice
    flow = Flow(columns)
    if sheet.chance(0.5):
        set_label(sheet, flow)
    size = dice.choice((0.0, 1.0, 1.0, 1.2, 1.5))
    count = 0
    while flow.open and count < 40:
        count += 1
        run_in = "" if size else "bold"
        plan = StoryPlan(
            size,
            paragraphs=dice.choice((1, 1, 2)),
            dateline=sheet.chance(0.5),
            run_in=run_in,
            signed=sheet.chance(0.15),
        )
        set_story(sheet, flow, plan)
        separate(sheet, flow)
