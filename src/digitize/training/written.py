"""Pages that the grammar writes, as examples."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from digitize.training.examples import Example, example
from digitize.training.grammar import MAKEUPS, TruePage, write_page
from digitize.training.truth import LineTruth

_BATCH = 25
"""Pages written in one go by one process."""
_LEAST = 8
"""Lines below which a page teaches nothing."""


def written(number: int, seed: int, processes: int) -> list[Example]:
    """`number` pages of all make-ups with lines that run to the right, the same for the same `seed`."""
    seeds = [(seed, batch) for batch in range(-(-number // _BATCH))]
    with ProcessPoolExecutor(processes) as pool:
        batches = pool.map(_batch, seeds)
        return [each for batch in batches for each in batch][:number]


def _batch(seed: tuple[int, int]) -> list[Example]:
    return [example(page.page, _line_truth(page)) for page in _pages(seed)]


def _pages(seed: tuple[int, int]) -> Iterator[TruePage]:
    rng = np.random.default_rng(seed)
    makeups = [makeup for makeup in MAKEUPS if not makeup.turned]
    weights = np.array([makeup.weight for makeup in makeups])
    done = 0
    while done < _BATCH:
        page = write_page(makeups[int(rng.choice(len(makeups), p=weights / weights.sum()))], rng)
        if len(page.page.lines) >= _LEAST:
            done += 1
            yield page


def _line_truth(page: TruePage) -> dict[int, LineTruth]:
    lines = zip(page.page.lines, page.truth, strict=True)
    return {id(line): LineTruth(each.role.value, each.article, float(each.order)) for line, each in lines}
