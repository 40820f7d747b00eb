"""Crossheads: small headings inside an article, which break up a long column and begin nothing new."""

from digitize.articles.fragments import frame_of
from digitize.articles.reading import ReadingPage
from digitize.articles.row import DISPLAY, Row
from digitize.articles.script import in_capitals
from digitize.geometry import overlap_x, overlap_y
from digitize.model import Box, Orientation

LARGEST = 1.25
"""Ems: crossheads are set in the capitals or the bold of the text's own size, or hardly larger."""
SMALL = 1.7
"""Ems: crossheads of tiers are larger, as a line that only stands out by its size has to be."""
BELOW_HEAD = 0.75
"""Size of a crosshead, at most, in parts of the headline of its article."""
CLOSE = 2.5
"""Ems from the text above, at most. Above a headline there is more white, or a rule."""


def is_crosshead(row: Row, page: ReadingPage) -> bool:
    """Whether a row of display type stands in the flow of one column's text instead of over an article.

    It does where text of the same column stands close above and below it with no rule between, it is set in
    capitals or in the middle of the column, and a headline far larger than it stands higher up over that column.
    """
    return (_in_tiers if page.orientation is Orientation.VERTICAL else _in_column)(row, page)


def _in_column(row: Row, page: ReadingPage) -> bool:
    """Whether a row of display type is a crosshead in a column of horizontal text."""
    if row.crossed or row.size > LARGEST * page.em:
        return False
    above, below = _neighbours(row, page)
    if above is None or below is None:
        return False
    near = (row.box.top - above.box.bottom, below.box.top - row.box.bottom)
    if max(near) > CLOSE * page.em or max(above.size, below.size) > DISPLAY * page.em:
        return False
    if any(_divides(bar, above.box, row.box) for bar in page.barriers):
        return False
    column = Box(min(above.box.left, below.box.left), 0, max(above.box.right, below.box.right), 0)
    before, after = row.box.left - column.left, column.right - row.box.right
    if min(before, after) < -0.5 * page.em:
        return False
    centred = min(before, after) > page.em and abs(before - after) < 2 * page.em
    return (centred or in_capitals(row.text)) and _under_larger(row, page)


def _in_tiers(row: Row, page: ReadingPage) -> bool:
    """Whether an upright row of display type is a crosshead in text that runs in tiers.

    It is one line without a rule at its right, and either text stands under it in the same lines, with a larger
    headline farther right, or it is small and begins a tier beside lines that run over several.
    """
    em = page.em
    if row.crossed or any(_beside(row, other, em) for other in page.rows if other is not row and _shows(other, em)):
        return False
    reach = Box(row.box.left, row.box.top - 1.5 * em, row.box.right, row.box.center[1])
    if any(overlap_x(bar, reach) > 0.3 * row.box.width and overlap_y(bar, reach) > 0 for bar in page.barriers):
        return False
    plain = [other for other in page.rows if not _shows(other, em)]
    if row.size <= SMALL * em:
        right = (other for other in plain if _beside(row, other, em) and other.box.center[1] < row.box.top)
        if any(other.box.width > 1.5 * row.box.width and _runs_past(other, row, page) for other in right):
            return True
    under = any(_stands_under(other, row, em) for other in plain)
    return under and any(
        other.size * BELOW_HEAD > row.size
        and not other.crossed
        and other.box.center[1] < row.box.top
        and overlap_x(other.box, row.box) > 0.5 * row.box.width
        and frame_of(other.box, page.frames) == frame_of(row.box, page.frames)
        for other in page.rows
    )


def _shows(row: Row, em: float) -> bool:
    return row.size > DISPLAY * em


def _beside(row: Row, other: Row, em: float) -> bool:
    """Whether another upright line is the next one to a row's left or right."""
    gap = max(row.box.top - other.box.bottom, other.box.top - row.box.bottom)
    return (
        not other.crossed
        and -0.5 * em < gap < 1.2 * max(em, row.size, other.size)
        and overlap_x(row.box, other.box) > 0.5 * row.box.width
    )


def _runs_past(line: Row, row: Row, page: ReadingPage) -> bool:
    """Whether a line right of a row goes on past the rule at which the row's tier ends or begins."""
    return any(
        overlap_y(wall, Box(0, row.box.top, 0, row.box.bottom + 8 * page.em)) > 4 * page.em
        and line.box.left + page.em < wall.center[0] < line.box.right - page.em
        for wall in page.walls
    )


def _stands_under(line: Row, row: Row, em: float) -> bool:
    """Whether a line of text stands under an upright row, as high on the page as the row's own column goes."""
    gap = line.box.left - row.box.right
    return -0.5 * em < gap < 3 * em and overlap_y(line.box, row.box) > 0.5 * min(line.box.height, row.box.height)


def _neighbours(row: Row, page: ReadingPage) -> tuple[Row | None, Row | None]:
    """The rows right above and right below one, in its column."""
    column = [other for other in page.rows if other is not row and overlap_x(other.box, row.box) > 0]
    middle = row.box.center[1]
    above = (other for other in column if other.box.center[1] < middle)
    below = (other for other in column if other.box.center[1] > middle)
    return (
        max(above, key=lambda other: other.box.bottom, default=None),
        min(below, key=lambda other: other.box.top, default=None),
    )


def _divides(bar: Box, above: Box, below: Box) -> bool:
    """Whether a rule lies between two rows; one no longer than the lower row's own underline does not reach it."""
    return above.center[1] < bar.center[1] < below.center[1] and overlap_x(bar, below) > 0.5 * below.width


def _under_larger(row: Row, page: ReadingPage) -> bool:
    """Whether the headline that stands higher up over a row's column is far larger."""
    heads = [
        other
        for other in page.rows
        if other.size > DISPLAY * page.em
        and other.box.bottom < row.box.top
        and overlap_x(other.box, row.box) > 0.5 * min(other.box.width, row.box.width)
    ]
    return max((head.size for head in heads), default=0.0) * BELOW_HEAD > row.size
