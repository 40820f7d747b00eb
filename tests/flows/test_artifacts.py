"""The overview of an issue: its table, its pictures, and names that are text, whatever they hold."""

import re
from base64 import b64decode
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from issues import two_pages
from PIL import Image
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
from prefect.context import get_run_context

from digitize.model import Failure, Issue
from digitize.summary import Outcome, PageSummary, Status, summarize
from flows import artifacts
from flows.artifacts import summary_markdown
from flows.overview import ISSUE_BYTES, MOST_PAGES, PAGE_BYTES, pages_markdown

PICTURE = re.compile(r"!\[Page (\d+)\]\(data:image/webp;base64,([A-Za-z0-9+/=]+)\)")


def pictures(markdown: str) -> dict[int, bytes]:
    return {int(number): b64decode(data) for number, data in PICTURE.findall(markdown)}


def reported(issue: Issue) -> list[str]:
    """Markdown of the artifacts that a run with `issue` leaves on the server."""

    @flow
    def run() -> str:
        artifacts.report(summarize(issue, Status.COMPLETE, Path("/out/daily")), issue)
        return str(get_run_context().flow_run.id)

    with get_client(sync_client=True) as client:
        mine = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run()]))
        found = client.read_artifacts(artifact_filter=mine)
    return [artifact.data for artifact in sorted(found, key=lambda artifact: artifact.created)]


def test_the_summary_has_a_row_for_each_page_and_a_line_for_each_failure() -> None:
    pages = (PageSummary("1.jpg", 5, 241, 6, 0.9981, 1, 12.34, -1.351), PageSummary("2.jpg", 0, 0, 0, None, 0, 2.0))
    failures = (Failure("/in/3.jpg", 0, "/in/3.jpg is empty."),)
    lines = summary_markdown(Outcome("daily", Status.PARTIAL, Path("/out/daily"), pages, failures, 6, 1)).splitlines()
    assert "| 1.jpg | -1.35° | 5 | 241 | 6 | 0.998 | 1 | 12.3 |" in lines
    assert "| 2.jpg | +0.00° | 0 | 0 | 0 | – | 0 | 2.0 |" in lines
    assert "- 3.jpg is empty" in lines


def test_markup_in_names_is_escaped() -> None:
    name = "<script>a</script> | [x](http://evil) `b` *c*"
    page = PageSummary(name, 1, 1, 1, 1.0, 0, 1.0)
    text = summary_markdown(Outcome(name, Status.COMPLETE, Path("/out"), (page,)))
    assert "<script>" not in text
    assert "[x](" not in text
    row = next(line for line in text.splitlines() if line.endswith("| 1.0 |"))
    assert row.count("|") - row.count(r"\|") == 9


def test_the_overview_shows_each_page_with_its_articles_and_doubts() -> None:
    text = pages_markdown(two_pages())
    shown = pictures(text)
    assert list(shown) == [1, 2]
    for data in shown.values():
        with Image.open(BytesIO(data)) as picture:
            assert picture.format == "WEBP"
            assert 0.6e6 < picture.width * picture.height < 0.9e6
    before, between, after = (part for part in re.split(PICTURE, text)[::3])
    assert r"- Article 1: A join over a page is doubtful \(0.55\): jump line" in before
    assert "- Article 1: The join over the page break is doubtful." in before
    assert "A join over a page is doubtful" in between
    assert "**1** A Well\\-Known Case · **2** " in between
    assert "**3** 衆議院解散" in after
    assert "**2**" not in after


def test_the_overview_tells_of_a_doubtful_extent_where_the_article_begins() -> None:
    issue = two_pages()
    first, *others = issue.articles
    text = pages_markdown(replace(issue, articles=(replace(first, certainty=0.31), *others)))
    before, between, _ = (part for part in re.split(PICTURE, text)[::3])
    assert r"- Article 1: Its extent is doubtful \(0.31\)." in before
    assert "Its extent" not in between


def test_an_overview_of_many_pages_is_bounded() -> None:
    issue = two_pages()
    many = replace(issue, pages=tuple(replace(issue.pages[0], number=number) for number in range(1, 45)))
    text = pages_markdown(many)
    shown = pictures(text)
    assert len(shown) == MOST_PAGES == 40
    assert "The first 40 of 44 pages are shown" in text
    assert max(map(len, shown.values())) <= ISSUE_BYTES // MOST_PAGES <= PAGE_BYTES
    assert len(text) < 1.4 * ISSUE_BYTES


def test_the_run_shows_the_table_with_the_pictures() -> None:
    overview, link = reported(two_pages())
    assert "| 0002.jpg | +0.00° |" in overview
    assert list(pictures(overview)) == [1, 2]
    assert "mets.xml" in link


def test_the_table_stays_where_no_picture_can_be_drawn() -> None:
    issue = two_pages()
    flat = replace(issue.pages[0], upright=replace(issue.pages[0].upright, width=0))
    table, link = reported(replace(issue, pages=(flat, issue.pages[1])))
    assert "| 0002.jpg | +0.00° |" in table
    assert pictures(table) == {}
    assert "mets.xml" in link
