"""The program as a shell sees it: its commands, and how it ends."""

import gc
import io
import sys
from typing import Annotated

import typer

from digitize import __version__
from digitize.cli import evaluate, rejoin, run, serve, server, status, worker
from digitize.cli.common import complain, stop_on_signals
from digitize.errors import DigitizeError, ExitCode

app = typer.Typer(
    help="Turns scanned newspaper pages into articles: ALTO, METS and plain text.",
    epilog="Begin with: digitize run scans",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"digitize {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    pass


app.command(epilog=run.EPILOG)(run.run)
app.command(epilog=serve.EPILOG)(serve.serve)
app.command()(serve.watch)
app.command(epilog=server.EPILOG)(server.server)
app.command(epilog=worker.EPILOG)(worker.worker)
app.command(epilog=status.EPILOG)(status.status)
app.command(epilog=rejoin.EPILOG)(rejoin.rejoin)
app.command(epilog=evaluate.EPILOG)(evaluate.evaluate)


def main() -> None:
    """Run the command line; every error that is not a bug ends as one sentence."""
    stop_on_signals()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # for names that are not UTF-8
    try:
        app()
    except (DigitizeError, OSError) as error:
        complain(error)
        sys.exit(ExitCode.FAILED)
    finally:
        gc.freeze()  # Python would look through all for what to free, over half a second after the networks computed
