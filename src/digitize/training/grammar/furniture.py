"""What belongs to the paper and to no story: masthead with ears, folio line, imprint."""

from dataclasses import replace

from digitize.model import Box, Role
from digitize.training.grammar.flow import natural, quad_box
from digitize.training.grammar.heads import Stack
from digitize.training.grammar.records import Face
from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.supply import figure, heading

_DAYS = {
    "en": ("MONDAY", "Tuesday", "SATURDAY", "Friday"),
    "de": ("Montag", "Dienstag", "Sonnabend", "Freitag"),
    "fr": ("Lundi", "MARDI", "Samedi", "DIMANCHE"),
    "zh-Hans": ("星期一", "星期三", "星期五", "星期日"),
    "zh-Hant": ("星期一", "星期三", "星期五", "星期日"),
    "ja": ("月曜日", "火曜日", "土曜日", "日曜日"),
}
_MONTHS = {
    "en": ("January", "MARCH", "June", "October", "DEC."),
    "de": ("Januar", "März", "Juli", "Oktober"),
    "fr": ("janvier", "mars", "JUILLET", "octobre"),
}


def name_of(sheet: Sheet) -> str:
    """The paper's name."""
    dice, topic = sheet.dice, sheet.topic()
    if sheet.supply.ideographic:
        return topic.places[0][:2] + dice.choice(("日报", "晚報", "新聞", "時報", "商报", "晨报"))
    place = topic.places[0].split(" ")[-1]
    kind = {"de": ("Zeitung", "Anzeiger", "Tageblatt"), "fr": ("Gazette", "Journal", "Courrier")}
    return (
        f"{place} {dice.choice(kind.get(sheet.supply.language, ('Times', 'Eagle', 'Gazette', 'Journal', 'Tribune')))}"
    )


def date_of(sheet: Sheet) -> str:
    """A day as the paper prints it."""
    dice, language = sheet.dice, sheet.supply.language
    day = dice.choice(_DAYS.get(language, _DAYS["en"]))
    if sheet.supply.ideographic:
        return f"{dice.randint(1930, 2025)}年{dice.randint(1, 12)}月{dice.randint(1, 31)}日" + dice.choice(
            ("", " " + day)
        )
    month = dice.choice(_MONTHS.get(language, _MONTHS["en"]))
    return f"{day}, {month} {dice.randint(1, 31)}, {dice.randint(1840, 1995)}"


def set_level_folio(sheet: Sheet) -> None:
    """A level line over a page of upright lines, which is composed with its top at the left; makes room for it."""
    dice, em, area = sheet.dice, sheet.em, sheet.area
    face = sheet.style.face(dice.uniform(0.9, 1.5))
    article = sheet.item("folio")
    parts = [name_of(sheet), date_of(sheet), f"第{dice.randint(1, 12)}版"]
    dice.shuffle(parts)
    parts = parts[: dice.choice((1, 2, 3))]
    for index, part in enumerate(parts):
        length = len(part) * face.size
        share = index / (len(parts) - 1) if len(parts) > 1 else 0.5
        top = area.top + share * (area.height - length)
        box = Box(area.left, top, area.left + 0.92 * face.size, top + length)
        sheet.put_line(box, part, face, Role.FOLIO, article, vertical=True)
    if sheet.chance(0.6):
        sheet.rule_down(area.left + face.size + 0.4 * em, area.top, area.bottom)
    sheet.area = replace(area, left=area.left + face.size + 1.2 * em)


def set_masthead(sheet: Sheet, top: float) -> float:
    """The paper's name, ears beside it, and a line of number, place and date; gives where it ends."""
    dice, em, area = sheet.dice, sheet.em, sheet.area
    article = sheet.item("mast")
    share = dice.choice((1.0, 1.0, 0.8, 0.6))
    left = area.left + dice.choice((0.0, 0.5)) * (1 - share) * area.width
    name = name_of(sheet)
    face = sheet.style.face(
        dice.uniform(0.05, 0.1) * area.width / em, bold=True, capitals=sheet.chance(0.3), leading=1.3
    )
    length = min(natural(name, sheet.supply.ideographic) * face.size * face.advance, share * area.width)
    start = left + (share * area.width - length) / 2
    box = quad_box(start, start + length, top, face, sheet.supply.ideographic)
    sheet.put_line(box, name, face, Role.MASTHEAD, article, hardness=0.5)
    if sheet.chance(0.25):
        sheet.pictures.append(Box(start + 0.4 * length, top, start + 0.6 * length, box.bottom))
    if start - left > 8 * em and sheet.chance(0.6):
        set_ear(sheet, Box(left, top + em, start - em, box.bottom))
        set_ear(sheet, Box(start + length + em, top + em, left + share * area.width, box.bottom))
    if share < 1:
        side = Box(left + share * area.width + em, top, area.right, box.bottom)
        if left > area.left + em:
            set_ear(sheet, Box(area.left, top, left - em, box.bottom))
        set_ear(sheet, side)
    y = top + face.pitch + 0.3 * em
    if sheet.chance(0.3):
        motto = sheet.style.face(dice.uniform(0.9, 1.4))
        stack = Stack(sheet, area.width)
        stack.add(heading(sheet.supply, sheet.topic(), dice, 60), motto, Role.MASTHEAD)
        sheet.put(stack.matter(), area.left, y, article)
        y += stack.y + 0.2 * em
    return _dateline(sheet, y, article)


def _dateline(sheet: Sheet, y: float, article: str) -> float:
    dice, em, area = sheet.dice, sheet.em, sheet.area
    if sheet.chance(0.8):
        sheet.rule_across(area.left, area.right, y)
    face = sheet.style.face(dice.uniform(0.9, 1.2), bold=sheet.chance(0.3), capitals=sheet.chance(0.4))
    number = (
        f"第{figure(dice)}号"
        if sheet.supply.ideographic
        else f"VOL. {dice.choice(('XII', 'IV', 'LX'))}. NO. {dice.randint(1, 300)}."
    )
    parts = [number, date_of(sheet), "" if sheet.supply.ideographic else f"PRICE {dice.randint(1, 5)} CENTS."]
    _spread(sheet, [part for part in parts if part], y + 0.5 * em, face, (Role.MASTHEAD, article))
    y += 0.9 * em + face.pitch
    if sheet.chance(0.8):
        sheet.rule_across(area.left, area.right, y)
    return y + dice.uniform(0.5, 1.5) * em


def _spread(sheet: Sheet, parts: list[str], y: float, face: Face, owner: tuple[Role, str]) -> None:
    """Parts of a line from the left end of the page to the right."""
    area, ideographic = sheet.area, sheet.supply.ideographic
    for index, part in enumerate(parts):
        text = part.upper() if face.capitals else part
        length = min(natural(text, ideographic) * face.size * face.advance, area.width / len(parts))
        share = index / (len(parts) - 1) if len(parts) > 1 else 0.5
        left = area.left + share * (area.width - length)
        sheet.put_line(quad_box(left, left + length, y, face, ideographic), text, face, *owner)


def set_ear(sheet: Sheet, box: Box) -> None:
    """A small space beside the paper's name: weather, price, an advertisement."""
    dice, em = sheet.dice, sheet.em
    if box.width < 6 * em or box.height < 2.5 * em:
        return
    advert = sheet.chance(0.3)
    article = sheet.item("ad" if advert else "ear")
    if sheet.chance(0.4):
        sheet.frames.append(box)
    stack = Stack(sheet, box.width - em)
    while True:
        face = sheet.style.face(dice.uniform(0.7, 1.5), bold=sheet.chance(0.4), leading=1.2)
        if stack.y + face.pitch > box.height:
            break
        room = int(stack_room(stack, face, box) * dice.uniform(0.4, 0.95))
        text = heading(sheet.supply, sheet.topic(), dice, max(2, room))
        stack.add(text, face, Role.ADVERTISEMENT if advert else Role.MASTHEAD, hardness=0.15)
    sheet.put(stack.matter(), box.left + 0.5 * em, box.top, article)


def stack_room(_: Stack, face: Face, box: Box) -> float:
    """Letters of `face` that fit a line in `box`."""
    return box.width / (face.size * face.advance)


def set_folio(sheet: Sheet, top: float) -> float:
    """The line of page number, paper and date over a page within the paper; gives where it ends."""
    dice, em, area = sheet.dice, sheet.em, sheet.area
    face = sheet.style.face(dice.uniform(0.9, 1.7), bold=sheet.chance(0.4), capitals=sheet.chance(0.4))
    number = dice.choice((str(dice.randint(2, 48)), f"A{dice.randint(2, 30)}", f"Page {dice.randint(2, 16)}"))
    if sheet.supply.ideographic:
        number = dice.choice((f"A{dice.randint(2, 30)}", f"{dice.randint(2, 24):02}", f"第{dice.randint(2, 9)}版"))
    parts = [number, name_of(sheet), date_of(sheet)]
    dice.shuffle(parts)
    parts = parts[: dice.choice((1, 2, 3, 3, 3))]
    _spread(sheet, parts, top, face, (Role.FOLIO, sheet.item("folio")))
    y = top + face.pitch + dice.uniform(0.2, 0.7) * em
    if sheet.chance(0.35):
        label = sheet.style.face(dice.uniform(1.6, 3.2), bold=True, leading=1.25)
        stack = Stack(sheet, area.width)
        text = heading(sheet.supply, sheet.topic(), dice, 4 if sheet.supply.ideographic else 14)
        stack.add(text, label, Role.LABEL, dice.choice((0.0, 0.5, 1.0)), hardness=0.15)
        sheet.put(stack.matter(), area.left, y, sheet.item("label"))
        y += stack.y
    if sheet.chance(0.7):
        sheet.rule_across(area.left, area.right, y)
        y += 0.3 * em
    return y + dice.uniform(0.3, 1.2) * em


def set_imprint(sheet: Sheet) -> float:
    """Small lines on publisher and address at the foot of the page; gives where they begin."""
    dice, em, area = sheet.dice, sheet.em, sheet.area
    face = sheet.style.face(dice.uniform(0.7, 1.0), leading=1.25)
    count = dice.choice((1, 1, 2))
    top = area.bottom - count * face.pitch
    article = sheet.item("imprint")
    stack = Stack(sheet, area.width)
    for _ in range(count):
        room = area.width / (face.size * face.advance)
        words = [heading(sheet.supply, sheet.topic(), dice, max(4, int(room / 5))) for _ in range(dice.randint(2, 4))]
        stack.add("  ".join(words)[: int(room)], face, Role.IMPRINT)
    sheet.put(stack.matter(), area.left, top, article)
    if sheet.chance(0.6):
        sheet.rule_across(area.left, area.right, top - 0.3 * em)
    return top - dice.uniform(0.6, 1.5) * em


def set_furniture(sheet: Sheet, masthead: float, folio: float, imprint: float) -> tuple[float, float]:
    """Set masthead or folio and imprint, each by its chance; gives where the columns begin and end."""
    level = sheet.upright and sheet.chance(0.6)
    if level:
        set_level_folio(sheet)
    top, foot = sheet.area.top, sheet.area.bottom
    if sheet.chance(masthead):
        top = set_masthead(sheet, top)
    elif not level and sheet.chance(folio):
        top = set_folio(sheet, top)
    if sheet.chance(imprint):
        foot = set_imprint(sheet)
    return top, foot
