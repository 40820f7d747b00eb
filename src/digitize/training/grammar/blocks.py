"""What stands over several columns of a page of columns: headed stories, advertisements, pictures, banners."""

from dataclasses import replace

from digitize.geometry import overlap_x
from digitize.model import Box, Role
from digitize.training.grammar.adverts import set_advert
from digitize.training.grammar.boxes import set_picture
from digitize.training.grammar.columnplan import ColumnPlan
from digitize.training.grammar.heads import Deck, fitted, head_of
from digitize.training.grammar.module import set_module
from digitize.training.grammar.sheet import Sheet


def set_blocks(sheet: Sheet, columns: list[Box], taken: list[Box], plan: ColumnPlan) -> None:
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
        picture = sheet.item("pic")
        set_picture(sheet, inner, sheet.topic(), picture)
        if sheet.chance(0.6):
            sheet.loose[picture] = box
    else:
        own = [
            replace(column, top=inner.top, bottom=inner.bottom) for column in columns if overlap_x(column, inner) > em
        ]
        set_module(sheet, inner, own, plan.module)
        if sheet.chance(0.6) and box.bottom < columns[0].bottom - em:
            sheet.rule_across(inner.left, inner.right, inner.bottom)


def set_banner(sheet: Sheet, columns: list[Box], taken: list[Box]) -> str:
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
