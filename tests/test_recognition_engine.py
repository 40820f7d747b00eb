from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from printed import draw

from digitize.options import Options
from digitize.recognition import load_engine
from digitize.recognition.engine import EMPTY


@pytest.fixture(scope="module")
def engine():
    return load_engine(Options())


def crop(text, width):
    return cv2.cvtColor(draw((width, 50), [(10, 5, 32, text)]), cv2.COLOR_GRAY2BGR)


def test_readings_come_in_the_order_of_the_crops(engine):
    texts = ["The county commission intends to publish", "Harbor", "a complete account of 1921", "Mill Street"]
    readings = engine.read([crop(text, width) for text, width in zip(texts, (700, 130, 460, 190), strict=True)])
    assert [reading.text for reading in readings] == texts
    assert min(reading.confidence for reading in readings) > 0.9


def test_positions_tell_where_characters_stand(engine):
    image = draw((900, 50), [(10, 5, 32, "Harbor"), (700, 5, 32, "Street")])
    (reading,) = engine.read([cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)])
    assert list(reading.positions) == sorted(reading.positions)
    pixels = dict(zip(reading.text, (900 * position for position in reading.positions), strict=True))
    assert 10 < pixels["H"] < 40
    assert 700 < pixels["S"] < 730


def test_position_does_not_depend_on_what_else_is_in_the_batch(engine):
    short, long = crop("Harbor", 130), crop("The county commission intends to publish", 700)
    alone, batched = engine.read([short])[0], engine.read([short, long])[0]
    assert batched.positions == pytest.approx(alone.positions, abs=0.06)


def test_a_space_is_at_least_thought_of_where_one_is(engine):
    (reading,) = engine.read([crop("Mill Street", 190)])
    letters = reading.text.replace(" ", "")
    assert letters == "MillStreet"
    likely = [i for i, probability in enumerate(reading.spaces) if probability > 3e-4]
    assert likely
    assert all("l" in reading.text[i : i + 2] or "S" in reading.text[i : i + 2] for i in likely)


def test_white_paper_reads_as_nothing(engine):
    assert engine.read([np.full((50, 200, 3), 245, np.uint8)]) == [EMPTY]
    assert engine.read([]) == []


def test_detection_gives_corners_in_pixels_of_the_image(engine):
    page = draw((600, 400), [(50, 60, 28, "The county commission"), (300, 250, 28, "Mill Street")])
    quads = engine.detect(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR))
    boxes = sorted((q.min(axis=0).tolist(), q.max(axis=0).tolist()) for q in quads)
    assert len(boxes) == 2
    assert boxes[0][0] == pytest.approx([50, 62], abs=12)
    assert boxes[1][0] == pytest.approx([300, 252], abs=12)


def test_blank_image_has_no_text(engine):
    assert engine.detect(np.full((300, 400, 3), 245, np.uint8)).shape == (0, 4, 2)


def test_threads_that_share_an_engine_find_what_each_finds_alone(engine):
    pages = [draw((600, 400), [(x, 60, 28, "The county"), (x, 250, 28, "Mill Street")]) for x in (20, 80, 140, 260)]
    images = [cv2.cvtColor(page, cv2.COLOR_GRAY2BGR) for page in pages] * 3
    alone = [engine.detect(image).tolist() for image in images]
    with ThreadPoolExecutor(4) as pool:
        assert [found.tolist() for found in pool.map(engine.detect, images)] == alone
