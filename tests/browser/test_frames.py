"""Learnscope in a frame of another site's page."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, returning

DRAWN = "[data-key='weight.0.0.0']"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and tells nobody."""

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[ThreadingHTTPServer]:
    """Another server of this machine: as localhost, it is another site than 127.0.0.1."""
    other = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path))
    thread = threading.Thread(target=other.serve_forever)
    thread.start()
    yield other
    other.shutdown()
    other.server_close()
    thread.join()


def test_a_named_page_shows_it_in_a_frame_and_another_does_not(
    browser: Browser, elsewhere: ThreadingHTTPServer, tmp_path: Path
) -> None:
    """In the frame all is drawn, so files and socket have their cookie; the other shows nothing of it."""
    origin = f"http://localhost:{elsewhere.server_port}"
    server = Server("--allow-embed", origin)
    try:
        frame = f'<!doctype html><iframe src="{server.address}" width=1200 height=800></iframe>'
        (tmp_path / "course.html").write_text(frame)
        with returning(browser) as context:
            page = context.new_page()
            page.goto(f"{origin}/course.html")
            expect(page.frame_locator("iframe").locator(DRAWN).first).to_be_attached()
            frames = [cookie for cookie in context.cookies() if cookie["sameSite"] == "None"]
            assert [(cookie["httpOnly"], cookie["secure"]) for cookie in frames] == [(True, True)]
        with returning(browser) as context:
            page = context.new_page()
            with page.expect_console_message(lambda told: "frame-ancestors" in told.text):
                page.goto(f"http://127.0.0.1:{elsewhere.server_port}/course.html")
            expect(page.frame_locator("iframe").locator(DRAWN)).to_have_count(0)
    finally:
        server.stop()
