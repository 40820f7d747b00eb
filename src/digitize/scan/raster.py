"""Pages of JPEG, PNG, TIFF and JPEG 2000 files, read with Pillow."""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps, Jpeg2KImagePlugin, TiffImagePlugin, UnidentifiedImageError

from digitize.errors import ScanError
from digitize.options import Options
from digitize.scan.frame import Frame, fault_of_size

# Pillow's own limit refuses a large broadsheet; `Options.max_megapixels` takes its place, checked before decoding.
Image.MAX_IMAGE_PIXELS = None
# What Pillow warns of in damaged files comes as an error as soon as it matters.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

_FORMATS = ("JPEG", "PNG", "TIFF", "JPEG2000")
_DECODING_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    struct.error,
)
"""What Pillow's decoders raise on damaged files."""
_READABLE_MODES = frozenset({"1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr"})
_NEW_SUBFILE_TYPE = 254
_REDUCED_OR_MASK = 0b101
"""Bits of TIFF's NewSubfileType that mark a thumbnail and a transparency mask."""


def frames(path: Path, options: Options) -> tuple[Frame, ...]:
    """List the pages of an image file from its headers; raises ScanError where they are damaged.

    Thumbnails and pyramid levels in a TIFF are not pages, nor are the further images of a camera's JPEG. Of a page of
    a size that `options` forbid no more is looked at.
    """
    with _opened(path) as image:
        found = []
        for number, directory in enumerate(_page_directories(image), 1):
            image.seek(directory)
            # which way up it is may only be known once all is decoded
            known = fault_of_size(path, number, image.size, options) is None
            found.append(Frame(*(_upright_size(image) if known else image.size), _declared_dpi(image)))
        return tuple(found)


def count_pages(path: Path) -> int:
    """How many pages `frames` would list, whatever their size; raises ScanError where the file is damaged."""
    with _opened(path) as image:
        return len(_page_directories(image))


def pixels(path: Path, frame: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Decode one page to (H, W) grey or (H, W, 3) BGR, orientation applied, transparency on white.

    `size` is the (width, height) found by `frames`. Raises ScanError where the data is truncated or damaged, is of a
    pixel format not known here, or where the file no longer holds a page of that size.
    """
    with _opened(path) as image:
        directories = _page_directories(image)
        if frame >= len(directories):
            raise ScanError(f"{path} no longer has a page {frame + 1}: the file was changed; start again.")
        place = path if len(directories) == 1 else f"{path}: page {frame + 1}"
        with _errors_told(place):
            return _decoded(image, directories[frame], size, place)


def reduced(path: Path, frame: int, size: tuple[int, int], shorter: int) -> NDArray[np.uint8]:
    """Decode one page as `pixels` does, but to no more than a shorter side of `shorter` needs where the format allows.

    JPEG and JPEG 2000 are decoded at a half, a quarter, an eighth of their size; of others all pixels come.
    """
    with _opened(path) as image:
        directories = _page_directories(image)
        if frame >= len(directories):
            raise ScanError(f"{path} no longer has a page {frame + 1}: the file was changed; start again.")
        with _errors_told(path):
            return _decoded(image, directories[frame], size, path, shorter)


def _decoded(
    image: Image.Image, directory: int, size: tuple[int, int], place: Path | str, shorter: int | None = None
) -> NDArray[np.uint8]:
    image.seek(directory)
    if _upright_size(image) != size:
        raise ScanError(f"{place} is no longer {size[0]} x {size[1]} pixels: the file was changed; start again.")
    white_is_zero = _white_is_zero(image)
    if shorter is not None:
        _ask_for_less(image, min(size), shorter)
    image.load()
    turned = ImageOps.exif_transpose(image)
    if turned.mode.startswith("I;16"):
        return _eight_bits(np.asarray(turned), white_is_zero=white_is_zero)
    if turned.mode not in _READABLE_MODES:
        raise ScanError(f"{place} stores its pixels as {turned.mode}: save it as 8-bit grey or RGB.")
    return _grey_or_bgr(turned)


def _ask_for_less(image: Image.Image, side: int, shorter: int) -> None:
    """Have the decoder skip what a page `side` pixels wide does not need where `shorter` are enough."""
    if image.format == "JPEG":
        image.draft(None, (shorter, shorter))
    elif isinstance(image, Jpeg2KImagePlugin.Jpeg2KImageFile):
        image.reduce = max(0, (side // shorter).bit_length() - 1)


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    with _errors_told(path), path.open("rb") as file, Image.open(file, formats=_FORMATS) as image:
        yield image


@contextmanager
def _errors_told(place: Path | str) -> Iterator[None]:
    """Tell Pillow's many errors on damaged data as one ScanError about `place`, a file or a page of it."""
    try:
        yield
    except _DECODING_ERRORS as error:
        # With an errno it is the disk or the network that failed, not the file: trying again may help.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        cause = "" if isinstance(error, UnidentifiedImageError) else f" ({error})"
        raise ScanError(f"{place} is truncated or damaged{cause}: scan or copy it again.") from error


def _page_directories(image: Image.Image) -> tuple[int, ...]:
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return (0,)
    count = image.n_frames
    kept = []
    for directory in range(count):
        image.seek(directory)
        if not int(image.tag_v2.get(_NEW_SUBFILE_TYPE, 0)) & _REDUCED_OR_MASK:
            kept.append(directory)
    return tuple(kept) or tuple(range(count))


def _upright_size(image: Image.Image) -> tuple[int, int]:
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        tags = image.tag_v2
        width, height = int(tags[TiffImagePlugin.IMAGEWIDTH]), int(tags[TiffImagePlugin.IMAGELENGTH])
        orientation = tags.get(ExifTags.Base.Orientation, 1)
    else:
        width, height = image.size
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    return (height, width) if orientation in (5, 6, 7, 8) else (width, height)


def _declared_dpi(image: Image.Image) -> tuple[float, float] | None:
    dpi = image.info.get("dpi")
    return None if dpi is None else (float(dpi[0]), float(dpi[1]))


def _white_is_zero(image: Image.Image) -> bool:
    """Whether a 16-bit TIFF counts from white to black, which Pillow heeds up to 8 bits only."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return False
    return bool(image.tag_v2.get(TiffImagePlugin.PHOTOMETRIC_INTERPRETATION, 1) == 0)


def _eight_bits(deep: NDArray[np.uint16], *, white_is_zero: bool) -> NDArray[np.uint8]:
    """Scale 9- to 16-bit grey to 8 bits; the brightest pixels tell how many bits the scanner filled.

    Not the very brightest: a single faulty one would make a page of fewer bits black.
    """
    brightest = np.percentile(deep[::4, ::4], 99.9, method="lower")
    bits = max(8, int(brightest).bit_length())
    eight: NDArray[np.uint8] = np.minimum(deep >> (bits - 8), 255).astype(np.uint8)
    return 255 - eight if white_is_zero else eight


def _grey_or_bgr(image: Image.Image) -> NDArray[np.uint8]:
    mode = "L" if Image.getmodebase(image.mode) == "L" else "RGB"
    if image.has_transparency_data:
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    array = np.asarray(image.convert(mode), dtype=np.uint8)
    return np.array(array[..., ::-1] if mode == "RGB" else array, order="C")
