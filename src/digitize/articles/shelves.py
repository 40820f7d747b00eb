"""An index of boxes by their height on a page."""

from collections.abc import Iterable

from digitize.model import Box

_TALL = 32
"""Shelves that one box may stand on; what is taller stands on none and is looked at each time."""


class Shelves:
    """Numbered intervals of the vertical axis; finds those near a height without a look at all the others.

    Pages have thousands of rows, of which a dozen stand near each: what asks about neighbours costs in proportion to
    the rows this way.
    """

    def __init__(self, step: float) -> None:
        """`step` is the height of a shelf in pixels, as a line's; at least 1 is taken."""
        self._step = max(step, 1.0)
        self._shelves: dict[int, list[int]] = {}
        self._tall: list[int] = []

    @classmethod
    def of(cls, boxes: Iterable[Box], step: float) -> "Shelves":
        """The tops and bottoms of `boxes`, numbered as they come."""
        shelves = cls(step)
        for number, box in enumerate(boxes):
            shelves.put(number, box.top, box.bottom)
        return shelves

    def put(self, number: int, top: float, bottom: float) -> None:
        """Add interval `number`, from `top` down to `bottom`."""
        first, last = int(top // self._step), int(bottom // self._step)
        if last - first > _TALL:
            self._tall.append(number)
            return
        for shelf in range(first, last + 1):
            self._shelves.setdefault(shelf, []).append(number)

    def near(self, top: float, bottom: float) -> list[int]:
        """Numbers, ascending, of all intervals that touch the one given, and of some more close by."""
        first, last = int(top // self._step), int(bottom // self._step)
        if last - first > len(self._shelves):
            found = set().union(*self._shelves.values())
        else:
            found = set().union(*(self._shelves.get(shelf, ()) for shelf in range(first, last + 1)))
        return sorted(found.union(self._tall))
