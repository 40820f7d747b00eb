"""PaddleOCR's detector and recognizer, fed with arrays."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitize.errors import RecognitionError
from digitize.recognition.models import WEIGHTS
from digitize.recognition.networks import (
    LOW_HEIGHT,
    LineRunner,
    PageRunner,
    Steps,
    input_width,
    networks,
    reduced,
)
from digitize.recognition.runtime import Runtime

Image = NDArray[np.uint8]

LINE_HEIGHT = 48
_MIN_WIDTH = 320
MAX_WIDTH = 3200
"""Height of the recognizer's input, the width to which PaddleOCR pads a line, and that beyond which it squeezes one,
in pixels."""

_BATCH_WIDTH = 6400
"""Summed width of lines that ONNX Runtime reads at once, in pixels of the recognizer's input. Its answer takes a
kilobyte of memory for each of these pixels and thousand characters of the alphabet, here some 60 MB."""

_MAX_CANDIDATES = 20_000
"""Text regions of one image; the models' own limit of 1000 is less than a dense page has."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the recognizer saw in one crop."""

    text: str
    confidence: float
    """Mean of the characters' probabilities; 0 where there is no text."""
    positions: tuple[float, ...]
    """Centre of each character along the crop, 0 at its left and 1 at its right edge."""
    probabilities: tuple[float, ...]
    """Of each character."""
    spaces: tuple[float, ...]
    """For each character but the last: the highest probability of a space anywhere before the next one."""


EMPTY = Reading("", 0.0, (), (), ())


class Engine:
    """A text detector and a text recognizer of PaddleOCR, computed by a runtime.

    Several threads may share one. They take turns, since each call keeps all cores busy by itself. A forked process may
    not: the threads of the runtimes do not go with it.
    """

    def __init__(self, detector: Any, recognizer: Any, runtime: Runtime) -> None:  # noqa: ANN401  PaddleOCR is untyped
        """Take PaddleOCR's `TextDetection` and `TextRecognition` over; raises ModelError."""
        self.runtime = runtime
        self._lock = Lock()
        self._detector = detector
        self._recognizer = recognizer
        pages, lines = detector.paddlex_predictor, recognizer.paddlex_predictor
        pages.post_op.max_candidates = _MAX_CANDIDATES
        pages.post_op.box_type = "quad"
        pages.pre_tfs["Resize"].resize_type = 0  # no size of its own
        self._prepare = lines.pre_tfs["ReisizeNorm"]
        self._careful: Callable[..., list[Steps]]
        self._quick: Callable[..., list[Steps]]
        self.quick_height = LINE_HEIGHT
        """Height in pixels of a line's picture that `read` wants where it reads quickly."""
        if runtime.name == "openvino":
            compiled = networks(pages.model_dir / WEIGHTS, lines.model_dir / WEIGHTS, runtime)
            pages.runner = PageRunner(compiled.detector)
            for step in ("Normalize", "ToCHW", "ToBatch"):
                pages.pre_tfs[step] = _as_they_are
            lines.pre_tfs["ReisizeNorm"] = lines.pre_tfs["ToBatch"] = _as_they_are
            self._careful = self._quick = LineRunner(compiled.recognizer, self._prepare)
            if compiled.quick is not compiled.recognizer:
                self._quick, self.quick_height = LineRunner(compiled.quick, self._prepare), LOW_HEIGHT
        else:
            self._careful = self._quick = _Reducing(lines.runner)
        lines.post_op = _CtcDecoder(lines.post_op.character)

    def detect(self, image: Image) -> NDArray[np.float64]:
        """Find text in `image` (H, W, 3), BGR, at the size given, its sides at most 4000 pixels.

        Returns the regions' corners (N, 4, 2) in pixels of `image`. Raises RecognitionError.
        """
        try:
            with self._lock:
                (result,) = self._detector.predict(image, batch_size=1, limit_side_len=32, limit_type="min")
        except Exception as error:  # ONNX Runtime's and OpenCV's errors have nothing in common
            raise RecognitionError(f"Text detection failed: {error}") from error
        return np.asarray(result["dt_polys"], dtype=np.float64).reshape(-1, 4, 2)

    def read(self, crops: Sequence[Image], narrowest: int = _MIN_WIDTH, *, quickly: bool = False) -> list[Reading]:
        """Read `crops`, each (H, W, 3), BGR, one line of text from left to right.

        They are brought to the recognizer's height of 48, or `quick_height`, and what is then narrower is padded to
        `narrowest` pixels. `quickly` computes on these lower pictures, and in whole numbers where the runtime can:
        clean type reads the same, of worn type more is doubtful. Raises RecognitionError.
        """
        readings = [EMPTY] * len(crops)
        height = self.quick_height if quickly else LINE_HEIGHT
        widths = [_input_width(crop, height) for crop in crops]
        for indices in _batches(widths, narrowest) if self.runtime.batches else [_widest_first(widths)]:
            results = self._recognize([crops[index] for index in indices], narrowest, quickly=quickly)
            widest = max((narrowest, *(widths[index] for index in indices)))
            for index, result in zip(indices, results, strict=True):
                padded = widest if self.runtime.batches else input_width(max(narrowest, widths[index]))
                readings[index] = _unpadded(result, padded / widths[index])
        return readings

    def _recognize(self, batch: list[Image], narrowest: int, *, quickly: bool) -> list[Reading]:
        try:
            with self._lock:
                self._prepare.rec_image_shape = [3, self.quick_height if quickly else LINE_HEIGHT, narrowest]
                self._recognizer.paddlex_predictor.runner = self._quick if quickly else self._careful
                results = self._recognizer.predict(batch, batch_size=max(1, len(batch)))
        except Exception as error:  # as in `detect`
            raise RecognitionError(f"Text recognition failed: {error}") from error
        return [result["rec_text"] for result in results]


def _input_width(crop: Image, height: int) -> int:
    high, wide = crop.shape[:2]
    return min(MAX_WIDTH, int(np.ceil(height * wide / high)))


def _widest_first(widths: Sequence[int]) -> list[int]:
    """Indices in an order in which the threads that share lines finish at about the same time."""
    return sorted(range(len(widths)), key=lambda index: -widths[index])


def _batches(widths: Sequence[int], narrowest: int) -> Iterator[list[int]]:
    """Indices in batches of like width, since a batch is padded to its widest; widest last."""
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=widths.__getitem__):
        if batch and max(narrowest, widths[index]) * (len(batch) + 1) > _BATCH_WIDTH:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _unpadded(reading: Reading, stretch: float) -> Reading:
    """The same reading with positions in units of the crop instead of the padded input."""
    positions = tuple(min(1.0, position * stretch) for position in reading.positions)
    return Reading(reading.text, reading.confidence, positions, reading.probabilities, reading.spaces)


def _as_they_are(imgs: list[Image]) -> list[Image]:
    """Images as they are; takes the place of PaddleOCR's steps that the network or its runner does."""
    return imgs


class _Reducing:
    """PaddleOCR's own runner, each line's answer reduced to what decoding needs."""

    def __init__(self, runner: Callable[..., list[NDArray[np.float32]]]) -> None:
        self._runner = runner

    def __call__(self, x: Sequence[NDArray[np.float32]]) -> list[Steps]:
        (lines,) = self._runner(x=x)
        return [reduced(line) for line in lines]


class _CtcDecoder:
    """Greedy CTC decoding that keeps where each character stood; takes the place of PaddleOCR's own."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.character = characters

    def __call__(self, lines: Sequence[Steps], **_: object) -> tuple[list[Reading], list[float]]:
        readings = [self._decode(*steps) for steps in lines]
        return readings, [reading.confidence for reading in readings]

    def _decode(self, best: NDArray[np.integer[Any]], top: NDArray[np.float32], space: NDArray[np.float32]) -> Reading:
        starts = np.flatnonzero(np.diff(best, prepend=-1))
        ends = np.append(starts[1:], len(best))
        runs = [(start, end) for start, end in zip(starts, ends, strict=True) if best[start] != 0]
        entries = [self.character[best[start]] for start, _ in runs]
        # some alphabets have entries of several characters
        runs = [run for run, entry in zip(runs, entries, strict=True) for _ in entry]
        if not runs:
            return EMPTY
        probabilities = tuple(float(top[start:end].max()) for start, end in runs)
        return Reading(
            text="".join(entries),
            confidence=float(np.mean(probabilities)),
            positions=tuple((start + end) / 2 / len(best) for start, end in runs),
            probabilities=probabilities,
            spaces=tuple(float(space[a[0] : b[1]].max()) for a, b in pairwise(runs)),
        )
