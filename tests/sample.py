"""The sample page and pieces of it."""

from pathlib import Path

from PIL import Image

SAMPLE = Path(__file__).parents[1] / "scans" / "sample-issue" / "0001.jpg"


def piece(box: tuple[int, int, int, int], path: Path) -> Path:
    """A part of the sample page, by pixel coordinates (left, top, right, bottom), as a scan of its own."""
    with Image.open(SAMPLE) as page:
        page.crop(box).save(path, quality=90, dpi=(300, 300))
    return path
