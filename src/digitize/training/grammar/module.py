"""A story that fills a rectangle over one or several columns: heads, pictures, boxes, and text around them."""

import itertools
from dataclasses import dataclass, field, replace

from digitize.model import Box, Role
from digitize.training.grammar.boxes import set_facts, set_lead, set_picture
from digitize.training.grammar.flow import Cut, Flow, Setting, quad_box, set_paragraph, slots_of
from digitize.training.grammar.heads import Stack, chinese_decks, head_of, latin_byline, latin_decks, vertical_head
from digitize.training.grammar.phrases import dateline, jump
from digitize.training.grammar.records import Section
from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.stories import set_crosshead
from digitize.training.grammar.supply import Topic, heading, running


@dataclass(frozen=True, slots=True)
class ModulePlan:
    """How stories of a make-up are built. Chances lie between 0 and 1."""

    size: tuple[float, float] = (1.3, 4.0)
    """Of the headline, in ems of the text."""
    decks: tuple[int, ...] = (0, 0, 1)
    byline: float = 0.4
    picture: float = 0.5
    """For each of at most three pictures."""
    facts: float = 0.15
    lead: float = 0.1
    vertical: float = 0.0
    """Of a headline set upright beside the text."""
    partial: float = 0.15
    """Of a headline over some of the columns only."""
    around: float = 0.1
    """Of text that runs round an outline."""
    jump: float = 0.1
    label: float = 0.07
    """Of the name of a standing column over the head."""
    dateline: float = 0.4
    ended: float = 0.85
    """Of a story that ends within its space."""


@dataclass
class _Space:
    """What is still free of a story's rectangle."""

    box: Box
    columns: list[Box]
    barred: list[Box] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)

    def lower(self, top: float) -> None:
        """Everything starts at `top` from now on."""
        self.box = replace(self.box, top=top)
        self.columns = [replace(column, top=max(column.top, top)) for column in self.columns]


def columns_of(box: Box, count: int, gutter: float) -> list[Box]:
    """`count` equal columns of `box`."""
    width = (box.width - (count - 1) * gutter) / count
    starts = [box.left + index * (width + gutter) for index in range(count)]
    return [Box(start, box.top, start + width, box.bottom) for start in starts]


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


def set_module(sheet: Sheet, box: Box, columns: list[Box], plan: ModulePlan, article: str = "") -> None:
    """One story in `box`, its text in `columns`."""
    topic, article = sheet.topic(), article or sheet.item("a")
    space = _Space(box, columns)
    if sheet.chance(plan.label) and box.height > 12 * sheet.em:
        _set_label(sheet, space)
    _set_head(sheet, space, topic, plan, article)
    if space.box.height < 3 * sheet.em:
        return
    roomy = space.box.height > 16 * sheet.em and not space.barred
    if len(space.columns) > 1 and roomy and sheet.chance(plan.lead):
        below = set_lead(sheet, space.box, topic, article)
        space.lower(below)
    for _ in range(3):
        if sheet.chance(plan.picture):
            _set_picture(sheet, space, topic, plan, article)
    if sheet.chance(plan.facts):
        place = _place(sheet, space, 0.45)
        barred = set_facts(sheet, place, topic, article) if _free(space, place) else None
        if barred:
            space.barred.append(barred)
    if sheet.style.ruled:
        rule_columns(sheet, space.columns, [*space.barred, *(cut.box for cut in space.cuts)])
    _set_text(sheet, space, topic, plan, article)


def _set_label(sheet: Sheet, space: _Space) -> None:
    """The name of a standing column over a story of it."""
    dice, style = sheet.dice, sheet.style
    stack = Stack(sheet, space.box.width)
    face = style.face(dice.uniform(1.0, 2.0), bold=sheet.chance(0.5), capitals=sheet.chance(0.4), leading=1.3)
    text = heading(sheet.supply, sheet.topic(), dice, 5 if style.ideographic else 18)
    stack.add(
        text if style.ideographic else text.title(), face, Role.LABEL, dice.choice((0.0, 0.0, 0.5, 1.0)), hardness=0.1
    )
    if sheet.chance(0.3):
        stack.rule(dice.uniform(0.1, 1.0), 0.0)
    sheet.put(stack.matter(), space.box.left, space.box.top, sheet.item("label"))
    space.lower(space.box.top + stack.y + 0.3 * style.em)


def _set_head(sheet: Sheet, space: _Space, topic: Topic, plan: ModulePlan, article: str) -> None:
    box, dice, style = space.box, sheet.dice, sheet.style
    if sheet.chance(plan.vertical) and box.height > 12 * style.em and box.width > 14 * style.em:
        _upright_head(sheet, space, topic, plan, article)
        return
    count = len(space.columns)
    over = dice.randint(1, count - 1) if count > 1 and sheet.chance(plan.partial) else count
    first = 0 if sheet.chance(0.6) else count - over
    left, right = space.columns[first].left, space.columns[first + over - 1].right
    width = right - left
    size = dice.uniform(*plan.size) * (0.7 + 0.12 * min(over, 5))
    if style.ideographic:
        decks = chinese_decks(sheet, topic, width, size)
    else:
        decks = latin_decks(sheet, width, size, dice.choice(plan.decks))
        if sheet.chance(plan.byline):
            decks.append(latin_byline(sheet, topic))
    head = head_of(sheet, topic, width, decks)
    if head.height > 0.6 * box.height:
        head = head_of(sheet, topic, width, [replace(decks[0], face=style.face(1.2, bold=True), lines=1, texts=())])
    sheet.put(head, left, box.top, article)
    bottom = box.top + head.height + dice.uniform(0.1, 0.6) * style.em
    if over == count:
        space.lower(bottom)
    else:
        gap = 0.3 * style.em
        space.barred.append(Box(left - gap, box.top, right + gap, bottom))


def _upright_head(sheet: Sheet, space: _Space, topic: Topic, plan: ModulePlan, article: str) -> None:
    """A headline beside the columns, or in the place of the first one's upper part."""
    box, dice, style = space.box, sheet.dice, sheet.style
    size = min(dice.uniform(*plan.size), 0.1 * box.width / style.em + 1.0)
    head = vertical_head(sheet, topic, box.height * dice.uniform(0.5, 1.0), size)
    width = max(line.box.right for line in head.lines) + dice.uniform(0.6, 1.5) * style.em
    at_left = sheet.chance(0.6)
    x = box.left if at_left else box.right - width + 0.5 * style.em
    sheet.put(head, x, box.top, article)
    rest = (
        Box(box.left + width, box.top, box.right, box.bottom)
        if at_left
        else Box(box.left, box.top, box.right - width, box.bottom)
    )
    count = max(1, min(len(space.columns), round(rest.width / style.measure)))
    space.box, space.columns = rest, columns_of(rest, count, style.gutter)


def _place(sheet: Sheet, space: _Space, share: float) -> Box:
    """A space over one or more columns for a picture or box, at most `share` of the height, that nothing bars yet."""
    dice, columns = sheet.dice, space.columns
    count = len(columns)
    over = min(count, dice.choice((1, 1, 1, 2, 2, 3)))
    first = dice.randrange(count - over + 1)
    left, right = columns[first].left, columns[first + over - 1].right
    height = min(dice.uniform(0.15, share) * space.box.height, (right - left) * dice.uniform(0.6, 1.6))
    at = dice.choice((0.0, 0.0, 1.0, dice.random()))
    top = space.box.top + at * (space.box.height - height)
    return Box(left, top, right, top + height)


def _free(space: _Space, box: Box) -> bool:
    taken = [*space.barred, *(cut.box for cut in space.cuts)]
    return not any(
        box.left < other.right and other.left < box.right and box.top < other.bottom and other.top < box.bottom
        for other in taken
    )


def _set_picture(sheet: Sheet, space: _Space, topic: Topic, plan: ModulePlan, article: str) -> None:
    box = _place(sheet, space, 0.6)
    em = sheet.em
    if box.height < 5 * em or not _free(space, box):
        return
    if len(space.columns) > 1 and sheet.chance(plan.around):
        shift = sheet.dice.uniform(-0.5, 0.5) * box.width
        width = box.width * sheet.dice.uniform(0.4, 0.8)
        left = min(max(space.box.left, box.center[0] + shift - width / 2), space.box.right - width)
        shape = Box(left, box.top, left + width, box.bottom)
        if _free(space, shape):
            sheet.pictures.append(Box(left + em, box.top + em, left + width - em, box.bottom - em))
            space.cuts.append(Cut(shape, sheet.dice.choice((0.0, 0.0, 0.4, -0.4))))
        return
    space.barred.append(set_picture(sheet, box, topic, article))


def _set_text(sheet: Sheet, space: _Space, topic: Topic, plan: ModulePlan, article: str) -> None:
    style, dice = sheet.style, sheet.dice
    goes_on = sheet.chance(plan.jump)
    pitch = style.text.pitch
    slots = slots_of(space.columns, space.barred, 1.5 * pitch)
    if not slots:
        return
    end = slots[-1]
    if goes_on:
        slots[-1] = replace(end, bottom=end.bottom - pitch)
    flow = Flow(slots, tuple(space.cuts))
    ended = not goes_on and sheet.chance(plan.ended)
    capacity = sum(slot.height / pitch * slot.width for slot in slots) / (style.em * style.text.advance)
    short = capacity * dice.uniform(0.75, 0.97) if ended and sheet.chance(0.5) else float("inf")
    done, first = 0, True
    while flow.open and done < short:
        text = running(
            sheet.supply, topic, dice, max(15, round(dice.lognormvariate(4.6 if style.ideographic else 5.2, 0.6)))
        )
        if first and sheet.chance(plan.dateline):
            text = dateline(sheet, topic) + text
        if not first and done > 200 and sheet.chance(style.crossheads):
            set_crosshead(sheet, flow, topic, article)
        setting = Setting(style.text, indent=style.indent, justified=style.justified)
        done, first = done + len(text) + 15, False
        set_paragraph(sheet, flow, text, setting, article)
    if ended:
        _close(sheet, article)
    if goes_on:
        set_jump(sheet, end, article)


def _close(sheet: Sheet, article: str) -> None:
    """Let the last line of a story end its sentence."""
    last = sheet.lines[-1]
    if last.article == article and last.role is Role.BODY and last.section is Section.MAIN:
        text = last.text[:-1] + "。" if sheet.style.ideographic else last.text.rstrip("-,;: ") + "."
        sheet.lines[-1] = replace(last, text=text)


def set_jump(sheet: Sheet, slot: Box, article: str) -> None:
    """The line that says where a story goes on, at the foot of `slot`."""
    dice, style = sheet.dice, sheet.style
    text = jump(sheet)
    face = style.face(dice.uniform(0.85, 1.05), bold=sheet.chance(0.3))
    length = min(len(text) * face.size * face.advance, slot.width)
    left = slot.left + dice.choice((0.0, 0.5, 1.0)) * (slot.width - length)
    box = quad_box(left, left + length, slot.bottom - style.text.pitch, face, style.ideographic)
    sheet.put_line(box, text, face, Role.JUMP, article)
