"""An issue as the files others read. Model in, bytes out: nothing here touches the disk."""

from collections.abc import Mapping

from digitize.export.alto import alto
from digitize.export.articles import articles_json
from digitize.export.mets import ScanFile, mets
from digitize.export.text import article_text, page_text
from digitize.model import Issue
from digitize.names import ARTICLES, alto_paths, article_paths, text_paths

__all__ = ["ScanFile", "alto", "article_text", "articles_json", "documents", "mets", "page_text"]


def documents(issue: Issue, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """All XML, text and JSON of an issue but its METS: path in the output directory -> content.

    `given` has the content of the ALTO files that pages were taken from, by `Scan.path`; they stay as they are.
    """
    altos, texts, articles = alto_paths(issue), text_paths(issue), article_paths(issue)
    files: dict[str, bytes] = {}
    for page in issue.pages:
        files[altos[page.number]] = alto(issue, page) if page.scan.is_image else given[page.scan.path]
        files[texts[page.number]] = page_text(issue, page).encode()
    for article in issue.articles:
        files[articles[article.id]] = article_text(article).encode()
    files[ARTICLES] = articles_json(issue)
    return files
