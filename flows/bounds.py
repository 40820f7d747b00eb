"""What the runs of a worker may touch, whatever they are asked: its operator says so when the worker is started."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from digitize.errors import UsageError
from digitize.options import Options

_NAME = "DIGITIZE_BOUNDS"
"""Carries the bounds from a worker to the processes of its runs; what a run asks for cannot reach it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Folders and models that a worker's operator allows."""

    scans: Path
    """Runs read scans that lie in this folder alone, links followed."""
    output: Path
    """Runs write into this directory alone."""
    models: tuple[str, ...] = ()
    """Models that runs may name besides the bundled ones."""

    @classmethod
    def of_this_worker(cls) -> Self:
        """The bounds of the worker that runs this process; raises UsageError where it was started without any."""
        if _NAME not in os.environ:
            raise UsageError("This run was taken by a worker without bounds: start workers by `digitize worker` alone.")
        known = json.loads(os.environ[_NAME])
        return cls(Path(known["scans"]), Path(known["output"]), tuple(known["models"]))

    def impose(self) -> None:
        """Hold all to them that this process starts from now on."""
        known = {"scans": str(self.scans.resolve()), "output": str(self.output.resolve()), "models": self.models}
        os.environ[_NAME] = json.dumps(known)

    def require(self, files: Sequence[Path], output: Path, options: Options) -> None:
        """Raise UsageError where a run asks for more."""
        for file in files:
            if not file.resolve().is_relative_to(self.scans):
                raise UsageError(f"{file} lies outside {self.scans}, all that this worker may read: start one for it.")
        if not output.resolve().is_relative_to(self.output):
            raise UsageError(f"{output} lies outside {self.output}, where this worker may write: start one for it.")
        bundled = Options()
        for model, own in (
            (options.detection_model, bundled.detection_model),
            (options.recognition_model, bundled.recognition_model),
        ):
            if model not in (own, *self.models):
                raise UsageError(f"This worker may not load the model {model}: start one with --allow-model {model}.")
