import gc

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
