"""Fitted trees as files that ONNX Runtime computes."""

import lightgbm
import onnxmltools
from onnxmltools.convert.common.data_types import FloatTensorType


def to_onnx(booster: lightgbm.Booster) -> bytes:
    """A classifier with input `features` (N, F) and output `probabilities` (N, classes)."""
    inputs = [("features", FloatTensorType([None, booster.num_feature()]))]
    model = onnxmltools.convert_lightgbm(booster, initial_types=inputs, zipmap=False, target_opset=15)
    return bytes(model.SerializeToString())
