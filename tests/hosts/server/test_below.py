"""Below a path that a proxy leaves in the address."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from learnscope.errors import ArgumentError
from learnscope.hosts.server.app import create_app
from learnscope.hosts.server.below import check_path
from tests.hosts.server.fakes import LOOPBACK, PAGE_FILES, build_page, read, running
from tests.sittings.fakes import NAME, fake_sittings

Get = Callable[[str], httpx.Response]


@pytest.fixture
def get(folder: Path) -> Get:
    """Ask a server below /user/ada b."""
    app = create_app(
        fake_sittings(), rules=LOOPBACK, folder=folder, path=check_path("--path", "/user/ada%20b/")
    )

    def act(path: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
                return await browser.get(path)

        return asyncio.run(ask())

    return act


@pytest.mark.parametrize("before", ["/user/ada%20b", ""])
def test_an_address_means_the_same_with_the_path_and_without(get: Get, before: str) -> None:
    """A proxy may take it away or leave it, and both may be used at once."""
    assert get(f"{before}/?a=1").headers["location"].startswith("s/")
    assert get(f"{before}/s/{NAME}/").text == PAGE_FILES["index.html"]
    assert get(f"{before}/s/{NAME}/icon.svg").text == PAGE_FILES["icon.svg"]
    assert get(f"{before}/nothing").status_code == 404


def test_the_path_without_its_slash_is_completed(get: Get) -> None:
    """Relatively, and with its query."""
    assert get("/user/ada%20b").headers["location"] == "ada%20b/"
    assert get("/user/ada%20b?token=x").headers["location"] == "ada%20b/?token=x"


def test_what_only_begins_alike_is_no_address(get: Get) -> None:
    """A path ends at a slash."""
    assert get(f"/user/ada%20bc/s/{NAME}/").status_code == 404


def test_a_socket_is_found_below_it(tmp_path: Path) -> None:
    """As pages are."""
    with running(build_page(tmp_path), path="/learnscope") as server:
        server.below = "/learnscope"
        with server.connect() as reader:
            assert read(reader)["type"] == "scene"


@pytest.mark.parametrize(
    ("given", "path"), [("", ""), ("/", ""), ("/a", "/a"), ("/a/b/", "/a/b"), ("/%C3%A4/", "/ä")]
)
def test_a_path_is_read_with_and_without_its_slash(given: str, path: str) -> None:
    """And with what stands for other characters."""
    assert check_path("--path", given) == path


@pytest.mark.parametrize(
    "given", ["a", "/a//b", "//", "/a?b", "/a#b", "/a/../b", "/.", "/s", "/s/a", "http://a/b", "/a b"]
)
def test_what_is_no_path_is_refused(given: str) -> None:
    """In one sentence."""
    with pytest.raises(ArgumentError) as caught:
        check_path("--path", given)

    assert str(caught.value) == (
        "--path must be a path such as /learnscope, which begins with a slash and not with /s/, "
        f"got {given!r}"
    )
