"""Heads of stories: kicker, headline, decks and byline, set one below the other to a measure."""

from collections.abc import Sequence
from dataclasses import dataclass

from digitize.model import Box, Orientation, Role
from digitize.training.grammar.flow import natural, quad_box
from digitize.training.grammar.records import Face, Matter, SetLine, SetRule
from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.supply import Topic, heading


@dataclass(frozen=True, slots=True)
class Deck:
    """One tier of a head."""

    role: Role
    face: Face
    lines: int
    shape: str
    """`centre`, `flush`, `stepped` (each line further to the right), `pyramid` (each line shorter) or `right`."""
    texts: tuple[str, ...] = ()
    """What it says, a text a line; empty for words of the story's."""
    ruled: bool = False
    """A short rule stands below."""
    air: float = 0.0
    """White below, in pixels."""


class Stack:
    """Lines set one below the other to a measure of `width` pixels."""

    def __init__(self, sheet: Sheet, width: float) -> None:
        self._sheet, self._width = sheet, width
        self.y = 0.0
        self.lines: list[SetLine] = []
        self.rules: list[SetRule] = []
        self.pictures: list[Box] = []

    def matter(self) -> Matter:
        return Matter(self.y, tuple(self.lines), tuple(self.rules), tuple(self.pictures))

    def add(
        self, text: str, face: Face, role: Role, align: float = 0.5, inset: float = 0.0, hardness: float = 0.0
    ) -> None:
        """A line; one too long for the measure is set as narrow as it must be."""
        ideographic = self._sheet.supply.ideographic
        text = text.upper() if face.capitals else text
        length = natural(text, ideographic) * face.size * face.advance
        if ideographic and face.size > 1.3 * self._sheet.em:  # heads are spaced to fill their measure
            length *= self._sheet.dice.choice((1.0, 1.0, 1.03, 1.1, 1.3))
        length = min(length, self._width)
        left = min(max(0.0, align * (self._width - length) + inset), self._width - length)
        box = quad_box(left, left + length, self.y, face, ideographic)
        self.lines.append(SetLine(box, text, face, role, hardness=hardness))
        self.y += face.pitch

    def rule(self, share: float, align: float = 0.5) -> None:
        """A rule over `share` of the measure."""
        em, dice = self._sheet.em, self._sheet.dice
        length = share * self._width
        left, thick = align * (self._width - length), max(1.0, dice.uniform(0.04, 0.12) * em)
        self.y += 0.3 * em
        self.rules.append(SetRule(Box(left, self.y, left + length, self.y + thick), Orientation.HORIZONTAL))
        self.y += dice.uniform(0.3, 0.6) * em

    def white(self, height: float) -> None:
        self.y += height


def head_of(sheet: Sheet, topic: Topic, width: float, decks: Sequence[Deck]) -> Matter:
    """The decks of a head, one below the other."""
    stack = Stack(sheet, width)
    for number, deck in enumerate(decks):
        for index, text in enumerate(deck.texts or _worded(sheet, topic, deck, width)):
            _place(stack, deck, index, text, sheet)
        if deck.ruled and number + 1 < len(decks):
            stack.rule(sheet.dice.uniform(0.1, 0.35))
        stack.white(deck.air)
    return stack.matter()


def _worded(sheet: Sheet, topic: Topic, deck: Deck, width: float) -> list[str]:
    room = width / (deck.face.size * deck.face.advance)
    texts = []
    for index in range(deck.lines):
        fill = sheet.dice.uniform(0.62, 0.98)
        if deck.shape == "pyramid":
            fill = max(0.2, 0.98 - index * 0.8 / max(deck.lines, 2))
        elif index == deck.lines - 1 > 0:
            fill = sheet.dice.uniform(0.35, 0.95)
        text = heading(sheet.supply, topic, sheet.dice, max(2, int(room * fill)))
        if sheet.supply.ideographic:
            text = _parted(sheet, text, deck.role)
        else:
            text = text.title() if sheet.style.capitals > 0.3 else text[0].upper() + text[1:]
        texts.append(text)
        if deck.lines > 1 and index + 1 < deck.lines and not sheet.supply.ideographic and sheet.chance(0.08):
            texts[-1] += sheet.dice.choice((";", ",", ":", " —"))
    if deck.role is not Role.KICKER and not sheet.supply.ideographic and sheet.style.deck_rules > 0.5:
        texts[-1] += "."
    return texts


def _parted(sheet: Sheet, text: str, role: Role) -> str:
    """A Chinese head in two halves with a space between them, quotes, a colon, or dashes before a subtitle."""
    half = len(text) // 2
    kind = sheet.dice.random()
    if role is Role.SUBTITLE and kind < 0.15:
        return "——" + text[2:] if len(text) > 5 else text
    if len(text) < 7 or kind < 0.5:
        return text
    if kind < 0.75:
        return text[:half] + " " + text[half + 1 :]
    if kind < 0.88:
        return text[:3] + "：" + text[4:]
    return text[: half - 2] + "「" + text[half - 1 : half + 1] + "」" + text[half + 2 :]


def _place(stack: Stack, deck: Deck, index: int, text: str, sheet: Sheet) -> None:
    if deck.shape == "stepped" and deck.lines > 1:
        stack.add(text, deck.face, deck.role, index / (deck.lines - 1))
    elif deck.shape == "flush":
        stack.add(text, deck.face, deck.role, 0.0, sheet.em if index and deck.role is Role.SUBTITLE else 0.0)
    else:
        stack.add(text, deck.face, deck.role, 1.0 if deck.shape == "right" else 0.5)


def fitted(
    sheet: Sheet, width: float, size: float, least: float, *, bold: bool, capitals: bool, leading: float
) -> Face:
    """A face `size` ems large, or as much smaller as makes `least` letters fit `width`."""
    face = sheet.style.face(size, bold=bold, capitals=capitals, leading=leading)
    room = width / (face.size * face.advance)
    if room >= least:
        return face
    return sheet.style.face(size * room / least, bold=bold, capitals=capitals, leading=leading)


def decks_of(sheet: Sheet, topic: Topic, width: float, size: float, decks: int, *, byline: bool) -> list[Deck]:
    """A story's head as the page's language has it."""
    if sheet.supply.ideographic:
        return chinese_decks(sheet, topic, width, size)
    found = latin_decks(sheet, width, size, decks)
    return [*found, latin_byline(sheet, topic)] if byline else found


def latin_decks(sheet: Sheet, width: float, size: float, decks: int) -> list[Deck]:
    """A headline `size` times as large as the text, and `decks` below it."""
    dice, style = sheet.dice, sheet.style
    shape = "flush" if style.flush_heads else dice.choice(("centre", "centre", "stepped", "pyramid"))
    capitals = sheet.chance(style.capitals)
    bold = sheet.chance(0.7)
    face = fitted(sheet, width, size, 9, bold=bold, capitals=capitals, leading=dice.uniform(1.0, 1.3))
    room = width / (face.size * face.advance)
    lines = 1 if room > 34 else dice.choice((1, 2, 2, 3)) if room > 16 else dice.choice((1, 2, 3, 3, 4))
    ruled = sheet.chance(style.deck_rules)
    head = Deck(Role.HEADLINE, face, lines, shape, ruled=ruled, air=dice.uniform(0.1, 0.8) * sheet.em)
    found = [head]
    if sheet.chance(0.06):
        kicker = style.face(dice.uniform(0.9, 1.3), capitals=sheet.chance(0.5), bold=sheet.chance(0.3))
        found.insert(0, Deck(Role.KICKER, kicker, 1, "flush" if style.flush_heads else "centre"))
    for number in range(decks):
        large = max(0.95, min(size * 0.6, dice.uniform(1.0, 1.5)))
        deck = fitted(
            sheet,
            width,
            large,
            14,
            bold=sheet.chance(0.6),
            capitals=sheet.chance(0.25),
            leading=dice.uniform(1.1, 1.35),
        )
        deck_shape = "flush" if style.flush_heads else dice.choice(("centre", "pyramid", "pyramid"))
        found.append(
            Deck(
                Role.SUBTITLE,
                deck,
                dice.choice((1, 2, 2, 3, 4)),
                deck_shape,
                ruled=ruled and number + 1 < decks,
                air=dice.uniform(0.2, 0.6) * sheet.em,
            )
        )
    return found


def latin_byline(sheet: Sheet, topic: Topic) -> Deck:
    """By whom a story is, or where it was sent from."""
    dice = sheet.dice
    name = dice.choice(topic.people)
    words = {"de": "Von ", "fr": "Par ", "es": "Por ", "it": "Di ", "nl": "Door "}.get(sheet.supply.language, "By ")
    text = dice.choice(
        (
            words + name,
            words.upper() + name.upper(),
            f"{words}{name}, {dice.choice(topic.places)}",
            f"(Special to The {dice.choice(topic.places)} News.)",
        )
    )
    face = sheet.style.face(dice.uniform(0.85, 1.1), bold=sheet.chance(0.4))
    texts = (text, dice.choice(topic.places) + " Press") if sheet.chance(0.2) else (text,)
    shape = "flush" if sheet.chance(0.3) else "centre"
    return Deck(Role.BYLINE, face, len(texts), shape, texts, air=dice.uniform(0.1, 0.6) * sheet.em)


def chinese_decks(sheet: Sheet, topic: Topic, width: float, size: float, *, ruled: bool = False) -> list[Deck]:
    """Kicker, headline, subtitle and byline over a width, as modern Chinese papers set them."""
    dice, style = sheet.dice, sheet.style
    shape = dice.choice(("centre", "centre", "flush"))
    found: list[Deck] = []
    if sheet.chance(0.4):
        kicker = fitted(
            sheet, width, dice.uniform(1.1, max(1.2, 0.7 * size)), 8, bold=False, capitals=False, leading=1.3
        )
        found.append(Deck(Role.KICKER, kicker, 1, shape, air=dice.uniform(0, 0.6) * sheet.em))
    face = fitted(sheet, width, size, 7, bold=sheet.chance(0.75), capitals=False, leading=dice.uniform(1.15, 1.4))
    lines = 1 if width / face.size > 13 else dice.choice((1, 1, 2, 3))
    found.append(Deck(Role.HEADLINE, face, lines, shape, air=dice.uniform(0.2, 1.0) * sheet.em))
    if sheet.chance(0.35):
        deck = fitted(
            sheet,
            width,
            dice.uniform(1.05, max(1.1, 0.6 * size)),
            8,
            bold=sheet.chance(0.3),
            capitals=False,
            leading=1.35,
        )
        lines = dice.choice((1, 1, 2))
        found.append(Deck(Role.SUBTITLE, deck, lines, shape, ruled=ruled, air=dice.uniform(0.2, 0.8) * sheet.em))
    if sheet.chance(0.45):
        person = dice.choice(topic.people)
        text = dice.choice(
            (
                f"本报记者 {person}",
                f"□ 本报记者 {person} {dice.choice(topic.people)}",
                f"■{person}",
                person,
                f"記者 {person} {dice.choice(topic.places)}報道",
                f"撰文：{person}",
            )
        )
        if style.language == "zh-Hant":
            text = text.replace("报", "報").replace("记", "記")
        by = style.face(dice.uniform(0.85, 1.1), leading=1.4)
        found.append(Deck(Role.BYLINE, by, 1, dice.choice(("centre", "flush")), (text,), air=0.4 * sheet.em))
    return found


def vertical_head(sheet: Sheet, topic: Topic, height: float, size: float) -> Matter:
    """A headline of one or two upright lines, read from the right; its `height` is what it takes at most."""
    dice = sheet.dice
    face = sheet.style.face(size, bold=sheet.chance(0.7), leading=dice.uniform(1.15, 1.4))
    count = dice.choice((1, 1, 2))
    lines: list[SetLine] = []
    longest = 0.0
    for index in range(count):
        scale = 1.0 if index == 0 else dice.uniform(0.5, 1.0)
        one = sheet.style.face(size * scale, bold=index == 0, leading=1.2)
        text = heading(sheet.supply, topic, dice, max(3, min(16, int(height / one.size / 1.05))))
        length = len(text) * one.size * dice.uniform(1.0, 1.08)
        left = (count - 1 - index) * face.pitch
        role = Role.HEADLINE if index == 0 else Role.SUBTITLE
        box = Box(left, 0.0, left + 0.95 * one.size, min(length, height))
        lines.append(SetLine(box, text, one, role, vertical=True))
        longest = max(longest, box.bottom)
    return Matter(longest, tuple(lines))
