"""One page of an issue as a small picture: the scan in pale grey, over it its columns, articles and doubts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import dist

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.geometry import hull, quad_of
from digitize.model import Block, Box, Issue, Orientation, Page, Point, Role
from digitize.overview import palette, strokes
from digitize.overview.palette import Colour
from digitize.overview.paper import bars, pale_scan
from digitize.overview.passages import Link, in_order, is_vertical, links, passages

Grey = NDArray[np.uint8]
Picture = NDArray[np.uint8]

MEGAPIXELS = 0.75
"""Size of a picture: of a broadsheet page headlines can be read, and text is seen as text."""
_DIGIT = 10
"""Height in pixels of the digits of small badges."""
_HEADINGS = frozenset({Role.KICKER, Role.HEADLINE, Role.SUBTITLE, Role.CROSSHEAD})
_MARGIN = 2
"""Pixels between a block and its outline."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What of an article is drawn on a page."""

    number: int
    """Of the article in the issue, from 1."""
    colour: Colour
    blocks: tuple[Block, ...]
    """All of the article, in reading order, those on other pages too."""
    links: tuple[Link, ...]
    doubtful: bool
    """Whether its extent is."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A picture being drawn, and where the upright page's points lie on it."""

    picture: Picture
    page: Page
    scale: float

    def at(self, x: float, y: float) -> Point:
        return (x * self.scale, y * self.scale)

    def window(self, boxes: Sequence[Box], around: int) -> tuple[Picture, Grey]:
        """The picture within `around` pixels of all boxes, and a mask of it, white where the boxes are."""
        whole = hull(boxes)
        x, y = (max(0, int(value * self.scale) - around) for value in (whole.left, whole.top))
        right, bottom = (max(0, round(value * self.scale) + around + 1) for value in (whole.right, whole.bottom))
        view = self.picture[y:bottom, x:right]
        mask = np.zeros(view.shape[:2], np.uint8)
        for box in boxes:
            left, top = round(box.left * self.scale) - _MARGIN - x, round(box.top * self.scale) - _MARGIN - y
            low = (round(box.right * self.scale) + _MARGIN - x, round(box.bottom * self.scale) + _MARGIN - y)
            cv2.rectangle(mask, (left, top), low, 255, cv2.FILLED)
        return view, mask


def scale_of(page: Page) -> float:
    """Pixels of the picture to one of the upright page."""
    return float((MEGAPIXELS * 1e6 / (page.upright.width * page.upright.height)) ** 0.5)


def draw(issue: Issue, page: Page, colours: Mapping[str, Colour], scan: Grey | None) -> Picture:
    """A picture of `page` of `issue`, (H, W, 3) BGR of `MEGAPIXELS`, upright.

    `colours` are those of the issue's articles by id. `scan` is the page as it was scanned, (H, W) grey of any size;
    None where it is gone: then bars stand for its lines of text. An article's number stands where it begins, and with
    a count of its passages where it goes on; arrows go from one to the next, and where that is on another page, its
    number is told. What belongs to no article is grey. Doubtful joins are red and dashed and tell their confidence; a
    question mark follows the number where the article's extent is doubtful.
    """
    scale = scale_of(page)
    size = (max(1, round(page.upright.width * scale)), max(1, round(page.upright.height * scale)))
    sheet = _Sheet(bars(page, size) if scan is None else pale_scan(page, scan, size), page, scale)
    parts = _parts(issue, page.number, colours)
    _draw_columns(sheet)
    _draw_outside(sheet, issue)
    for part in parts:
        _draw_blocks(sheet, part)
    for part in parts:
        for link in part.links:
            _draw_link(sheet, part, link)
    for part in parts:
        _draw_numbers(sheet, part)
    for part in parts:
        for link in part.links:
            _draw_doubt(sheet, part, link)
    return sheet.picture


def _parts(issue: Issue, page: int, colours: Mapping[str, Colour]) -> list[_Part]:
    blocks = {block.id: block for block in issue.blocks}
    ordered = [(number, article, in_order(article, blocks)) for number, article in enumerate(issue.articles, 1)]
    return [
        _Part(number, colours[article.id], order, links(article, blocks), article.extent_doubtful)
        for number, article, order in ordered
        if any(block.page == page for block in order)
    ]


def _draw_columns(sheet: _Sheet) -> None:
    for gutter in sheet.page.layout.gutters:
        x, y = gutter.box.center
        ends = (
            [sheet.at(x, gutter.box.top), sheet.at(x, gutter.box.bottom)]
            if gutter.orientation is Orientation.VERTICAL
            else [sheet.at(gutter.box.left, y), sheet.at(gutter.box.right, y)]
        )
        strokes.dashes(sheet.picture, ends, palette.GUTTER, 1, 3)


def _draw_outside(sheet: _Sheet, issue: Issue) -> None:
    """What belongs to no article, in grey."""
    inside = {each for article in issue.articles for paragraph in article.paragraphs for each in paragraph.blocks}
    boxes = [block.box for block in issue.blocks_on(sheet.page.number) if block.id not in inside]
    if boxes:
        view, mask = sheet.window(boxes, 2 * _MARGIN)
        strokes.tint(view, mask, palette.OUTSIDE, 0.35)
        strokes.outline(view, mask, palette.OUTSIDE, 1)


def _draw_blocks(sheet: _Sheet, part: _Part) -> None:
    """An article's blocks in its colour, headings stronger, with one outline round what touches."""
    here = [block for block in part.blocks if block.page == sheet.page.number]
    for headings, strength in ((False, 0.26), (True, 0.45)):
        boxes = [block.box for block in here if (block.role in _HEADINGS) == headings]
        if boxes:
            strokes.tint(*sheet.window(boxes, 2 * _MARGIN), part.colour, strength)
    reach = max(3, round(2.5 * sheet.page.layout.text_height * sheet.scale))
    view, mask = sheet.window([block.box for block in here], 2 * reach)
    together = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    strokes.outline(view, together.astype(np.uint8, copy=False), part.colour, 2)


def _draw_link(sheet: _Sheet, part: _Part, link: Link) -> None:
    if link.doubtful:
        return
    if link.before.page == sheet.page.number == link.after.page:
        way = _way(sheet, link)
        strokes.stroke(sheet.picture, way, palette.PAPER, 4)
        strokes.stroke(sheet.picture, way, part.colour, 2)
        strokes.head(sheet.picture, way, part.colour, 11)
    elif link.before.page == sheet.page.number:
        text = f"{part.number} to p. {link.after.page}"
        strokes.badge(sheet.picture, text, _exit(sheet, link.before), part.colour, _DIGIT)


def _draw_doubt(sheet: _Sheet, part: _Part, link: Link) -> None:
    if link.join is None or not link.doubtful:
        return
    here = [block for block in (link.before, link.after) if block.page == sheet.page.number]
    for block in here:
        corners = [sheet.at(*corner) for corner in quad_of(block.box).corners]
        strokes.dashes(sheet.picture, [*corners, corners[0]], palette.DOUBT, 2, 6)
    text = f"? {link.join.confidence:.2f}"
    if len(here) == 2:
        way = _way(sheet, link)
        strokes.stroke(sheet.picture, way, palette.PAPER, 6)
        strokes.dashes(sheet.picture, way, palette.DOUBT, 3, 9)
        strokes.head(sheet.picture, way, palette.DOUBT, 14)
        x, y = way[len(way) // 2]
        # Beside an arrow that is too short to be seen with its confidence on it.
        aside = 0 if dist(way[0], way[-1]) > 12 * _DIGIT else 3.5 * _DIGIT
        strokes.badge(sheet.picture, text, (x + aside, y), palette.DOUBT, _DIGIT + 1)
    elif link.before in here:
        text = f"{part.number} to p. {link.after.page} {text}"
        strokes.badge(sheet.picture, text, _exit(sheet, link.before), palette.DOUBT, _DIGIT + 1)
    elif here:
        text = f"{part.number} from p. {link.before.page} {text}"
        strokes.badge(sheet.picture, text, _entrance(sheet, link.after), palette.DOUBT, _DIGIT + 1)


def _draw_numbers(sheet: _Sheet, part: _Part) -> None:
    """The article's number where it begins on the page, and small with a count where it goes on."""
    here = [each for each in enumerate(passages(part.blocks), 1) if each[1].page == sheet.page.number]
    for index, passage in here[1:]:
        corner = _corner(sheet, passage.blocks[0], _DIGIT)
        strokes.badge(sheet.picture, f"{part.number}.{index}", corner, part.colour, _DIGIT - 1)
    first = next(index for index, block in enumerate(part.blocks) if block.page == sheet.page.number)
    earlier = f" from p. {part.blocks[first - 1].page}" if first else ""
    corner = _corner(sheet, part.blocks[first], 3 * _DIGIT if earlier else -_DIGIT / 2)
    text = f"{part.number}{'?' if part.doubtful else ''}{earlier}"
    strokes.badge(sheet.picture, text, corner, part.colour, _DIGIT + (1 if earlier else 4))


def _corner(sheet: _Sheet, block: Block, inward: float) -> Point:
    """Just above the corner where a reader begins the block, `inward` pixels along its upper edge."""
    vertical = is_vertical(block)
    x, y = sheet.at(block.box.right if vertical else block.box.left, block.box.top)
    return (x - inward if vertical else x + inward, y - _DIGIT / 2)


def _entrance(sheet: _Sheet, block: Block) -> Point:
    """Where an arrow comes to the block, on the picture."""
    box = block.box
    return sheet.at(box.right if is_vertical(block) else (box.left + box.right) / 2, box.top)


def _exit(sheet: _Sheet, block: Block) -> Point:
    """Where an arrow leaves the block, on the picture."""
    box = block.box
    return sheet.at(box.left if is_vertical(block) else (box.left + box.right) / 2, box.bottom)


def _way(sheet: _Sheet, link: Link) -> list[Point]:
    """A cubic curve that leaves a link's beginning downwards and comes to its end from above."""
    start, end = _exit(sheet, link.before), _entrance(sheet, link.after)
    pull = min(60.0, 0.3 * dist(start, end))
    controls = np.array([start, (start[0], start[1] + pull), (end[0], end[1] - pull), end])
    t = np.linspace(0, 1, 48)[:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    return [(float(x), float(y)) for x, y in weights @ controls]
