"""Upright lines of one tier: which of them stand side by side in the same column.

Everything here is in the reading frame: what stands left on the page is below, the rules between tiers are walls.
"""

from digitize.articles.reading import ReadingPage
from digitize.model import Box


def line_lost(above: Box, below: Box, em: float, pitch: float) -> bool:
    """Whether two upright lines of one tier leave room for one more, which nobody could read."""
    flush = max(abs(above.left - below.left), abs(above.right - below.right)) < 1.2 * em
    step = below.center[1] - above.center[1]
    return flush and 1.75 * pitch < step < 2.3 * pitch


def tier_changes(above: Box, below: Box, page: ReadingPage) -> bool:
    """Whether two upright lines side by side are of different tiers or stories.

    Lines of one tier begin level, but for an indent.
    """
    apart = abs(above.left - below.left) > 3 * page.em
    return apart or _tiers_end(above, below, page) or under_other(above, below, page)


def _tiers_end(above: Box, below: Box, page: ReadingPage) -> bool:
    """Whether one of two upright lines goes on past a rule that the other ends at."""
    long, short = (above, below) if above.right > below.right else (below, above)
    return long.right > short.right + 2 * page.em and any(
        wall.top - page.em < short.center[1] < wall.bottom + page.em
        and short.right - page.em < wall.center[0] < min(long.right - page.em, short.right + 2 * page.em)
        for wall in page.walls_from(short.right - page.em, short.right + 2 * page.em)
    )


def under_other(above: Box, below: Box, page: ReadingPage) -> bool:
    """Whether two upright lines of one tier stand under headlines set across, or rules, of different stories.

    Where only one stands under a headline the other is beside it, if it begins as high as the headline.
    """
    lines = _line_over(above, page), _line_over(below, page)
    if lines[0] != lines[1] and (min(lines) >= 0 or abs(above.left - below.left) > 1.5 * page.em):
        return True
    rules = _rule_over(above, page), _rule_over(below, page)
    return rules[0] is not None and rules[1] is not None and rules[0] != rules[1]


def _rule_over(row: Box, page: ReadingPage) -> Box | None:
    """The rule right over an upright line."""
    em = page.em
    over = [
        wall
        for wall in page.walls_from(row.left - 2.5 * em, row.left + em)
        if wall.top - 0.3 * em < row.center[1] < wall.bottom + 0.3 * em and -em < row.left - wall.center[0] < 2.5 * em
    ]
    return max(over, key=lambda wall: wall.center[0], default=None)


def _line_over(row: Box, page: ReadingPage) -> int:
    """Index of the headline set across that an upright line stands right under, -1 for none.

    Text is wider than the headline in its middle by some lines at both ends.
    """
    em, middle = page.em, row.center[1]
    over = [
        (max(other.box.top - middle, middle - other.box.bottom, 0.0), index)
        for index, other in page.lines_across
        if -em < row.left - other.box.right < 2.5 * em
    ]
    return min((each for each in over if each[0] < 4 * em), default=(0.0, -1))[1]
