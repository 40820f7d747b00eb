"""Who may speak to the server from a browser."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocket

from flows.guard import guarded, sign_in_address

HOME = "http://127.0.0.1:4200"


async def greet(_: Request) -> PlainTextResponse:
    return PlainTextResponse("inside")


async def greet_socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("inside")
    await socket.close()


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/api", greet, methods=["GET", "POST", "OPTIONS"]), WebSocketRoute("/socket", greet_socket)]
    return TestClient(guarded(Starlette(routes=routes), ["prefect.example.org"]), base_url=HOME)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:4200", 200),
        ("localhost:4200", 200),
        ("LOCALHOST:4200", 200),
        ("[::1]:4200", 200),
        ("prefect.example.org", 200),
        ("prefect.example.org:8443", 200),
        ("evil.test:4200", 400),
        ("127.0.0.1.evil.test:4200", 400),
        ("evil.test:4200@127.0.0.1:4200", 400),
        ("www.prefect.example.org", 400),
        ("", 400),
    ],
)
def test_only_names_that_the_server_is_known_by_are_answered(client: TestClient, host: str, status: int) -> None:
    assert client.get("/api", headers={"host": host}).status_code == status


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (HOME, 200),
        ("http://127.0.0.1:4201", 403),
        ("http://localhost:4200", 403),
        ("http://evil.test", 403),
        ("https://127.0.0.1:4200.evil.test", 403),
        ("null", 403),
        ("", 403),
    ],
)
def test_only_pages_of_the_server_itself_are_answered(
    client: TestClient, method: str, origin: str, status: int
) -> None:
    answer = client.request(method, "/api", headers={"origin": origin})
    assert answer.status_code == status
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("method", "site", "mode", "destination", "status"),
    [
        ("POST", "same-origin", "cors", "empty", 200),
        ("GET", "none", "navigate", "document", 200),
        ("GET", "cross-site", "navigate", "document", 200),  # a link that leads here
        ("POST", "cross-site", "navigate", "document", 403),
        ("POST", "same-site", "no-cors", "empty", 403),
        ("GET", "same-site", "cors", "empty", 403),
        ("GET", "cross-site", "no-cors", "image", 403),
        ("GET", "cross-site", "navigate", "iframe", 403),
    ],
)
def test_what_a_browser_says_of_where_a_request_comes_from_counts(
    client: TestClient, method: str, site: str, mode: str, destination: str, status: int
) -> None:
    headers = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": destination}
    assert client.request(method, "/api", headers=headers).status_code == status


@pytest.mark.parametrize(("headers", "told"), [
    ({}, "inside"),
    ({"origin": HOME}, "inside"),
    ({"origin": "http://evil.test"}, 403),
    ({"sec-fetch-site": "cross-site"}, 403),
    ({"host": "evil.test:4200", "origin": "http://evil.test:4200"}, 400),
])  # fmt: skip
def test_the_same_goes_for_websockets(client: TestClient, headers: dict[str, str], told: str | int) -> None:
    if told == "inside":
        with client.websocket_connect("ws://127.0.0.1:4200/socket", headers=headers) as socket:
            assert socket.receive_text() == told
    else:
        with (
            pytest.raises(WebSocketDenialResponse) as denied,
            client.websocket_connect("ws://127.0.0.1:4200/socket", headers=headers),
        ):
            pass
        assert denied.value.status_code == told


def test_no_page_can_be_framed(client: TestClient) -> None:
    for path in ("/api", "/sign-in"):
        answer = client.get(path)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-frame-options"] == "DENY"


def test_the_page_that_signs_in_may_do_nothing_else(client: TestClient) -> None:
    answer = client.get("/sign-in")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert client.post("/sign-in").status_code == 404


def test_the_address_that_signs_in_keeps_the_password_from_the_server() -> None:
    address = sign_in_address(HOME, "digitize:a b/c?d#e")
    assert address == f"{HOME}/sign-in#digitize:a%20b%2Fc%3Fd%23e"
