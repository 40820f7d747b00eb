"""`digitize serve` and `digitize watch`: articles of whatever is dropped into a folder."""

import signal
import sys
import threading
import time
from pathlib import Path
from typing import Annotated

import typer

from digitize.cli.common import ENDING, refuse_overlap, with_options
from digitize.options import Options

EPILOG = """[bold]Examples[/bold]

digitize serve
[dim]digitize whatever is dropped into scans/, into output/[/dim]

digitize serve /srv/scans -o /srv/articles --port 4300
[dim]other folders, and the Prefect UI at another port[/dim]

PREFECT_API_URL=http://host:4200/api digitize serve
[dim]with a Prefect server that runs elsewhere[/dim]

An issue is taken when nothing in its folder has changed for a while, at once when a file called .ready lies there.
"""

Scans = Annotated[Path, typer.Argument(help="The folder that scans are dropped into.", metavar="[SCANS]")]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where results go.")]
Quiet = Annotated[float, typer.Option(metavar="SECONDS", min=0, help="A folder without a change for so long is taken.")]
Damaged = Annotated[
    float,
    typer.Option("--damaged-after", metavar="SECONDS", min=0, help="So long one is, whose scans cannot be opened."),
]
Interval = Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="How often to look into the folder.")]


@with_options
def serve(
    scans: Scans = Path("scans"),
    *,
    output: Output = Path("output"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the Prefect UI, or the next free one.")] = 4200,
    at_once: Annotated[
        int, typer.Option("--issues-at-once", metavar="N", min=1, help="How many issues share the processor's cores.")
    ] = 1,
    quiet: Quiet = 10.0,
    damaged_after: Damaged = 60.0,
    interval: Interval = 2.0,
    options: Options,
) -> None:
    """Digitize what is dropped into a folder, for as long as it runs: server, worker and watch on one machine."""
    _serve(scans, output, options, (quiet, damaged_after, interval), port=port, workers=at_once)


@with_options
def watch(
    scans: Scans = Path("scans"),
    *,
    output: Output = Path("output"),
    quiet: Quiet = 10.0,
    damaged_after: Damaged = 60.0,
    interval: Interval = 2.0,
    options: Options,
) -> None:
    """Only watch the folder and ask the server of PREFECT_API_URL for runs, which workers on other machines do."""
    _serve(scans, output, options, (quiet, damaged_after, interval), port=None, workers=0)


def _serve(
    scans: Path,
    output: Path,
    options: Options,
    pace: tuple[float, float, float],
    *,
    port: int | None,
    workers: int,
) -> None:
    ended = threading.Event()
    for each in ENDING:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, lambda *_: ended.set())
    refuse_overlap([scans], output)
    scans.mkdir(parents=True, exist_ok=True)

    from digitize.checking import require_writable  # noqa: PLC0415

    require_writable(output)
    from digitize.store import only_one  # noqa: PLC0415
    from flows.environment import prepare  # noqa: PLC0415

    prepare(service=True)
    from flows import service  # noqa: PLC0415
    from flows.bounds import Bounds  # noqa: PLC0415
    from flows.watch import Patience  # noqa: PLC0415

    quiet, damaged, interval = pace
    with only_one(output), service.Service(_say, port=port, workers=workers) as running:
        address = running.start_server(private=sys.stdout.isatty())
        watched = running.watch(scans, output, options, Patience(quiet, damaged))
        models = (options.detection_model, options.recognition_model)
        running.start_workers(Bounds(scans.resolve(), output.resolve(), models))
        _say(f"Prefect UI: {address}")
        _say(f"Drop scans into {scans.resolve()}, a folder an issue; results come to {output.resolve()}")
        _say("Ctrl-C stops.")
        service.run(watched, running, interval=interval, ended=ended)
        _say("Stopping. What is finished stays; the next start goes on from there.")


def _say(line: str) -> None:
    typer.echo(f"{time.strftime('%H:%M:%S')} {' '.join(line.split())}")
