"""Column fragments: rows of running text that follow each other in one column with nothing between."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median, quantiles

from digitize.articles.reading import ReadingPage
from digitize.articles.row import DISPLAY, Row, merged
from digitize.articles.script import ends_sentence, in_capitals, is_cjk, open_brackets
from digitize.articles.shelves import Shelves
from digitize.articles.tierlines import line_lost, tier_changes
from digitize.geometry import contains, hull, overlap_x, overlap_y
from digitize.model import Box, Orientation

_CREDIT = re.compile(r"(?:[摄攝]|摄影|攝影|供图|供圖)[）)]?$")
"""How a Chinese caption ends that names the photographer."""


@dataclass(frozen=True)
class Fragment:
    """A stretch of one column. What is asked of it for every pair of fragments is worked out once."""

    rows: tuple[Row, ...]
    box: Box
    """Hull of the rows, in the reading frame."""
    left: float
    right: float
    """Edges of the column: where full lines begin and end."""
    em: float
    frame: int
    """Index of the frame it stands in, -1 for none."""

    @cached_property
    def text(self) -> str:
        return " ".join(row.text for row in self.rows)

    @cached_property
    def indent(self) -> float:
        """Least inset of a first line, in pixels."""
        return (0.9 if is_cjk(self.text) else 0.45) * self.em

    @cached_property
    def starts_paragraph(self) -> bool:
        return self.rows[0].box.left - self.left > self.indent

    @cached_property
    def last_row_full(self) -> bool:
        """Whether the last line runs to the column's end, so that the paragraph may go on elsewhere."""
        return self.right - self.rows[-1].box.right < (1.3 if is_cjk(self.text) else 1.6) * self.em

    @cached_property
    def open(self) -> bool:
        """Whether the text plainly goes on: no sentence ended, and no crosshead stands last."""
        return not ends_sentence(self.rows[-1].text) and not self.ends_in_heading

    @cached_property
    def ends_in_heading(self) -> bool:
        """Whether a crosshead stands last, with its text elsewhere."""
        return self.stands_alone(self.rows[-1])

    def stands_alone(self, row: Row) -> bool:
        """Whether a row is a crosshead: in the middle of the column or in capitals, and no sentence."""
        before, after = row.box.left - self.left, self.right - row.box.right
        middle = min(before, after) > 1.2 * self.em and abs(before - after) < 2 * self.em
        capitals = in_capitals(row.text) and after > self.em
        return (middle or capitals) and not ends_sentence(row.text) and not is_cjk(row.text)

    @cached_property
    def open_brackets(self) -> int:
        """How many more quotes and brackets are opened than closed."""
        return open_brackets(self.text)


def frame_of(box: Box, frames: Sequence[Box]) -> int:
    """Index of the smallest frame that holds the middle of `box`, -1 for none."""
    center = box.center
    around = [index for index, frame in enumerate(frames) if contains(frame, center)]
    return min(around, key=lambda index: frames[index].area, default=-1)


def is_display(row: Row, em: float) -> bool:
    """Whether a row is set in larger type than running text, or across the page's direction."""
    return row.size > DISPLAY * em or row.crossed


def _follower(index: int, rows: Sequence[Row], shelves: Shelves, page: ReadingPage) -> int | None:
    """The next row below in the same column, by geometry alone; `shelves` hold the rows' heights."""
    box, em = rows[index].box, page.em
    middle, reach = box.center[1] + 0.4 * em, box.bottom + 2.6 * em
    near: list[tuple[float, int]] = []
    for other in shelves.near(middle, reach):
        below = rows[other].box
        under = below.top < reach and (below.top + below.bottom) / 2 > middle and other != index
        if under and _in_column(box, below, page):
            near.append((below.top - box.bottom, other))
    if not near:
        return None
    # a short end to the left is the next line only where nothing on its line stands under the row
    nearest, first = min(near)
    level = sorted(each for each in near if each[0] < nearest + 0.5 * em)
    return next((other for _, other in level if _stand_over(box, rows[other].box)), first)


def _stand_over(above: Box, below: Box) -> bool:
    return overlap_x(above, below) > 0.5 * min(above.width, below.width)


def _in_column(above: Box, below: Box, page: ReadingPage) -> bool:
    """Whether two rows stand over each other.

    An indented line does under the short end of a paragraph, too, and such an end under the indented line.
    """
    if _stand_over(above, below):
        return True
    outer, inner = (below, above) if below.left < above.left else (above, below)
    if not outer.left < inner.left < outer.right + 2.3 * page.em:
        return False
    between = Box(outer.right, above.top, max(inner.left, outer.right + 1), below.bottom)
    indented = inner.left < outer.left + 2.8 * page.em  # two ems, and the opening quote's white
    return (indented or outer.width < 4 * page.em) and not any(
        overlap_x(wall, between) > 0 and overlap_y(wall, between) > 0.3 * between.height
        for wall in (*page.walls, *page.gutters)
    )


def _pitch(rows: Sequence[Row], followers: Sequence[int | None], em: float) -> float:
    """Usual distance from one line to the next."""
    steps = [
        rows[after].box.center[1] - rows[before].box.center[1]
        for before, after in enumerate(followers)
        if after is not None
    ]
    close = [step for step in steps if step < 2.5 * em]
    return median(close) if close else 1.4 * em


def _continues(above: Row, below: Row, page: ReadingPage, pitch: float) -> bool:
    """Whether `below` is the next line of the column that `above` stands in."""
    vertical = page.orientation is Orientation.VERTICAL
    step = below.box.center[1] - above.box.center[1]
    near = step <= 1.42 * max(pitch, 1.1 * max(above.size, below.size))
    if not near and not (vertical and line_lost(above.box, below.box, page.em, pitch)):
        return False
    few = min(len(above.text), len(below.text)) < 5  # too few letters to tell their size
    least = 0.8 * page.em if vertical else 0.0  # words read twice make a line small
    large, small = max(above.size, below.size), max(least, min(above.size, below.size))
    if large > (1.7 if few else 1.25) * small + 0.1 * page.em:
        return False
    if frame_of(above.box, page.frames) != frame_of(below.box, page.frames):
        return False
    if (tier_changes if vertical else _measure_changes)(above.box, below.box, page):
        return False
    if _ends_caption(above, page):
        return False
    return not page.parts(above.box, below.box)


def _ends_caption(row: Row, page: ReadingPage) -> bool:
    """Whether a row right under a picture ends with the photographer's credit."""
    return bool(_CREDIT.search(row.text)) and any(
        0 < row.box.center[1] - picture.bottom < 5 * page.em and overlap_x(row.box, picture) > 0.8 * row.box.width
        for picture in page.pictures
    )


def _measure_changes(above: Box, below: Box, page: ReadingPage) -> bool:
    """Whether a gutter that one of two rows ends at is run over by the other: text set wide above narrow columns."""
    wide, narrow = (above, below) if above.width > below.width else (below, above)
    return any(
        gutter.height > 4 * page.em
        and wide.left + 2 * page.em < gutter.center[0] < wide.right - 2 * page.em
        and min(abs(gutter.left - narrow.right), abs(gutter.right - narrow.left)) < 1.5 * page.em
        and overlap_y(gutter, narrow) > 0.5 * narrow.height
        and overlap_y(gutter, wide) < 0.5 * wide.height
        for gutter in page.gutters
    )


def make_fragments(rows: Sequence[Row], page: ReadingPage) -> tuple[Fragment, ...]:
    """Stack body rows to fragments. A row is taken by the row right above it, one by one."""
    shelves = Shelves.of((row.box for row in rows), page.em)
    followers = [_follower(index, rows, shelves, page) for index in range(len(rows))]
    pitch = _pitch(rows, followers, page.em)
    taken: dict[int, int] = {}
    for before, after in enumerate(followers):
        if after is None or not _continues(rows[before], rows[after], page, pitch):
            continue
        rival = taken.get(after)
        if rival is None or _aligned(rows[before], rows[after]) > _aligned(rows[rival], rows[after]):
            taken[after] = before
    following = {before: after for after, before in taken.items()}
    fragments = []
    for start in (index for index in range(len(rows)) if index not in taken):
        chain, index = [rows[start]], start
        while index in following:
            index = following[index]
            chain.append(rows[index])
        fragments.append(fragment_of(chain, page))
    return _with_column_edges(_with_pieces(fragments, page), page.em)


def _with_pieces(fragments: Sequence[Fragment], page: ReadingPage) -> list[Fragment]:
    """Put single rows that stand inside another fragment's column back into the line they were cut from."""
    em = page.em
    columns = [fragment for fragment in fragments if len(fragment.rows) > 1]
    done = {id(fragment): fragment for fragment in columns}
    for piece in (fragment for fragment in fragments if len(fragment.rows) == 1):
        row = piece.rows[0]
        home = next(
            (
                key
                for key, column in done.items()
                if column.left - 0.5 * em < row.box.left
                and row.box.right < column.right + 0.5 * em
                and any(_level(row, other) for other in column.rows)
            ),
            None,
        )
        if home is None:
            done[id(piece)] = piece
        else:
            column = done[home]
            at = next(index for index, other in enumerate(column.rows) if _level(row, other))
            whole = merged(column.rows[at], row)
            done[home] = fragment_of([*column.rows[:at], whole, *column.rows[at + 1 :]], page)
    return list(done.values())


def _level(a: Row, b: Row) -> bool:
    """Whether two rows stand on one line and not over each other."""
    return overlap_y(a.box, b.box) > 0.6 * min(a.box.height, b.box.height) and overlap_x(a.box, b.box) < 2


def _aligned(above: Row, below: Row) -> float:
    """How far two rows share their extent, 0..1."""
    return overlap_x(above.box, below.box) / max(above.box.width, below.box.width)


def _quartile(values: Sequence[float], which: int) -> float:
    """The first or third quartile, between two values in proportion."""
    return quantiles(values, n=4, method="inclusive")[which - 1] if len(values) > 1 else values[0]


def fragment_of(rows: Sequence[Row], page: ReadingPage) -> Fragment:
    """Rows as a fragment, its column's edges where most of them begin and end."""
    box = hull(row.box for row in rows)
    left, right = _quartile([row.box.left for row in rows], 1), _quartile([row.box.right for row in rows], 3)
    em = median([row.size for row in rows])
    return Fragment(tuple(rows), box, left, right, em, frame_of(box, page.frames))


def _with_column_edges(fragments: Sequence[Fragment], em: float) -> tuple[Fragment, ...]:
    """Fragments too short to show their column's edges borrow them from longer ones in the same place."""
    sure = [fragment for fragment in fragments if len(fragment.rows) >= 4]
    done = []
    for fragment in fragments:
        left, right = fragment.left, fragment.right
        if len(fragment.rows) < 4:
            near = [
                other
                for other in sure
                if other.left - 0.6 * em <= fragment.box.left <= other.left + 3 * em
                and fragment.box.right <= other.right + 0.8 * em
                and overlap_x(other.box, fragment.box) > 0.5 * fragment.box.width
            ]
            if near:
                column = min(near, key=lambda other: abs(other.box.center[1] - fragment.box.center[1]))
                left, right = min(column.left, fragment.box.left), max(column.right, fragment.box.right)
        done.append(Fragment(fragment.rows, fragment.box, left, right, fragment.em, fragment.frame))
    return tuple(done)


def beside(a: Box, b: Box) -> bool:
    """Whether two boxes share a good part of their height."""
    return overlap_y(a, b) > 0.3 * min(a.height, b.height)
