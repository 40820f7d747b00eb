"""The command: `python -m digitize.training --help`."""

import argparse
import os
import time
from collections.abc import Sequence
from pathlib import Path

from digitize.articles.scoring.models import NAMES, WEIGHTS
from digitize.training.card import Card, markdown
from digitize.training.examples import Example
from digitize.training.fit import Models, fit, fit_extent, fit_stories
from digitize.training.judging import Judgement, judged
from digitize.training.onnx import to_onnx
from digitize.training.titles import TITLES, Title, examples_of
from digitize.training.written import written

_WEIGHT = 4.0
"""How many written pages a real one counts for."""
_FOLDS = 3
"""Parts into which the titles are divided, each left out once."""


def main() -> None:
    """Write pages, read the real ones, judge by titles left out, fit to all, and write the models and their card."""
    arguments = _parser().parse_args()
    begun = time.monotonic()
    say = _Saying(begun)
    say(f"{arguments.pages} pages are written …")
    pages = written(arguments.pages, arguments.seed, arguments.processes)
    say("real pages are read where they are not kept …")
    real = {title: examples_of(title, arguments.data, arguments.kept) for title in TITLES}
    left_out = {} if arguments.no_judging else _judged_by_fold(pages, real, say)
    say("models are fitted to everything …")
    models = _fitted(pages, [title for title in real if title.fits], real)
    others = {title: judged(models, real[title]) for title in real if not title.fits and real[title]}
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        (arguments.output / f"{name}.onnx").write_bytes(to_onnx(getattr(models, name)))
    card = Card(arguments.pages, arguments.seed, left_out, others, _size(arguments.output))
    (arguments.output / "card.md").write_text(markdown(card), "utf-8")
    say(f"done: {arguments.output}")


class _Saying:
    def __init__(self, begun: float) -> None:
        self._begun = begun

    def __call__(self, text: str) -> None:
        print(f"{time.monotonic() - self._begun:6.0f} s  {text}", flush=True)


def _judged_by_fold(pages: Sequence[Example], real: dict[Title, list[Example]], say: _Saying) -> dict[Title, Judgement]:
    """Every title that is fitted to, judged by models that were fitted without it and its family."""
    fitting = [title for title in real if title.fits and real[title]]
    families = list(dict.fromkeys(title.family or title.place for title in fitting))
    found: dict[Title, Judgement] = {}
    for fold in range(min(_FOLDS, len(families))):
        out = set(families[fold::_FOLDS])
        say(f"fitted without {', '.join(sorted(out))} …")
        models = _fitted(pages, [title for title in fitting if (title.family or title.place) not in out], real)
        for title in fitting:
            if (title.family or title.place) in out:
                found[title] = judged(models, real[title])
    return found


def _fitted(pages: Sequence[Example], titles: Sequence[Title], real: dict[Title, list[Example]]) -> Models:
    """Models fitted to titles and half of the written pages; those that build on them to a quarter each."""
    half, quarter = len(pages) // 2, len(pages) // 4
    known = [each for title in titles for each in real[title]]
    base = fit([*pages[:half], *known], [1.0] * half + [_WEIGHT] * len(known))
    return fit_extent(fit_stories(base, pages[half:-quarter]), pages[-quarter:])


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.onnx"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m digitize.training",
        description="Fit the models of articles to pages that the grammar writes and to real pages with truth.",
    )
    parser.add_argument(
        "--data", type=Path, default=Path("../shared/data"), metavar="DIR", help="real pages with truth"
    )
    parser.add_argument(
        "--kept", type=Path, default=Path("build/accuracy"), metavar="DIR",
        help="where `make accuracy` keeps pages that were read (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--output", type=Path, default=WEIGHTS, metavar="DIR", help="where the models go")
    parser.add_argument("--pages", type=int, default=1300, help="pages that are written (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed writes other pages")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--no-judging", action="store_true", help="do not fit again with titles left out")
    return parser


if __name__ == "__main__":
    main()
