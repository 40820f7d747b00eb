"""The command line: one module a command, put together in `program`."""

import signal

from digitize.imports import without_threads_of_numpy


def main() -> None:
    """Run the command line. Ctrl-C ends it without a word while it is still being imported."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    without_threads_of_numpy()
    from digitize.cli import program  # noqa: PLC0415

    program.main()
