"""The command line: one module a command, put together in `program`."""

from digitize.cli.program import app, main

__all__ = ["app", "main"]
