"""What a user can choose. The command line's help and Prefect's run form are made from this model."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class EngineChoice(StrEnum):
    """What computes the networks."""

    AUTO = "auto"
    OPENVINO = "openvino"
    ONNXRUNTIME = "onnxruntime"


class Precision(StrEnum):
    """The numbers networks are computed in."""

    AUTO = "auto"
    F32 = "f32"
    BF16 = "bf16"
    INT8 = "int8"
    """What takes longest in the recognizer; all else in bf16 or f32."""


class Options(BaseModel):
    """Options of a digitization run; the defaults need no thought."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    detection_model: Annotated[
        str,
        Field(
            title="Detection model",
            description="'bundled', a folder with inference.onnx and inference.yml, or the name of a PaddleOCR model "
            "such as PP-OCRv6_medium_det (downloaded on first use).",
        ),
    ] = "bundled"
    recognition_model: Annotated[
        str,
        Field(
            title="Recognition model",
            description="'bundled', a folder with inference.onnx and inference.yml, or the name of a PaddleOCR model "
            "such as PP-OCRv6_medium_rec (downloaded on first use).",
        ),
    ] = "bundled"
    engine: Annotated[
        EngineChoice,
        Field(
            title="Engine",
            description="What computes the networks: 'openvino', 'onnxruntime', or 'auto' for OpenVINO, the faster "
            "one, wherever it runs.",
        ),
    ] = EngineChoice.AUTO
    precision: Annotated[
        Precision,
        Field(
            title="Precision",
            description="Numbers to compute in: 'f32', 'bf16', 'int8' for the bulk of recognition, or 'auto' for the "
            "fastest that OpenVINO and the processor know.",
        ),
    ] = Precision.AUTO
    max_megapixels: Annotated[
        float,
        Field(
            title="Largest scan",
            description="Scans with more megapixels than this are refused as a mistake or an attack.",
            gt=0,
            le=2000,
        ),
    ] = 400.0
    review_below: Annotated[
        float,
        Field(
            title="Review below",
            description="Issues read with a mean confidence under this, 0 to 1, are marked for review.",
            ge=0,
            le=1,
        ),
    ] = 0.9

    def for_reading(self) -> dict[str, Any]:
        """Those that decide how a page is read, as JSON; the others judge what was read."""
        return self.model_dump(mode="json", exclude={"review_below"})
