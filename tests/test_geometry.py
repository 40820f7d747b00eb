"""Boxes, overlaps, and the way between scan and upright image."""

import numpy as np
import pytest
from upright import to_upright

from digitize.deskew import straighten
from digitize.geometry import (
    affine,
    contains,
    hull,
    overlap,
    overlap_x,
    overlap_y,
    quad_of,
    to_scan,
)
from digitize.model import Box, Quad

A = Box(0, 0, 10, 20)


def test_measures_of_a_box():
    box = Box(1, 2, 4, 8)
    assert (box.width, box.height, box.center, box.area) == (3, 6, (2.5, 5), 18)
    assert Box(4, 2, 1, 8).area == 0


def test_corners_run_clockwise_from_the_top_left():
    assert quad_of(Box(1, 2, 4, 8)) == Quad(((1, 2), (4, 2), (4, 8), (1, 8)))
    assert quad_of(A).box == A


def test_the_box_of_a_slanted_quad_holds_all_its_corners():
    assert Quad(((1, 3), (9, 0), (10, 5), (2, 8))).box == Box(1, 0, 10, 8)


def test_hull():
    assert hull([A]) == A
    assert hull(iter((Box(5, 5, 6, 6), A, Box(-1, 3, 2, 30)))) == Box(-1, 0, 10, 30)
    with pytest.raises(ValueError, match="no boxes"):
        hull([])


@pytest.mark.parametrize(
    ("first", "second", "length"),
    [((0, 10), (5, 20), 5), ((0, 10), (2, 4), 2), ((0, 10), (10, 20), 0), ((0, 10), (11, 20), 0), ((3, 9), (0, 10), 6)],
)
def test_overlap(first, second, length):
    assert overlap(*first, *second) == length
    assert overlap(*second, *first) == length


@pytest.mark.parametrize(
    ("box", "x", "y"),
    [(Box(5, 15, 30, 40), 5, 5), (Box(2, 2, 4, 5), 2, 3), (Box(10, 0, 20, 20), 0, 20), (Box(50, 30, 60, 40), 0, 0)],
)
def test_what_two_boxes_share(box, x, y):
    assert (overlap_x(A, box), overlap_y(A, box)) == (x, y)
    assert (overlap_x(box, A), overlap_y(box, A)) == (x, y)


@pytest.mark.parametrize(
    ("point", "inside"), [((5, 5), True), ((0, 0), True), ((10, 20), True), ((10.1, 5), False), ((5, -0.1), False)]
)
def test_contains(point, inside):
    assert contains(A, point) is inside


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [-7.3, 0.0, 0.4, 12.0])
def test_points_go_to_the_upright_image_and_back(turn, skew):
    _, upright = straighten(np.full((300, 200), 255, np.uint8), turn, skew)
    points = np.array([(0.0, 0.0), (199.0, 0.0), (199.0, 299.0), (17.25, 140.5)])
    there = to_upright(points, upright)
    assert to_scan(there, upright) == pytest.approx(points, abs=1e-9)
    assert np.linalg.norm(there[0] - there[1]) == pytest.approx(199)
    assert affine(upright).shape == (2, 3)
    assert there[3] == pytest.approx(affine(upright) @ (17.25, 140.5, 1))


@pytest.mark.parametrize(("turn", "skew"), [(0, 0.0), (90, 0.0), (180, 0.0), (270, 0.0), (0, 3.0), (90, -5.0)])
def test_points_follow_the_pixels(turn, skew):
    image = np.full((300, 200), 255, np.uint8)
    image[118:123, 58:63] = 0
    upright_image, upright = straighten(image, turn, skew)
    rows, columns = np.nonzero(upright_image < 100)
    assert to_upright(np.array([(60.5, 120.5)]), upright)[0] == pytest.approx(
        (columns.mean() + 0.5, rows.mean() + 0.5), abs=0.3
    )
    assert upright_image.shape == (upright.height, upright.width)
