"""`python -m digitize.training.grammar --makeup NAME --seed N --out page.png` draws a written page."""

import argparse
from pathlib import Path

import numpy as np

from digitize.training.grammar.drawing import draw
from digitize.training.grammar.makeups import MAKEUPS
from digitize.training.grammar.writing import write_page


def main() -> None:
    """Write one page and draw it."""
    names = {makeup.name: makeup for makeup in MAKEUPS}
    parser = argparse.ArgumentParser(description="Draw a page of the page grammar.")
    parser.add_argument("--makeup", choices=sorted(names), default=MAKEUPS[0].name)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("page.png"))
    given = parser.parse_args()
    draw(write_page(names[given.makeup], np.random.default_rng(given.seed))).save(given.out)


if __name__ == "__main__":
    main()
