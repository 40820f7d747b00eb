"""What the layout analysis finds of a page's rules, frames, pictures and gutters, and what it finds that is none."""

from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from digitize.geometry import hull
from digitize.layout.gutters import find_gutters
from digitize.model import Box, Gutter, Layout, Orientation, Rule
from digitize.training.grammar.impression import Impression
from digitize.training.grammar.records import SetRule
from digitize.training.grammar.sheet import Sheet

_EM = 5.0
"""Pixels of the mask on which gutters are looked for to one em."""


def layout_of(sheet: Sheet, impression: Impression, *, upright: bool) -> Layout:
    """The layout as found; `upright` where lines run to the right."""
    warp, dice = impression.warp, sheet.dice
    rules: list[Rule] = []
    for rule in sheet.rules:
        rules += [Rule(warp.box(piece.box), piece.orientation) for piece in _found(sheet, rule, impression)]
    frames: list[Box] = []
    for frame in sheet.frames:
        closed = dice.random() < impression.frames
        if closed:
            frames.append(_shaken(sheet, warp.box(frame), 0.15))
        for side in _sides(frame, sheet.em):
            found = [side] if closed else _found(sheet, side, impression)
            rules += [Rule(warp.box(piece.box), piece.orientation) for piece in found]
    pictures = _pictures(sheet, impression)
    rules += _strokes(sheet, impression)
    rules = [_thickened(rule, impression.thick * sheet.em) for rule in rules]
    boxes = [line.box for line in sheet.lines] + sheet.pictures
    content = warp.box(hull(boxes)) if boxes else sheet.area
    gutters = () if impression.foreign else _gutters(sheet, impression, upright=upright)
    share = dice.uniform(0.88, 0.93) if sheet.supply.ideographic else dice.uniform(0.76, 0.92)
    return Layout(content, tuple(rules), tuple(frames), tuple(pictures), gutters, sheet.em * share)


def _thickened(rule: Rule, by: float) -> Rule:
    """A rule as thick as what is found of it."""
    box = rule.box
    if rule.orientation is Orientation.HORIZONTAL:
        return Rule(Box(box.left, box.top - by / 2, box.right, box.bottom + by / 2), rule.orientation)
    return Rule(Box(box.left - by / 2, box.top, box.right + by / 2, box.bottom), rule.orientation)


def _found(sheet: Sheet, rule: SetRule, impression: Impression) -> list[SetRule]:
    """The pieces of a rule that are found."""
    dice, em = sheet.dice, sheet.em
    long = rule.orientation is Orientation.VERTICAL
    if dice.random() > impression.rules * (1 - rule.faint) or max(rule.box.width, rule.box.height) < 3.2 * em:
        return []
    length = rule.box.height if long else rule.box.width
    if dice.random() > impression.broken or length < 12 * em:
        return [rule]
    pieces, at = [], 0.0
    while at < length:
        step = dice.uniform(4, 40) * em
        if dice.random() < 0.5 and min(at + step, length) - at > 3 * em:
            start, end = at, min(at + step, length)
            box = rule.box
            part = (
                Box(box.left, box.top + start, box.right, box.top + end)
                if long
                else Box(box.left + start, box.top, box.left + end, box.bottom)
            )
            pieces.append(SetRule(part, rule.orientation))
        at += step
    return pieces


def _sides(box: Box, em: float) -> list[SetRule]:
    thick = max(1.5, 0.1 * em)
    across, down = Orientation.HORIZONTAL, Orientation.VERTICAL
    return [
        SetRule(Box(box.left, box.top, box.right, box.top + thick), across),
        SetRule(Box(box.left, box.bottom - thick, box.right, box.bottom), across),
        SetRule(Box(box.left, box.top, box.left + thick, box.bottom), down),
        SetRule(Box(box.right - thick, box.top, box.right, box.bottom), down),
    ]


def _shaken(sheet: Sheet, box: Box, ems: float) -> Box:
    """`box` with each side moved a little."""
    by = [sheet.dice.gauss(0, ems * sheet.em) for _ in range(4)]
    left, top = box.left + by[0], box.top + by[1]
    return Box(left, top, max(left + 1, box.right + by[2]), max(top + 1, box.bottom + by[3]))


def _pictures(sheet: Sheet, impression: Impression) -> list[Box]:
    """Pictures as found: a little too large or small, in two parts, or not at all; and large letters taken for some."""
    dice, em, warp = sheet.dice, sheet.em, impression.warp
    found: list[Box] = []
    for picture in sheet.pictures:
        if dice.random() > impression.pictures or min(picture.width, picture.height) < 3 * em:
            continue
        box = warp.box(picture)
        if dice.random() < 0.12:
            share = dice.uniform(0.3, 0.7)
            middle = box.top + share * box.height
            found += [Box(box.left, box.top, box.right, middle - em), Box(box.left, middle + em, box.right, box.bottom)]
        else:
            found.append(_shaken(sheet, box, dice.choice((0.1, 0.3, 1.2))))
    for line in sheet.lines:
        large = min(line.box.width, line.box.height) > 4 * em
        if (large and dice.random() < 0.25) or (line.hardness > 0.3 and dice.random() < 0.1):
            wide = line.box.width * dice.uniform(0.1, 0.6)
            left = line.box.left + dice.random() * (line.box.width - wide)
            found.append(warp.box(Box(left, line.box.top, left + wide, line.box.bottom)))
    for _ in range(dice.randint(0, min(impression.blots, len(sheet.lines) // 25))):  # dark patches of the paper
        line = dice.choice(sheet.lines)
        wide, high = dice.uniform(4, 18) * em, dice.uniform(4, 12) * em
        left, top = line.box.left - dice.random() * em, line.box.top - dice.random() * high
        found.append(warp.box(Box(left, top, left + wide, top + high)))
    return [box for box in found if min(box.width, box.height) > 2.5 * em]


def _strokes(sheet: Sheet, impression: Impression) -> list[Rule]:
    """Strokes of pictures and large letters taken for rules."""
    dice, em, warp = sheet.dice, sheet.em, impression.warp
    places = list(sheet.pictures) + [line.box for line in sheet.lines if line.face.size > 2.2 * em]
    found: list[Rule] = []
    for _ in range(dice.randint(0, min(impression.blots, len(sheet.lines) // 25))):  # scratches, folds, bars of letters
        box = dice.choice(sheet.lines).box
        x, y, length = dice.uniform(box.left, box.right), dice.uniform(box.top, box.bottom), dice.uniform(3.7, 7) * em
        upright = Rule(warp.box(Box(x, y, x + 0.1 * em, y + length)), Orientation.VERTICAL)
        level = Rule(warp.box(Box(x, y, x + length, y + 0.1 * em)), Orientation.HORIZONTAL)
        found.append(upright if dice.random() < 0.5 else level)
    for place in places:
        for _ in range(dice.choice((0, 0, 1, 1, 3))):
            if dice.random() > impression.strokes:
                continue
            x, y = dice.uniform(place.left, place.right), dice.uniform(place.top, place.bottom)
            length = dice.uniform(3.5, 9) * em
            if dice.random() < 0.5:
                found.append(Rule(warp.box(Box(x, y, x + length, y + 0.3 * em)), Orientation.HORIZONTAL))
            else:
                found.append(Rule(warp.box(Box(x, y, x + 0.3 * em, y + length)), Orientation.VERTICAL))
    return found


def _gutters(sheet: Sheet, impression: Impression, *, upright: bool) -> tuple[Gutter, ...]:
    """White strips that the program's own search finds on a coarse drawing of the page."""
    mask = _drawing(sheet, upright=upright)
    scale = sheet.em / _EM
    dice = sheet.dice
    found: list[Gutter] = []
    for box in find_gutters(mask, _EM):
        if dice.random() > impression.gutters:
            continue
        whole = Box(box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)
        for part in _broken(sheet, whole, impression.pieces * sheet.em):
            found += _straight(sheet, _narrowed(sheet, part), impression, upright=upright)
    return tuple(found)


def _straight(sheet: Sheet, strip: Box, impression: Impression, *, upright: bool) -> list[Gutter]:
    """The upright white rectangles within a strip that leans or bends: one, or several one below the other."""
    if not upright:
        strip = Box(strip.top, strip.left, strip.bottom, strip.right)
        return [Gutter(impression.warp.box(strip), Orientation.HORIZONTAL)]
    box = impression.warp.within(strip)
    if box.width >= min(0.4 * sheet.em, 0.7 * strip.width):
        return [Gutter(box, Orientation.VERTICAL)] if box.height > sheet.em else []
    if strip.height < 5 * sheet.em:
        middle = box.center[0]
        return [
            Gutter(Box(middle - 0.1 * sheet.em, box.top, middle + 0.1 * sheet.em, box.bottom), Orientation.VERTICAL)
        ]
    middle = strip.top + sheet.dice.uniform(0.35, 0.65) * strip.height
    halves = (Box(strip.left, strip.top, strip.right, middle), Box(strip.left, middle, strip.right, strip.bottom))
    return [gutter for half in halves for gutter in _straight(sheet, half, impression, upright=upright)]


def _broken(sheet: Sheet, strip: Box, length: float) -> list[Box]:
    """The pieces of a strip, about `length` high, where specks and letters reach into it; some beside each other."""
    dice, em = sheet.dice, sheet.em
    if strip.height < 1.3 * length:
        return [strip]
    pieces: list[Box] = []
    top = strip.top
    while top < strip.bottom - 2 * em:
        bottom = min(strip.bottom, top + length * dice.expovariate(1.0) + 2 * em)
        inset = (dice.uniform(0.0, 0.4) * strip.width, dice.uniform(0.0, 0.4) * strip.width)
        side = dice.choice(((0.0, 0.0), (0.0, 0.0), (inset[0], 0.0), (0.0, inset[1])))
        if dice.random() < 0.97:
            pieces.append(Box(strip.left + side[0], top, strip.right - side[1], bottom))
        top = bottom + dice.choice((0.0, 0.3, 1.0, -2.0)) * em
    return pieces


def _narrowed(sheet: Sheet, strip: Box) -> Box:
    """A strip as on a finer drawing: its sides at any pixel, and not where a coarse one has them."""
    dice = sheet.dice
    coarse = sheet.em / _EM
    left, right = strip.left - dice.uniform(-0.5, 0.35) * coarse, strip.right + dice.uniform(-0.5, 0.35) * coarse
    top, bottom = strip.top + dice.uniform(-2, 2) * coarse, strip.bottom + dice.uniform(-2, 2) * coarse
    return Box(left, top, max(right, left + 2 * coarse), max(bottom, top + coarse))


def _drawing(sheet: Sheet, *, upright: bool) -> NDArray[np.uint8]:
    """The ink of type and pictures, words as bars, `_EM` pixels to the em; upright lines turned to run to the right."""
    scale = _EM / sheet.em
    height, width = int(sheet.area.bottom * scale) + 2, int(sheet.area.right * scale) + 2
    mask = np.zeros((height, width) if upright else (width, height), np.uint8)
    for line in sheet.lines:
        box = line.box if upright else Box(line.box.top, line.box.left, line.box.bottom, line.box.right)
        along = line.vertical is not upright
        top, bottom = round(box.top * scale + 0.12 * _EM), round(box.bottom * scale - 0.12 * _EM)
        if not along:
            mask[
                round(box.top * scale) : round(box.bottom * scale), round(box.left * scale) : round(box.right * scale)
            ] = 255
            continue
        unit = box.width * scale / max(1, len(line.text))
        position = 0
        for word in line.text.split(" "):
            start = box.left * scale + position * unit
            mask[top : max(bottom, top + 1), ceil(start) : max(ceil(start) + 1, floor(start + len(word) * unit))] = 255
            position += len(word) + 1
    for picture in sheet.pictures:
        box = picture if upright else Box(picture.top, picture.left, picture.bottom, picture.right)
        mask[round(box.top * scale) : round(box.bottom * scale), round(box.left * scale) : round(box.right * scale)] = (
            255
        )
    return mask
