"""The password of Prefect's API: made once, kept for this user alone, and found again by commands on this machine."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from prefect.context import refresh_global_settings_context
from prefect.settings import get_current_settings
from pydantic import SecretStr

from digitize.errors import UsageError
from digitize.store.disk import explained, lock
from flows.environment import CLIENT_PASSWORD

_USER = "digitize"
_LOOPBACK = "127.0.0.1"
_TAKING = 2.0
"""Seconds in which commands that look whether a server lives leave its mark again."""


def new() -> str:
    """A password that nobody had before, as user:password."""
    return f"{_USER}:{secrets.token_urlsafe(32)}"


def given() -> str:
    """The password that the operator set for the server, or else for its clients; empty where none is set."""
    settings = get_current_settings()
    return _plain(settings.server.api.auth_string) or _plain(settings.api.auth_string)


def kept() -> str:
    """The password kept for servers of this user, which is made where there is none; raises StoreError, UsageError."""
    path = kept_at()
    with explained("write", path):
        if not path.exists():
            _create(path, new())
        path.chmod(0o600)
        password = path.read_text("utf-8").strip()
    if not password:
        raise UsageError(f"{path} is empty: delete it, and the next start makes a new password.")
    return password


def kept_at() -> Path:
    """The file of the kept password, readable for this user alone."""
    return _folder() / "password"


def give(password: str) -> None:
    """Have this process and all it starts name the password to the server."""
    os.environ[CLIENT_PASSWORD] = password  # by the environment: children and threads must see it
    refresh_global_settings_context()


def find(url: str) -> None:
    """Give the kept password to the API at `url`, if no other is set and this user's server lives there.

    It goes to no other server: only to one on the loopback that holds the mark of its port.
    """
    if _plain(get_current_settings().api.auth_string):
        return
    address = httpx.URL(url)
    local = address.scheme == "http" and address.host in (_LOOPBACK, "localhost") and address.path.rstrip("/") == "/api"
    if local and address.port and _lives(address.port):
        # By its number: `localhost` may lead to somebody else's server first, over IPv6.
        os.environ["PREFECT_API_URL"] = str(address.copy_with(host=_LOOPBACK))
        give(kept())


@contextmanager
def marked(host: str, port: int) -> Iterator[None]:
    """Mark a server that has bound `port` and asks for the kept password; the mark ends with its process."""
    if host != _LOOPBACK:
        yield
        return
    path = _mark(port)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        deadline = time.monotonic() + _TAKING
        while not lock(file.fileno()) and time.monotonic() < deadline:
            time.sleep(0.05)
        yield


def _lives(port: int) -> bool:
    with suppress(FileNotFoundError), _mark(port).open("rb") as file:
        return not lock(file.fileno())
    return False


def _mark(port: int) -> Path:
    return _folder() / f"server-{port}.lock"


def _folder() -> Path:
    return get_current_settings().home / "digitize"


def _create(path: Path, text: str) -> None:
    """Write a file that only this user can read, unless another process has done it meanwhile; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{secrets.token_hex(16)}.tmp")
    with suppress(FileExistsError), os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            os.link(draft, path)
        finally:
            draft.unlink()


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
