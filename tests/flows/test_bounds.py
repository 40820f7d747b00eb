"""What runs of a worker may touch."""

from pathlib import Path

import pytest

from digitize.errors import UsageError
from digitize.options import Options
from flows.bounds import Bounds


@pytest.fixture
def bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bounds:
    for name in ("scans/daily", "scans-private", "output", "models"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "scans" / "leading-out").symlink_to(tmp_path / "scans-private")
    (tmp_path / "output" / "leading-out").symlink_to(tmp_path / "scans-private")
    (tmp_path / "linked").symlink_to(tmp_path / "scans")
    monkeypatch.setenv("DIGITIZE_BOUNDS", "")
    Bounds(tmp_path / "linked", tmp_path / "output", (str(tmp_path / "models"),)).impose()
    return Bounds.of_this_worker()


@pytest.mark.parametrize(
    ("file", "output", "allowed"),
    [
        ("scans/daily/1.jpg", "output", True),
        ("linked/daily/1.jpg", "output", True),
        ("scans/1.jpg", "output/daily", True),
        ("scans/../scans/1.jpg", "output", True),
        ("scans/../1.jpg", "output", False),
        ("scans-private/1.jpg", "output", False),
        ("scans/leading-out/1.jpg", "output", False),
        ("scans/1.jpg", "output/..", False),
        ("scans/1.jpg", "output/leading-out", False),
        ("scans/1.jpg", "scans", False),
    ],
)
def test_scans_and_output_stay_within_links_followed(
    bounds: Bounds, tmp_path: Path, file: str, output: str, *, allowed: bool
) -> None:
    files = [tmp_path / "scans" / "daily" / "0.jpg", tmp_path / file]
    if allowed:
        bounds.require(files, tmp_path / output, Options())
    else:
        with pytest.raises(UsageError, match="lies outside"):
            bounds.require(files, tmp_path / output, Options())


@pytest.mark.parametrize("option", ["detection_model", "recognition_model"])
def test_models_are_bundled_or_named_when_the_worker_was_started(bounds: Bounds, tmp_path: Path, option: str) -> None:
    files, output = [tmp_path / "scans" / "1.jpg"], tmp_path / "output"
    bounds.require(files, output, Options(**{option: str(tmp_path / "models")}))
    for model in ("PP-OCRv6_medium_rec", str(tmp_path / "models" / ".." / "models"), ""):
        with pytest.raises(UsageError, match="may not load the model"):
            bounds.require(files, output, Options(**{option: model}))


def test_a_worker_without_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIGITIZE_BOUNDS", raising=False)
    with pytest.raises(UsageError, match="digitize worker"):
        Bounds.of_this_worker()
