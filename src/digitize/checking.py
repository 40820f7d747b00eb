"""Looking into an issue's files before any is read: how many pages, which are no good, whether all is done already."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from digitize import scan
from digitize.errors import DigitizeError, ScanError, StoreError, UsageError, explain
from digitize.importers import alto
from digitize.inbox import IssueSource
from digitize.model import Failure, Scan
from digitize.options import Options
from digitize.store import InputFile, is_current, issue_directory, load_manifest
from digitize.store.disk import explained
from digitize.summary import Outcome, Status, page_label


@dataclass(frozen=True, slots=True)
class NumberedScan:
    """A page image and its position in the issue, from 1."""

    number: int
    scan: Scan

    @property
    def label(self) -> str:
        return page_label(self.scan.path, self.scan.frame, self.scan.frames)


@dataclass(frozen=True, slots=True)
class CheckedIssue:
    """An issue whose files were looked into: its pages, and the files of which no page is any good."""

    source: IssueSource
    pages: tuple[NumberedScan, ...]
    inputs: tuple[InputFile, ...]
    failures: tuple[Failure, ...]


def number_pages(source: IssueSource, files: Sequence[tuple[Scan, ...] | Failure]) -> CheckedIssue:
    """Number the pages of an issue through all its files; `files` holds what `scan.inspect` found, in their order.

    A file that failed counts as one page, so that the others keep their numbers when it is replaced.
    """
    pages: list[NumberedScan] = []
    inputs: list[InputFile] = []
    failures: list[Failure] = []
    number = 1
    for path, found in zip(source.files, files, strict=True):
        if isinstance(found, Failure):
            failures.append(found)
            number += 1
            continue
        inputs.append(InputFile(path=path.name, sha256=found[0].sha256, frames=len(found)))
        pages += (NumberedScan(number + index, each) for index, each in enumerate(found))
        number += len(found)
    return CheckedIssue(source, tuple(pages), tuple(inputs), tuple(failures))


def check(source: IssueSource, options: Options | None) -> CheckedIssue:
    """Look into all files of an issue: scans, or without `options` ALTO files."""
    files: list[tuple[Scan, ...] | Failure] = []
    for path in source.files:
        try:
            files.append(alto.inspect(path) if options is None else scan.inspect(path, options))
        except (DigitizeError, OSError) as error:
            files.append(Failure(str(path), 0, explain(error)))
    return number_pages(source, files)


def require_utf8(path: Path) -> None:
    """Raise ScanError where a path cannot be written down in a database or in XML."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise ScanError(f"{path} has a name that is not UTF-8: rename it.") from error


def require_writable(output: Path) -> None:
    """Make the directory for the results; raises UsageError where nothing can be written in it."""
    try:
        with explained("write", output):
            output.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=output) as probe:
                probe.write(bytes(4096))
    except StoreError as error:
        raise UsageError(str(error)) from error


def holds_more(directory: Path, inputs: Sequence[InputFile], options: Options | None) -> bool:
    """Whether `directory` holds a complete result, with these options, of all `inputs` and perhaps of others."""
    manifest = load_manifest(directory)
    return (
        manifest is not None
        and {file.sha256 for file in inputs} <= {file.sha256 for file in manifest.inputs}
        and is_current(directory, manifest.inputs, options)
    )


def unchanged(issue: CheckedIssue, output: Path, options: Options | None) -> Outcome | None:
    """The outcome where `output` holds the complete results of these scans and options already; else None."""
    directory = issue_directory(output, issue.source.name)
    if issue.failures or not is_current(directory, issue.inputs, options):
        return None
    manifest = load_manifest(directory)
    counts = manifest.counts if manifest else None
    return Outcome(
        issue.source.name,
        Status.UNCHANGED,
        directory,
        articles=counts.articles if counts else 0,
        doubts=(counts.doubts if counts else None) or 0,
    )


def in_page_order(issue: CheckedIssue, failures: Sequence[Failure]) -> tuple[Failure, ...]:
    """Failures of files and pages in the order of the issue."""
    order = {str(path): index for index, path in enumerate(issue.source.files)}
    return tuple(sorted(failures, key=lambda failure: (order[failure.path], failure.frame)))
