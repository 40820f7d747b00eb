import gc
import os
import subprocess
import sys

import pytest

from digitize.imports import undisturbed


def test_python_looks_for_what_to_free_again_afterwards():
    with undisturbed():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ImportError), undisturbed():
        raise ImportError
    assert gc.isenabled()
    gc.unfreeze()


def test_where_nothing_is_looked_for_it_stays_so():
    gc.disable()
    try:
        with undisturbed():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted as Linux tells them")
@pytest.mark.parametrize(("asked", "threads"), [(None, 1), ("2", min(2, os.cpu_count()))])
def test_numpy_has_no_threads_of_its_own(asked, threads, monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    if asked:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", asked)
    code = (
        "import os\nfrom digitize.imports import without_threads_of_numpy\nwithout_threads_of_numpy()\n"
        "import numpy\nprint(len(os.listdir('/proc/self/task')))"
    )
    result = subprocess.run([sys.executable, "-c", code], text=True, capture_output=True, check=True)
    assert int(result.stdout) == threads
