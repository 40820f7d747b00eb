"""Check METS and ALTO files: python tests/xml_checks.py DIRECTORY [STANDARDS]

Every METS and ALTO file below DIRECTORY is validated against its schema twice (libxml2 overlooks dangling references,
xmlschema finds them); of a METS file also that each file it lists is there with the size and checksum it says, and
that each area names an element of the ALTO file it points to. Prints a line for each file, its problems, and a total;
ends with status 1 where there are problems. STANDARDS holds the schemas, by default ../shared/standards beside the
project; where there is no such directory, nothing is checked and the status is 0.
"""

import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import xmlschema
from lxml import etree

STANDARDS = Path(__file__).resolve().parents[2] / "shared" / "standards"
SCHEMAS = {
    "http://www.loc.gov/METS/": "mets-1-12-1.xsd",
    "http://www.loc.gov/standards/alto/ns-v2#": "alto-2-1.xsd",
    "http://www.loc.gov/standards/alto/ns-v4#": "alto-4-4.xsd",
}
METS = "{http://www.loc.gov/METS/}"
XLINK = "{http://www.w3.org/1999/xlink}"


@cache
def _schemas(path: Path) -> tuple[etree.XMLSchema, xmlschema.XMLSchema]:
    return etree.XMLSchema(etree.parse(path)), xmlschema.XMLSchema(str(path))


def schema_problems(path: Path, standards: Path = STANDARDS) -> list[str]:
    """What the schema of its namespace has against a file."""
    root = etree.parse(path).getroot()
    namespace = etree.QName(root).namespace
    if namespace not in SCHEMAS:
        return [f"no schema for namespace {namespace}"]
    libxml, pure = _schemas(standards / SCHEMAS[namespace])
    libxml.validate(root)
    problems = [f"line {error.line}: {error.message}" for error in libxml.error_log]
    return problems or [f"{error.path}: {error.reason}" for error in pure.iter_errors(str(path))]


def link_problems(mets: Path) -> list[str]:
    """Files that METS lists and that are not there or not as it says, and areas and links that lead nowhere."""
    root = etree.parse(mets).getroot()
    files = {file.get("ID"): file for file in root.iter(f"{METS}file")}
    return [
        *(problem for file in files.values() for problem in _file_problems(mets, file)),
        *_area_problems(mets, root, files),
        *_link_problems(root),
    ]


def location(mets: Path, file: etree._Element) -> Path:
    """Where a file that METS lists lies."""
    reference = file.find(f"{METS}FLocat").get(f"{XLINK}href")
    return mets.parent / unquote(reference.removeprefix("file://"), errors="surrogateescape")


def _file_problems(mets: Path, file: etree._Element) -> Iterator[str]:
    path = location(mets, file)
    if not path.is_file():
        yield f"{file.get('ID')}: there is no file {path}"
        return
    data = path.read_bytes()
    if sha256(data).hexdigest() != file.get("CHECKSUM"):
        yield f"{file.get('ID')}: the checksum of {path} is another"
    if len(data) != int(file.get("SIZE")):
        yield f"{file.get('ID')}: {path} has {len(data)} bytes, not {file.get('SIZE')}"


def _area_problems(mets: Path, root: etree._Element, files: dict[str, etree._Element]) -> Iterator[str]:
    ids: dict[Path, set[str]] = {}
    for area in root.iter(f"{METS}area"):
        if area.get("BEGIN") is None or area.get("FILEID") not in files:  # a dangling FILEID is a schema problem
            continue
        path = location(mets, files[area.get("FILEID")])
        if path not in ids:
            ids[path] = {e.get("ID") for e in etree.parse(path).getroot().iter()} if path.is_file() else set()
        if area.get("BEGIN") not in ids[path]:
            yield f"there is no {area.get('BEGIN')} in {path}"


def _link_problems(root: etree._Element) -> Iterator[str]:
    ids = {element.get("ID") for element in root.iter()}
    for link in root.iter(f"{METS}smLink"):
        for end in (link.get(f"{XLINK}from"), link.get(f"{XLINK}to")):
            if end not in ids:
                yield f"a link leads to {end}, which is not there"


def check(path: Path, standards: Path = STANDARDS) -> list[str]:
    """All problems of one METS or ALTO file."""
    try:
        problems = schema_problems(path, standards)
    except etree.XMLSyntaxError as error:
        return [str(error)]
    return problems + (link_problems(path) if path.name == "mets.xml" else [])


def main(directory: Path, standards: Path) -> int:
    if not standards.is_dir():
        print(f"Nothing was checked: there are no schemas at {standards}.")
        return 0
    paths = [path for path in sorted(directory.rglob("*.xml")) if path.name == "mets.xml" or path.parent.name == "alto"]
    count = 0
    for path in paths:
        problems = check(path, standards)
        count += len(problems)
        print(f"{'BAD ' if problems else 'good'} {path}")
        for problem in problems:
            print(f"     {problem}")
    print(f"{len(paths)} files, {count} problems")
    return 1 if count or not paths else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else STANDARDS))
