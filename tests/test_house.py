"""The house: imports point one way, and only `flows` knows Prefect."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STEPS = ("scan", "deskew", "layout", "recognition", "articles", "export", "importers")
"""The steps of the way of a page: side by side, so they do not import each other."""
LAYERS = (
    ("digitize", "errors", "model", "options"),
    ("fullwidth", "geometry", "imports", "names", "xmlfile"),
    ("overview",),
    STEPS,
    ("store", "inbox"),
    ("summary", "checking", "drop", "arrival", "status"),
    ("pipeline", "evaluate"),
    ("training", "flows"),
    ("console", "cli"),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
FILES = sorted((ROOT / "src" / "digitize").rglob("*.py")) + sorted((ROOT / "flows").rglob("*.py"))


def unit(module: str) -> str | None:
    """The module or package of the house that a dotted name leads to; None for everybody else's."""
    parts = module.split(".")
    if parts[0] == "flows":
        return "flows"
    if parts[0] != "digitize":
        return None
    return parts[1] if len(parts) > 1 and parts[1] in LEVEL else "digitize"


def unit_of(path: Path) -> str:
    relative = path.relative_to(ROOT / "src" if path.is_relative_to(ROOT / "src") else ROOT)
    if relative.parts[0] == "flows":
        return "flows"
    name = relative.parts[1].removesuffix(".py")
    return "digitize" if name == "__init__" else name


def imports(path: Path) -> Iterator[str]:
    """Dotted names of all that a file imports, wherever it does."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    own = unit_of(path)
    for module in imports(path):
        other = unit(module)
        if other is None or other == own:
            continue
        assert LEVEL[other] <= LEVEL[own], f"{own} imports {module}, which is built on top of it"
        assert not (own in STEPS and other in STEPS), f"{own} imports {module}: steps stand side by side"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_flows_import_prefect(path: Path) -> None:
    uses = any(module.split(".")[0] == "prefect" for module in imports(path))
    assert not uses or unit_of(path) == "flows"


def test_the_rules_see_the_whole_house() -> None:
    assert {unit_of(path) for path in FILES} <= set(LEVEL)
    assert any(module.startswith("prefect") for path in FILES for module in imports(path))
