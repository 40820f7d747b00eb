"""The program itself, reading a page all the way from the scan's file to METS and ALTO on the disk."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.records import FoundLine
from benchmarks.stopwatch import Stopwatch
from digitize import pipeline
from digitize.checking import check
from digitize.errors import ScanError
from digitize.geometry import to_scan
from digitize.inbox import IssueSource
from digitize.model import Line, Page
from digitize.options import Options
from digitize.pipeline import Stage


class Digitize:
    """The pipeline without Prefect and without the pages it keeps between runs: nothing is done twice."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._watch = Stopwatch()

    def read(self, path: Path, language: str) -> list[FoundLine]:  # noqa: ARG002  it reads all languages
        """Make articles of a page as if it were an issue; raises ScanError, ModelError or RecognitionError."""
        self._watch.begin()
        with TemporaryDirectory() as output:
            issue = check(IssueSource(path.stem, (path,)), self._options)
            if issue.failures:
                raise ScanError(issue.failures[0].reason)
            pages = [
                pipeline.read_page(each.scan, each.number, self._options, self._watch.enter) for each in issue.pages
            ]
            self._watch.enter(Stage.REJOIN)
            rejoined = pipeline.rejoin_pages(path.stem, pages, ())
            self._watch.enter(Stage.EXPORT)
            pipeline.publish_issue(rejoined, issue.inputs, Path(output), self._options, seconds=0.0)
        self._parts = self._watch.parts()
        return [_found(line, page) for page in pages for line in page.lines]

    def parts(self) -> dict[str, float]:
        """What each part of the last page's work took, in seconds."""
        return dict(self._parts)


def _found(line: Line, page: Page) -> FoundLine:
    corners = to_scan(np.array(line.quad.corners), page.upright)
    return FoundLine(line.text, tuple((float(x), float(y)) for x, y in corners))
