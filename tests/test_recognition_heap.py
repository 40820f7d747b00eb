import os
import re
import subprocess
import sys

import pytest

COUNT = """
import ctypes, os, sys
from threading import Barrier, Thread
from digitize.recognition.heap import set_heaps

libc = ctypes.CDLL(None)
libc.malloc.argtypes = [ctypes.c_size_t]
if not hasattr(libc, "malloc_info"):
    sys.exit(77)
set_heaps(int(sys.argv[1]))
together = Barrier(8)


def take():
    together.wait()  # all at once, as a thread that has ended leaves its heap to the next
    libc.malloc(1000)
    together.wait()


threads = [Thread(target=take) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc.malloc(30 << 20)  # as the picture of a page
libc.fdopen.restype = ctypes.c_void_p
stream = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, stream)
libc.fflush(stream)
"""


def told(threads: int, **environment: str) -> str:
    """What the C library tells of the heaps that eight threads take in a process that expects so many."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    command = [sys.executable, "-c", COUNT, str(threads)]
    done = subprocess.run(command, env=own | environment, capture_output=True, text=True, check=False)
    if done.returncode == 77:
        pytest.skip("the C library is not glibc")
    assert done.returncode == 0, done.stderr
    return done.stdout


def heaps(threads: int, **environment: str) -> int:
    return told(threads, **environment).count("<heap nr=")


def asked_of_the_system(**environment: str) -> int:
    """Bytes that were taken from no heap."""
    (size,) = re.findall(r'<total type="mmap" count="\d+" size="(\d+)"/>', told(2, **environment))
    return int(size)


def test_two_threads_share_a_heap():
    assert heaps(2) == 1
    assert heaps(4) == 2


def test_pictures_come_from_the_heap():
    assert asked_of_the_system() < 30 << 20


def test_what_the_environment_says_holds():
    assert heaps(2, MALLOC_ARENA_MAX="3") == 3
    assert asked_of_the_system(MALLOC_MMAP_THRESHOLD_="1000000") > 30 << 20
    assert asked_of_the_system(GLIBC_TUNABLES="glibc.malloc.mmap_threshold=1000000") > 30 << 20
    assert asked_of_the_system(MALLOC_TRIM_THRESHOLD_="1000000") > 30 << 20
