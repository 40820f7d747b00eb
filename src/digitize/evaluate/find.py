"""Which output is scored against which truth."""

from dataclasses import dataclass
from pathlib import Path

from digitize.errors import EvaluationError
from digitize.evaluate.truth import FORMS, truth_file
from digitize.names import METS


@dataclass(frozen=True, slots=True)
class Pair:
    """Where an issue's output and its truth lie."""

    name: str
    output: Path
    truth: Path


@dataclass(frozen=True, slots=True)
class Pairs:
    """What can be scored, and what has no counterpart."""

    pairs: tuple[Pair, ...]
    without_output: tuple[str, ...] = ()
    """Names of truths whose issue is not there."""
    without_truth: tuple[str, ...] = ()
    """Names of issues that nobody wrote a truth for."""


def find_pairs(output: Path, truth: Path) -> Pairs:
    """Match issues and truths.

    `output` is a METS file, the directory of an issue, or a directory of such directories; `truth` is a file or
    folder of a form that `read_truth` knows, or a directory of those. Many match by the issue's name: a truth's
    name is that of its directory, or of its JSON file without the suffix. Raises EvaluationError where nothing matches.
    """
    for path in (output, truth):
        if not path.exists():
            raise EvaluationError(f"{path} does not exist.")
    outputs, truths = _outputs(output), _truths(truth)
    single = next(iter(outputs)) if len(outputs) == 1 and output in outputs.values() else None
    if truth_file(truth):
        if single is None:
            raise EvaluationError(
                f"{output} is a folder of issues and {truth} the truth of one: name the issue's own directory."
            )
        return Pairs((Pair(single, output, truth),))
    common = [name for name in outputs if name in truths]
    if not common:
        raise EvaluationError(
            f"No truth in {truth} has the name of an issue in {output}: "
            f"give its directory or JSON file the name of the issue, as {next(iter(outputs))}."
        )
    return Pairs(
        tuple(Pair(name, outputs[name], truths[name]) for name in common),
        () if single else tuple(name for name in truths if name not in outputs),
        tuple(name for name in outputs if name not in truths),
    )


def _outputs(path: Path) -> dict[str, Path]:
    """Issues by name."""
    if path.is_file() or (path / METS).is_file():
        named = path.parent if path.name == METS else path
        return {named.resolve().stem if path.is_file() and path.name != METS else named.resolve().name: path}
    found = {each.name: each for each in sorted(path.iterdir()) if (each / METS).is_file()}
    if not found:
        raise EvaluationError(f"{path} holds no digitized issue: name a METS file, or a directory with {METS} in it.")
    return found


def _truths(path: Path) -> dict[str, Path]:
    """Truths in a directory by name; empty where `path` is one truth itself."""
    if truth_file(path):
        return {}
    found = {each.stem: each for each in sorted(path.glob("*.json"))}
    found |= {each.name: each for each in sorted(path.iterdir()) if each.is_dir() and truth_file(each)}
    if not found:
        raise EvaluationError(f"{path} holds no truth: give {FORMS}.")
    return found
