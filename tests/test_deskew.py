"""Known angles are found again, and what was turned upright can be turned back."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from upright import to_upright

from digitize.deskew import estimate_skew, straighten
from digitize.geometry import to_scan

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "scans/sample-issue/0001.jpg"
SEED_SKEW = -1.3
JINGBAO = ROOT.parent / "shared/data/jingbao-1939/0001.png"
ANGLES = (-14.6, -6.0, -2.35, -0.4, 0.0, 0.07, 0.9, 3.1, 9.5, 15.0)


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    """Three columns of lines of irregular words, upright."""
    generator = np.random.default_rng(4)
    page = np.full((1600, 1200), 235, np.uint8)
    for left in (90, 450, 810):
        for line in range(120, 1480, 22):
            at = left
            while at < left + 270:
                word = int(generator.integers(2, 9))
                letters = "".join(chr(generator.integers(97, 123)) for _ in range(word))
                cv2.putText(page, letters, (at, line), cv2.FONT_HERSHEY_COMPLEX, 0.5, 30, 1, cv2.LINE_AA)
                at += 11 * word + 8
    return page


def turned(page: np.ndarray, angle: float, fill: int = 235) -> np.ndarray:
    """Turn a page about its centre on a canvas large enough, counter-clockwise."""
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    matrix[:, 2] += 200
    return cv2.warpAffine(
        page,
        matrix,
        (width + 400, height + 400),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=fill,
    )


def curled(page: np.ndarray, drop: float) -> np.ndarray:
    """Bend text lines as a page curls towards its spine: `drop` pixels down at the left edge, verticals kept."""
    height, width = page.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return cv2.remap(page, x, y - drop * np.exp(-x / (0.25 * width)), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


@pytest.mark.parametrize("angle", ANGLES)
def test_known_angle(page, angle):
    assert estimate_skew(turned(page, angle)) == pytest.approx(angle, abs=0.05)


@pytest.mark.parametrize("angle", [-2.35, 0.0, 6.0])
def test_platen_edge_does_not_decide(page, angle):
    scan = turned(page, angle)
    scan[:, :150] = 15
    scan[-90:] = 15
    cv2.line(scan, (1500, 0), (1530, scan.shape[0]), 60, 5)  # the edge of the sheet below, 0.9 degrees off
    assert estimate_skew(scan) == pytest.approx(angle, abs=0.05)


@pytest.mark.parametrize("angle", [-3.0, 1.2])
def test_picture_and_gutter_shadow_do_not_decide(page, angle):
    picture = page.copy()
    y, x = np.mgrid[:500, :620]
    picture[300:800, 440:1060] = 128 + 100 * np.sin((x * 0.9 + y * 0.3) / 4)  # stripes of a tilted fabric
    shaded = picture * (1 - 0.6 * np.exp(-np.arange(1200) / 80))
    assert estimate_skew(turned(shaded.astype(np.uint8), angle)) == pytest.approx(angle, abs=0.08)


@pytest.mark.parametrize("angle", [-1.5, 4.0])
def test_curl_is_survived(page, angle):
    assert estimate_skew(turned(curled(page, 25.0), angle)) == pytest.approx(angle, abs=0.1)


@pytest.mark.parametrize("angle", [-2.0, 0.6])
def test_sideways_page_has_the_same_skew(page, angle):
    assert estimate_skew(cv2.rotate(turned(page, angle), cv2.ROTATE_90_CLOCKWISE)) == pytest.approx(angle, abs=0.05)


@pytest.mark.parametrize("contrast", [0.08, 1.0])
def test_low_contrast_and_noise(page, contrast):
    scan = 200 + (turned(page, 1.7).astype(float) - 235) * contrast
    scan += np.random.default_rng(0).normal(0, 2, scan.shape)
    assert estimate_skew(np.clip(scan, 0, 255).astype(np.uint8)) == pytest.approx(1.7, abs=0.08)


def test_blank_pages_are_straight():
    noise = np.clip(220 + np.random.default_rng(1).normal(0, 4, (2400, 1700)), 0, 255).astype(np.uint8)
    assert estimate_skew(noise) == 0.0
    for shape in ((1200, 900), (20, 30), (1, 1)):
        assert estimate_skew(np.full(shape, 255, np.uint8)) == 0.0
        assert estimate_skew(np.zeros(shape, np.uint8)) == 0.0


def test_seed_page_and_its_crop():
    scan = cv2.imread(str(SEED), cv2.IMREAD_GRAYSCALE)
    assert estimate_skew(scan) == pytest.approx(SEED_SKEW, abs=0.02)
    assert estimate_skew(scan[1000:2600, 300:2000]) == pytest.approx(SEED_SKEW, abs=0.1)
    assert estimate_skew(turned(scan[1000:2600, 300:2000], 5.0)) == pytest.approx(SEED_SKEW + 5.0, abs=0.1)


@pytest.mark.skipif(not JINGBAO.is_file(), reason="shared/data/jingbao-1939 is not beside the project")
def test_vertical_chinese():
    scan = cv2.imread(str(JINGBAO), cv2.IMREAD_GRAYSCALE)
    own = estimate_skew(scan)
    assert abs(own) < 0.5
    assert estimate_skew(turned(scan, 4.2)) - own == pytest.approx(4.2, abs=0.1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [-15.0, -1.3, 0.0, 0.004, 0.8, 7.7])
def test_transform_round_trip(turn, skew):
    image = np.full((700, 500), 255, np.uint8)
    _, upright = straighten(image, turn, skew)
    points = np.array([[0, 0], [500, 0], [500, 700], [0, 700], [123.4, 567.8]])
    assert np.abs(to_scan(to_upright(points, upright), upright) - points).max() < 1e-6
    inside = to_upright(points, upright)
    assert inside.min() >= -1e-6
    assert (inside <= np.array([upright.width, upright.height]) + 1e-6).all()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [-4.0, 0.0, 1.7])
def test_transform_points_at_what_the_image_shows(turn, skew):
    scan = np.full((700, 500), 240, np.uint8)
    cv2.circle(scan, (120, 560), 6, 0, -1)
    image, upright = straighten(scan, turn, skew)
    assert image.shape == (upright.height, upright.width)
    ink = 240 - np.minimum(image, 240).astype(float)
    rows, columns = np.indices(image.shape)
    seen = np.array([(ink * columns).sum(), (ink * rows).sum()]) / ink.sum() + 0.5
    # The circle's centre is the middle of its pixel.
    assert to_upright(np.array([[120.5, 560.5]]), upright)[0] == pytest.approx(seen, abs=0.05)


@pytest.mark.parametrize(("turn", "quarters"), [(0, 0), (90, -1), (180, 2), (270, 1)])
def test_quarter_turns_keep_every_pixel(turn, quarters):
    scan = np.random.default_rng(0).integers(0, 255, (70, 50), dtype=np.uint8)
    image, upright = straighten(scan, turn, 0.0)
    assert np.array_equal(image, np.rot90(scan, quarters))
    assert (upright.width, upright.height) == (image.shape[1], image.shape[0])
    outline = to_upright(np.array([[0.0, 0.0], [50.0, 70.0]]), upright)
    assert np.sort(outline, axis=0) == pytest.approx(np.array([[0, 0], [upright.width, upright.height]]))


def test_nothing_to_undo_costs_nothing(page):
    image, upright = straighten(page, 0, 0.001)
    assert image is page
    assert upright.matrix == (1, 0, 0, 0, 1, 0)
    assert upright.skew == 0.0


@pytest.mark.parametrize("skew", [-7.0, 1.3])
@pytest.mark.parametrize("turn", [0, 90])
def test_straightened_page_is_straight_and_whole(page, turn, skew):
    scan = turned(page, skew)
    scan = np.ascontiguousarray(np.rot90(scan, turn // 90))
    image, upright = straighten(scan, turn, skew)
    assert (upright.turn, upright.skew) == (turn, skew)
    assert estimate_skew(image) == pytest.approx(0.0, abs=0.03)
    assert (235.0 - image).clip(0).sum() == pytest.approx((235.0 - scan).clip(0).sum(), rel=0.02)
    # Upright again, the page lies as it was drawn, in the middle of the canvas.
    top, left = (image.shape[0] - page.shape[0]) // 2, (image.shape[1] - page.shape[1]) // 2
    again = image[top : top + page.shape[0], left : left + page.shape[1]]
    assert np.corrcoef(again.ravel(), page.ravel())[0, 1] > 0.9


def test_fill_is_paper():
    scan = np.full((600, 400), 180, np.uint8)
    scan[100:500:20, 50:350] = 20
    scan[:, :60] = 0
    image, _ = straighten(scan, 0, 5.0)
    assert image[0, 0] == image[-1, -1] == 180


def test_turn_must_be_a_quarter(page):
    with pytest.raises(ValueError, match="45"):
        straighten(page, 45, 0.0)
