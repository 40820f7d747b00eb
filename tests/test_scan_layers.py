"""PDFs of layers: pale images drawn through masks that hold the text."""

import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from sample import SAMPLE

from digitize.options import Options
from digitize.scan import inspect, load

OPTIONS = Options()


@pytest.fixture(scope="module")
def text():
    """Print of the sample page as a mask: (H, W), True where there is ink."""
    page = cv2.imread(str(SAMPLE), cv2.IMREAD_GRAYSCALE)[2140:2740, 170:2050]
    return page < 110


def image(pixels, more: bytes) -> bytes:
    data = zlib.compress(pixels.tobytes() if pixels.dtype == np.uint8 else np.packbits(~pixels, axis=1).tobytes())
    height, width = pixels.shape
    head = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /Filter /FlateDecode " % (width, height)
    return head + more + b" /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


GREY = b"/ColorSpace /DeviceGray /BitsPerComponent 8"
STENCIL = b"/ImageMask true /BitsPerComponent 1"
SOFT = b"/ColorSpace /DeviceGray /BitsPerComponent 1 /Decode [1 0]"


def layered(path: Path, masks, kind: bytes, base=(60, 90), rotation: int = 0, ink: int = 10) -> Path:
    """A PDF with a page for each of `masks`, at 300 dpi, on whose paper a sheet of `ink` is drawn through it."""
    bodies: list[bytes] = [b"", b""]
    pages = []
    for mask in masks:
        height, width = mask.shape
        sides = (72 * width / 300, 72 * height / 300)
        first = len(bodies) + 1
        draw = b"q %.4f 0 0 %.4f 0 0 cm /Paper Do /Ink Do Q" % sides
        bodies += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.4f %.4f] /Rotate %d /Contents %d 0 R /Resources "
            b"<< /XObject << /Paper %d 0 R /Ink %d 0 R >> >> >>" % (*sides, rotation, first + 1, first + 2, first + 3),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draw), draw),
            image(np.full(base, 220, np.uint8), GREY),
            image(np.full(base, ink, np.uint8), GREY + b" /%s %d 0 R" % (kind, first + 4)),
            image(mask, GREY if mask.dtype == np.uint8 else STENCIL if kind == b"Mask" else SOFT),
        ]
        pages.append(first)
    bodies[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    bodies[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    path.write_bytes(out)
    return path


@pytest.mark.parametrize("kind", [b"Mask", b"SMask"])
def test_the_mask_gives_resolution_and_text(tmp_path, text, kind):
    (scan,) = inspect(layered(tmp_path / "a.pdf", [text], kind), OPTIONS)
    assert (scan.height, scan.width) == text.shape
    assert scan.dpi == pytest.approx(300, abs=0.5)
    assert np.array_equal(load(scan, OPTIONS), np.where(text, 10, 220))


def test_a_layered_page_on_its_side(tmp_path, text):
    (scan,) = inspect(layered(tmp_path / "a.pdf", [text], b"Mask", rotation=90), OPTIONS)
    assert (scan.width, scan.height) == text.shape
    assert np.array_equal(load(scan, OPTIONS), np.rot90(np.where(text, 10, 220), -1))


def test_each_page_has_its_own_mask_though_the_sheets_behind_are_alike(tmp_path, text):
    masks = [text, text[:, :700], text[:400]]
    scans = inspect(layered(tmp_path / "a.pdf", masks, b"SMask"), OPTIONS)
    assert [(scan.height, scan.width) for scan in scans] == [mask.shape for mask in masks]


def test_a_coarse_mask_and_one_of_many_levels_decide_nothing(tmp_path, text):
    soft = layered(tmp_path / "a.pdf", [np.where(text, 255, 0).astype(np.uint8)], b"SMask", base=(200, 627))
    assert inspect(soft, OPTIONS)[0].width == 627
    coarse = layered(tmp_path / "b.pdf", [text], b"Mask", base=(1200, 3760))
    assert inspect(coarse, OPTIONS)[0].width == 3760


def test_a_mask_that_is_not_there_is_passed_over(tmp_path, text):
    path = layered(tmp_path / "a.pdf", [text], b"Mask")
    path.write_bytes(path.read_bytes().replace(b"/Mask 7 0 R", b"/Mask 9 0 R"))
    (scan,) = inspect(path, OPTIONS)
    assert scan.width != text.shape[1]
    load(scan, OPTIONS)


def test_a_file_replaced_by_one_with_another_mask_is_looked_into_again(tmp_path, text):
    path = layered(tmp_path / "a.pdf", [text], b"Mask")
    assert inspect(path, OPTIONS)[0].height == 600
    layered(path, [text[:400]], b"Mask")
    assert inspect(path, OPTIONS)[0].height == 400
