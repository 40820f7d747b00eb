"""Which pages are read, and what is printed on them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from benchmarks.records import PageFile
from digitize import scan
from digitize.errors import UsageError
from digitize.evaluate import read_truth
from digitize.evaluate.text import bare
from digitize.evaluate.truth import LineTruth, TextTruth, TruthText, truth_file
from digitize.options import Options

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "scans" / "sample-issue" / "0001.jpg"
_SAMPLE_TRUTH = ROOT / "tests" / "data" / "sample-issue.json"


class _Known(NamedTuple):
    """A page of a data directory."""

    path: str
    language: str


_DATA = (
    _Known("seed-page/0001.jpg", "chi_sim"),
    _Known("typeset-zh-a/0001.jpg", "chi_sim"),
    _Known("typeset-en-a/0001.jpg", "eng"),
    _Known("jingbao-1939/0001.png", "chi_tra_vert"),
    _Known("hard-scans/park_record_1935_1289.jp2", "eng"),
)
"""Clean and worn print, horizontal and vertical, Chinese and English, of 16 to 33 megapixels."""


def sample() -> PageFile:
    """The page in scans/ that comes with the program."""
    return _page(SAMPLE, "chi_sim")


def chosen(paths: Sequence[Path], data: Path | None, language: str) -> tuple[PageFile, ...]:
    """The pages that `paths` name, else those of the directory `data` that are there, else the sample page.

    Folders stand for all images in them. `language` is that of the pages in `paths`, as Tesseract names it. Raises
    UsageError where a path holds no image of one page.
    """
    if paths:
        return tuple(_page(path, language) for named in paths for path in _images(named))
    if data is None:
        return (sample(),)
    known = tuple(_page(data / each.path, each.language) for each in _DATA if (data / each.path).is_file())
    if not known:
        raise UsageError(f"{data} holds none of the pages {', '.join(each.path for each in _DATA)}: name others.")
    return known


def truth_of(page: PageFile) -> LineTruth | TextTruth | None:
    """What is printed on `page`; None where nobody wrote it down.

    That is a truth of lines in the page's folder (docs/evaluating.md), or the text of a file truth.xml there. Raises
    EvaluationError where a truth is damaged.
    """
    if page.path == SAMPLE:
        return _truth_of_sample(page)
    place, xml = truth_file(page.path.parent), page.path.with_name("truth.xml")
    if place is None:
        return _text_of(xml) if xml.is_file() else None
    truth = read_truth(place)
    if not isinstance(truth, LineTruth):
        return None
    own = tuple(each for each in truth.pages if Path(each.image).stem == page.path.stem)
    return truth.model_copy(update={"pages": own}) if own else None


def _images(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    images = sorted(each for each in path.iterdir() if each.suffix.lower() in scan.SUFFIXES)
    if not images:
        raise UsageError(f"{path} holds no image: name others.")
    yield from images


def _page(path: Path, language: str) -> PageFile:
    frames = scan.inspect(path, Options())
    if len(frames) > 1 or frames[0].media_type == "application/pdf":
        raise UsageError(f"{path}: not all programs read PDF and files of many pages; name an image of one page.")
    return PageFile(f"{path.parent.name}/{path.name}", path, frames[0].width, frames[0].height, language)


def _truth_of_sample(page: PageFile) -> LineTruth:
    lines = json.loads(_SAMPLE_TRUTH.read_text("utf-8"))["lines"]
    pages = [{"image": page.path.name, "width": page.width, "height": page.height, "lines": lines}]
    return LineTruth.model_validate({"lang": "zh", "pages": pages})


def _text_of(xml: Path) -> TextTruth:
    """The text of an XML file, each of its lines by itself."""
    root = etree.parse(xml, etree.XMLParser(no_network=True, remove_comments=True, remove_pis=True)).getroot()
    lines = enumerate("".join(root.itertext()).splitlines())
    return TextTruth(articles=tuple(TruthText(id=str(at), text=line) for at, line in lines if len(bare(line)) > 1))
