"""The bundled models, copies of them that differ in one thing, and what this machine computes them with."""

from pathlib import Path

import cv2
import pytest
import yaml
from printed import draw, lines_in

from digitize.options import EngineChoice, Options, Precision
from digitize.recognition import load_engine
from digitize.recognition.models import BUNDLED, CONFIG, WEIGHTS, resolve
from digitize.recognition.runtime import choose

SAMPLE = Path(__file__).parents[1] / "scans" / "sample-issue" / "0001.jpg"

ONNX = Options(engine=EngineChoice.ONNXRUNTIME)
F32 = Options(engine=EngineChoice.OPENVINO, precision=Precision.F32)
AUTO = Options()

THREE, TALL, ANY = b"\x0a\x02\x08\x03", b"\x0a\x02\x08\x30", b"\x0a\x02\x12\x00"
"""As ONNX writes sizes: of three channels, of 48 pixels, and one left open."""
WIDE, WIDE_ALWAYS = b"\x0a\x14\x12\x12DynamicDimension.", b"\x0a\x14\x08\xe0\x05\x1a\x0fa size of this"
"""One left open under a name, and one of 736 pixels, each but for its last byte."""


def needs_openvino():
    pytest.importorskip("openvino")


def needs_bf16():
    needs_openvino()
    if choose(AUTO).precision is not Precision.BF16:
        pytest.skip("this processor does not compute in bf16")


def needs_int8():
    needs_openvino()
    if not choose(AUTO).int8:
        pytest.skip("this processor has no VNNI")


def bundled(kind):
    """The folder of a bundled model."""
    return resolve(BUNDLED, kind).folder


def unchanged(what):
    return what


def copied(kind, folder, config=unchanged, weights=unchanged):
    """A bundled model in a `folder` of its own; `config` and `weights` make others of its own."""
    told = yaml.safe_load((bundled(kind) / CONFIG).read_text("utf-8"))
    config(told)
    (folder / CONFIG).write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    (folder / WEIGHTS).write_bytes(weights((bundled(kind) / WEIGHTS).read_bytes()))
    return folder


def with_remark(weights):
    """Weights with a remark in their file, and so others than were measured."""
    remark = b"another"
    return weights + bytes([6 << 3 | 2, len(remark)]) + remark  # ONNX's ModelProto: doc_string


def with_size(old, new):
    """Weights of which one size at least, as ONNX writes it, is another."""

    def changed(weights):
        assert old in weights
        return weights.replace(old, new)

    return changed


def step(config, name):
    """What a model's config tells of one step by which images are prepared."""
    (found,) = [each for each in config["PreProcess"]["transform_ops"] if name in each]
    return found


def with_models(options, **folders):
    """`options` with models in other folders: `detection_model`, `recognition_model`."""
    return options.model_copy(update={name: str(folder) for name, folder in folders.items()})


def lines_of_print():
    """Three lines of a column of the sample page, and two of Latin type."""
    page = cv2.imread(str(SAMPLE))
    left, top, right, bottom = 2020, 2850, 2640, 3240
    lines = lines_in(page[top:bottom, left:right], load_engine(ONNX))
    chinese = sorted(lines, key=lambda line: -line.shape[1])[:3]
    latin = [draw((width, 50), [(10, 5, 32, text)]) for text, width in (("Harbor", 130), ("Mill Street", 190))]
    return chinese + [cv2.cvtColor(line, cv2.COLOR_GRAY2BGR) for line in latin]


def texts(readings):
    return [reading.text for reading in readings]
