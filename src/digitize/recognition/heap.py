"""How the C library hands out memory to the threads that compute and to those that read pages."""

import ctypes
import os
import sys

_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""


def share_heaps(threads: int) -> None:
    """Let two threads share a heap, where glibc would give eight to each core and keep what is freed in all of them.

    A worker takes a tenth less memory for it and no more time. Does nothing where the environment sets
    MALLOC_ARENA_MAX, or the C library is another.
    """
    if sys.platform != "linux" or "MALLOC_ARENA_MAX" in os.environ:
        return
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(_ARENA_MAX, max(1, threads // 2))
