"""Truths as they lie beside scans: those of `digitize evaluate`, and XML of articles as the ECPO project writes it."""

from pathlib import Path

from lxml import etree

from digitize.errors import EvaluationError
from digitize.evaluate import Truth, read_truth
from digitize.evaluate.text import bare
from digitize.evaluate.truth import TextTruth, TruthText, truth_file

_XML = "truth.xml"
_ARTICLES = frozenset({"article", "advert"})
"""Types of the divisions that are articles."""
_LEAST = 10
"""Letters and digits of the shortest text that counts."""


def truth_in(folder: Path) -> Path | None:
    """What holds the truth of the issue in `folder`; None where it has none of its own."""
    xml = folder / _XML
    return truth_file(folder) or (xml if xml.is_file() else None)


def read(path: Path) -> Truth:
    """Read a truth of any form; raises EvaluationError where it has none that is known."""
    return _articles(path) if path.name == _XML else read_truth(path)


def _articles(path: Path) -> TextTruth:
    parser = etree.XMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.parse(path, parser).getroot()
    except etree.XMLSyntaxError as error:
        raise EvaluationError(f"{path} is damaged: {error.msg}.") from error
    texts = ["".join(each.itertext()) for each in root.iter("div") if each.get("type") in _ARTICLES]
    kept = [text for text in texts if len(bare(text)) >= _LEAST]
    if not kept:
        raise EvaluationError(f'{path} holds no article: mark them as <div type="article">.')
    return TextTruth(articles=tuple(TruthText(id=str(at), text=text) for at, text in enumerate(kept, 1)))
