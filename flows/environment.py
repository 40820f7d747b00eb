"""Prefect as this program wants it, wherever it is started. To be called before Prefect is imported."""

import os

POOL = "digitize"
"""The work pool of all machines that digitize."""

CLIENT_PASSWORD, SERVER_PASSWORD = "PREFECT_API_AUTH_STRING", "PREFECT_SERVER_API_AUTH_STRING"
"""Where Prefect looks for the password, as user:password: of a server it calls, and of one that it is."""

_DEFAULTS = {
    # Bars and tables own the console; a run's log is in Prefect's UI and, line by line, in the logger `digitize`.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "digitize",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    # Less than half of the silence after which `deployment` takes a run for dead.
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # Where no server is named, Prefect would start one of its own, without guard and password.
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
}

SERVICE = {
    # The same as in prefect.toml, which is read in its own directory only; why is said there.
    "PREFECT_SERVER_UI_API_URL": "/api",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": '["events", "flow_runs"]',
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "2592000",
    "PREFECT_WORKER_QUERY_SECONDS": "2",
}
"""Settings of a server and workers that stay, beside the defaults."""


def prepare(*, verbose: bool = False, service: bool = False) -> None:
    """Set what the user's environment does not; `verbose` lets Prefect's own log, with tracebacks, onto the console.

    `service` is for what starts a server or workers that stay.
    """
    defaults = _DEFAULTS | ({"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "INFO"} if verbose else {})
    for name, value in (defaults | (SERVICE if service else {})).items():
        os.environ.setdefault(name, value)


def api_url() -> str | None:
    """The address of the Prefect API that the user's environment or Prefect profile names, None where none does."""
    from prefect.settings import get_current_settings  # noqa: PLC0415  only once `prepare` was called

    return get_current_settings().api.url
