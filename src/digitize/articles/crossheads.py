"""Crossheads: small headings inside an article, which break up a long column and begin nothing new."""

from digitize.articles.reading import DISPLAY, ReadingPage, Row
from digitize.articles.script import in_capitals
from digitize.geometry import overlap_x
from digitize.model import Box

LARGEST = 1.25
"""Ems: crossheads are set in the capitals or the bold of the text's own size, or hardly larger."""
BELOW_HEAD = 0.75
"""Size of a crosshead, at most, in parts of the headline of its article."""
CLOSE = 2.5
"""Ems from the text above, at most. Above a headline there is more white, or a rule."""


def is_crosshead(row: Row, page: ReadingPage) -> bool:
    """Whether a row of display type stands in the flow of one column's text instead of over an article.

    It does where text of the same column stands close above and below it with no rule between, it is set in
    capitals or in the middle of the column, and a headline far larger than it stands higher up over that column.
    """
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
