"""Other people's XML, parsed without trust."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from digitize.errors import EvaluationError


def parse(path: Path) -> etree._Element:
    """Root element of an XML file.

    Nothing outside the file is loaded, and a file that declares entities is refused. Raises EvaluationError where
    there is no such file or it is no XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        tree = etree.fromstring(path.read_bytes(), parser).getroottree()
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror}.") from error
    except etree.XMLSyntaxError as error:
        raise EvaluationError(f"{path} is damaged or no XML: {error.msg}.") from error
    if tree.docinfo.internalDTD is not None and any(True for _ in tree.docinfo.internalDTD.iterentities()):
        raise EvaluationError(f"{path} declares XML entities, which are not read: write their text in their place.")
    return tree.getroot()


def local(element: etree._Element) -> str:
    """Name of an element without its namespace: producers use many versions of ALTO's. Empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def find_all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """`element` itself and all elements below it that are called `name`, in document order."""
    return (each for each in element.iter() if local(each) == name)


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of `element` that are called `name`."""
    return (each for each in element if local(each) == name)
