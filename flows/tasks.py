"""The steps of an issue as Prefect tasks. Paths and small records travel; pages lie in the page cache."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prefect import Task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import Completed

from digitize import pipeline, scan
from digitize.checking import CheckedIssue, NumberedScan
from digitize.errors import StoreError, may_help_to_retry
from digitize.model import Failure, Issue, Page, Scan
from digitize.options import Options
from digitize.pipeline import Progress, Stage
from digitize.store import InputFile
from digitize.summary import Outcome
from flows.progress import tell

logger = logging.getLogger("digitize.flows")

P = ParamSpec("P")
R = TypeVar("R")


def _worth_retrying(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """A truncated scan stays truncated, but a network share comes back."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, BaseException) and may_help_to_retry(error)


def _step(name: str, run_name: str) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Make a task whose runs are called `run_name`, a template over its parameters."""

    def decorate(function: Callable[P, R]) -> Task[P, R]:
        return Task(
            function,
            name=name,
            task_run_name=run_name,
            # Prefect's own cache would be a second truth beside the page cache, which works without Prefect as well.
            cache_policy=NO_CACHE,
            persist_result=False,
            retries=2,
            retry_delay_seconds=[2, 10],
            retry_condition_fn=_worth_retrying,
        )

    return decorate


@_step("check", "{path.name} · check")
def check(path: Path, options: Options) -> tuple[Scan, ...]:
    """Look into a scan file: its format, pages, resolution, content hash."""
    return scan.inspect(path, options)


@_step("recognize", "{page.label} · recognize")
def recognize(issue: str, page: NumberedScan, output: Path, options: Options, *, force: bool) -> State[None]:
    """Read a page and keep it in the page cache, unless an earlier run did."""
    if not force and pipeline.recall_page(page, output, options):
        logger.info("%s: read by an earlier run", page.label)
        return Completed(name="Cached", message="An earlier run read this page with the same options.")
    result = pipeline.read_and_keep(page, output, options, lambda stage: tell(Progress(issue, page.label, stage)))
    return Completed(message=f"{len(result.lines)} lines in {result.seconds:.1f} s")


@_step("rejoin", "rejoin")
def rejoin(issue: CheckedIssue, failures: Sequence[Failure], output: Path, options: Options) -> Issue:
    """Put the articles of the issue together from the pages that were read."""
    tell(Progress(issue.source.name, "", Stage.REJOIN))
    failed = {(failure.path, failure.frame) for failure in failures}
    readable = (page for page in issue.pages if (page.scan.path, page.scan.frame) not in failed)
    return pipeline.rejoin_pages(issue.source.name, [_recalled(page, output, options) for page in readable], failures)


@_step("export", "export")
def export(issue: Issue, inputs: Sequence[InputFile], output: Path, options: Options, seconds: float) -> Outcome:
    """Write METS, ALTO, text and the manifest; they appear whole or not at all."""
    tell(Progress(issue.name, "", Stage.EXPORT))
    return pipeline.publish_issue(issue, inputs, output, options, seconds=seconds)


def _recalled(page: NumberedScan, output: Path, options: Options) -> Page:
    kept = pipeline.recall_page(page, output, options)
    if kept is None:
        raise StoreError(f"{page.label} was read but is gone from {output}: leave that directory alone and run again.")
    return kept
