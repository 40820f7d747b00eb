"""XML files of strangers: read only where nothing in them can lead out of the file or blow it up."""

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from lxml import etree

from digitize.errors import XmlError

_MAX_BYTES = 128 * 2**20
"""More than any page or issue of print has; parsed, it takes ten times as much memory."""
_CHUNK = 4096


class _RootFoundError(Exception):
    """Stops the parser where the prologue of a document ends."""


def root_name(path: Path) -> str:
    """Local name of a file's root element; no more than the beginning is read. Raises XmlError as `parse` does."""
    try:
        with path.open("rb") as file:
            return _root_name(iter(lambda: file.read(_CHUNK), b""), path)
    except OSError as error:
        raise XmlError(_closed(path, error)) from error


def load(path: Path) -> bytes:
    """All of a file; raises XmlError where it is missing, too large, or the disk refuses."""
    try:
        size = path.stat().st_size
        if size > _MAX_BYTES:
            raise XmlError(f"{path} has {size >> 20} MB, more than any page or issue needs: check the file.")
        return path.read_bytes()
    except OSError as error:
        raise XmlError(_closed(path, error)) from error


def read(path: Path) -> etree._Element:
    """The root element of an XML file; raises XmlError as `load` and `parse` do."""
    return parse(load(path), path)


def parse(data: bytes, path: Path) -> etree._Element:
    """The root element of an XML document, without comments and processing instructions; `path` is what errors call it.

    Raises XmlError where it is empty, damaged, or declares a document type: there entities are declared, which can be
    made to read other files or to grow without end, and neither ALTO nor METS needs any.
    """
    _root_name(iter([data]), path)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "XML_PARSE_HUGE" in error.msg:  # the option that would lift the parser's limits
            raise XmlError(
                f"{path} has more than 256 elements in each other, or more than 10 MB in one: export it again."
            ) from error
        raise XmlError(f"{path} is damaged ({error.msg}): copy or export it again.") from error


def local_name(element: etree._Element) -> str:
    """Name of an element without its namespace, which differs by version."""
    return etree.QName(element).localname


def _root_name(chunks: Iterator[bytes], path: Path) -> str:
    """Local name of the first element. The parser stops there, and at a document type before it reads what it says."""
    names: list[str] = []

    def start(name: str, _: object) -> None:
        names.append(name.rpartition(" ")[2])
        raise _RootFoundError

    def doctype(*_: object) -> None:
        raise XmlError(f"{path} declares a document type (DOCTYPE), which can do harm: remove the declaration.")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    empty = True
    try:
        for chunk in chunks:
            empty = empty and not chunk
            parser.Parse(chunk)
        if empty:
            raise XmlError(f"{path} is empty: copy it again.")
        parser.Parse(b"", True)
    except _RootFoundError:
        return names[0]
    except expat.ExpatError as error:
        raise XmlError(f"{path} is not readable as XML ({error}): copy or export it again.") from error
    except (LookupError, ValueError) as error:  # of the encoding it declares
        raise XmlError(f"{path} is written in an encoding that is not read ({error}): save it as UTF-8.") from error
    raise XmlError(f"{path} holds no XML element: copy or export it again.")


def _closed(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{path} does not exist: check the path."
    if isinstance(error, IsADirectoryError):
        return f"{path} is a folder, not an XML file: give the files in it."
    if isinstance(error, PermissionError):
        return f"{path} may not be read: grant this user read permission."
    return f"{path} cannot be read ({error.strerror or error}): check the disk and run again."
