"""What the operator sees of a run in Prefect's UI: its progress, and at the end an overview of its pages."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    update_progress_artifact,
)

from digitize.errors import explain
from digitize.model import Issue
from digitize.summary import Outcome, reason
from flows.markdown import escaped
from flows.overview import pages_markdown

logger = logging.getLogger("digitize.flows")

_ROW = "| {} | {} | {} | {} | {} | {} | {} | {} |"
_HEADINGS = ("Page", "Skew", "Columns", "Lines", "Articles", "Confidence", "Doubts", "Seconds")


@contextmanager
def dispensable() -> Iterator[None]:
    """What the UI shows is no reason to lose a run: only warn where it cannot be sent."""
    try:
        yield
    except Exception as error:
        logger.warning("Prefect's UI shows this run in part only: %s", explain(error))


class PageProgress:
    """A bar in the UI that counts finished pages."""

    def __init__(self, pages: int) -> None:
        self._pages = pages
        self._done = 0
        self._artifact: UUID | None = None
        with dispensable():
            artifact = create_progress_artifact(progress=0.0, description=self._description)
            assert isinstance(artifact, UUID)  # and not a coroutine: nothing here is async
            self._artifact = artifact

    @property
    def _description(self) -> str:
        return f"{self._done} of {self._pages} pages"

    def advance(self) -> None:
        self._done += 1
        if self._artifact:
            with dispensable():
                update_progress_artifact(self._artifact, 100.0 * self._done / self._pages, self._description)


def report(outcome: Outcome, issue: Issue | None = None) -> None:
    """Leave a table of an outcome's pages, pictures of those of `issue`, and a link to the results, if there are any.

    The table comes alone where pictures cannot be drawn or are too much for the server.
    """
    description = f"Overview: {outcome.sentence}"
    table = summary_markdown(outcome)
    pictured = False
    if issue is not None:
        with dispensable():
            create_markdown_artifact(f"{table}\n\n{pages_markdown(issue)}", description=description)
            pictured = True
    with dispensable():
        if not pictured:
            create_markdown_artifact(table, description=description)
        if outcome.pages:
            target = (outcome.directory / "mets.xml").resolve()
            create_link_artifact(target.as_uri(), link_text=str(target), description="Results")


def summary_markdown(outcome: Outcome) -> str:
    """The outcome as Markdown; names and messages in it are text, never markup."""
    return "\n".join(_paragraphs(outcome))


def _paragraphs(outcome: Outcome) -> Iterator[str]:
    yield f"# {escaped(outcome.name)}\n\n{escaped(outcome.sentence)}.\n"
    if outcome.pages:
        yield _ROW.format(*_HEADINGS)
        yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for page in outcome.pages:
        confidence = "–" if page.confidence is None else f"{page.confidence:.3f}"
        numbers = (
            f"{page.skew:+.2f}°",
            page.columns,
            page.lines,
            page.articles,
            confidence,
            page.doubts,
            f"{page.seconds:.1f}",
        )
        yield _ROW.format(escaped(page.label), *numbers)
    if outcome.failures:
        yield "\n## Missing pages\n"
    for failure in outcome.failures:
        yield f"- {escaped(reason(failure))}"
    if outcome.pages:
        yield f"\nResults: {escaped(str(outcome.directory.resolve()))}"
