"""Masks of the images in a PDF, which PDFium draws but does not tell of.

Scans in layers (mixed raster content, as the Internet Archive and many scanners write them) lay a pale image of some
100 dpi through a mask of one bit and 300 to 600 dpi: it is the mask that holds the text. In a file, images are streams,
and streams stand in it openly (ISO 32000-1, 7.5.7): their dictionaries are found without reading all of its structure.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

Size = tuple[int, int]
"""Width and height in pixels."""

_REFERENCE = re.compile(rb"/S?Mask\s+(\d+\s+\d+)\s+R\b")
_OBJECT = re.compile(rb"(\d+\s+\d+)\s+$")
_STREAM = re.compile(rb"stream\r?\n")
_WIDTH = re.compile(rb"/Width\s+(\d+)(?!\s+\d+\s+R)")
_HEIGHT = re.compile(rb"/Height\s+(\d+)(?!\s+\d+\s+R)")
_ONE_BIT = re.compile(rb"/ImageMask\s+true|/BitsPerComponent\s+1\b|/JBIG2Decode|/CCITTFaxDecode")
_LONGEST = 4096
"""Bytes of the dictionary of an image with a mask at most."""
_HEAD = 4096
"""Bytes of its data by which an image is known again."""


@dataclass(frozen=True, slots=True)
class Masked:
    """An image that is drawn through a mask of one bit."""

    head: bytes
    """Beginning of its encoded data."""
    mask: Size


@dataclass(frozen=True, slots=True)
class Masks:
    """The images of a file that are drawn through masks of one bit."""

    by_size: Mapping[Size, Sequence[Masked]]

    def of(self, size: Size, data: bytes, sides: tuple[float, float]) -> Size | None:
        """Size of the mask of an image of `size` with the encoded `data`; None where it has none.

        `sides` is how wide and high it lies on the page. Of several images with the same data, as a black sheet behind
        the text of every page, it is that whose mask then has the squarest pixels.
        """
        found = [image.mask for image in self.by_size.get(size, ()) if image.head.startswith(data[:_HEAD])]
        return min(found, key=lambda mask: _oblong(mask, sides), default=None)


def masks_in(path: Path) -> Masks:
    """The masks of a file's images; raises OSError where it cannot be read."""
    stat = path.stat()
    return _masks_in(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _masks_in(path: Path, _changed: int, _size: int) -> Masks:
    content = path.read_bytes()
    references = list(_REFERENCE.finditer(content)) if b"Mask" in content else []
    objects = _objects(content) if references else {}
    found: dict[Size, list[Masked]] = {}
    for reference in references:
        begin = content.rfind(b" obj", max(0, reference.start() - _LONGEST), reference.start())
        image, mask = _image(content, begin), _image(content, objects.get(_number(reference[1]), -1))
        if image is not None and mask is not None and mask.one_bit:
            head = content[image.start : image.start + _HEAD]
            found.setdefault(image.size, []).append(Masked(head, mask.size))
    return Masks(found)


def _objects(content: bytes) -> dict[tuple[bytes, ...], int]:
    """Number and generation of every object -> where the word `obj` stands; of several versions the last counts."""
    found: dict[tuple[bytes, ...], int] = {}
    at = content.find(b" obj")
    while at >= 0:
        if name := _OBJECT.search(content[max(0, at - 20) : at + 1]):
            found[_number(name[1])] = at
        at = content.find(b" obj", at + 1)
    return found


def _number(name: bytes) -> tuple[bytes, ...]:
    return tuple(name.split())


@dataclass(frozen=True, slots=True)
class _Image:
    size: Size
    one_bit: bool
    start: int
    """Where its data begins in the file."""


def _image(content: bytes, at: int) -> _Image | None:
    """What the dictionary of an image tells whose object begins at `at`; None where there is no image."""
    stream = _STREAM.search(content, at, at + _LONGEST) if at >= 0 else None
    if stream is None:
        return None
    dictionary = content[at : stream.start()]
    width, height = _WIDTH.search(dictionary), _HEIGHT.search(dictionary)
    if width is None or height is None:
        return None
    return _Image((int(width[1]), int(height[1])), _ONE_BIT.search(dictionary) is not None, stream.end())


def _oblong(mask: Size, sides: tuple[float, float]) -> float:
    """How far the pixels of `mask` are from square on an image of `sides`: 0 where they are, 1 where twice as long."""
    ratio = mask[0] * sides[1] / max(1e-9, mask[1] * sides[0])
    return max(ratio, 1 / max(ratio, 1e-9)) - 1
