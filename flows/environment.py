"""Prefect as the command line wants it: quiet on the console. To be called before Prefect is imported."""

import os

_DEFAULTS = {
    # Bars and tables own the console; a run's log is in Prefect's UI and, line by line, in the logger `digitize`.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "digitize",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}


def prepare(*, verbose: bool = False) -> None:
    """Set what the user's environment does not; `verbose` lets Prefect's own log, with tracebacks, onto the console."""
    defaults = _DEFAULTS | ({"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "INFO"} if verbose else {})
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
