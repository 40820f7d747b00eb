"""Progress of a run for whoever started it in this process, as the command line's bar."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from digitize.pipeline import Progress

_listener: ContextVar[Callable[[Progress], None] | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Callable[[Progress], None]) -> Iterator[None]:
    """Call `listener` at each stage of the flows run inside; tasks in threads call it from there."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(progress: Progress) -> None:
    """Pass on where a run stands, if anyone listens."""
    if listener := _listener.get():
        listener(progress)
