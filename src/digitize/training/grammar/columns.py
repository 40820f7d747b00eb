"""Pages that are read column by column: items run down each column and on to the head of the next."""

from dataclasses import replace

from digitize.model import Box, Role
from digitize.training.grammar.blocks import set_banner, set_blocks
from digitize.training.grammar.columnplan import ColumnPlan, story_plan
from digitize.training.grammar.flow import Flow, slots_of
from digitize.training.grammar.furniture import set_furniture
from digitize.training.grammar.items import separate, set_label, set_poem, set_table
from digitize.training.grammar.module import columns_of, rule_columns, set_jump
from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.smallads import set_boxed_ad, set_small_ad, set_terms
from digitize.training.grammar.stories import StoryPlan, set_story, set_text


def set_columns(sheet: Sheet, plan: ColumnPlan) -> None:
    """A whole page."""
    style = sheet.style
    top, foot = set_furniture(sheet, plan.masthead, plan.folio, plan.imprint)
    area = sheet.area
    columns = columns_of(replace(area, top=top, bottom=foot), style.columns, style.gutter)
    taken: list[Box] = []
    if sheet.chance(plan.serial):
        columns = _serial(sheet, columns, plan)
    banner = set_banner(sheet, columns, taken) if style.columns > 1 and sheet.chance(plan.banner) else None
    set_blocks(sheet, columns, taken, plan)
    if style.ruled:
        rule_columns(sheet, columns, taken)
    slots = slots_of(columns, taken, 4 * style.em)
    if not banner and sheet.chance(plan.front):
        _front(sheet, slots, columns[0].top, plan)
        return
    flow = Flow(slots)
    if flow.open and sheet.chance(plan.terms):
        set_terms(sheet, flow)
    if banner and flow.open:
        _under_banner(sheet, flow, banner, plan)
    elif flow.open and sheet.chance(0.5):  # the page begins within a story
        set_text(sheet, flow, sheet.topic(), replace(story_plan(sheet, plan, "bare"), dateline=False), sheet.item("a"))
        separate(sheet, flow)
    fill(sheet, flow, plan)


def fill(sheet: Sheet, flow: Flow, plan: ColumnPlan) -> None:
    """Items one after another, as long as there is room."""
    kinds, weights = list(plan.items), list(plan.items.values())
    previous = ""
    while flow.open:
        again = previous in {"small_ad", "bare", "short", "run_in"} and sheet.chance(0.75)
        kind = previous if again else sheet.dice.choices(kinds, weights)[0]
        if not again and sheet.chance(0.3):
            sheet.scale = sheet.dice.choice(sheet.style.scales)
        set_item(sheet, flow, kind, plan)
        separate(sheet, flow, strong=0.5 if kind == "small_ad" else 0.3 if kind in {"bare", "run_in"} else 0.0)
        previous = kind


def _front(sheet: Sheet, slots: list[Box], top: float, plan: ColumnPlan) -> None:
    """Columns that each begin with a story of their own and end where the column does."""
    pitch = sheet.style.text.pitch
    for slot in slots:
        goes_on = sheet.chance(0.3) and slot.height > 12 * pitch
        flow = Flow([replace(slot, bottom=slot.bottom - pitch) if goes_on else slot])
        if slot.top < top + pitch and sheet.chance(0.85):
            chosen = story_plan(sheet, plan, "story")
            decks = sheet.dice.choice((0, 1, 1, 2, 2, 3, 4))
            set_story(sheet, flow, replace(chosen, size=max(1.2, 1.3 * chosen.size), decks=decks))
            separate(sheet, flow)
        fill(sheet, flow, plan)
        last = sheet.lines[-1]
        if goes_on and last.role is Role.BODY:
            set_jump(sheet, slot, last.article)


def set_item(sheet: Sheet, flow: Flow, kind: str, plan: ColumnPlan) -> None:
    """One item of a column."""
    if kind == "poem":
        set_poem(sheet, flow)
    elif kind == "table":
        set_table(sheet, flow)
    elif kind == "small_ad":
        (set_boxed_ad if sheet.chance(sheet.style.boxed) else set_small_ad)(sheet, flow)
    elif kind == "label":
        set_label(sheet, flow)
    else:
        set_story(sheet, flow, story_plan(sheet, plan, kind))


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
    if flow.open and sheet.chance(0.4):
        set_label(sheet, flow)
    set_story(sheet, flow, StoryPlan(dice.uniform(1.0, 2.2), dice.choice((0, 1, 2)), sheet.chance(0.5), 60))
    while flow.open:
        separate(sheet, flow)
        if flow.open:
            set_story(sheet, flow, story_plan(sheet, plan, "short"))
    return [replace(column, bottom=top - 1.0 * style.em) for column in columns]


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
