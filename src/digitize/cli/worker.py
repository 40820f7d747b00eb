"""`digitize worker`: one more machine that digitizes."""

import socket
from pathlib import Path
from typing import Annotated

import typer

from digitize.cli.common import leave_signals_alone
from digitize.errors import UsageError

EPILOG = """[bold]Examples[/bold]

digitize worker /shared/scans -o /shared/output
[dim]take runs from the server of PREFECT_API_URL, and let them read and write there alone[/dim]
"""


def worker(
    scans: Annotated[Path, typer.Argument(help="The folder whose scans runs may read.", metavar="[SCANS]")] = Path(
        "scans"
    ),
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The directory that runs may write into.")
    ] = Path("output"),
    name: Annotated[str, typer.Option(help="What it is called in the Prefect UI.")] = socket.gethostname(),
    allow_model: Annotated[
        list[str] | None,
        typer.Option(metavar="MODEL", help="A model that runs may name, besides the bundled ones; as often as needed."),
    ] = None,
) -> None:
    """Digitize the issues that the Prefect server of PREFECT_API_URL has in its queue, one at a time on all cores.

    Scans and output must lie under the same paths on all machines. Whatever a run asks for, it touches nothing else.
    """
    leave_signals_alone()
    from flows.environment import api_url, prepare  # noqa: PLC0415

    prepare(service=True)
    url = api_url()
    if not url:
        raise UsageError("PREFECT_API_URL is not set: name the server, as http://host:4200/api.")
    from flows.bounds import Bounds  # noqa: PLC0415
    from flows.connection import require_answer  # noqa: PLC0415

    require_answer(url)
    from flows.worker import work  # noqa: PLC0415

    work(name, Bounds(scans, output, tuple(allow_model or ())))
