import numpy as np
import pytest

from digitize.model import Orientation
from digitize.recognition.strips import Strip, strip_around

STRIPS = [Strip((100.0, 50.0), angle, 300.0, 40.0, o) for o in Orientation for angle in (-0.1, 0.0, 0.05)]


@pytest.mark.parametrize("strip", STRIPS)
def test_strip_around_its_own_corners_is_itself(strip):
    again = strip_around(np.array(strip.quad.corners))
    assert again.orientation is strip.orientation
    assert (again.angle, again.length, again.thickness) == pytest.approx((strip.angle, 300, 40), abs=1e-3)
    assert again.origin == pytest.approx(strip.origin, abs=1e-2)


@pytest.mark.parametrize("strip", STRIPS)
def test_local_undoes_point(strip):
    for place in ((0, 0), (12, 34), (300, 40)):
        assert strip.local(strip.point(*place)) == pytest.approx(place)


@pytest.mark.parametrize("strip", STRIPS)
def test_corners_go_round_from_top_left(strip):
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = strip.quad.corners
    assert max(ax, dx) < min(bx, cx)
    assert max(ay, by) < min(cy, dy)


def test_crop_on_the_pixel_grid_takes_the_pixels_as_they_are():
    image = np.random.default_rng(1).integers(0, 255, (200, 300)).astype(np.uint8)
    across = Strip((10.0, 20.0), 0.0, 100.0, 30.0, Orientation.HORIZONTAL)
    down = Strip((10.0, 20.0), 0.0, 100.0, 30.0, Orientation.VERTICAL)
    assert (across.crop(image) == image[20:50, 10:110]).all()
    assert (down.crop(image) == image[20:120, 10:40].T).all()


def test_outside_the_image_all_is_white():
    strip = Strip((-10.0, -10.0), 0.0, 20.0, 20.0, Orientation.HORIZONTAL)
    crop = strip.crop(np.zeros((50, 50), np.uint8))
    assert (crop[:10] == 255).all()
    assert (crop[10:, 10:] == 0).all()


def test_outside_a_mask_nothing_is_inked():
    strip = Strip((-10.0, -10.0), 0.0, 20.0, 20.0, Orientation.HORIZONTAL)
    inked = strip.inked(np.full((50, 50), 255, np.uint8))
    assert not inked[:10].any()
    assert inked[10:, 10:].all()


def test_part_and_grown():
    strip = STRIPS[0]
    assert strip.part(-5, -2, 305, 42) == strip.grown(5, 2)
    assert strip.part(100, 10, 200, 30).center == pytest.approx(strip.point(150, 20))
