"""What stands on a page of columns, and of what its stories are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from digitize.training.grammar.module import ModulePlan
from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.stories import StoryPlan


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What stands on a page of columns. Chances lie between 0 and 1."""

    items: Mapping[str, float]
    """How often each kind of item is set: `story`, `short`, `bare` (no head), `run_in`, `letter`, `speech`, `poem`,
    `table`, `small_ad`, `label`."""
    module: ModulePlan = field(default_factory=ModulePlan)
    masthead: float = 0.3
    folio: float = 0.6
    adverts: float = 0.3
    """Of a display advertisement in some columns, tried up to five times."""
    wide: float = 0.3
    """Of a story headed over several columns, tried up to three times."""
    banner: float = 0.1
    pictures: float = 0.2
    serial: float = 0.0
    """Of a serial under a full rule at the foot of the page."""
    decks: tuple[int, ...] = (0, 0, 1)
    byline: float = 0.1
    inset: float = 0.05
    """Of a picture within a story."""
    imprint: float = 0.05
    terms: float = 0.05
    """Of the paper's name and terms at the head of the first column."""
    front: float = 0.0
    """Of a page where each column begins with a story of its own, under a head of many decks."""
    continued: float = 0.04
    """Of a story that goes on from another page."""


def story_plan(sheet: Sheet, plan: ColumnPlan, kind: str) -> StoryPlan:
    """A story of a kind."""
    dice, style = sheet.dice, sheet.style
    size = max(0.92, style.head * dice.uniform(0.75, 1.35))
    many = max(1, round(dice.lognormvariate(1.3, 0.8)))
    made = _made(sheet, plan, kind, size, many)
    return replace(made, scale=sheet.scale, strewn=style.strewn, hang=style.hang)


def _made(sheet: Sheet, plan: ColumnPlan, kind: str, size: float, many: int) -> StoryPlan:
    dice = sheet.dice
    if kind == "story":
        return StoryPlan(
            size,
            dice.choice(plan.decks),
            sheet.chance(plan.byline),
            many,
            sheet.chance(0.4),
            picture=sheet.chance(plan.inset),
            signed=sheet.chance(0.1),
            continued=sheet.chance(plan.continued),
        )
    if kind == "short":
        return StoryPlan(max(0.92, min(size, 1.4)), 0, paragraphs=dice.randint(1, 3), dateline=sheet.chance(0.5))
    if kind == "letter":
        return StoryPlan(max(0.92, min(size, 1.6)), 0, paragraphs=dice.randint(1, 6), signed=True, letter=True)
    if kind == "speech":
        return StoryPlan(size, dice.choice(plan.decks), paragraphs=dice.randint(20, 90))
    run_in = dice.choice(("caps", "bold", "bold", "dash")) if kind == "run_in" else ""
    return StoryPlan(0.0, paragraphs=dice.choice((1, 1, 1, 2, 3)), run_in=run_in, dateline=sheet.chance(0.2))
