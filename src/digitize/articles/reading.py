"""The page as it is read: one frame for pages set in rows and pages set in columns of characters.

The *reading frame* has lines running to the right and following each other downward. For horizontal text it is
the upright image; for vertical text, whose lines run down and follow each other to the left, it is the upright
image turned by a quarter, so that one set of rules serves both.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from digitize.articles.pieces import whole_rows
from digitize.articles.row import DISPLAY, Row, edges_of, row_of
from digitize.articles.shelves import Shelves
from digitize.articles.typesize import body_size, evened, levelled
from digitize.geometry import overlap_x
from digitize.model import Box, Orientation, Page

_LONGER = 1.5
"""Ems by which a rule between tiers parts lines beyond its ends: the outermost line may stand beside it."""


@dataclass(frozen=True)
class ReadingPage:
    """A page's rows and barriers in the reading frame."""

    page: Page
    orientation: Orientation
    rows: tuple[Row, ...]
    barriers: tuple[Box, ...]
    """Rules that part what stands above from what stands below."""
    walls: tuple[Box, ...]
    """Rules between what stands left and what stands right."""
    gutters: tuple[Box, ...]
    """White strips between columns."""
    frames: tuple[Box, ...]
    pictures: tuple[Box, ...]
    content: Box
    em: float
    """Size of running text."""

    @cached_property
    def text_ends(self) -> tuple[float, float]:
        """Top of the first line and bottom of the last; dirt in the margin is none."""
        text = [row.box for row in self.rows if len(row.text) > 2]
        top = min((box.top for box in text), default=self.content.top)
        return top, max((box.bottom for box in text), default=self.content.bottom)

    @cached_property
    def lines_across(self) -> tuple[tuple[int, Row], ...]:
        """Rows of display type set across, with their indices: the headlines of pages set in tiers."""
        large = DISPLAY * self.em
        return tuple((index, row) for index, row in enumerate(self.rows) if row.crossed and row.size > large)

    @cached_property
    def barrier_edges(self) -> NDArray[np.float64]:
        """Left, top, right and bottom of each barrier, (N, 4)."""
        return edges_of(self.barriers)

    @cached_property
    def _walls_across(self) -> tuple[tuple[float, ...], tuple[Box, ...]]:
        """The walls from left to right, with their middles."""
        walls = sorted(self.walls, key=lambda wall: wall.center[0])
        return tuple(wall.center[0] for wall in walls), tuple(walls)

    def walls_from(self, left: float, right: float) -> tuple[Box, ...]:
        """The walls whose middles lie between two places across the page, ends included."""
        middles, walls = self._walls_across
        return walls[bisect_left(middles, left) : bisect_right(middles, right)]

    @cached_property
    def obstacles(self) -> tuple[tuple[Box, ...], Shelves]:
        """What parts the text above from the text below, rules and pictures, on shelves by the middle of each."""
        boxes = (*self.barriers, *self.pictures)
        shelves = Shelves(4 * self.em)
        for index, box in enumerate(boxes):
            shelves.put(index, box.center[1], box.center[1])
        return boxes, shelves

    def parts(self, above: Box, below: Box) -> bool:
        """Whether a rule or a picture lies between two boxes, one over the other."""
        left, right = max(above.left, below.left), min(above.right, below.right)
        top, bottom = above.center[1], below.center[1]
        boxes, shelves = self.obstacles
        return any(
            top < boxes[index].center[1] < bottom and boxes[index].left < right and boxes[index].right > left
            for index in shelves.near(top, bottom)
        )


def orientation_of(page: Page) -> Orientation:
    """Direction in which most of the page's characters run."""
    vertical = sum(len(line.text) for line in page.lines if line.orientation is Orientation.VERTICAL)
    total = sum(len(line.text) for line in page.lines)
    return Orientation.VERTICAL if 2 * vertical > total else Orientation.HORIZONTAL


def turned(box: Box, page: Page, orientation: Orientation) -> Box:
    """A box of the upright image in the reading frame of a page read in `orientation`."""
    if orientation is Orientation.HORIZONTAL:
        return box
    width = page.upright.width
    return Box(box.top, width - box.right, box.bottom, width - box.left)


def read_page(page: Page) -> ReadingPage:
    """Bring a page into its reading frame, with rows put together and the running text's size found."""
    orientation = orientation_of(page)

    def turn(box: Box) -> Box:
        return turned(box, page, orientation)

    rows = [
        row_of(line, turn(line.box), line.orientation is not orientation) for line in page.lines if line.text.strip()
    ]
    rules = [(turn(rule.box), rule.orientation is orientation) for rule in page.layout.rules]
    gutters = [turn(gutter.box) for gutter in page.layout.gutters if gutter.orientation is not orientation]
    em = body_size(rows, page.layout.text_height)
    rows = levelled(rows, em)
    shelves = Shelves.of((row.box for row in rows), em)
    rules = [
        (box, along)
        for box, along in rules
        if not any(_strikes(box, rows[index].box) for index in shelves.near(box.top - em, box.bottom + em))
    ]
    walls = tuple(box for box, along in rules if not along)
    ends = _LONGER * em if orientation is Orientation.VERTICAL else 0.0
    parting = [Box(wall.left, wall.top - ends, wall.right, wall.bottom + ends) for wall in walls]
    whole = whole_rows(rows, parting, gutters, walls, em)
    return ReadingPage(
        page=page,
        orientation=orientation,
        # once more: a line beside which only a piece of the next one stood now has the whole of it
        rows=tuple(evened(levelled(whole, em), em)),
        barriers=tuple(box for box, along in rules if along),
        walls=walls,
        gutters=tuple(gutters),
        frames=tuple(turn(frame) for frame in page.layout.frames),
        pictures=tuple(turn(picture) for picture in page.layout.pictures),
        content=turn(page.layout.content),
        em=em,
    )


def _strikes(rule: Box, row: Box) -> bool:
    """Whether what was taken for a rule lies in a row of text, as strokes of large or overprinted letters do."""
    slack = 0.05 * row.height
    inside = overlap_x(rule, row) > 0.9 * rule.width
    return inside and rule.width < row.width and row.top - slack < rule.top and rule.bottom < row.bottom + slack
