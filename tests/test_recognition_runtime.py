"""The runtimes under PaddleOCR's classes, and what is taken for granted of both."""

import inspect
import sys
from importlib.metadata import requires, version
from pathlib import Path
from types import ModuleType

import cv2
import pytest
from models_at_hand import (
    ANY,
    AUTO,
    F32,
    ONNX,
    TALL,
    THREE,
    bundled,
    copied,
    lines_of_print,
    needs_bf16,
    needs_int8,
    needs_openvino,
    step,
    texts,
    with_models,
    with_remark,
    with_size,
)
from packaging.requirements import Requirement
from printed import draw

from digitize.errors import ModelError, RecognitionError
from digitize.options import EngineChoice, Options, Precision
from digitize.recognition import load_engine, networks, runtime
from digitize.recognition.engine import LINE_HEIGHT
from digitize.recognition.lower import lower
from digitize.recognition.models import WEIGHTS, ModelKind
from digitize.recognition.quantize import known_ranges
from digitize.recognition.runtime import Runtime, choose

SURE = 0.8
"""Probability of its least sure character below which a line is read again."""


@pytest.fixture
def without_openvino(monkeypatch):
    """As where the package is not installed."""
    monkeypatch.setitem(sys.modules, "openvino", None)
    for cached in (runtime.core, runtime._capabilities):
        cached.cache_clear()
        monkeypatch.setattr(runtime, cached.__name__, cached.__wrapped__)


def test_onnx_runtime_alone_where_it_is_wanted():
    assert choose(ONNX) == Runtime("onnxruntime", Precision.F32)
    assert load_engine(ONNX).runtime.name == "onnxruntime"


def test_openvino_by_itself_and_in_f32_where_it_is_wanted():
    needs_openvino()
    assert choose(AUTO).name == "openvino"
    assert choose(F32) == Runtime("openvino", Precision.F32)
    assert dict(choose(F32).settings) == {"openvino": version("openvino"), "precision": "f32"}


def test_bf16_by_itself_only_where_the_processor_has_it():
    needs_openvino()
    import openvino  # noqa: PLC0415

    has = "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    assert choose(AUTO).precision is (Precision.BF16 if has else Precision.F32)


def test_int8_by_itself_only_where_the_processor_has_vnni_and_the_model_is_known(tmp_path):
    needs_openvino()
    told = Path("/proc/cpuinfo").read_text("utf-8").split() if sys.platform == "linux" else []
    has = not {"avx512_vnni", "avx_vnni"}.isdisjoint(told)
    assert choose(AUTO).int8 is has
    if has:
        assert dict(choose(AUTO).settings)["precision"] == f"int8 and {choose(AUTO).precision}"
    folder = copied(ModelKind.RECOGNITION, tmp_path, weights=with_remark)
    assert not choose(Options(recognition_model=str(folder))).int8
    with pytest.raises(ModelError, match=r"^Nothing here computes in int8, .* the bundled recognition model"):
        choose(Options(recognition_model=str(folder), precision=Precision.INT8))


def broken(name):
    raise ModuleNotFoundError(f"No module named 'openvino._pyopenvino', wanted for {name}", name="openvino._pyopenvino")


@pytest.mark.usefixtures("without_openvino")
def test_without_openvino_onnx_runtime_computes():
    assert choose(AUTO) == Runtime("onnxruntime", Precision.F32)


@pytest.mark.usefixtures("without_openvino")
def test_openvino_wanted_and_missing_is_told():
    with pytest.raises(ModelError, match=r"^OpenVINO is not installed: install it with 'pip install openvino'"):
        choose(F32)


@pytest.mark.usefixtures("without_openvino")
def test_an_openvino_that_is_broken_is_told_as_such_and_once(monkeypatch, caplog):
    package = ModuleType("openvino")
    package.__getattr__ = broken
    monkeypatch.setitem(sys.modules, "openvino", package)
    runtime._tell.cache_clear()
    with caplog.at_level("INFO"):
        assert choose(AUTO) == choose(AUTO) == Runtime("onnxruntime", Precision.F32)
        with pytest.raises(ModelError, match=r"^OpenVINO does not run on this machine \(.*_pyopenvino"):
            choose(F32)
    (record,) = caplog.records
    assert record.message.startswith("Without OpenVINO, ONNX Runtime computes: OpenVINO does not run")


def test_bf16_where_nothing_computes_in_it_is_told():
    with pytest.raises(ModelError, match="choose the precision auto or f32"):
        load_engine(Options(engine=EngineChoice.ONNXRUNTIME, precision=Precision.BF16))


@pytest.mark.parametrize(
    ("precision", "needs"),
    [(Precision.F32, needs_openvino), (Precision.BF16, needs_bf16), (Precision.INT8, needs_int8)],
)
def test_both_runtimes_read_the_same(precision, needs):
    needs()
    engine = load_engine(Options(engine=EngineChoice.OPENVINO, precision=precision))
    if precision is Precision.INT8:
        assert engine.runtime == Runtime("openvino", choose(AUTO).precision, int8=True)
    else:
        assert engine.runtime == Runtime("openvino", precision)
    crops = lines_of_print()
    expected = load_engine(ONNX).read(crops)
    assert min(len(reading.text) for reading in expected) >= 6
    found = engine.read(crops)
    assert texts(found) == texts(expected)
    for one, other in zip(found, expected, strict=True):
        assert one.positions == pytest.approx(other.positions, abs=0.03)
        assert one.probabilities == pytest.approx(other.probabilities, abs=0.1)
        assert one.spaces == pytest.approx(other.spaces, abs=0.1)
    quick = engine.read(crops, quickly=True)
    sure = [(one, other) for one, other in zip(quick, expected, strict=True) if min(one.probabilities) > SURE]
    assert len(sure) >= 3
    for one, other in sure:
        assert one.text == other.text
        assert one.positions == pytest.approx(other.positions, abs=0.1)  # a step of the network along the shortest


def test_what_is_read_quickly_is_read_on_lower_pictures():
    needs_openvino()
    engine = load_engine(F32)
    assert (engine.quick_height, LINE_HEIGHT) == (32, 48)
    engine.read(lines_of_print(), quickly=True)
    engine.read(lines_of_print())
    lower, full = (runner._requests[0].input_tensors[0].shape for runner in (engine._quick, engine._careful))
    assert (lower[2], full[2]) == (32, 48)
    assert load_engine(ONNX).quick_height == LINE_HEIGHT


def test_a_recognizer_of_any_height_reads_at_full_height_throughout(tmp_path):
    needs_openvino()
    copied(ModelKind.RECOGNITION, tmp_path, weights=with_size(THREE + TALL, THREE + ANY))
    engine = load_engine(with_models(AUTO, recognition_model=tmp_path))
    assert engine.quick_height == LINE_HEIGHT
    crops = lines_of_print()
    assert texts(engine.read(crops, quickly=True)) == texts(load_engine(ONNX).read(crops))


def test_a_network_that_does_not_pool_the_height_takes_no_lower_lines():
    needs_openvino()
    detector = runtime.core().read_model(bundled(ModelKind.DETECTION) / WEIGHTS)
    detector.reshape([1, 3, 64, 64])
    with pytest.raises(RuntimeError, match="it takes no lines 32 pixels high"):
        lower(detector, 32)


def test_a_recognizer_takes_no_lines_of_a_height_it_cannot_halve_to_whole_rows():
    needs_openvino()
    with pytest.raises(RuntimeError, match="it takes no lines 40 pixels high"):
        lower(runtime.core().read_model(bundled(ModelKind.RECOGNITION) / WEIGHTS), 40)


def test_in_int8_whole_numbers_are_multiplied():
    needs_int8()
    engine = load_engine(Options(precision=Precision.INT8))
    network = engine._quick._requests[0].get_compiled_model().get_runtime_model()
    layers = [layer.get_rt_info() for layer in network.get_ops()]
    products = [
        layer for layer in layers if layer["layerType"].astype(str).startswith(("Convolution", "FullyConnected"))
    ]
    whole = [layer for layer in products if layer["runtimePrecision"].astype(str) in ("i8", "u8")]
    assert len(whole) == len(known_ranges(bundled(ModelKind.RECOGNITION) / WEIGHTS)) > 20
    assert len(products) > len(whole)


def test_in_int8_only_what_is_read_quickly_differs():
    needs_int8()
    crops = lines_of_print()
    engine = load_engine(Options(precision=Precision.INT8))
    careful, quick = engine.read(crops), engine.read(crops, quickly=True)
    assert careful == load_engine(Options(precision=engine.runtime.precision)).read(crops)
    assert [reading.probabilities for reading in quick] != [reading.probabilities for reading in careful]


def test_both_runtimes_find_the_same():
    needs_openvino()
    page = cv2.cvtColor(draw((600, 400), [(50, 60, 28, "The county"), (300, 250, 28, "Mill")]), cv2.COLOR_GRAY2BGR)
    found, expected = (load_engine(options).detect(page) for options in (F32, ONNX))
    assert len(expected) == 2
    assert found == pytest.approx(expected, abs=1)


@pytest.mark.parametrize(
    "asked",
    [
        {"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5], "scale": 1 / 255, "order": "hwc"},
        {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225], "scale": "1./255.", "order": "hwc"},
        {"mean": [0.1, 0.2, 0.3], "std": [1.0, 2.0, 3.0]},
        {"mean": None, "std": None, "scale": None},
        None,
    ],
)
def test_a_detector_is_given_what_paddleocr_would_have_made_of_the_pixels(tmp_path, asked):
    needs_openvino()
    copied(ModelKind.DETECTION, tmp_path, lambda config: step(config, "NormalizeImage").update(NormalizeImage=asked))
    page = cv2.cvtColor(draw((640, 416), [(50, 60, 28, "The county"), (300, 250, 28, "Mill")]), cv2.COLOR_GRAY2BGR)
    page[:, :200, 0] //= 2  # another colour, to tell the channels apart
    maps = []
    for options in (F32, ONNX):
        engine = load_engine(with_models(options, detection_model=tmp_path))
        predictor = engine._detector.paddlex_predictor
        answers = []

        def keep(x, compute=predictor.runner, answers=answers):
            answers.extend(compute(x=x))
            return answers

        predictor.runner = keep
        engine.detect(page)
        maps.append(answers[0].copy())
    assert maps[0].shape == (1, 1, 416, 640)
    assert maps[0] == pytest.approx(maps[1], abs=1e-3)


def test_with_openvino_a_line_reads_alike_in_any_company():
    needs_openvino()
    crops = lines_of_print()
    engine = load_engine(F32)
    assert engine.read(crops) == [engine.read([crop])[0] for crop in crops]


def test_more_lines_than_are_read_at_once():
    needs_openvino()
    crops = lines_of_print() * 30
    found = texts(load_engine(AUTO).read(crops))
    assert found == found[:5] * 30


def test_after_an_error_among_many_lines_none_is_still_computed():
    needs_openvino()
    engine = load_engine(F32)
    runner, lines = engine._careful, lines_of_print() * 4
    left = iter(range(7))

    def failing(imgs):
        if next(left, None) is None:
            raise ValueError("no more")
        return engine._prepare(imgs=imgs)

    runner._prepare = failing
    try:
        with pytest.raises(RecognitionError, match="no more"):
            engine.read(lines)
    finally:
        runner._prepare = engine._prepare
    for request in runner._requests:
        assert request.wait_for(0), "one is still computed"
    assert texts(engine.read(lines)) == texts(engine.read(lines[:5])) * 4


def test_the_places_in_paddlex_where_openvino_stands_in():
    """Attributes of PaddleOCR's predictors that are not promised to anybody; what is set there must be used."""
    needs_openvino()
    from paddlex.inference.models.predictors.runner_predictor import RunnerPredictor  # noqa: PLC0415

    engine = load_engine(F32)
    for part, kind in ((engine._detector, networks.PageRunner), (engine._recognizer, networks.LineRunner)):
        predictor = part.paddlex_predictor
        assert isinstance(predictor, RunnerPredictor)
        assert isinstance(predictor.runner, kind)
        assert (predictor.model_dir / WEIGHTS).is_file()
        assert "self.runner(x=x)" in inspect.getsource(type(predictor).process)
        assert 'self.pre_tfs["ToBatch"](imgs=batch_imgs)' in inspect.getsource(type(predictor).process)
    for name in ("Normalize", "ToCHW"):
        assert f'self.pre_tfs["{name}"](imgs=batch_imgs)' in inspect.getsource(
            type(engine._detector.paddlex_predictor).process
        )


def test_paddlex_is_held_to_the_release_whose_insides_are_known():
    (held,) = [
        requirement
        for requirement in map(Requirement, requires("newspaper-digitize") or [])
        if requirement.name == "paddlex"
    ]
    assert version("paddlex") in held.specifier
    assert "4.0" not in held.specifier
    assert "3.8" not in held.specifier
