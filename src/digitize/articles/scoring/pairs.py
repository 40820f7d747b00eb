"""Pairs of units of which one may follow the other, and what speaks for it; in ems."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitize.articles.scoring.setting import FAR, boxes_of
from digitize.articles.scoring.stacks import Stacks
from digitize.articles.scoring.table import Floats, Table, by_parts, table_of
from digitize.articles.units import UnitPage

Ints = NDArray[np.intp]

_ONWARD = 12
"""Heads of columns to the right that are considered for each unit, at most."""
_DOWNWARD = 5
"""Units farther down the column, past what stands between."""
_BACK = 4
"""Heads of columns to the left, below: the next tier of a story set in tiers."""
_AROUND = 6
"""Nearest units in any direction."""
_CROWDED = 4000
"""Units from which a page is none of articles but a listing or noise: only what stands right below follows there."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of units, by index, (P,) each: `after` may follow `before`."""

    before: Ints
    after: Ints


def pairs_of(page: UnitPage, stacks: Stacks) -> Pairs:
    """All pairs worth a look."""
    em = page.page.em
    box = boxes_of(tuple(unit.box for unit in page.units))
    left, right = np.array([u.left for u in page.units]), np.array([u.right for u in page.units])
    frame = np.array([u.frame for u in page.units])
    heads = np.flatnonzero(stacks.opens)
    found: set[tuple[int, int]] = {(i, j) for i, others in enumerate(page.below) for j in others}
    if len(box) > _CROWDED:
        return _sorted(found)
    near = _distance(box)
    np.fill_diagonal(near, np.inf)
    for i in range(len(box)):
        for j in np.argsort(near[i], kind="stable")[:_AROUND]:
            found |= {(i, int(j)), (int(j), i)}
        if not stacks.ends[i]:
            continue
        onward = heads[(box[heads, 0] > box[i, 0] + em) & (left[heads] > (left[i] + right[i]) / 2) & (heads != i)]
        cost = (
            (left[onward] - right[i]) / em
            + 0.35 * np.abs(box[onward, 1] - stacks.top[i]) / em
            + 8 * (frame[onward] != frame[i])
        )
        found |= {(i, int(j)) for j in onward[np.argsort(cost, kind="stable")[:_ONWARD]]}
        same = (np.abs(left[heads] - left[i]) < 1.2 * em) & (box[heads, 1] > box[i, 3] - em)
        down = heads[same & (heads != i)]
        found |= {(i, int(j)) for j in down[np.argsort(box[down, 1], kind="stable")[:_DOWNWARD]]}
        back = heads[(box[heads, 1] > stacks.top[i] + 2 * em) & (right[heads] < left[i] + em) & (heads != i)]
        cost = np.abs(box[back, 1] - box[i, 3]) / em + 0.2 * (left[i] - right[back]) / em
        found |= {(i, int(j)) for j in back[np.argsort(cost, kind="stable")[:_BACK]]}
    return _sorted(found)


def _sorted(pairs: set[tuple[int, int]]) -> Pairs:
    ordered = np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2)
    return Pairs(ordered[:, 0], ordered[:, 1])


def _distance(box: Floats) -> Floats:
    """Way between the edges of all boxes, (N, N) pixels; sideways it counts double, as text reads on downwards."""
    across = np.maximum(box[:, None, 0] - box[None, :, 2], box[None, :, 0] - box[:, None, 2])
    down = np.maximum(box[:, None, 1] - box[None, :, 3], box[None, :, 1] - box[:, None, 3])
    return np.asarray(2 * np.maximum(across, 0) + np.maximum(down, 0))


_OWN = (
    "size", "rows", "ink", "width", "measure", "first_indent", "last_spare", "centred", "capitals", "cjk",
    "ends_sentence", "ends_hyphen", "ends_comma", "starts_small", "starts_quote", "starts_capitals", "opens_story",
    "open_brackets", "byline", "jump", "crossed", "framed", "gap_above", "gap_below", "rule_above", "rule_above_width",
    "rule_below", "rule_below_width", "picture_above", "picture_below", "letters", "confidence",
    "in_picture", "credit", "signature",
)  # fmt: skip


def pair_table(page: UnitPage, units: Table, stacks: Stacks, pairs: Pairs) -> Table:
    """Features of each pair: those of both units, their places to each other, and what stands between."""
    columns: dict[str, Floats] = {}
    for end, index in (("before", pairs.before), ("after", pairs.after)):
        for name in units.names:
            if name in _OWN or name.startswith("role_"):
                columns[f"{end}_{name}"] = units.column(name)[index].astype(float)
        columns[f"{end}_opens"] = stacks.opens[index].astype(float)
        columns[f"{end}_ends"] = stacks.ends[index].astype(float)
    columns |= _places(page, stacks, pairs)
    columns |= _ceilings(page, units, stacks, pairs)
    columns |= _between(page, pairs)
    columns |= _ranks(columns, pairs)
    for name in ("size", "ink", "width", "capitals", "cjk", "confidence"):
        columns[f"{name}_differs"] = columns[f"after_{name}"] - columns[f"before_{name}"]
    return table_of(columns)


def _places(page: UnitPage, stacks: Stacks, pairs: Pairs) -> dict[str, Floats]:
    em = page.page.em
    box = boxes_of(tuple(unit.box for unit in page.units))
    left, right = np.array([u.left for u in page.units]), np.array([u.right for u in page.units])
    i, j = pairs.before, pairs.after
    width = np.maximum(right[i] - left[i], 4 * em)
    frame = np.array([u.frame for u in page.units])
    shared = np.minimum(right[i], right[j]) - np.maximum(left[i], left[j])
    narrow = np.minimum(right[i] - left[i], right[j] - left[j])
    return {
        "dy": np.clip((box[j, 1] - box[i, 3]) / em, -120, 120),
        "top_differs": np.clip((box[j, 1] - box[i, 1]) / em, -120, 120),
        "bottom_differs": np.clip((box[j, 3] - box[i, 3]) / em, -120, 120),
        "stack_tops": np.clip((box[j, 1] - stacks.top[i]) / em, -120, 120),
        "stack_bottoms": np.clip((stacks.bottom[j] - stacks.bottom[i]) / em, -120, 120),
        "left_differs": np.clip((left[j] - left[i]) / em, -120, 120),
        "right_differs": np.clip((right[j] - right[i]) / em, -120, 120),
        "middle_differs": np.clip((box[j, 0] + box[j, 2] - box[i, 0] - box[i, 2]) / 2 / em, -120, 120),
        "columns_apart": np.clip((left[j] - right[i]) / width, -3, 5),
        "gap_across": np.clip((left[j] - right[i]) / em, -40, 60),
        "shared": shared / np.maximum(narrow, 1),
        "same_frame": (frame[i] == frame[j]).astype(float),
        "sees": np.array([b in page.below[a] for a, b in zip(i, j, strict=True)], float),
        "same_stack": (stacks.head[i] == stacks.head[j]).astype(float),
        "sees_many": np.array([len(page.below[a]) for a in i], float),
        "first_seen": np.array(
            [bool(page.below[a]) and page.below[a][0] == b for a, b in zip(i, j, strict=True)], float
        ),
    }


def _ceilings(page: UnitPage, units: Table, stacks: Stacks, pairs: Pairs) -> dict[str, Floats]:
    """What stands over the columns of both units: the same head, or one of its own over the second."""
    em = page.page.em
    i, j = pairs.before, pairs.after
    box = boxes_of(tuple(unit.box for unit in page.units))
    over_i, over_j = stacks.ceiling[i], stacks.ceiling[j]
    size = units.column("size").astype(float)

    def of(over: Ints, values: Floats) -> Floats:
        return np.where(over >= 0, values[over], np.nan)

    wide = np.log(np.maximum(1, box[:, 2] - box[:, 0]))
    covered = np.minimum(box[over_j, 2], box[i, 2]) - np.maximum(box[over_j, 0], box[i, 0])
    return {
        "same_ceiling": ((over_i == over_j) & (over_i >= 0)).astype(float),
        "before_ceiling_size": of(over_i, size),
        "after_ceiling_size": of(over_j, size),
        "after_ceiling_wider": of(over_j, wide) - wide[j],
        "after_ceiling_gap": np.clip((stacks.top[j] - of(over_j, box[:, 3])) / em, -5, 40),
        "after_ceiling_is_before": (over_j == i).astype(float),
        "after_in_ceiling": np.where(
            over_j >= 0, (box[over_j, 2] - box[j, 0]) / np.maximum(1, box[j, 2] - box[j, 0]), np.nan
        ),
        "ceiling_tops": np.clip((of(over_j, box[:, 1]) - of(over_i, box[:, 1])) / em, -60, 60),
        "ceiling_covers_before": np.where(over_j >= 0, covered / np.maximum(1, box[i, 2] - box[i, 0]), np.nan),
    }


def _between(page: UnitPage, pairs: Pairs) -> dict[str, Floats]:
    """Rules, pictures and units on the way from the end of one unit to the beginning of the other."""
    box = boxes_of(tuple(unit.box for unit in page.units))
    reading, em = page.page, page.page.em
    i, j = pairs.before, pairs.after
    start_x, start_y = (box[i, 0] + box[i, 2]) / 2, box[i, 3]
    end_x, end_y = (box[j, 0] + box[j, 2]) / 2, box[j, 1]
    low, high = np.minimum(start_y, end_y) - 0.3 * em, np.maximum(start_y, end_y) + 0.3 * em
    west, east = np.minimum(start_x, end_x), np.maximum(start_x, end_x)
    rules, walls, pictures = boxes_of(reading.barriers), boxes_of(reading.walls), boxes_of(reading.pictures)
    down = (low, high, np.maximum(box[i, 0], box[j, 0]), np.minimum(box[i, 2], box[j, 2]))
    level = (np.maximum(box[i, 1], box[j, 1]), np.minimum(box[i, 3], box[j, 3]))
    return {
        "rules_between": _crossing(rules, *down),
        "widest_rule_between": _widest(rules, down, np.minimum(box[i, 2] - box[i, 0], box[j, 2] - box[j, 0])),
        "walls_between": _walls(walls, west, east, *level),
        "gutters_between": _walls(boxes_of(reading.gutters), west, east, *level),
        "pictures_between": _crossing(pictures, *down),
        "units_between": _crossing(box, low + em, high - em, down[2], down[3]),
        "bends": ((west < start_x - em) | (east > start_x + em)).astype(float),
        "way": np.clip(np.hypot(end_x - start_x, end_y - start_y) / em, 0, 200),
    }


def _crossing(things: Floats, low: Floats, high: Floats, west: Floats, east: Floats) -> Floats:
    """How many of `things` have their middle between two heights and share the stretch from `west` to `east`."""
    if not len(things):
        return np.zeros(len(low))
    middle = (things[:, 1] + things[:, 3]) / 2

    def some(part: slice) -> Floats:
        between = (middle > low[part, None]) & (middle < high[part, None])
        shared = (things[:, 0] < east[part, None]) & (things[:, 2] > west[part, None])
        return np.asarray(np.minimum(6, (between & shared).sum(axis=1)), float)

    return by_parts(len(low), len(things), some)


def _widest(things: Floats, place: tuple[Floats, Floats, Floats, Floats], width: Floats) -> Floats:
    """Width of the widest thing between, in parts of the narrower unit."""
    low, high, west, east = place
    if not len(things):
        return np.zeros(len(low))
    middle = (things[:, 1] + things[:, 3]) / 2

    def some(part: slice) -> Floats:
        between = (middle > low[part, None]) & (middle < high[part, None])
        fits = between & (things[:, 0] < east[part, None]) & (things[:, 2] > west[part, None])
        return np.asarray(np.where(fits, things[:, 2] - things[:, 0], 0.0).max(axis=1))

    return np.asarray(np.clip(by_parts(len(low), len(things), some) / np.maximum(1, width), 0, 6))


def _walls(things: Floats, west: Floats, east: Floats, top: Floats, bottom: Floats) -> Floats:
    """How many upright things stand between two units that lie side by side."""
    if not len(things):
        return np.zeros(len(west))
    middle = (things[:, 0] + things[:, 2]) / 2

    def some(part: slice) -> Floats:
        beside = (middle > west[part, None]) & (middle < east[part, None])
        level = (things[:, 1] < bottom[part, None]) & (things[:, 3] > top[part, None])
        return np.asarray(np.minimum(6, (beside & level).sum(axis=1)), float)

    return by_parts(len(west), len(things), some)


def _ranks(columns: dict[str, Floats], pairs: Pairs) -> dict[str, Floats]:
    """How many candidates are nearer than this one, for the first unit and for the second."""
    below = np.clip(columns["dy"], 0, None)
    aside = 10 + np.clip(columns["gap_across"], 0, None) + 0.35 * np.abs(columns["stack_tops"])
    stacked = columns["shared"] > 0.3
    onward = np.where(stacked, below, aside) + 40 * (~stacked & (columns["gap_across"] < -1))
    return {"rank_after": _rank(pairs.before, onward), "rank_before": _rank(pairs.after, onward)}


def _rank(groups: Ints, cost: Floats) -> Floats:
    order = np.lexsort((cost, groups))
    sorted_groups = groups[order]
    starts = np.flatnonzero(np.r_[True, sorted_groups[1:] != sorted_groups[:-1]])
    counts = np.diff(np.r_[starts, len(groups)])
    ranks = np.empty(len(groups))
    ranks[order] = np.arange(len(groups)) - np.repeat(starts, counts)
    return np.asarray(np.minimum(ranks, FAR))
