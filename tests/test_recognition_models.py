from pathlib import Path

import pytest
import yaml

from digitize.errors import ModelError
from digitize.recognition.models import Model, ModelKind, resolve


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / name)
    return tmp_path


def test_bundled_recognizer_is_laid_down_whole_with_its_alphabet(cache):
    model = resolve("bundled", ModelKind.RECOGNITION)
    assert model.name == "PP-OCRv6_small_rec"
    assert cache in model.folder.parents
    config = yaml.safe_load((model.folder / "inference.yml").read_text("utf-8"))
    alphabet = config["PostProcess"]["character_dict"]
    assert len(alphabet) == 18_708
    assert {"報", "报", "é", "ß", "\u3000", "！"} <= set(alphabet)
    assert [path.name for path in model.folder.parent.iterdir()] == [model.folder.name], "a draft was left behind"


@pytest.mark.usefixtures("cache")
def test_bundled_model_is_prepared_once():
    folder = resolve("bundled", ModelKind.DETECTION).folder
    marker = folder / "marker"
    marker.touch()
    assert resolve("bundled", ModelKind.DETECTION).folder == folder
    assert marker.exists()


def test_cache_that_cannot_be_written_is_told(cache):
    (cache / "newspaper-digitize").write_text("a file where a folder should be")
    with pytest.raises(ModelError, match="cannot be prepared"):
        resolve("bundled", ModelKind.DETECTION)


def test_folder_is_used_as_it_is(tmp_path):
    (tmp_path / "inference.onnx").touch()
    (tmp_path / "inference.yml").write_text("Global: {model_name: PP-OCRv5_server_rec}")
    assert resolve(str(tmp_path), ModelKind.RECOGNITION) == Model("PP-OCRv5_server_rec", tmp_path)


@pytest.mark.parametrize("present", [(), ("inference.onnx",), ("inference.yml",)])
def test_folder_with_files_missing_says_which(tmp_path, present):
    for name in present:
        (tmp_path / name).touch()
    missing = " and ".join(name for name in ("inference.onnx", "inference.yml") if name not in present)
    with pytest.raises(ModelError, match=f": {missing} missing"):
        resolve(str(tmp_path), ModelKind.RECOGNITION)


@pytest.mark.parametrize("config", ["", "[1, 2]", "Global: {}", "Global: {model_name", "\x00", "Released: 2020-13-45"])
def test_folder_with_a_config_that_names_no_model(tmp_path, config):
    (tmp_path / "inference.onnx").touch()
    (tmp_path / "inference.yml").write_text(config)
    with pytest.raises(ModelError, match="model_name"):
        resolve(str(tmp_path), ModelKind.RECOGNITION)


def test_path_that_is_no_folder(tmp_path):
    with pytest.raises(ModelError, match="no such folder"):
        resolve(str(tmp_path / "models" / "rec"), ModelKind.RECOGNITION)


def test_any_other_name_is_left_to_paddleocr():
    assert resolve("PP-OCRv6_medium_det", ModelKind.DETECTION) == Model("PP-OCRv6_medium_det", None)
    assert not Path("PP-OCRv6_medium_det").exists()


@pytest.mark.parametrize("choice", ["~nobody-of-that-name/model", "m" * 300])
def test_what_can_be_no_folder_is_refused_in_a_sentence(choice):
    with pytest.raises(ModelError, match="there is no such folder"):
        resolve(choice, ModelKind.RECOGNITION)
