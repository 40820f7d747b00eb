"""Reaching a Prefect server, and what keeps a command from it, in one sentence."""

from collections.abc import Iterator

import httpx
from prefect.client.orchestration import get_client
from prefect.settings import get_current_settings

from digitize.errors import UsageError
from flows import password
from flows.guard import sign_in_address

_UNAUTHORIZED = 401
_UNKNOWN_HOST = 400


def require_answer(url: str) -> None:
    """See that the API at `url` answers, with the password kept for it where there is one; raises UsageError."""
    password.find(url)
    try:
        with get_client(sync_client=True) as client:
            client.hello().raise_for_status()
    except (httpx.HTTPError, RuntimeError) as error:
        raise UsageError(
            refusal(error) or f"No Prefect server answers at {url}: start it, or unset PREFECT_API_URL to do without."
        ) from error


def invitation(home: str, *, private: bool) -> str:
    """Where the UI of a server is that this process is about to start at `home`, and how a browser signs in there.

    With `private`, where nobody but the operator reads it, the address holds the password.
    """
    given = password.given()
    if private:
        return sign_in_address(home, given or password.kept())
    return f"{home} (its password is {'the one it was given' if given else f'in {password.kept_at()}'})"


def refusal(error: BaseException) -> str:
    """Why the server of PREFECT_API_URL refuses this program, in one sentence; empty where it does not."""
    settings = get_current_settings().api
    response = next((each.response for each in _behind(error) if isinstance(each, httpx.HTTPStatusError)), None)
    if response is None:
        return ""
    if response.status_code == _UNAUTHORIZED and settings.auth_string:
        return f"The server at {settings.url} takes another password than PREFECT_API_AUTH_STRING gives: {_ADVICE}."
    if response.status_code == _UNAUTHORIZED:
        return f"The server at {settings.url} asks for a password: {_ADVICE}."
    if response.status_code == _UNKNOWN_HOST and "Invalid host header" in response.text:
        name = response.request.url.host
        return f"The server at {settings.url} does not go by that name: start it with --name {name}."
    return ""


_ADVICE = "set PREFECT_API_AUTH_STRING to what it was started with, as user:password"


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """An error and all that led to it or came with it."""
    if error is None:
        return
    yield error
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _behind(each)
    yield from _behind(error.__cause__ or error.__context__)
