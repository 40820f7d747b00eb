"""What METS says about things: MODS for the issue and its articles, MIX for scans, PREMIS for how it was made."""

from datetime import datetime
from fractions import Fraction
from pathlib import PurePath

from lxml import etree

from digitize import __version__
from digitize.export.metsstructure import article_metadata_id, image_metadata_id
from digitize.export.xml import child, language_tag
from digitize.model import Article, Issue, Page

_MODS = "http://www.loc.gov/mods/v3"
_MIX = "http://www.loc.gov/mix/v20"
_PREMIS = "http://www.loc.gov/premis/v3"


def _wrap(section: etree._Element, kind: str, namespace: str, tag: str) -> etree._Element:
    """Open foreign metadata inside a METS section and return its root element."""
    data = child(child(section, "mdWrap", {"MDTYPE": kind, "MIMETYPE": "text/xml"}), "xmlData")
    prefix = kind.partition(":")[0].lower()
    return etree.SubElement(data, f"{{{namespace}}}{tag}", nsmap={"mix" if namespace == _MIX else prefix: namespace})


def add_issue_metadata(root: etree._Element, issue: Issue) -> None:
    """Append the issue's dmdSec."""
    mods = _wrap(child(root, "dmdSec", {"ID": "MODSMD_ISSUE"}), "MODS", _MODS, "mods")
    child(child(mods, "titleInfo"), "title", text=issue.name)
    for language in dict.fromkeys(article.language for article in issue.articles):
        _add_language(mods, language)


def add_article_metadata(root: etree._Element, number: int, article: Article) -> None:
    """Append an article's dmdSec: title, language, and what is doubtful about it."""
    mods = _wrap(child(root, "dmdSec", {"ID": article_metadata_id(number, article)}), "MODS", _MODS, "mods")
    if article.title:
        child(child(mods, "titleInfo"), "title", text=article.title)
    _add_language(mods, article.language)
    for doubt in article.doubts:
        child(mods, "note", text=doubt)


def _add_language(mods: etree._Element, language: str) -> None:
    # "und" is how ISO 639-2 says that nobody knows; importers read the first languageTerm without asking whether.
    code = language_tag(language) or "und"
    child(child(mods, "language"), "languageTerm", {"type": "code", "authority": "rfc5646"}, code)


def add_image_metadata(root: etree._Element, page: Page, size: int) -> None:
    """Append the amdSec of a page's scan, `size` bytes long."""
    section = child(root, "amdSec", {"ID": image_metadata_id(page.number)})
    mix = _wrap(child(section, "techMD", {"ID": f"MIX{page.number:05}"}), "NISOIMG", _MIX, "mix")
    scan = page.scan
    file = child(mix, "BasicDigitalObjectInformation")
    identifier = child(file, "ObjectIdentifier")
    child(identifier, "objectIdentifierType", text="file name")
    child(identifier, "objectIdentifierValue", text=PurePath(scan.path).name)
    child(file, "fileSize", text=str(size))
    child(child(file, "FormatDesignation"), "formatName", text=scan.media_type)
    fixity = child(file, "Fixity")
    child(fixity, "messageDigestAlgorithm", text="SHA-256")
    child(fixity, "messageDigest", text=scan.sha256)
    characteristics = child(child(mix, "BasicImageInformation"), "BasicImageCharacteristics")
    child(characteristics, "imageWidth", text=str(scan.width))
    child(characteristics, "imageHeight", text=str(scan.height))
    if not scan.dpi_estimated:
        _add_resolution(mix, scan.dpi)


def _add_resolution(mix: etree._Element, dpi: float) -> None:
    metrics = child(child(mix, "ImageAssessmentMetadata"), "SpatialMetrics")
    child(metrics, "samplingFrequencyUnit", text="in.")
    ratio = Fraction(dpi).limit_denominator(1000)
    for axis in ("xSamplingFrequency", "ySamplingFrequency"):
        frequency = child(metrics, axis)
        child(frequency, "numerator", text=str(ratio.numerator))
        child(frequency, "denominator", text=str(ratio.denominator))


def add_provenance(root: etree._Element, issue: Issue, created: datetime) -> None:
    """Append how the issue was made: one event, and the software that took part.

    The settings of each step stand in the ALTO files, page by page.
    """
    software = {("digitize", __version__), *((step.software, step.version) for p in issue.pages for step in p.steps)}
    agents = {f"SOFTWARE{number:02}": agent for number, agent in enumerate(sorted(software), 1)}
    section = child(root, "amdSec", {"ID": "PROVENANCE"})
    _add_event(section, issue, created, list(agents))
    for identifier, (name, version) in agents.items():
        agent = _wrap(child(section, "digiprovMD", {"ID": identifier}), "PREMIS:AGENT", _PREMIS, "agent")
        _add_identifier(agent, "agentIdentifier", identifier)
        child(agent, "agentName", text=name)
        child(agent, "agentType", text="software")
        child(agent, "agentVersion", text=version)


def _add_event(section: etree._Element, issue: Issue, created: datetime, agents: list[str]) -> None:
    event = _wrap(child(section, "digiprovMD", {"ID": "DIGITIZATION"}), "PREMIS:EVENT", _PREMIS, "event")
    _add_identifier(event, "eventIdentifier", "DIGITIZATION")
    child(event, "eventType", text="creation")
    child(event, "eventDateTime", text=created.isoformat(timespec="seconds"))
    detail = child(event, "eventDetailInformation")
    scanned = any(page.scan.is_image for page in issue.pages)
    source = "Text recognized on the scans" if scanned else "Text taken from ALTO files"
    child(detail, "eventDetail", text=f"{source} and put together as articles.")
    outcome = child(event, "eventOutcomeInformation")
    child(outcome, "eventOutcome", text="partial" if issue.failures else "complete")
    for page in issue.pages:
        for warning in page.warnings:
            note = child(outcome, "eventOutcomeDetail")
            child(note, "eventOutcomeDetailNote", text=f"Page {page.number}: {warning}")
    for agent in agents:
        _add_identifier(event, "linkingAgentIdentifier", agent)


def _add_identifier(parent: etree._Element, tag: str, value: str) -> None:
    identifier = child(parent, tag)
    child(identifier, f"{tag}Type", text="local")
    child(identifier, f"{tag}Value", text=value)
