"""ALTO 4.4: one page of an issue with its text, in coordinates of the original scan."""

from collections import Counter
from collections.abc import Mapping
from math import isfinite
from pathlib import PurePath
from statistics import fmean

from lxml import etree

from digitize import __version__
from digitize.export.altotext import add_text_block
from digitize.export.hyphenation import Hyphenation, printable_lines
from digitize.export.scanframe import ScanFrame
from digitize.export.xml import XSI, child, clean, language_tag, serialize
from digitize.geometry import quad_of
from digitize.model import Block, Box, Issue, Page, Place, Role, Step

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"


def alto(issue: Issue, page: Page) -> bytes:
    """One page of `issue` as an ALTO 4.4 document.

    TextBlocks are direct children of PrintSpace, in reading order, with the ids of the model's blocks; pictures and
    rules follow them. Coordinates are whole pixels of the original scan: hulls in HPOS, VPOS, WIDTH, HEIGHT,
    true outlines in Shape. A word broken over two lines is marked as such only where its other half is the next
    String of the document, since extractors look nowhere else.
    """
    owners = issue.places
    blocks = issue.blocks_on(page.number)
    root = etree.Element(f"{{{NAMESPACE}}}alto", {"SCHEMAVERSION": "4.4"}, nsmap={None: NAMESPACE, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    steps = _add_description(root, issue, page)
    roles = _add_tags(root, blocks, owners)
    layout = child(root, "Layout")
    _add_page(layout, page, blocks, owners, roles, steps)
    return serialize(root)


def _add_description(root: etree._Element, issue: Issue, page: Page) -> list[str]:
    """Add where the text comes from and how it was made; returns the ids of the processing steps."""
    description = child(root, "Description")
    child(description, "MeasurementUnit", text="pixel")
    source = child(description, "sourceImageInformation")
    child(source, "fileName", text=PurePath(page.scan.path).name)
    child(source, "fileIdentifier", {"fileIdentifierLocation": "SHA-256"}, page.scan.sha256)
    child(source, "documentIdentifier", text=issue.name)
    ids = []
    for number, step in enumerate((*page.steps, _coordinates(page)), 1):
        ids.append(f"PROCESSING_{page.number}_{number}")
        _add_step(description, ids[-1], step)
    return ids


def _coordinates(page: Page) -> Step:
    """The way from the coordinates the text was read in to those written here."""
    scan, upright = page.scan, page.upright
    settings = {
        "quarter_turns_undone": upright.turn,
        "skew_angle": upright.skew,
        "center": f"{scan.width / 2:g},{scan.height / 2:g}",
        "scan_size": f"{scan.width}x{scan.height}",
        "upright_size": f"{upright.width}x{upright.height}",
        "scan_to_upright": ",".join(f"{value!r}" for value in upright.matrix),
        "frame": f"{scan.frame + 1}/{scan.frames}",
        "dpi": f"{scan.dpi:g}{' (estimated)' if scan.dpi_estimated else ''}",
    }
    return Step(
        "coordinates taken back to the original scan",
        "digitize",
        __version__,
        tuple((name, str(value)) for name, value in settings.items()),
    )


def _add_step(description: etree._Element, identifier: str, step: Step) -> None:
    processing = child(description, "Processing", {"ID": identifier})
    child(processing, "processingStepDescription", text=step.name)
    if step.settings:
        settings = "; ".join(f"{name}={value}" for name, value in step.settings)
        child(processing, "processingStepSettings", text=settings)
    software = child(processing, "processingSoftware")
    child(software, "softwareName", text=step.software)
    child(software, "softwareVersion", text=step.version)


def _add_tags(root: etree._Element, blocks: tuple[Block, ...], owners: Mapping[str, Place]) -> dict[str, str]:
    """Declare the roles and articles that occur on the page; returns block id -> TAGREFS."""
    tags = child(root, "Tags")
    for role in (role for role in Role if any(block.role is role for block in blocks)):
        child(tags, "LayoutTag", {"ID": f"ROLE_{role}", "TYPE": "role", "LABEL": role.value})
    here = {owner.number: owner.article for block in blocks if (owner := owners.get(block.id))}
    for number, article in sorted(here.items()):
        label = article.title or article.id
        attributes = {"ID": f"ARTICLE_{number:04}", "TYPE": "article", "LABEL": label, "DESCRIPTION": article.id}
        child(tags, "StructureTag", attributes)
    if not len(tags):
        root.remove(tags)
    references = {}
    for block in blocks:
        owner = owners.get(block.id)
        references[block.id] = f"ROLE_{block.role}" + (f" ARTICLE_{owner.number:04}" if owner else "")
    return references


def _add_page(
    layout: etree._Element,
    page: Page,
    blocks: tuple[Block, ...],
    owners: Mapping[str, Place],
    tags: Mapping[str, str],
    steps: list[str],
) -> None:
    frame = ScanFrame.of(page)
    languages = _languages(blocks, owners)
    rotation = round(frame.rotation(), 2)
    attributes = {
        "ID": f"PAGE_{page.number:05}",
        "PHYSICAL_IMG_NR": page.number,
        "WIDTH": page.scan.width,
        "HEIGHT": page.scan.height,
        "ROTATION": rotation or None,
        "LANG": languages[0] if languages else None,
        "OTHERLANGS": " ".join(languages[1:]) or None,
        "PC": _confidence(blocks),
        "PROCESSINGREFS": " ".join(steps),
    }
    element = child(layout, "Page", attributes)
    content = quad_of(page.layout.content).corners
    space = child(element, "PrintSpace", {"ID": f"PRINTSPACE_{page.number:05}", **frame.position(content)})
    hyphenation = Hyphenation.of(blocks, owners)
    for block in blocks:
        owner = owners.get(block.id)
        language = language_tag(owner.article.language) if owner else None
        add_text_block(space, block, frame, hyphenation, tags[block.id], language)
    for number, picture in enumerate(page.layout.pictures, 1):
        _add_shape(space, "Illustration", f"PICTURE_{page.number}_{number}", picture, frame)
    for number, rule in enumerate(page.layout.rules, 1):
        _add_shape(space, "GraphicalElement", f"RULE_{page.number}_{number}", rule.box, frame)


def _add_shape(space: etree._Element, tag: str, identifier: str, box: Box, frame: ScanFrame) -> None:
    corners = quad_of(box).corners
    element = child(space, tag, {"ID": identifier, **frame.position(corners)})
    points = " ".join(f"{x},{y}" for x, y in frame.pixels(corners))
    child(child(element, "Shape"), "Polygon", {"POINTS": points})


def _languages(blocks: tuple[Block, ...], owners: Mapping[str, Place]) -> list[str]:
    """Languages of the articles on the page, the one with the most characters first."""
    characters: Counter[str] = Counter()
    for block in blocks:
        owner = owners.get(block.id)
        if owner and (tag := language_tag(owner.article.language)):
            characters[tag] += sum(len(clean(line.text)) for line in block.lines)
    return [tag for tag, _ in characters.most_common()]


def _confidence(blocks: tuple[Block, ...]) -> str | None:
    """Mean confidence of the lines on the page, in 0..1; None where nothing was read."""
    values = [line.confidence for block in blocks for line in printable_lines(block) if isfinite(line.confidence)]
    return f"{min(1.0, max(0.0, fmean(values))):.3f}" if values else None
