"""Everything that can go wrong, in one hierarchy.

Each error says in one sentence what happened, where, and what to do; `retryable` says whether trying
the same thing again can help.
"""

from enum import IntEnum


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


class ModelError(DigitizeError):
    """A recognition model is missing or cannot be loaded."""


class RecognitionError(DigitizeError):
    """The recognizer failed on a page."""

    retryable = True


class StoreError(DigitizeError):
    """Results cannot be written or read back."""

    retryable = True


class UsageError(DigitizeError):
    """The command line or an option makes no sense."""
