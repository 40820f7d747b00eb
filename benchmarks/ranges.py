"""How large the numbers inside the recognizer are on printed lines: `python -m benchmarks.ranges PAGE... > FILE`.

Pages should be of all kinds the recognizer meets. What is printed is what `digitize.recognition.quantize` knows. It is
taken at full height, 48 pixels. At the 32 of lines read low the numbers are as large: of 150 lines of five pages 1.00
times, median over layers, and 0.78 to 1.23.
"""

import json
import os
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openvino
from openvino import opset13 as op

from digitize import pipeline, scan
from digitize.errors import DigitizeError, explain
from digitize.options import EngineChoice, Options, Precision
from digitize.recognition import load_engine
from digitize.recognition.models import WEIGHTS, ModelKind, checksum, resolve
from digitize.recognition.networks import Array

_LINES = 30
"""Lines taken of each page; all pages count alike."""

_OPTIONS = Options(engine=EngineChoice.ONNXRUNTIME, precision=Precision.F32)


def main() -> None:
    """Print the ranges as JSON."""
    if {"-h", "--help"} & set(sys.argv):
        sys.exit(__doc__)
    if len(sys.argv) < 2:
        sys.exit("benchmarks.ranges: name one or more scans of pages")
    try:
        folder = resolve(_OPTIONS.recognition_model, ModelKind.RECOGNITION).folder
        assert folder is not None, "the bundled model lies in one"
        lines = [line for path in sys.argv[1:] for line in _sample(Path(path))]
    except (DigitizeError, OSError) as error:
        sys.exit(f"benchmarks.ranges: {explain(error)}")
    if not lines:
        sys.exit("benchmarks.ranges: no text was found on these pages: name others")
    weights = folder / WEIGHTS
    print(json.dumps({checksum(weights): _ranges(weights, lines)}, indent=2))


class _Listener:
    """What recognizes lines, and the batches it was given, each (N, 3, 48, W)."""

    def __init__(self, runner: Callable[..., list[Any]]) -> None:
        self._runner = runner
        self.heard: list[Array] = []

    def __call__(self, x: Sequence[Array]) -> list[Any]:
        self.heard.extend(x)
        return self._runner(x=x)


def _sample(page: Path) -> list[Array]:
    """Lines of a page as the recognizer is fed them, (1, 3, 48, W)."""
    engine = load_engine(_OPTIONS)
    runners = engine._careful, engine._quick
    listener = engine._careful = engine._quick = _Listener(engine._careful)
    try:
        for each in scan.inspect(page, _OPTIONS):
            pipeline.read_page(each, 1, _OPTIONS, lambda _: None)
    finally:
        engine._careful, engine._quick = runners
    lines = [line[None] for batch in listener.heard for line in batch]
    return random.Random(0).sample(lines, min(_LINES, len(lines)))


def _ranges(weights: Path, lines: Sequence[Array]) -> dict[str, float]:
    """By the layer's name, the mean over lines of the largest number that enters it."""
    core = openvino.Core()
    network = core.read_model(os.fspath(weights))
    layers = [layer for layer in network.get_ordered_ops() if _bears_it(layer)]
    tops = []
    for layer in layers:
        numbers = layer.input_value(0)
        axes = op.constant(np.arange(len(numbers.get_partial_shape()), dtype=np.int64))
        tops.append(op.result(op.reduce_max(op.abs(numbers), axes)))
    listening = openvino.Model(tops, network.get_parameters())
    compiled = core.compile_model(listening, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    measured = [[float(top) for top in compiled([line]).values()] for line in lines]
    means = np.mean(measured, axis=0)
    return {layer.get_friendly_name(): round(float(mean), 3) for layer, mean in zip(layers, means, strict=True)}


def _bears_it(layer: Any) -> bool:  # noqa: ANN401  OpenVINO's own types come from its compiled part
    """Whether a layer may compute in whole numbers: see `digitize.recognition.quantize`."""
    kind = layer.get_type_name()
    if kind not in ("Convolution", "MatMul") or layer.input_value(1).get_node().get_type_name() != "Constant":
        return False
    shape: tuple[int, ...] = tuple(layer.input_value(1).get_shape())
    if kind == "MatMul":
        return shape[1] == max(shape) > 16 * shape[0]
    outputs, inputs, *window = shape
    return set(window) == {1} and outputs in (2 * inputs, inputs / 2)


if __name__ == "__main__":
    main()
