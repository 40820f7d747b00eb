"""Which page of an output is which page of its truth."""

from collections import Counter
from collections.abc import Mapping, Sequence

from digitize.errors import EvaluationError
from digitize.evaluate.mets import page_name
from digitize.evaluate.output import Output
from digitize.evaluate.truth import TruthPage

_TOLERANCE = 0.02
"""How much proportions of one scan may differ: sizes are rounded where they are given in tenths of millimetres."""


def match_pages(truth: Sequence[TruthPage], output: Output) -> tuple[int | None, ...]:
    """For each page of the truth its index in the output; None where the output lacks it.

    Pages match by the names of their images. Where no name matches, as after a renaming, they match by position if
    both have as many pages. Raises EvaluationError where they do not match either way, or are not of one shape.
    """
    known = named(output)
    found = tuple(known.get(page_name(page.image)) for page in truth)
    if all(page is None for page in found):
        if len(truth) != len(output.pages):
            raise EvaluationError(
                f"{output.name}: the pages do not match: the truth has {len(truth)} ({_names(truth)}), the output "
                f"{len(output.pages)}, and none has the name of one in the truth: score the output of the same scans."
            )
        found = tuple(range(len(truth)))
    for page, index in zip(truth, found, strict=True):
        if index is not None:
            _compare(page, output, index)
    return found


def named(output: Output) -> Mapping[str, int]:
    """Pages of the output by those names that only one of them has."""
    count = Counter(name for page in output.pages for name in page.names)
    return {name: index for index, page in enumerate(output.pages) for name in page.names if count[name] == 1}


def scale(page: TruthPage, output: Output, index: int) -> tuple[float, float]:
    """What to multiply x and y of the truth with to get those of the output; 1 where it tells no size."""
    other = output.pages[index]
    return (other.width / page.width, other.height / page.height) if other.width and other.height else (1.0, 1.0)


def _compare(page: TruthPage, output: Output, index: int) -> None:
    x, y = scale(page, output, index)
    if abs(x / y - 1) > _TOLERANCE:
        other = output.pages[index]
        raise EvaluationError(
            f"{output.name}: page {index + 1} is {page.width:g} x {page.height:g} in the truth and "
            f"{other.width:g} x {other.height:g} in the output: score the output of the same scan."
        )


def _names(truth: Sequence[TruthPage]) -> str:
    names = [page.image or "unnamed" for page in truth]
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
