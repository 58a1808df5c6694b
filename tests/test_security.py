"""docs/security.md and docs/department.md keep their word."""

import ast
import re
from functools import cache
from pathlib import Path

import httpx
import pytest

from learnscope.hosts.server import connections, incoming, page, serve
from learnscope.sittings import folder, sittings
from learnscope.store.folder import MOST_RUNS
from tests.test_cli import at, started

TESTS = Path(__file__).parent
DOCS = TESTS.parent / "docs"
SECURITY = (DOCS / "security.md").read_text(encoding="utf-8")
DEPARTMENT = (DOCS / "department.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`([a-z_/]+\.py)::(test_\w+)`", SECURITY)


@cache
def names_in(file: str) -> set[str]:
    """The tests in a file."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.whole
@pytest.mark.parametrize(("file", "name"), NAMED)
def test_what_holds_a_promise_exists(file: str, name: str) -> None:
    """Every test that the page names."""
    assert name in names_in(file)


def test_every_promise_names_its_tests() -> None:
    """Each paragraph that begins with what is promised ends with them."""
    promised = SECURITY.partition("## Promised")[2].partition("## Not promised")[0]
    claims = re.split(r"^\*\*", promised, flags=re.M)[1:]

    assert len(claims) == 9
    assert all(re.search(r"^Tests: `", claim, re.M) for claim in claims)
    assert len(NAMED) == SECURITY.count(".py::")


def test_the_headers_that_are_named_are_sent() -> None:
    """All of them, and no other is kept quiet."""
    named = set(re.findall(r"^\| `([A-Z][A-Za-z-]+)(?::[^`]*)?` \|", SECURITY, re.M))

    assert named == {*page.HEADERS, "Content-Security-Policy"}
    for name, value in page.HEADERS.items():
        assert f"`{name}: {value}`" in SECURITY


def test_what_is_watched_is_counted() -> None:
    """Every name of the table is in what /metrics answers, and the other way round."""
    named = set(re.findall(r"`(learnscope_\w+)`", DEPARTMENT))
    with started("--port", "0") as (_, address):
        answer = httpx.get(at(address, "metrics"), timeout=60).text

    assert named == set(re.findall(r"^# TYPE (\w+) ", answer, re.M))


def test_the_limits_are_those_of_the_server() -> None:
    """As the table of the page for departments says them."""
    said = (
        f"| connections | {connections.MOST}, ",
        f"| one upload | {incoming.BYTES // 2**20} MiB, {incoming.FILES:,} files ".replace(",0", " 0"),
        f"| half a request | {connections.HEAD:.0f} s for its head, {connections.BODY:.0f} s without",
        f"| a message | {serve.LARGEST_MESSAGE // 2**20} MiB |",
        f"| sittings that nobody looks at | {sittings.KEPT} in memory, all processes together, "
        f"{folder.KEPT} on disk |",
        f"at most {MOST_RUNS} |",
    )
    assert [limit for limit in said if limit not in DEPARTMENT] == []
