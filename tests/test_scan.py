"""Scans of every kind, made here or real, and every way a file can be unusable."""

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, TiffImagePlugin
from pypdfium2 import raw

from digitize.errors import ScanError
from digitize.options import Options
from digitize.scan import SUFFIXES, inspect, load, load_reduced

OPTIONS = Options()
HARD = Path(__file__).resolve().parents[2] / "shared/data/hard-scans"
WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dpi


@pytest.fixture(scope="module")
def grey() -> np.ndarray:
    """A page with a dark block at its top left corner and print elsewhere, without any symmetry."""
    page = np.full((HEIGHT, WIDTH), 230, np.uint8)
    page[:200, :300] = 40
    for row in range(300, HEIGHT - 100, 40):
        cv2.putText(page, "the printed page", (100, row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 20, 2)
    return page


@pytest.fixture(scope="module")
def colour(grey: np.ndarray) -> np.ndarray:
    """The page on brown paper, BGR."""
    return np.dstack([grey // 2, (grey * 0.7).astype(np.uint8), grey])


def only(path: Path) -> np.ndarray:
    (scan,) = inspect(path, OPTIONS)
    array = load(scan, OPTIONS)
    assert array.dtype == np.uint8
    assert array.shape[:2] == (scan.height, scan.width)
    return array


def refusal(path: Path, options: Options = OPTIONS) -> str:
    """The sentence with which a file is refused, at the latest when it is decoded."""
    with pytest.raises(ScanError) as caught:
        _ = [load(scan, options) for scan in inspect(path, options)]
    sentence = str(caught.value)
    assert sentence.startswith(str(path))
    assert "\n" not in sentence
    assert " object at 0x" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("a.png", {}),
        ("a.tif", {}),
        ("lzw.tif", {"compression": "tiff_lzw"}),
        ("deflate.tiff", {"compression": "tiff_adobe_deflate"}),
        ("a.jp2", {"irreversible": False}),
        ("a.j2k", {"irreversible": False}),
    ],
)
def test_lossless_formats_give_the_very_pixels(tmp_path, grey, colour, name, settings):
    for page in (grey, colour):
        Image.fromarray(page if page.ndim == 2 else page[..., ::-1]).save(tmp_path / name, **settings)
        assert np.array_equal(only(tmp_path / name), page)


@pytest.mark.parametrize("settings", [{}, {"progressive": True}])
def test_jpeg(tmp_path, grey, colour, settings):
    path = tmp_path / "a.jpg"
    for page in (grey, colour):
        Image.fromarray(page if page.ndim == 2 else page[..., ::-1]).save(path, quality=95, **settings)
        assert only(path).shape == page.shape
        assert np.abs(only(path).astype(int) - page).mean() < 3


@pytest.mark.parametrize("compression", ["group3", "group4", "raw"])
def test_bilevel_tiff(tmp_path, grey, compression):
    Image.fromarray(grey).convert("1", dither=Image.Dither.NONE).save(tmp_path / "a.tif", compression=compression)
    assert np.array_equal(only(tmp_path / "a.tif"), np.where(grey > 127, 255, 0))


@pytest.mark.parametrize("suffix", [".tif", ".png", ".jp2"])
def test_sixteen_bits(tmp_path, grey, suffix):
    path = (tmp_path / "a").with_suffix(suffix)
    deep = grey.astype(np.uint16) * 257
    Image.fromarray(deep).save(path, **({"irreversible": False} if suffix == ".jp2" else {}))
    assert np.array_equal(only(path), grey)


def test_twelve_bits_in_sixteen_use_the_whole_range(tmp_path, grey):
    Image.fromarray(grey.astype(np.uint16) * 16).save(tmp_path / "a.tif")
    assert np.array_equal(only(tmp_path / "a.tif"), grey)


def test_one_hot_pixel_does_not_darken_twelve_bits(tmp_path, grey):
    deep = grey.astype(np.uint16) * 16
    deep[0, 0] = 65535
    Image.fromarray(deep).save(tmp_path / "a.tif")
    read = only(tmp_path / "a.tif")
    assert read[0, 0] == 255
    assert np.array_equal(read[1:], grey[1:])


@pytest.mark.parametrize("deep", [False, True])
def test_white_is_zero(tmp_path, grey, deep):
    # Pillow turns the values for this tag when it writes 8 bits, not when it writes 16.
    image = Image.fromarray((255 - grey).astype(np.uint16) * 257 if deep else grey)
    image.save(tmp_path / "a.tif", tiffinfo={TiffImagePlugin.PHOTOMETRIC_INTERPRETATION: 0})
    with Image.open(tmp_path / "a.tif") as written:
        assert written.tag_v2[TiffImagePlugin.PHOTOMETRIC_INTERPRETATION] == 0
    assert np.array_equal(only(tmp_path / "a.tif"), grey)


def test_palette_and_cmyk(tmp_path, colour):
    rgb = Image.fromarray(colour[..., ::-1])
    rgb.quantize(64).save(tmp_path / "palette.tif")
    rgb.quantize(64).save(tmp_path / "palette.png")
    rgb.convert("CMYK").save(tmp_path / "cmyk.tif")
    rgb.convert("CMYK").save(tmp_path / "cmyk.jpg", quality=95)
    for path in tmp_path.iterdir():
        assert np.abs(only(path).astype(int) - colour).mean() < 4, path.name


@pytest.mark.parametrize(
    ("name", "deep"),
    [*((f"a.{suffix}", False) for suffix in ("jpg", "png", "tif", "jp2", "pdf")), ("a.png", True), ("a.tif", True)],
)
def test_a_reduced_page_looks_as_the_whole_one(tmp_path, colour, name, deep):
    image = Image.fromarray(colour[..., 1].astype(np.uint16) * 257 if deep else colour[..., ::-1])
    image.save(tmp_path / name)
    (scan,) = inspect(tmp_path / name, OPTIONS)
    small = load_reduced(scan, 300)
    whole = load(scan, OPTIONS)
    grey = whole if whole.ndim == 2 else cv2.cvtColor(whole, cv2.COLOR_BGR2GRAY)
    assert small.dtype == np.uint8
    assert small.shape == (round(scan.height * 300 / scan.width), 300)
    expected = cv2.resize(grey, small.shape[::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(small.astype(int) - expected).mean() < 3


def test_a_small_page_is_not_enlarged(tmp_path, grey):
    Image.fromarray(grey[:300, :200]).save(tmp_path / "a.png")
    (scan,) = inspect(tmp_path / "a.png", OPTIONS)
    assert (load_reduced(scan, 800) == load(scan, OPTIONS)).all()


@pytest.mark.parametrize("orientation", [3, 6])
def test_a_reduced_page_is_turned_as_its_flag_says(tmp_path, grey, orientation):
    exif = Image.Exif()
    exif[274] = orientation
    Image.fromarray(grey).save(tmp_path / "a.jpg", exif=exif)
    (scan,) = inspect(tmp_path / "a.jpg", OPTIONS)
    small = load_reduced(scan, 200)
    expected = cv2.resize(load(scan, OPTIONS), small.shape[::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(small.astype(int) - expected).mean() < 3


def test_a_reduced_page_of_a_file_that_was_replaced_is_refused(tmp_path, grey):
    for name in ("a.png", "a.pdf"):
        path = tmp_path / name
        Image.fromarray(grey).save(path)
        (scan,) = inspect(path, OPTIONS)
        Image.fromarray(grey[:900]).save(path)
        with pytest.raises(ScanError, match="is no longer 1240 x 1754 pixels"):
            load_reduced(scan, 300)


def test_transparency_becomes_white(tmp_path, grey):
    alpha = np.full_like(grey, 255)
    alpha[:100] = 0
    alpha[100:200] = 51
    expected = np.where(alpha == 255, grey, 255 - (255 - grey.astype(int)) * alpha // 255)
    flat = Image.merge("LA", (Image.fromarray(grey), Image.fromarray(alpha)))
    for name in ("a.png", "a.tif"):
        flat.save(tmp_path / name)
        read = only(tmp_path / name)
        assert read.ndim == 2
        assert np.abs(read.astype(int) - expected).max() <= 1
    flat.convert("RGBA").save(tmp_path / "colour.png")
    read = only(tmp_path / "colour.png")
    assert np.abs(read.astype(int) - expected[..., None]).max() <= 1


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "lzw.tif"])
def test_orientation_is_applied_once(tmp_path, grey, name, orientation):
    # Each flag's name for what must be done to the stored pixels, in the order of the flags.
    undo = [
        lambda page: page,
        np.fliplr,
        lambda page: np.rot90(page, 2),
        np.flipud,
        np.transpose,
        lambda page: np.rot90(page, -1),
        lambda page: np.rot90(page, 2).T,
        lambda page: np.rot90(page, 1),
    ][orientation - 1]
    image = Image.fromarray(grey)
    if name.endswith("tif"):
        settings = {"tiffinfo": {274: orientation}, "compression": "tiff_lzw" if name == "lzw.tif" else "raw"}
    else:
        exif = Image.Exif()
        exif[274] = orientation
        settings = {"exif": exif}
    image.save(tmp_path / name, **settings)
    assert np.abs(only(tmp_path / name).astype(int) - undo(grey)).mean() < 3


def test_pages_of_a_tiff(tmp_path, grey, colour):
    pages = [grey, np.rot90(grey), colour]
    images = [Image.fromarray(np.ascontiguousarray(page if page.ndim == 2 else page[..., ::-1])) for page in pages]
    path = tmp_path / "issue.tif"
    images[0].save(path, save_all=True, append_images=images[1:], compression="tiff_lzw", dpi=(150, 150))
    scans = inspect(path, OPTIONS)
    assert [(scan.frame, scan.frames, scan.width, scan.height) for scan in scans] == [
        (0, 3, WIDTH, HEIGHT),
        (1, 3, HEIGHT, WIDTH),
        (2, 3, WIDTH, HEIGHT),
    ]
    for scan, page in zip(scans, pages, strict=True):
        assert np.array_equal(load(scan, OPTIONS), page)


def test_thumbnails_in_a_tiff_are_not_pages(tmp_path, grey):
    path = tmp_path / "pyramid.tif"
    with TiffImagePlugin.AppendingTiffWriter(str(path), new=True) as file:
        for page, subfile in ((grey, 0), (grey[::4, ::4], 1), (np.flipud(grey), 0)):
            Image.fromarray(np.ascontiguousarray(page)).save(file, format="TIFF", tiffinfo={254: subfile})
            file.newFrame()
    scans = inspect(path, OPTIONS)
    assert [(scan.frame, scan.frames) for scan in scans] == [(0, 2), (1, 2)]
    assert np.array_equal(load(scans[1], OPTIONS), np.flipud(grey))


def test_cameras_second_image_is_not_a_page(tmp_path, grey):
    first, second = Image.fromarray(grey), Image.fromarray(grey[:400, :400])
    first.save(tmp_path / "a.jpg", format="MPO", save_all=True, append_images=[second], quality=95)
    (scan,) = inspect(tmp_path / "a.jpg", OPTIONS)
    assert (scan.media_type, scan.frames) == ("image/jpeg", 1)
    assert np.abs(load(scan, OPTIONS).astype(int) - grey).mean() < 3


@pytest.mark.parametrize(
    ("name", "dpi", "expected"),
    [
        ("a.jpg", 150, (150, False)),
        ("a.png", 150, (150, False)),
        ("a.tif", 120, (120, False)),
        ("a.tif", 72, (100, True)),
        ("a.png", 96, (100, True)),
        ("a.jpg", 1200, (100, True)),
        ("a.jpg", None, (100, True)),
    ],
)
def test_resolution_is_believed_where_it_makes_a_page(tmp_path, grey, name, dpi, expected):
    Image.fromarray(grey).save(tmp_path / name, **({"dpi": (dpi, dpi)} if dpi else {}))
    (scan,) = inspect(tmp_path / name, OPTIONS)
    assert (scan.dpi, scan.dpi_estimated) == (pytest.approx(expected[0], abs=0.1), expected[1])


@pytest.mark.parametrize(("height", "dpi"), [(2000, 100), (2900, 150), (6600, 400), (11000, 600)])
def test_estimated_resolution_follows_the_size(tmp_path, height, dpi):
    Image.new("1", (height * 7 // 10, height)).save(tmp_path / "a.png")
    (scan,) = inspect(tmp_path / "a.png", OPTIONS)
    assert (scan.dpi, scan.dpi_estimated) == (dpi, True)


def test_record(tmp_path, grey):
    Image.fromarray(grey).save(tmp_path / "page.png", dpi=(150, 150))
    copy = tmp_path / "copy.tif"  # the wrong suffix: content decides
    copy.write_bytes((tmp_path / "page.png").read_bytes())
    before = copy.stat()
    (scan,) = inspect(copy, OPTIONS)
    assert scan.path == str(copy)
    assert scan.media_type == "image/png"
    assert scan.sha256 == inspect(tmp_path / "page.png", OPTIONS)[0].sha256
    assert len(scan.sha256) == 64
    load(scan, OPTIONS)
    assert copy.stat().st_mtime_ns == before.st_mtime_ns
    assert ".jp2" in SUFFIXES


# PDF


def save_pdf(path: Path, fill, size=(595.2, 841.92), rotation=0) -> Path:
    """A PDF with one page that `fill(document, page)` draws on; 595.2 x 841.92 points are 1240 x 1754 at 150 dpi."""
    document = pdfium.PdfDocument.new()
    page = document.new_page(*size)
    fill(document, page)
    page.set_rotation(rotation)
    page.gen_content()
    document.save(path)
    document.close()
    return path


def put(document, page, pixels, matrix) -> None:
    image = pdfium.PdfImage.new(document)
    bitmap = pdfium.PdfBitmap.from_pil(Image.fromarray(np.ascontiguousarray(pixels)))
    image.set_bitmap(bitmap)
    image.set_matrix(pdfium.PdfMatrix(*matrix))
    page.insert_obj(image)


def write(document, page, text: str, mode: int) -> None:
    item = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 24.0)
    raw.FPDFText_SetText(item, ctypes_text(text))
    raw.FPDFTextObj_SetTextRenderMode(item, mode)
    raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, 100, 400)
    raw.FPDFPage_InsertObject(page, item)


def ctypes_text(text: str):
    data = text.encode("utf-16-le") + b"\0\0"
    return (raw.FPDF_WCHAR * (len(data) // 2)).from_buffer_copy(data)


FULL = (595.2, 0, 0, 841.92, 0, 0)


def test_pdf_page_image_keeps_its_pixels(tmp_path, grey):
    def fill(document, page):
        put(document, page, grey, FULL)
        write(document, page, "hidden words", raw.FPDF_TEXTRENDERMODE_INVISIBLE)

    path = save_pdf(tmp_path / "a.pdf", fill)
    (scan,) = inspect(path, OPTIONS)
    assert (scan.media_type, scan.dpi_estimated) == ("application/pdf", False)
    assert scan.dpi == pytest.approx(150, abs=0.1)
    read = only(path)
    assert np.array_equal(read if read.ndim == 2 else read[..., 0], grey)


def test_pdf_colour(tmp_path, colour):
    path = save_pdf(tmp_path / "a.pdf", lambda document, page: put(document, page, colour[..., ::-1], FULL))
    assert np.array_equal(only(path), colour)


@pytest.mark.parametrize(("rotation", "quarter"), [(90, -1), (180, 2), (270, 1)])
def test_pdf_page_rotation(tmp_path, grey, rotation, quarter):
    path = save_pdf(tmp_path / "a.pdf", lambda document, page: put(document, page, grey, FULL), rotation=rotation)
    read = only(path)
    assert np.array_equal(read if read.ndim == 2 else read[..., 0], np.rot90(grey, quarter))


def test_pdf_image_lying_on_its_side(tmp_path, grey):
    sideways = (0, 841.92, -595.2, 0, 595.2, 0)
    path = save_pdf(tmp_path / "a.pdf", lambda document, page: put(document, page, np.rot90(grey, -1), sideways))
    read = only(path)
    assert np.array_equal(read if read.ndim == 2 else read[..., 0], grey)


def test_pdf_page_in_strips(tmp_path, grey):
    def fill(document, page):
        for strip in range(2):
            half = grey[strip * 877 : (strip + 1) * 877]
            put(document, page, half, (595.2, 0, 0, 420.96, 0, 420.96 * (1 - strip)))

    read = only(save_pdf(tmp_path / "a.pdf", fill))
    assert np.array_equal(read if read.ndim == 2 else read[..., 0], grey)


def test_pdf_image_inside_a_form(tmp_path, grey):
    inner = pdfium.PdfDocument(save_pdf(tmp_path / "in.pdf", lambda document, page: put(document, page, grey, FULL)))

    def fill(document, page):
        captured = raw.FPDF_NewXObjectFromPage(document, inner, 0)
        form = raw.FPDF_NewFormObjectFromXObject(captured)
        raw.FPDFPageObj_Transform(form, 0.5, 0, 0, 0.5, 0, 0)
        raw.FPDFPage_InsertObject(page, form)
        raw.FPDF_CloseXObject(captured)

    path = save_pdf(tmp_path / "a.pdf", fill, size=(297.6, 420.96))
    (scan,) = inspect(path, OPTIONS)
    assert scan.dpi == pytest.approx(300, abs=0.1)
    read = only(path)
    assert np.array_equal(read if read.ndim == 2 else read[..., 0], grey)


def test_pdf_of_vectors_is_rendered_at_300_dpi(tmp_path):
    path = save_pdf(
        tmp_path / "a.pdf", lambda document, page: write(document, page, "words", raw.FPDF_TEXTRENDERMODE_FILL)
    )
    (scan,) = inspect(path, OPTIONS)
    assert (scan.width, scan.height, scan.dpi_estimated) == (2480, 3508, False)
    assert load(scan, OPTIONS).min() < 50


def test_pdf_with_visible_text_is_rendered_finely(tmp_path, grey):
    def fill(document, page):
        put(document, page, grey, FULL)
        write(document, page, "printed words", raw.FPDF_TEXTRENDERMODE_FILL)

    (scan,) = inspect(save_pdf(tmp_path / "a.pdf", fill), OPTIONS)
    assert (scan.width, scan.height) == (2480, 3508)
    assert scan.dpi == pytest.approx(300, abs=0.1)


def test_pdf_logo_does_not_decide_the_resolution(tmp_path, grey):
    def fill(document, page):
        put(document, page, grey, FULL)
        put(document, page, grey[:200, :300], (30, 0, 0, 20, 10, 10))

    assert only(save_pdf(tmp_path / "a.pdf", fill)).shape[:2] == (HEIGHT, WIDTH)


def test_pdf_damaged_image_is_not_taken_for_a_blank_page(tmp_path, grey):
    buffer = io.BytesIO()
    Image.fromarray(grey).save(buffer, "JPEG")
    jpeg = buffer.getvalue()
    good = pdf_of([b"/DCTDecode", jpeg])
    bad = pdf_of([b"/DCTDecode", b"\0" * len(jpeg)])
    (tmp_path / "good.pdf").write_bytes(good)
    (tmp_path / "bad.pdf").write_bytes(bad)
    assert only(tmp_path / "good.pdf").min() < 60
    assert "damaged" in refusal(tmp_path / "bad.pdf")


def pdf_of(image=None, encrypted=False) -> bytes:
    """A PDF written by hand, with a page holding one encoded grey image, or without pages."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    if image is None:
        objects.append(b"<</Type/Pages/Kids[]/Count 0>>")
    else:
        content = b"q 595.2 0 0 841.92 0 0 cm /I Do Q"
        objects += [
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.2 841.92]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>",
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter%s"
            b"/Length %d>>stream\n%s\nendstream" % (WIDTH, HEIGHT, image[0], len(image[1]), image[1]),
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj%s\nendobj\n" % (number, body)
    lock = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (b"11" * 32, b"22" * 32)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        lock if encrypted else b"",
        len(data),
    )


# What is refused


def test_missing_empty_folder_and_foreign(tmp_path):
    assert "does not exist" in refusal(tmp_path / "none.jpg")
    (tmp_path / "empty.jpg").touch()
    assert "empty" in refusal(tmp_path / "empty.jpg")
    assert "folder" in refusal(tmp_path)
    (tmp_path / "notes.jpg").write_text("not an image at all")
    assert "is not a JPEG" in refusal(tmp_path / "notes.jpg")
    Image.new("L", (50, 50)).save(tmp_path / "a.gif")
    (tmp_path / "a.gif").rename(tmp_path / "gif.png")
    assert "is not a JPEG" in refusal(tmp_path / "gif.png")


@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("a.jpg", {}),
        ("progressive.jpg", {"progressive": True}),
        ("a.png", {}),
        ("a.tif", {}),
        ("g4.tif", {"compression": "group4"}),
        ("lzw.tif", {"compression": "tiff_lzw"}),
        ("jpeg.tif", {"compression": "jpeg"}),
        ("a.jp2", {}),
        ("a.pdf", {}),
    ],
)
def test_truncated(tmp_path, grey, name, settings, share):
    image = Image.fromarray(grey)
    whole, cut = tmp_path / f"whole-{name}", tmp_path / name
    (image.convert("1") if name.startswith("g4") else image).save(whole, **settings)
    only(whole)
    data = whole.read_bytes()
    cut.write_bytes(data[: int(len(data) * share)])
    assert "truncated" in refusal(cut)


def test_bomb_is_refused_before_it_is_decoded(tmp_path):
    side = 60_000  # 3600 megapixels in a few hundred bytes of data that would not decode
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b""))
    )
    (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)
    with pytest.raises(ScanError, match="3600 megapixels"):
        inspect(tmp_path / "bomb.png", OPTIONS)


def test_size_limit_is_the_option(tmp_path, grey):
    Image.fromarray(grey).save(tmp_path / "a.tif")
    save_pdf(tmp_path / "a.pdf", lambda document, page: put(document, page, grey, FULL))
    for name in ("a.tif", "a.pdf"):
        assert "megapixels" in refusal(tmp_path / name, Options(max_megapixels=2.0))
        assert inspect(tmp_path / name, Options(max_megapixels=2.2))


@pytest.mark.parametrize("size", [(1, 1), (5000, 3), (7, 7), (49, 2000)])
def test_what_is_too_small_for_print_is_refused(tmp_path, size):
    Image.new("L", size, 255).save(tmp_path / "a.png")
    with pytest.raises(ScanError, match=f"only {size[0]} x {size[1]} pixels"):
        inspect(tmp_path / "a.png", OPTIONS)


def test_a_page_that_is_too_small_does_not_hinder_the_others_in_its_file(tmp_path, grey):
    path = tmp_path / "vol.tif"
    page, scrap = Image.fromarray(grey), Image.new("L", (3, 3), 255)
    page.save(path, save_all=True, append_images=[scrap, page])
    scans = inspect(path, OPTIONS)
    assert [(scan.width, scan.height) for scan in scans] == [(WIDTH, HEIGHT), (3, 3), (WIDTH, HEIGHT)]
    assert (load(scans[2], OPTIONS) == grey).all()
    with pytest.raises(ScanError, match=r"vol\.tif: page 2 has only 3 x 3 pixels"):
        load(scans[1], OPTIONS)
    with pytest.raises(ScanError, match=r"vol\.tif: page 1 has 2 megapixels"):
        inspect(path, Options(max_megapixels=1.0))  # and page 2 is too small


def test_the_damaged_page_of_a_tiff_is_named(tmp_path, grey):
    path = tmp_path / "vol.tif"
    pages = [Image.fromarray(grey), Image.fromarray(grey)]
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="jpeg")
    scans = inspect(path, OPTIONS)
    with Image.open(path) as image:
        image.seek(1)
        (start, *_), (length, *_) = image.tag_v2[273], image.tag_v2[279]
    data = bytearray(path.read_bytes())
    data[start : start + length] = bytes(length)
    path.write_bytes(data)
    with pytest.raises(ScanError, match=r"vol\.tif: page 2 is truncated or damaged"):
        load(scans[1], OPTIONS)


def test_damage_is_told_by_the_error_alone(tmp_path, grey):
    path = tmp_path / "a.tif"
    Image.fromarray(grey).save(path)
    path.write_bytes(path.read_bytes()[:40])
    code = (
        "import sys; from pathlib import Path; from digitize.scan import raster; raster.count_pages(Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", code, path], check=False, capture_output=True, text=True)
    assert "truncated or damaged" in done.stderr
    assert "UserWarning" not in done.stderr


def test_pdf_encrypted_and_without_pages(tmp_path):
    (tmp_path / "locked.pdf").write_bytes(pdf_of(encrypted=True))
    assert "encrypted" in refusal(tmp_path / "locked.pdf")
    (tmp_path / "none.pdf").write_bytes(pdf_of())
    assert "no readable pages" in refusal(tmp_path / "none.pdf")


def test_file_changed_after_inspection(tmp_path, grey):
    path = tmp_path / "a.png"
    Image.fromarray(grey).save(path)
    (scan,) = inspect(path, OPTIONS)
    Image.fromarray(grey[:-1]).save(path)
    with pytest.raises(ScanError, match="changed"):
        load(scan, OPTIONS)
    Image.fromarray(255 - grey).save(path)
    with pytest.raises(ScanError, match="changed while it was being read"):
        load(scan, OPTIONS)
    path.unlink()
    with pytest.raises(ScanError, match="does not exist"):
        load(scan, OPTIONS)


# Real scans


@pytest.mark.skipif(not HARD.is_dir(), reason="shared/data/hard-scans is not beside the project")
@pytest.mark.parametrize(
    ("name", "pages", "size", "dpi", "channels"),
    [
        ("1856050301.pdf", 4, (7200, 9600), (400, False), 1),
        ("loc_highland_recorder_0602.pdf", 1, (3174, 4667), (150, False), 1),
        ("park_record_1935_1289.jp2", 1, (4552, 7218), (400, True), 1),
        ("bbz.jpg", 1, (2400, 3470), (300, False), 1),
        ("docling_old_newspaper.png", 1, (1473, 2000), (100, True), 3),
        ("nealcaren_american_eagle_1904.jpg", 1, (1943, 2800), (150, True), 1),
    ],
)
def test_real_scans(name, pages, size, dpi, channels):
    scans = inspect(HARD / name, OPTIONS)
    assert [scan.frame for scan in scans] == list(range(pages))
    scan = scans[-1]
    assert (scan.width, scan.height) == size
    assert (scan.dpi, scan.dpi_estimated) == (pytest.approx(dpi[0], abs=0.1), dpi[1])
    array = load(scan, OPTIONS)
    assert array.shape == ((size[1], size[0]) if channels == 1 else (size[1], size[0], 3))
    assert array.std() > 20


@pytest.mark.skipif(not HARD.is_dir(), reason="shared/data/hard-scans is not beside the project")
def test_real_pdf_gives_the_embedded_pixels():
    path = HARD / "loc_highland_recorder_0602.pdf"
    document = pdfium.PdfDocument(path)
    image = next(document[0].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
    embedded = np.array(image.get_bitmap().to_numpy())
    document.close()
    assert np.array_equal(only(path), embedded.reshape(embedded.shape[:2]))
