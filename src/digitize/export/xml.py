"""What ALTO and METS share: text that XML can hold, references to files, and small element helpers."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from lxml import etree

XSI = "http://www.w3.org/2001/XMLSchema-instance"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
# RFC 3986: what a path segment may hold besides letters and digits, without the colon that would make a scheme.
_PATH_MARKS = frozenset("-._~!$&'()*+,;=@/")


def clean(text: str) -> str:
    """`text` with every code point that XML 1.0 forbids (controls, lone surrogates) replaced by U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


def href(path: str) -> str:
    """A path, `/`-separated, as a reference: relative stays relative, absolute becomes a `file:` URL.

    Letters and digits of any script stand as they are (RFC 3987, which XLink and xs:anyURI accept), so that
    consumers that never decode find such files too; all else is percent-encoded, undecodable bytes as those bytes.
    """
    escaped = "".join(c if c.isalnum() or c in _PATH_MARKS else _percent(c) for c in path)
    return f"file://{escaped}" if path.startswith("/") else escaped


def _percent(character: str) -> str:
    undecodable = "\udc80" <= character <= "\udcff"  # how Python shows a byte of a file name that is not UTF-8
    return quote(character.encode(errors="surrogateescape" if undecodable else "surrogatepass"), safe="")


def language_tag(language: str) -> str | None:
    """`language` as xs:language wants it (`zh_CN` becomes `zh-CN`), None where there is no such tag in it."""
    tag = language.replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def child(
    parent: etree._Element, tag: str, attributes: Mapping[str, object] | None = None, text: str | None = None
) -> etree._Element:
    """Append `<tag>` in the namespace of `parent`; attributes that are None are left out."""
    given = {
        name: clean(value) if isinstance(value, str) else str(value)
        for name, value in (attributes or {}).items()
        if value is not None
    }
    element = etree.SubElement(parent, f"{str(parent.tag).rpartition('}')[0]}}}{tag}", given)
    if text is not None:
        element.text = clean(text)
    return element


def serialize(root: etree._Element) -> bytes:
    """The document as indented UTF-8 with an XML declaration."""
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
