"""Scores against articles given as TextBlocks of the very ALTO that the output was made from."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from digitize.errors import EvaluationError
from digitize.evaluate.grouping import Grouping, bcubed_by_article, exact, grouping_figures, mixed_with, pieces
from digitize.evaluate.output import Output
from digitize.evaluate.scores import Figure, Finding, Kind, Scores, Value, share
from digitize.evaluate.truth import BlockTruth


def score_blocks(truth: BlockTruth, output: Output) -> Scores:
    """Compare an output with lists of blocks, each of which weighs as many as it has characters.

    Raises EvaluationError where the output has none of the blocks, or several of one id.
    """
    places = _places(truth, output)
    owners = [(article, block) for article, blocks in truth.articles.items() for block in blocks]
    characters = _characters(output)
    labels, weights = [], []
    for number, (_, block) in enumerate(owners):
        place = places.get(block)
        article = output.blocks[place].article if place is not None else None
        labels.append(-1 - number if article is None else article)
        counted = characters[place] if place is not None else 0
        weights.append(float(truth.chars.get(block, counted)))
    grouping = Grouping(tuple(article for article, _ in owners), tuple(labels), tuple(weights))
    steps = _steps(truth, output, places)
    taken = [step for each in steps.values() for step in each]
    number = len(truth.articles)
    figures = grouping_figures(grouping) | {
        Figure.EXACT: Value(share(len(exact(grouping)), number), number),
        Figure.ORDER: Value(share(sum(taken), len(taken)), number if taken else 0),
    }
    return Scores(output.name, Kind.BLOCKS, number, figures, _findings(truth, output, places, grouping, steps))


def _places(truth: BlockTruth, output: Output) -> dict[str, int]:
    """Index in the output of each block of the truth that is there.

    Where ids begin anew on every page, the truth puts a page's name and `#` before them.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for index, block in enumerate(output.blocks):
        found[block.id].append(index)
        for name in output.pages[block.page].names:
            found[f"{name}#{block.id}"].append(index)
    wanted = [block for blocks in truth.articles.values() for block in blocks]
    if twice := next((block for block in wanted if len(found.get(_key(block), ())) > 1), None):
        raise EvaluationError(
            f"{output.name}: several pages have a TextBlock {twice}: write the name of its page before it, "
            f"as in 0001#{twice}."
        )
    places = {block: found[_key(block)][0] for block in wanted if _key(block) in found}
    if not places:
        raise EvaluationError(
            f"{output.name} has none of the TextBlocks of the truth ({wanted[0]}, …): "
            "score output that was made from the same ALTO files and keeps their ids."
        )
    return places


def _key(block: str) -> str:
    page, mark, identifier = block.rpartition("#")
    return f"{page.casefold()}{mark}{identifier}"


def _characters(output: Output) -> list[int]:
    """Characters of each block that are no white space."""
    counts = [0] * len(output.blocks)
    for line in output.lines:
        counts[line.block] += len("".join(line.text.split()))
    return counts


def _steps(truth: BlockTruth, output: Output, places: Mapping[str, int]) -> dict[str, list[bool]]:
    """For each article whether each of its blocks is followed by the right one; blocks of no article are skipped."""
    following = {
        a: b
        for a, b in pairwise(sorted(set(places.values())))
        if output.blocks[a].article is not None and output.blocks[a].article == output.blocks[b].article
    }
    return {
        article: [a in places and following.get(places[a], -1) == places.get(b) for a, b in pairwise(blocks)]
        for article, blocks in truth.articles.items()
    }


def _findings(
    truth: BlockTruth,
    output: Output,
    places: Mapping[str, int],
    grouping: Grouping,
    steps: Mapping[str, Sequence[bool]],
) -> tuple[Finding, ...]:
    first: dict[int, str] = {}
    for line in output.lines:
        first.setdefault(line.block, line.text)
    torn, mixed, agreement = pieces(grouping), mixed_with(grouping), bcubed_by_article(grouping)
    return tuple(
        Finding(
            article,
            first.get(places.get(blocks[0], -1), ""),
            pieces=torn[article],
            mixed_with=mixed[article],
            agreement=agreement[article].f1,
            breaks=len(steps[article]) - sum(steps[article]),
            lost=sum(block not in places for block in blocks),
        )
        for article, blocks in truth.articles.items()
    )
