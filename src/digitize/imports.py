"""Importing large packages in less time, and as this program needs them."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Import inside without Python's looking, every few thousand objects, for what to free; nothing of it ever is.

    That takes a fourth of the time. What there is in the end is left out of later looks too.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


def without_threads_of_numpy() -> None:
    """Have NumPy's products computed by the thread that asks for them; to be called before NumPy is imported.

    Those of this program are small, and OpenBLAS's own threads, one for each core, take more of the cores in waiting
    for the next product than they save. What the environment sets stays.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
