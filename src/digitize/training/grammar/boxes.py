"""What stands within a story beside its text: pictures with captions, fact boxes, leads over several columns."""

from digitize.model import Box, Orientation, Role
from digitize.training.grammar.flow import Flow, Setting, cut_ideographs, cut_words, set_paragraph
from digitize.training.grammar.heads import Stack
from digitize.training.grammar.records import Face, Section, SetRule
from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.supply import Topic, figure, heading, running


def caption_lines(sheet: Sheet, topic: Topic, width: float, face: Face) -> list[str]:
    """A caption cut to lines as wide as `width` pixels."""
    dice = sheet.dice
    cut = cut_ideographs if sheet.supply.ideographic else cut_words
    room = width / (face.size * face.advance)
    length = max(6, round(room * dice.choice((0.5, 0.9, 1.6, 2.5, 3.4)) * dice.uniform(0.8, 1.2)))
    text = (
        running(sheet.supply, topic, dice, 1)[:length].rstrip("，, ")
        if sheet.chance(0.6)
        else heading(sheet.supply, topic, dice, length)
    )
    if sheet.supply.ideographic:
        text = (
            dice.choice(("", "■", "▲", "圖：", ""))
            + text
            + dice.choice(("", "。", f"（{dice.choice(topic.people)}攝）"))
        )
    lines: list[str] = []
    while text and len(lines) < 9:
        part, text = cut(text, room, sheet)
        lines.append(part)
    return lines


def set_picture(sheet: Sheet, box: Box, topic: Topic, article: str) -> Box:
    """A picture in `box` with its caption, or several side by side; gives what they take, with white around."""
    em = sheet.em
    count = sheet.dice.choice((2, 2, 3, 4)) if box.width > 26 * em and sheet.chance(0.2) else 1
    step = box.width / count
    for index in range(count):
        left = box.left + index * step
        gap = 0.4 * em if index + 1 < count else 0.0
        _set_one(sheet, Box(left, box.top, left + step - gap, box.bottom), topic, article)
    white = sheet.dice.uniform(0.2, 0.7) * em
    return Box(box.left, box.top - white, box.right, box.bottom + white)


def _set_one(sheet: Sheet, box: Box, topic: Topic, article: str) -> None:
    """One picture in `box` with its caption."""
    dice, em = sheet.dice, sheet.em
    face = sheet.style.face(dice.uniform(0.75, 1.05), bold=sheet.chance(0.3), leading=dice.uniform(1.1, 1.4))
    chances = (10, 1, 2, 2, 1.5, 2) if sheet.supply.ideographic else (10, 1, 1.5, 0, 0.3, 2)
    where = dice.choices(("below", "above", "beside", "upright", "over", "none"), chances)[0]
    picture = box
    if where in {"below", "above"}:
        lines = caption_lines(sheet, topic, box.width, face)
        height = len(lines) * face.pitch + 0.4 * em
        top = box.bottom - height + 0.4 * em if where == "below" else box.top
        picture = Box(box.left, box.top, box.right, box.bottom - height)
        if where == "above":
            picture = Box(box.left, box.top + height, box.right, box.bottom)
        _lay(sheet, lines, face, (box.left, top, box.width), article)
    elif where == "beside" and box.width > 14 * em:
        width = dice.uniform(5, 9) * em
        left = box.left if sheet.chance(0.4) else box.right - width
        lines = caption_lines(sheet, topic, width, face)[: max(1, int(box.height / face.pitch))]
        top = box.bottom - len(lines) * face.pitch if sheet.chance(0.5) else box.top
        _lay(sheet, lines, face, (left, top, width), article)
        gap = 0.5 * em
        picture = (
            Box(left + width + gap, box.top, box.right, box.bottom)
            if left == box.left
            else Box(box.left, box.top, left - gap, box.bottom)
        )
    elif where == "upright":
        picture = _upright_caption(sheet, box, topic, face, article)
    elif where == "over":
        lines = caption_lines(sheet, topic, 0.8 * box.width, face)[:4]
        top = box.bottom - (len(lines) + 0.5) * face.pitch
        _lay(sheet, lines, face, (box.left + 0.1 * box.width, top, 0.8 * box.width), article)
    sheet.pictures.append(picture)


def _lay(sheet: Sheet, lines: list[str], face: Face, place: tuple[float, float, float], article: str) -> None:
    """Caption lines from the place (left, top, width) downward."""
    left, top, width = place
    stack = Stack(sheet, width)
    align = sheet.dice.choice((0.0, 0.0, 0.0, 0.5))
    for line in lines:
        stack.add(line, face, Role.CAPTION, align)
    sheet.put(stack.matter(), left, top, article, Section.CAPTION)


def _upright_caption(sheet: Sheet, box: Box, topic: Topic, face: Face, article: str) -> Box:
    """A caption set on end at a side of `box`, read from the right; gives the picture's part."""
    _dice, em = sheet.dice, sheet.em
    lines = caption_lines(sheet, topic, box.height, face)[:3]
    width = len(lines) * face.pitch
    right = sheet.chance(0.5)
    start = box.right if right else box.left + width
    for index, line in enumerate(lines):
        left = start - (index + 1) * face.pitch
        bottom = box.top + min(len(line) * face.size, box.height)
        sheet.put_line(
            Box(left, box.top, left + 0.92 * face.size, bottom),
            line,
            face,
            Role.CAPTION,
            article,
            Section.CAPTION,
            vertical=True,
        )
    gap = 0.4 * em
    if right:
        return Box(box.left, box.top, box.right - width - gap, box.bottom)
    return Box(box.left + width + gap, box.top, box.right, box.bottom)


def set_lead(sheet: Sheet, box: Box, topic: Topic, article: str) -> float:
    """The story's first sentences over the whole width of `box` in larger or bold type; gives where they end."""
    dice, style = sheet.dice, sheet.style
    reversed_ = sheet.chance(0.3)
    face = style.face(dice.uniform(1.0, 1.45), bold=sheet.chance(0.4), leading=dice.uniform(1.3, 1.9))
    lines = dice.randint(2, 6)
    share = 1.0 if sheet.chance(0.7) else dice.uniform(0.6, 0.95)
    room = share * box.width / (face.size * face.advance)
    text = running(sheet.supply, topic, dice, round(room * (lines - 0.8)))
    place = Box(box.left + (1 - share) * box.width, box.top, box.right, box.top + (lines + 2) * face.pitch)
    flow = Flow([place])
    set_paragraph(sheet, flow, text, Setting(face, indent=style.indent, justified=style.justified), article)
    if reversed_ and sheet.chance(0.4):
        sheet.pictures.append(Box(place.left, place.top, place.right, flow.y))
    return flow.y + dice.uniform(0.3, 1.0) * style.em


def set_facts(sheet: Sheet, box: Box, topic: Topic, article: str) -> Box | None:
    """A fact box, infographic or pull quote in `box`; gives what it takes, None where there is no room."""
    dice, em, style = sheet.dice, sheet.em, sheet.style
    if box.height < 6 * em:
        return None
    kind = dice.choice(("facts", "table", "figures", "quote"))
    if sheet.chance(0.45) and kind != "quote":
        sheet.frames.append(box)
    pad = dice.uniform(0.3, 0.9) * em
    inner = Box(box.left + pad, box.top + pad, box.right - pad, box.bottom - pad)
    stack = Stack(sheet, inner.width)
    face = style.face(dice.uniform(0.8, 1.05), leading=dice.uniform(1.25, 1.6))
    title = style.face(dice.uniform(1.0, 1.8), bold=sheet.chance(0.6), leading=1.4)
    room = inner.width / (face.size * face.advance)
    if kind != "quote" and sheet.chance(0.8):
        stack.add(
            heading(sheet.supply, topic, dice, max(3, int(inner.width / (title.size * title.advance) * 0.8))),
            title,
            Role.CROSSHEAD,
        )
    if kind == "quote":
        face = style.face(dice.uniform(1.2, 2.0), leading=1.4, bold=sheet.chance(0.3))
        room = inner.width / (face.size * face.advance)
    cut = cut_ideographs if sheet.supply.ideographic else cut_words
    text = ""
    while stack.y + face.pitch < inner.height:
        if kind in {"table", "figures"}:
            _figures(sheet, stack, face, topic, inner.width)
            continue
        text = text or running(sheet.supply, topic, dice, round(room * dice.uniform(0.5, 2.5)))
        part, text = cut(text, room, sheet)
        stack.add(part, face, Role.BODY, 0.5 if kind == "quote" else 0.0)
    sheet.put(stack.matter(), inner.left, inner.top, article, Section.ASIDE)
    return Box(box.left, box.top - 0.4 * em, box.right, box.bottom + 0.4 * em)


def _figures(sheet: Sheet, stack: Stack, face: Face, topic: Topic, width: float) -> None:
    """A row of a table in pieces, or a large figure."""
    dice, em = sheet.dice, sheet.em
    if sheet.chance(0.15):
        large = sheet.style.face(dice.uniform(1.2, 2.4), bold=True, leading=1.3)
        stack.add(figure(dice), large, Role.TABLE, dice.random())
        return
    cells = [heading(sheet.supply, topic, dice, 5), *(figure(dice) for _ in range(dice.choice((1, 2, 3, 4))))]
    step = width / len(cells)
    y = stack.y
    for index, cell in enumerate(cells):
        stack.y = y
        stack.add(cell[: max(1, int(step / (face.size * face.advance)))], face, Role.TABLE, 0.0, index * step)
    if sheet.chance(0.1):
        stack.rules.append(SetRule(Box(0, stack.y, width, stack.y + 0.08 * em), Orientation.HORIZONTAL))
