"""The typographic style of one page: its sizes, measures and habits, drawn once and kept to over the page."""

from dataclasses import dataclass
from random import Random

from digitize.training.grammar.records import Face

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Habits:
    """From what a make-up's pages are drawn. Ranges are even; chances lie between 0 and 1."""

    languages: tuple[str, ...]
    columns: tuple[int, int]
    """Of text on the page, fewest and most."""
    measure: Range
    """Width of a column in ems of the running text."""
    leading: Range
    """From line to line, in ems."""
    gutter: Range
    """Between columns, in ems."""
    shape: Range
    """Height of the page by its width."""
    em: Range = (11.0, 46.0)
    """Pixels; drawn evenly in the logarithm."""
    ruled: float = 0.5
    """Chance of rules between columns."""
    justified: float = 0.95
    indent: Range = (0.8, 1.8)
    advance: Range = (0.32, 0.54)
    """Mean width of a Latin letter in ems."""


@dataclass(frozen=True, slots=True)
class Style:
    """What holds for a whole page. Lengths are pixels."""

    language: str
    ideographic: bool
    text: Face
    columns: int
    measure: float
    gutter: float
    ruled: bool
    justified: bool
    indent: float
    margin: float
    bold: float
    """Ink of bold type, as a multiple of the text's."""
    display: float
    """Ink of display type, as a multiple of the text's."""
    head: float
    """Size of an ordinary headline, in ems of the text."""
    capitals: float
    """Chance that a headline is all in capitals."""
    flush_heads: bool
    """Heads begin at the column's left edge; otherwise they are centred."""
    deck_rules: float
    """Chance of a short rule between two decks."""
    item_rule: float
    """Chance of a rule between two items of a column."""
    short_rules: bool
    """Rules between items are shorter than the column."""
    air: float
    """White above a head, in ems of the text."""
    crossheads: float
    """Chance of a crosshead before a paragraph of a long story."""
    head_width: float
    """Width of the letters of display type, against the text's."""
    initials: float
    """Chance of a large first letter that the first lines stand beside."""
    scales: tuple[float, ...]
    """Sizes of the text of items, in ems of the page's text."""
    strewn: float
    """Share of lines of text with words in bold."""
    hang: float
    """Indent of all lines but a paragraph's first, in ems of the text."""
    ornaments: float
    """Chance of asterisks or the like between two items."""
    boxed: float
    """Chance of a frame round a column advertisement."""
    apart: float
    """White between paragraphs, in ems of the text."""

    @property
    def em(self) -> float:
        return self.text.size

    def face(self, size: float, *, bold: bool = False, leading: float = 1.12, capitals: bool = False) -> Face:
        """Type `size` times as large as the text's."""
        ink = self.text.ink * (self.bold if bold else 1.0) * (self.display if size > 1.3 else 1.0)
        if capitals and not self.ideographic:
            ink *= 0.92  # no descenders fill the quad
        advance = self.text.advance
        if not self.ideographic:
            advance *= (1.3 if capitals else 1.12 if bold else 1.0) * (self.head_width if size > 1.25 else 1.0)
        return Face(size * self.em, size * self.em * leading, advance, ink, capitals)


def style_of(habits: Habits, language: str, ideographic: bool, dice: Random) -> Style:
    """A page's style."""
    em = habits.em[0] * (habits.em[1] / habits.em[0]) ** dice.random()
    leading = dice.uniform(*habits.leading)
    ink = dice.uniform(0.17, 0.34) if ideographic else dice.uniform(0.1, 0.27)
    text = Face(em, leading * em, 1.0 if ideographic else dice.uniform(*habits.advance), ink)
    measure = dice.uniform(*habits.measure) * em
    if ideographic:
        measure = round(measure / em) * em
    return Style(
        language=language,
        ideographic=ideographic,
        text=text,
        columns=dice.randint(*habits.columns),
        measure=measure,
        gutter=dice.uniform(*habits.gutter) * em,
        ruled=dice.random() < habits.ruled,
        justified=dice.random() < habits.justified,
        indent=(2.0 if ideographic else dice.uniform(*habits.indent)) * em,
        margin=dice.uniform(1.0, 6.0) * em,
        bold=dice.uniform(1.15, 1.8),
        display=dice.uniform(0.75, 1.35),
        head=dice.uniform(1.0, 2.4),
        capitals=dice.random() ** 0.7,
        flush_heads=dice.random() < 0.25,
        deck_rules=dice.choice((0.0, 0.3, 0.9, 1.0)),
        item_rule=dice.choice((0.0, 0.2, 0.8, 0.95, 1.0)),
        short_rules=dice.random() < 0.6,
        air=dice.uniform(0.2, 1.6),
        crossheads=dice.choice((0.0, 0.05, 0.15, 0.3, 0.5)) * (1.5 if ideographic else 1.0),
        head_width=1.0 if ideographic else dice.uniform(0.72, 1.15),
        initials=dice.choice((0.0, 0.0, 0.0, 0.1, 0.6)) * (0.2 if ideographic else 1.0),
        scales=dice.choice(((1.0,), (1.0,), (1.0, 1.0, 0.85), (1.0, 1.15, 0.85), (1.0, 1.25))),
        strewn=dice.choice((0.0, 0.0, 0.0, 0.0, 0.05, 0.25)),
        hang=dice.choice((0.0,) * 12 + (1.0,)),
        ornaments=dice.choice((0.0, 0.0, 0.0, 0.03, 0.3)),
        boxed=dice.choice((0.0, 0.0, 0.2, 0.9)),
        apart=dice.choice((0.0, 0.0, 0.0, 0.0, 0.0, 0.3, 0.8)),
    )
