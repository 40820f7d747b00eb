"""How a unit is set: size, weight, measure, indents, white and rules around it, place on the page; in ems."""

from collections.abc import Sequence

import numpy as np

from digitize.articles.row import Row
from digitize.articles.scoring.table import Floats, Table, by_parts, table_of
from digitize.articles.scoring.wording import wording
from digitize.articles.units import UnitPage
from digitize.model import Box

FAR = 12.0
"""Ems beyond which white is just much."""


def boxes_of(boxes: tuple[Box, ...]) -> Floats:
    """Left, top, right, bottom, (N, 4)."""
    return np.array([(b.left, b.top, b.right, b.bottom) for b in boxes], np.float64).reshape(-1, 4)


def unit_table(page: UnitPage) -> Table:
    """Features of each unit by itself and of its surroundings."""
    columns = _own(page)
    columns |= wording(page.units)
    columns |= _around(page)
    columns |= _page(page)
    own = dict(columns)
    for side, neighbours in (("above", page.above), ("below", page.below)):
        columns |= _neighbour(page, own, side, neighbours)
    return table_of(columns)


def _own(page: UnitPage) -> dict[str, Floats]:
    em, units = page.page.em, page.units
    box = boxes_of(tuple(unit.box for unit in units))
    left, right = np.array([u.left for u in units]), np.array([u.right for u in units])
    first = np.array([u.rows[0].box.left for u in units]) - left
    last = right - np.array([u.rows[-1].box.right for u in units])
    size = np.array([u.size for u in units])
    rows = np.array([len(u.rows) for u in units], float)
    inset_left = np.array([min(r.box.left for r in u.rows) for u in units]) - left
    inset_right = right - np.array([max(r.box.right for r in u.rows) for u in units])
    ink = np.array([_ink(u.rows) for u in units])
    body = np.abs(size / em - 1) < 0.15
    usual = np.nanmedian(ink[body]) if np.isfinite(ink[body]).any() else np.nan
    width = right - left
    measure = _usual_width(width, rows)
    return {
        "size": np.log(size / em),
        "rows": np.log(rows),
        "ink": ink / usual,
        "width": np.log(np.maximum(width, em) / em),
        "measure": np.log(np.maximum(width, em) / measure),
        "extent": (box[:, 2] - box[:, 0]) / np.maximum(width, 1),
        "first_indent": np.clip(first / em, -1, 8),
        "last_spare": np.clip(last / em, -1, 12),
        "inset_left": np.clip(inset_left / em, -1, 12),
        "inset_right": np.clip(inset_right / em, -1, 12),
        "centred": np.clip(np.abs(inset_left - inset_right) / em, 0, 12),
        "height": np.log(np.maximum(box[:, 3] - box[:, 1], 1) / em),
        "crossed": np.array([u.crossed for u in units], float),
        "confidence": np.array([np.mean([line.confidence for r in u.rows for line in r.lines]) for u in units]),
        "pieces": np.array([np.mean([len(r.lines) for r in u.rows]) for u in units]),
    }


def _ink(rows: Sequence[Row]) -> float:
    found = [line.ink for row in rows for line in row.lines if line.ink is not None]
    return float(np.mean(found)) if found else np.nan


def _usual_width(width: Floats, rows: Floats) -> float:
    """Width of most lines' columns."""
    order = np.argsort(width)
    heights = np.cumsum(rows[order])
    return float(max(1.0, width[order][np.searchsorted(heights, 0.5 * heights[-1])]))


def _around(page: UnitPage) -> dict[str, Floats]:
    """Rules, pictures, frames and white around each unit."""
    em, reading = page.page.em, page.page
    box = boxes_of(tuple(unit.box for unit in page.units))
    gap_above, gap_below = gaps(page)
    rule_above, rule_above_width = _nearest(box, boxes_of(reading.barriers), em, above=True)
    rule_below, rule_below_width = _nearest(box, boxes_of(reading.barriers), em, above=False)
    picture = boxes_of(reading.pictures)
    picture_above, picture_above_width = _nearest(box, picture, em, above=True)
    picture_below, _ = _nearest(box, picture, em, above=False)
    frames = boxes_of(reading.frames)
    frame = np.array([unit.frame for unit in page.units])
    area = (frames[:, 2] - frames[:, 0]) * (frames[:, 3] - frames[:, 1]) / max(1.0, reading.content.area)
    return {
        "gap_above": np.clip(gap_above / em, -1, FAR),
        "gap_below": np.clip(gap_below / em, -1, FAR),
        "rule_above": rule_above,
        "rule_above_width": rule_above_width,
        "rule_below": rule_below,
        "rule_below_width": rule_below_width,
        "picture_above": picture_above,
        "picture_above_width": picture_above_width,
        "picture_below": picture_below,
        "picture_beside": by_parts(len(box), len(picture), lambda part: _beside(box[part], picture, em)),
        "in_picture": by_parts(len(box), len(picture), lambda part: _inside(box[part], picture)),
        "framed": np.where(frame >= 0, 1.0, 0.0),
        "frame_area": np.where(frame >= 0, area[frame] if len(area) else 0.0, 0.0),
    }


def gaps(page: UnitPage) -> tuple[Floats, Floats]:
    """White above and below each unit up to the next unit, in pixels; to the page's end where there is none."""
    content, box = page.page.content, boxes_of(tuple(unit.box for unit in page.units))
    above = np.array(
        [
            min((box[i, 1] - box[j, 3] for j in others), default=box[i, 1] - content.top + FAR * page.page.em)
            for i, others in enumerate(page.above)
        ]
    )
    below = np.array(
        [
            min((box[j, 1] - box[i, 3] for j in others), default=content.bottom - box[i, 3] + FAR * page.page.em)
            for i, others in enumerate(page.below)
        ]
    )
    return above, below


def _nearest(box: Floats, things: Floats, em: float, *, above: bool) -> tuple[Floats, Floats]:
    """Ems to the nearest of `things` over or under each box, and its width in parts of the box's."""
    if not len(things):
        return np.full(len(box), FAR), np.zeros(len(box))
    found = by_parts(len(box), len(things), lambda part: _nearest_of_some(box[part], things, em, above=above))
    return found[0], found[1]


def _nearest_of_some(box: Floats, things: Floats, em: float, *, above: bool) -> Floats:
    middle = (things[:, 1] + things[:, 3]) / 2
    own = (box[:, 1] + box[:, 3])[:, None] / 2
    distance = box[:, 1][:, None] - things[None, :, 3] if above else things[None, :, 1] - box[:, 3][:, None]
    beyond = middle[None, :] < own if above else middle[None, :] > own
    shared = np.minimum(box[:, 2][:, None], things[None, :, 2]) - np.maximum(box[:, 0][:, None], things[None, :, 0])
    width = np.minimum(box[:, 2] - box[:, 0], np.inf)[:, None]
    fits = beyond & (shared > 0.3 * np.minimum(width, (things[:, 2] - things[:, 0])[None, :])) & (distance > -1.5 * em)
    distance = np.where(fits, distance, np.inf)
    nearest = distance.argmin(axis=1)
    least = distance[np.arange(len(box)), nearest]
    wide = (things[nearest, 2] - things[nearest, 0]) / np.maximum(1, box[:, 2] - box[:, 0])
    return np.stack([np.clip(least / em, -1.5, FAR), np.where(least < FAR * em, np.clip(wide, 0, 6), 0.0)])


def _beside(box: Floats, things: Floats, em: float) -> Floats:
    """Ems to the nearest of `things` left or right of each box."""
    if not len(things):
        return np.full(len(box), FAR)
    shared = np.minimum(box[:, 3][:, None], things[None, :, 3]) - np.maximum(box[:, 1][:, None], things[None, :, 1])
    apart = np.maximum(box[:, 0][:, None] - things[None, :, 2], things[None, :, 0] - box[:, 2][:, None])
    level = shared > 0.3 * np.minimum((box[:, 3] - box[:, 1])[:, None], (things[:, 3] - things[:, 1])[None, :])
    return np.asarray(np.clip(np.where(level & (apart > -em), apart, np.inf).min(axis=1) / em, -1, FAR))


def _inside(box: Floats, things: Floats) -> Floats:
    if not len(things):
        return np.zeros(len(box))
    wide = np.minimum(box[:, 2][:, None], things[None, :, 2]) - np.maximum(box[:, 0][:, None], things[None, :, 0])
    high = np.minimum(box[:, 3][:, None], things[None, :, 3]) - np.maximum(box[:, 1][:, None], things[None, :, 1])
    area = np.maximum(1, (box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1]))
    return np.asarray((np.maximum(wide, 0) * np.maximum(high, 0)).max(axis=1) / area)


def _page(page: UnitPage) -> dict[str, Floats]:
    """Place on the page, and what kind of print stands near by."""
    em, content = page.page.em, page.page.content
    box = boxes_of(tuple(unit.box for unit in page.units))
    top, bottom = page.page.text_ends
    size = np.log(np.array([u.size for u in page.units]) / em)
    rows = np.array([len(u.rows) for u in page.units], float)
    x, y = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    frames = np.array([u.frame for u in page.units])
    text = (np.abs(size) < 0.12) & (rows >= 3)
    middle = np.array([min(u.box.left - u.left, u.right - u.box.right) > 0.8 * em for u in page.units], float)
    what = np.column_stack([np.ones(len(box)), rows, rows * text, size, size**2, size > 0.2, size < -0.15, middle])

    def around(part: slice) -> Floats:
        near = (np.abs(y[part, None] - y[None, :]) < 14 * em) & (np.abs(x[part, None] - x[None, :]) < 14 * em)
        return np.asarray(((near & (frames[part, None] == frames[None, :])) @ what).T)

    number, lines, lines_of_text, sizes, squares, larger, smaller, centred = by_parts(len(box), len(box), around)
    spread = np.sqrt(np.maximum(0, squares / number - (sizes / number) ** 2))
    return {
        "down": (box[:, 1] - top) / max(1.0, bottom - top),
        "from_top": np.clip((box[:, 1] - top) / em, 0, 30),
        "from_bottom": np.clip((bottom - box[:, 3]) / em, 0, 30),
        "across": (box[:, 0] - content.left) / max(1.0, content.width),
        "share_of_page": (box[:, 2] - box[:, 0]) / max(1.0, content.width),
        "page_ems": np.full(len(box), content.width / em),
        "text_near": lines_of_text / lines,
        "sizes_near": spread,
        "larger_near": larger / number,
        "smaller_near": smaller / number,
        "centred_near": centred / number,
        "rows_near": lines / number,
    }


_SHOWN = ("size", "rows", "ink", "width", "extent", "centred", "first_indent", "last_spare", "capitals",
          "ends_sentence", "letters", "gap_above", "gap_below", "framed", "crossed", "digits")  # fmt: skip


def _neighbour(
    page: UnitPage, own: dict[str, Floats], side: str, neighbours: tuple[tuple[int, ...], ...]
) -> dict[str, Floats]:
    """Some features of the nearest unit on one side; NaN where there is none."""
    box = boxes_of(tuple(unit.box for unit in page.units))
    chosen = np.full(len(box), -1)
    for index, others in enumerate(neighbours):
        if others:
            distance = [box[index, 1] - box[j, 3] if side == "above" else box[j, 1] - box[index, 3] for j in others]
            chosen[index] = others[int(np.argmin(distance))]
    there = chosen >= 0
    found = {f"{name}_{side}": np.where(there, own[name][chosen], np.nan) for name in _SHOWN}
    found[f"number_{side}"] = np.array([len(others) for others in neighbours], float)
    found[f"flush_{side}"] = np.where(there, np.clip((box[:, 0] - box[chosen, 0]) / page.page.em, -12, 12), np.nan)
    return found
