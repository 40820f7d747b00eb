"""What a page's time goes to: stages of the pipeline, and the networks that compute inside them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from functools import partial, wraps
from threading import get_ident
from time import perf_counter
from typing import Any

from digitize.pipeline import Stage
from digitize.recognition.engine import Engine


class Part(StrEnum):
    """Parts of the time of a page; together they are all of it."""

    READ = "read"
    DESKEW = "deskew"
    LAYOUT = "layout"
    DETECTION = "detection network"
    RECOGNITION = "recognition network"
    BESIDE = "beside the networks"
    """Anything done while a network computed."""
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
NETWORKS = frozenset({Part.DETECTION, Part.RECOGNITION, Part.BESIDE})
"""Parts during which a network computes."""


class _Call(StrEnum):
    """What a method of a runtime does."""

    COMPUTE = "compute"
    START = "start"
    """Lets a network compute while the caller goes on."""
    WAIT = "wait"
    """For what was started."""


class Stopwatch:
    """Shares out the time of the thread it is made in among parts.

    A network's time is what that thread spends in calls of OpenVINO and ONNX Runtime; it is not counted to the stage
    that called. Networks computing for other threads are not seen.
    """

    def __init__(self) -> None:
        self._thread = get_ident()
        self._spent: dict[Part, float] = defaultdict(float)
        self._stage = self._charged = Part.READ
        self._since = perf_counter()
        self._network = Part.DETECTION
        self._inside = False
        self._started: set[int] = set()
        _watch(Engine, "detect", lambda _: self._asking(Part.DETECTION))
        _watch(Engine, "read", lambda _: self._asking(Part.RECOGNITION))
        for owner, name, call in _runtimes():
            _watch(owner, name, partial(self._calling, call))

    def begin(self) -> None:
        """Forget everything; what comes next is reading the file."""
        self._spent.clear()
        self._started.clear()
        self._stage = self._charged = Part.READ
        self._since = perf_counter()

    def enter(self, stage: Stage) -> None:
        """From now on it is the work of `stage`."""
        self._stage = _PARTS[stage]
        self._charge(self._own())

    def parts(self) -> Mapping[str, float]:
        """Seconds since `begin`, by part."""
        self._charge(self._charged)
        return {part.value: self._spent[part] for part in Part}

    def _own(self) -> Part:
        return Part.BESIDE if self._started else self._stage

    def _charge(self, part: Part) -> None:
        """Count the time up to now to what it was spent on, and from now on to `part`."""
        now = perf_counter()
        self._spent[self._charged] += now - self._since
        self._charged, self._since = part, now

    @contextmanager
    def _asking(self, network: Part) -> Iterator[None]:
        self._network = network
        yield

    @contextmanager
    def _calling(self, call: _Call, owner: object) -> Iterator[None]:
        if self._inside or get_ident() != self._thread:  # one call of a runtime makes others, and callbacks do
            yield
            return
        self._inside = True
        self._charge(self._network)
        try:
            yield
        finally:
            self._inside = False
            if call is _Call.START:
                self._started.add(id(owner))
            elif call is _Call.WAIT:
                self._started.discard(id(owner))
            self._charge(self._own())


def _runtimes() -> Iterator[tuple[type, str, _Call]]:
    """Classes and methods by which networks compute."""
    import onnxruntime  # noqa: PLC0415  slow to import

    yield onnxruntime.InferenceSession, "run", _Call.COMPUTE
    try:
        import openvino  # noqa: PLC0415
    except ImportError:  # there is no package for every machine
        return
    yield openvino.InferRequest, "infer", _Call.COMPUTE
    yield openvino.InferRequest, "start_async", _Call.START
    yield openvino.InferRequest, "wait", _Call.WAIT
    yield openvino.AsyncInferQueue, "start_async", _Call.START
    yield openvino.AsyncInferQueue, "wait_all", _Call.WAIT


def _watch(owner: type, name: str, around: Callable[[Any], AbstractContextManager[None]]) -> None:
    """Let every call of the method `name` of `owner` happen inside the context that `around` makes of its object."""
    method = getattr(owner, name)

    @wraps(method)
    def watched(self: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401  as the method has them
        with around(self):
            return method(self, *arguments, **named)

    setattr(owner, name, watched)
