"""Advertisements of a column's width, and the paper's own terms among the columns."""

from digitize.model import Box, Role
from digitize.training.grammar.flow import Flow, Setting, set_paragraph
from digitize.training.grammar.furniture import date_of, name_of
from digitize.training.grammar.heads import Stack
from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.stories import drop_in
from digitize.training.grammar.supply import figure, heading, running

_TRADES = (
    "DRUGS",
    "Boots & Shoes",
    "REAL ESTATE",
    "Piano Forte",
    "COAL AND WOOD",
    "Dry Goods",
    "Insurance",
    "FOR SALE",
    "WANTED",
    "TO LET",
    "NOTICE",
    "Dentist",
    "Auction",
    "LOST",
    "Help Wanted",
    "Furniture",
    "GROCERIES",
)


def set_small_ad(sheet: Sheet, flow: Flow) -> None:
    """A column advertisement: a large opening word or a head, lines of text, an address."""
    style, dice = sheet.style, sheet.dice
    article, topic = sheet.item("ad"), sheet.topic()
    face = style.face(dice.uniform(0.8, 1.05), leading=dice.uniform(0.95, 1.2))
    stack = Stack(sheet, flow.slot.width)
    for _ in range(dice.choice((0, 0, 1, 1, 2, 3))):
        size = dice.uniform(1.0, 2.6)
        word = dice.choice(
            (
                dice.choice(_TRADES if sheet.supply.language == "en" else topic.words),
                heading(sheet.supply, topic, dice, 18).title(),
                dice.choice(topic.people),
            )
        )
        stack.add(
            word,
            style.face(size, bold=sheet.chance(0.7), capitals=sheet.chance(0.5)),
            Role.ADVERTISEMENT,
            hardness=0.1 if size > 1.8 else 0.0,
        )
        if sheet.chance(0.15):
            stack.rule(0.2)
    if stack.y and not drop_in(sheet, flow, stack.matter(), article, more=2 * face.pitch):
        return
    trades = _TRADES if sheet.supply.language == "en" else [word.upper() for word in topic.words]
    text = running(sheet.supply, topic, dice, round(dice.lognormvariate(5.0, 0.7)))
    if not stack.y and sheet.chance(0.7):
        first, _, rest = text.partition(" ")
        text = f"{dice.choice((first.upper(), dice.choice(trades)))} {rest}"
    text += f" Price {figure(dice)} cts." if sheet.chance(0.2) else ""
    hang = style.em if sheet.chance(0.25) else 0.0
    setting = Setting(
        face, Role.ADVERTISEMENT, 0.0 if hang else style.indent * dice.choice((0, 1)), hang, style.justified
    )
    if set_paragraph(sheet, flow, text, setting, article):
        return
    for _ in range(dice.choice((0, 1, 1, 2))):
        text = dice.choice(
            (
                f"{dice.choice(topic.people)}, {figure(dice)} {dice.choice(topic.places)} Street.",
                f"{dice.choice(topic.people).upper()} & CO.",
                f"Apply at {dice.randint(1, 300)} Main St.",
                f"Tel. {dice.randint(100, 9999)}",
                f"{dice.choice(topic.places)}, {dice.randint(1, 30)} May.",
            )
        )
        end = Setting(face, Role.ADVERTISEMENT, justified=False, align=dice.choice((0.0, 0.5, 0.9, 1.0)))
        if not flow.open or set_paragraph(sheet, flow, text, end, article):
            return


def set_boxed_ad(sheet: Sheet, flow: Flow) -> None:
    """A column advertisement in a frame, or between rules that are no frame."""
    em, dice = sheet.em, sheet.dice
    height = dice.uniform(6, 22) * em
    if not flow.need(height + 2 * em):
        return
    slot, top = flow.slot, flow.y
    pad = dice.uniform(0.3, 0.9) * em
    inner = Flow([Box(slot.left + pad, top + pad, slot.right - pad, top + height - pad)])
    set_small_ad(sheet, inner)
    bottom = min(inner.y if inner.open else top + height, top + height) + pad
    kind = dice.choice(("frame", "frame", "rules", "none"))
    if kind == "frame":
        sheet.frames.append(Box(slot.left, top, slot.right, bottom))
    elif kind == "rules":
        sheet.rule_across(slot.left, slot.right, top, faint=0.3)
        sheet.rule_across(slot.left, slot.right, bottom, faint=0.3)
    flow.y = bottom + 0.5 * em


def set_terms(sheet: Sheet, flow: Flow) -> None:
    """The paper's name, publisher and terms at the head of its leading column."""
    dice, style = sheet.dice, sheet.style
    stack = Stack(sheet, flow.slot.width)
    article = sheet.item("imprint")
    for _ in range(dice.choice((1, 1, 2))):
        face = style.face(dice.uniform(1.1, 2.6), bold=sheet.chance(0.6), capitals=sheet.chance(0.4), leading=1.25)
        stack.add(dice.choice((name_of(sheet), name_of(sheet), date_of(sheet))), face, Role.IMPRINT, hardness=0.15)
    if sheet.chance(0.6):
        stack.rule(dice.uniform(0.2, 1.0))
    small = style.face(dice.uniform(0.75, 1.0), leading=dice.uniform(1.0, 1.25))
    room = int(flow.slot.width / (small.size * small.advance))
    for _ in range(dice.randint(1, 9)):
        text = heading(sheet.supply, sheet.topic(), dice, int(room * dice.uniform(0.5, 0.98)))
        stack.add(text + dice.choice(("", ".", f" ${figure(dice)}")), small, Role.IMPRINT)
    if drop_in(sheet, flow, stack.matter(), article, more=3 * style.text.pitch):
        sheet.rule_across(flow.slot.left, flow.slot.right, flow.y + 0.2 * style.em, faint=0.2)
        flow.y += dice.uniform(0.6, 1.2) * style.em
