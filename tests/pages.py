"""Newspaper pages without pixels: text set in columns as a compositor would, and real pages from their truth.

A `Sheet` is set in the *reading frame*: lines run to the right and follow each other downward. A vertical sheet is
turned by a quarter at the end, so that its lines run down and follow each other to the left.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from upright import to_upright

from digitize.articles import rejoin
from digitize.articles.script import is_cjk
from digitize.geometry import hull, quad_of
from digitize.model import (
    Box,
    Gutter,
    Layout,
    Line,
    Orientation,
    Page,
    Quad,
    Role,
    Rule,
    Scan,
    Upright,
    Word,
)

EM = 30.0
MARGIN = 100.0
GAP = 40.0
"""Width of the gutter left of every column but those at the margin."""
HANS = "春江潮水连海平海上明月共潮生何处无月人初照白云一片去悠青枫浦上不胜愁谁家今夜扁舟子可怜楼上月徘徊应照离人妆镜台"
HANT = "春江潮水連海平海上明月共潮生何處無月人初照白雲一片去悠青楓浦上不勝愁誰家今夜扁舟子可憐樓上月裴回應照離人妝鏡臺"
PROSE = (
    "the harbour master said that after years of quiet work most families along river would see a new bridge with room "
    "for carts and people because council had put money aside while voters asked where it went"
)
WORDS = PROSE.split()
UNASSIGNED = {Role.FOLIO, Role.MASTHEAD, Role.LABEL, Role.IMPRINT, Role.JUMP, Role.NOISE}
"""Roles of blocks that belong to no article."""


def chinese(length: int, seed: int = 0, letters: str = HANS) -> str:
    """A paragraph of `length` characters in long sentences; the same for the same seed."""
    generator = np.random.default_rng(seed)
    text = "".join(letters[int(n)] for n in generator.integers(0, len(letters), length - 1))
    for n, at in enumerate(range(9, length - 6, 17)):
        text = text[:at] + ("。" if n % 3 == 2 else "，") + text[at + 1 :]
    return text + "。"


def english(length: int, seed: int = 0) -> str:
    """A paragraph of `length` words in sentences of fifteen; the same for the same seed."""
    generator = np.random.default_rng(seed)
    words = [WORDS[int(n)] for n in generator.integers(0, len(WORDS), length)]
    for at in range(0, length, 15):
        words[at] = words[at].capitalize()
        end = min(at + 14, length - 1) if length - at >= 20 else length - 1
        words[end] += "." if not words[end].endswith(".") else ""
        if end == length - 1:
            break
    return " ".join(words)


def broken(text: str, measure: float, indent: float) -> list[str]:
    """Break a paragraph into lines `measure` ems long, the first shorter by `indent`."""
    lines, room = [], measure - indent
    if is_cjk(text):
        while text:
            lines.append(text[: int(room)])
            text, room = text[int(room) :], measure
        return lines
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and len(longer) * 0.5 > room:
            lines.append(line)
            line, room = word, measure
        else:
            line = longer
    return [*lines, line]


@dataclass
class Sheet:
    """A page in the making. Lengths are pixels, of type as well: `em` is the size of a character."""

    number: int = 1
    vertical: bool = False
    width: float = 2400
    height: float = 3200
    lines: list[tuple[str, Box, bool]] = field(default_factory=list)
    rules: list[tuple[Box, bool]] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    gutters: list[Box] = field(default_factory=list)

    def row(self, text: str, left: float, top: float, em: float = EM, right: float | None = None) -> Box:
        """One line of print; `top` is where its tallest letters begin. Returns the box of its ink."""
        if is_cjk(text):
            length = sum(0.5 if c.isascii() else 1.0 for c in text)
            above, below = 0.04 * em, 0.96 * em
        else:
            length = 0.5 * len(text)
            # recognition makes every line as high as if an ascender and a descender stood in it
            above, below = 0.0, 0.94 * em
        box = Box(left, top + above, right or left + length * em, top + below)
        self.lines.append((text, box, False))
        return box

    def upright_row(self, text: str, left: float, top: float, em: float) -> Box:
        """One line set across the direction of reading: a vertical headline on a horizontal page."""
        box = Box(left + 0.04 * em, top, left + 0.96 * em, top + len(text) * em)
        self.lines.append((text, box, True))
        return box

    def flow(
        self, paragraphs: list[str], columns: list[tuple[float, float, int]], measure: float = 14, em: float = EM
    ) -> list[Box]:
        """Run justified paragraphs through columns given as (left, top, lines); returns the columns' boxes.

        A paragraph that starts with a "<" is set without an indent. Raises ValueError where the text does not fit.
        """
        lines: list[tuple[str, float, bool]] = []
        for paragraph in paragraphs:
            indent = 0.0 if paragraph.startswith("<") else (2.0 if is_cjk(paragraph) else 1.2)
            pieces = broken(paragraph.removeprefix("<"), measure, indent)
            lines += [(piece, indent if n == 0 else 0.0, n < len(pieces) - 1) for n, piece in enumerate(pieces)]
        boxes, at = [], 0
        for left, top, count in columns:
            placed = []
            for n, (text, indent, full) in enumerate(lines[at : at + count]):
                right = left + measure * em if full else None
                placed.append(self.row(text, left + indent * em, top + n * 1.4 * em, em, right))
            boxes.append(hull(placed))
            if left > MARGIN:
                self.gutters.append(Box(left - GAP, boxes[-1].top, left, boxes[-1].bottom))
            at += count
        if at < len(lines):
            raise ValueError(f"{len(lines) - at} lines are left over")
        return boxes

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        self.rules.append((Box(left, top, right, bottom), right - left > bottom - top))

    def page(self) -> Page:
        """The sheet as the page record that recognition would hand over."""
        return Page(
            number=self.number,
            scan=Scan(
                f"{self.number:04d}.png", 0, 1, "0" * 64, "image/png", int(self.width), int(self.height), 300.0, False
            ),
            upright=Upright(int(self.width), int(self.height), 0, 0.0, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)),
            layout=self._layout(),
            lines=tuple(self._line(*line) for line in self.lines),
        )

    def _all_rules(self) -> list[tuple[Box, bool]]:
        """The rules, and the four sides of each frame, which are rules as well."""
        sides = []
        for a in self.frames:
            sides += [(Box(a.left, y - 2, a.right, y + 2), True) for y in (a.top, a.bottom)]
            sides += [(Box(x - 2, a.top, x + 2, a.bottom), False) for x in (a.left, a.right)]
        return self.rules + sides

    def _layout(self) -> Layout:
        things = [box for _, box, _ in self.lines] + [box for box, _ in self.rules] + self.pictures + self.frames
        return Layout(
            content=self._turned(hull(things)) if things else Box(0, 0, self.width, self.height),
            rules=tuple(Rule(self._turned(box), self._way(along)) for box, along in self._all_rules()),
            frames=tuple(self._turned(box) for box in self.frames),
            pictures=tuple(self._turned(box) for box in self.pictures),
            gutters=tuple(Gutter(self._turned(box), self._way(along=False)) for box in self.gutters),
            text_height=EM,
        )

    def _way(self, along: bool) -> Orientation:
        return Orientation.HORIZONTAL if along is not self.vertical else Orientation.VERTICAL

    def _turned(self, box: Box) -> Box:
        if not self.vertical:
            return box
        return Box(self.width - box.bottom, box.left, self.width - box.top, box.right)

    def _line(self, text: str, box: Box, crossed: bool) -> Line:
        return line(text, quad_of(self._turned(box)), self._way(along=not crossed))


def line(text: str, quad: Quad, orientation: Orientation = Orientation.HORIZONTAL) -> Line:
    """A line of words that share its length by their letters."""
    box, words, start = quad.box, [], 0
    for word in text.split(" "):
        a, b = start / len(text), (start + len(word)) / len(text)
        if orientation is Orientation.HORIZONTAL:
            place = Box(box.left + a * box.width, box.top, box.left + b * box.width, box.bottom)
        else:
            place = Box(box.left, box.top + a * box.height, box.right, box.top + b * box.height)
        words.append(Word(word, quad_of(place), 0.98))
        start += len(word) + 1
    return Line(tuple(words), quad, 0.98, orientation)


def truth_lines(lines: list[dict], upright: Upright) -> tuple[Line, ...]:
    """Truth lines (`text`, and `quad` in the scan) as lines of the upright page, as high as recognition makes them.

    Truth quads are as tall as the font's ascent and descent; the shares that lines take of them are the fonts'.
    """
    done = []
    for record in lines:
        text, corners = record["text"], to_upright(np.array(record["quad"], float), upright)
        across, along = corners[3] - corners[0], corners[1] - corners[0]
        vertical = len(text) > 1 and np.linalg.norm(across) > 1.5 * np.linalg.norm(along)
        if vertical:
            inset = np.array([0.17 * along, -0.17 * along, -0.17 * along, 0.17 * along])
        else:
            first, last = _ink(text)
            inset = np.array([first * across, first * across, (last - 1) * across, (last - 1) * across])
        quad = Quad(tuple((float(x), float(y)) for x, y in corners + inset))
        done.append(line(text, quad, Orientation.VERTICAL if vertical else Orientation.HORIZONTAL))
    return tuple(done)


def _ink(text: str) -> tuple[float, float]:
    """Where a line begins and ends, as shares of its truth quad's height."""
    return (0.21, 0.85) if is_cjk(text) else (0.12, 0.97)


def rejoined(*sheets: Sheet | Page):
    """Blocks and articles of an issue, after checking what must hold for every issue."""
    pages = [sheet.page() if isinstance(sheet, Sheet) else sheet for sheet in sheets]
    blocks, articles = rejoin(pages)
    for page in pages:
        placed = Counter(id(line) for block in blocks if block.page == page.number for line in block.lines)
        assert placed == {id(line): 1 for line in page.lines}, "every line stands in one block of its page"
    ids = [block.id for block in blocks]
    assert len(set(ids)) == len(ids)
    assert all(block.box == hull(line.box for line in block.lines) for block in blocks)
    named = [name for article in articles for paragraph in article.paragraphs for name in paragraph.blocks]
    assert len(set(named)) == len(named), "no block stands in two paragraphs"
    assert set(named) <= set(ids)
    assert {block.role for block in blocks if block.id not in named} <= UNASSIGNED
    assert len({article.id for article in articles}) == len(articles)
    numbers = [page.number for page in pages]
    assert [block.page for block in blocks] == sorted((block.page for block in blocks), key=numbers.index)
    for article in articles:
        mine = {name for paragraph in article.paragraphs for name in paragraph.blocks}
        assert all(join.before in mine and join.after in mine for join in article.joins)
        assert all(0 <= join.confidence <= 1 for join in article.joins)
    return blocks, articles


def texts(article, role: Role = Role.BODY) -> list[str]:
    """The article's paragraphs of one role."""
    return [paragraph.text for paragraph in article.paragraphs if paragraph.role is role]


def bodies(articles) -> list[list[str]]:
    """The body paragraphs of every article."""
    return [texts(article) for article in articles]


def only_join(articles):
    """The one join of the issue."""
    (join,) = [join for article in articles for join in article.joins]
    return join
