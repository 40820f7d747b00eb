"""Articles from the lines of an issue's pages: roles, reading order, continuity. No pixels here."""

from digitize.articles.rejoin import rejoin

__all__ = ["rejoin"]
