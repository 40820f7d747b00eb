"""How likely one part of a vertically set page follows another, in log-odds.

Upright lines run from the right to the left of a tier, as long as nothing stands in their way, and go on at the right
of a tier below: under the same headline, or at the very right of the page or of the box. Lines are set full in the
old papers and stops are not told from commas, so that where a text ends is told by a line that ends short. Everything
here is in the reading frame: what stands left on the page is below, the next tier is the next column.
"""

import re

from digitize.articles.fragments import Fragment, is_display
from digitize.articles.scene import Scene, columns_between, in_the_way, ruled, split_levels
from digitize.articles.tierlines import under_other
from digitize.geometry import overlap_x, overlap_y
from digitize.model import Box

_ITEM = "▲△●○◆◇■□★☆"
"""Marks that begin an item among several under one headline."""
_WORDS = re.compile(r"[^\W\d_一二三四五六七八九十百千]")
"""What a headline has in it; numbers of instalments, scales of maps and dirt have not."""


def no_successor(scene: Scene, node: int) -> float:
    """Score of a node that nothing follows on its page."""
    if node < len(scene.heads):
        return -3.0
    if _is_heading(scene, scene.fragment(node)):
        return -3.0
    return -1.0 if scene.fragment(node).last_row_full else 0.8


def no_predecessor(scene: Scene, node: int) -> float:
    """Score of a node that nothing precedes on its page."""
    if node < len(scene.heads):
        return 0.0
    index = node - len(scene.heads)
    fragment = scene.fragments[index]
    score = 0.0 if fragment.starts_paragraph else -2.5
    if fragment.rows[0].text.startswith(tuple(_ITEM)):
        score += 1.0
    if scene.ceilings[index] >= 0:
        score -= 1.5
    return score


def successor_score(scene: Scene, before: int, after: int) -> float | None:
    """Score of fragment `after` following node `before`; None where that cannot be."""
    index = after - len(scene.heads)
    if before < len(scene.heads):
        return _from_head(scene, before, index)
    a, b = scene.fragment(before), scene.fragments[index]
    first = before - len(scene.heads)
    if a.frame != b.frame or index in scene.jumps_in or first in scene.jumps_out:
        return None
    if overlap_x(a.box, b.box) > 0.4 * min(a.box.width, b.box.width):
        place = _farther_left(scene, first, index)
    else:
        place = _next_tier(scene, first, index)
        if place is not None and b.starts_paragraph:
            place -= 1.0  # a tier seldom ends where a paragraph does
    if place is None:
        return None
    if _is_heading(scene, a) or _is_heading(scene, b):
        return place + 1.0
    return place + _read_on(a, b) + _same_setting(a, b)


def _is_heading(scene: Scene, fragment: Fragment) -> bool:
    """Whether a fragment is a crosshead."""
    return len(fragment.rows) == 1 and is_display(fragment.rows[0], scene.page.em)


def _from_head(scene: Scene, head_index: int, index: int) -> float | None:
    """Score of a fragment as the first of a head."""
    head, fragment, em = scene.heads[head_index], scene.fragments[index], scene.page.em
    if head.frame != fragment.frame or index in scene.jumps_in or not _WORDS.search(head.text):
        return None
    opening = 0.8 if fragment.starts_paragraph else -1.0
    if head.crossed:
        place = _at_line(scene, head.box, fragment.box)
        return None if place is None else place + opening
    if scene.ceilings[index] != head_index:
        return None
    return 4.0 - 1.2 * scene.ranks[index] - 0.06 * max(0.0, (fragment.box.top - head.box.bottom) / em - 2) + opening


def _at_line(scene: Scene, head: Box, text: Box) -> float | None:
    """Score of a fragment's place as the first of a head set across: under it, or right of it in its tier.

    A head across may stand at the top of a tier inside its own text, which then begins right of it.
    """
    em = scene.page.em
    if overlap_y(head, text) <= 0.3 * min(head.height, text.height):
        level = overlap_x(head, text) > 0.5 * head.width and -em < head.top - text.bottom < 3 * em
        return 1.0 if level else None
    gap = text.left - head.right
    if gap < -em:
        return None
    gap -= sum(picture.width for picture in scene.page.pictures if _stands_between(picture, head, text))
    late, early = max(0.0, text.top - head.top) / em, max(0.0, head.top - text.top) / em
    return 3.0 - 0.3 * late - 0.05 * early - 0.4 * max(0.0, gap / em - 2)


def _stands_between(picture: Box, head: Box, text: Box) -> bool:
    inside = head.left < picture.center[0] < text.right
    return inside and overlap_y(picture, head) > 0 and overlap_y(picture, text) > 0


def _farther_left(scene: Scene, before: int, after: int) -> float | None:
    """Going on in the same tier."""
    a, b, em = scene.fragments[before], scene.fragments[after], scene.page.em
    roof = scene.ceilings[after]
    if b.box.center[1] < a.box.bottom - 0.5 * em or in_the_way(scene, before, after):
        return None
    if roof >= 0 and (roof != scene.ceilings[before] or scene.heads[roof].box.top > a.box.center[1]):
        return None
    score = 1.5 - 0.08 * max(0.0, (b.box.top - a.box.bottom) / em - 2)
    if ruled(scene.page, a.box, b.box):
        score -= 3.0
    if abs(a.left - b.left) < 1.5 * em and under_other(a.rows[-1].box, b.rows[0].box, scene.page):
        score -= 3.0
    long, short = a.right - a.left, b.right - b.left
    if long > 1.3 * short:
        # after lines over several tiers comes the uppermost of the tiers left of them
        inset = (3 if _is_heading(scene, b) else 1.5) * em
        level = abs(a.left - b.left) < inset or _filled(scene, a.left, b)
        score += 1.0 if level else -2.0
    elif short > 1.3 * long:
        score += 0.5 if abs(a.right - b.right) < 1.5 * em else -1.5
    return score


def _filled(scene: Scene, start: float, fragment: Fragment) -> bool:
    """Whether a headline fills the top of a tier, from where its lines start to a fragment under it."""
    return any(
        overlap_y(head.box, fragment.box) > 0.5 * fragment.box.height
        and overlap_x(head.box, Box(start, 0, fragment.left, 0)) > 0.5 * (fragment.left - start)
        for head in scene.heads
    )


def _next_tier(scene: Scene, before: int, after: int) -> float | None:
    """Going on in a tier farther down the page."""
    a, b, em = scene.fragments[before], scene.fragments[after], scene.page.em
    if b.box.left < a.box.center[0]:
        return None
    score = -2.0 * columns_between(scene, before, after)
    roof, own = scene.ceilings[after], scene.ceilings[before]
    if roof >= 0:
        score += 1.6 if roof == own else -4.0
    elif abs(b.box.top - a.box.top) < 1.5 * em or (own >= 0 and abs(b.box.top - scene.heads[own].box.top) < 1.5 * em):
        score += 1.5
    elif _is_first(scene, after):
        # at the very right; farther left than where the last tier ended is a place for something else
        score += 1.0 if b.box.top < a.box.bottom else -0.5
        score -= 1.0 if scene.neighbours[before][1] else 0.0
    else:
        score -= 1.0 + 0.05 * abs(b.box.top - a.box.top) / em
        score -= 3.0 if b.box.top > a.box.bottom + 2 * em else 0.0
    if any(_shared(wall, a.box, b.box, em) for wall in scene.page.walls_from(a.box.right - em, b.box.left + em)):
        score += 1.0
    if not _is_last(scene, before):
        score -= 2.0
    if split_levels(scene, before, after):
        score -= 3.5
    return score - 0.3 * max(0.0, (b.box.left - a.box.right) / em - 3)


def _shared(rule: Box, a: Box, b: Box, em: float) -> bool:
    """Whether a rule between two tiers is as long as what stands over it: both are parts of one story."""
    between_them = a.right - em < rule.center[0] < b.left + em
    starts = max(abs(rule.top - b.top), abs(rule.top - a.top)) < 1.5 * em
    return between_them and starts and abs(rule.bottom - max(a.bottom, b.bottom)) < 1.5 * em


def _is_first(scene: Scene, index: int) -> bool:
    """Whether nothing stands between a fragment and the right edge of its page, or a rule upright there."""
    return not scene.neighbours[index][0]


def _is_last(scene: Scene, index: int) -> bool:
    """Whether no text without a headline stands left of a fragment before the next upright rule."""
    return all(scene.ceilings[other] >= 0 for other in scene.neighbours[index][1])


def _read_on(a: Fragment, b: Fragment) -> float:
    """Whether the text of `b` can go on where `a` stops."""
    if a.last_row_full:
        return -0.5 if b.starts_paragraph else 1.5
    return 0.3 if b.starts_paragraph else -2.0


def _same_setting(a: Fragment, b: Fragment) -> float:
    """Whether both are set in the same size, and in lines of one length."""
    score = -1.5 if max(a.em, b.em) > 1.15 * min(a.em, b.em) else 0.0
    return score + (0.5 if abs((a.right - a.left) - (b.right - b.left)) < 1.5 * a.em else 0.0)
