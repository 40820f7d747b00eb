"""A detector that takes pixels as they are: the network does itself what PaddleOCR does to them before, in floats.

That spares four copies of the image at four bytes a channel.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from digitize.errors import ModelError


@dataclass(frozen=True, slots=True)
class Normalization:
    """What becomes of the pixels of each channel, in their order: less a mean, divided by a deviation."""

    means: tuple[float, ...]
    deviations: tuple[float, ...]
    """Both in grey levels, 0 to 255."""


def normalization(config: Path) -> Normalization:
    """The normalization that a model's inference.yml asks for, with PaddleOCR's defaults; raises ModelError."""
    try:
        steps = yaml.safe_load(config.read_text("utf-8"))["PreProcess"]["transform_ops"]
        asked = next(step["NormalizeImage"] or {} for step in steps if "NormalizeImage" in step)
        means, deviations = asked.get("mean") or _IMAGENET_MEANS, asked.get("std") or _IMAGENET_DEVIATIONS
        scale = _quotient(asked.get("scale") or 1 / 255)
        return Normalization(tuple(mean / scale for mean in means), tuple(each / scale for each in deviations))
    except OSError as error:
        raise ModelError(f"{config}: it cannot be read ({error.strerror}).") from error
    except (
        yaml.YAMLError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        ArithmeticError,
        StopIteration,
    ) as error:
        raise ModelError(
            f"{config}: tells no NormalizeImage under PreProcess: transform_ops, or no numbers in it; export it again."
        ) from error


_IMAGENET_MEANS = (0.485, 0.456, 0.406)
_IMAGENET_DEVIATIONS = (0.229, 0.224, 0.225)


def _quotient(number: object) -> float:
    """A number, which PaddleOCR's files write out as one or as `1./255.`."""
    first, *others = map(float, str(number).split("/"))
    for other in others:
        first /= other
    return first


def take_pixels(network: Any, wanted: Normalization) -> Any:  # noqa: ANN401  OpenVINO's own types come from its compiled part
    """A `network` of inputs (N, 3, H, W), normalized as `wanted`, as one of images (N, H, W, 3) of eight bits.

    The one given is not to be used any more.
    """
    from openvino import Layout, Type  # noqa: PLC0415  slow to import
    from openvino.preprocess import PrePostProcessor  # noqa: PLC0415

    stages = PrePostProcessor(network)
    image = stages.input()
    image.tensor().set_element_type(Type.u8).set_layout(Layout("NHWC"))
    image.model().set_layout(Layout("NCHW"))
    normalize = image.preprocess().convert_element_type(Type.f32)
    normalize.mean(_alike(wanted.means)).scale(_alike(wanted.deviations))
    return stages.build()


def _alike(channels: tuple[float, ...]) -> float | list[float]:
    """One number where all are the same: OpenVINO multiplies several into weights, which bfloat16 then rounds anew."""
    return channels[0] if len(set(channels)) == 1 else list(channels)
