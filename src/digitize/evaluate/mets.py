"""An issue as METS describes it: pages in order, and the TextBlocks of each article in reading order."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from lxml import etree

from digitize.errors import EvaluationError
from digitize.evaluate.alto import AltoPage, read_alto
from digitize.evaluate.details import read_details
from digitize.evaluate.output import Output, OutputBlock, OutputLine, OutputPage
from digitize.names import ARTICLES, METS
from digitize.xmlfile import local_name, read

_HREF = "{http://www.w3.org/1999/xlink}href"
_ARTICLES = frozenset({"ARTICLE", "ADVERTISEMENT", "ADVERT", "ILLUSTRATION", "MASTHEAD", "SECTION_MISC"})
"""Types of divisions that are units of reading; inside another of them they are its parts."""

Area = tuple[str, str]
"""Ids of a file and of a block in it."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page, and the ALTO file that holds it, alone or with others."""

    file: str
    alto: AltoPage
    names: frozenset[str]


def read_output(path: Path) -> Output:
    """Read METS, the ALTO it points to, and articles.json beside it if this program wrote that.

    `path` is a METS file or a directory with `mets.xml`.

    Raises XmlError where a file is missing or damaged, EvaluationError where one is of another kind or points nowhere.
    """
    file = path / METS if path.is_dir() else path
    if not file.exists():
        raise EvaluationError(f"{path} holds no digitized issue: name a METS file, or a directory with {METS} in it.")
    root = read(file)
    if local_name(root).lower() != "mets":
        raise EvaluationError(f"{file} is no METS: its root element is {local_name(root)}.")
    leaves = _leaves(root, file)
    if not leaves:
        raise EvaluationError(f"{file} points to no ALTO file, so there is no text to score.")
    articles = [(division.get("ID", ""), _areas(division)) for division in _articles(root)]
    name = file.parent.resolve().name if path.is_dir() or file.name == METS else file.stem
    details = read_details(file.with_name(ARTICLES), [identifier for identifier, _ in articles])
    return replace(_assemble(name, leaves, articles), details=details)


def _leaves(root: etree._Element, mets: Path) -> list[_Leaf]:
    """The ALTO pages in the order of the physical structure; files that stand in none follow by id."""
    hrefs = {
        file.get("ID", ""): location.get(_HREF, "")
        for file in root.iter("{*}file")
        for location in file.iterchildren("{*}FLocat")
    }
    beside: dict[str, list[list[str]]] = {}
    for structure in _maps(root, "PHYSICAL"):
        for division in structure.iter("{*}div"):
            own = list(_own_files(division))
            for file in own:
                beside.setdefault(file, []).append(own)
    needed = {file for division in _articles(root) for file, _ in _areas(division)}
    leaves = []
    for file in dict.fromkeys([*beside, *sorted(hrefs)]):
        place = _place(mets, hrefs.get(file, ""), required=file in needed)
        # of a file with several pages each has a division of its own
        divisions = beside.get(file, [[]])
        for number, alto in enumerate(read_alto(place) if place else ()):
            others = divisions[min(number, len(divisions) - 1)]
            names = [hrefs[file], alto.image, *(hrefs.get(other, "") for other in others)]
            leaves.append(_Leaf(file, alto, frozenset(map(page_name, names)) - {""}))
    return leaves


def page_name(name: str) -> str:
    """Name of a file without folder and suffix, by which pages of output and truth know each other."""
    return PurePosixPath(unquote(name).replace("\\", "/")).stem.casefold()


def _place(mets: Path, href: str, *, required: bool) -> Path | None:
    """Where an XML file of the issue lies; None for other files, and for XML that no article needs and is not there."""
    relative = re.sub(r"^file:(//(localhost)?)?", "", href)
    if not relative.lower().endswith(".xml"):
        return None
    places = (mets.parent / unquote(relative), mets.parent / relative)
    place = next((each for each in places if each.is_file()), places[0])
    if not place.is_file():
        fault = "which is not there: put the ALTO there"
    elif not place.resolve().is_relative_to(mets.parent.resolve()):
        fault = "outside its own directory: put the ALTO beside the METS"
    else:
        return place
    if required:
        raise EvaluationError(f"{mets} points to {href}, {fault}.")
    return None


def _maps(root: etree._Element, kind: str) -> Iterator[etree._Element]:
    return (each for each in root.iter("{*}structMap") if each.get("TYPE", "").upper() == kind)


def _own_files(division: etree._Element) -> Iterator[str]:
    """Ids of the files a division points to itself, not through divisions inside it."""
    for pointer in division.iterchildren("{*}fptr"):
        for element in pointer.iter():
            if file := element.get("FILEID"):
                yield file


def _articles(root: etree._Element) -> list[etree._Element]:
    found = []
    for structure in _maps(root, "LOGICAL"):
        for division in structure.iter("{*}div"):
            inside = any(each.get("TYPE", "").upper() == "ARTICLE" for each in division.iterancestors())
            if division.get("TYPE", "").upper() in _ARTICLES and not inside:
                found.append(division)
    return found


def _areas(division: etree._Element) -> list[Area]:
    return [(area.get("FILEID", ""), area.get("BEGIN", "")) for area in division.iter("{*}area") if area.get("BEGIN")]


def _assemble(name: str, leaves: Sequence[_Leaf], articles: Sequence[tuple[str, list[Area]]]) -> Output:
    """Blocks in reading order, each once: under the first article that names it."""
    pages = {(leaf.file, block): number for number, leaf in enumerate(leaves) for block in leaf.alto.blocks}
    owner: dict[Area, int | None] = {}
    for number, (_, areas) in enumerate(articles):
        for area in _text_blocks(areas, leaves):
            owner.setdefault(area, number)
    for leaf in leaves:
        for block in leaf.alto.blocks:
            owner.setdefault((leaf.file, block), None)
    places = {(leaf.file, block): place for leaf in leaves for place, block in enumerate(leaf.alto.blocks)}
    blocks = tuple(OutputBlock(area[1], pages[area], places[area], article) for area, article in owner.items())
    lines = tuple(
        OutputLine(line.text, line.outline, block.page, number, block.article)
        for number, block in enumerate(blocks)
        for line in leaves[block.page].alto.blocks[block.id]
    )
    shown = tuple(OutputPage(leaf.names, leaf.alto.width, leaf.alto.height) for leaf in leaves)
    return Output(name, shown, tuple(identifier for identifier, _ in articles), blocks, lines)


def _text_blocks(areas: Iterable[Area], leaves: Sequence[_Leaf]) -> Iterator[Area]:
    """The areas that are TextBlocks, and those inside areas that are ComposedBlocks; pictures are left out."""
    inside: dict[Area, tuple[str, ...]] = {}
    for leaf in leaves:
        inside |= {(leaf.file, block): blocks for block, blocks in leaf.alto.composed.items()}
        inside |= {(leaf.file, block): (block,) for block in leaf.alto.blocks}
    known = {(leaf.file, block) for leaf in leaves for block in leaf.alto.blocks}
    for file, block in areas:
        yield from ((file, each) for each in inside.get((file, block), ()) if (file, each) in known)
