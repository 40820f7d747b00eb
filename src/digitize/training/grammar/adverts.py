"""Advertisements in a space of their own: centred lines of many sizes, pictures, columns of small type, prices."""

from digitize.model import Box, Role
from digitize.training.grammar.flow import Flow, Setting, cut_ideographs, cut_words, set_paragraph
from digitize.training.grammar.heads import Stack
from digitize.training.grammar.records import Face
from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.supply import Topic, figure, heading, running


def set_advert(sheet: Sheet, box: Box, *, framed: float = 0.6) -> None:
    """An advertisement that fills `box`, with a frame at the chance of `framed`."""
    if sheet.upright and sheet.chance(0.4):
        _set_level(sheet, box, framed)
        return
    article = sheet.item("ad")
    em, dice = sheet.em, sheet.dice
    if sheet.chance(framed):
        _frame(sheet, box)
    inset = min(dice.uniform(0.4, 1.5) * em, 0.1 * box.width)
    inner = Box(box.left + inset, box.top + inset, box.right - inset, box.bottom - inset)
    topic = sheet.topic()
    wide = inner.width > 22 * em and inner.height > 14 * em
    if wide and sheet.chance(0.35):
        inner = _panel(sheet, inner, topic, article)
    if inner.height > 10 * em and sheet.chance(0.4):
        inner = _picture(sheet, inner)
    if inner.width > 30 * em and inner.height > 25 * em and sheet.chance(0.5):
        inner = _goods(sheet, inner, topic, article)
    _display(sheet, inner, topic, article)


def _set_level(sheet: Sheet, box: Box, framed: float) -> None:
    """An advertisement of level lines on a page of upright ones: set apart, then turned against the page's turn."""
    level = Sheet(sheet.style, sheet.supply, sheet.dice, Box(0.0, 0.0, box.height, box.width))
    set_advert(level, level.area, framed=framed)
    article = sheet.item("ad")

    def turn(other: Box) -> Box:
        return Box(box.left + other.top, box.bottom - other.right, box.left + other.bottom, box.bottom - other.left)

    for line in level.lines:
        sheet.put_line(
            turn(line.box), line.text, line.face, line.role, article, vertical=not line.vertical, hardness=line.hardness
        )
    sheet.pictures += [turn(other) for other in level.pictures]
    sheet.frames += [turn(other) for other in level.frames]


def _frame(sheet: Sheet, box: Box) -> None:
    sheet.frames.append(box)
    if sheet.chance(0.3):
        gap = sheet.dice.uniform(0.2, 0.5) * sheet.em
        sheet.frames.append(Box(box.left + gap, box.top + gap, box.right - gap, box.bottom - gap))


def _picture(sheet: Sheet, box: Box) -> Box:
    """A picture at a side of `box`; gives what is left of it."""
    dice = sheet.dice
    share, gap = dice.uniform(0.25, 0.6), 0.5 * sheet.em
    if sheet.chance(0.5) and box.width > 12 * sheet.em:
        middle = box.left + share * box.width
        left, right = Box(box.left, box.top, middle - gap, box.bottom), Box(middle, box.top, box.right, box.bottom)
        picture, rest = (left, right) if sheet.chance(0.5) else (right, left)
        height = dice.uniform(0.5, 1.0) * box.height
        top = box.top + dice.random() * (box.height - height)
        sheet.pictures.append(Box(picture.left, top, picture.right, top + height))
        return rest
    if sheet.chance(0.5):
        sheet.pictures.append(Box(box.left, box.top, box.right, box.top + share * box.height))
        return Box(box.left, box.top + share * box.height + gap, box.right, box.bottom)
    top = box.bottom - share * box.height
    sheet.pictures.append(Box(box.left, top, box.right, box.bottom))
    return Box(box.left, box.top, box.right, top - gap)


def _panel(sheet: Sheet, box: Box, topic: Topic, article: str) -> Box:
    """Text in small type at a side of `box`, framed or not; gives what is left."""
    dice, em = sheet.dice, sheet.em
    width = min(dice.uniform(8, 16) * em, 0.5 * box.width)
    height = dice.uniform(0.4, 0.95) * box.height
    top = box.top + dice.random() * (box.height - height)
    right = sheet.chance(0.5)
    left = box.right - width if right else box.left
    panel = Box(left, top, left + width, top + height)
    if sheet.chance(0.4):
        sheet.frames.append(
            Box(panel.left - 0.4 * em, panel.top - 0.4 * em, panel.right + 0.4 * em, panel.bottom + 0.4 * em)
        )
    face = sheet.style.face(dice.uniform(0.65, 1.1), leading=dice.uniform(1.05, 1.5))
    length = round(dice.uniform(0.6, 1.0) * height / face.pitch * width / face.size / face.advance)
    flow = Flow([panel])
    setting = Setting(face, Role.ADVERTISEMENT, dice.choice((0.0, em)), justified=sheet.chance(0.7))
    set_paragraph(sheet, flow, running(sheet.supply, topic, dice, length), setting, article)
    return (
        Box(box.left, box.top, left - em, box.bottom)
        if right
        else Box(left + width + em, box.top, box.right, box.bottom)
    )


def _goods(sheet: Sheet, box: Box, topic: Topic, article: str) -> Box:
    """Goods side by side, each with its picture, name, words and price, in the lower part of `box`."""
    dice, em = sheet.dice, sheet.em
    top = box.bottom - dice.uniform(0.4, 0.65) * box.height
    count = dice.randint(2, 4)
    width = box.width / count
    pictured, ruled = sheet.chance(0.6), sheet.chance(0.3)
    for index in range(count):
        cell = Box(box.left + index * width + 0.5 * em, top, box.left + (index + 1) * width - 0.5 * em, box.bottom)
        y = top
        if pictured:
            y += dice.uniform(0.25, 0.5) * cell.height
            sheet.pictures.append(Box(cell.left, top, cell.right, y))
        if ruled and index:
            sheet.rule_down(cell.left - 0.5 * em, top, box.bottom)
        _display(sheet, Box(cell.left, y + 0.3 * em, cell.right, cell.bottom), topic, article, largest=1.6)
    return Box(box.left, box.top, box.right, top - 0.5 * em)


def _display(sheet: Sheet, box: Box, topic: Topic, article: str, largest: float = 9.0) -> None:
    """Lines one below the other that fill `box`, large and small by turns."""
    dice, em = sheet.dice, sheet.em
    if box.width < 4 * em or box.height < 2 * em:
        return
    stack = Stack(sheet, box.width)
    align = dice.choice((0.5, 0.5, 0.5, 0.0))
    biggest = min(largest, max(1.4, 0.18 * box.height / em))
    while stack.y < box.height:
        size = max(0.7, dice.choice((0.8, 1.0, 1.0, 1.4, 2.0, 3.5, 6.0)) * dice.uniform(0.85, 1.2))
        size = min(size, biggest, 0.3 * box.width / em)
        face = sheet.style.face(
            size, bold=sheet.chance(0.5), capitals=sheet.chance(0.2), leading=dice.uniform(1.05, 1.5)
        )
        if stack.y + face.pitch > box.height:
            break
        room = box.width / (face.size * face.advance)
        if size < 1.2 and sheet.chance(0.4) and room > 12:
            _small_lines(sheet, stack, face, topic, (room, box.height))
        else:
            text = phrase(sheet, topic, int(room * dice.uniform(0.4, 0.97)))
            stack.add(text, face, Role.ADVERTISEMENT, align, hardness=min(0.6, 0.1 * (size - 1)))
        stack.white(dice.choice((0.0, 0.2, 0.5, 1.5)) * em)
        if sheet.chance(0.07):
            stack.rule(dice.uniform(0.1, 0.9))
    matter = stack.matter()
    sheet.put(matter, box.left, box.top + dice.random() * max(0.0, box.height - matter.height), article)


def _small_lines(sheet: Sheet, stack: Stack, face: Face, topic: Topic, limits: tuple[float, float]) -> None:
    """Lines of small type that read on; `limits` are letters a line and the height of the space in pixels."""
    room, height = limits
    text = running(sheet.supply, topic, sheet.dice, round(sheet.dice.uniform(1.2, 5) * room))
    cut = cut_ideographs if sheet.supply.ideographic else cut_words
    while text and stack.y + face.pitch <= height:
        part, text = cut(text, room * sheet.dice.uniform(0.9, 1.0), sheet)
        stack.add(part, face, Role.ADVERTISEMENT, 0.5)


def phrase(sheet: Sheet, topic: Topic, room: int) -> str:
    """Words of an advertisement, at most `room` letters."""
    dice = sheet.dice
    room = max(3, room)
    if sheet.supply.ideographic:
        choices = [
            heading(sheet.supply, topic, dice, min(room, 14)),
            f"电话：{dice.randint(1000, 9999)}{dice.randint(1000, 9999)}",
            f"{dice.choice(topic.places)}{dice.randint(1, 300)}号",
            f"{figure(dice)}元起",
        ]
        return dice.choices(choices, (8, 1, 1, 1))[0][:room]
    choices = [
        heading(sheet.supply, topic, dice, room).title(),
        heading(sheet.supply, topic, dice, room).upper(),
        f"Price, ${figure(dice)}",
        f"{dice.randint(1, 900)} {dice.choice(topic.places)} St.",
        f"Phone {dice.randint(200, 999)}-{dice.randint(1000, 9999)}",
        f"{dice.choice(topic.people)} & Co.",
    ]
    return dice.choices(choices, (6, 1.5, 1, 1, 1, 1))[0][:room].strip()
