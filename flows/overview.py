"""The pages of an issue as pictures in Markdown, with what stands on them and what is doubtful."""

from base64 import b64encode
from collections.abc import Iterator, Sequence

from digitize import overview, pipeline
from digitize.model import Article, Issue, Page
from digitize.summary import page_label
from flows.markdown import escaped

PAGE_BYTES = 60_000
"""Of one picture at most."""
ISSUE_BYTES = 1_600_000
"""Of all pictures of an issue at most; in Markdown they take a third more."""
MOST_PAGES = 40

_LEGEND = (
    "Each article has a colour and, where it begins, a number; arrows and numbers such as 3.2 lead on. "
    "A question mark at the number: some of the article may be missing, or something else be in it. "
    "Red dashes mark joins that may be wrong, with how sure they are, from 0 to 1. Grey belongs to no article; "
    "dotted lines part the columns."
)


def pages_markdown(issue: Issue) -> str:
    """A picture of each page of an issue with its articles and doubts in words; of the first 40 only, if it is long."""
    return "\n\n".join(_paragraphs(issue))


def _paragraphs(issue: Issue) -> Iterator[str]:
    shown = issue.pages[:MOST_PAGES]
    yield f"## Pages\n\n{_LEGEND}"
    if len(shown) < len(issue.pages):
        yield f"The first {len(shown)} of {len(issue.pages)} pages are shown; the table has them all."
    colours = overview.colours(issue)
    limit = min(PAGE_BYTES, ISSUE_BYTES // max(1, len(shown)))
    for page in shown:
        label = escaped(page_label(page.scan.path, page.scan.frame, page.scan.frames))
        yield f"### {page.number} · {label}"
        yield from _doubts(issue, page)
        data = b64encode(pipeline.page_picture(issue, page, colours, limit)).decode()
        yield f"![Page {page.number}](data:{overview.MEDIA_TYPE};base64,{data})"
        yield _titles(issue, page)


def _doubts(issue: Issue, page: Page) -> Iterator[str]:
    """What may be wrong with articles on the page; a join over pages is told of on both."""
    here = [doubt for doubt in issue.doubts if page.number in doubt.pages]
    if here:
        yield "\n".join(f"- Article {doubt.number}: {escaped(doubt.sentence)}" for doubt in here)


def _titles(issue: Issue, page: Page) -> str:
    here = {block.id for block in issue.blocks_on(page.number)}
    return " · ".join(
        f"**{number}** {escaped(article.title)}"
        for number, article in enumerate(issue.articles, 1)
        if here & set(_blocks(article))
    )


def _blocks(article: Article) -> Sequence[str]:
    return [each for paragraph in article.paragraphs for each in paragraph.blocks]
