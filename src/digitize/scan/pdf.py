"""Pages of PDF files, rendered with PDFium at the resolution of the scan they hold.

PDFium draws an image at exactly its own size without resampling, so rendering a scanned page at the scan's size gives
the scan's pixels, with page rotation, crop box, masks and colour spaces heeded, be the scan one image or strips.
Where it lies in layers, the finest decides, which is mostly a mask (`pdfmasks`).
"""

import ctypes
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

from digitize.errors import ScanError
from digitize.scan.frame import Frame
from digitize.scan.pdfmasks import Masks, masks_in

_RENDER_DPI = 300.0
_NOTABLE_SHARE = 0.1
"""Images covering less of the page than this (logos, stamps) do not decide its resolution."""
_GREY_SPACES = frozenset({raw.FPDF_COLORSPACE_DEVICEGRAY, raw.FPDF_COLORSPACE_CALGRAY})
_TRAILER_BYTES = 2048
# PDFium keeps global state and allows one thread at a time.
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Placed:
    """One image as it lies on the displayed page."""

    dpi: tuple[float, float]
    area: float
    """In square points."""
    grey: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """The size in pixels at which to render a page, and whether grey is enough."""

    width: int
    height: int
    grey: bool
    dpi: tuple[float, float]


def frames(path: Path) -> tuple[Frame, ...]:
    """List the pages of a PDF; raises ScanError where it is encrypted, damaged or empty."""
    with _opened(path) as document:
        found = []
        masks = masks_in(path)
        for page in _pages(document):
            plan = _plan(page, masks)
            found.append(Frame(plan.width, plan.height, plan.dpi))
        return tuple(found)


def pixels(path: Path, frame: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Render one page to (H, W) grey or (H, W, 3) BGR on white.

    `size` is the (width, height) found by `frames`. Raises ScanError where the page's image cannot be decoded, or
    where the file no longer holds a page of that size.
    """
    with _opened(path) as document:
        if frame >= len(document):
            raise ScanError(f"{path} no longer has a page {frame + 1}: the file was changed; start again.")
        page = document[frame]
        plan = _plan(page, masks_in(path))
        if (plan.width, plan.height) != size:
            raise ScanError(f"{path} is no longer {size[0]} x {size[1]} pixels: the file was changed; start again.")
        array = _rendered(page, plan)
        if array.min() == array.max() and not _decodable(page):
            raise ScanError(f"{path}: the image of page {frame + 1} is damaged: scan or copy it again.")
        return array


def reduced(path: Path, frame: int, size: tuple[int, int], shorter: int) -> NDArray[np.uint8]:
    """Render one page as `pixels` does, to (H, W) grey with a shorter side of `shorter` at most."""
    with _opened(path) as document:
        if frame >= len(document):
            raise ScanError(f"{path} no longer has a page {frame + 1}: the file was changed; start again.")
        page = document[frame]
        plan = _plan(page, masks_in(path))
        if (plan.width, plan.height) != size:
            raise ScanError(f"{path} is no longer {size[0]} x {size[1]} pixels: the file was changed; start again.")
        scale = min(1.0, shorter / min(size))
        width, height = (max(1, round(side * scale)) for side in size)
        return _rendered(page, _Plan(width, height, grey=True, dpi=(0.0, 0.0)))


@contextmanager
def _opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    _check_trailer(path)
    with _LOCK:
        try:
            document = pdfium.PdfDocument(path)
            try:
                yield document
            finally:
                document.close()
        except pdfium.PdfiumError as error:
            # PDFium's error code may be left over from another file, so the file itself is asked.
            if b"/Encrypt" in path.read_bytes():
                raise ScanError(f"{path} is encrypted: save it without a password.") from error
            raise ScanError(f"{path} has no readable pages or is damaged: export or copy it again.") from error


def _check_trailer(path: Path) -> None:
    """PDFium mends a truncated file by dropping what is lost, silently; so its end is looked at here."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TRAILER_BYTES))
        tail = file.read()
    if b"%%EOF" not in tail:
        raise ScanError(f"{path} is truncated, its end mark is missing: copy it again.")


def _pages(document: pdfium.PdfDocument) -> Iterator[pdfium.PdfPage]:
    for index in range(len(document)):
        page = document[index]
        yield page
        page.close()


def _plan(page: pdfium.PdfPage, masks: Masks) -> _Plan:
    width_pt, height_pt = page.get_size()
    images, drawn = _contents(page, masks)
    # Pieces of one scan share a resolution; together they count as one image.
    areas: dict[tuple[int, int], float] = {}
    for image in images:
        key = (round(image.dpi[0]), round(image.dpi[1]))
        areas[key] = areas.get(key, 0.0) + image.area
    notable = [
        image.dpi
        for image in images
        if areas[round(image.dpi[0]), round(image.dpi[1])] >= _NOTABLE_SHARE * width_pt * height_pt
    ]
    across, down = max(notable, key=math.prod, default=(_RENDER_DPI, _RENDER_DPI))
    if drawn:
        across, down = max(across, _RENDER_DPI), max(down, _RENDER_DPI)
    grey = bool(images) and not drawn and all(image.grey for image in images)
    width, height = round(width_pt * across / 72), round(height_pt * down / 72)
    return _Plan(width, height, grey, (across, down))


def _contents(page: pdfium.PdfPage, masks: Masks) -> tuple[list[_Placed], bool]:
    """Find the page's images, and whether text or drawings are visible beside them."""
    images: list[_Placed] = []
    drawn = False
    turned = page.get_rotation() in (90, 270)
    for item, matrix in _objects(page, None, np.eye(3)):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            placed = _placed(item, matrix, masks, turned=turned)
            if placed is not None:
                images.append(placed)
        elif item.type == raw.FPDF_PAGEOBJ_TEXT:
            drawn = drawn or raw.FPDFTextObj_GetTextRenderMode(item) != raw.FPDF_TEXTRENDERMODE_INVISIBLE
        else:
            drawn = True
    return images, drawn


def _objects(
    page: pdfium.PdfPage, form: pdfium.PdfObject | None, outer: NDArray[np.float64]
) -> Iterator[tuple[pdfium.PdfObject, NDArray[np.float64]]]:
    """Yield every object of the page with its matrix to page space, through nested forms."""
    for item in page.get_objects(max_depth=1, form=form):
        a, b, c, d, e, f = item.get_matrix().get()
        matrix = np.array([[a, b, 0], [c, d, 0], [e, f, 1]]) @ outer
        if item.type == raw.FPDF_PAGEOBJ_FORM:
            yield from _objects(page, item, matrix)
        else:
            yield item, matrix


def _placed(image: pdfium.PdfImage, matrix: NDArray[np.float64], masks: Masks, *, turned: bool) -> _Placed | None:
    """Resolution and area of an image whose unit square `matrix` lays on the page; None where it has no extent.

    Drawn through a finer mask of one bit, it has the mask's resolution.
    """
    across, down = np.hypot(*matrix[0, :2]), np.hypot(*matrix[1, :2])
    if across == 0 or down == 0:
        return None
    meta = image.get_metadata()
    size = (meta.width, meta.height)
    if masks.by_size.get(size):
        mask = masks.of(size, _encoded(image), (float(across), float(down)))
        size = max(size, mask or size, key=math.prod)
    dpi = (72 * size[0] / across, 72 * size[1] / down)
    lies_on_side = abs(matrix[0, 1]) > abs(matrix[0, 0])
    grey = meta.bits_per_pixel == 1 or meta.colorspace in _GREY_SPACES
    return _Placed(dpi[::-1] if lies_on_side != turned else dpi, float(across * down), grey)


def _encoded(image: pdfium.PdfImage) -> bytes:
    """The image's data as it stands in the file."""
    length = raw.FPDFImageObj_GetImageDataRaw(image, None, 0)
    buffer = (ctypes.c_ubyte * length)()
    raw.FPDFImageObj_GetImageDataRaw(image, buffer, length)
    return bytes(buffer)


def _rendered(page: pdfium.PdfPage, plan: _Plan) -> NDArray[np.uint8]:
    bitmap = pdfium.PdfBitmap.new_native(
        plan.width, plan.height, raw.FPDFBitmap_Gray if plan.grey else raw.FPDFBitmap_BGR
    )
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, plan.width, plan.height)
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        _inset(image)
    flags = raw.FPDF_GRAYSCALE if plan.grey else 0
    raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, plan.width, plan.height, 0, flags)
    array: NDArray[np.uint8] = np.array(bitmap.to_numpy(), dtype=np.uint8, order="C")
    bitmap.close()
    return array


def _inset(image: pdfium.PdfImage) -> None:
    """Draw an image (in memory) a hundredth of its pixel smaller.

    PDFium widens an image to whole pixels: without this a rounding error adds a row, and all of it is resampled.
    """
    meta = image.get_metadata()
    if meta.width == 0 or meta.height == 0:
        return
    across, down = 0.01 / meta.width, 0.01 / meta.height
    a, b, c, d, e, f = image.get_matrix().get()
    image.set_matrix(
        pdfium.PdfMatrix(
            a * (1 - 2 * across),
            b * (1 - 2 * across),
            c * (1 - 2 * down),
            d * (1 - 2 * down),
            e + a * across + c * down,
            f + b * across + d * down,
        )
    )


def _decodable(page: pdfium.PdfPage) -> bool:
    """Whether every image of the page can be decoded; PDFium leaves out those that cannot, silently."""
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        try:
            image.get_bitmap().close()
        except pdfium.PdfiumError:
            return False
    return True
