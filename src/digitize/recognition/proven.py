"""Gutters that need no further proof: long stretches of text stand along them on both sides."""

from collections.abc import Sequence
from dataclasses import replace

from digitize.model import Box, Gutter, Orientation

_TALL = 14.0
"""Height in ems of a gutter that text on both its sides has proven: sheets typed with narrow gutters let hyphens and
commas hang into them, so that hardly a quarter of an em stays white."""

_ENDS = 1.6
"""Ems at both ends of such a gutter where a headline, or a line as wide as both columns, may stand."""

_LAST = 1.5
"""Ems from the foot of the page within which a gutter ends beside the last line of its columns."""


def proven(gutters: Sequence[Gutter], em: float, content: Box) -> tuple[tuple[Box, Orientation], ...]:
    """Tall gutters without their ends; those in line that touch are one.

    All in pixels of the upright page. At the foot of `content`, where columns end together and nothing stands below,
    a gutter goes on to the last line.
    """
    found = []
    for way in Orientation:
        boxes = [gutter.box for gutter in gutters if gutter.orientation is way]
        upright = way is Orientation.VERTICAL
        runs_on: list[Box] = []
        for box in sorted(boxes, key=lambda box: box.top if upright else box.left):
            near = next((other for other in runs_on if _continued(other, box, upright, em)), None)
            if near is None:
                runs_on.append(box)
            else:
                runs_on[runs_on.index(near)] = _lengthened(near, box, upright)
        tall = [box for box in runs_on if max(box.width, box.height) > _TALL * em]
        found += [(_to_the_foot(_inner(box, upright, _ENDS * em), upright, content, em), way) for box in tall]
    return tuple(found)


def _continued(a: Box, b: Box, upright: bool, em: float) -> bool:
    """Whether gutter `b` goes on, in line, where `a` ends."""
    axis = 0 if upright else 1
    gap = b.top - a.bottom if upright else b.left - a.right
    return abs(a.center[axis] - b.center[axis]) < 0.5 * em and gap < em


def _lengthened(a: Box, b: Box, upright: bool) -> Box:
    if upright:
        return replace(a, bottom=max(a.bottom, b.bottom))
    return replace(a, right=max(a.right, b.right))


def _inner(box: Box, upright: bool, end: float) -> Box:
    if upright:
        return replace(box, top=box.top + end, bottom=box.bottom - end)
    return replace(box, left=box.left + end, right=box.right - end)


def _to_the_foot(box: Box, upright: bool, content: Box, em: float) -> Box:
    """A gutter without its ends, with the lower one where it reaches the last lines of the page."""
    near = upright and box.bottom + (_ENDS + _LAST) * em > content.bottom
    return replace(box, bottom=max(box.bottom, content.bottom)) if near else box
