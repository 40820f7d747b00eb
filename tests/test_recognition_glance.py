from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from printed import draw

from digitize.model import Orientation
from digitize.options import EngineChoice, Options
from digitize.recognition import load_engine
from digitize.recognition.engine import Reading
from digitize.recognition.glance import _crop, _glance, _is_squashed, read_lines
from digitize.recognition.strips import Strip

TEXTS = [
    "Illinois hill mill still fulfilled",
    "The county commission intends to publish",
    "William Miller will fill it until Friday",
    "little children filled the hall at nine",
    "a complete accounting before the tenth",
    "officials of Hillsdale still find it difficult",
]
STEP = 60


@pytest.fixture(scope="module", params=[EngineChoice.AUTO, EngineChoice.ONNXRUNTIME])
def engine(request):
    return load_engine(Options(engine=request.param))


def page(height):
    return draw((1100, STEP * len(TEXTS)), [(10, 10 + STEP * i, height, text) for i, text in enumerate(TEXTS)])


def strips(image):
    """Tight around the lines of `page`."""
    found = []
    for top in range(0, len(image), STEP):
        rows, columns = np.nonzero(image[top : top + STEP] < 140)
        origin = (float(columns.min()), float(top + rows.min()))
        size = (float(np.ptp(columns) + 1), float(np.ptp(rows) + 1))
        found.append(Strip(origin, 0.0, *size, Orientation.HORIZONTAL))
    return found


def read(image, engine):
    return read_lines(strips(image), image, np.where(image < 140, np.uint8(255), np.uint8(0)), engine)


def test_clean_lines_are_read(engine):
    readings = read(page(28), engine)
    assert [reading.text for reading in readings] == TEXTS
    assert min(reading.confidence for reading in readings) > 0.95


def test_thin_letters_that_touch_at_a_glance_are_read_with_care(engine):
    """Pressed to 0.6, or low, some of these lines are misread."""
    readings = read(page(12), engine)
    assert ["".join(reading.text.split()) for reading in readings] == ["".join(text.split()) for text in TEXTS]


def test_what_is_read_again_is_read_in_full_precision(engine):
    if not engine.runtime.int8:
        pytest.skip("all is")
    image = page(12)
    crops = [_crop(image, strip, 1.0) for strip in strips(image)]
    careful = load_engine(Options(precision=engine.runtime.precision)).read(crops)
    again = [reading for reading in read(image, engine) if reading in careful]
    assert again
    assert not any(reading in engine.read(crops, quickly=True) for reading in again)


def test_of_two_readings_the_surer_one_stays(engine):
    if engine.runtime.batches:
        pytest.skip("in batches a line reads a little differently in other company")
    image = page(12)
    lines = strips(image)
    firsts, _ = _glance(lines, image, engine)
    seconds = engine.read([_crop(image, strip, 1.0) for strip in lines])
    doubtful = [at for at, reading in enumerate(firsts) if min(reading.probabilities) < 0.8]
    readings = read(image, engine)
    for at in doubtful:
        assert readings[at].confidence == max(firsts[at].confidence, seconds[at].confidence)
    assert any(firsts[at].confidence < seconds[at].confidence for at in doubtful)


@pytest.mark.parametrize(
    ("text", "width", "squashed"),
    [
        ("Harbor", 0.45, True),
        ("Harbor", 0.6, False),
        ("公司工会Inc", 0.45, False),
        ("A", 0.45, False),
        ("1935", 0.45, False),
    ],
)
def test_latin_letters_read_as_narrow_as_chinese_are_read_again(text, width, squashed):
    assert _is_squashed(Reading(text, 1.0, (), (), ()), width) is squashed


def test_positions_are_along_the_strip_with_its_margins(engine):
    for strip, reading in zip(strips(page(28)), read(page(28), engine), strict=True):
        margin = 0.5 * strip.thickness / (strip.length + strip.thickness)
        assert reading.positions[0] == pytest.approx(margin, abs=0.03)
        assert reading.positions[-1] == pytest.approx(1 - margin, abs=0.03)


def test_a_worn_page_is_read_with_care_at_once(engine):
    if engine.runtime.batches:
        pytest.skip("in batches a line reads a little differently in other company")
    worn = np.vstack([page(14)] * 8)
    worn = cv2.GaussianBlur(worn, (0, 0), 1.2).astype(np.int64) + np.random.default_rng(1).normal(0, 15, worn.shape)
    worn = np.clip(worn, 0, 255).astype(np.uint8)
    places = strips(np.vstack([page(14)] * 8))
    ink = np.where(worn < 140, np.uint8(255), np.uint8(0))
    careful = engine.read([_crop(worn, strip, 1.0) for strip in places])
    assert read_lines(places, worn, ink, engine) == careful


def test_no_lines_no_readings(engine):
    assert read_lines([], page(28), page(28), engine) == []


def test_two_pages_at_once_read_as_one_after_the_other(engine):
    images = [page(height) for height in (12, 28, 14, 24)]
    alone = [read(image, engine) for image in images]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda image: read(image, engine), images)) == alone
