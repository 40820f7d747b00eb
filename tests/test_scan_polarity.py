import cv2
import numpy as np
import pytest
from sample import SAMPLE

from digitize import scan
from digitize.deskew import straighten
from digitize.model import Box, Layout, Page, Step
from digitize.options import Options
from digitize.pipeline import Issue, page_picture, read_page
from digitize.scan.polarity import is_negative


@pytest.fixture(scope="module")
def page():
    """The sample page at a third of its size, (H, W) grey."""
    return cv2.resize(cv2.imread(str(SAMPLE), cv2.IMREAD_GRAYSCALE), None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)


def faded(page, low, high):
    return (low + page * ((high - low) / 255)).astype(np.uint8)


def test_light_print_on_dark_is_a_negative(page):
    assert is_negative(255 - page)
    assert not is_negative(page)


@pytest.mark.parametrize(("low", "high"), [(0, 120), (120, 255)])
def test_thin_and_dense_film_is_told_alike(page, low, high):
    assert is_negative(faded(255 - page, low, high))
    assert not is_negative(faded(page, low, high))


def test_black_borders_make_no_negative(page):
    assert not is_negative(cv2.copyMakeBorder(page, 700, 700, 600, 600, cv2.BORDER_CONSTANT, value=0))


def test_white_borders_hide_no_negative(page):
    assert is_negative(cv2.copyMakeBorder(255 - page, 100, 100, 100, 100, cv2.BORDER_CONSTANT, value=255))


def test_a_page_mostly_of_dark_pictures_is_no_negative(page):
    pictured = page.copy()
    noise = np.random.default_rng(1).normal(70, 25, (page.shape[0] // 4, page.shape[1] // 4))
    photo = cv2.resize(noise.clip(0, 255).astype(np.uint8), page.shape[::-1], interpolation=cv2.INTER_CUBIC)
    pictured[: int(0.8 * page.shape[0])] = photo[: int(0.8 * page.shape[0])]
    assert np.median(pictured) < 128
    assert not is_negative(pictured)


def test_a_page_with_half_its_print_on_a_dark_tint_is_no_negative(page):
    tinted = page.copy()
    half = page.shape[0] // 2
    tinted[:half] = 255 - tinted[:half]
    tinted = cv2.copyMakeBorder(tinted, 0, 0, 400, 400, cv2.BORDER_CONSTANT, value=20)
    assert not is_negative(tinted)


def test_a_bare_page_is_no_negative():
    assert not is_negative(np.zeros((900, 700), np.uint8))
    assert not is_negative(np.full((900, 700), 255, np.uint8))


def test_a_page_smaller_than_a_tile_is_looked_at():
    assert not is_negative(np.tile(np.uint8([0, 0, 0, 255]), (60, 13)))


def test_a_negative_is_read_as_the_page_is_and_the_record_tells(tmp_path, column_scan):
    grey = cv2.imread(str(column_scan), cv2.IMREAD_GRAYSCALE)
    for name, image in (("plain.png", grey), ("negative.png", 255 - grey)):
        cv2.imwrite(str(tmp_path / name), image)
    plain, negative = (
        read_page(scan.inspect(tmp_path / name, Options())[0], 1, Options(), lambda _: None)
        for name in ("plain.png", "negative.png")
    )
    assert len(plain.lines) > 5
    assert [line.text for line in negative.lines] == [line.text for line in plain.lines]
    assert [line.quad for line in negative.lines] == [line.quad for line in plain.lines]
    assert ("negative_undone", "yes") in negative.steps[0].settings
    assert not any("negative_undone" in setting for step in plain.steps for setting in step.settings)


def test_the_picture_of_a_negative_shows_dark_print(tmp_path, page):
    cv2.imwrite(str(tmp_path / "negative.png"), 255 - page)
    seen = scan.inspect(tmp_path / "negative.png", Options())[0]
    height, width = page.shape
    upright = straighten(page, 0, 0.0)[1]
    layout = Layout(Box(0, 0, width, height), (), (), (), (), 20.0)
    told = Step("read", "pillow", "1", (("negative_undone", "yes"),))
    record = Page(1, seen, upright, layout, (), steps=(told,))
    picture = page_picture(Issue("x", (record,), (), ()), record, {}, 1 << 20)
    shown = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert np.median(shown) > 200
