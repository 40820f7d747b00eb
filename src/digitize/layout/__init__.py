"""What the image alone tells about a page: rules, frames, pictures, gutters, the size of its type."""

from dataclasses import replace

import numpy as np

from digitize.layout.borders import distinct, find_borders
from digitize.layout.gutters import find_gutters
from digitize.layout.ink import binarize, border, despeckle, flatten, shrink, work_scale
from digitize.layout.morphology import Grey, Mask, components, dilate
from digitize.layout.pictures import find_pictures
from digitize.layout.rules import find_frames, find_rules
from digitize.layout.typesize import text_size
from digitize.model import Box, Gutter, Layout, Orientation, Rule

DEFAULT_TEXT_MM = 3.0
"""Height of running text where a page shows none to measure."""


def analyse(grey: Grey, dpi: float) -> Layout:
    """Find the layout of an upright page.

    `grey` is the upright image (H, W), `dpi` its resolution. All boxes come back in its pixels.
    """
    scale = work_scale(grey.shape)
    work = shrink(grey, scale)
    edge = border(work)
    flat = np.where(edge > 0, np.uint8(255), flatten(work))
    ink = binarize(flat)
    marks = components(ink)
    em, orientation = text_size(ink, marks)
    if em == 0:
        em = DEFAULT_TEXT_MM / 25.4 * dpi * scale
    found, rule_pixels = find_rules(ink, marks, flat, em)
    frames = find_frames(rule_pixels, em)
    if orientation is Orientation.VERTICAL:
        dividers, borders, pixels = find_borders(marks, found, em)
        found, rule_pixels = (*found, *dividers), rule_pixels | pixels
        frames = distinct((*frames, *borders))
    beside_edge = dilate(edge, 2 * em, 2 * em)
    rules = tuple(rule for rule in found if not _on(rule.box, beside_edge))
    type_ink = ink & ~dilate(rule_pixels, 3, 3)
    pictures = find_pictures(flat, type_ink, em)
    body = despeckle(type_ink, 0.2 * em)
    gutters = _gutters(body, em, orientation, pictures)
    layout = Layout(
        content=_content(body, rules, pictures),
        rules=rules,
        frames=frames,
        pictures=pictures,
        gutters=gutters,
        text_height=em,
    )
    return _scaled(layout, 1 / scale)


def _on(box: Box, mask: Mask) -> bool:
    """Whether most of `box` lies on `mask`."""
    window = mask[round(box.top) : round(box.bottom) + 1, round(box.left) : round(box.right) + 1]
    return bool(window.size) and float((window > 0).mean()) > 0.5


def _gutters(ink: Mask, em: float, orientation: Orientation, pictures: tuple[Box, ...]) -> tuple[Gutter, ...]:
    """Gutters across the direction of reading; pictures stand for solid ink."""
    filled = ink.copy()
    for box in pictures:
        filled[round(box.top) : round(box.bottom), round(box.left) : round(box.right)] = 255
    if orientation is Orientation.HORIZONTAL:
        return tuple(Gutter(box, Orientation.VERTICAL) for box in find_gutters(filled, em))
    boxes = find_gutters(np.ascontiguousarray(filled.T), em)
    return tuple(Gutter(Box(b.top, b.left, b.bottom, b.right), Orientation.HORIZONTAL) for b in boxes)


def _content(ink: Mask, rules: tuple[Rule, ...], pictures: tuple[Box, ...]) -> Box:
    """The printed area; the whole image where nothing is printed."""
    marked = ink.copy()
    for box in (*(rule.box for rule in rules), *pictures):
        marked[round(box.top) : round(box.bottom) + 1, round(box.left) : round(box.right) + 1] = 255
    # single marks far out are dirt: a row or column of the print holds more
    rows = np.flatnonzero(np.count_nonzero(marked, axis=1) > 0.004 * marked.shape[1])
    columns = np.flatnonzero(np.count_nonzero(marked, axis=0) > 0.004 * marked.shape[0])
    if rows.size == 0 or columns.size == 0:
        return Box(0, 0, float(ink.shape[1]), float(ink.shape[0]))
    return Box(float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))


def _scaled(layout: Layout, factor: float) -> Layout:
    """The layout in pixels `factor` times as fine."""

    def grow(box: Box) -> Box:
        return Box(box.left * factor, box.top * factor, box.right * factor, box.bottom * factor)

    return Layout(
        content=grow(layout.content),
        rules=tuple(replace(rule, box=grow(rule.box)) for rule in layout.rules),
        frames=tuple(grow(box) for box in layout.frames),
        pictures=tuple(grow(box) for box in layout.pictures),
        gutters=tuple(replace(gutter, box=grow(gutter.box)) for gutter in layout.gutters),
        text_height=layout.text_height * factor,
    )
