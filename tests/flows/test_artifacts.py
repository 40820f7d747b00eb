"""Names and messages in Markdown are text, whatever they hold."""

from pathlib import Path

from digitize.model import Failure
from digitize.summary import Outcome, PageSummary, Status
from flows.artifacts import summary_markdown


def test_the_summary_has_a_row_for_each_page_and_a_line_for_each_failure() -> None:
    pages = (PageSummary("1.jpg", 5, 241, 6, 0.9981, 1, 12.34), PageSummary("2.jpg", 0, 0, 0, None, 0, 2.0))
    failures = (Failure("/in/3.jpg", 0, "/in/3.jpg is empty."),)
    lines = summary_markdown(Outcome("daily", Status.PARTIAL, Path("/out/daily"), pages, failures, 6, 1)).splitlines()
    assert "| 1.jpg | 5 | 241 | 6 | 0.998 | 1 | 12.3 |" in lines
    assert "| 2.jpg | 0 | 0 | 0 | – | 0 | 2.0 |" in lines
    assert "- 3.jpg is empty" in lines


def test_markup_in_names_is_escaped() -> None:
    name = "<script>a</script> | [x](http://evil) `b` *c*"
    page = PageSummary(name, 1, 1, 1, 1.0, 0, 1.0)
    text = summary_markdown(Outcome(name, Status.COMPLETE, Path("/out"), (page,)))
    assert "<script>" not in text
    assert "[x](" not in text
    row = next(line for line in text.splitlines() if line.endswith("| 1.0 |"))
    assert row.count("|") - row.count(r"\|") == 8
