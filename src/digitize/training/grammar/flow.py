"""Text that runs down a column and on to the next: places for lines, and paragraphs set into them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from digitize.geometry import overlap_x
from digitize.model import Box, Role
from digitize.training.grammar.records import Face, Section
from digitize.training.grammar.sheet import Sheet

_CLOSING = "，。、；：！？”」』）》】"
_HEIGHT = {True: 0.92, False: 0.94}
"""Part of the em that the quad of a line is high, for ideographs and for letters."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What text runs around: an ellipse or a slanted shape in `box`, of which only part bars each line."""

    box: Box
    slant: float = 0.0
    """How far the outline leans over its height, in parts of its width; an ellipse where 0."""

    def span(self, top: float, bottom: float) -> tuple[float, float] | None:
        """From where to where it bars a line; None where it does not."""
        box = self.box
        if bottom <= box.top or top >= box.bottom:
            return None
        middle = min(max((top + bottom) / 2, box.top), box.bottom)
        down = (middle - box.top) / box.height
        if self.slant:
            shift = self.slant * (down - 0.5) * box.width
            return box.left + max(0.0, shift), box.right + min(0.0, shift)
        half = box.width / 2 * max(0.15, 1 - (2 * down - 1) ** 2) ** 0.5
        return box.center[0] - half, box.center[0] + half


def slots_of(columns: Sequence[Box], obstacles: Sequence[Box], least: float) -> list[Box]:
    """What is free of `obstacles` in each of `columns`, column by column from the top, `least` pixels high or more."""
    slots: list[Box] = []
    for column in columns:
        top = column.top
        barring = [box for box in obstacles if overlap_x(box, column) > 0.2 * column.width]
        for box in sorted(barring, key=lambda box: box.top):
            if box.top - top >= least:
                slots.append(Box(column.left, top, column.right, min(box.top, column.bottom)))
            top = max(top, box.bottom)
        if column.bottom - top >= least:
            slots.append(Box(column.left, top, column.right, column.bottom))
    return slots


@dataclass
class Flow:
    """A place in a row of slots that are filled one after another."""

    slots: Sequence[Box]
    cuts: Sequence[Cut] = ()
    index: int = 0
    y: float = field(default=0.0)

    def __post_init__(self) -> None:
        self.y = self.slots[0].top if self.slots else 0.0

    @property
    def open(self) -> bool:
        """Whether a slot is left."""
        return self.index < len(self.slots)

    @property
    def slot(self) -> Box:
        return self.slots[self.index]

    @property
    def room(self) -> float:
        """Pixels left in the slot."""
        return self.slot.bottom - self.y if self.open else 0.0

    @property
    def at_head(self) -> bool:
        """Whether nothing stands in the slot yet."""
        return self.open and self.y <= self.slot.top

    def next_slot(self) -> None:
        self.index += 1
        if self.open:
            self.y = self.slot.top

    def need(self, height: float) -> bool:
        """Go to where `height` pixels are free; False where nowhere."""
        while self.open and self.room < height:
            self.next_slot()
        return self.open

    def skip(self, height: float) -> None:
        """Leave white, but none at the head of a slot."""
        if self.open and not self.at_head:
            self.y += height

    def line(self, pitch: float, least: float) -> tuple[float, float, float] | None:
        """Left, right and top of the next line at least `least` wide; None where the slots are full."""
        while self.need(pitch):
            left, right, top = self.slot.left, self.slot.right, self.y
            self.y += pitch
            for cut in self.cuts:
                span = cut.span(top, top + pitch)
                if span is None or span[1] <= left or span[0] >= right:
                    continue
                if span[0] - left > right - span[1]:
                    right = min(right, span[0])
                else:
                    left = max(left, span[1])
            if right - left >= least:
                return left, right, top
        return None


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set."""

    face: Face
    role: Role = Role.BODY
    indent: float = 0.0
    """Of the first line, in pixels."""
    hang: float = 0.0
    """Of the other lines."""
    justified: bool = True
    align: float = 0.0
    """Where a line that falls short stands: 0 left, 0.5 in the middle, 1 right."""
    bold: int = 0
    """Characters at the beginning that are in bold."""
    strewn: float = 0.0
    """Share of lines with words in bold."""
    opens: bool = True
    """The text's first line is a paragraph's first."""


def quad_box(left: float, right: float, top: float, face: Face, ideographic: bool) -> Box:
    """The box of a line that is set at `top`."""
    height = _HEIGHT[ideographic] * face.size
    above = (face.pitch - height) / 2
    return Box(left, top + above, right, top + above + height)


def set_paragraph(
    sheet: Sheet, flow: Flow, text: str, setting: Setting, article: str, section: Section = Section.MAIN
) -> str:
    """Set `text` into `flow`; gives what found no room."""
    ideographic, face = sheet.supply.ideographic, setting.face
    first, done = setting.opens, 0
    while text:
        place = flow.line(face.pitch, 3.5 * face.size)
        if place is None:
            return text
        left, right, top = place
        inset = setting.indent if first else setting.hang
        inset = min(inset, 0.5 * (right - left))
        width = right - left - inset
        part, text = (cut_ideographs if ideographic else cut_words)(text, width / (face.size * face.advance), sheet)
        length = natural(part, ideographic) * face.size * face.advance
        if (setting.justified and text) or length > width:
            length = width
        start = left + inset + setting.align * (width - length)
        box = quad_box(start, start + length, top, face, ideographic)
        cut = _emphasized(sheet, setting, done, len(part))
        sheet.put_line(box, part.upper() if face.capitals else part, cut, setting.role, article, section)
        first, done = False, done + len(part)
    return ""


def _emphasized(sheet: Sheet, setting: Setting, done: int, length: int) -> Face:
    """The face of a line of `length` characters after `done`: with more ink where words of it are in bold."""
    share = min(1.0, max(0, setting.bold - done) / max(1, length))
    if setting.strewn and sheet.chance(setting.strewn):
        share = max(share, sheet.dice.uniform(0.2, 1.0))
    face = setting.face
    return replace(face, ink=face.ink * (1 + share * (sheet.style.bold - 1))) if share else face


def natural(text: str, ideographic: bool) -> float:
    """Length of `text` unspaced, in mean letters, or in ems of ideographs."""
    if not ideographic:
        return float(len(text))
    return sum(0.52 if character.isascii() else 1.0 for character in text)


def cut_words(text: str, room: float, sheet: Sheet) -> tuple[str, str]:
    """The first line of Latin `text` with room for `room` letters, and the rest."""
    limit = max(4, round(room * min(1.12, max(0.88, sheet.dice.gauss(1.0, 0.035)))))
    if len(text) <= limit:
        return text, ""
    end = text.rfind(" ", 1, limit + 1)
    if end < 1:
        return text[: limit - 1] + "-", text[limit - 1 :]
    spare = limit - end
    after = text.find(" ", end + 1)
    word = (after if after > 0 else len(text)) - end - 1
    if spare > 4 and word > 6 and spare < word and text[end + 1 : end + spare].isalpha() and sheet.chance(0.75):
        cut = end + 1 + min(spare - 2, word - 3)
        return text[:cut] + "-", text[cut:]
    return text[:end], text[end + 1 :]


def cut_ideographs(text: str, room: float, sheet: Sheet) -> tuple[str, str]:
    """The first line of Chinese `text` that is `room` ems long, and the rest."""
    used, end = 0.0, 0
    for character in text:
        used += 0.52 if character.isascii() else 1.0
        if used > room + 0.3:
            break
        end += 1
    if end >= len(text) - 1 and (end == len(text) or sheet.chance(0.7)):  # none alone on a line, if it can be helped
        return text, ""
    if text[end] in _CLOSING:  # squeezed in, or sent on with the character before it
        end += 1 if sheet.chance(0.5) else -1
    end = max(1, end)
    return text[:end], text[end:]
