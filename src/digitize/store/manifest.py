"""The manifest of an issue's output: what it was made from, how, and every file of it."""

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from digitize import __version__
from digitize.model import Failure, Issue
from digitize.names import MANIFEST
from digitize.options import Options
from digitize.store.disk import explained

logger = logging.getLogger(__name__)


class Status(StrEnum):
    """Whether all pages of an issue were read."""

    COMPLETE = "complete"
    PARTIAL = "partial"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class InputFile(_Record):
    """A scan file the issue was made from; `path` as the caller names it, best relative to the issue's folder."""

    path: str
    sha256: str
    frames: int


class OutputFile(_Record):
    """A published file; `path` relative to the issue's output directory, `size` in bytes."""

    path: str
    sha256: str
    size: int


class Counts(_Record):
    """How much there is of everything."""

    pages: int
    lines: int
    articles: int
    joins: int
    doubts: int | None = None
    """Of all articles; None in manifests of versions that counted doubtful joins alone."""


class Manifest(_Record):
    """What `manifest.json` holds; `publish` fills in `outputs`."""

    issue: str
    status: Status
    created: datetime
    seconds: float
    versions: Mapping[str, str]
    """Software and models, by name; `digitize` is this program."""
    options: Mapping[str, Any]
    inputs: tuple[InputFile, ...]
    counts: Counts
    warnings: tuple[str, ...]
    failures: tuple[Failure, ...]
    confidence: float | None = None
    """Mean of all lines, 0 to 1; None where nothing was read, or the program that read it does not say."""
    review: tuple[str, ...] = ()
    """Why a person should look at it, a sentence each; empty where nobody need."""
    outputs: tuple[OutputFile, ...] = ()


def describe(
    issue: Issue,
    inputs: Sequence[InputFile],
    options: Options | None,
    *,
    versions: Mapping[str, str],
    created: datetime,
    seconds: float,
    confidence: float | None = None,
    review: Sequence[str] = (),
) -> Manifest:
    """The manifest of `issue` before it is published; `versions` names models and libraries beside this program.

    `options` are those its text was recognized with, None where others recognized it; `confidence` and `review` are as
    in Manifest.
    """
    return Manifest(
        issue=issue.name,
        status=Status.PARTIAL if issue.failures else Status.COMPLETE,
        created=created,
        seconds=round(seconds, 3),
        versions={**versions, "digitize": __version__},
        options=_as_json(options),
        inputs=tuple(inputs),
        counts=Counts(
            pages=len(issue.pages),
            lines=sum(len(page.lines) for page in issue.pages),
            articles=len(issue.articles),
            joins=sum(len(article.joins) for article in issue.articles),
            doubts=len(issue.doubts),
        ),
        warnings=tuple(f"Page {page.number}: {warning}" for page in issue.pages for warning in page.warnings),
        failures=issue.failures,
        confidence=None if confidence is None else round(confidence, 4),
        review=tuple(review),
    )


def _as_json(options: Options | None) -> dict[str, Any]:
    return {} if options is None else options.model_dump(mode="json")


def load_manifest(directory: Path) -> Manifest | None:
    """The manifest of an issue's output directory; None where there is none, or (with a warning logged) no intact one.

    Raises StoreError where it is there but cannot be read.
    """
    path = directory / MANIFEST
    try:
        with explained("read", path):
            data = path.read_bytes() if path.is_file() else None
        # Not pydantic's own JSON reader: it refuses file names that are not UTF-8.
        return None if data is None else Manifest.model_validate(json.loads(data))
    except (ValidationError, ValueError) as error:
        logger.warning("%s is not one of this program's manifests, or is damaged, and counts as missing.", path)
        logger.debug("What is wrong in %s: %s", path, error)
        return None


def is_current(
    directory: Path, inputs: Sequence[InputFile], options: Options | None, version: str = __version__
) -> bool:
    """Whether `directory` holds the complete result of these inputs with these options, all files as they were written.

    Raises StoreError where its files cannot be read.
    """
    manifest = load_manifest(directory)
    return (
        manifest is not None
        and manifest.status is Status.COMPLETE
        and manifest.inputs == tuple(inputs)
        and manifest.options == _as_json(options)
        and manifest.versions.get("digitize") == version
        and all(_is_intact(directory / output.path, output) for output in manifest.outputs)
    )


def _is_intact(path: Path, output: OutputFile) -> bool:
    with explained("read", path):
        return (
            path.is_file()
            and path.stat().st_size == output.size
            and sha256(path.read_bytes()).hexdigest() == output.sha256
        )
