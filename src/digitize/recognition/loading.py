"""Models loaded once in a process, and refused in a sentence where they are none that can be used."""

import logging
import os
from contextlib import suppress
from functools import lru_cache
from threading import Lock
from typing import Any

from digitize.errors import ModelError
from digitize.imports import undisturbed
from digitize.options import Options
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
    # ONNX Runtime need not prepare what OpenVINO computes.
    settings = {"graph_optimization_level": 0} if runtime.name == "openvino" else None
    parts = []
    for model, build in ((detection, paddleocr.TextDetection), (recognition, paddleocr.TextRecognition)):
        folder = None if model.folder is None else os.fspath(model.folder)
        try:
            parts.append(build(model_name=model.name, model_dir=folder, engine="onnxruntime", engine_config=settings))
        except Exception as error:  # paddlex raises bare Exception where a download fails
            reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
            raise ModelError(
                f"{model.place}: this model cannot be loaded ({reason}); check its name and the network, "
                "or give a folder."
            ) from error
    detector, recognizer = parts
    _require_kind(detector, detection, ModelKind.DETECTION)
    _require_kind(recognizer, recognition, ModelKind.RECOGNITION)
    _require_height(recognizer, recognition)
    _require_alphabet(recognizer, recognition)
    return Engine(detector, recognizer, runtime)


def _require_kind(part: Any, model: Model, kind: ModelKind) -> None:  # noqa: ANN401  PaddleOCR is untyped
    """Raise ModelError where what PaddleOCR made of `model` takes no images, or none of any size, as its kind does."""
    predictor = part.paddlex_predictor
    sides = predictor.runner.session.get_inputs()[0].shape[2:]  # names stand for sizes left open
    if len(sides) != 2 or not predictor.pre_tfs.keys() >= set(_STEPS[kind]):
        raise ModelError(f"{model.place}: this is no {kind} model, or its {CONFIG} lacks steps.")
    if isinstance(sides[1], int) or (kind is ModelKind.DETECTION and isinstance(sides[0], int)):
        raise ModelError(f"{model.place}: this model takes images of one size alone; export it with sizes left open.")


def _require_height(part: Any, model: Model) -> None:  # noqa: ANN401
    height = part.paddlex_predictor.pre_tfs["ReisizeNorm"].rec_image_shape[1]
    if height != LINE_HEIGHT:
        raise ModelError(f"{model.place}: this model reads lines {height} pixels high; take one for {LINE_HEIGHT}.")


def _require_alphabet(part: Any, model: Model) -> None:  # noqa: ANN401
    characters = len(part.paddlex_predictor.post_op.character)
    classes = part.paddlex_predictor.runner.session.get_outputs()[0].shape[-1]
    if isinstance(classes, int) and classes != characters:
        raise ModelError(f"{model.place}: {characters} characters for {classes} classes; export it again.")


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
    named = _named(options)
    with _loading:
        return _load(*named)


def begin_loading(options: Options) -> None:
    """Have the networks compiled in the background, so that `load_engine`, where it follows, has less to wait for.

    What goes wrong here goes wrong there again, and is told there.
    """
    with suppress(ModelError), _loading:
        _begin(*_named(options))
