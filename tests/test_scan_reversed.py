import cv2
import numpy as np
import pytest
from sample import SAMPLE

from digitize import scan
from digitize.options import Options
from digitize.pipeline import read_page
from digitize.scan.reversed import undo_reversed


@pytest.fixture(scope="module")
def page():
    """The lower half of the sample page, (H, W) grey."""
    return cv2.imread(str(SAMPLE), cv2.IMREAD_GRAYSCALE)[2100:4400]


LEAD = (slice(150, 640), slice(150, 2030))


def tinted(page):
    """The page with a lead in white on dark grey."""
    out = page.copy()
    out[LEAD] = np.clip(255 - 0.75 * page[LEAD], 0, 255)
    return out


def test_light_print_on_a_dark_tint_is_turned_over_and_nothing_else(page):
    before = tinted(page)
    after, count = undo_reversed(before)
    assert count == 1
    assert np.median(after[LEAD]) > 200
    assert np.array_equal(after[1300:], before[1300:])
    assert np.array_equal(after[:100], before[:100])


def test_a_page_without_tints_is_returned_itself(page):
    same, count = undo_reversed(page)
    assert same is page
    assert count == 0


def test_a_dark_picture_and_a_bare_dark_tint_are_left(page):
    noise = np.random.default_rng(2).normal(70, 30, (61, 235)).clip(0, 255).astype(np.uint8)
    for inside in (cv2.resize(noise, (1880, 490), interpolation=cv2.INTER_CUBIC), np.full((490, 1880), 60, np.uint8)):
        dark = page.copy()
        dark[LEAD] = inside
        assert undo_reversed(dark)[1] == 0


def test_a_reversed_lead_is_read(tmp_path, page):
    piece = tinted(page)[0:1350, 60:2300]
    cv2.imwrite(str(tmp_path / "lead.png"), piece)
    record = read_page(scan.inspect(tmp_path / "lead.png", Options())[0], 1, Options(), lambda _: None)
    inside = [line for line in record.lines if 150 < line.box.center[1] < 640]
    assert len(inside) > 12
    assert ("reversed_tints_undone", "1") in record.steps[0].settings
