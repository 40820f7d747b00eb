"""Read and check scans: which pages a file holds, their size and resolution, and their pixels.

`inspect` finds what a file's structure tells: missing, empty, foreign, encrypted, absurdly large, truncated in its
headers or, for PDF, anywhere. `load` decodes strictly and finds image data that is truncated or damaged further in.
Files are opened for reading only.
"""

import hashlib
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.errors import ScanError
from digitize.model import Scan
from digitize.options import Options
from digitize.scan import pdf, raster
from digitize.scan.frame import fault_of_size, resolution

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".jp2", ".j2k", ".jpx", ".pdf"})
"""Names a scan usually has, lower case. Only for picking files from a folder: what a file is, its content decides."""

_PDF = "application/pdf"
_HEAD_BYTES = 1024
_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/j2c"),
)
_TAIL_BYTES = 1 << 16
_ENDINGS = {
    "image/jpeg": b"\xff\xd9",
    "image/png": b"IEND",
    "image/jp2": b"\xff\xd9",
    "image/j2c": b"\xff\xd9",
}
"""What stands at the end of an image; a little may follow it."""


def inspect(path: Path, options: Options) -> tuple[Scan, ...]:
    """One record per page of the file, from its headers; only of PNG, whose EXIF may come last, all is read.

    Raises ScanError where the file is missing, empty, not of a known format, damaged in its structure, encrypted,
    without pages, or where every page is tiny or larger than `options.max_megapixels`; of some, `load` tells it.
    """
    media_type = _media_type(path)
    frames = pdf.frames(path) if media_type == _PDF else raster.frames(path, options)
    faults = [
        fault_of_size(path, number, (frame.width, frame.height), options) for number, frame in enumerate(frames, 1)
    ]
    if faults[0] and all(faults):
        raise ScanError(faults[0])
    sha256 = _digest(path)
    scans = []
    for index, frame in enumerate(frames):
        dpi, estimated = resolution(frame)
        scans.append(Scan(str(path), index, len(frames), sha256, media_type, frame.width, frame.height, dpi, estimated))
    return tuple(scans)


def is_whole(path: Path) -> bool:
    """Whether a JPEG, PNG or JPEG 2000 file reaches the end of its image; `inspect` tells it of the other kinds.

    A cheap look at the last bytes for files that may still be copied; whether the image can be decoded, `load` finds.
    """
    ending = _ENDINGS.get(_media_type(path))
    if ending is None:
        return True
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        return ending in file.read()


def load(scan: Scan, options: Options) -> NDArray[np.uint8]:
    """Decode a page: (H, W) grey or (H, W, 3) BGR, exactly `scan.height` x `scan.width`.

    The file's orientation flag is applied, transparency is laid on white, more than 8 bits are scaled to 8. Raises
    ScanError where the file has gone or changed since `inspect`, its pixels are truncated or damaged, or the page is
    tiny or larger than `options.max_megapixels`.
    """
    path = Path(scan.path)
    if fault := fault_of_size(path, scan.frame + 1, (scan.width, scan.height), options):
        raise ScanError(fault)
    if _media_type(path) != scan.media_type:
        raise ScanError(f"{path} is no longer {scan.media_type}: the file was changed; start again.")
    read = pdf.pixels if scan.media_type == _PDF else raster.pixels
    array = read(path, scan.frame, (scan.width, scan.height))
    # Afterwards, so that a file replaced while it was decoded is noticed too.
    if _digest(path) != scan.sha256:
        raise ScanError(f"{path} was changed while it was being read: start again.")
    return array


def load_reduced(scan: Scan, shorter: int) -> NDArray[np.uint8]:
    """Decode a page for showing it: (H, W) grey of the page's proportions, its shorter side `shorter` pixels at most.

    Fast, for it decodes no more than that needs where the format allows. Raises ScanError where the file has gone, is
    damaged, or no longer holds a page of that size; that its content is still the same is not checked.
    """
    path = Path(scan.path)
    read = pdf.reduced if _media_type(path) == _PDF else raster.reduced
    array = read(path, scan.frame, (scan.width, scan.height), shorter)
    scale = min(1.0, shorter / min(scan.width, scan.height))
    size = (max(1, round(scan.width * scale)), max(1, round(scan.height * scale)))
    small = cv2.resize(array, size, interpolation=cv2.INTER_AREA)
    grey = small if small.ndim == 2 else cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    return grey.astype(np.uint8, copy=False)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _media_type(path: Path) -> str:
    """Told from the first bytes; raises ScanError where the file is missing, empty or of no known format."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except FileNotFoundError as error:
        raise ScanError(f"{path} does not exist: check the path.") from error
    except IsADirectoryError as error:
        raise ScanError(f"{path} is a folder, not a scan: give the files in it.") from error
    except PermissionError as error:
        raise ScanError(f"{path} may not be read: grant this user read permission.") from error
    if not head:
        raise ScanError(f"{path} is empty: copy it again.")
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    # Readers of PDF allow other bytes before its signature.
    if b"%PDF-" in head:
        return _PDF
    raise ScanError(f"{path} is not a JPEG, PNG, TIFF, JPEG 2000 or PDF file: convert it to one of them.")
