"""Scans for tests that really read: pieces of the sample page, quick to recognize."""

from pathlib import Path

import pytest
from PIL import Image

SAMPLE = Path(__file__).parents[1] / "scans" / "sample-issue" / "0001.jpg"


def piece(box: tuple[int, int, int, int], path: Path) -> Path:
    """A part of the sample page, by pixel coordinates (left, top, right, bottom), as a scan of its own."""
    with Image.open(SAMPLE) as page:
        page.crop(box).save(path, quality=90, dpi=(300, 300))
    return path


@pytest.fixture(scope="session")
def article_scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short article in three columns under its headline."""
    return piece((170, 2140, 2050, 2740), tmp_path_factory.mktemp("scans") / "article.jpg")


@pytest.fixture(scope="session")
def column_scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few lines of one column."""
    return piece((2020, 2850, 3290, 3240), tmp_path_factory.mktemp("scans") / "column.jpg")


@pytest.fixture(scope="session")
def truncated_scan(tmp_path_factory: pytest.TempPathFactory, article_scan: Path) -> Path:
    """A JPEG whose second half is missing."""
    path = tmp_path_factory.mktemp("scans") / "truncated.jpg"
    data = article_scan.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path
