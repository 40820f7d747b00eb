"""The recognizer's large products in whole numbers of eight bits, which take half the time of those in bf16.

Weights are scaled by the largest of each output, inputs by how large they are on printed lines: symmetric
quantization after training, per channel and per tensor (R. Krishnamoorthi, "Quantizing deep convolutional networks for
efficient inference: A whitepaper", arXiv:1806.08342, 2018). OpenVINO takes a product between two of its *FakeQuantize*
steps for one of whole numbers. Only what bears it is quantized: pointwise convolutions that double or halve the
channels, and the last layer. The rest (the first convolutions, those of single channels, square ones, gates, attention)
is a sixth of the work, and with it characters are lost by the dozen.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from digitize.recognition.models import checksum

Ranges = Mapping[str, float]
"""By the name of a layer: how large the numbers are that enter it."""

_STEPS = 127
"""The largest whole number, in eight bits with a sign."""


def known_ranges(weights: Path) -> Ranges:
    """The ranges measured for the model of this file, by `python -m benchmarks.ranges`; none for others.

    Raises ModelError where it cannot be read.
    """
    return _measured().get(checksum(weights), {})


@cache
def _measured() -> dict[str, Ranges]:
    """By the checksum of a file of weights."""
    measured: dict[str, Ranges] = json.loads(files(__package__).joinpath("ranges.json").read_text("utf-8"))
    return measured


def quantize(network: Any, ranges: Ranges) -> None:  # noqa: ANN401
    """Make the layers of `network` that `ranges` names compute in whole numbers, in place.

    Raises RuntimeError where it has no such layers.
    """
    layers = {layer.get_friendly_name(): layer for layer in network.get_ordered_ops()}
    if missing := ranges.keys() - layers.keys():
        raise RuntimeError(f"the network has no layers {', '.join(sorted(missing))}")
    for name, size in ranges.items():
        layer = layers[name]
        inputs, weights = layer.input_value(0), layer.input_value(1)
        outer = 0 if layer.get_type_name() == "Convolution" else 1
        across = tuple(axis for axis in range(len(weights.get_shape())) if axis != outer)
        largest = np.abs(weights.get_node().get_data()).max(across, keepdims=True)
        layer.input(0).replace_source_output(_rounded(inputs, np.float32(size), -_STEPS - 1))
        layer.input(1).replace_source_output(_rounded(weights, largest, -_STEPS))


def _rounded(numbers: Any, largest: Any, lowest: int) -> Any:  # noqa: ANN401
    """`numbers` as multiples, from `lowest` to 127, of what makes 127 the `largest`."""
    from openvino import opset13 as op  # noqa: PLC0415  slow to import

    low, high = (op.constant((largest * (step / _STEPS)).astype(np.float32)) for step in (lowest, _STEPS))
    return op.fake_quantize(numbers, low, high, low, high, _STEPS - lowest + 1).output(0)
