"""One Prefect server for all tests here, and one that the program starts."""

from collections.abc import Iterator

import pytest
from prefect.testing.utilities import prefect_test_harness
from programs import Served


@pytest.fixture(scope="session", autouse=True)
def prefect_server() -> Iterator[None]:
    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`digitize serve`, for tests that leave it as it was."""
    served = Served(tmp_path_factory.mktemp("served"))
    yield served
    served.program.end()
