import cv2
import numpy as np
import pytest
from printed import draw, shared

from digitize.options import Options
from digitize.recognition import load_engine, quarter_turn

TEXT = ["the county commission intends", "to publish a complete account", "before the tenth of the month"]


@pytest.fixture(scope="module")
def engine():
    return load_engine(Options())


@pytest.mark.parametrize("quarters", range(4))
def test_turned_page_of_latin_type(engine, quarters):
    lines = [(x, 60 + 40 * row, 28, TEXT[row % 3]) for row in range(20) for x in (50, 500)]
    page = np.ascontiguousarray(np.rot90(draw((950, 950), lines), quarters))
    assert quarter_turn(page, engine) == 90 * quarters


def test_blank_page_counts_as_upright(engine):
    assert quarter_turn(np.full((600, 400), 245, np.uint8), engine) == 0


@pytest.mark.slow
@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize(
    "name", ["seed-page/0001.jpg", "typeset-en-b/0001.jpg", "jingbao-1939/0001.png", "topaz-1944/0001.png"]
)
def test_turned_newspapers(engine, name, quarters):
    page = cv2.imread(str(shared("data", name)), cv2.IMREAD_GRAYSCALE)
    assert quarter_turn(np.ascontiguousarray(np.rot90(page, quarters)), engine) == 90 * quarters
