"""Other people's programs, as they come: their own defaults, all text of a page, no articles."""

import csv
import os
import shutil
import subprocess
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.records import FoundLine
from digitize.errors import ModelError, RecognitionError
from digitize.model import Point


class Peer:
    """Of which nothing is known but how long it takes."""

    def parts(self) -> dict[str, float]:
        """Nothing."""
        return {}


class PaddleOcr(Peer):
    """PaddleOCR's pipeline on ONNX Runtime with the models of this program.

    Orientation and unwarping of documents, and the orientation of lines, are off: they need models of their own.
    """

    def __init__(self) -> None:
        os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"  # or the import waits on the network
        from paddleocr import PaddleOCR  # noqa: PLC0415  slow to import

        from digitize.recognition.models import BUNDLED, ModelKind, resolve  # noqa: PLC0415

        detection, recognition = resolve(BUNDLED, ModelKind.DETECTION), resolve(BUNDLED, ModelKind.RECOGNITION)
        self._pipeline = PaddleOCR(
            text_detection_model_name=detection.name,
            text_detection_model_dir=str(detection.folder),
            text_recognition_model_name=recognition.name,
            text_recognition_model_dir=str(recognition.folder),
            use_doc_orientation_classify=False,
            use_doc_unwarping=False,
            use_textline_orientation=False,
            engine="onnxruntime",
        )

    def read(self, path: Path, language: str) -> list[FoundLine]:  # noqa: ARG002
        import cv2  # noqa: PLC0415

        image = cv2.imread(os.fspath(path))  # as the pipeline does, which refuses the names of JPEG 2000 files
        if image is None:
            raise RecognitionError(f"{path.name}: OpenCV cannot decode it.")
        (result,) = self._pipeline.predict(image)
        return [
            FoundLine(text, _corners(polygon))
            for text, polygon in zip(result["rec_texts"], result["rec_polys"], strict=True)
        ]


class RapidOcr(Peer):
    """RapidOCR with the models in its package."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR  # noqa: PLC0415

        self._program = RapidOCR(params={"Global.log_level": "error"})

    def read(self, path: Path, language: str) -> list[FoundLine]:  # noqa: ARG002
        result: Any = self._program(str(path))
        if result.txts is None:
            return []
        return [FoundLine(text, _corners(polygon)) for text, polygon in zip(result.txts, result.boxes, strict=True)]


class Tesseract(Peer):
    """Tesseract's own program, which loads its models anew for each page."""

    def __init__(self) -> None:
        command = shutil.which("tesseract")
        if command is None:
            raise ModelError("Tesseract is not installed (on Debian: apt-get install tesseract-ocr).")
        listed = subprocess.run([command, "--list-langs"], capture_output=True, text=True, check=True)
        self._command, self._languages = command, set(listed.stdout.splitlines()[1:])

    def read(self, path: Path, language: str) -> list[FoundLine]:
        if missing := sorted(set(language.split("+")) - self._languages):
            raise ModelError(f"Tesseract lacks its model {missing[0]}: install it, or choose a --language it has.")
        command = [self._command, os.fspath(path), "stdout", "-l", language, "tsv"]
        result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        if result.returncode:
            raise RecognitionError(f"Tesseract ended with status {result.returncode}: {_last(result.stderr)}")
        words = csv.DictReader(result.stdout.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            _line(list(line), "" if language.startswith(("chi", "jpn")) else " ")
            for _, line in groupby((word for word in words if word["level"] == "5"), key=_place)
        ]


def _corners(polygon: Iterable[tuple[float, float]]) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in polygon)


def _last(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it did not say why."


def _place(word: dict[str, str]) -> tuple[str, ...]:
    return word["block_num"], word["par_num"], word["line_num"]


def _line(words: list[dict[str, str]], space: str) -> FoundLine:
    left = min(float(word["left"]) for word in words)
    top = min(float(word["top"]) for word in words)
    right = max(float(word["left"]) + float(word["width"]) for word in words)
    bottom = max(float(word["top"]) + float(word["height"]) for word in words)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return FoundLine(space.join(word["text"] for word in words), corners)
