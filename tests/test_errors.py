"""Which faults pass by themselves."""

import errno
import os

import pytest

from digitize.errors import ScanError, StoreError, may_help_to_retry
from digitize.store.disk import explained


def stored(number, path):
    """The error of a write that the disk refuses."""
    with pytest.raises(StoreError) as caught, explained("write", path):
        raise OSError(number, os.strerror(number))
    return caught.value


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.ESTALE])
def test_a_full_disk_and_a_share_that_is_away_are_tried_again(number, tmp_path):
    assert may_help_to_retry(stored(number, tmp_path))


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_what_a_person_has_to_allow_is_not(number, tmp_path):
    assert not may_help_to_retry(stored(number, tmp_path))


def test_memory_comes_back_and_a_damaged_scan_stays_damaged():
    assert may_help_to_retry(MemoryError())
    assert not may_help_to_retry(ScanError("0001.jpg is truncated."))
