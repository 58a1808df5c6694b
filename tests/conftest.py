"""What all tests share: nothing a test does touches the files of whoever runs it."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.sampling import ALL, drawn, everything


@pytest.fixture(scope="session", autouse=True)
def own_state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Sittings and runs of servers under test are kept in folders of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--all` and `--sample-seed`."""
    parser.addoption("--all", action="store_true", help="try all of what is large instead of a sample")
    parser.addoption("--sample-seed", type=int, default=0, help="which sample is drawn (0)")


def pytest_configure(config: pytest.Config) -> None:
    """Say it to modules that are imported now, and to worker processes.

    How long an example takes says nothing on a busy machine. Where a sample is drawn, two runs of the same
    sources draw the same examples; with `--all` each run draws others.
    """
    if config.getoption("--all"):
        os.environ[ALL] = "1"
    settings.register_profile("patient", deadline=None, derandomize=not everything())
    settings.load_profile("patient")


def pytest_report_header(config: pytest.Config) -> str:
    """Which sample this run draws."""
    return (
        "all cases"
        if everything()
        else f"a sample of what is large, seed {config.getoption('--sample-seed')}"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Draw the sample; browser tests come last, as their driver keeps an event loop in this thread."""
    if not everything():
        kept = drawn(items, config.getoption("--sample-seed"))
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = [item for item in items if item in kept]
    items.sort(key=lambda item: "browser" in item.path.parts)
