"""Heads: kicker, headline and subtitle that belong together, and the columns they own."""

from collections.abc import Sequence
from dataclasses import dataclass

from digitize.articles.fragments import Fragment, frame_of
from digitize.articles.reading import ReadingPage
from digitize.articles.row import Row
from digitize.geometry import hull, overlap_x, overlap_y
from digitize.model import Box, Orientation, Role


@dataclass(frozen=True, slots=True)
class Head:
    """Display lines over one article, from kicker to subtitle."""

    rows: tuple[tuple[Role, Row], ...]
    """In reading order."""
    box: Box
    span: Box
    """The box widened to both sides over free space: the width the head may own."""
    size: float
    """Type size of the headline."""
    crossed: bool
    frame: int

    @property
    def text(self) -> str:
        return " ".join(row.text for role, row in self.rows if role is Role.HEADLINE)


def make_heads(
    rows: Sequence[Row], fragments: Sequence[Fragment], others: Sequence[Row], page: ReadingPage
) -> tuple[Head, ...]:
    """Group display rows to heads and measure what each may own; `others` are rows beside which a head ends."""
    groups: list[list[Row]] = []
    for row in rows:
        linked = [
            group
            for group in groups
            if any(_together(row, other, page) and not _tucked_under(row, other, fragments) for other in group)
        ]
        merged = [row, *(other for group in linked for other in group)]
        groups = [group for group in groups if group not in linked]
        groups.append(merged)
    everything = [fragment.box for fragment in fragments] + [row.box for row in (*rows, *others)]
    return tuple(
        _head(sorted(group, key=lambda row: (row.box.top, row.box.left)), page, everything, fragments)
        for group in groups
    )


def _together(a: Row, b: Row, page: ReadingPage) -> bool:
    """Whether two display rows belong to one head."""
    if frame_of(a.box, page.frames) != frame_of(b.box, page.frames):
        return False
    large = max(a.size, b.size)
    if a.crossed != b.crossed:
        across, along = (a, b) if a.crossed else (b, a)
        return _torn_off(along, across) or _set_on_end(along, across, page)
    if a.crossed:
        return _side_by_side(a, b, page)
    above, below = sorted((a, b), key=lambda row: row.box.top)
    gap = below.box.top - above.box.bottom
    if gap > 1.1 * large or overlap_x(a.box, b.box) < 0.4 * min(a.box.width, b.box.width):
        return False
    between = (above.box.center[1], below.box.center[1])
    left, right = max(a.box.left, b.box.left), min(a.box.right, b.box.right)
    return not any(
        between[0] < bar.center[1] < between[1] and bar.left < right and bar.right > left
        for bar in (*page.barriers, *page.pictures)
    )


def _set_on_end(head: Row, kicker: Row, page: ReadingPage) -> bool:
    """Whether a line across stands right over an upright head of a vertical page, as a kicker does."""
    if page.orientation is Orientation.HORIZONTAL or len(head.text) < 3 or len(kicker.text) < 3:
        return False
    gap = head.box.left - kicker.box.right
    over = overlap_y(head.box, kicker.box) > 0.5 * head.box.height and -0.5 * page.em < gap < 1.5 * page.em
    return over and kicker.size < head.size + 0.5 * page.em


def _side_by_side(a: Row, b: Row, page: ReadingPage) -> bool:
    """Whether two vertical lines are one head: set tight, or with no gutter between them, as over two articles."""
    left, right = sorted((a, b), key=lambda row: row.box.left)
    gap, large = right.box.left - left.box.right, max(a.size, b.size)
    if overlap_y(a.box, b.box) < 0.4 * min(a.box.height, b.box.height) or gap > 0.9 * large:
        return False
    gutters = (*page.gutters, *page.walls)
    parted = any(
        left.box.center[0] < gutter.center[0] < right.box.center[0] and overlap_y(gutter, left.box) > 0.5 * large
        for gutter in gutters
    )
    return gap < 0.5 * large or not parted


def _tucked_under(a: Row, b: Row, fragments: Sequence[Fragment]) -> bool:
    """Whether one row is the head of another story, set in a column under a headline of several.

    The text of that headline begins in the column beside it, level with the smaller head.
    """
    above, below = sorted((a, b), key=lambda row: row.box.top)
    if a.crossed or b.crossed or below.size > 0.85 * above.size or below.box.width > 0.75 * above.box.width:
        return False
    if any(_printed_over(below, fragment) for fragment in fragments):
        return False
    return any(
        fragment.box.top < below.box.center[1]
        and overlap_y(fragment.box, below.box) > 0.3 * below.box.height
        and fragment.box.top > above.box.center[1]
        and overlap_x(fragment.box, above.box) > 0.4 * fragment.box.width
        and overlap_x(fragment.box, below.box) <= 0
        and len(fragment.rows) > 1
        for fragment in fragments
    )


def _printed_over(row: Row, text: Fragment) -> bool:
    """Whether large type runs into the text under it, as the last line of a headline does that had no room."""
    return text.box.top < row.box.bottom - 0.2 * row.size and overlap_x(text.box, row.box) > 0.5 * row.box.width


def _torn_off(piece: Row, line: Row) -> bool:
    """Whether a character or two stand right over or under a vertical line and are a piece of it."""
    gap = max(piece.box.top - line.box.bottom, line.box.top - piece.box.bottom)
    level = overlap_x(piece.box, line.box) > 0.6 * min(piece.box.width, line.box.width)
    return len(piece.text) <= 2 and level and gap < 0.8 * line.size


def _head(group: Sequence[Row], page: ReadingPage, everything: Sequence[Box], fragments: Sequence[Fragment]) -> Head:
    crossed = any(row.crossed for row in group)
    kickers: list[Row] = []
    if crossed and any(not row.crossed and len(row.text) > 2 for row in group):
        # lines across over an upright head are part of it, but it is the upright lines that stand over the text
        kickers = [row for row in group if row.crossed]
        group, crossed = [row for row in group if not row.crossed], False
    size = max(row.size for row in group)
    main = [row for row in group if row.size > 0.85 * size]
    first = min(row.box.top for row in main)
    last = max(row.box.bottom for row in main)
    # vertical lines in a horizontal page are read from the right, horizontal ones in a vertical page from the top
    way = 1 if page.orientation is Orientation.VERTICAL else -1
    ordered = sorted(group, key=lambda row: (way * round(row.box.center[0] / size), row.box.top)) if crossed else group
    roles = [(Role.KICKER, row) for row in kickers]
    for row in ordered:
        if row.size > 0.85 * size or crossed:
            roles.append((Role.HEADLINE, row))
        elif row.box.center[1] < first:
            roles.append((Role.KICKER, row))
        elif row.box.center[1] > last:
            roles.append((Role.SUBTITLE, row))
        else:
            roles.append((Role.HEADLINE, row))
    box = hull(row.box for row in group)
    span = _set_over(box, _span(box, page, everything), fragments, page.em)
    return Head(tuple(roles), box, span, size, crossed, frame_of(box, page.frames))


def _set_over(box: Box, span: Box, fragments: Sequence[Fragment], em: float) -> Box:
    """The part of the free space that a head is set over: it stands flush left on its columns or in their middle."""
    before, after = box.left - span.left, span.right - box.right
    under = [fragment for fragment in fragments if 0 < fragment.box.top - box.bottom < 6 * em]
    flush = any(abs(fragment.left - box.left) < 0.7 * em for fragment in under)
    if abs(before - after) < 3 * em:
        return span
    if flush:
        columns = [f for f in under if f.left > span.left - em and f.right < span.right + em]
        left = min((f.left for f in columns), default=span.left)
        right = max((f.right for f in columns), default=span.right)
        # in the middle of an even number of columns more it stands flush on one of them by chance
        if abs((box.left - left) - (right - box.right)) < 1.5 * em:
            return span
        return Box(box.left - 0.5 * em, span.top, span.right, span.bottom)
    room = min(before, after) + 2 * em
    return Box(box.left - min(before, room), span.top, box.right + min(after, room), span.bottom)


def _span(box: Box, page: ReadingPage, everything: Sequence[Box]) -> Box:
    """Widen `box` to both sides until something else stands at its height."""
    area = page.content
    frame = frame_of(box, page.frames)
    if frame >= 0:
        area = page.frames[frame]
    obstacles = [*everything, *page.pictures]
    walls = [wall for wall in page.walls if overlap_y(wall, box) > 0.7 * box.height]
    left, right = min(area.left, box.left), max(area.right, box.right)
    for other in (*obstacles, *walls):
        if overlap_y(other, box) < 0.25 * min(other.height, box.height) or overlap_x(other, box) > 0:
            continue
        if other.right <= box.left:
            left = max(left, other.right)
        elif other.left >= box.right:
            right = min(right, other.left)
    return Box(left, box.top, right, box.bottom)
