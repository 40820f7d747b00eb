"""What a page's time goes to: stages of the pipeline, and the networks that run inside them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import wraps
from threading import get_ident
from time import perf_counter
from typing import Any

from digitize.pipeline import Stage
from digitize.recognition.engine import Engine


class Part(StrEnum):
    """Parts of the work on a page; together they are all of it."""

    READ = "read"
    DESKEW = "deskew"
    LAYOUT = "layout"
    DETECTION = "detection network"
    RECOGNITION = "recognition network"
    LINES = "lines and words"
    REJOIN = "rejoin"
    EXPORT = "export"


_PARTS = {
    Stage.READ: Part.READ,
    Stage.DESKEW: Part.DESKEW,
    Stage.LAYOUT: Part.LAYOUT,
    Stage.RECOGNIZE: Part.LINES,
    Stage.REJOIN: Part.REJOIN,
    Stage.EXPORT: Part.EXPORT,
}
NETWORKS = (Part.DETECTION, Part.RECOGNITION)


class Stopwatch:
    """Shares the time of the thread it was made in out among parts.

    A network's time is what that thread spends in calls of OpenVINO and ONNX Runtime, waiting included; it is not
    counted to the stage that called.
    """

    def __init__(self) -> None:
        self._thread = get_ident()
        self._spent: dict[Part, float] = defaultdict(float)
        self._part = Part.READ
        self._since = perf_counter()
        self._network = Part.DETECTION
        self._inside = False
        _watch(Engine, "detect", lambda: self._asking(Part.DETECTION))
        _watch(Engine, "read", lambda: self._asking(Part.RECOGNITION))
        for owner, names in _runtimes():
            for name in names:
                _watch(owner, name, self._computing)

    def begin(self) -> None:
        """Forget everything; what comes next is reading the file."""
        self._spent.clear()
        self._part, self._since = Part.READ, perf_counter()

    def enter(self, stage: Stage) -> None:
        """From now on it is the work of `stage`."""
        self._go_on(_PARTS[stage])

    def parts(self) -> Mapping[str, float]:
        """Seconds since `begin`, by part."""
        self._go_on(self._part)
        return {part.value: self._spent[part] for part in Part}

    def _go_on(self, part: Part) -> None:
        now = perf_counter()
        self._spent[self._part] += now - self._since
        self._part, self._since = part, now

    @contextmanager
    def _asking(self, network: Part) -> Iterator[None]:
        self._network = network
        yield

    @contextmanager
    def _computing(self) -> Iterator[None]:
        if self._inside or get_ident() != self._thread:  # one call of a runtime makes others, and callbacks do
            yield
            return
        caller, self._inside = self._part, True
        self._go_on(self._network)
        try:
            yield
        finally:
            self._go_on(caller)
            self._inside = False


def _runtimes() -> Iterator[tuple[type, tuple[str, ...]]]:
    """Classes and methods in which networks compute."""
    import onnxruntime  # noqa: PLC0415  slow to import

    yield onnxruntime.InferenceSession, ("run",)
    try:
        import openvino  # noqa: PLC0415
    except ImportError:  # there is no package for every machine
        return
    yield openvino.InferRequest, ("infer", "start_async", "wait")
    yield openvino.AsyncInferQueue, ("start_async", "wait_all")


def _watch(owner: type, name: str, around: Callable[[], Any]) -> None:
    """Let every call of the method `name` of `owner` happen inside the context that `around` makes."""
    method = getattr(owner, name)

    @wraps(method)
    def watched(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401  as the method has them
        with around():
            return method(*arguments, **named)

    setattr(owner, name, watched)
