"""ALTO as other programs write it, put together for tests."""

from xml.sax.saxutils import quoteattr

from digitize.model import Box

V2, V3, V4 = (f"http://www.loc.gov/standards/alto/ns-v{version}#" for version in (2, 3, 4))
EM = 20


def place(box: Box | None) -> str:
    if box is None:
        return ""
    return f'HPOS="{box.left:g}" VPOS="{box.top:g}" WIDTH="{box.width:g}" HEIGHT="{box.height:g}"'


def string(text: str, box: Box | None = None, more: str = "") -> str:
    return f"<String CONTENT={quoteattr(text)} {place(box)} {more}/>"


def text_line(content: str, box: Box | None = None, more: str = "") -> str:
    return f"<TextLine {place(box)} {more}>{content}</TextLine>"


def words(text: str, left: float, top: float, spaces: str = "") -> str:
    """Strings half an em a letter wide, one em high."""
    strings, at = [], left
    for word in text.split():
        strings.append(string(word, Box(at, top, at + len(word) * EM / 2, top + EM)))
        at += (len(word) + 1) * EM / 2
    return spaces.join(strings)


def row(text: str, left: float, top: float) -> str:
    return text_line(words(text, left, top), Box(left, top, left + len(text) * EM / 2, top + EM))


def text_block(identifier: str, *lines: str, box: Box | None = None, more: str = "") -> str:
    return f'<TextBlock ID="{identifier}" {place(box)} {more}>{"".join(lines)}</TextBlock>'


def document(
    *content: str, namespace: str = V4, unit: str = "pixel", size: str = 'WIDTH="1000" HEIGHT="1500"', page: str = ""
) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><alto xmlns="{namespace}"><Description>'
        f"<MeasurementUnit>{unit}</MeasurementUnit></Description><Layout>"
        f'<Page ID="P1" PHYSICAL_IMG_NR="1" {size} {page}><PrintSpace>{"".join(content)}</PrintSpace></Page>'
        "</Layout></alto>"
    )
