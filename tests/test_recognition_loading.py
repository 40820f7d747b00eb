"""Models loaded once, and those that cannot be used refused in a sentence."""

import re
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import cv2
import numpy as np
import pytest
from models_at_hand import (
    AUTO,
    F32,
    ONNX,
    WIDE,
    WIDE_ALWAYS,
    bundled,
    copied,
    lines_of_print,
    needs_openvino,
    step,
    texts,
    with_models,
    with_size,
)
from printed import draw

from digitize.errors import ModelError
from digitize.options import Options
from digitize.recognition import begin_loading, load_engine, loading, networks
from digitize.recognition.models import WEIGHTS, ModelKind
from digitize.recognition.runtime import choose


def without(name):
    """A change of a model's config: without one step."""

    def change(config):
        config["PreProcess"]["transform_ops"].remove(step(config, name))

    return change


@pytest.mark.parametrize("options", [AUTO, ONNX])
@pytest.mark.parametrize("name", ["DetResizeForTest", "NormalizeImage", "ToCHWImage"])
def test_a_detector_whose_config_lacks_a_step_is_refused_in_a_sentence(tmp_path, options, name):
    copied(ModelKind.DETECTION, tmp_path, without(name))
    with pytest.raises(ModelError, match=f"{tmp_path}.*(this is no detection model|tells no {name})"):
        load_engine(with_models(options, detection_model=tmp_path))


@pytest.mark.parametrize("options", [AUTO, ONNX])
def test_a_detector_for_images_of_one_size_is_refused_in_a_sentence(tmp_path, options):
    copied(ModelKind.DETECTION, tmp_path, weights=with_size(WIDE, WIDE_ALWAYS))
    with pytest.raises(ModelError, match=f"{tmp_path}: this model does not work. Text detection failed"):
        load_engine(with_models(options, detection_model=tmp_path))


@pytest.mark.parametrize("options", [AUTO, ONNX])
def test_a_detector_sees_images_at_their_own_size_whatever_its_config_makes_of_them(tmp_path, options):
    def squeezed(config):
        step(config, "DetResizeForTest").update(DetResizeForTest={"image_shape": [64, 64]})
        config["PostProcess"]["box_type"] = "poly"

    copied(ModelKind.DETECTION, tmp_path, squeezed)
    page = cv2.cvtColor(draw((600, 400), [(50, 60, 28, "The county"), (300, 250, 28, "Mill")]), cv2.COLOR_GRAY2BGR)
    expected = load_engine(options).detect(page)
    assert len(expected) == 2
    assert np.array_equal(load_engine(with_models(options, detection_model=tmp_path)).detect(page), expected)


@pytest.mark.parametrize("options", [AUTO, ONNX])
@pytest.mark.parametrize("shape", [[3, 32, 320], [3, 48], [3], "3,48,320", 48, None])
def test_a_recognizer_of_lines_of_another_shape_is_refused_in_a_sentence(tmp_path, options, shape):
    def shaped(config):
        step(config, "RecResizeImg")["RecResizeImg"]["image_shape"] = shape

    copied(ModelKind.RECOGNITION, tmp_path, shaped)
    with pytest.raises(ModelError, match=re.escape(f"this model takes lines as {shape!r}, and not 48 pixels high.")):
        load_engine(with_models(options, recognition_model=tmp_path))


@pytest.mark.parametrize("options", [AUTO, ONNX])
def test_a_model_that_would_fail_on_every_page_is_refused_in_a_sentence(tmp_path, options):
    copied(ModelKind.DETECTION, tmp_path, lambda config: config["PostProcess"].update(thresh="x"))
    with pytest.raises(ModelError, match=f"^{tmp_path}: this model does not work. Text detection failed: "):
        load_engine(with_models(options, detection_model=tmp_path))


def with_entries(**changes):
    """A change of a model's config: another entry of its alphabet in the place of each character."""

    def change(config):
        alphabet = config["PostProcess"]["character_dict"]
        config["PostProcess"]["character_dict"] = [changes.get(entry, entry) for entry in alphabet]

    return change


@pytest.mark.parametrize("options", [AUTO, ONNX])
def test_entries_of_several_letters_or_none_leave_each_letter_its_place(tmp_path, options):
    copied(ModelKind.RECOGNITION, tmp_path, with_entries(t="the", r=""))
    lines = [cv2.cvtColor(draw((190, 50), [(10, 5, 32, "Mill Street")]), cv2.COLOR_GRAY2BGR)]
    (plain,) = load_engine(options).read(lines)
    (other,) = load_engine(with_models(options, recognition_model=tmp_path)).read(lines)
    assert (plain.text, other.text) == ("Mill Street", "Mill Stheeethe")
    expected = [plain.positions[at] for at in (0, 1, 2, 3, 4, 5, 6, 6, 6, 8, 9, 10, 10, 10)]
    assert other.positions == pytest.approx(expected, abs=0.03)
    assert len(other.probabilities) == len(other.text) == len(other.spaces) + 1


@pytest.mark.parametrize("options", [AUTO, ONNX])
def test_an_alphabet_that_is_no_text_is_refused_in_a_sentence(tmp_path, options):
    copied(ModelKind.RECOGNITION, tmp_path, with_entries(**{"1": 1}))
    with pytest.raises(ModelError, match="its alphabet has entries that are no text, as 1"):
        load_engine(with_models(options, recognition_model=tmp_path))


@pytest.mark.parametrize("options", [AUTO, ONNX])
def test_the_space_is_the_last_class_though_the_alphabet_has_another(tmp_path, options):
    def with_space(config):
        characters = list(config["PostProcess"]["character_dict"])
        characters[characters.index("~")] = " "
        config["PostProcess"]["character_dict"] = characters

    copied(ModelKind.RECOGNITION, tmp_path, with_space)
    lines = lines_of_print()
    expected = load_engine(options).read(lines)
    other = load_engine(with_models(options, recognition_model=tmp_path)).read(lines)
    assert any(" " in reading.text for reading in expected)
    for one, another in zip(other, expected, strict=True):
        assert one.text == another.text
        assert one.spaces == pytest.approx(another.spaces, abs=0.1)


@pytest.mark.parametrize("options", [AUTO, ONNX])
def test_a_model_of_the_other_kind_is_refused_in_a_sentence(options):
    detection = bundled(ModelKind.DETECTION)
    with pytest.raises(ModelError, match="this is no recognition model"):
        load_engine(with_models(options, recognition_model=detection))


@pytest.mark.parametrize("options", [AUTO, ONNX])
def test_an_alphabet_that_does_not_fit_its_network_is_refused_in_a_sentence(tmp_path, options):
    copied(ModelKind.RECOGNITION, tmp_path, lambda config: config["PostProcess"].update(character_dict=list("abc")))
    with pytest.raises(ModelError, match=r"5 characters for 18710 classes"):
        load_engine(with_models(options, recognition_model=tmp_path))


def test_a_model_that_was_mended_is_loaded(tmp_path):
    options = with_models(AUTO, recognition_model=tmp_path)
    copied(ModelKind.RECOGNITION, tmp_path, weights=lambda content: content[:1_000_000])
    with pytest.raises(ModelError):
        load_engine(options)
    copied(ModelKind.RECOGNITION, tmp_path)
    mended = load_engine(options)
    assert texts(mended.read(lines_of_print())) == texts(load_engine(AUTO).read(lines_of_print()))
    assert (mended.runtime, mended.quick_height) == (load_engine(AUTO).runtime, load_engine(AUTO).quick_height)


@pytest.mark.parametrize("options", [AUTO, F32])
def test_what_was_begun_is_what_is_used(options):
    needs_openvino()
    loading._loaded.cache_clear()
    loading._load.cache_clear()
    networks._begun.cache_clear()
    begin_loading(options)
    compiled = networks._begun.cache_info().misses
    load_engine(options)
    assert networks._begun.cache_info().misses == compiled


def test_threads_that_ask_at_the_same_time_share_an_engine():
    loading._loaded.cache_clear()
    loading._load.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        engines = list(pool.map(load_engine, [F32 if find_spec("openvino") else ONNX] * 4))
    assert len(set(map(id, engines))) == 1
    assert loading._load.cache_info().misses == 1


def test_what_failed_to_compile_is_tried_again(tmp_path):
    needs_openvino()
    weights = tmp_path / WEIGHTS
    weights.write_bytes(b"not a network")
    detection = bundled(ModelKind.DETECTION) / WEIGHTS
    with pytest.raises(ModelError, match=r"OpenVINO cannot load this model \(Model can't be parsed"):
        networks.networks(detection, weights, choose(F32))
    copied(ModelKind.RECOGNITION, tmp_path)
    assert networks.networks(detection, weights, choose(F32)).recognizer is not None


def test_engine_is_loaded_once():
    assert load_engine(AUTO) is load_engine(AUTO)
    assert load_engine(AUTO.model_copy(update={"review_below": 0.5})) is load_engine(AUTO)


def test_what_is_loaded_needs_its_folder_no_more(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    options = with_models(ONNX, recognition_model=copied(ModelKind.RECOGNITION, folder))
    engine = load_engine(options)
    folder.rename(tmp_path / "away")
    assert load_engine(options) is engine


def test_unknown_model_is_told_in_one_sentence():
    with pytest.raises(ModelError, match="PP-OCRv99_tiny_rec: this model cannot be loaded"):
        load_engine(Options(recognition_model="PP-OCRv99_tiny_rec"))


def test_broken_weights_are_told(tmp_path, capfd):
    (tmp_path / "inference.onnx").write_bytes(b"not a network")
    (tmp_path / "inference.yml").write_text(
        "Global: {model_name: PP-OCRv6_small_rec}\n"
        "PreProcess: {transform_ops: [{RecResizeImg: {image_shape: [3, 48, 320]}}]}\n"
        "PostProcess: {name: CTCLabelDecode, character_dict: [a]}\n"
    )
    options = Options(recognition_model=str(tmp_path))
    begin_loading(options)
    with pytest.raises(ModelError, match="this model cannot be loaded"):
        load_engine(options)
    with pytest.raises(ModelError):
        networks.networks(bundled(ModelKind.DETECTION) / WEIGHTS, tmp_path / WEIGHTS, choose(AUTO))
    assert capfd.readouterr() == ("", "")


def test_what_cannot_even_begin_to_load_is_told_by_the_loading():
    options = Options(recognition_model="no/such/folder")
    begin_loading(options)
    with pytest.raises(ModelError, match="no such folder"):
        load_engine(options)
