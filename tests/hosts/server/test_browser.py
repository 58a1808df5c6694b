"""Opening a browser where there is one."""

import sys
import threading
import webbrowser

import pytest

from learnscope.hosts.server.browser import has_browser, open_browser


@pytest.mark.parametrize(
    ("platform", "display", "answer"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_browser_needs_a_display(
    platform: str, display: dict[str, str], answer: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Linux it must be named; a browser inside the terminal is not meant."""
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in display.items():
        monkeypatch.setenv(name, value)

    assert has_browser() is answer


@pytest.mark.parametrize("fails", [False, True])
def test_the_address_is_opened_and_a_failure_is_silent(
    fails: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a thread of its own."""
    opened: list[str] = []
    done = threading.Event()

    def pretend(address: str) -> bool:
        opened.append(address)
        done.set()
        if fails:
            raise webbrowser.Error("no browser")
        return True

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", pretend)

    open_browser("http://127.0.0.1:8765/")

    assert done.wait(10)
    assert opened == ["http://127.0.0.1:8765/"]
    assert capsys.readouterr() == ("", "")


def test_without_a_display_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread, no browser."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(threading, "Thread", None)

    open_browser("http://127.0.0.1:8765/")
