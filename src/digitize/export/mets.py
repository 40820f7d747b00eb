"""METS 1.12.1: an issue with its files, pages and articles, as newspaper importers read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath, PurePosixPath

from lxml import etree

from digitize import __version__
from digitize.export.metsmetadata import add_article_metadata, add_image_metadata, add_issue_metadata, add_provenance
from digitize.export.metsstructure import (
    add_links,
    add_logical_map,
    add_physical_map,
    alto_id,
    article_metadata_id,
    image_id,
    image_metadata_id,
    text_id,
)
from digitize.export.xml import XSI, child, clean, href, serialize
from digitize.model import Failure, Issue, Page
from digitize.names import alto_paths, article_paths, text_paths

NAMESPACE = "http://www.loc.gov/METS/"
SCHEMA = "http://www.loc.gov/standards/mets/version1121/mets.xsd"
XLINK = "http://www.w3.org/1999/xlink"

_MEDIA_TYPES = {
    ".html": "text/html",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".xml": "text/xml",
}


@dataclass(frozen=True, slots=True)
class ScanFile:
    """Where a scan lies as seen from `mets.xml` (a relative path with `/`, or an absolute one), and its bytes."""

    path: str
    size: int


def mets(issue: Issue, scans: Mapping[str, ScanFile], files: Mapping[str, bytes], created: datetime) -> bytes:
    """The METS document of `issue`.

    `scans` has an entry for the `Scan.path` of every page that is an image. `files` holds what is published beside
    `mets.xml`, by relative path: at least the ALTO and text of every page and the text of every article
    (`export.documents`), and whatever else shall be listed. Of a partial issue the document describes the pages that
    there are, has the record status PARTIAL, and names each failure in its header. Raises KeyError where a file is
    missing.

    The structure is the one of Luxembourg's national library: PHYSICAL Newspaper > PAGE with parallel areas of image
    and ALTO; LOGICAL Newspaper > ISSUE > CONTENT > ARTICLE > HEADING, BODY > PARAGRAPH, with areas that name
    TextBlocks by id.
    """
    attributes = {"OBJID": clean(issue.name), "LABEL": clean(issue.name), "TYPE": "Newspaper"}
    root = etree.Element(f"{{{NAMESPACE}}}mets", attributes, nsmap={None: NAMESPACE, "xlink": XLINK, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    _add_header(root, issue, created)
    add_issue_metadata(root, issue)
    for number, article in enumerate(issue.articles, 1):
        add_article_metadata(root, number, article)
    for page in _images(issue):
        add_image_metadata(root, page, scans[page.scan.path].size)
    add_provenance(root, issue, created)
    _add_files(root, issue, scans, files)
    add_physical_map(root, issue)
    add_logical_map(root, issue)
    add_links(root, issue)
    return serialize(root)


def _images(issue: Issue) -> list[Page]:
    return [page for page in issue.pages if page.scan.is_image]


def _add_header(root: etree._Element, issue: Issue, created: datetime) -> None:
    status = "PARTIAL" if issue.failures else "COMPLETE"
    header = child(root, "metsHdr", {"CREATEDATE": created.isoformat(timespec="seconds"), "RECORDSTATUS": status})
    agent = child(header, "agent", {"ROLE": "CREATOR", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"})
    child(agent, "name", text=f"digitize {__version__}")
    for failure in issue.failures:
        child(agent, "note", text=_missing(failure))


def _missing(failure: Failure) -> str:
    return f"Missing: page {failure.frame + 1} of {PurePath(failure.path).name} could not be read: {failure.reason}"


def _add_files(root: etree._Element, issue: Issue, scans: Mapping[str, ScanFile], files: Mapping[str, bytes]) -> None:
    section = child(root, "fileSec")
    altos, texts, articles = alto_paths(issue), text_paths(issue), article_paths(issue)
    if images := _images(issue):
        group = child(section, "fileGrp", {"ID": "IMGGRP", "USE": "Images"})
        for page in images:
            _add_image(group, page, scans[page.scan.path])
    group = child(section, "fileGrp", {"ID": "ALTOGRP", "USE": "Text"})
    for page in issue.pages:
        _add_file(group, alto_id(page.number), altos[page.number], files, {"SEQ": page.number})
    group = child(section, "fileGrp", {"ID": "TEXTGRP", "USE": "Plain text of pages"})
    for page in issue.pages:
        _add_file(group, text_id(page.number), texts[page.number], files, {"SEQ": page.number})
    group = child(section, "fileGrp", {"ID": "ARTICLEGRP", "USE": "Plain text of articles"})
    for number, article in enumerate(issue.articles, 1):
        described = {"SEQ": number, "DMDID": article_metadata_id(number, article)}
        _add_file(group, f"ARTICLETEXT{number:04}", articles[article.id], files, described)
    others = sorted(set(files) - {*altos.values(), *texts.values(), *articles.values()})
    group = child(section, "fileGrp", {"ID": "ISSUEGRP", "USE": "Whole issue"})
    for number, path in enumerate(others, 1):
        _add_file(group, f"ISSUEFILE{number:04}", path, files, {"SEQ": number})


def _add_image(group: etree._Element, page: Page, scan: ScanFile) -> None:
    attributes = {
        "ID": image_id(page.number),
        "SEQ": page.number,
        "ADMID": image_metadata_id(page.number),
        "MIMETYPE": page.scan.media_type,
        "SIZE": scan.size,
        "CHECKSUM": page.scan.sha256,
        "CHECKSUMTYPE": "SHA-256",
    }
    location = _locate(child(group, "file", attributes), scan.path)
    if page.scan.frames > 1:
        # No reference to one page inside a file is understood for all formats, so it stands in words.
        location.set(f"{{{XLINK}}}title", f"page {page.scan.frame + 1} of {page.scan.frames} in this file")


def _add_file(
    group: etree._Element, identifier: str, path: str, files: Mapping[str, bytes], attributes: Mapping[str, object]
) -> None:
    data = files[path]
    properties = {
        "ID": identifier,
        **attributes,
        "MIMETYPE": _MEDIA_TYPES.get(PurePosixPath(path).suffix, "application/octet-stream"),
        "SIZE": len(data),
        "CHECKSUM": sha256(data).hexdigest(),
        "CHECKSUMTYPE": "SHA-256",
    }
    _locate(child(group, "file", properties), path)


def _locate(file: etree._Element, path: str) -> etree._Element:
    location = child(file, "FLocat", {"LOCTYPE": "URL"})
    location.set(f"{{{XLINK}}}type", "simple")
    location.set(f"{{{XLINK}}}href", href(path))
    return location
