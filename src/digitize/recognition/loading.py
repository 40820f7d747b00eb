"""Models loaded once in a process, and refused in a sentence where they are none that can be used."""

import logging
import os
from contextlib import suppress
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np

from digitize.errors import ModelError, RecognitionError
from digitize.imports import undisturbed
from digitize.options import Options
from digitize.recognition.cores import granted_cores
from digitize.recognition.engine import LINE_HEIGHT, Engine
from digitize.recognition.models import CONFIG, WEIGHTS, Model, ModelKind, resolve
from digitize.recognition.networks import begin
from digitize.recognition.runtime import Runtime, choose

_STEPS = {ModelKind.DETECTION: ("Resize", "Normalize", "ToCHW"), ModelKind.RECOGNITION: ("ReisizeNorm",)}
"""What PaddleOCR calls the steps by which a model of each kind wants images prepared."""


@lru_cache(maxsize=4)
def _load(detection: Model, recognition: Model, runtime: Runtime) -> Engine:
    _begin(detection, recognition, runtime)  # and PaddleOCR is imported meanwhile
    os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"  # or the import waits on the network
    logging.getLogger("paddlex").setLevel(logging.ERROR)
    with undisturbed():
        import paddleocr  # noqa: PLC0415  takes long to import

    logging.getLogger("paddlex").setLevel(logging.ERROR)
    detector = _built(paddleocr.TextDetection, detection, runtime)
    recognizer = _built(paddleocr.TextRecognition, recognition, runtime)
    _require_steps(detector, detection, ModelKind.DETECTION)
    _require_steps(recognizer, recognition, ModelKind.RECOGNITION)
    _require_height(recognizer, recognition)
    _require_alphabet(recognizer, recognition)
    engine = Engine(detector, recognizer, runtime)
    _try(engine, detection, recognition)
    return engine


def _built(build: Any, model: Model, runtime: Runtime) -> Any:  # noqa: ANN401  PaddleOCR is untyped
    if runtime.name == "openvino":
        settings = {"graph_optimization_level": 0}  # ONNX Runtime need not prepare what OpenVINO computes
    else:
        settings = {"intra_op_num_threads": granted} if (granted := granted_cores()) else {}
    folder = None if model.folder is None else os.fspath(model.folder)
    try:
        return build(model_name=model.name, model_dir=folder, engine="onnxruntime", engine_config=settings)
    except Exception as error:  # paddlex raises bare Exception where a download fails
        reason = f"{type(error).__name__}: {error}".splitlines()[0].rstrip(": ")
        advice = "export it again" if model.folder else "check its name and the network, or give a folder"
        raise ModelError(f"{model.place}: this model cannot be loaded ({reason}); {advice}.") from error


def _require_steps(part: Any, model: Model, kind: ModelKind) -> None:  # noqa: ANN401
    """Raise ModelError where PaddleOCR does not prepare images for `model` as for one of its kind."""
    if not part.paddlex_predictor.pre_tfs.keys() >= set(_STEPS[kind]):
        raise ModelError(f"{model.place}: this is no {kind} model, or its {CONFIG} lacks steps.")


def _require_height(part: Any, model: Model) -> None:  # noqa: ANN401
    shape = part.paddlex_predictor.pre_tfs["ReisizeNorm"].rec_image_shape
    if not isinstance(shape, list) or len(shape) != 3 or shape[1] != LINE_HEIGHT:
        raise ModelError(f"{model.place}: this model takes lines as {shape!r}, and not {LINE_HEIGHT} pixels high.")


def _require_alphabet(part: Any, model: Model) -> None:  # noqa: ANN401
    characters = part.paddlex_predictor.post_op.character
    classes = part.paddlex_predictor.runner.session.get_outputs()[0].shape[-1]
    if isinstance(classes, int) and classes != len(characters):
        raise ModelError(f"{model.place}: {len(characters)} characters for {classes} classes; export it again.")
    if strange := [each for each in characters if not isinstance(each, str)]:
        raise ModelError(f"{model.place}: its alphabet has entries that are no text, as {strange[0]!r}.")


def _try(engine: Engine, detection: Model, recognition: Model) -> None:
    """Raise ModelError where a model fails on white paper, as all pages would."""
    paper = np.full((LINE_HEIGHT, 4 * LINE_HEIGHT, 3), 255, np.uint8)
    for model, look in ((detection, lambda: engine.detect(paper)), (recognition, lambda: engine.read([paper, paper]))):
        try:
            look()
        except RecognitionError as error:
            reason = " ".join(str(error).split())
            raise ModelError(f"{model.place}: this model does not work. {reason}") from error


def _begin(detection: Model, recognition: Model, runtime: Runtime) -> None:
    if runtime.name == "openvino" and detection.folder and recognition.folder:
        begin(detection.folder / WEIGHTS, recognition.folder / WEIGHTS, runtime)


def _named(options: Options) -> tuple[Model, Model, Runtime]:
    return (
        resolve(options.detection_model, ModelKind.DETECTION),
        resolve(options.recognition_model, ModelKind.RECOGNITION),
        choose(options),
    )


_loading = Lock()


def load_engine(options: Options) -> Engine:
    """Load the models that `options` name, once in a process, whichever thread asks first. Raises ModelError."""
    with _loading:
        return _loaded(options)


@lru_cache(maxsize=4)
def _loaded(options: Options) -> Engine:
    """The engine for `options`, whose files are not looked for again: a share may be away while pages are read."""
    return _load(*_named(options))


def begin_loading(options: Options) -> None:
    """Have the networks compiled in the background, so that `load_engine`, where it follows, has less to wait for.

    What goes wrong here goes wrong there again, and is told there.
    """
    with suppress(ModelError), _loading:
        _begin(*_named(options))
