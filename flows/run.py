"""Running issues in this process, seen by the Prefect server of PREFECT_API_URL or else by a temporary one."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import httpx
from prefect.client.orchestration import get_client
from prefect.settings import get_current_settings

from digitize.errors import UsageError
from digitize.inbox import IssueSource
from digitize.options import Options
from digitize.pipeline import Progress
from digitize.summary import Outcome
from flows.issue import digitize_issue
from flows.progress import listening


def connect() -> None:
    """Reach the server, or start the temporary one; raises UsageError where that fails."""
    try:
        with get_client(sync_client=True) as client:
            client.hello().raise_for_status()
    except (httpx.HTTPError, RuntimeError) as error:
        url = get_current_settings().api.url
        if url:
            raise UsageError(
                f"No Prefect server answers at {url}: start it, or unset PREFECT_API_URL to do without."
            ) from error
        raise UsageError(f"Prefect's temporary server does not start: {error}") from error


def run_issue(
    source: IssueSource, output: Path, options: Options, *, force: bool, report: Callable[[Progress], None]
) -> Outcome:
    """Run the flow of one issue and return how it ended; raises what kept the whole issue from being digitized."""
    with listening(report):
        state = digitize_issue(source.name, list(source.files), output, options, force=force, return_state=True)
    result = state.result(raise_on_failure=False)
    if isinstance(result, BaseException):
        raise result
    return cast("Outcome", result)
