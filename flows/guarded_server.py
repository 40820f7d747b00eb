"""Prefect's server behind the guard and a password, as `prefect server start` runs it without either."""

import os
import socket
from collections.abc import Sequence
from contextlib import nullcontext

import uvicorn
from prefect.context import refresh_global_settings_context
from prefect.server.api.server import create_app
from prefect.settings import get_current_settings

from digitize.errors import UsageError
from flows import password
from flows.environment import SERVER_PASSWORD
from flows.guard import guarded

ANY = ("0.0.0.0", "::")
"""Addresses that stand for all of a machine's own."""


def listen(host: str, port: int) -> socket.socket:
    """Bind an address; raises UsageError where that cannot be done."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise UsageError(f"Nothing can listen at {host}, port {port} ({error.strerror}): choose another.") from error


def serve(listener: socket.socket, host: str, names: Sequence[str], *, ui: bool) -> None:
    """Serve until a signal ends it, under the names of the loopback, `host` and `names`.

    It asks for the password that the operator set, or else for the kept one.
    """
    port = listener.getsockname()[1]
    own = password.given()
    os.environ[SERVER_PASSWORD] = own or password.kept()
    os.environ["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] = f"http://127.0.0.1:{port}"  # its own: no other page reads
    os.environ["PREFECT_SERVER_UI_ENABLED"] = str(ui)
    refresh_global_settings_context()
    settings = get_current_settings().server
    known = [*names, *([] if host in ANY else [f"[{host}]" if ":" in host else host])]
    config = uvicorn.Config(
        guarded(create_app(final=True), known),
        timeout_keep_alive=settings.api.keepalive_timeout,
        ws_ping_interval=settings.api.websocket_ping_interval,
        ws_ping_timeout=settings.api.websocket_ping_timeout,
        log_level=settings.logging_level.lower(),
    )
    with nullcontext() if own else password.marked(host, port):
        uvicorn.Server(config).run(sockets=[listener])
