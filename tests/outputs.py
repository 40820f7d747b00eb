"""A digitized issue written by hand: METS and ALTO of a few lines whose scores can be worked out on paper."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

WIDTH = HEIGHT = 1000

Box = tuple[int, int, int, int]
"""Left, top, width and height."""

BOXES: dict[str, Box] = {
    "Alpha": (100, 50, 300, 40),
    "aaaaaaaaaa": (100, 100, 300, 20),
    "bbbbbbbbbb": (100, 130, 300, 20),
    "cccccccccc": (100, 160, 300, 20),
    "dddddddddd": (500, 100, 300, 20),
    "eeeeeeeeee": (500, 130, 300, 20),
    "Bravo": (500, 200, 300, 40),
    "ffffffffff": (500, 250, 300, 20),
    "gggggggggg": (500, 280, 300, 20),
    "hhhhhhhhhh": (500, 310, 300, 20),
}
"""Two articles of one page: the first has a headline, three lines and, in the next column, two more; below these the
second has a headline and three lines."""

BLOCKS: dict[str, tuple[str, ...]] = {
    "head1": ("Alpha",),
    "part1": ("aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"),
    "part2": ("dddddddddd", "eeeeeeeeee"),
    "head2": ("Bravo",),
    "part3": ("ffffffffff", "gggggggggg", "hhhhhhhhhh"),
}
ARTICLES: tuple[tuple[str, ...], ...] = (("head1", "part1", "part2"), ("head2", "part3"))


def line_truth(boxes: Mapping[str, Box] = BOXES) -> dict[str, object]:
    """The truth of lines of the two articles."""
    lines = [
        {
            "text": text,
            "quad": [[x, y], [x + w, y], [x + w, y + h], [x, y + h]],
            "article": "1" if text == "Alpha" or (text < "f" and text != "Bravo") else "2",
            "role": "headline" if text in {"Alpha", "Bravo"} else "body",
        }
        for text, (x, y, w, h) in boxes.items()
    ]
    return {"lang": "en", "pages": [{"image": "0001.jpg", "width": WIDTH, "height": HEIGHT, "lines": lines}]}


def alto(blocks: Mapping[str, Sequence[str]], boxes: Mapping[str, Box]) -> str:
    """ALTO of one page; the words of a line are parted by single spaces."""
    out = '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout>'
    out += f'<Page ID="P" PHYSICAL_IMG_NR="1" WIDTH="{WIDTH}" HEIGHT="{HEIGHT}"><PrintSpace>'
    for name, lines in blocks.items():
        out += f'<TextBlock ID="{name}">'
        for text in lines:
            x, y, w, h = boxes[text]
            out += f'<TextLine HPOS="{x}" VPOS="{y}" WIDTH="{w}" HEIGHT="{h}">'
            out += "<SP/>".join(f'<String CONTENT="{word}"/>' for word in text.split(" ")) + "</TextLine>"
        out += "</TextBlock>"
    return out + "</PrintSpace></Page></Layout></alto>"


def mets(files: Mapping[str, str], articles: Sequence[Sequence[tuple[str, str]]]) -> str:
    """METS of pages (file id -> reference to its ALTO) and of articles, given as pairs of file id and block id."""
    out = '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec><fileGrp>'
    out += "".join(f'<file ID="{name}"><FLocat xlink:href="{href}"/></file>' for name, href in files.items())
    out += '</fileGrp></fileSec><structMap TYPE="PHYSICAL"><div>'
    out += "".join(f'<div TYPE="PAGE"><fptr FILEID="{name}"/></div>' for name in files)
    out += '</div></structMap><structMap TYPE="LOGICAL"><div TYPE="Newspaper">'
    for number, areas in enumerate(articles, 1):
        out += f'<div TYPE="ARTICLE" ID="A{number}">'
        out += "".join(f'<fptr><area FILEID="{file}" BETYPE="IDREF" BEGIN="{block}"/></fptr>' for file, block in areas)
        out += "</div>"
    return out + "</div></structMap></mets>"


def told(head: str = "", role: str = "body", **beside: object) -> dict[str, object]:
    """What articles.json tells of an article: its headline, if it has one, and a paragraph of some other role."""
    paragraphs = [{"role": "headline", "text": head}] if head else []
    return {"paragraphs": [*paragraphs, {"role": role, "text": "…"}], "joins": [], "notes": []} | beside


def write_output(
    directory: Path,
    *,
    blocks: Mapping[str, Sequence[str]] = BLOCKS,
    articles: Sequence[Sequence[str]] = ARTICLES,
    boxes: Mapping[str, Box] = BOXES,
    details: Sequence[Mapping[str, object]] | None = None,
) -> Path:
    """An issue of one page in `directory`, with `details` of its articles in articles.json."""
    (directory / "alto").mkdir(parents=True)
    (directory / "alto/0001.xml").write_text(alto(blocks, boxes), "utf-8")
    areas = [[("F1", block) for block in article] for article in articles]
    (directory / "mets.xml").write_text(mets({"F1": "alto/0001.xml"}, areas), "utf-8")
    if details is not None:
        own = [{"id": f"A{number}"} | each for number, each in enumerate(details, 1)]
        document = {"format": "digitize-articles/1", "articles": own}
        (directory / "articles.json").write_text(json.dumps(document), "utf-8")
    return directory
