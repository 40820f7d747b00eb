"""Wavy dividers and decorated borders of vertically set pages."""

from itertools import combinations

import cv2
import numpy as np
import pytest

from digitize.geometry import hull
from digitize.layout.borders import _flipped, _frames, _rows, _with_chains, distinct, find_borders
from digitize.layout.morphology import components
from digitize.model import Box, Orientation, Rule

EM = 20.0


def sheet():
    return np.zeros((1200, 1400), np.uint8)


def wave(ink, start, end, swing=5, period=26):
    """A wave from one point to another, level or upright."""
    (x0, y0), (x1, y1) = start, end
    steps = np.arange(max(abs(x1 - x0), abs(y1 - y0)) + 1)
    off = swing * np.sin(steps / period * 2 * np.pi)
    points = np.column_stack([x0 + steps, y0 + off] if y0 == y1 else [x0 + off, y0 + steps])
    cv2.polylines(ink, [np.round(points).astype(np.int32)], False, 255, 3)


def test_a_wave_between_two_items_is_a_divider():
    ink = sheet()
    wave(ink, (300, 200), (300, 440), swing=3)
    cv2.putText(ink, "ABC", (500, 300), cv2.FONT_HERSHEY_SIMPLEX, 1, 255, 2)
    rules, frames, pixels = find_borders(components(ink), (), EM)
    assert [rule.orientation for rule in rules] == [Orientation.VERTICAL]
    assert abs(rules[0].box.top - 200) < 4
    assert abs(rules[0].box.bottom - 440) < 4
    assert pixels[:, 290:312].any()
    assert not pixels[:, 490:].any()
    assert frames == ()


@pytest.mark.parametrize("torn", [0, 50])
def test_a_wavy_border_is_a_frame_even_where_it_is_torn(torn):
    ink = sheet()
    left, top, right, bottom = 100, 100, 800, 700
    for start, end in (
        ((left, top), (right, top)),
        ((left, bottom), (right, bottom)),
        ((left, top), (left, bottom)),
        ((right, top), (right, bottom)),
    ):
        wave(ink, start, end)
    ink[380 : 380 + torn, 90:110] = 0
    (frame,) = find_borders(components(ink), (), EM)[1]
    assert (
        np.abs(np.subtract((frame.left, frame.top, frame.right, frame.bottom), (left, top, right, bottom))).max() < 30
    )


def test_three_sides_are_no_frame():
    ink = sheet()
    wave(ink, (100, 100), (800, 100))
    wave(ink, (100, 100), (100, 700))
    wave(ink, (800, 100), (800, 700))
    assert find_borders(components(ink), (), EM)[1] == ()


def test_what_two_frames_only_make_together_is_none():
    upper, lower = Box(0, 0, 100, 80), Box(0, 80, 100, 200)
    assert set(distinct([Box(0, 0, 100, 200), upper, lower])) == {upper, lower}
    assert distinct([upper, Box(1, 1, 99, 79)]) == (Box(1, 1, 99, 79),)


def test_a_border_of_many_dashes_is_a_frame():
    ink = np.zeros((2800, 3000), np.uint8)
    left, top, right, bottom, step, dash = 100, 100, 2060, 2060, 97, 88
    for start in range(112, 2000, step):
        ink[[[top], [bottom]], start : start + dash] = 255
        ink[start : start + dash, [left, right]] = 255
    (frame,) = find_borders(components(ink), (), EM)[1]
    assert (
        np.abs(np.subtract((frame.left, frame.top, frame.right, frame.bottom), (left, top, right, bottom))).max() < 30
    )


def test_rows_of_dashes_are_told_apart_in_time():
    """Each choice of dashes that go on from one another looked at took hours."""
    ink = np.zeros((3000, 2400), np.uint8)
    for y in range(200, 1400, 30):
        for x in range(100, 2200, 96):
            ink[y : y + 6, x : x + 86] = 255
    dividers, frames, _ = find_borders(components(ink), (), EM)
    assert len(dividers) == 40 * 22
    assert frames == ()


def test_every_frame_of_a_sheet_of_many_is_found():
    rules, boxes = [], []
    for left in range(100, 2500, 160):
        for top in range(100, 2500, 170):
            right, bottom = left + 140, top + 150
            boxes.append(Box(left, top, right, bottom))
            rules += [Rule(Box(left, y, right, y + 2), Orientation.HORIZONTAL) for y in (top, bottom - 2)]
            rules += [Rule(Box(x, top, x + 2, bottom), Orientation.VERTICAL) for x in (left, right - 2)]
    frames = find_borders(components(np.zeros((2600, 2600), np.uint8)), tuple(rules), EM)[1]
    assert len(frames) == len(boxes)
    for box in boxes:
        assert any(
            np.abs(np.subtract(frame.center, box.center)).max() < 20 and abs(frame.area / box.area - 1) < 0.2
            for frame in frames
        )


@pytest.mark.parametrize("seed", range(5))
def test_a_frame_is_four_strokes_that_meet_at_its_corners(seed):
    numbers = np.random.default_rng(seed)
    near, across, upright = 2.5 * EM, [], []
    for left, top, width, height in numbers.integers((0, 0, 150, 60), (600, 600, 700, 700), (24, 4)):
        off = numbers.integers(-40, 41, 8).tolist()
        right, bottom = left + width, top + height
        across += [
            Box(left + off[0], top, right + off[1], top + 2),
            Box(left + off[2], bottom, right + off[3], bottom + 2),
        ]
        upright += [
            Box(left, top + off[4], left + 2, bottom + off[5]),
            Box(right, top + off[6], right + 2, bottom + off[7]),
        ]
    strokes = [Rule(box, Orientation.HORIZONTAL) for box in across]
    strokes += [Rule(box, Orientation.VERTICAL) for box in upright]
    across = _with_chains(across, EM)
    upright = [_flipped(box) for box in _with_chains([_flipped(box) for box in upright], EM)]
    expected = []
    for one, other in combinations(sorted(upright, key=lambda box: box.left), 2):
        if max(abs(one.top - other.top), abs(one.bottom - other.bottom)) > near:
            continue
        level = [b for b in across if abs(b.left - one.left) < near and abs(b.right - other.right) < near]
        above = [b for b in level if abs(b.center[1] - min(one.top, other.top)) < near]
        below = [b for b in level if abs(b.center[1] - max(one.bottom, other.bottom)) < near]
        if above and below and below[0].center[1] - above[0].center[1] > 2 * near:
            expected.append(hull((one, other, above[0], below[0])))
    assert len(expected) > 5
    assert _frames(strokes, EM) == expected


def test_strokes_that_a_later_one_goes_on_from_are_one_row():
    upper, lower, apart = Box(0, 0, 100, 2), Box(10, 40, 100, 42), Box(20, 90, 100, 92)
    assert len(set(_rows([upper, lower, apart], EM))) == 3
    assert _rows([upper, lower, apart, Box(120, 20, 200, 22)], EM) == [0, 0, 2, 0]
