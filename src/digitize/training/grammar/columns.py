"""Pages that are read column by column: items run down each column and on to the head of the next."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from digitize.geometry import overlap_x
from digitize.model import Box, Role
from digitize.training.grammar.adverts import set_advert
from digitize.training.grammar.boxes import set_picture
from digitize.training.grammar.flow import Flow, slots_of
from digitize.training.grammar.furniture import set_folio, set_imprint, set_masthead
from digitize.training.grammar.heads import Deck, fitted, head_of
from digitize.training.grammar.items import separate, set_label, set_poem, set_small_ad, set_table
from digitize.training.grammar.module import ModulePlan, columns_of, set_module
from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.stories import StoryPlan, set_story, set_text


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


def set_columns(sheet: Sheet, plan: ColumnPlan) -> None:
    """A whole page."""
    area, style = sheet.area, sheet.style
    top, foot = _furniture(sheet, plan)
    columns = columns_of(replace(area, top=top, bottom=foot), style.columns, style.gutter)
    taken: list[Box] = []
    if sheet.chance(plan.serial):
        columns = _serial(sheet, columns, plan)
    banner = _banner(sheet, columns, taken) if style.columns > 1 and sheet.chance(plan.banner) else None
    _blocks(sheet, columns, taken, plan)
    if style.ruled:
        rule_columns(sheet, columns, taken)
    flow = Flow(slots_of(columns, taken, 4 * style.em))
    if banner and flow.open:
        _under_banner(sheet, flow, banner, plan)
    elif flow.open and sheet.chance(0.5):  # the page begins within a story
        set_text(sheet, flow, sheet.topic(), replace(story_plan(sheet, plan, "bare"), dateline=False), sheet.item("a"))
        separate(sheet, flow)
    kinds, weights = list(plan.items), list(plan.items.values())
    previous = ""
    while flow.open:
        again = previous in {"small_ad", "bare", "short", "run_in"} and sheet.chance(0.75)
        kind = previous if again else sheet.dice.choices(kinds, weights)[0]
        if not again and sheet.chance(0.3):
            sheet.scale = sheet.dice.choice(style.scales)
        set_item(sheet, flow, kind, plan)
        separate(sheet, flow, strong=0.5 if kind == "small_ad" else 0.3 if kind in {"bare", "run_in"} else 0.0)
        previous = kind


def _furniture(sheet: Sheet, plan: ColumnPlan) -> tuple[float, float]:
    """Set masthead or folio and imprint; gives where the columns begin and end."""
    top, foot = sheet.area.top, sheet.area.bottom
    if sheet.chance(plan.masthead):
        top = set_masthead(sheet, top)
    elif sheet.chance(plan.folio):
        top = set_folio(sheet, top)
    if sheet.chance(plan.imprint):
        foot = set_imprint(sheet)
    return top, foot


def set_item(sheet: Sheet, flow: Flow, kind: str, plan: ColumnPlan) -> None:
    """One item of a column."""
    if kind == "poem":
        set_poem(sheet, flow)
    elif kind == "table":
        set_table(sheet, flow)
    elif kind == "small_ad":
        set_small_ad(sheet, flow)
    elif kind == "label":
        set_label(sheet, flow)
    else:
        set_story(sheet, flow, story_plan(sheet, plan, kind))


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
        )
    if kind == "short":
        return StoryPlan(max(0.92, min(size, 1.4)), 0, paragraphs=dice.randint(1, 3), dateline=sheet.chance(0.5))
    if kind == "letter":
        return StoryPlan(max(0.92, min(size, 1.6)), 0, paragraphs=dice.randint(1, 6), signed=True, letter=True)
    if kind == "speech":
        return StoryPlan(size, dice.choice(plan.decks), paragraphs=dice.randint(20, 90))
    run_in = dice.choice(("caps", "bold", "bold", "dash")) if kind == "run_in" else ""
    return StoryPlan(0.0, paragraphs=dice.choice((1, 1, 1, 2, 3)), run_in=run_in, dateline=sheet.chance(0.2))


def _serial(sheet: Sheet, columns: list[Box], plan: ColumnPlan) -> list[Box]:
    """A serial over all columns at the foot; gives the columns above it."""
    style, dice = sheet.style, sheet.dice
    bottom = columns[0].bottom
    top = bottom - dice.uniform(0.15, 0.4) * (bottom - columns[0].top)
    sheet.rule_across(sheet.area.left, sheet.area.right, top - 0.5 * style.em)
    lower = [replace(column, top=top + 0.4 * style.em) for column in columns]
    if style.ruled:
        rule_columns(sheet, lower, [])
    flow = Flow(slots_of(lower, [], 3 * style.em))
    set_story(sheet, flow, StoryPlan(dice.uniform(1.0, 2.2), dice.choice((0, 1, 2)), sheet.chance(0.5), 60))
    while flow.open:
        separate(sheet, flow)
        if flow.open:
            set_story(sheet, flow, story_plan(sheet, plan, "short"))
    return [replace(column, bottom=top - 1.0 * style.em) for column in columns]


def _banner(sheet: Sheet, columns: list[Box], taken: list[Box]) -> str:
    """A headline over several columns whose story stands in one of them; gives its article."""
    dice, style = sheet.dice, sheet.style
    over = dice.randint(2, len(columns))
    first = 0 if sheet.chance(0.7) else len(columns) - over
    left, right = columns[first].left, columns[first + over - 1].right
    width = right - left
    article = sheet.item("a")
    decks = []
    for index in range(dice.choice((1, 1, 2))):
        face = fitted(
            sheet,
            width,
            dice.uniform(2.5, 7.0) * (1 - 0.4 * index),
            16,
            bold=True,
            capitals=sheet.chance(0.7),
            leading=1.15,
        )
        decks.append(Deck(Role.HEADLINE, face, 1, "centre", air=0.3 * style.em))
    head = head_of(sheet, sheet.topic(), width, decks)
    sheet.put(head, left, columns[0].top, article)
    bottom = columns[0].top + head.height + 0.5 * style.em
    taken.append(Box(left, columns[0].top, right, bottom))
    if sheet.chance(0.3):
        sheet.rule_across(left, right, bottom - 0.3 * style.em)
    return f"{article} {first if sheet.chance(0.5) else first + over - 1}"


def _under_banner(sheet: Sheet, flow: Flow, banner: str, plan: ColumnPlan) -> None:
    """The banner's story, down the column that it stands in; the columns before are filled first."""
    article, column = banner.split()
    chosen = story_plan(sheet, plan, "story")
    turn = int(column)
    while flow.open and turn and flow.index < turn:
        set_item(sheet, flow, "short", plan)
        separate(sheet, flow)
    if flow.open:
        if not flow.at_head:
            flow.next_slot()
        if flow.open:
            set_story(sheet, flow, replace(chosen, paragraphs=chosen.paragraphs + 4), article)


def _blocks(sheet: Sheet, columns: list[Box], taken: list[Box], plan: ColumnPlan) -> None:
    """Stories headed over several columns, display advertisements and pictures, wherever there is room."""
    for chance, tries, kind in ((plan.wide, 3, "story"), (plan.adverts, 5, "advert"), (plan.pictures, 2, "picture")):
        for _ in range(tries):
            if not sheet.chance(chance):
                continue
            box = _room(sheet, columns, taken, kind)
            if box is not None:
                taken.append(box)
                _set_block(sheet, columns, box, kind, plan)


def _room(sheet: Sheet, columns: list[Box], taken: list[Box], kind: str) -> Box | None:
    """A place for a block over whole columns; None where others are in the way."""
    dice, em, count = sheet.dice, sheet.em, len(columns)
    least = 2 if kind == "story" else 1
    if count < least:
        return None
    over = min(count, max(least, dice.choice((1, 1, 2, 2, 3, 4))))
    first = dice.choice((0, count - over, dice.randrange(count - over + 1)))
    top, bottom = columns[0].top, columns[0].bottom
    height = dice.uniform(0.08, 0.55) * (bottom - top)
    if height < 7 * em:
        return None
    start = {"story": 0.0, "advert": dice.choice((1.0, 1.0, 1.0, 0.0, dice.random()))}.get(
        kind, dice.choice((0.0, 0.4, dice.random()))
    )
    if kind == "story" and sheet.chance(0.3):
        start = dice.random()
    y = top + start * (bottom - top - height)
    box = Box(columns[first].left - 0.3 * em, y, columns[first + over - 1].right + 0.3 * em, y + height)
    bad = any(
        box.left < other.right
        and other.left < box.right
        and box.top < other.bottom + 2 * em
        and other.top - 2 * em < box.bottom
        for other in taken
    )
    return None if bad else box


def _set_block(sheet: Sheet, columns: list[Box], box: Box, kind: str, plan: ColumnPlan) -> None:
    em = sheet.em
    inner = Box(box.left + 0.3 * em, box.top + 0.5 * em, box.right - 0.3 * em, box.bottom - 0.5 * em)
    if kind == "advert":
        set_advert(sheet, inner)
    elif kind == "picture":
        set_picture(sheet, inner, sheet.topic(), sheet.item("pic"))
    else:
        own = [
            replace(column, top=inner.top, bottom=inner.bottom) for column in columns if overlap_x(column, inner) > em
        ]
        if sheet.style.ruled:
            rule_columns(sheet, own, [])
        set_module(sheet, inner, own, plan.module)
        if sheet.chance(0.6) and box.bottom < columns[0].bottom - em:
            sheet.rule_across(inner.left, inner.right, inner.bottom)


def rule_columns(sheet: Sheet, columns: list[Box], taken: list[Box]) -> None:
    """Rules in the gutters between `columns`, but for what is `taken` by wider things."""
    for left, right in itertools.pairwise(columns):
        x = (left.right + right.left) / 2
        y = left.top
        for box in sorted(taken, key=lambda box: box.top):
            if box.left < x - 0.4 * sheet.em and x + 0.4 * sheet.em < box.right:
                if box.top - y > 3 * sheet.em:
                    sheet.rule_down(x, y, box.top)
                y = max(y, box.bottom)
        if left.bottom - y > 3 * sheet.em:
            sheet.rule_down(x, y, left.bottom)
