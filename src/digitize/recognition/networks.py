"""The networks as OpenVINO computes them, in place of the runtime that PaddleOCR brings.

PaddleOCR prepares images and hands arrays to its predictor's `runner`, a callable; that is where these stand in.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitize.errors import ModelError
from digitize.options import Precision
from digitize.recognition.cores import granted_cores, usable_cores
from digitize.recognition.lower import lower
from digitize.recognition.models import CONFIG
from digitize.recognition.pixels import normalization, take_pixels
from digitize.recognition.quantize import known_ranges, quantize
from digitize.recognition.runtime import Runtime, core, reason

Array = NDArray[np.float32]
Steps = tuple[NDArray[np.integer[Any]], Array, Array]
"""For each step along a line: the likeliest class, its probability, and the probability of a space."""

SPACE = -1
"""The class of the space: PaddleOCR puts one behind all characters of an alphabet, even where that has one itself."""

_MOST_STREAMS = 16
"""Lines read at the same time at most, each by a thread of its own."""

LOW_HEIGHT = 32
"""Height in pixels of lines that are read quickly, where the model is the one it was measured with: two thirds of the
work in the convolutions, and clean type reads the same."""

_STEPS = ((640, 32), (1280, 64), (3200, 128))
"""Up to which width of a line in pixels inputs come in steps of how many. Each new width takes some 25 ms and 5 MB on
every stream."""


@dataclass(frozen=True, slots=True)
class Networks:
    """A detector and a recognizer as OpenVINO compiled them."""

    detector: Any
    recognizer: Any
    quick: Any
    """The recognizer for lower lines, in whole numbers where the runtime has them; another than the measured one as it
    is."""


def begin(detection: Path, recognition: Path, runtime: Runtime) -> Future[Networks]:
    """Begin to compile the networks of two files of weights, once in a process.

    A thread of its own does it, which takes 0.7 s in which Python does something else. What has failed is begun anew.
    """
    begun = _begun(detection, recognition, runtime)
    if begun.done() and begun.exception():
        _begun.cache_clear()
        begun = _begun(detection, recognition, runtime)
    return begun


@lru_cache(maxsize=4)
def _begun(detection: Path, recognition: Path, runtime: Runtime) -> Future[Networks]:
    pool = ThreadPoolExecutor(1, "networks")
    future = pool.submit(_compiled, detection, recognition, runtime)
    pool.shutdown(wait=False)
    return future


def networks(detection: Path, recognition: Path, runtime: Runtime) -> Networks:
    """The networks that were begun, or else are now; raises ModelError where OpenVINO cannot load one of them."""
    return begin(detection, recognition, runtime).result()


def _compiled(detection: Path, recognition: Path, runtime: Runtime) -> Networks:
    with _told(detection):
        detector = take_pixels(_read(detection), normalization(detection.with_name(CONFIG)))
        detector = _compile(detector, runtime.precision, streams=1)
    with _told(recognition):
        recognizer = quick = _recognizer(_read(recognition), runtime)
        if ranges := known_ranges(recognition):
            model = _read(recognition)
            lower(model, LOW_HEIGHT)
            quantize(model, ranges if runtime.int8 else {})
            quick = _recognizer(model, runtime)
    return Networks(detector, recognizer, quick)


def _read(weights: Path) -> Any:  # noqa: ANN401
    return _reader().convert(_reader().load(os.fspath(weights)))


@cache
def _reader() -> Any:  # noqa: ANN401
    """OpenVINO's reader of ONNX; left to itself it tries all it has, some of which complain on standard error."""
    from openvino.frontend import FrontEndManager  # noqa: PLC0415  slow to import

    core()
    return FrontEndManager().load_by_framework("onnx")


@contextmanager
def _told(weights: Path) -> Iterator[None]:
    """Raise ModelError in place of OpenVINO's errors over a file of weights."""
    try:
        yield
    except ModelError:
        raise
    except Exception as error:  # those of OpenVINO's reader are of no class in particular
        raise ModelError(
            f"{weights}: OpenVINO cannot load this model ({reason(error)}); the engine onnxruntime may."
        ) from error


def _recognizer(model: Any, runtime: Runtime) -> Any:  # noqa: ANN401
    return _compile(_reducing(model), runtime.precision, _streams())


def _compile(model: Any, precision: Precision, streams: int) -> Any:  # noqa: ANN401
    settings: dict[str, Any] = {
        "INFERENCE_PRECISION_HINT": precision.value,
        "NUM_STREAMS": streams,
        "ENABLE_CPU_PINNING": False,
    }
    if granted := granted_cores():
        settings["INFERENCE_NUM_THREADS"] = granted
    return core().compile_model(model, "CPU", settings)


def _streams() -> int:
    return min(_MOST_STREAMS, usable_cores())


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
        with ExitStack() as started:  # whatever happens, none computes on when this is left
            for index, image in enumerate(x):
                line = self._prepare(imgs=[image])[0]
                request = self._requests[index % count]
                if index >= count:
                    answers.append(_answer(request))
                else:
                    started.callback(request.wait)
                request.start_async([_padded(line)], share_inputs=True)
            answers += [_answer(self._requests[index % count]) for index in range(max(0, len(x) - count), len(x))]
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


def _reducing(model: Any) -> Any:  # noqa: ANN401
    """`model` with `reduced` as its last step, which spares megabytes a line of copying and Python's lock."""
    import openvino  # noqa: PLC0415
    from openvino import opset13 as op  # noqa: PLC0415

    probabilities = model.get_results()[0].input_value(0)
    classes = probabilities.get_partial_shape()[2].get_length()
    along = op.constant(np.array([2], np.int64))
    top = op.reduce_max(probabilities, along, keep_dims=True)
    numbers = op.constant(np.arange(classes, dtype=np.int32)[None, None])
    best = op.reduce_min(op.select(op.equal(probabilities, top), numbers, op.constant(np.int32(classes))), along)
    spaces = op.gather(probabilities, op.constant(np.int64(SPACE % classes)), op.constant(np.int64(2)))
    outputs = [op.result(each) for each in (best, op.squeeze(top, along), spaces)]
    return openvino.Model(outputs, model.get_parameters())


def reduced(probabilities: Array) -> Steps:
    """From the probabilities of all classes at each step of a line (steps, classes) what decoding needs."""
    return probabilities.argmax(axis=-1), probabilities.max(axis=-1), probabilities[:, SPACE].copy()
