"""The machine and the versions that figures belong to; nothing that tells whose machine it is."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = (
    "newspaper-digitize",
    "paddleocr",
    "paddlex",
    "onnxruntime",
    "openvino",
    "rapidocr",
    "opencv-contrib-python",
    "numpy",
    "scipy",
    "prefect",
)
_TELLING = ("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8", "asimd", "bf16", "sve")
"""Instructions that decide how fast networks are, as Linux calls them."""


def cores() -> tuple[int, ...]:
    """Numbers of the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return tuple(sorted(os.sched_getaffinity(0)))
    return tuple(range(os.cpu_count() or 1))


def describe() -> dict[str, str]:
    """Processor, memory, system and versions, by name."""
    facts = _processor()
    flags = set(facts.get("flags", facts.get("Features", "")).split())
    known = {name: _version(name) for name in _PACKAGES}
    return {
        "Processor": facts.get("model name") or platform.processor() or platform.machine(),
        "Family, model": f"{facts['cpu family']}, {facts['model']}" if "cpu family" in facts else "unknown",
        "Instructions": ", ".join(flag for flag in _TELLING if flag in flags) or "unknown",
        "Cores": str(len(cores())),
        "Memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB",
        "System": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "Packages": ", ".join(f"{name} {number}" for name, number in known.items() if number),
        "Tesseract": _tesseract(),
    }


def _processor() -> Mapping[str, str]:
    """What Linux tells of the first processor; empty elsewhere."""
    told = Path("/proc/cpuinfo")
    if not told.is_file():
        return {}
    first = told.read_text("utf-8").split("\n\n")[0]
    pairs = (line.partition(":") for line in first.splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _tesseract() -> str:
    command = shutil.which("tesseract")
    if command is None:
        return "not installed"
    shown = subprocess.run([command, "--version"], capture_output=True, encoding=sys.getdefaultencoding(), check=True)
    return (shown.stdout or shown.stderr).splitlines()[0].removeprefix("tesseract ")
