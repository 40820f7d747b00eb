"""`digitize server`: Prefect's server alone, behind a password and a guard against foreign web pages."""

import sys
from typing import Annotated

import typer

from digitize.cli.common import leave_signals_alone

EPILOG = """[bold]Examples[/bold]

digitize server
[dim]on the loopback, with SQLite; its password is made and kept[/dim]

digitize server --host 0.0.0.0 --name prefect.example.org
[dim]for other machines, which call it by that name[/dim]
"""


def server(
    *,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen at; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 4200,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="A name that others call it by, without a port; as often as needed."),
    ] = None,
    ui: Annotated[bool, typer.Option("--ui/--no-ui", help="Serve Prefect's UI.")] = True,
) -> None:
    """Start only the Prefect server, for `digitize watch` and `digitize worker` on several machines.

    It asks for the password in PREFECT_SERVER_API_AUTH_STRING, as user:password, or else for one that it makes and
    keeps.
    """
    leave_signals_alone()
    from flows.environment import prepare  # noqa: PLC0415

    prepare(service=True)
    from flows import guarded_server  # noqa: PLC0415
    from flows.connection import invitation  # noqa: PLC0415

    with guarded_server.listen(host, port) as listener:
        typer.echo(f"Prefect's server listens at {host}, port {port}.")
        if ui:
            place = "127.0.0.1" if host in guarded_server.ANY else host
            typer.echo(f"Prefect UI: {invitation(f'http://{place}:{port}', private=sys.stdout.isatty())}")
        guarded_server.serve(listener, host, name or [], ui=ui)
