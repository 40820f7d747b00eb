"""The password of the API: made once, kept for its user alone, sent to no other server, and asked for in a sentence."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_HOME, PREFECT_SERVER_API_AUTH_STRING, temporary_settings
from programs import DIGITIZE, PATIENCE, Program, Served, answers, environment, free_port

from digitize.errors import UsageError
from flows import password

FIND = """
import json, os, sys
from prefect.context import refresh_global_settings_context
from flows import password
found = []
for url in sys.argv[1:]:
    os.environ.pop("PREFECT_API_AUTH_STRING", None)
    os.environ["PREFECT_API_URL"] = url
    refresh_global_settings_context()
    password.find(url)
    found.append([os.environ.get("PREFECT_API_AUTH_STRING"), os.environ["PREFECT_API_URL"]])
print(json.dumps(found))
"""


def found(home: Path, *urls: str) -> list[list[str | None]]:
    """What is sent to each of `urls`, and which address it is sent to."""
    command = [sys.executable, "-c", FIND, *urls]
    result = subprocess.run(command, env=environment(home), text=True, capture_output=True, check=True)
    return json.loads(result.stdout)


def test_it_is_made_once_for_this_user_alone(tmp_path: Path) -> None:
    with temporary_settings({PREFECT_HOME: tmp_path}):
        with ThreadPoolExecutor(8) as pool:
            contexts = [copy_context() for _ in range(8)]
            (made,) = set(pool.map(lambda context: context.run(password.kept), contexts))
        assert len(made) > 40
        (file,) = (tmp_path / "digitize").iterdir()
        assert file.stat().st_mode & 0o777 == 0o600
        file.chmod(0o644)
        assert password.kept() == made
        assert file.stat().st_mode & 0o777 == 0o600
        file.write_text("")
        with pytest.raises(UsageError, match="is empty"):
            password.kept()


def test_what_the_operator_sets_is_used() -> None:
    assert password.given() == ""
    with temporary_settings({PREFECT_API_AUTH_STRING: "client:own"}):
        assert password.given() == "client:own"
        with temporary_settings({PREFECT_SERVER_API_AUTH_STRING: "server:own"}):
            assert password.given() == "server:own"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no locks to tell living servers by")
def test_it_is_sent_to_nobody_but_the_living_server_it_was_made_for(tmp_path: Path) -> None:
    port, other = free_port(), free_port()
    own = f"http://127.0.0.1:{port}/api"
    elsewhere = [
        f"http://127.0.0.1:{other}/api",
        f"http://127.0.0.2:{port}/api",
        f"http://[::1]:{port}/api",
        f"http://example.org:{port}/api",
        f"http://localhost.example.org:{port}/api",
        f"http://127.0.0.1@example.org:{port}/api",
        f"https://127.0.0.1:{port}/api",
        f"http://127.0.0.1:{port}/other",
    ]
    with temporary_settings({PREFECT_HOME: tmp_path}):
        kept = password.kept()
        with password.marked("127.0.0.1", port):
            here, by_name, *others = found(tmp_path, own, own.replace("127.0.0.1", "localhost"), *elsewhere)
    assert here == by_name == [kept, own]
    assert others == [[None, url] for url in elsewhere]
    assert found(tmp_path, own) == [[None, own]], "the server has ended, and another program may listen there"


@pytest.mark.slow
@pytest.mark.parametrize("command", [["worker"], ["watch"], ["run", "scan.jpg"], ["status"]])
def test_who_lacks_it_is_told_so_in_a_sentence(
    served: Served, tmp_path: Path, column_scan: Path, command: list[str]
) -> None:
    (tmp_path / "scan.jpg").write_bytes(column_scan.read_bytes())
    url = f"{served.address}/api"

    def result(home: Path, **more: str) -> subprocess.CompletedProcess[str]:
        own = environment(home, PREFECT_API_URL=url, **more)
        return subprocess.run(
            [*DIGITIZE, *command], env=own, cwd=tmp_path, text=True, capture_output=True, check=False, timeout=120
        )

    stranger = result(tmp_path / "prefect")
    assert f"digitize: The server at {url} asks for a password: set PREFECT_API_AUTH_STRING" in stranger.stderr
    assert stranger.returncode == (0 if command == ["status"] else 2)
    wrong = result(tmp_path / "prefect", PREFECT_API_AUTH_STRING="digitize:guessed")
    assert f"digitize: The server at {url} takes another password than PREFECT_API_AUTH_STRING gives" in wrong.stderr
    assert "Traceback" not in stranger.stderr + wrong.stderr
    if command in (["status"], ["run", "scan.jpg"]):
        known = result(served.home)
        assert (known.returncode, "password" in known.stderr) == (0, False)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into Linux's /proc")
def test_no_command_line_shows_it(served: Served) -> None:
    secret = (served.home / "digitize" / "password").read_bytes().partition(b":")[2]
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert secret not in process.read_bytes()
        except OSError:  # it ended just now
            continue
    assert secret.decode() not in served.program.said


@pytest.mark.slow
def test_a_worker_whose_server_takes_another_by_now_ends_with_a_sentence(tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    home = tmp_path / "prefect"

    def server(secret: str) -> Program:
        own = environment(home, PREFECT_SERVER_API_AUTH_STRING=secret)
        program = Program([*DIGITIZE, "server", "--port", str(port), "--no-ui"], tmp_path / "server.log", own)
        program.wait(lambda: answers(url), "the server")
        return program

    first = server("operator:one")
    own = environment(home, PREFECT_API_URL=f"{url}/api", PREFECT_API_AUTH_STRING="operator:one")
    worker = Program([*DIGITIZE, "worker"], tmp_path / "worker.log", own)
    worker.wait(lambda: "started" in worker.said, "the worker")
    first.end()
    second = server("operator:two")
    assert worker.process.wait(timeout=PATIENCE) == 2
    second.end()
    assert f"digitize: The server at {url}/api takes another password" in worker.said
    assert "Traceback" not in worker.said
