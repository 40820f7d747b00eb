"""What stands before Prefect's server: only its own pages, under its own names, may speak to it from a browser."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
SIGN_IN = "/sign-in"
"""Path of the page that signs a browser in."""

_HEADERS = {
    "content-security-policy": "frame-ancestors 'none'",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
}

# The password stands behind #, which browsers send to nobody; Prefect's UI looks for it in the storage.
_SCRIPT = """
const password = decodeURIComponent(location.hash.slice(1));
history.replaceState(null, "", location.pathname);
const token = btoa(String.fromCharCode(...new TextEncoder().encode(password)));
const answer = await fetch("/api/admin/version", {headers: {Authorization: `Basic ${token}`}});
if (answer.ok) {
  localStorage.setItem("prefect-password", token);
  location.replace("/");
} else {
  document.body.textContent = "This address does not sign in: take the one that the server printed when it started.";
}
"""
_PAGE = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Signing in</title></head>
<body>Signing in …<script type="module">{_SCRIPT}</script></body></html>"""
_HASH = b64encode(sha256(_SCRIPT.encode()).digest()).decode()
_PAGE_HEADERS = {
    "content-security-policy": f"default-src 'none'; script-src 'sha256-{_HASH}'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


def guarded(app: ASGIApp, names: Sequence[str]) -> ASGIApp:
    """`app` behind the guard; `names` are the hosts it is known by, without ports, beside those of the loopback."""
    # A page that had its own name lead here (DNS rebinding) comes under that name.
    return TrustedHostMiddleware(_OwnPagesOnly(app), [*LOOPBACK_NAMES, *names], www_redirect=False)


def sign_in_address(home: str, password: str) -> str:
    """The address that signs a browser in at the server whose UI is at `home`."""
    return f"{home}{SIGN_IN}#{quote(password, safe=':')}"


class _OwnPagesOnly:
    """Refuses what pages of other origins ask for, serves the page that signs in, and lets nobody frame any page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._answering(scope)(scope, receive, with_headers)

    def _answering(self, scope: Scope) -> ASGIApp:
        if _is_foreign(scope):
            return PlainTextResponse("Pages of other origins may not use this server.", status_code=403)
        if scope["type"] == "http" and scope["path"] == SIGN_IN and scope["method"] == "GET":
            page: Response = HTMLResponse(_PAGE, headers=_PAGE_HEADERS)
            return page
        return self._app


def _is_foreign(scope: Scope) -> bool:
    """Whether a page of another origin asks; browsers say so, and programs that are none say nothing."""
    headers = Headers(scope=scope)
    host = headers["host"].lower()
    if any(urlsplit(origin).netloc.lower() != host for origin in headers.getlist("origin")):
        return True
    if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return False
    follows_link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return not (follows_link and scope.get("method") in ("GET", "HEAD"))
