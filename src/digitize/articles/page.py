"""One page taken apart: stories that begin, go on and end on it."""

from dataclasses import dataclass, replace

from digitize.articles.fragments import Fragment, make_fragments
from digitize.articles.heads import Head, make_heads
from digitize.articles.jumps import Jump, jump_in_text
from digitize.articles.labels import PageLabel, printed_label
from digitize.articles.reading import ReadingPage, read_page
from digitize.articles.roles import captions, sort_rows
from digitize.articles.row import Row
from digitize.articles.scene import Scene
from digitize.articles.succession import Link, match
from digitize.geometry import hull, overlap_x, overlap_y
from digitize.model import Box, Page

JumpLine = tuple[Jump, Row | None]
"""A jump and the line it is, None where it stands in a line of the text."""


@dataclass(frozen=True, slots=True)
class Story:
    """The part of an article that stands on one page."""

    heads: tuple[Head, ...]
    fragments: tuple[Fragment, ...]
    links: tuple[Link, ...]
    """Between successive fragments; one fewer than fragments."""
    captions: tuple[Fragment, ...]
    jump_in: JumpLine | None
    jump_out: JumpLine | None
    box: Box
    advertisement: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class PageStories:
    """All that stands on one page."""

    page: ReadingPage
    label: PageLabel
    """What is printed as the page's number, or the position in the issue where none is printed."""
    folio: tuple[Row, ...]
    loose: tuple[Row, ...]
    """Jump lines that stand with no text."""
    stories: tuple[Story, ...]


def take_apart(page: Page) -> PageStories:
    """Find the stories of one page."""
    reading = read_page(page)
    rows = sort_rows(reading)
    fragments = make_fragments(rows.body, reading)
    legends = captions(fragments, reading)
    columns = tuple(fragment for fragment in fragments if fragment not in legends)
    heads = make_heads(rows.display, columns, [row for _, row in rows.jumps], reading)
    outward, inward = _jumps(columns, rows.jumps, onward=True), _jumps(columns, rows.jumps, onward=False)
    scene = Scene(
        reading,
        heads,
        columns,
        tuple(_ceiling(fragment, heads, columns, reading) for fragment in columns),
        frozenset(outward),
        frozenset(inward),
    )
    stories = _stories(scene, match(scene), inward, outward)
    stories = _with_captions(stories, legends, reading)
    stories += [_advertisement(group) for group in rows.advertisements]
    printed = next(filter(None, (printed_label(row.text) for row in rows.folio)), None)
    taken = {id(row) for _, row in (*inward.values(), *outward.values())}
    loose = tuple(row for _, row in rows.jumps if id(row) not in taken)
    return PageStories(reading, printed or PageLabel(page.number), rows.folio, loose, tuple(_in_reading_order(stories)))


def _jumps(columns: tuple[Fragment, ...], lines: tuple[tuple[Jump, Row], ...], *, onward: bool) -> dict[int, JumpLine]:
    """The jumps at the end of fragments, or where they are not `onward` at the beginning, by the fragments' index."""
    found: dict[int, JumpLine] = {}
    for index, fragment in enumerate(columns):
        jump = jump_in_text(fragment.rows[-1 if onward else 0].text, onward=onward)
        if jump is not None:
            found[index] = (jump, None)
    for jump, row in lines:
        index = _ends_at(row, columns) if onward else _starts_at(row, columns)
        if jump.onward == onward and index >= 0:
            found[index] = (jump, row)
    return found


def _ends_at(row: Row, fragments: tuple[Fragment, ...]) -> int:
    """Index of the fragment that a line under it belongs to, -1 for none."""
    above = [
        (row.box.top - fragment.box.bottom, index)
        for index, fragment in enumerate(fragments)
        if fragment.box.bottom < row.box.center[1] and _shares_column(row, fragment)
    ]
    return min(above, default=(0.0, -1))[1]


def _starts_at(row: Row, fragments: tuple[Fragment, ...]) -> int:
    """Index of the fragment that a line over it belongs to, -1 for none: the leftmost of those right below."""
    below = [
        (fragment.box.top - row.box.bottom, fragment.box.left, index)
        for index, fragment in enumerate(fragments)
        if fragment.box.top > row.box.center[1] and _shares_column(row, fragment)
    ]
    if not below:
        return -1
    nearest = min(below)[0]
    return min((left, index) for gap, left, index in below if gap < nearest + row.box.height)[1]


def _shares_column(row: Row, fragment: Fragment) -> bool:
    return overlap_x(row.box, fragment.box) > 0.4 * min(row.box.width, fragment.box.width)


def _ceiling(fragment: Fragment, heads: tuple[Head, ...], columns: tuple[Fragment, ...], page: ReadingPage) -> int:
    """Index of the head that is the nearest thing above a fragment, pictures not counted; -1 for anything else."""
    box = fragment.box
    floor = max(
        [other.box.bottom for other in columns if other is not fragment and _over(other.box, box, 0.3)]
        + [rule.bottom for rule in page.barriers if _over(rule, box, 0.5)],
        default=page.content.top,
    )
    above = [
        (head.box.bottom, overlap_x(head.box, box), index)
        for index, head in enumerate(heads)
        if not head.crossed
        and head.frame == fragment.frame
        and head.box.center[1] < box.top
        and head.box.bottom > floor - 0.5 * page.em
        and overlap_x(head.span, box) > 0.6 * box.width
    ]
    if not above:
        return -1
    above = [each for each in above if not any(_over_head(heads[each[2]], heads[other[2]]) for other in above)]
    lowest = max(bottom for bottom, _, _ in above)
    return max((shared, index) for bottom, shared, index in above if bottom > lowest - 2 * page.em)[1]


def _over_head(upper: Head, lower: Head) -> bool:
    """Whether a head wider than another stands over it: what is under the lower one is not its own."""
    return upper.box.width > lower.box.width and _over(upper.box, lower.box, 0.6)


def _over(upper: Box, lower: Box, share: float) -> bool:
    return upper.center[1] < lower.top and overlap_x(upper, lower) > share * lower.width


def _stories(
    scene: Scene, links: tuple[Link, ...], inward: dict[int, JumpLine], outward: dict[int, JumpLine]
) -> list[Story]:
    """Follow the links from every node that nothing precedes."""
    following = {link.before: link for link in links}
    starts = [node for node in range(scene.size) if node not in {link.after for link in links}]
    stories = []
    for start in starts:
        heads, fragments, used = [], [], []
        node: int | None = start
        while node is not None:
            if node < len(scene.heads):
                heads.append(scene.heads[node])
            else:
                fragments.append(scene.fragment(node))
            link = following.get(node)
            if link is not None and node >= len(scene.heads):
                used.append(link)
            last, node = node, link.after if link is not None else None
        first = next((index for index, f in enumerate(scene.fragments) if fragments and f is fragments[0]), -1)
        box = hull([*(head.box for head in heads), *(fragment.box for fragment in fragments)])
        stories.append(
            Story(
                tuple(heads),
                tuple(fragments),
                tuple(used),
                (),
                inward.get(first),
                outward.get(last - len(scene.heads)),
                box,
            )
        )
    return stories


def _with_captions(stories: list[Story], legends: tuple[Fragment, ...], page: ReadingPage) -> list[Story]:
    """Give each caption to the story whose area it stands in or next to."""
    given: dict[int, list[Fragment]] = {}
    alone = []
    for legend in legends:
        choices = [(_distance(story, legend, page), index) for index, story in enumerate(stories) if story.fragments]
        if choices:
            given.setdefault(min(choices)[1], []).append(legend)
        else:
            alone.append(Story((), (), (), (legend,), None, None, legend.box))
    done = [replace(story, captions=tuple(given.get(index, ()))) for index, story in enumerate(stories)]
    return done + alone


def _distance(story: Story, legend: Fragment, page: ReadingPage) -> float:
    """How far a caption lies from a story: 0 inside its hull, more across rules and frames."""
    box, mark = story.box, legend.box
    dx = max(box.left - mark.right, mark.left - box.right, 0.0)
    dy = max(box.top - mark.bottom, mark.top - box.bottom, 0.0)
    apart = any(fragment.frame != legend.frame for fragment in story.fragments)
    crossed = any(
        min(box.center[1], mark.center[1]) < rule.center[1] < max(box.center[1], mark.center[1])
        and overlap_x(rule, mark) > 0.5 * mark.width
        for rule in page.barriers
    )
    inside = overlap_x(box, mark) * overlap_y(box, mark) / max(1.0, mark.area)
    return float(dx + dy + page.em * (1000 * apart + 10 * crossed - inside))


def _advertisement(rows: tuple[Row, ...]) -> Story:
    return Story((), (), (), (), None, None, hull(row.box for row in rows), rows)


def _in_reading_order(stories: list[Story]) -> list[Story]:
    """Stories by recursive cuts of the page into bands, then columns (Nagy & Seth 1984)."""
    if len(stories) <= 1:
        return stories
    for before, after in ((_top, _bottom), (_left, _right)):
        ordered = sorted(stories, key=before)
        reach = after(ordered[0])
        for index in range(1, len(ordered)):
            if before(ordered[index]) >= reach - 4:
                return _in_reading_order(ordered[:index]) + _in_reading_order(ordered[index:])
            reach = max(reach, after(ordered[index]))
    return sorted(stories, key=lambda story: (story.box.top + 0.5 * story.box.left, story.box.left))


def _top(story: Story) -> float:
    return story.box.top


def _bottom(story: Story) -> float:
    return story.box.bottom


def _left(story: Story) -> float:
    return story.box.left


def _right(story: Story) -> float:
    return story.box.right
