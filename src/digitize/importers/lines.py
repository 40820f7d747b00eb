"""From an ALTO TextBlock to the rows of print in it.

Real files hold lines in which several rows of print are mixed, rows in scrambled order, and rows without a place.
The place of words on the page decides, not the order of elements.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import isnan, nan
from statistics import fmean

from lxml import etree

from digitize.fullwidth import is_wide
from digitize.geometry import hull, overlap_x, overlap_y, quad_of
from digitize.importers.measure import Measure, number
from digitize.importers.rows import level, unmixed
from digitize.importers.words import Run, runs_of, words_of
from digitize.model import Box, Line, Orientation, Quad, Word


def elements_of(block: etree._Element) -> list[etree._Element]:
    """What holds the Strings of a TextBlock: its TextLines, and the block itself where some stand outside of them."""
    parents = (string.getparent() for string in block.iter("{*}String"))
    return list(dict.fromkeys(parent for parent in parents if parent is not None))


def lines_of(block: etree._Element, measure: Measure, place: Box | None) -> tuple[Line, ...]:
    """The rows of a TextBlock as they are read: from top to bottom, vertical ones from right to left.

    `place` is where the block stands. Lines that do not say where they stand share it; None are returned where it is
    not known and no line says either.
    """
    found = [(line, runs_of(line, measure)) for line in elements_of(block)]
    filled = [(line, runs) for line, runs in found if runs]
    places = _places([_outline(line, runs, measure) for line, runs in filled], place)
    rows = [
        row
        for (line, runs), place in zip(filled, places, strict=True)
        if place is not None
        for row in _rows(runs, place, vertical=_is_vertical(line, block, runs, place.box))
    ]
    return tuple(_in_order(rows))


def _outline(line: etree._Element, runs: Sequence[Run], measure: Measure) -> Quad | None:
    own = measure.quad(line)
    boxes = [run.box for run in runs if run.box is not None]
    return own if own is not None or not boxes else quad_of(hull(boxes))


def _places(outlines: Sequence[Quad | None], block: Box | None) -> list[Quad | None]:
    """Outlines with gaps filled: a line without one gets its share of its block, by its place in the order.

    A block that does not say where it stands is taken to be as large as those of its lines that do.
    """
    known = [outline.box for outline in outlines if outline is not None]
    if block is None and known:
        block = hull(known)
    if block is None or len(known) == len(outlines):
        return list(outlines)
    step = block.height / len(outlines)
    tops = [block.top + index * step for index in range(len(outlines))]
    return [
        outline or quad_of(Box(block.left, top, block.right, top + step))
        for outline, top in zip(outlines, tops, strict=True)
    ]


def _is_vertical(line: etree._Element, block: etree._Element, runs: Sequence[Run], box: Box) -> bool:
    """Whether a line runs down the page (or up): as the file says, else as the shape of its outline tells."""
    for element in (line, block):
        if direction := element.get("BASEDIRECTION"):
            return direction in {"ttb", "btt"}
        if rotation := number(element, "ROTATION"):
            return abs(rotation % 180 - 90) < 45
    text = "".join(run.text for run in runs)
    if all(map(is_wide, text)):
        return len(text) > 1 and box.height > 1.5 * box.width
    # Latin letters on their side, about half as wide as high; three of the narrowest upright are as wide as high.
    return len(text) > 2 and box.height > max(1.5, 0.3 * len(text)) * box.width


def _rows(runs: Sequence[Run], outline: Quad, *, vertical: bool) -> Iterator[Line]:
    words = words_of(runs, outline.box, vertical=vertical)
    rows = [words] if vertical else unmixed(words)
    if len(rows) == 1:
        yield _line(words, outline, Orientation.VERTICAL if vertical else Orientation.HORIZONTAL)
        return
    for row in rows:
        yield _line(row, quad_of(hull(word.quad.box for word in row)), Orientation.HORIZONTAL)


def _line(words: Sequence[Word], outline: Quad, orientation: Orientation) -> Line:
    known = [word.confidence for word in words if not isnan(word.confidence)]
    return Line(tuple(words), outline, fmean(known) if known else nan, orientation)


def _in_order(lines: Sequence[Line]) -> list[Line]:
    """Lines of one block in reading order; the file's own order stays where it goes down, column by column."""
    if 2 * sum(line.orientation is Orientation.VERTICAL for line in lines) > len(lines):
        return list(lines) if _steady(lines) else sorted(lines, key=lambda line: (-line.box.right, line.box.top))
    return list(lines) if _goes_down(lines) else _from_the_top(lines)


def _steady(lines: Sequence[Line]) -> bool:
    """Whether lines follow each other in one direction, as they do on a page that lies on its side as well."""
    middles = [line.box.center for line in lines]
    return any(all(sign * (b[axis] - a[axis]) > 0 for a, b in pairwise(middles)) for axis in (0, 1) for sign in (1, -1))


def _goes_down(lines: Sequence[Line]) -> bool:
    """Whether each line stands under the one before, right of it, or at the head of a column to the right of all."""
    reach = 0.0
    for before, after in pairwise(line.box for line in lines):
        reach = max(reach, before.right)
        beside = overlap_y(before, after) > 0.5 * min(before.height, after.height)
        aside = overlap_x(before, after) < 0.5 * min(before.width, after.width)
        if beside and aside:
            if after.left < before.left:
                return False
        elif level(after) < level(before) and after.left < reach - 0.5 * after.height:
            return False
    return True


def _from_the_top(lines: Sequence[Line]) -> list[Line]:
    """Lines by height, those at one height from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: level(line.box)):
        first = rows[-1][0].box if rows else None
        if first is not None and overlap_y(first, line.box) > 0.5 * min(first.height, line.box.height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.box.left)]
