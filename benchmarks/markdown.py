"""Markdown as all benchmarks print it."""

from collections.abc import Sequence

Row = Sequence[str]


def section(heading: str, *paragraphs: str) -> str:
    """Paragraphs under a heading of the third rank."""
    return "\n\n".join([f"### {heading}", *paragraphs]) + "\n"


def table(head: Row, rows: Sequence[Row], words: int = 1) -> str:
    """A Markdown table; the first columns, as many as `words`, hold words, the others numbers."""
    marks = ["---" if at < words else "---:" for at in range(len(head))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, marks, *rows))


def number(value: float | None, digits: int, times: float = 1) -> str:
    """`value` times `times` with so many digits after the point; a dash where there is none."""
    return "–" if value is None else f"{times * value:.{digits}f}"
