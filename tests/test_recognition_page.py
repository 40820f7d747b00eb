import json
from itertools import pairwise

import cv2
import numpy as np
import pytest
from printed import draw, layout, shared

from digitize.layout import analyse
from digitize.model import Orientation
from digitize.options import Options
from digitize.recognition import load_engine, recognize

SIZE = (1000, 640)
LEFT = ["The county commission", "intends to publish a", "complete accounting", "before the tenth of", "the month."]
RIGHT = [
    "Neighboring counties",
    "have requested similar",
    "arrangements and are",
    "corresponding with",
    "the harbor board.",
]
GUTTER = (372.0, 140.0, 398.0, 340.0)


@pytest.fixture(scope="module")
def engine():
    return load_engine(Options())


def page():
    body = [(x, 140 + 36 * i, 28, t) for x, column in ((80, LEFT), (400, RIGHT)) for i, t in enumerate(column)]
    return draw(SIZE, [(80, 40, 56, "Freight Terminal Opens"), *body])


@pytest.fixture(scope="module")
def lines(engine):
    return recognize(page(), layout(SIZE, 24.0, (GUTTER,)), engine)


def test_every_line_is_read_and_none_crosses_the_gutter(lines):
    assert sorted(line.text for line in lines) == sorted(["Freight Terminal Opens", *LEFT, *RIGHT])
    assert all(line.orientation is Orientation.HORIZONTAL for line in lines)


def test_lines_are_where_they_are_printed(lines):
    boxes = {line.text: line.box for line in lines}
    for left, column in ((80, LEFT), (400, RIGHT)):
        for i, text in enumerate(column):
            assert boxes[text].left == pytest.approx(left, abs=6)
            assert boxes[text].center[1] == pytest.approx(140 + 36 * i + 18, abs=6)


def test_lines_of_one_size_are_equally_high(lines):
    heights = [line.box.height for line in lines if line.text in LEFT + RIGHT]
    assert max(heights) < 1.25 * min(heights)
    (headline,) = [line.box.height for line in lines if line.text.startswith("Freight")]
    assert headline > 1.6 * max(heights)


def test_words_stand_in_their_line_one_after_another(lines):
    (line,) = [line for line in lines if line.text == "have requested similar"]
    boxes = [word.quad.box for word in line.words]
    assert len(boxes) == 3
    assert all(a.right <= b.left for a, b in pairwise(boxes))
    assert boxes[0].left == pytest.approx(line.box.left)
    assert boxes[-1].right == pytest.approx(line.box.right)
    assert all(0.5 < word.confidence <= 1 for word in line.words)


def test_blank_page_has_no_lines(engine):
    assert recognize(np.full((640, 1000), 245, np.uint8), layout(SIZE, 24.0), engine) == ()


def upright(name):
    """A typeset page turned upright by its true angle, and its truth lines with corners in that frame."""
    truth = json.loads(shared("data", name, "truth.json").read_text("utf-8"))["pages"][0]
    scan = cv2.imread(str(shared("data", name, truth["image"])), cv2.IMREAD_GRAYSCALE)
    height, width = scan.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -truth["skew"], 1)
    turned = cv2.warpAffine(scan, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    lines = [(line, np.array(line["quad"]) @ matrix[:, :2].T + matrix[:, 2]) for line in truth["lines"]]
    return turned, lines


@pytest.mark.slow
@pytest.mark.parametrize("name", ["seed-page", "typeset-zh-b", "typeset-en-a"])
def test_typeset_newspapers_line_by_line(engine, name):
    image, truth = upright(name)
    found = recognize(image, analyse(image, 300.0), engine)
    centers = np.array([corners.mean(axis=0) for _, corners in truth])
    boxes = np.array([(box.left, box.top, box.right, box.bottom) for box in (line.box for line in found)])
    inside = (boxes[:, None, :2] < centers).all(axis=2) & (centers < boxes[:, None, 2:]).all(axis=2)
    assert inside.any(axis=0).mean() > 0.995, "lines were lost"
    assert inside.sum(axis=1).max() == 1, "a line runs over two lines of print"
    read = [
        any(found[i].text.replace(" ", "") == line["text"].replace(" ", "") for i in np.flatnonzero(inside[:, j]))
        for j, (line, _) in enumerate(truth)
    ]
    # Quotation marks and dashes have several forms, so a few lines are right and not equal.
    assert np.mean(read) > 0.9


@pytest.mark.slow
def test_vertical_type_of_1939(engine):
    image = cv2.imread(str(shared("data", "jingbao-1939", "0001.png")), cv2.IMREAD_GRAYSCALE)
    lines = recognize(image, analyse(image, 300.0), engine)
    vertical = [line for line in lines if line.orientation is Orientation.VERTICAL]
    assert len(vertical) > 0.6 * len(lines)
    assert all(line.box.height > line.box.width for line in vertical if len(line.text) > 3)
    assert any("華軍已進入城陵磯" in line.text for line in vertical)
