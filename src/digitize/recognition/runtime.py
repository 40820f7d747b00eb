"""What computes the networks: OpenVINO where it runs, else ONNX Runtime, the one PaddleOCR brings."""

import logging
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from digitize.errors import ModelError
from digitize.options import EngineChoice, Options, Precision
from digitize.recognition.cores import usable_cores
from digitize.recognition.heap import set_heaps
from digitize.recognition.models import WEIGHTS, ModelKind, resolve
from digitize.recognition.quantize import known_ranges

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Runtime:
    """A runtime and the precision it computes in."""

    name: str
    """Of its Python package: openvino or onnxruntime."""
    precision: Precision
    """F32 or BF16."""
    int8: bool = False
    """Whether the recognizer's large products are in whole numbers of eight bits where it reads quickly."""

    @property
    def batches(self) -> bool:
        """Whether lines are computed in batches, padded to the widest, and not each by itself."""
        return self.name == "onnxruntime"

    @property
    def settings(self) -> tuple[tuple[str, str], ...]:
        """Name and version, and the precision, for provenance."""
        precision = f"{Precision.INT8} and {self.precision}" if self.int8 else self.precision.value
        return ((self.name, version(self.name)), ("precision", precision))


def choose(options: Options) -> Runtime:
    """The runtime that `options` ask for, or by itself the fastest there is; raises ModelError where it is not there.

    bfloat16 and whole numbers are chosen where the processor computes in them. They take half the time of f32 or less;
    clean print reads the same, and of poor print as much is read rightly, though not always the same.
    """
    capable: frozenset[str] = frozenset()
    if options.engine is not EngineChoice.ONNXRUNTIME:
        capable, fault = _capabilities()
        if fault and options.engine is EngineChoice.OPENVINO:
            raise ModelError(fault)
        if fault:
            _tell(f"Without OpenVINO, ONNX Runtime computes: {fault}")
    wanted = options.precision
    int8 = bool(capable) and wanted in (Precision.AUTO, Precision.INT8) and _has_vnni() and _is_known(options)
    if wanted is Precision.INT8 and not int8:
        raise ModelError(
            "Nothing here computes in int8, which takes OpenVINO, an x86 processor with VNNI (told on Linux alone) "
            "and the bundled recognition model: choose the precision auto or f32."
        )
    if wanted is Precision.BF16 and "BF16" not in capable:
        raise ModelError(
            "Nothing here computes in bf16, which takes OpenVINO and a processor that knows it: choose the precision "
            "auto or f32."
        )
    fast = "BF16" in capable and wanted is not Precision.F32
    return Runtime("openvino" if capable else "onnxruntime", Precision.BF16 if fast else Precision.F32, int8)


def _is_known(options: Options) -> bool:
    """Whether the ranges of the recognizer's numbers have been measured."""
    folder = resolve(options.recognition_model, ModelKind.RECOGNITION).folder
    return folder is not None and bool(known_ranges(folder / WEIGHTS))


@cache
def _capabilities() -> tuple[frozenset[str], str]:
    """The kinds of numbers OpenVINO computes with on this processor; where it does not run, none, and why not."""
    try:
        return frozenset(core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")), ""
    except (ImportError, RuntimeError) as error:  # the system lacks a library, or the processor its instructions
        if isinstance(error, ModuleNotFoundError) and error.name == "openvino":
            fault = "OpenVINO is not installed: install it with 'pip install openvino', or choose the engine auto."
        else:
            fault = f"OpenVINO does not run on this machine ({reason(error)}): choose the engine auto."
    return frozenset(), fault


@cache
def _tell(sentence: str) -> None:
    """Log it, once in a process."""
    logger.info(sentence)


def reason(error: Exception) -> str:
    """The last line of an error: OpenVINO tells first where in its own code it was raised."""
    return next(reversed(str(error).strip().splitlines()), type(error).__name__)


@cache
def _has_vnni() -> bool:
    """Whether an x86 processor multiplies whole numbers of eight bits without overflow; unknown but on Linux."""
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8", errors="replace").split()
    except OSError:
        return False
    return not {"avx512_vnni", "avx_vnni"}.isdisjoint(told)


@cache
def core() -> Any:  # noqa: ANN401  OpenVINO's own types come from its compiled part
    """OpenVINO itself; raises ImportError or RuntimeError where it does not run."""
    import openvino  # noqa: PLC0415  slow to import

    set_heaps(usable_cores())
    return openvino.Core()
