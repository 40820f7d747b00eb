"""Everything that can go wrong, in one hierarchy.

Each error says in one sentence what happened, where, and what to do; `retryable` says whether trying
the same thing again can help.
"""

import errno
from enum import IntEnum

_LASTING = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG})
"""What a disk refuses until a person changes something. It is full for a while only, where others tidy up."""


class ExitCode(IntEnum):
    """Exit status of the command line."""

    OK = 0
    PARTIAL = 1
    FAILED = 2


class DigitizeError(Exception):
    """Base of all errors this program raises on purpose."""

    retryable = False


class ScanError(DigitizeError):
    """A scan cannot be used: missing, empty, truncated, too large, or of an unknown format."""


class XmlError(DigitizeError):
    """An XML file cannot be used: missing, damaged, unsafe, or not of the kind that is wanted."""


class ModelError(DigitizeError):
    """A recognition model is missing or cannot be loaded."""


class RecognitionError(DigitizeError):
    """The recognizer failed on a page."""

    retryable = True


class StoreError(DigitizeError):
    """Results cannot be written or read back; where the disk is to blame, its OSError is the cause."""


class EvaluationError(DigitizeError):
    """An output or its truth cannot be scored: missing, damaged, of unknown form, or not of the same pages."""


class UsageError(DigitizeError):
    """The command line or an option makes no sense."""


def explain(error: BaseException) -> str:
    """An error in one sentence, for people who do not read tracebacks."""
    if isinstance(error, DigitizeError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    return f"Unexpected {type(error).__name__}: {error}"


def may_help_to_retry(error: BaseException) -> bool:
    """Whether the same thing may succeed when it is tried again: where disk, network or memory failed, not a scan."""
    fault = error.__cause__ if isinstance(error, StoreError) else error
    if isinstance(fault, DigitizeError):
        return fault.retryable
    return isinstance(fault, MemoryError) or (isinstance(fault, OSError) and fault.errno not in _LASTING)
