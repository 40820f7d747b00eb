"""The flow that digitizes one issue; each of its runs is one issue."""

import logging
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar, cast

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture, as_completed
from prefect.states import Completed, Failed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from digitize import pipeline
from digitize.checking import CheckedIssue, in_page_order, number_pages, unchanged
from digitize.errors import ModelError, UsageError, explain
from digitize.inbox import IssueSource
from digitize.model import Failure, Scan
from digitize.options import Options
from digitize.pipeline import Progress, Stage
from digitize.recognition import load_engine
from digitize.summary import Outcome, Status
from flows import artifacts, deployed, tasks
from flows.progress import tell

T = TypeVar("T")

# Two pages at a time: the networks keep all cores busy with one page, and what else there is to do with the other,
# mostly on one core, is done meanwhile.
_IN_TURNS = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=2))
_DEFAULTS = Options()


@flow(
    name="digitize-issue",
    flow_run_name="{name}",
    task_runner=_IN_TURNS,
    persist_result=False,
)
def digitize_issue(
    name: str, files: list[Path], output: Path, options: Options = _DEFAULTS, *, force: bool = False
) -> State[Outcome]:
    """Digitize one issue: its scan files, in page order, become articles as ALTO, METS and text.

    Pages read before are not read again and finished issues are left alone, unless `force` is on. A page that fails
    does not take the issue down: the run then ends as "Partial" and says what is missing; the next run completes it.

    Args:
        name: Name of the issue; its results go to a directory of this name.
        files: Scan files in page order.
        output: Directory for the results of all issues.
        options: Leave as they are if unsure.
        force: Read all pages again, even if nothing changed.

    """
    if not files:
        raise UsageError(f"{name} has no files: name at least one scan.")
    logging.getLogger("digitize").setLevel(logging.INFO)
    with deployed.watched_over(name, files, output, options):
        outcome = _digitize(IssueSource(name, tuple(files)), output, options, force=force)
        deployed.leave_word(outcome)
    return _state(outcome)


def _digitize(source: IssueSource, output: Path, options: Options, *, force: bool) -> Outcome:
    logger = get_run_logger()
    started = perf_counter()
    checked = _check(source, options)
    if not force and (done := unchanged(checked, output, options)):
        return done
    logger.info("%d pages in %d files", len(checked.pages) + len(checked.failures), len(source.files))
    failures = in_page_order(checked, [*checked.failures, *_recognize(checked, output, options, force=force)])
    if len(failures) == len(checked.pages) + len(checked.failures):
        outcome = pipeline.failed(checked, failures, output)
        artifacts.report(outcome)
    else:
        issue = tasks.rejoin(checked, failures, output, options)
        seconds = perf_counter() - started
        outcome = tasks.export(_unsearched(issue), checked.inputs, output, options, seconds)
        artifacts.report(outcome, issue)
    logger.info("%s. Results: %s", outcome.sentence, outcome.directory)
    return outcome


def _check(source: IssueSource, options: Options) -> CheckedIssue:
    futures = [tasks.check.submit(path, options) for path in source.files]
    return number_pages(source, [_checked(path, future) for path, future in zip(source.files, futures, strict=True)])


def _checked(path: Path, future: PrefectFuture[tuple[Scan, ...]]) -> tuple[Scan, ...] | Failure:
    found = future.result(raise_on_failure=False)
    return Failure(str(path), 0, explain(found)) if isinstance(found, BaseException) else found


def _recognize(issue: CheckedIssue, output: Path, options: Options, *, force: bool) -> Sequence[Failure]:
    """Read all pages of an issue into the page cache; returns those that could not be read."""
    if not issue.pages:
        return ()
    if force or not all(pipeline.is_read(page, output, options) for page in issue.pages):
        load_engine(options)  # a missing model is no fault of a page
    progress = artifacts.PageProgress(len(issue.pages))
    name = issue.source.name
    submitted = {tasks.recognize.submit(name, page, output, options, force=force): page for page in issue.pages}
    failures = []
    for future in as_completed(list(submitted)):
        future.wait()
        page = submitted[future]
        result = future.result(raise_on_failure=False)
        if isinstance(result, ModelError):  # no fault of a page that is kept but damaged
            raise result
        if isinstance(result, BaseException):
            failures.append(Failure(page.scan.path, page.scan.frame, explain(result)))
            logging.getLogger("digitize.flows").warning("%s: %s", page.label, explain(result))
        tell(Progress(name, page.label, Stage.DONE))
        progress.advance()
    return failures


def _unsearched(value: T) -> T:
    """Keep Prefect from looking for futures in every word of every line."""
    return cast("T", quote(value))


def _state(outcome: Outcome) -> State[Outcome]:
    if outcome.status is Status.UNCHANGED:
        return Completed(name="Unchanged", message=outcome.sentence, data=outcome)
    if outcome.status is Status.FAILED:
        return Failed(message=outcome.sentence, data=outcome)
    if outcome.status is Status.PARTIAL:
        return Completed(name="Partial", message=outcome.sentence, data=outcome)
    return Completed(message=outcome.sentence, data=outcome)
