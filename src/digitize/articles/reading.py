"""The page as it is read: one frame for pages set in rows and pages set in columns of characters.

The *reading frame* has lines running to the right and following each other downward. For horizontal text it is
the upright image; for vertical text, whose lines run down and follow each other to the left, it is the upright
image turned by a quarter, so that one set of rules serves both.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import dist
from statistics import median

import numpy as np
from numpy.typing import NDArray

from digitize.articles.script import in_capitals, is_cjk
from digitize.articles.shelves import Shelves
from digitize.geometry import hull, overlap_x, overlap_y
from digitize.model import Box, Line, Orientation, Page

DISPLAY = 1.17
"""Type this many times the size of running text stands out: headlines, kickers, subtitles."""
_LARGE = 1.25
_CLEARLY_READ = 0.85
"""Size in ems of an upright line that is display type for sure, where it is read so well that no character is lost."""
_WORD_SPACE = 0.5
"""White space in large type, in parts of its size, up to which it may stand between words."""
_STRIDE = 2.5
"""Ems from a line to the next line of running text, at most."""
_LONGER = 1.5
"""Ems by which a rule between tiers parts lines beyond its ends: the outermost line may stand beside it."""


@dataclass(frozen=True)
class Row:
    """One line of a column; its parts where the recognizer saw it in pieces."""

    lines: tuple[Line, ...]
    box: Box
    """In the reading frame."""
    size: float
    """Size of the type (the em) in pixels."""
    crossed: bool
    """Set across the page's direction of reading, as a vertical headline on a horizontal page."""

    @cached_property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True)
class ReadingPage:
    """A page's rows and barriers in the reading frame."""

    page: Page
    orientation: Orientation
    rows: tuple[Row, ...]
    barriers: tuple[Box, ...]
    """Rules that part what stands above from what stands below."""
    walls: tuple[Box, ...]
    """Rules between what stands left and what stands right."""
    gutters: tuple[Box, ...]
    """White strips between columns."""
    frames: tuple[Box, ...]
    pictures: tuple[Box, ...]
    content: Box
    em: float
    """Size of running text."""

    @cached_property
    def text_ends(self) -> tuple[float, float]:
        """Top of the first line and bottom of the last; dirt in the margin is none."""
        text = [row.box for row in self.rows if len(row.text) > 2]
        top = min((box.top for box in text), default=self.content.top)
        return top, max((box.bottom for box in text), default=self.content.bottom)

    @cached_property
    def lines_across(self) -> tuple[tuple[int, Row], ...]:
        """Rows of display type set across, with their indices: the headlines of pages set in tiers."""
        large = DISPLAY * self.em
        return tuple((index, row) for index, row in enumerate(self.rows) if row.crossed and row.size > large)

    @cached_property
    def barrier_edges(self) -> NDArray[np.float64]:
        """Left, top, right and bottom of each barrier, (N, 4)."""
        return edges_of(self.barriers)

    @cached_property
    def _walls_across(self) -> tuple[tuple[float, ...], tuple[Box, ...]]:
        """The walls from left to right, with their middles."""
        walls = sorted(self.walls, key=lambda wall: wall.center[0])
        return tuple(wall.center[0] for wall in walls), tuple(walls)

    def walls_from(self, left: float, right: float) -> tuple[Box, ...]:
        """The walls whose middles lie between two places across the page, ends included."""
        middles, walls = self._walls_across
        return walls[bisect_left(middles, left) : bisect_right(middles, right)]

    @cached_property
    def obstacles(self) -> tuple[tuple[Box, ...], Shelves]:
        """What parts the text above from the text below, rules and pictures, on shelves by the middle of each."""
        boxes = (*self.barriers, *self.pictures)
        shelves = Shelves(4 * self.em)
        for index, box in enumerate(boxes):
            shelves.put(index, box.center[1], box.center[1])
        return boxes, shelves


def edges_of(boxes: Sequence[Box]) -> NDArray[np.float64]:
    """Left, top, right and bottom of each box, (N, 4)."""
    return np.array([(box.left, box.top, box.right, box.bottom) for box in boxes], np.float64).reshape(-1, 4)


def orientation_of(page: Page) -> Orientation:
    """Direction in which most of the page's characters run."""
    vertical = sum(len(line.text) for line in page.lines if line.orientation is Orientation.VERTICAL)
    total = sum(len(line.text) for line in page.lines)
    return Orientation.VERTICAL if 2 * vertical > total else Orientation.HORIZONTAL


def turned(box: Box, page: Page, orientation: Orientation) -> Box:
    """A box of the upright image in the reading frame of a page read in `orientation`."""
    if orientation is Orientation.HORIZONTAL:
        return box
    width = page.upright.width
    return Box(box.top, width - box.right, box.bottom, width - box.left)


def read_page(page: Page) -> ReadingPage:
    """Bring a page into its reading frame, with rows put together and the running text's size found."""
    orientation = orientation_of(page)

    def turn(box: Box) -> Box:
        return turned(box, page, orientation)

    rows = [
        row_of(line, turn(line.box), line.orientation is not orientation) for line in page.lines if line.text.strip()
    ]
    rules = [(turn(rule.box), rule.orientation is orientation) for rule in page.layout.rules]
    gutters = [turn(gutter.box) for gutter in page.layout.gutters if gutter.orientation is not orientation]
    em = body_size(rows, page.layout.text_height)
    rows = _levelled(rows, em)
    shelves = Shelves.of((row.box for row in rows), em)
    rules = [
        (box, along)
        for box, along in rules
        if not any(_strikes(box, rows[index].box) for index in shelves.near(box.top - em, box.bottom + em))
    ]
    walls = tuple(box for box, along in rules if not along)
    ends = _LONGER * em if orientation is Orientation.VERTICAL else 0.0
    parting = [Box(wall.left, wall.top - ends, wall.right, wall.bottom + ends) for wall in walls]
    whole = _across_gutters(_whole_rows(rows, (*parting, *_sure(gutters, em)), em), walls, em)
    return ReadingPage(
        page=page,
        orientation=orientation,
        # once more: a line beside which only a piece of the next one stood now has the whole of it
        rows=tuple(_evened(_levelled(whole, em), em)),
        barriers=tuple(box for box, along in rules if along),
        walls=walls,
        gutters=tuple(gutters),
        frames=tuple(turn(frame) for frame in page.layout.frames),
        pictures=tuple(turn(picture) for picture in page.layout.pictures),
        content=turn(page.layout.content),
        em=em,
    )


def _strikes(rule: Box, row: Box) -> bool:
    """Whether what was taken for a rule lies in a row of text, as strokes of large or overprinted letters do."""
    slack = 0.05 * row.height
    inside = overlap_x(rule, row) > 0.9 * rule.width
    return inside and rule.width < row.width and row.top - slack < rule.top and rule.bottom < row.bottom + slack


def row_of(line: Line, box: Box, crossed: bool) -> Row:
    """A line as a row of one piece; `box` is its place in the reading frame."""
    top_left, top_right, bottom_right, bottom_left = line.quad.corners
    # along its own slope: on a curled page the box of a line is higher than the line
    across = (dist(top_left, bottom_left) + dist(top_right, bottom_right)) / 2
    along = (dist(top_left, top_right) + dist(bottom_left, bottom_right)) / 2
    if line.orientation is Orientation.VERTICAL:
        across, along = along, across
    size = across / height_share(line.text)
    if is_cjk(line.text) and _ems(line.text) >= 5:
        # a stroke of the line above may add to the height, a space to the length: the smaller is the type
        size = min(size, along / _ems(line.text))
    return Row((line,), box, size, crossed)


def _ems(text: str) -> float:
    """Length of Chinese text in ems: full characters count one, Latin letters, digits and spaces a half."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def height_share(text: str) -> float:
    """Which part of its em a line is high: the ink of ideographs, ascender to descender of Latin letters."""
    return 0.92 if is_cjk(text) or not any(character.isalpha() for character in text) else 0.94


def body_size(rows: Sequence[Row], fallback: float) -> float:
    """Median size of type, weighted by characters, so that text outvotes headlines."""
    if not rows:
        return fallback
    sizes = np.array([row.size for row in rows])
    weights = np.cumsum([len(rows[index].text) for index in np.argsort(sizes)])
    return float(np.sort(sizes)[np.searchsorted(weights, 0.5 * weights[-1])])


def _levelled(rows: list[Row], em: float) -> list[Row]:
    """Rows that seem large but stand flush and close to running text are running text, ill measured.

    Display type keeps more distance from the text than the lines of text from each other. What was levelled
    vouches for its neighbours in turn. Running text is not set in capitals alone.
    """
    rows = list(rows)
    unsure = [
        index
        for index, row in enumerate(rows)
        if not row.crossed
        and DISPLAY * em < row.size < 3 * em
        and not in_capitals(row.text)
        and not _large_both_ways(row, em)
    ]
    text = Shelves(em)
    for index, row in enumerate(rows):
        if row.size <= DISPLAY * em:
            text.put(index, row.box.center[1], row.box.center[1])
    changed = True
    while changed:
        changed = False
        for index in list(unsure):
            row, middle = rows[index], rows[index].box.center[1]
            near = [rows[other] for other in text.near(middle - _STRIDE * em, middle + _STRIDE * em)]
            if (
                _is_sentence(row, em)
                or _ill_read(row, em)
                or _between_lines(row, near, em)
                or any(_in_stride(row, other, em) for other in near)
            ):
                rows[index] = replace(row, size=em)
                text.put(index, middle, middle)
                unsure.remove(index)
                changed = True
    return rows


def _large_both_ways(row: Row, em: float) -> bool:
    """Whether an upright line is as large along itself, by its characters, as across: no dirt beside it makes it so."""
    line = row.lines[0]
    upright = len(row.lines) == 1 and line.orientation is Orientation.VERTICAL and is_cjk(line.text)
    sure = upright and len(line.text) > 2 and line.confidence > _CLEARLY_READ
    return sure and min(row.size, row.box.width / _ems(line.text)) > _LARGE * em


def _ill_read(row: Row, em: float) -> bool:
    """Whether an upright line is hardly larger than text and so badly read that it may lack characters."""
    upright = row.lines[0].orientation is Orientation.VERTICAL and is_cjk(row.text)
    return upright and row.size < 1.4 * em and row.lines[0].confidence < _CLEARLY_READ


def _is_sentence(row: Row, em: float) -> bool:
    """Whether hardly larger letters read on: from a small letter to a stop or hyphen, or a last word with its stop.

    Headlines end in neither.
    """
    text = row.text.strip()
    if row.size > 1.6 * em or not text:
        return False
    read_on = text.endswith((".", "-")) and (text[0].islower() or (len(text) < 16 and text[-1] == "."))
    return read_on or text.endswith("。")


def _between_lines(row: Row, text: Sequence[Row], em: float) -> bool:
    """Whether a row has lines of running text at their pace both above and below, which no headline has."""
    few = len(row.text) < 5  # dirt beside a few letters makes more of their size
    if row.size > (2.5 if few else 2.0) * em:
        return False
    steps = [other.box.center[1] - row.box.center[1] for other in text if abs(other.box.left - row.box.left) < 3 * em]
    return any(-1.3 * em < step < -0.7 * em for step in steps) and any(0.7 * em < step < 1.3 * em for step in steps)


def _evened(rows: list[Row], em: float) -> list[Row]:
    """Rows with the size of running text evened out over the lines right above and below in the same column.

    One line alone tells its size badly where strokes are ragged: a faint ascender makes it a sixth smaller. A line
    that keeps more distance, as a caption does, has a size of its own.
    """
    heights = [row.box.center[1] for row in rows]
    plain = Shelves(2 * em)
    for index, row in enumerate(rows):
        if row.size <= DISPLAY * em and not row.crossed:
            plain.put(index, heights[index], heights[index])
    done = []
    for index, row in enumerate(rows):
        if row.size > DISPLAY * em or row.crossed:
            done.append(row)
            continue
        height, left, right = heights[index], row.box.left, row.box.right
        near = [
            (abs(heights[other] - height), rows[other].size)
            for other in plain.near(height - 2.8 * em, height + 2.8 * em)
            if rows[other].box.left < right and rows[other].box.right > left and abs(heights[other] - height) < 2.8 * em
        ]
        sizes = [size for _, size in near if 0.5 * row.size < size < 2 * row.size]
        in_stride = sum(step < 1.5 * em and 0.5 * row.size < size < 2 * row.size for step, size in near) >= 2
        even = len(sizes) >= 3 and in_stride and not in_capitals(row.text)
        done.append(replace(row, size=median(sizes)) if even else row)
    return done


def _in_stride(a: Row, b: Row, em: float) -> bool:
    """Whether row `a` stands next to `b` at the pace of running text, flush with it and no wider."""
    step = abs(a.box.center[1] - b.box.center[1])
    left, right = abs(a.box.left - b.box.left) / em, abs(a.box.right - b.box.right) / em
    exact = max(left, right) < 0.3
    # type twice the size must fill the column exactly to pass for a line of it
    flush = min(left, right) < 0.6 if a.size < 2 * em else exact
    column = a.box.width < 1.3 * b.box.width and overlap_x(a.box, b.box) > 0.3 * min(a.box.width, b.box.width)
    # what is printed over a line makes it higher and moves its middle; a last short line may stand between two
    reach = _STRIDE if max(left, right) < 0.2 and a.size < 2 * em else 1.9 if exact else 1.55
    return 0.7 * em < step < reach * em and flush and column


def _sure(gutters: list[Box], em: float) -> list[Box]:
    """Gutters that are tall or prolong a tall one; others may be rivers, and the rows' edges tell better."""
    tall = [box for box in gutters if box.height > 8 * em]
    return [box for box in gutters if any(_prolongs(box, other, em) for other in tall)]


def _prolongs(box: Box, other: Box, em: float) -> bool:
    distance = max(box.top - other.bottom, other.top - box.bottom)
    return abs(box.center[0] - other.center[0]) < 0.6 * em and distance < 6 * em


def _whole_rows(rows: list[Row], walls: tuple[Box, ...], em: float) -> list[Row]:
    """Rows with pieces of the same printed line put together: level, of one size, no column edge between."""
    done = _Pieces(walls, em)
    edges = edges_of([row.box for row in rows])
    doubtful = []
    for row in sorted(rows, key=lambda row: row.box.left):
        partner = done.partner(row)
        if partner is None or (row.size < DISPLAY * em and _lined_up(row, edges, em)):
            doubtful += [row] if partner is not None else []
            done.add(row)
        else:
            done.remove(partner)
            done.add(merged(partner, row))
    _span(done, doubtful)
    return sorted(done.rows, key=lambda row: (row.box.top, row.box.left))


class _Pieces:
    """Rows that are put together, in the order they were."""

    def __init__(self, walls: tuple[Box, ...], em: float) -> None:
        self._walls = walls
        self._em = em
        self._rows: list[Row] = []
        self._gone: set[int] = set()
        """Identities of rows that are part of others now; all stay in the list."""
        self._shelves = Shelves(em)

    @property
    def rows(self) -> list[Row]:
        return [row for row in self._rows if id(row) not in self._gone]

    def add(self, row: Row) -> None:
        self._shelves.put(len(self._rows), row.box.top, row.box.bottom)
        self._rows.append(row)

    def remove(self, row: Row) -> None:
        self._gone.add(id(row))

    def _near(self, top: float, bottom: float) -> list[Row]:
        rows = (self._rows[number] for number in self._shelves.near(top, bottom))
        return [row for row in rows if id(row) not in self._gone]

    def partner(self, row: Row) -> Row | None:
        """The piece that stands before `row` in its line; the last one of several."""
        if row.crossed:
            return None
        for other in reversed(self._near(row.box.top, row.box.bottom)):
            if other is not row and _same_line(other, row, self._walls, self._em):
                return other
        return None

    def like(self, box: Box) -> bool:
        """Whether a row right above or below begins and ends where `box` does."""
        em = self._em
        return any(
            abs(row.box.left - box.left) < 0.6 * em
            and abs(row.box.right - box.right) < 0.6 * em
            and abs(row.box.top - box.top) < 2.2 * em
            for row in self._near(box.top - 2.2 * em, box.top + 2.2 * em)
        )


def _span(pieces: _Pieces, doubtful: list[Row]) -> None:
    """Put together what may begin a column, where a line right above or below goes across both pieces.

    Each whole line tells of the next one.
    """
    changed = True
    while changed:
        changed = False
        for row in list(doubtful):
            partner = pieces.partner(row)
            if partner is not None and pieces.like(hull((partner.box, row.box))):
                pieces.remove(partner)
                pieces.remove(row)
                pieces.add(merged(partner, row))
                doubtful.remove(row)
                changed = True


def _across_gutters(rows: list[Row], walls: tuple[Box, ...], em: float) -> list[Row]:
    """Put together headlines with a space between words that happens to stand over the gutter of their columns."""
    pieces = _Pieces(walls, em)
    for row in rows:
        pieces.add(row)
    for row in [row for row in rows if row.size > DISPLAY * em and not is_cjk(row.text)]:
        partner = pieces.partner(row)
        if partner is None or partner.size < DISPLAY * em or is_cjk(partner.text):
            continue
        whole = merged(partner, row)
        tight = row.box.left - partner.box.right < _WORD_SPACE * min(partner.size, row.size)
        if tight and not _heads_a_story(row, whole, pieces.rows, em):
            pieces.remove(partner)
            pieces.remove(row)
            pieces.add(whole)
    return sorted(pieces.rows, key=lambda row: (row.box.top, row.box.left))


def _heads_a_story(head: Row, whole: Row, rows: Sequence[Row], em: float) -> bool:
    """Whether a piece of the `whole` line of large type has a second line of its own or a story under its start."""
    start = head.box.left + 0.5 * em
    under = [
        row for row in rows if row.box.top > head.box.center[1] and row.box.left - 1.5 * em < start < row.box.right
    ]
    below = sorted(under, key=lambda row: row.box.top)[:5]
    if not below or below[0].box.top > head.box.bottom + 3 * em:
        return False
    first = below[0]
    if first.size > DISPLAY * em:
        middle = abs(first.box.center[0] - whole.box.center[0]) < abs(first.box.center[0] - head.box.center[0])
        return first.box.left > start - em and not middle
    return first.box.left > min(row.box.left for row in below) + 0.5 * em


def _lined_up(row: Row, edges: NDArray[np.float64], em: float) -> bool:
    """Whether several rows near by begin at the same place across the page: the left edge of a column."""
    level = np.abs(edges[:, 0] - row.box.left) < 0.35 * em
    return int(np.count_nonzero(level & (np.abs(edges[:, 1] - row.box.top) < 15 * em))) > 4


def merged(a: Row, b: Row) -> Row:
    """Two pieces of one printed line as one row."""
    left, right = sorted((a, b), key=lambda row: row.box.left)
    longer = max(a, b, key=lambda row: len(row.text))
    return replace(left, lines=(*left.lines, *right.lines), box=hull((a.box, b.box)), size=longer.size)


def _same_line(left: Row, right: Row, walls: tuple[Box, ...], em: float) -> bool:
    gap = right.box.left - left.box.right
    display = min(left.size, right.size) > DISPLAY * em
    if left.crossed or not -0.5 * em < gap < (1.6 * min(left.size, right.size) if display else 4 * em):
        return False
    if overlap_y(left.box, right.box) < 0.6 * min(left.box.height, right.box.height):
        return False
    few = min(len(left.text), len(right.text)) < 3  # too few letters to tell their size
    if max(left.size, right.size) > (1.8 if few else 1.35) * min(left.size, right.size):
        return False
    between = Box(left.box.right - 0.3 * em, left.box.top, right.box.left + 0.3 * em, left.box.bottom)
    return not any(overlap_x(wall, between) > 0 and overlap_y(wall, between) > 0.5 * between.height for wall in walls)
