"""The real page in a real browser: a server as people start it, Chromium as Debian ships it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.reading import Sheet

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--enable-unsafe-swiftshader",
]
PATIENCE = 30_000  # milliseconds; how long something takes on a busy machine says nothing
expect.set_options(timeout=PATIENCE)


class Server:
    """`learnscope` as its own process, which can be stopped and started at the same address."""

    def __init__(self, *command: str) -> None:
        """Start `learnscope`, or one of its commands with what belongs to it."""
        self.command = command
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = self.start()

    def start(self) -> str:
        """The address it prints, with its token; connections wait from then on until they are answered."""
        options = ["--port", str(self.port), "--no-browser"]
        command = [sys.executable, "-m", "learnscope", *self.command, *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        words = self.process.stdout.readline().split()
        if not words:
            raise RuntimeError("the server did not start")
        return words[-1]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.ended()

    def ended(self) -> str:
        """What it has said since, once it has ended."""
        return self.process.communicate(timeout=60)[0]  # a machine may be busy


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if executable is None:
        pytest.fail(
            "these tests need Chromium; install Debian's package chromium, or set CHROMIUM to its path"
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield chromium
        chromium.close()


Open = Callable[..., Sheet]


def returning(browser: Browser, **options: Any) -> BrowserContext:
    """The browser of a reader who has been here before, so that the first minute is over."""
    opened = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
    opened.add_init_script("localStorage.setItem('learnscope.met', 'yes')")
    return opened


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """Where nothing moves, so that what a step shows is there at once; tests marked `moving` see it move."""
    moves = request.node.get_closest_marker("moving") is not None
    opened = returning(browser, reduced_motion="no-preference" if moves else "reduce")
    opened.set_default_timeout(PATIENCE)
    opened.add_init_script(
        "localStorage.setItem('learnscope.speed', '4'); localStorage.setItem('learnscope.pace', '0')"
    )
    yield opened
    opened.close()


@pytest.fixture
def open_page(server: Server, context: BrowserContext) -> Iterator[Open]:
    """Opens pages; at the end of the test none of them may have had an error in its console."""
    faults: list[str] = []

    def open_one(address: str = "", *, start: str = "") -> Sheet:
        page: Page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: _hear(message.type, message.text, faults))
        page.goto(address or server.address)
        sheet = Sheet(page)
        sheet.ready()
        if start:
            field = page.get_by_label("Start from", exact=True)
            chosen = field.locator("option", has_text=start).get_attribute("value") or ""
            if field.input_value() != chosen:
                run = page.locator(".page").get_attribute("data-run") or ""
                revision = page.locator(".page").get_attribute("data-revision") or ""
                field.select_option(chosen)
                page.wait_for_function(
                    "([run, revision]) => { const { dataset } = document.querySelector('.page');"
                    " return dataset.run !== run || dataset.revision !== revision; }",
                    arg=[run, revision],
                )
        return sheet

    yield open_one
    assert faults == []


def _hear(kind: str, text: str, faults: list[str]) -> None:
    # a server that was stopped on purpose cannot be reached, files may be refused (422); the browser itself
    # reports that
    meant = ("ERR_CONNECTION_REFUSED", "WebSocket", "status of 422")
    if kind in ("error", "warning") and not any(words in text for words in meant):
        faults.append(text)
