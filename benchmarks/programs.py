"""The programs that are measured, by the name they have in `--only`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.records import FoundLine
from digitize.imports import without_threads_of_numpy
from digitize.options import EngineChoice, Options, Precision


class Reader(Protocol):
    """A program with its models loaded."""

    def read(self, path: Path, language: str) -> list[FoundLine]:
        """All lines of text of a page; `language` is Tesseract's name of its language."""

    def parts(self) -> dict[str, float]:
        """What each part of the work on the last page took, in seconds, where that is known."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that reads pages, in a process of its own."""

    name: str
    title: str
    load: Callable[[], Reader]
    options: Options | None = None
    """What this program is run with; None for other people's."""

    @property
    def ours(self) -> bool:
        return self.options is not None


def _ours(name: str, title: str, engine: EngineChoice, precision: Precision) -> Program:
    options = Options(engine=engine, precision=precision)

    def load() -> Reader:
        without_threads_of_numpy()  # as its command line does
        from benchmarks.ours import Digitize  # noqa: PLC0415  slow to import, and not to be counted to others

        return Digitize(options)

    return Program(name, title, load, options)


def _paddleocr() -> Reader:
    from benchmarks.peers import PaddleOcr  # noqa: PLC0415

    return PaddleOcr()


def _rapidocr() -> Reader:
    from benchmarks.peers import RapidOcr  # noqa: PLC0415

    return RapidOcr()


def _tesseract() -> Reader:
    from benchmarks.peers import Tesseract  # noqa: PLC0415

    return Tesseract()


AUTO = _ours("auto", "digitize", EngineChoice.AUTO, Precision.AUTO)
"""This program as it comes."""

COMPARED = (
    _ours("int8", "digitize, OpenVINO int8", EngineChoice.OPENVINO, Precision.INT8),
    _ours("bf16", "digitize, OpenVINO bf16", EngineChoice.OPENVINO, Precision.BF16),
    _ours("f32", "digitize, OpenVINO f32", EngineChoice.OPENVINO, Precision.F32),
    _ours("onnxruntime", "digitize, ONNX Runtime", EngineChoice.ONNXRUNTIME, Precision.AUTO),
    Program("paddleocr", "PaddleOCR", _paddleocr),
    Program("rapidocr", "RapidOCR", _rapidocr),
    Program("tesseract", "Tesseract", _tesseract),
)
PROGRAMS: Mapping[str, Program] = {each.name: each for each in (*COMPARED, AUTO)}
