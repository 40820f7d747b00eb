"""What computes the networks: OpenVINO where it runs, else ONNX Runtime, the one PaddleOCR brings.

PaddleOCR prepares images and hands arrays to its predictor's `runner`, a callable; that is where OpenVINO stands in.
"""

import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitize.errors import ModelError
from digitize.options import EngineChoice, Options, Precision
from digitize.recognition.heap import set_heaps
from digitize.recognition.lower import lower
from digitize.recognition.models import CONFIG, WEIGHTS, ModelKind, resolve
from digitize.recognition.pixels import normalization, take_pixels
from digitize.recognition.quantize import known_ranges, quantize

logger = logging.getLogger(__name__)

Array = NDArray[np.float32]
Steps = tuple[NDArray[np.integer[Any]], Array, Array]
"""For each step along a line: the likeliest class, its probability, and the probability of a space."""

_MOST_STREAMS = 16
"""Lines read at the same time at most, each by a thread of its own."""

LOW_HEIGHT = 32
"""Height in pixels of lines that are read quickly, where the model is the one it was measured with: two thirds of the
work in the convolutions, and clean type reads the same."""

_STEPS = ((640, 32), (1280, 64), (3200, 128))
"""Up to which width of a line in pixels inputs come in steps of how many. Each new width takes some 25 ms and 5 MB on
every stream."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """A runtime and the precision it computes in."""

    name: str
    """Of its Python package: openvino or onnxruntime."""
    precision: Precision
    """F32 or BF16."""
    int8: bool = False
    """Whether the recognizer's large products are in whole numbers of eight bits where it reads quickly."""

    @property
    def batches(self) -> bool:
        """Whether lines are computed in batches, padded to the widest, and not each by itself."""
        return self.name == "onnxruntime"

    @property
    def settings(self) -> tuple[tuple[str, str], ...]:
        """Name and version, and the precision, for provenance."""
        precision = f"{Precision.INT8} and {self.precision}" if self.int8 else self.precision.value
        return ((self.name, version(self.name)), ("precision", precision))


def choose(options: Options) -> Runtime:
    """The runtime that `options` ask for, or by itself the fastest there is; raises ModelError where it is not there.

    bfloat16 and whole numbers are chosen where the processor computes in them. They take half the time of f32 or less;
    clean print reads the same, and of poor print as much is read rightly, though not always the same.
    """
    capable: frozenset[str] = frozenset()
    if options.engine is not EngineChoice.ONNXRUNTIME:
        try:
            capable = _capabilities()
        except ModelError as error:
            if options.engine is EngineChoice.OPENVINO:
                raise
            logger.info("ONNX Runtime computes: %s", error)
    wanted = options.precision
    int8 = bool(capable) and wanted in (Precision.AUTO, Precision.INT8) and _has_vnni() and _is_known(options)
    if wanted is Precision.INT8 and not int8:
        raise ModelError(
            "Nothing here computes in int8, which takes OpenVINO, an x86 processor with VNNI (told on Linux alone) "
            "and the bundled recognition model: choose the precision auto or f32."
        )
    if wanted is Precision.BF16 and "BF16" not in capable:
        raise ModelError(
            "Nothing here computes in bf16, which takes OpenVINO and a processor that knows it: choose the precision "
            "auto or f32."
        )
    fast = "BF16" in capable and wanted is not Precision.F32
    return Runtime("openvino" if capable else "onnxruntime", Precision.BF16 if fast else Precision.F32, int8)


def _is_known(options: Options) -> bool:
    """Whether the ranges of the recognizer's numbers have been measured."""
    folder = resolve(options.recognition_model, ModelKind.RECOGNITION).folder
    return folder is not None and bool(known_ranges(folder / WEIGHTS))


@cache
def _capabilities() -> frozenset[str]:
    """The kinds of numbers OpenVINO computes with on this processor; raises ModelError where it does not run."""
    try:
        return frozenset(_core().get_property("CPU", "OPTIMIZATION_CAPABILITIES"))
    except ModuleNotFoundError as error:
        raise ModelError(
            "OpenVINO is not installed: install it with 'pip install openvino', or choose the engine auto."
        ) from error
    except (ImportError, RuntimeError) as error:  # the system lacks a library, or the processor its instructions
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise ModelError(f"OpenVINO does not run on this machine ({reason}): choose the engine auto.") from error


@cache
def _has_vnni() -> bool:
    """Whether an x86 processor multiplies whole numbers of eight bits without overflow; unknown but on Linux."""
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8", errors="replace").split()
    except OSError:
        return False
    return not {"avx512_vnni", "avx_vnni"}.isdisjoint(told)


@cache
def _core() -> Any:  # noqa: ANN401  OpenVINO's own types come from its compiled part
    import openvino  # noqa: PLC0415  slow to import

    set_heaps(_threads())
    return openvino.Core()


@dataclass(frozen=True, slots=True)
class Networks:
    """A detector and a recognizer as OpenVINO compiled them."""

    detector: Any
    recognizer: Any
    quick: Any
    """The recognizer for lower lines, in whole numbers where the runtime has them; another than the measured one as it
    is."""


def begin(detection: Path, recognition: Path, runtime: Runtime, space: int) -> Future[Networks]:
    """Begin to compile the networks of two files of weights, once in a process; `space` is the class of the space.

    A thread of its own does it, which takes 0.7 s in which Python does something else. What has failed is begun anew.
    """
    begun = _begun(detection, recognition, runtime, space)
    if begun.done() and begun.exception():
        _begun.cache_clear()
        begun = _begun(detection, recognition, runtime, space)
    return begun


@lru_cache(maxsize=4)
def _begun(detection: Path, recognition: Path, runtime: Runtime, space: int) -> Future[Networks]:
    pool = ThreadPoolExecutor(1, "networks")
    future = pool.submit(_compiled, detection, recognition, runtime, space)
    pool.shutdown(wait=False)
    return future


def networks(detection: Path, recognition: Path, runtime: Runtime, space: int) -> Networks:
    """The networks that were begun, or else are now.

    Raises RuntimeError where OpenVINO cannot load them, ModelError where a file cannot be read.
    """
    return begin(detection, recognition, runtime, space).result()


def _compiled(detection: Path, recognition: Path, runtime: Runtime, space: int) -> Networks:
    detector = take_pixels(_core().read_model(detection), normalization(detection.with_name(CONFIG)))
    recognizer = quick = _recognizer(_core().read_model(recognition), runtime, space)
    if ranges := known_ranges(recognition):
        model = _core().read_model(recognition)
        lower(model, LOW_HEIGHT)
        quantize(model, ranges if runtime.int8 else {})
        quick = _recognizer(model, runtime, space)
    return Networks(_compile(detector, runtime.precision, streams=1), recognizer, quick)


def _recognizer(model: Any, runtime: Runtime, space: int) -> Any:  # noqa: ANN401
    return _compile(_reducing(model, space), runtime.precision, _streams())


def _compile(model: Any, precision: Precision, streams: int) -> Any:  # noqa: ANN401
    return _core().compile_model(
        model, "CPU", {"INFERENCE_PRECISION_HINT": precision.value, "NUM_STREAMS": streams, "ENABLE_CPU_PINNING": False}
    )


def _streams() -> int:
    return min(_MOST_STREAMS, _threads())


class PageRunner:
    """A detector on OpenVINO: one image (H, W, 3) in, the map of text (1, 1, H, W) out, good until the next one.

    OpenVINO prepares itself for each size of image it meets, which takes half as long as to look at one. Padding to
    few sizes would save that and change what is found, as the network weighs the image as a whole. Its memory, some 150
    bytes a pixel in bf16 and 250 in f32, is kept: to ask the system for it anew takes a third of the time.
    """

    def __init__(self, network: Any) -> None:  # noqa: ANN401
        self._request = network.create_infer_request()

    def __call__(self, x: Sequence[NDArray[np.uint8]]) -> list[Array]:
        (image,) = x
        self._request.infer([np.ascontiguousarray(image[None])], share_inputs=True)
        return [self._request.output_tensors[0].data]


class LineRunner:
    """A recognizer on OpenVINO: lines (H, W, 3) of any sizes in; for each line what `reduced` gives, out.

    Each line is computed by itself, as many at a time as there are threads. That is faster than batches on all
    threads, and what is read does not depend on what else is read. `prepare` is PaddleOCR's own step from lines to
    arrays (3, H, W); it is taken for one line while others are computed.
    """

    def __init__(self, network: Any, prepare: Callable[..., list[Array]]) -> None:  # noqa: ANN401
        self._prepare = prepare
        # Twice as many as streams, so that none waits for Python to hand it the next line.
        self._requests = [network.create_infer_request() for _ in range(2 * _streams())]

    def __call__(self, x: Sequence[NDArray[np.uint8]]) -> list[Steps]:
        answers: list[Steps] = []
        count = len(self._requests)
        try:
            for index, image in enumerate(x):
                line = self._prepare(imgs=[image])[0]
                request = self._requests[index % count]
                if index >= count:
                    answers.append(_answer(request))
                request.start_async([_padded(line)], share_inputs=True)
            answers += [_answer(self._requests[index % count]) for index in range(max(0, len(x) - count), len(x))]
        finally:
            for request in self._requests:
                request.wait()
        return answers


def _answer(request: Any) -> Steps:  # noqa: ANN401
    request.wait()
    best, top, space = (tensor.data[0].copy() for tensor in request.output_tensors)
    return best, top, space


def input_width(width: int) -> int:
    """The width to which a line of `width` pixels is padded on OpenVINO, which prepares itself for each it meets."""
    step = next((step for limit, step in _STEPS if width <= limit), _STEPS[-1][1])
    return -(-width // step) * step


def _padded(line: Array) -> Array:
    """A line (3, H, W) as an input (1, 3, H, W)."""
    padded = np.zeros((1, *line.shape[:2], input_width(line.shape[2])), np.float32)
    padded[0, :, :, : line.shape[2]] = line
    return padded


def _reducing(model: Any, space: int) -> Any:  # noqa: ANN401
    """`model` with `reduced` as its last step, which spares megabytes a line of copying and Python's lock."""
    import openvino  # noqa: PLC0415
    from openvino import opset13 as op  # noqa: PLC0415

    probabilities = model.get_results()[0].input_value(0)
    classes = probabilities.get_partial_shape()[2].get_length()
    along = op.constant(np.array([2], np.int64))
    top = op.reduce_max(probabilities, along, keep_dims=True)
    numbers = op.constant(np.arange(classes, dtype=np.int32)[None, None])
    best = op.reduce_min(op.select(op.equal(probabilities, top), numbers, op.constant(np.int32(classes))), along)
    spaces = op.gather(probabilities, op.constant(np.int64(space % classes)), op.constant(np.int64(2)))
    outputs = [op.result(each) for each in (best, op.squeeze(top, along), spaces)]
    return openvino.Model(outputs, model.get_parameters())


def _threads() -> int:
    """How many threads may run at the same time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def reduced(probabilities: Array, space: int) -> Steps:
    """From the probabilities of all classes at each step of a line (steps, classes) what decoding needs.

    `space` is the class of the space.
    """
    return probabilities.argmax(axis=-1), probabilities.max(axis=-1), probabilities[:, space].copy()
