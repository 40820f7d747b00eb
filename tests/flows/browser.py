"""A real browser, and a page of somebody else that is open in it."""

import http.client
import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: apt-get install chromium")

_PAGE = Path(__file__).with_name("attack.html").read_bytes()
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PATIENCE = 120


@contextmanager
def chromium(profile: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A browser in which `evil.test` leads to this machine; what it keeps goes into the folder `profile`."""
    own = [f"--user-data-dir={profile}", "--host-resolver-rules=MAP evil.test 127.0.0.1"]
    process = subprocess.Popen(
        [str(CHROMIUM), *_OPTIONS, *own, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def shown(picture: Path, *addresses: str) -> list[str]:
    """The HTML of pages opened one after the other, once their scripts have settled.

    `picture` gets a screenshot of the last.
    """
    pages = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for address in addresses:
            options = ["--virtual-time-budget=30000", f"--screenshot={picture}", "--window-size=1300,900", "--dump-dom"]
            with chromium(profile, *options, address) as browser:
                pages.append(browser.communicate(timeout=_PATIENCE)[0])
    return pages


class Attacker(BaseHTTPRequestHandler):
    """Serves the page, and stands for a name that leads to the server: whatever else is asked for goes there."""

    target = ""
    reports: "queue.Queue[dict]"

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.startswith("/attack"):
            self._send(200, _PAGE, "text/html")
        elif self.path == "/report":
            self.reports.put(json.loads(body))
            self._send(204, b"", "text/plain")
        else:
            relayed = http.client.HTTPConnection(urlsplit(self.target).netloc, timeout=_PATIENCE)
            headers = {name: value for name, value in self.headers.items() if name != "Accept-Encoding"}
            relayed.request(self.command, self.path, body, headers)
            answer = relayed.getresponse()
            self._send(answer.status, answer.read(), answer.getheader("Content-Type", "text/plain"))

    do_POST = do_GET  # noqa: N815  the name that is looked for

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def attacked(target: str, host: str, deployment: str, marker: Path) -> dict:
    """What a page under the name `host` found out and did at the server of `target`, when it was opened."""
    handler = type("Handler", (Attacker,), {"target": target, "reports": queue.Queue()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        query = urlencode({"target": target, "deployment": deployment, "marker": marker})
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            page = f"http://{host}:{server.server_port}/attack?{query}"
            with chromium(profile, "--remote-debugging-port=0", page):
                report = handler.reports.get(timeout=_PATIENCE)
        server.shutdown()
    return report
