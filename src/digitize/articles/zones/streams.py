"""Reading order of a page as streams of blocks, each read from its first block to its last.

The page is cut recursively at white space (Nagy & Seth, "Hierarchical representation of optically scanned
documents", ICPR 1984), columns before bands. Two things that plain cuts get wrong are weighed instead. What is
wider than a column bars the columns it crosses, so a page is parted into bands only above and below its widest
blocks, as XY-Cut++ (arXiv 2504.10258) does by masking them. And where the blocks of all columns end at one height,
the columns may be those of two tiers, as above a feuilleton: both ways are read, and the text tells which reads on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from digitize.articles.fragments import Fragment
from digitize.articles.script import language_of
from digitize.articles.spelling import bridge
from digitize.articles.zones.passages import Passage
from digitize.geometry import hull, overlap_x
from digitize.model import Box

Stream = tuple[Passage, ...]

_PIECE = 3
"""Lines up to which blocks side by side are no columns by themselves."""


def streams_of(passages: Sequence[Passage], em: float) -> list[Stream]:
    """Put the blocks of a page in order; `em` is the size of its running text in pixels.

    A stream ends where the page is parted into bands or tiers: text may leave it there for another stream.
    """
    found: list[Stream] = []
    parts = [(list(passages), False)] if passages else []
    while parts:
        part, below_band = parts.pop()
        smaller = _smaller(part, em)
        if isinstance(smaller, tuple):
            if below_band and (found[-1][-1].is_heading or len(found[-1]) == len(smaller) == 1):
                found[-1] += smaller
            else:
                found.append(smaller)
        else:
            within = [below_band, *(smaller.banded or below_band for _ in smaller.parts[1:])]
            parts += reversed(list(zip(smaller.parts, within, strict=True)))
    return found


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a page or a part of it was cut into, from top to bottom."""

    parts: tuple[list[Passage], ...]
    banded: bool
    """At its widest blocks, and not into tiers."""


def _smaller(passages: Sequence[Passage], em: float) -> _Parts | Stream:
    """Cut a part of the page into bands or tiers; its blocks in order where it is neither."""
    if len(passages) == 1:
        return tuple(passages)
    columns = _columns(passages, em)
    if len(columns) > 1 and _are_pieces(passages):
        return tuple(sorted(passages, key=lambda passage: passage.box.top))
    if len(columns) == 1:
        return _Parts(tuple(_bands(passages, em)), banded=True)
    floor = _tier(columns, em)
    if floor is None:
        return tuple(passage for column in columns for passage in _ordered(column, em))
    return _Parts(_parted(passages, floor), banded=False)


def _are_pieces(passages: Sequence[Passage]) -> bool:
    """Whether no two of a few short blocks share a height: a signature at the right and the heading under it."""
    rows = sorted(passages, key=lambda passage: passage.box.top)
    short = all(len(passage.fragment.rows) <= _PIECE for passage in rows)
    return short and all(a.box.bottom <= b.box.top for a, b in pairwise(rows))


def _ordered(passages: Sequence[Passage], em: float) -> Stream:
    return tuple(passage for stream in streams_of(passages, em) for passage in stream)


def _parted(passages: Sequence[Passage], floor: float) -> tuple[list[Passage], list[Passage]]:
    """Blocks whose middle lies above `floor`, and the others."""
    upper = [passage for passage in passages if passage.box.center[1] < floor]
    return upper, [passage for passage in passages if passage.box.center[1] >= floor]


def _runs(
    passages: Sequence[Passage], start: Callable[[Box], float], end: Callable[[Box], float], slack: float
) -> list[list[Passage]]:
    """Groups between which white space runs through; blocks may stand into it by `slack`."""
    ordered = sorted(passages, key=lambda passage: start(passage.box))
    groups = [[ordered[0]]]
    reach = end(ordered[0].box)
    for passage in ordered[1:]:
        if start(passage.box) >= reach - slack:
            groups.append([])
        groups[-1].append(passage)
        reach = max(reach, end(passage.box))
    return groups


def _columns(passages: Sequence[Passage], em: float) -> list[list[Passage]]:
    return _runs(passages, lambda box: box.left, lambda box: box.right, 0.8 * em)


def _bands(passages: Sequence[Passage], em: float) -> list[list[Passage]]:
    """Cut above and below the widest block; where white space does not allow it, by the blocks' middles."""
    rows = _runs(passages, lambda box: box.top, lambda box: box.bottom, 0.5 * em)
    if len(rows) > 1:
        widest = max(range(len(rows)), key=lambda index: max(passage.box.width for passage in rows[index]))
        parts = (rows[:widest], [rows[widest]], rows[widest + 1 :])
        return [[passage for row in part for passage in row] for part in parts if part]
    widest_one = max(passages, key=lambda passage: passage.box.width)
    others = [passage for passage in passages if passage is not widest_one]
    upper, lower = _parted(others, widest_one.box.center[1])
    return [part for part in (upper, [widest_one], lower) if part]


def _tier(columns: Sequence[Sequence[Passage]], em: float) -> float | None:
    """The height at which columns end and others begin below them; None where they run through."""
    stacks = [sorted(column, key=lambda passage: passage.box.top) for column in columns]
    floors = sorted({passage.box.top for stack in stacks for passage in stack})
    height = hull(passage.box for stack in stacks for passage in stack).height
    known: dict[tuple[int, int], float] = {}
    scored = [
        (score, floor) for floor in floors if (score := _tier_score(stacks, floor, height, em, known)) is not None
    ]
    best, floor = max(scored, default=(0.0, 0.0))
    # one of many heights that were tried: by chance alone the best would have this much
    tried = len({round(each / (1.2 * em)) for each in floors})
    return floor if best > np.log(tried) + 0.5 else None


def _tier_score(
    stacks: Sequence[Sequence[Passage]], floor: float, height: float, em: float, known: dict[tuple[int, int], float]
) -> float | None:
    """Log-odds that columns are divided at `floor`: how much better they read so, and how well they are level there.

    `height` is that of all columns together; `known` keeps how well two blocks read, as most are asked of again at
    each floor. None where a block stands across, or where fewer than two columns have something on either side.
    """
    if any(_stands_across(passage, floor, em) for stack in stacks for passage in stack):
        return None
    parts = [_parted(stack, floor) for stack in stacks]
    if sum(bool(upper) for upper, _ in parts) < 2 or sum(bool(lower) for _, lower in parts) < 2:
        return None
    tiered = [passage for upper, _ in parts for passage in upper] + [passage for _, lower in parts for passage in lower]
    through = [passage for upper, lower in parts for passage in (*upper, *lower)]
    level = sorted(
        _alignment(lower[0].box.top - floor, len(upper) + len(lower), height, em)
        for upper, lower in parts
        if upper and lower
    )
    return _reads(tiered, known) - _reads(through, known) + sum(level[:-1])


def _stands_across(passage: Passage, floor: float, em: float) -> bool:
    return passage.box.top < floor - em and passage.box.bottom > floor + em


def _alignment(offset: float, blocks: int, height: float, em: float) -> float:
    """Evidence of one column for a tier: a block beginning right there, against the chance that one does so anyway."""
    if abs(offset) > 1.2 * em:
        return -1.0
    return min(2.0, -float(np.log(min(1.0, blocks * 2.4 * em / height))))


def _reads(passages: Sequence[Passage], known: dict[tuple[int, int], float]) -> float:
    total = 0.0
    for before, after in pairwise(passages):
        pair = id(before), id(after)
        if pair not in known:
            known[pair] = flow(before, after)
        total += known[pair]
    return total


def flow(before: Passage, after: Passage) -> float:
    """Log-odds that `after` is read right after `before`, from the text, and under headings from the place."""
    a, b = before.fragment, after.fragment
    if after.is_heading:
        return -1.5 if a.open and a.last_row_full and not before.is_heading else 0.8
    if before.is_heading:
        return 0.5 if overlap_x(before.box, after.box) > 0 else -2.0
    return _reads_on(a, b)


def _reads_on(a: Fragment, b: Fragment) -> float:
    """Log-odds that the text of `b` goes on where `a` stops."""
    new = b.starts_paragraph and len(b.rows) > 1
    if a.open:
        score = (-2.0 if new else 2.0) if a.last_row_full else (-0.5 if new else 0.5)
    else:
        score = 0.3 if a.last_row_full else (0.6 if new else -1.2)
    last, first = a.rows[-1].text.rstrip(), b.rows[0].text.lstrip()
    small = first[:1].islower()
    if small:
        score += 1.5 if a.open else -1.0
    if last.endswith("-"):
        score += 1.0 + bridge(last, first, language_of(a.text)) if small else -0.5
    return score
