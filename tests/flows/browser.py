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
from contextlib import contextmanager
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
def chromium(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A browser with a profile of its own, in which `evil.test` leads to this machine."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
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
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def shown(address: str, picture: Path) -> str:
    """The HTML of a page once its scripts have settled; `picture` gets a screenshot."""
    with chromium("--virtual-time-budget=30000", f"--screenshot={picture}", "--dump-dom", address) as browser:
        return browser.communicate(timeout=_PATIENCE)[0]


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
        with chromium("--remote-debugging-port=0", f"http://{host}:{server.server_port}/attack?{query}"):
            report = handler.reports.get(timeout=_PATIENCE)
        server.shutdown()
    return report
