"""What the recognizer makes of the lines of a set page: lines with jitter, in pieces, lost, joined, misread."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sin
from random import Random

import numpy as np
from numpy.typing import NDArray

from digitize.geometry import quad_of
from digitize.model import Box, Line, Orientation, Point, Quad, Role, Word
from digitize.training.grammar.impression import Impression
from digitize.training.grammar.records import LineTruth, SetLine
from digitize.training.grammar.sheet import Sheet

_LETTERS = "etaoinsrhldcumfpgwybv.,;:'1lIij"
_OPENING, _CLOSING = "「『（【《“", "，。、；：」』）】》”"
_DIRT = ".-'|_,;:~*\"il1I/\\·—°"


@dataclass(frozen=True, slots=True)
class Seen:
    """A line as it was seen: which set line it is of, and which piece of it."""

    line: SetLine
    piece: int = 0


def read_lines(sheet: Sheet, impression: Impression, rng: np.random.Generator) -> tuple[list[Line], list[LineTruth]]:
    """The recognized lines of the page, in no order, and the truth for each."""
    dice = sheet.dice
    seen = _kept(sheet, impression)
    seen = _joined(seen, impression, dice, sheet.em)
    seen = [piece for line in seen for piece in _pieces(line, impression, dice, sheet)]
    seen += _dirt(sheet, impression, len(seen))
    dice.shuffle(seen)
    quads = _quads(seen, impression, rng, sheet.em)
    confidences = _confidences(seen, impression, rng)
    lines = [
        _line(one, quad, confidence, impression, dice)
        for one, quad, confidence in zip(seen, quads, confidences, strict=True)
    ]
    return lines, _truths(seen)


def _kept(sheet: Sheet, impression: Impression) -> list[Seen]:
    """Lines that are not lost; a loss takes the next lines along at times."""
    dice = sheet.dice
    kept: list[Seen] = []
    losing = 0
    for line in sheet.lines:
        chance = impression.lost * (2.5 if line.role is Role.ADVERTISEMENT else 1.0) + 0.35 * line.hardness
        if losing or dice.random() < chance:
            losing = losing - 1 if losing else dice.choice((0, 0, 0, 1, 3))
            continue
        if line.text.strip() and line.box.width > 1 and line.box.height > 1:
            kept.append(Seen(line))
    return kept


def _joined(seen: list[Seen], impression: Impression, dice: Random, em: float) -> list[Seen]:
    """Neighbours of two columns seen as one line, which then counts for the longer."""
    if not impression.joined:
        return seen
    order = sorted(
        range(len(seen)), key=lambda index: (round(seen[index].line.box.top / em), seen[index].line.box.left)
    )
    gone: set[int] = set()
    for a, b in itertools.pairwise(order):
        one, two = seen[a].line, seen[b].line
        near = abs(one.box.top - two.box.top) < 0.3 * em and 0 < two.box.left - one.box.right < 1.3 * em
        if a in gone or not near or one.vertical or two.vertical or dice.random() > impression.joined:
            continue
        longer = one if len(one.text) >= len(two.text) else two
        whole = Box(one.box.left, min(one.box.top, two.box.top), two.box.right, max(one.box.bottom, two.box.bottom))
        seen[a] = Seen(replace(longer, box=whole, text=f"{one.text} {two.text}"))
        gone.add(b)
    return [one for index, one in enumerate(seen) if index not in gone]


def _pieces(seen: Seen, impression: Impression, dice: Random, sheet: Sheet) -> list[Seen]:
    """The pieces in which a line is seen."""
    line = seen.line
    chance = impression.cut * (3 if line.face.size > 1.4 * sheet.em else 1)
    if len(line.text) < 6 or dice.random() > chance:
        return [seen]
    cut = dice.randint(2, len(line.text) - 2)
    if " " in line.text:
        cut = line.text.find(" ", cut) if line.text.find(" ", cut) > 0 else line.text.find(" ")
    share = cut / len(line.text)
    parts = (line.text[:cut].strip(), line.text[cut:].strip())
    box = line.box
    if line.vertical:
        middle = box.top + share * box.height
        boxes = (Box(box.left, box.top, box.right, middle), Box(box.left, middle, box.right, box.bottom))
    else:
        middle = box.left + share * box.width
        gap = min(0.15 * line.face.size, 0.1 * box.width)
        boxes = (Box(box.left, box.top, middle - gap, box.bottom), Box(middle + gap, box.top, box.right, box.bottom))
    pairs = [(text, box) for text, box in zip(parts, boxes, strict=True) if text and box.width > 2 and box.height > 2]
    found = [Seen(replace(line, text=text, box=box), index) for index, (text, box) in enumerate(pairs)]
    if len(found) == 2 and dice.random() < 0.12:  # the other piece is lost
        del found[dice.randrange(2)]
    return found


def _dirt(sheet: Sheet, impression: Impression, count: int) -> list[Seen]:
    """Marks and pictures read as lines."""
    dice, em, found = sheet.dice, sheet.em, []
    for _ in range(round(count * impression.dirt * dice.random())):
        wide, high = dice.uniform(0.3, 2.0) * em, dice.uniform(0.4, 1.3) * em
        x, y = dice.uniform(0, sheet.area.right - wide), dice.uniform(0, sheet.area.bottom - high)
        text = "".join(dice.choices(_DIRT, k=dice.choice((1, 1, 1, 2))))
        found.append(Seen(SetLine(Box(x, y, x + wide, y + high), text, sheet.style.text, Role.NOISE, hardness=0.8)))
    if dice.random() < 0.05:
        found += _sliver(sheet)
    for rule in sheet.rules:  # short rules read as dashes
        if rule.box.width < 9 * em and rule.box.height < em and dice.random() < 0.06:
            box = Box(rule.box.left, rule.box.top - 0.3 * em, rule.box.right, rule.box.bottom + 0.3 * em)
            found.append(
                Seen(SetLine(box, dice.choice(("—", "-", "——", "_", "~")), sheet.style.text, Role.NOISE, hardness=0.5))
            )
    for picture in sheet.pictures:
        for _ in range(dice.choice((0, 0, 0, 0, 0, 0, 1, 2, 4))):
            size = dice.uniform(0.6, 3.0) * em
            long = min(size * dice.uniform(1, 8), 0.9 * picture.width)
            x = dice.uniform(picture.left, max(picture.left, picture.right - long))
            y = dice.uniform(picture.top, max(picture.top, picture.bottom - size))
            words = dice.choice(sheet.supply.words)
            text = (
                (words.upper() if dice.random() < 0.5 else words)
                if dice.random() < 0.5
                else "".join(dice.choices(_DIRT, k=2))
            )
            found.append(Seen(SetLine(Box(x, y, x + long, y + size), text, sheet.style.text, Role.NOISE, hardness=0.6)))
    return found


def _sliver(sheet: Sheet) -> list[Seen]:
    """The ends of the next page's lines at an edge of the scan."""
    dice, em, area = sheet.dice, sheet.em, sheet.area
    wide = dice.uniform(0.5, 4.0) * em
    left = dice.choice((0.0, area.right - wide))
    found: list[Seen] = []
    y, end = area.bottom * dice.uniform(0.0, 0.4), area.bottom * dice.uniform(0.5, 1.0)
    while y < end:
        y += sheet.style.text.pitch
        if dice.random() < 0.6:
            text = dice.choice(sheet.supply.words)[: max(1, round(2 * wide / em))]
            box = Box(left, y, left + wide * dice.uniform(0.4, 1.0), y + 0.94 * em)
            found.append(Seen(SetLine(box, text, sheet.style.text, Role.NOISE, hardness=0.4)))
    return found


def _quads(seen: Sequence[Seen], impression: Impression, rng: np.random.Generator, em: float) -> NDArray[np.float64]:
    """Corners (N, 4, 2) of the lines on the upright image: warped, then jittered, in whole pixels along and across."""
    boxes = np.array([(s.line.box.left, s.line.box.top, s.line.box.right, s.line.box.bottom) for s in seen]).reshape(
        -1, 4
    )
    vertical = np.array([s.line.vertical for s in seen], bool)
    size = np.where(vertical, boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    count = len(boxes)
    heavy = np.where(rng.random(count) < 0.06, 3.0, 1.0)
    grow = rng.normal(0, impression.height, count) * heavy + 1
    grow = np.where(rng.random(count) < 0.01, grow * rng.uniform(1.2, 1.8, count), grow)
    extra = (np.clip(grow, 0.6, 2) - 1) * size / 2
    shift = rng.normal(0, impression.row, count) * em
    ends = rng.normal(0, impression.edge, (count, 2)) * em * np.where(rng.random((count, 2)) < 0.05, 4, 1)
    low, high = np.where(vertical, boxes[:, 0], boxes[:, 1]), np.where(vertical, boxes[:, 2], boxes[:, 3])
    start, end = np.where(vertical, boxes[:, 1], boxes[:, 0]), np.where(vertical, boxes[:, 3], boxes[:, 2])
    low, high = np.round(low + shift - extra), np.round(high + shift + extra)
    white = np.array([_white_ends(s.line) for s in seen]).reshape(-1, 2)
    start, end = np.round(start + ends[:, 0] + white[:, 0]), np.round(end + ends[:, 1] - white[:, 1])
    high, end = np.maximum(high, low + 2), np.maximum(end, start + 2)
    left, right = np.where(vertical, low, start), np.where(vertical, high, end)
    top, bottom = np.where(vertical, start, low), np.where(vertical, end, high)
    corners = np.stack([left, top, right, top, right, bottom, left, bottom], axis=1).reshape(-1, 4, 2)
    return _bent(corners, impression)


def _white_ends(line: SetLine) -> tuple[float, float]:
    """Pixels without ink at the beginning and the end of a line: half of a Chinese mark's square is white."""
    half = 0.5 * line.face.size
    return half * (line.text[0] in _OPENING), half * (line.text[-1] in _CLOSING)


def _bent(corners: NDArray[np.float64], impression: Impression) -> NDArray[np.float64]:
    """Rectangles (N, 4, 2) where the page's warp puts them: shifted and turned, but still rectangles."""
    middle = corners.mean(axis=1)
    ends = np.stack([(corners[:, 0] + corners[:, 3]) / 2, (corners[:, 1] + corners[:, 2]) / 2], axis=1)
    moved = impression.warp(ends)
    along = moved[:, 1] - moved[:, 0]
    angle = np.arctan2(along[:, 1], along[:, 0])
    angle = np.where(np.abs(angle) < 0.0012, 0.0, angle)
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    offset = corners - middle[:, None]
    turned = np.stack(
        [offset[..., 0] * cos - offset[..., 1] * sin, offset[..., 0] * sin + offset[..., 1] * cos], axis=-1
    )
    return np.asarray(turned + impression.warp(middle)[:, None], np.float64)


def _confidences(seen: Sequence[Seen], impression: Impression, rng: np.random.Generator) -> NDArray[np.float64]:
    hard = np.array([s.line.hardness for s in seen])
    short = np.array([len(s.line.text) < 3 for s in seen])
    loss = (1 - impression.confidence) * rng.gamma(1.5, 0.66, len(seen))
    loss += hard * rng.random(len(seen)) * 0.6 + short * rng.random(len(seen)) * 0.2
    return np.clip(np.where(rng.random(len(seen)) < 0.02, loss + 0.3 * rng.random(len(seen)), loss) * -1 + 1, 0.05, 1.0)


def _line(seen: Seen, corners: NDArray[np.float64], confidence: float, impression: Impression, dice: Random) -> Line:
    """A recognized line."""
    line = seen.line
    text = _misread(line, impression, dice)
    if text != line.text:
        wrong = sum(a != b for a, b in zip(text, line.text, strict=False)) / len(line.text)
        confidence = max(0.05, confidence - dice.uniform(0.1, 0.6) * min(wrong, 0.6))
    points: list[Point] = [(float(x), float(y)) for x, y in corners.tolist()]
    quad = Quad((points[0], points[1], points[2], points[3]))
    ink: float | None = _inked(line, impression, dice)
    if line.role is Role.NOISE:
        ink = round(dice.uniform(0.03, 0.7), 3)
    if impression.foreign:
        quad, ink = quad_of(quad.box), None
    direction = Orientation.VERTICAL if line.vertical else Orientation.HORIZONTAL
    words = _words(text, quad, confidence, vertical=line.vertical)
    return Line(words, quad, confidence, direction, leftward=line.leftward, ink=ink)


def _inked(line: SetLine, impression: Impression, dice: Random) -> float:
    """Share of a line's quad that is ink: more or less from line to line, and over the page."""
    spread, uneven, phase = impression.ink
    x, y = line.box.center
    place = sin(phase + 5 * x / impression.warp.width + 7 * y / impression.warp.height)
    share = line.face.ink * dice.gauss(1.0, spread) * (1 + uneven * place)
    return round(min(0.95, max(0.01, share)), 3)


def _misread(line: SetLine, impression: Impression, dice: Random) -> str:
    """The line's text with the recognizer's errors."""
    rate = impression.garbled + 0.4 * line.hardness * dice.random()
    text = line.text
    if rate * len(text) < dice.random():
        return text
    pool = _LETTERS if text.isascii() else text
    changed = [dice.choice(pool) if character != " " and dice.random() < rate else character for character in text]
    if rate > 0.02 and dice.random() < 0.2:  # a word missed
        words = "".join(changed).split(" ")
        if len(words) > 2:
            del words[dice.randrange(len(words))]
        return " ".join(words)
    return "".join(changed) or text


def _words(text: str, quad: Quad, confidence: float, *, vertical: bool) -> tuple[Word, ...]:
    """The words of a line, each at its share of the line's length."""
    parts = text.split()
    if len(parts) < 2:
        return (Word(text.strip() or "·", quad, confidence),)
    (ax, ay), second, _, fourth = quad.corners
    (bx, by), (dx, dy) = (fourth, second) if vertical else (second, fourth)
    total = sum(map(len, parts)) + len(parts) - 1
    step_x, step_y, over_x, over_y = (bx - ax) / total, (by - ay) / total, dx - ax, dy - ay  # quads are rectangles
    words: list[Word] = []
    position = 0
    for part in parts:
        x, y = ax + step_x * position, ay + step_y * position
        end_x, end_y = x + step_x * len(part), y + step_y * len(part)
        first, last = (x, y), (end_x + over_x, end_y + over_y)
        after, below = (end_x, end_y), (x + over_x, y + over_y)
        words.append(
            Word(part, Quad((first, below, last, after) if vertical else (first, after, last, below)), confidence)
        )
        position += len(part) + 1
    return tuple(words)


def _truths(seen: Sequence[Seen]) -> list[LineTruth]:
    """Roles and articles, with orders that count each article's lines."""
    order = sorted(
        range(len(seen)), key=lambda index: (seen[index].line.section, seen[index].line.turn, seen[index].piece)
    )
    counts: dict[str, int] = {}
    places = [0] * len(seen)
    for index in order:
        article = seen[index].line.article
        places[index] = counts.get(article, 0) if article else 0
        counts[article] = counts.get(article, 0) + 1
    return [LineTruth(one.line.role, one.line.article, place) for one, place in zip(seen, places, strict=True)]
