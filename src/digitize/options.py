"""What a user can choose. The command line's help and Prefect's run form are made from this model."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


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
    max_megapixels: Annotated[
        float,
        Field(
            title="Largest scan",
            description="Scans with more megapixels than this are refused as a mistake or an attack.",
            gt=0,
            le=2000,
        ),
    ] = 400.0
