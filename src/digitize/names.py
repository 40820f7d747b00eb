"""Names of the files that come out: one rule for all who write or refer to them, safe on every file system."""

import re
import unicodedata
from collections import Counter
from hashlib import sha256
from pathlib import PurePath

from digitize.model import Issue

METS = "mets.xml"
ARTICLES = "articles.json"
MANIFEST = "manifest.json"
STATUS = "STATUS.txt"
"""Says why an issue is not done; gone when it is."""

# File systems hold 255 bytes a name; this leaves room for a hash, a page number, suffixes and a staging prefix.
_MAX_BYTES = 160
# Separators, what Windows forbids, controls, undecodable bytes, and marks that turn the direction of what follows.
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|(com|lpt)[0-9¹²³])\s*(\.|$)")


def safe_name(name: str) -> str:
    """`name` as the name of one file or directory on Linux, macOS or Windows; Unicode letters stay.

    A name that has to be changed (separators, reserved names, leading or trailing dots, too long, empty) ends
    in a hash of the original, so that different names stay different.
    """
    safe = _UNSAFE.sub("_", name)
    safe = re.sub(r"^[.\s]+|[.\s]+$", "_", safe) or "unnamed"
    if _RESERVED.match(safe):
        safe = f"_{safe}"
    safe = safe.encode()[:_MAX_BYTES].decode(errors="ignore")
    if safe == name:
        return name
    return f"{safe}-{sha256(name.encode(errors='surrogatepass')).hexdigest()[:8]}"


def _folded(name: str) -> str:
    """What two names have in common that a case-insensitive or normalizing file system takes for one."""
    return unicodedata.normalize("NFC", name).casefold()


def page_stems(issue: Issue) -> dict[int, str]:
    """Page number -> file name, without suffix, of everything written for that page alone.

    The scan's name without its suffix; pages of a multi-page file add their position in it from 1
    (`volume-0001`). Where two scans differ by suffix only, both keep it (`0001.jpg`, `0001.png`); failed
    pages count, so that a page's name does not change when the issue is completed later.
    """
    paths = {PurePath(page.scan.path) for page in issue.pages} | {PurePath(failed.path) for failed in issue.failures}
    sharing = Counter(_folded(path.stem) for path in paths)
    stems: dict[int, str] = {}
    taken: set[str] = set()
    for page in issue.pages:
        path = PurePath(page.scan.path)
        name = path.stem if sharing[_folded(path.stem)] == 1 else path.name
        stem = safe_name(f"{name}-{page.scan.frame + 1:04}" if page.scan.frames > 1 else name)
        if _folded(stem) in taken:
            stem = f"{stem}-p{page.number}"
        taken.add(_folded(stem))
        stems[page.number] = stem
    return stems


def alto_paths(issue: Issue) -> dict[int, str]:
    """Page number -> path of its ALTO file in the issue's output directory; pages given in one ALTO file share it."""
    stems = page_stems(issue)
    first: dict[str, int] = {}
    for page in issue.pages:
        first.setdefault(page.scan.path, page.number)
    return {
        page.number: f"alto/{stems[page.number if page.scan.is_image else first[page.scan.path]]}.xml"
        for page in issue.pages
    }


def text_paths(issue: Issue) -> dict[int, str]:
    """Page number -> path of its plain text in the issue's output directory."""
    return {number: f"text/{stem}.txt" for number, stem in page_stems(issue).items()}


def article_paths(issue: Issue) -> dict[str, str]:
    """Article id -> path of its plain text in the issue's output directory."""
    return {article.id: f"articles/{number:03}.txt" for number, article in enumerate(issue.articles, 1)}
