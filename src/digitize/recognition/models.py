"""Where recognition models come from: the bundled ones, a folder, or PaddleOCR's own by name."""

import hashlib
import importlib.util
import os
import shutil
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import platformdirs
import yaml

from digitize.errors import ModelError

BUNDLED = "bundled"
WEIGHTS = "inference.onnx"
CONFIG = "inference.yml"
_FORM = 2
"""Counted up with every change of what is laid down beside bundled weights, so that none is read in an older form."""


class ModelKind(StrEnum):
    """What a model does."""

    DETECTION = "detection"
    RECOGNITION = "recognition"


@dataclass(frozen=True, slots=True)
class Model:
    """A model as PaddleOCR wants it named."""

    name: str
    """PaddleOCR's name of the architecture, as `PP-OCRv6_small_rec`."""
    folder: Path | None
    """Folder with inference.onnx and inference.yml; None lets PaddleOCR download the model of that name."""

    @property
    def place(self) -> str:
        """Its folder or name, for messages."""
        return self.name if self.folder is None else str(self.folder)


_BUNDLED = {
    ModelKind.DETECTION: ("PP-OCRv6_small_det", "PP-OCRv6_det_small.onnx"),
    ModelKind.RECOGNITION: ("PP-OCRv6_small_rec", "PP-OCRv6_rec_small.onnx"),
}


def resolve(choice: str, kind: ModelKind) -> Model:
    """Find the model that `choice` names: 'bundled', a folder, or a model PaddleOCR knows.

    Raises ModelError where the bundled weights or files of a folder are missing. A name is not checked here:
    PaddleOCR knows its own when the engine loads it.
    """
    if choice == BUNDLED:
        return _bundled(kind)
    absent = ModelError(f"{choice}: there is no such folder; give one with {WEIGHTS} and {CONFIG}.")
    try:
        folder = Path(choice).expanduser()
        is_folder = folder.is_dir()
    except (RuntimeError, OSError) as error:  # a user there is not, a name too long
        raise absent from error
    if is_folder:
        return _from_folder(folder, kind)
    if len(folder.parts) > 1:
        raise absent
    return Model(choice, None)


def _from_folder(folder: Path, kind: ModelKind) -> Model:
    missing = [name for name in (WEIGHTS, CONFIG) if not (folder / name).is_file()]
    if missing:
        raise ModelError(f"{folder}: {' and '.join(missing)} missing; a {kind} model needs {WEIGHTS} and {CONFIG}.")
    try:
        name = yaml.safe_load((folder / CONFIG).read_text("utf-8"))["Global"]["model_name"]
    except OSError as error:
        raise ModelError(f"{folder / CONFIG}: it cannot be read ({error.strerror}).") from error
    except (yaml.YAMLError, ValueError, KeyError, TypeError) as error:  # ValueError: no UTF-8, or a date that is none
        raise ModelError(f"{folder / CONFIG}: names no model under Global: model_name; export it again.") from error
    return Model(str(name), folder)


def _bundled(kind: ModelKind) -> Model:
    name, file = _BUNDLED[kind]
    package = importlib.util.find_spec("rapidocr")
    weights = Path(package.origin).parent / "models" / file if package and package.origin else None
    if weights is None or not weights.is_file():
        raise ModelError(f"The bundled {kind} model {file} is missing; install the package rapidocr again.")
    folder = platformdirs.user_cache_path("newspaper-digitize") / "models" / f"{name}-{checksum(weights)[:16]}-{_FORM}"
    if not (folder / CONFIG).is_file():
        _prepare(folder, weights, _config(name, kind, weights))
    return Model(name, folder)


def checksum(weights: Path) -> str:
    """SHA-256 of a file of weights as hexadecimal digits; raises ModelError where it cannot be read."""
    try:
        state = weights.stat()
        return _checksum(weights, state.st_mtime_ns, state.st_size)
    except OSError as error:
        raise ModelError(f"{weights}: this model cannot be read ({error.strerror}).") from error


@lru_cache(maxsize=16)
def _checksum(weights: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(weights.read_bytes()).hexdigest()


def _prepare(folder: Path, weights: Path, config: dict[str, Any]) -> None:
    """Lay the model down under a temporary name and move it in place, so that no other process sees half of it."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent))
        shutil.copyfile(weights, draft / WEIGHTS)
        (draft / CONFIG).write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
        try:
            draft.replace(folder)
        except OSError:
            shutil.rmtree(draft)
            if not (folder / CONFIG).is_file():
                raise
    except OSError as error:
        raise ModelError(
            f"{folder}: the bundled model cannot be prepared ({error.strerror}); make the cache folder writable "
            "or set XDG_CACHE_HOME to one that is."
        ) from error


def _config(name: str, kind: ModelKind, weights: Path) -> dict[str, Any]:
    """What PaddleOCR keeps beside its weights: how to prepare the image and how to read the network's answer."""
    decode = {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}}
    if kind is ModelKind.RECOGNITION:
        transform: list[dict[str, Any]] = [decode, {"RecResizeImg": {"image_shape": [3, 48, 320]}}]
        post: dict[str, Any] = {"name": "CTCLabelDecode", "character_dict": _alphabet(weights)}
    else:
        half = [0.5, 0.5, 0.5]
        transform = [
            decode,
            {"DetResizeForTest": {}},
            {"NormalizeImage": {"mean": half, "std": half, "scale": 1 / 255, "order": "hwc"}},
            {"ToCHWImage": None},
        ]
        post = {"name": "DBPostProcess", "thresh": 0.3, "box_thresh": 0.6, "unclip_ratio": 1.5}
    return {"Global": {"model_name": name}, "PreProcess": {"transform_ops": transform}, "PostProcess": post}


def _alphabet(weights: Path) -> str | list[str]:
    """The characters a recognizer knows, from the metadata of its ONNX file.

    In one string where each is a single code point: PaddleOCR takes that too, and YAML reads it a hundred times faster.
    """
    import onnxruntime  # noqa: PLC0415  slow to import

    session = onnxruntime.InferenceSession(os.fspath(weights), providers=["CPUExecutionProvider"])
    alphabet: str = session.get_modelmeta().custom_metadata_map["character"]
    characters = alphabet.removesuffix("\n").split("\n")
    return "".join(characters) if all(len(character) == 1 for character in characters) else characters
