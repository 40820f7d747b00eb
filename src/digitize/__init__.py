"""Scanned newspaper pages in, articles out."""

from importlib.metadata import version

__version__ = version("newspaper-digitize")
