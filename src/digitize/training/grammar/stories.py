"""Stories and other items of a column: set into a flow, one after another."""

from dataclasses import dataclass, replace

from digitize.model import Box, Role
from digitize.training.grammar.flow import Cut, Flow, Setting, set_paragraph
from digitize.training.grammar.heads import Deck, Stack, decks_of, head_of
from digitize.training.grammar.phrases import dateline, origin
from digitize.training.grammar.records import Face, Matter, Section
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
    letter: bool = False
    continued: bool = False
    """It goes on from another page, within a sentence."""
    scale: float = 1.0
    """Size of its text, in ems of the page's."""
    hang: float = 0.0
    """Indent of all lines but a paragraph's first, in ems."""
    strewn: float = 0.0
    """Share of lines with words in bold."""


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
        decks = decks_of(sheet, topic, width, plan.size, plan.decks, byline=plan.byline)
        if plan.continued:
            decks.append(_origin(sheet))
        head = head_of(sheet, topic, width, decks)
        flow.skip(style.air * style.em)
        if not drop_in(sheet, flow, head, article, more=2.5 * style.text.pitch):
            return
    if plan.picture:
        inset_picture(sheet, flow, article)
    set_text(sheet, flow, topic, plan, article)


def _origin(sheet: Sheet) -> Deck:
    """The line that says from where a story goes on."""
    face = sheet.style.face(sheet.dice.uniform(0.8, 1.05))
    text = origin(sheet)
    return Deck(Role.JUMP, face, 1, sheet.dice.choice(("centre", "flush")), (text,), air=0.3 * sheet.em)


def set_text(sheet: Sheet, flow: Flow, topic: Topic, plan: StoryPlan, article: str) -> None:
    """The text of a story, its paragraphs, crossheads and signature."""
    style, dice = sheet.style, sheet.dice
    face = text_face(sheet, plan.scale)
    opens = text_face(sheet, plan.scale * dice.uniform(1.05, 1.3)) if sheet.chance(0.1) else face
    if plan.letter and sheet.chance(0.6):
        _salute(sheet, flow, topic, face, article)
    for index in range(plan.paragraphs):
        if not flow.open:
            return
        text = running(sheet.supply, topic, dice, max(20, round(dice.lognormvariate(5.3, 0.6))))
        text, bold = text if index else _begun(sheet, topic, plan, text), 0
        if index == 0 and plan.run_in == "bold":
            bold = dice.randint(8, 30)
        if index == 0 and sheet.chance(style.initials):
            text = _initial(sheet, flow, text, article)
        indent = 0.0 if index == 0 and sheet.chance(0.2) else style.indent
        setting = Setting(
            face if index else opens,
            indent=indent,
            hang=plan.hang * style.em,
            justified=style.justified,
            bold=bold,
            strewn=plan.strewn,
        )
        if set_paragraph(sheet, flow, text, setting, article):
            return
        flow.skip(style.apart * style.em)
        if 1 < index < plan.paragraphs - 2 and sheet.chance(style.crossheads):
            set_crosshead(sheet, flow, topic, article)
        elif plan.paragraphs > 6 and index > 1 and sheet.chance(0.02):
            (inset_picture if sheet.chance(0.6) else _half_cut)(sheet, flow, article)
    if plan.signed and flow.open:
        _sign(sheet, flow, topic, face, article)


def _begun(sheet: Sheet, topic: Topic, plan: StoryPlan, text: str) -> str:
    """The first paragraph of a story with what it begins with; its rest only where the story goes on."""
    if plan.continued:
        return text[sheet.dice.randrange(1, len(text) // 2) :].lstrip()
    return opening(sheet, topic, plan) + text if plan.dateline or plan.run_in else text


def text_face(sheet: Sheet, scale: float) -> Face:
    """The running text's face, `scale` times as large and leaded alike."""
    style = sheet.style
    if scale == 1.0:
        return style.text
    face = style.face(scale, leading=style.text.pitch / style.em)
    return replace(face, advance=face.advance * (1.0 if style.ideographic else sheet.dice.uniform(0.85, 1.1)))


def _initial(sheet: Sheet, flow: Flow, text: str, article: str) -> str:
    """A large letter that the first lines stand beside; gives the text without it."""
    style = sheet.style
    lines = sheet.dice.choice((2, 2, 3))
    if not flow.need((lines + 1) * style.text.pitch):
        return text
    size = lines * style.text.pitch
    width = size * sheet.dice.uniform(0.6, 1.0)
    box = Box(flow.slot.left, flow.y, flow.slot.left + width, flow.y + size)
    flow.cuts = [*flow.cuts, Cut(Box(box.left, box.top, box.right, box.bottom - 1), slant=1e-6)]
    sheet.put_line(
        Box(box.left, box.top, box.right - 0.2 * style.em, box.bottom),
        text[0],
        style.face(size / style.em, bold=True),
        Role.BODY,
        article,
        hardness=0.6,
    )
    return text[1:].lstrip()


def _half_cut(sheet: Sheet, flow: Flow, article: str) -> None:
    """A portrait half as wide as the column, that the text stands beside."""
    style, dice = sheet.style, sheet.dice
    width = flow.slot.width if flow.open else 0.0
    height = dice.uniform(0.5, 0.8) * width
    if width < 12 * style.em or not flow.need(height + 2 * style.text.pitch):
        return
    wide = dice.uniform(0.4, 0.55) * width
    left = flow.slot.left if sheet.chance(0.6) else flow.slot.right - wide
    box = Box(left, flow.y, left + wide, flow.y + height)
    flow.cuts = [*flow.cuts, Cut(box, slant=1e-6)]
    pad = 0.5 * style.em
    sheet.pictures.append(
        Box(
            box.left + (pad if left > flow.slot.left else 0.0),
            box.top + 0.3 * pad,
            box.right - pad,
            box.bottom - 1.5 * style.em,
        )
    )
    if sheet.chance(0.7):
        face = style.face(dice.uniform(0.75, 0.95), capitals=sheet.chance(0.6))
        caption = Stack(sheet, wide - 2 * pad)
        caption.add(dice.choice(sheet.supply.people), face, Role.CAPTION)
        sheet.put(caption.matter(), box.left + pad, box.bottom - 1.4 * style.em, article, Section.CAPTION)


def _salute(sheet: Sheet, flow: Flow, topic: Topic, face: Face, article: str) -> None:
    """Place, date and address at the beginning of a letter."""
    dice = sheet.dice
    lines = [
        (f"{topic.places[0]}, {dice.choice(('May', 'June', 'Oct.', 'Dec.'))} {dice.randint(1, 30)}.", 0.8),
        (dice.choice(("To the Editor:", "Dear Sir:—", "Editor of the Journal:", "Mr. Editor,—")), 0.1),
    ]
    for text, align in lines:
        if flow.open and sheet.chance(0.75):
            setting = Setting(face, justified=False, align=align)
            set_paragraph(sheet, flow, text, setting, article)


def _sign(sheet: Sheet, flow: Flow, topic: Topic, face: Face, article: str) -> None:
    """The name below a letter or story, at the right, and at times its place and date at the left."""
    dice = sheet.dice
    name = dice.choice(topic.people)
    text = dice.choice((name, name.upper(), f"{name}, {dice.choice(topic.places)}", "A SUBSCRIBER.", "X. Y. Z."))
    if sheet.supply.ideographic:
        text = dice.choice((f"（{name}）", f"（記者{name}）", name))
    setting = Setting(face, Role.BYLINE, justified=False, align=dice.choice((1.0, 0.95, 0.7)))
    set_paragraph(sheet, flow, text, setting, article)
    if flow.open and sheet.chance(0.25):
        month = dice.choice(("May", "June", "Nov."))
        where = f"{topic.places[0]}, {month} {dice.randint(1, 30)}, {dice.randint(1840, 1960)}."
        set_paragraph(sheet, flow, where, Setting(face, indent=sheet.em, justified=False), article)


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
