"""The card that lies beside the models: what they were fitted to, and how good they are on what they were not."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

from digitize import __version__
from digitize.training.grammar import MAKEUPS
from digitize.training.judging import Judgement, mean
from digitize.training.titles import TITLES, Title


@dataclass(frozen=True, slots=True)
class Card:
    """What is told of the models."""

    pages: int
    seed: int
    left_out: Mapping[Title, Judgement]
    """Titles that are fitted to, judged by models fitted without them."""
    others: Mapping[Title, Judgement]
    """Titles that are never fitted to."""
    size: int
    """Bytes of all models."""


def markdown(card: Card) -> str:
    """The card as Markdown."""
    makeups = ", ".join(makeup.name for makeup in MAKEUPS if not makeup.turned)
    fitted = "\n".join(f"- {title.place}: {title.licence}" for title in TITLES if title.fits)
    return f"""# Models of articles

Gradient-boosted trees (LightGBM {version("lightgbm")}), computed by ONNX Runtime; {card.size / 1e6:.1f} MB. Made by
`make train` of digitize {__version__}; made again by the same command.

They tell of the units of a page their roles, whether they begin or end a story, which goes on in which, and
which belong together; see docs/method.md.

## Fitted to

{card.pages} pages of the page grammar (seed {card.seed}; make-ups: {makeups}), and real pages:

{fitted}

## Titles left out

Each judged by models that were fitted without it. f: B-cubed F1 of units in articles, by letters; exact: articles
that are exactly one group; steps: successions inside articles that are followed.

{_table(card.left_out)}

## Titles never fitted to

{_table(card.others)}
"""


def _table(judgements: Mapping[Title, Judgement]) -> str:
    if not judgements:
        return "Not judged."
    rows = [_row(title.place, each) for title, each in judgements.items()]
    rows.append(_row("**mean**", mean(list(judgements.values()))))
    return "\n".join(["| title | articles | f | exact | steps |", "| --- | ---: | ---: | ---: | ---: |", *rows])


def _row(name: str, each: Judgement) -> str:
    return f"| {name} | {each.articles} | {each.f:.3f} | {each.exact:.3f} | {each.steps:.3f} |"
