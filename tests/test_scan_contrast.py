import cv2
import numpy as np
import pytest
from sample import SAMPLE

from digitize import scan
from digitize.options import Options
from digitize.pipeline import read_page
from digitize.scan.contrast import brought_up, pale_gain


@pytest.fixture(scope="module")
def page():
    return cv2.imread(str(SAMPLE), cv2.IMREAD_GRAYSCALE)


def paler(page, share):
    return (235 - share * np.maximum(235.0 - page, 0)).astype(np.uint8)


def test_a_pale_page_is_brought_up_and_an_ordinary_one_left(page):
    assert pale_gain(page) == 1.0
    pale = paler(page, 0.2)
    up = brought_up(pale, pale_gain(pale))
    assert pale_gain(up) == 1.0
    assert np.median(up) > 200


def test_bare_paper_is_left():
    grain = np.random.default_rng(1).normal(200, 4, (800, 600)).clip(0, 255).astype(np.uint8)
    assert pale_gain(grain) == 1.0
    assert pale_gain(np.full((60, 60), 7, np.uint8)) == 1.0


@pytest.mark.parametrize("negative", [False, True])
def test_a_pale_page_is_read(tmp_path, column_scan, negative):
    pale = paler(cv2.imread(str(column_scan), cv2.IMREAD_GRAYSCALE), 0.22)
    cv2.imwrite(str(tmp_path / "pale.png"), 255 - pale if negative else pale)
    record = read_page(scan.inspect(tmp_path / "pale.png", Options())[0], 1, Options(), lambda _: None)
    assert len(record.lines) > 5
    assert np.mean([line.confidence for line in record.lines]) > 0.95
    assert any(name == "contrast_gain" for name, _ in record.steps[0].settings)
