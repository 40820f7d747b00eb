"""Items of a column beside stories: poems, tables, small advertisements, and what parts them."""

from digitize.model import Role
from digitize.training.grammar.flow import Flow, Setting, natural, quad_box, set_paragraph
from digitize.training.grammar.heads import Stack, head_of, latin_decks
from digitize.training.grammar.phrases import ornament
from digitize.training.grammar.records import Face
from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.stories import drop_in
from digitize.training.grammar.supply import figure, heading, running


def set_poem(sheet: Sheet, flow: Flow) -> None:
    """Verses, a line a verse or with turned ends, in stanzas."""
    style, dice = sheet.style, sheet.dice
    article, topic = sheet.item("a"), sheet.topic()
    width = flow.slot.width
    if sheet.chance(0.85):
        head = head_of(sheet, topic, width, latin_decks(sheet, width, dice.uniform(0.95, 1.5), 0))
        flow.skip(style.air * style.em)
        if not drop_in(sheet, flow, head, article, more=3 * style.text.pitch):
            return
    room = width / (style.em * style.text.advance)
    steps, verses = dice.choice(((0, 0), (0, 1), (0, 0, 0, 2), (0, 1, 0, 1))), dice.choice((4, 4, 6, 8))
    for _ in range(dice.randint(1, 7)):
        for verse in range(verses):
            text = heading(sheet.supply, topic, dice, int(room * dice.uniform(0.6, 0.98)))
            indent = (1 + steps[verse % len(steps)]) * style.em
            setting = Setting(style.text, indent=indent, hang=3 * style.em, justified=False)
            text = text[0].upper() + text[1:] + dice.choice((",", ";", "", ".", ","))
            if not flow.open or set_paragraph(sheet, flow, text, setting, article):
                return
        flow.skip(0.6 * style.text.pitch)
    if sheet.chance(0.4):
        by = Setting(style.text, Role.BYLINE, justified=False, align=0.9)
        set_paragraph(sheet, flow, dice.choice(topic.people), by, article)


def set_table(sheet: Sheet, flow: Flow) -> None:
    """Prices, ships, results: a head, and rows that end in figures."""
    style, dice = sheet.style, sheet.dice
    article, topic = sheet.item("a"), sheet.topic()
    width = flow.slot.width
    head = head_of(sheet, topic, width, latin_decks(sheet, width, dice.uniform(0.95, 1.6), dice.choice((0, 0, 1))))
    flow.skip(style.air * style.em)
    if not drop_in(sheet, flow, head, article, more=3 * style.text.pitch):
        return
    if sheet.chance(0.4):
        text = running(sheet.supply, topic, dice, 120)
        set_paragraph(sheet, flow, text, Setting(style.text, indent=style.indent, justified=style.justified), article)
    face = style.face(dice.uniform(0.75, 1.0), leading=dice.uniform(1.0, 1.2))
    dots, parted, count = sheet.chance(0.5), sheet.chance(0.5), dice.choice((1, 1, 2, 3))
    for _ in range(dice.randint(4, 40)):
        place = flow.line(face.pitch, 0.6 * width)
        if place is None:
            return
        name = heading(sheet.supply, topic, dice, int(0.4 * width / face.size / face.advance))
        cells = (name[0].upper() + name[1:], " ".join(figure(dice) for _ in range(count)))
        set_row(sheet, place, face, cells, article, dots=dots, parted=parted)


def set_row(
    sheet: Sheet,
    place: tuple[float, float, float],
    face: Face,
    cells: tuple[str, str],
    article: str,
    *,
    dots: bool,
    parted: bool,
) -> None:
    """A row of a table from left to right of a place (left, right, top): one line, or two where it is `parted`."""
    left, right, top = place
    ideographic = sheet.supply.ideographic
    unit = face.size * face.advance
    value = natural(cells[1], ideographic) * unit
    if parted and not dots:
        name = min(natural(cells[0], ideographic) * unit, right - left - value - unit)
        sheet.put_line(quad_box(left, left + name, top, face, ideographic), cells[0], face, Role.TABLE, article)
        sheet.put_line(quad_box(right - value, right, top, face, ideographic), cells[1], face, Role.TABLE, article)
        return
    filling = int((right - left - value) / unit - len(cells[0])) if dots else 1
    text = cells[0] + " " + "." * max(0, filling - 2) + " " + cells[1]
    sheet.put_line(quad_box(left, right, top, face, ideographic), " ".join(text.split()), face, Role.TABLE, article)


def separate(sheet: Sheet, flow: Flow, *, strong: float = 0.0) -> None:
    """What stands between two items of a column: a short or a full rule, or only white.

    `strong` is the least chance of a rule, and that of one as wide as the column.
    """
    style, dice = sheet.style, sheet.dice
    if not flow.open or flow.at_head:
        return
    if sheet.chance(style.ornaments):
        stack = Stack(sheet, flow.slot.width)
        stack.add(ornament(sheet), style.text, Role.NOISE)
        drop_in(sheet, flow, stack.matter(), "", more=2 * style.text.pitch)
        return
    if not sheet.chance(max(style.item_rule, strong)):
        flow.skip(dice.uniform(0.0, 1.2) * style.em)
        return
    if flow.room < 2 * style.em:
        return
    slot = flow.slot
    share = dice.uniform(0.15, 0.45) if style.short_rules and not sheet.chance(strong) else 1.0
    half = share * slot.width / 2
    flow.skip(dice.uniform(0.2, 0.8) * style.em)
    sheet.rule_across(slot.center[0] - half, slot.center[0] + half, flow.y)
    flow.skip(dice.uniform(0.3, 0.9) * style.em)


def set_label(sheet: Sheet, flow: Flow) -> None:
    """The standing head of a section of the paper within a column."""
    style, dice = sheet.style, sheet.dice
    stack = Stack(sheet, flow.slot.width)
    stack.white(0.4 * style.em)
    face = style.face(dice.uniform(1.1, 2.2), bold=sheet.chance(0.6), capitals=sheet.chance(0.5), leading=1.3)
    stack.add(heading(sheet.supply, sheet.topic(), dice, 16).title(), face, Role.LABEL, hardness=0.1)
    if sheet.chance(0.5):
        stack.rule(dice.uniform(0.2, 1.0))
    drop_in(sheet, flow, stack.matter(), sheet.item("label"), more=3 * style.text.pitch)
