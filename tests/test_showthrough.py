"""Pages through which the back shows, made from pieces of the sample page."""

import cv2
import numpy as np
import pytest
from sample import SAMPLE

from digitize import scan
from digitize.layout.faint import faint_print, near_darker, without_paler
from digitize.options import Options
from digitize.pipeline import read_page
from digitize.recognition import back_level, load_engine


@pytest.fixture(scope="module")
def front():
    """The beginning of the page's first article: (H, W) grey, with paper of about 235."""
    page = cv2.imread(str(SAMPLE), cv2.IMREAD_GRAYSCALE)
    sheet = np.full((1500, 1600), 235, np.uint8)
    sheet[100:800, 100:1500] = page[700:1400, 700:2100]
    return sheet


@pytest.fixture(scope="module")
def other():
    """Print of another part of the page, further down: darkness from 0 to 1, (H, W)."""
    page = cv2.imread(str(SAMPLE), cv2.IMREAD_GRAYSCALE)
    dark = np.zeros((1500, 1600))
    dark[500:1400, 200:1480] = 1 - np.minimum(page[2800:3700, 2020:3300] / 200, 1)
    return dark


def printed(front, dark, strength):
    return (front * (1 - strength * dark)).astype(np.uint8)


def read(path, grey):
    cv2.imwrite(str(path), grey)
    return read_page(scan.inspect(path, Options())[0], 1, Options(), lambda _: None)


def test_a_page_of_even_print_has_no_faint_print():
    assert faint_print(cv2.imread(str(SAMPLE), cv2.IMREAD_GRAYSCALE)) is None


def test_the_back_is_told_by_the_mirror(front, other):
    faint = faint_print(printed(front, np.fliplr(other), 0.3))
    assert faint is not None
    level = back_level(faint, load_engine(Options()))
    assert level is not None
    assert 40 < level < 110


def test_faint_print_of_the_front_is_not_the_back(front, other):
    faint = faint_print(printed(front, other, 0.3))
    assert faint is not None
    assert back_level(faint, load_engine(Options())) is None


def test_text_of_the_back_comes_out_in_no_line(tmp_path, front, other):
    plain = read(tmp_path / "plain.png", front)
    shown = read(tmp_path / "shown.png", printed(front, np.fliplr(other), 0.3))
    assert len(plain.lines) > 20
    assert [line for line in shown.lines if line.box.top > 850] == []
    assert abs(len(shown.lines) - len(plain.lines)) <= 2
    assert any(name == "back_shown_through" for step in shown.steps for name, _ in step.settings)
    assert not any(name == "back_shown_through" for step in plain.steps for name, _ in step.settings)


def test_faint_print_of_the_front_is_read(tmp_path, front, other):
    lines = read(tmp_path / "faint.png", printed(front, other, 0.5)).lines
    assert len([line for line in lines if line.box.top > 850 and line.confidence > 0.8]) >= 8


def test_what_is_paler_than_the_level_is_gone_and_what_is_dark_stays():
    grey = np.full((400, 600), 230, np.uint8)
    for top in range(20, 380, 40):
        cv2.putText(grey, "dark print here", (20, top + 20), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 20, 2)
        cv2.putText(grey, "pale print", (340, top + 20), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 190, 2)
    for clean in (without_paler(grey, 70), near_darker(grey, 70, 20)):
        assert clean[:, 320:].min() > 215
        assert abs(int(clean[:, :300].min()) - 20) < 15
        assert clean.shape == grey.shape
