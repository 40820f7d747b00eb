"""How likely one part of a page follows another, in log-odds, from geometry, type and language.

A weight of 1 makes something about three times as likely. The weights are judgements from how papers are set,
not fits to a sample; each stands with its reason.
"""

from digitize.articles.fragments import Fragment, beside
from digitize.articles.heads import Head
from digitize.articles.scene import Scene, between, columns_between, in_the_way, split_levels
from digitize.articles.script import is_cjk, opens_story
from digitize.geometry import overlap_x, overlap_y
from digitize.model import Box


def no_successor(scene: Scene, node: int) -> float:
    """Score of a node that nothing follows on its page."""
    if node < len(scene.heads):
        return -3.0
    fragment = scene.fragment(node)
    if node - len(scene.heads) in scene.jumps_out:
        return 4.0
    if fragment.open or fragment.ends_in_heading:
        return -2.5
    # a story most often ends inside a line
    return -0.3 if fragment.last_row_full else 0.8


def no_predecessor(scene: Scene, node: int) -> float:
    """Score of a node that nothing precedes on its page."""
    if node < len(scene.heads):
        return 0.0
    index = node - len(scene.heads)
    fragment = scene.fragments[index]
    if index in scene.jumps_in:
        return 4.0
    score = 0.0 if fragment.starts_paragraph else -2.0
    if opens_story(fragment.rows[0].text):
        score += 0.7
    if scene.ceilings[index] >= 0:
        score -= 1.5
    if any(_heads_row(scene, head, fragment) for head in scene.heads):
        # the first of the columns beside a headline set on end, or one that follows it
        score -= 1.5
    return score


def successor_score(scene: Scene, before: int, after: int) -> float | None:
    """Score of fragment `after` following node `before`; None where that cannot be."""
    fragment = scene.fragment(after)
    if before < len(scene.heads):
        return _from_head(scene, before, after - len(scene.heads))
    if scene.fragment(before).frame != fragment.frame:
        return None
    index = after - len(scene.heads)
    if index in scene.jumps_in or before - len(scene.heads) in scene.jumps_out:
        return None
    place = _placed(scene, before - len(scene.heads), index)
    if place is None:
        return None
    # what stands in a box without a headline, as a table of the weather, is one thing
    boxed = 3.0 if fragment.frame >= 0 and all(head.frame != fragment.frame for head in scene.heads) else 0.0
    return place + boxed + _read_on(scene.fragment(before), fragment) + _same_setting(scene.fragment(before), fragment)


def _from_head(scene: Scene, head_index: int, index: int) -> float | None:
    """Score of a fragment as the first under (or beside) a head."""
    head, fragment, em = scene.heads[head_index], scene.fragments[index], scene.page.em
    if head.frame != fragment.frame:
        return None
    opening = (0.8 if fragment.starts_paragraph else -1.5) + (0.8 if opens_story(fragment.rows[0].text) else 0.0)
    if head.crossed:
        if not beside(head.box, fragment.box):
            return None
        level = abs(fragment.box.top - head.box.top) / em
        gap = max(fragment.box.left - head.box.right, head.box.left - fragment.box.right) / em
        far = 0.12 * max(0.0, gap - 2)
        return 3.0 - 0.3 * level - far + opening - (2.0 if scene.ceilings[index] >= 0 else 0.0)
    if scene.ceilings[index] != head_index:
        return None
    if index in scene.jumps_in and overlap_x(head.box, fragment.box) < 0.3 * fragment.box.width:
        return None
    depth = (fragment.box.top - head.box.bottom) / em
    return 4.0 - 1.2 * scene.ranks[index] - 0.06 * max(0.0, depth - 2) + opening


def _placed(scene: Scene, before: int, after: int) -> float | None:
    """Score of the places of two fragments on the page."""
    a, b = scene.fragments[before], scene.fragments[after]
    shared = overlap_x(a.box, b.box)
    if shared > 0.4 * min(a.box.width, b.box.width):
        return _below(scene, before, after) if b.box.center[1] > a.box.bottom - 0.5 * scene.page.em else None
    return _next_column(scene, before, after) if b.box.left > a.box.center[0] else None


def _below(scene: Scene, before: int, after: int) -> float | None:
    """Going on farther down the same column, past white space or a picture."""
    a, b, em = scene.fragments[before], scene.fragments[after], scene.page.em
    if scene.ceilings[after] >= 0 and scene.ceilings[after] != scene.ceilings[before]:
        return None
    if scene.ceilings[after] >= 0 and scene.heads[scene.ceilings[after]].box.top > a.box.center[1]:
        return None
    if in_the_way(scene, before, after):
        return None
    score = 0.8 - 0.08 * max(0.0, (b.box.top - a.box.bottom) / em - 1.5)
    if _narrows(a, b, em):
        score += 1.5
    if between(a.box, b.box, scene.page.barriers):
        score -= 3.0
    if between(a.box, b.box, scene.page.pictures):
        score += 0.8
    if any(_heads_beside(head, b, em) for head in scene.heads):
        score -= 1.5
    if _begins_beside_head(scene, after):
        # the column of a wide headline that begins at its top
        score -= 3.5
    return score


def _begins_beside_head(scene: Scene, index: int) -> bool:
    """Whether a fragment begins level with a headline to its left, with nothing between."""
    box, em = scene.fragments[index].box, scene.page.em
    return any(
        not head.crossed
        and head.frame == scene.fragments[index].frame
        and abs(head.box.top - box.top) < em
        and head.box.right < box.left + em
        and abs(head.span.right - box.left) < em
        for head in scene.heads
    )


def _heads_beside(head: Head, fragment: Fragment, em: float) -> bool:
    """Whether a headline set on end, about as high as a column beside it, begins something new where that begins."""
    level = head.crossed and abs(head.box.top - fragment.box.top) < 1.5 * em and beside(head.box, fragment.box)
    return level and head.box.height > 0.5 * fragment.box.height


def _heads_row(scene: Scene, head: Head, fragment: Fragment) -> bool:
    """Whether a fragment is one of the columns, level at the top, at whose right end stands a headline set on end."""
    em, box = scene.page.em, fragment.box
    near = 0 < head.box.left - box.left < 3.5 * box.width and head.frame == fragment.frame
    return near and _heads_beside(head, fragment, em) and not between(box, head.box, scene.page.barriers)


def _narrows(a: Fragment, b: Fragment, em: float) -> bool:
    """Whether a lead set wide goes on in the first of the columns right under it."""
    close = b.box.top - a.box.bottom < em and abs(b.left - a.left) < em
    return close and a.right - a.left > 1.3 * (b.right - b.left)


def _next_column(scene: Scene, before: int, after: int) -> float | None:
    """Going on at the head of a column farther right."""
    a, b, em = scene.fragments[before], scene.fragments[after], scene.page.em
    roof, other_roof = scene.ceilings[after], scene.ceilings[before]
    if b.box.top > a.box.bottom + 2 * em:
        return None
    score = 0.0
    if roof >= 0 and roof != other_roof:
        # a column under somebody else's headline is somebody else's, the more so the first one under it
        score -= 1.0 if _shares_head(scene, before, after) else 4.0
    elif roof >= 0:
        score += 1.6
    else:
        score += _level_top(scene, before, after)
    skipped = columns_between(scene, before, after)
    score -= 2.0 * skipped + 0.1 * max(0.0, (b.box.left - a.box.right) / em - 2)
    if split_levels(scene, before, after):
        score -= 3.5
    if not overlap_y(_with_pictures_above(scene, a.box), b.box):
        # the text would jump up or down past its own height
        score -= 4.0
    if scene.followed_closely[before]:
        score -= 1.0
    return score


def _shares_head(scene: Scene, before: int, after: int) -> bool:
    """Whether a column stands right of others under a headline that runs over fragment `before` as well.

    A headline inside the columns may then have stood above `before`, and its text go on at the head of the next. What
    opens a story of its own without one is nothing of that headline.
    """
    head, a = scene.heads[scene.ceilings[after]], scene.fragments[before].box
    if scene.ceilings[before] < 0 and opens_story(scene.fragments[before].rows[0].text):
        return False
    return (
        scene.ranks[after] > 0 and head.box.center[1] < a.top and overlap_x(head.span, a) > 0.6 * a.width
    ) and not between(head.box, a, scene.page.barriers)


def _level_top(scene: Scene, before: int, after: int) -> float:
    """Score of a column without a headline of its own, by where it begins against its left neighbour."""
    a, b, em = scene.fragments[before], scene.fragments[after], scene.page.em
    tops = [a.box.top]
    roof = scene.ceilings[before]
    if roof >= 0:
        tops.append(scene.heads[roof].box.top)
    tops += [picture.top for picture in scene.page.pictures if _above(picture, b.box)]
    difference = min(abs(b.box.top - top) for top in tops) / em
    lifted = [abs(picture.top - a.box.top) / em for picture in scene.page.pictures if _above(picture, b.box)]
    difference = min([difference, *lifted])
    if roof >= 0 and abs(b.box.top - scene.heads[roof].box.top) < em:
        return 2.0
    return 1.2 if difference < 1.5 else 0.6 - 0.08 * difference


def _above(upper: Box, lower: Box) -> bool:
    """Whether `upper` stands somewhere over `lower` and covers most of its width."""
    return upper.center[1] < lower.top and overlap_x(upper, lower) > 0.6 * lower.width


def _with_pictures_above(scene: Scene, box: Box) -> Box:
    """A fragment's box up over the picture right above it and the text right above that: the height of its column."""
    top = box.top
    for picture in scene.page.pictures:
        if _above(picture, box):
            over = [other.box.top for other in scene.fragments if _stands_on(other.box, picture, scene.page.em)]
            top = min([top, picture.top, *over])
    return Box(box.left, top, box.right, box.bottom)


def _stands_on(upper: Box, lower: Box, em: float) -> bool:
    return _above(upper, lower) and lower.top - upper.bottom < 3 * em


def _read_on(a: Fragment, b: Fragment) -> float:
    """Whether the text of `b` can go on where `a` stops."""
    last, first = a.rows[-1].text, b.rows[0].text
    score = 0.0
    if a.open:
        score += -2.5 if b.starts_paragraph else 2.5
        if not a.last_row_full:
            score -= 0.8
    elif a.last_row_full:
        score += 0.2
    else:
        score += 0.4 if b.starts_paragraph else -2.5
    if not is_cjk(first) and a.open and first[:1].isupper() and not last.rstrip().endswith("-"):
        score -= 0.3
    if not is_cjk(first) and first[:1].islower():
        score += 1.0
    if last.rstrip().endswith(("-", "\u00ad")):
        score += 1.0 if first[:1].islower() else -1.0
    if a.open_brackets > 0 and b.open_brackets < 0:
        score += 1.0
    if opens_story(first):
        score -= 2.5
    return score


def _same_setting(a: Fragment, b: Fragment) -> float:
    """Whether both are set in the same measure and size."""
    score = 0.0
    if max(a.em, b.em) > 1.1 * min(a.em, b.em):
        score -= 1.5
    wide, narrow = max(a.right - a.left, b.right - b.left), min(a.right - a.left, b.right - b.left)
    if wide - narrow < a.em:
        score += 0.5
    elif wide > 1.3 * narrow and min(len(a.rows), len(b.rows)) > 2:
        score -= 1.0
    return score
