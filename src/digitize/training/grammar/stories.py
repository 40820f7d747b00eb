"""Stories and other items of a column: set into a flow, one after another."""

from dataclasses import dataclass

from digitize.model import Box, Role
from digitize.training.grammar.flow import Flow, Setting, set_paragraph
from digitize.training.grammar.heads import Stack, head_of, latin_byline, latin_decks
from digitize.training.grammar.phrases import dateline
from digitize.training.grammar.records import Matter, Section
from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.supply import Topic, heading, running


@dataclass(frozen=True, slots=True)
class StoryPlan:
    """What a story of one column is made of."""

    size: float
    """Of its headline, in ems of the text; 0 for a story without a head."""
    decks: int = 0
    byline: bool = False
    paragraphs: int = 6
    dateline: bool = False
    run_in: str = ""
    """How a head at the beginning of the text stands out: `caps`, `bold`, `dash` or not at all."""
    signed: bool = False
    picture: bool = False


def drop_in(sheet: Sheet, flow: Flow, matter: Matter, article: str, *, more: float = 0.0) -> bool:
    """Set `matter` at the next place where it and `more` pixels fit; False where there is none."""
    if not flow.need(matter.height + more):
        return False
    sheet.put(matter, flow.slot.left, flow.y, article)
    flow.y += matter.height
    return True


def set_story(sheet: Sheet, flow: Flow, plan: StoryPlan, article: str = "") -> None:
    """A story with all that belongs to it, down the column as far as there is room."""
    topic, style = sheet.topic(), sheet.style
    article = article or sheet.item("a")
    width = flow.slot.right - flow.slot.left
    if plan.size:
        decks = latin_decks(sheet, width, plan.size, plan.decks)
        if plan.byline:
            decks.append(latin_byline(sheet, topic))
        head = head_of(sheet, topic, width, decks)
        flow.skip(style.air * style.em)
        if not drop_in(sheet, flow, head, article, more=2.5 * style.text.pitch):
            return
    if plan.picture:
        inset_picture(sheet, flow, article)
    set_text(sheet, flow, topic, plan, article)


def set_text(sheet: Sheet, flow: Flow, topic: Topic, plan: StoryPlan, article: str) -> None:
    """The text of a story, its paragraphs, crossheads and signature."""
    style, dice = sheet.style, sheet.dice
    lead = plan.dateline or bool(plan.run_in)
    size = dice.uniform(1.05, 1.3) if sheet.chance(0.12) else 1.0
    for index in range(plan.paragraphs):
        if not flow.open:
            return
        text = running(sheet.supply, topic, dice, max(20, round(dice.lognormvariate(5.3, 0.6))))
        if index == 0 and lead:
            text = opening(sheet, topic, plan) + text
        face = (
            style.text
            if index or size == 1.0
            else style.face(size, bold=sheet.chance(0.4), leading=style.text.pitch / style.em)
        )
        indent = 0.0 if index == 0 and sheet.chance(0.2) else style.indent
        setting = Setting(face, indent=indent, justified=style.justified)
        if set_paragraph(sheet, flow, text, setting, article):
            return
        if 1 < index < plan.paragraphs - 2 and sheet.chance(style.crossheads):
            set_crosshead(sheet, flow, topic, article)
        elif plan.paragraphs > 6 and index > 1 and sheet.chance(0.012):
            inset_picture(sheet, flow, article)
    if plan.signed:
        name = dice.choice(topic.people)
        text = dice.choice((name, name.upper(), f"{name}, {dice.choice(topic.places)}", "A SUBSCRIBER.", "X. Y. Z."))
        set_paragraph(
            sheet,
            flow,
            text,
            Setting(style.text, Role.BYLINE, justified=False, align=dice.choice((1.0, 0.9, 0.7))),
            article,
        )


def opening(sheet: Sheet, topic: Topic, plan: StoryPlan) -> str:
    """What a text begins with: where it was written, or a head run into it."""
    dice = sheet.dice
    if plan.run_in:
        words = heading(sheet.supply, topic, dice, dice.randint(8, 30))
        words = words.upper() if plan.run_in == "caps" else words[0].upper() + words[1:]
        return words + dice.choice((".—", ". ", " — ", ".- ", ": "))
    return dateline(sheet, topic)


def set_crosshead(sheet: Sheet, flow: Flow, topic: Topic, article: str) -> None:
    """A short heading between two paragraphs."""
    style, dice = sheet.style, sheet.dice
    if not flow.open:
        return
    width = flow.slot.right - flow.slot.left
    stack = Stack(sheet, width)
    stack.white(dice.uniform(0.0, 0.7) * style.em)
    face = style.face(dice.uniform(0.95, 1.25), bold=sheet.chance(0.75), capitals=sheet.chance(0.3))
    text = heading(sheet.supply, topic, dice, dice.randint(8, 26))
    text = text[0].upper() + text[1:] if not sheet.supply.ideographic else text[:10]
    stack.add(
        text + ("." if sheet.chance(0.5) and not sheet.supply.ideographic else ""),
        face,
        Role.CROSSHEAD,
        0.0 if style.flush_heads or sheet.chance(0.15) else 0.5,
    )
    stack.white(dice.uniform(0.0, 0.4) * style.em)
    drop_in(sheet, flow, stack.matter(), article, more=2 * style.text.pitch)


def inset_picture(sheet: Sheet, flow: Flow, article: str) -> None:
    """A picture as wide as the column, or nearly, with or without lines below it."""
    style, dice = sheet.style, sheet.dice
    if not flow.open:
        return
    width = flow.slot.right - flow.slot.left
    height = width * dice.uniform(0.5, 1.5)
    words = sheet.topic()
    caption = Stack(sheet, width)
    small = style.face(dice.uniform(0.75, 1.05), bold=sheet.chance(0.4))
    if sheet.chance(0.8):
        caption.white(0.4 * style.em)
        room = width / (small.size * small.advance)
        for _ in range(dice.choice((1, 1, 2, 3))):
            caption.add(
                heading(sheet.supply, words, dice, int(room * dice.uniform(0.4, 0.98))).capitalize(),
                small,
                Role.CAPTION,
            )
    if not flow.need(height + caption.y + style.em):
        return
    flow.skip(0.5 * style.em)
    sides = dice.uniform(0.0, 0.12) * width
    if flow.room < height + caption.y:
        return
    sheet.pictures.append(Box(flow.slot.left + sides, flow.y, flow.slot.right - sides, flow.y + height))
    sheet.put(caption.matter(), flow.slot.left, flow.y + height, article, Section.CAPTION)
    flow.y += height + caption.y + 0.6 * style.em
