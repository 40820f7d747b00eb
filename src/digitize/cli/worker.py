"""`digitize worker`: one more machine that digitizes."""

import os
import signal
import socket
import subprocess
import sys
from typing import Annotated

import typer

from digitize.errors import UsageError


def worker(
    *,
    name: Annotated[str, typer.Option(help="What it is called in the Prefect UI.")] = socket.gethostname(),
) -> None:
    """Digitize the issues that the Prefect server of PREFECT_API_URL has in its queue, one at a time on all cores.

    Scans and output must lie under the same paths on all machines.
    """
    from flows.environment import POOL, api_url, prepare  # noqa: PLC0415

    prepare(service=True)
    if not api_url():
        raise UsageError("PREFECT_API_URL is not set: name the server, as http://host:4200/api.")
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL, "--type", "process"]
    command += ["--name", name, "--limit", "1"]
    if os.name == "posix":
        # Prefect's worker ends by SIGINT, also where SIGTERM asks it to; a shell has its background jobs ignore that.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execv(sys.executable, command)
    raise typer.Exit(subprocess.run(command, check=False).returncode)
