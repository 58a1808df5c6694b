"""The command line; what serves, as a process of its own."""

import contextlib
import io
import os
import re
import select
import signal
import socket
import stat
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from learnscope import __version__
from learnscope.cli import main
from learnscope.errors import FormatError
from tests import waiting

COMMAND = [sys.executable, "-c", "from learnscope.cli import main; main()"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The finished command, in this process: what it prints and how it exits."""
    out, err, code = io.StringIO(), io.StringIO(), None
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        warnings.catch_warnings(),
    ):
        patch.setattr(sys, "argv", ["learnscope", *arguments])
        warnings.simplefilter("default")  # as outside of tests: told on stderr
        try:
            main()
        except SystemExit as end:
            code = end.code
    return subprocess.CompletedProcess(arguments, code or 0, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def started(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command while it serves, and the address it printed. Without a display unless one is given."""
    headless = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**headless, **environment},
    )
    with process:
        try:
            assert process.stdout is not None
            first, second = process.stdout.readline(), process.stdout.readline()
            assert second == "Ctrl-C ends it\n"
            match = re.fullmatch(r"Learnscope is at (http://\S+)\n", first)
            assert match is not None
            yield process, match[1]
        finally:
            process.kill()


def test_a_lesson_of_ones_own_is_opened(tmp_path: Path) -> None:
    """The address leads to its first page."""
    run("lesson", "new", str(tmp_path / "mine.md"))
    with started("lesson", str(tmp_path / "mine.md"), "--port", "0", "--no-browser") as (_, address):
        assert address.endswith("#lesson/mine/1")


def ended(process: subprocess.Popen[str], how: signal.Signals) -> tuple[int, str, str]:
    """Exit status and the rest of both outputs, after a signal."""
    process.send_signal(how)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def sitting(address: str, name: str = "abcdefghijkl") -> ClientConnection:
    """A connection to a sitting, to be entered."""
    return connect(at(address.replace("http", "ws"), f"s/{name}/ws"), max_size=None)


def at(address: str, path: str) -> str:
    """The address of something below a printed one, with its token."""
    place, token = address.split("?")
    return f"{place}{path}?{token}"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_quietly(how: signal.Signals) -> None:
    """With a reader connected: the reader is told, the status is 0, and nothing more is printed."""
    with started("--port", "0") as (process, address):
        assert waiting.get(address).status_code == 307
        with sitting(address) as reader:
            reader.recv(timeout=30)
            asked = time.monotonic()
            end = ended(process, how)
            with pytest.raises(ConnectionClosed) as caught:
                reader.recv(timeout=10)

    assert end == (0, "", "")
    assert time.monotonic() - asked < 3  # one second is promised, and machines are busy
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == 1001


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_before_it_is_up_ends_it_as_well(how: signal.Signals) -> None:
    """The address is printed before the server is loaded; from then on no signal leaves a traceback."""
    with started("--port", "0") as (process, _):
        assert ended(process, how) == (0, "", "")


def test_it_takes_the_next_port_where_none_is_asked_for() -> None:
    """From 8765 on, and says which."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # somebody else may have it, which serves as well
            somebody = stack.enter_context(socket.create_server(("127.0.0.1", 8765)))
            somebody.listen()
        with started() as (process, address):
            url = httpx.URL(address)
            assert url.port is not None
            assert 8765 < url.port < 8815
            assert url.copy_with(query=None) == f"http://127.0.0.1:{url.port}/"
            assert waiting.get(at(address, "health")).json()["learnscope"] == __version__
            assert ended(process, signal.SIGINT) == (0, "", "")


def test_a_port_that_was_asked_for_must_be_free() -> None:
    """One line, status 2, nothing started."""
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]
        finished = run("--port", str(port))

    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == (
        f"error: --port must be free, but {port} is in use; leave it out to get the next free one\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="not on Windows: needs socket pairs")
@pytest.mark.parametrize(("processes", "computing"), [("0", 1), ("1", 2)])
def test_where_more_than_a_few_sit_others_compute_too(processes: str, computing: int) -> None:
    """As many as are wanted; all go quietly where it is ended."""
    with (
        started("--port", "0", "--processes", processes) as (process, address),
        contextlib.ExitStack() as stack,
    ):
        for number in range(4):
            reader = stack.enter_context(sitting(address, f"sitting{number:05}"))
            assert reader.recv(timeout=30)
        figures = httpx.get(at(address, "metrics"), timeout=30).text

        assert ended(process, signal.SIGINT) == (0, "", "")
    assert f"learnscope_processes {computing}\n" in figures
    assert "learnscope_sittings 4\n" in figures


def test_it_can_be_started_again_at_its_port() -> None:
    """At once and with the same token, for the pages that are still open."""
    with started("--port", "0") as (process, address), sitting(address) as reader:
        reader.recv(timeout=30)
        ended(process, signal.SIGTERM)

    with started("--port", str(httpx.URL(address).port)) as (_, again), sitting(again) as reader:
        assert again == address
        assert reader.recv(timeout=30)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--port", "70000"], "--port must be a whole number from 0 to 65535, got 70000"),
        (["--port", "-1"], "--port must be a whole number from 0 to 65535, got '-1'"),
        (["--port", "many"], "--port must be a whole number from 0 to 65535, got 'many'"),
        (["--processes", "-1"], "--processes must be a whole number from 0 to 64, got '-1'"),
        (
            ["--host", "192.0.2.77"],
            "--host must be an address of this machine, got '192.0.2.77'; leave it out for 127.0.0.1",
        ),
        (
            ["--allow-host", "http://a.example/"],
            "--allow-host must be a host name such as demo.example.org, got 'http://a.example/'",
        ),
        (
            ["--allow-embed", "lms.example.org"],
            "--allow-embed must be an origin such as https://lms.example.org, without a path, "
            "got 'lms.example.org'",
        ),
        (
            ["--path", "learnscope"],
            "--path must be a path such as /learnscope, which begins with a slash and not with /s/, "
            "got 'learnscope'",
        ),
    ],
)
def test_a_wrong_argument_is_one_line(arguments: list[str], message: str) -> None:
    """On stderr, with status 2."""
    finished = run(*arguments)

    assert (finished.returncode, finished.stdout, finished.stderr) == (2, "", f"error: {message}\n")


@pytest.mark.parametrize("arguments", [["--prot", "1"], ["--port"], ["nonsense"]])
def test_what_click_refuses_is_one_line_too(arguments: list[str]) -> None:
    """In its words, which differ between its versions, without the usage around them."""
    finished = run(*arguments)

    assert (finished.returncode, finished.stdout) == (2, "")
    assert re.fullmatch(r"error: \S.*\n", finished.stderr)
    assert arguments[0] in finished.stderr


def test_it_says_its_version() -> None:
    """And nothing else."""
    finished = run("--version")

    assert (finished.returncode, finished.stdout, finished.stderr) == (0, f"learnscope {__version__}\n", "")


def test_help_names_every_option() -> None:
    """In plain words."""
    finished = run("--help")

    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.startswith("Usage: learnscope [OPTIONS]")
    for option in (
        "--port N",
        "--host H",
        "--allow-host NAME",
        "--allow-embed ORIGIN",
        "--path P",
        "--no-browser",
        "--no-token",
        "--version",
        "-h, --help",
    ):
        assert option in finished.stdout


def test_an_allowed_name_is_answered() -> None:
    """Others are not."""
    with started("--port", "0", "--allow-host", "Demo.example.org:443") as (_, address):
        allowed = waiting.get(at(address, "health"), headers={"Host": "demo.example.org"})
        foreign = waiting.get(at(address, "health"), headers={"Host": "evil.example"})

    assert (allowed.status_code, foreign.status_code) == (200, 403)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_every_address_needs_its_token(host: str) -> None:
    """On loopback too, since other accounts share it; the printed address has it and opens the page."""
    with started("--port", "0", "--host", host) as (process, address):
        url = httpx.URL(address)
        local = url.copy_with(host="127.0.0.1")  # whatever this machine calls itself
        opened = waiting.get(local)
        refused = waiting.get(local.copy_with(query=None))
        assert ended(process, signal.SIGINT) == (0, "", "")

    assert re.fullmatch(r"token=[A-Za-z0-9_-]{22}", url.query.decode())
    assert (opened.status_code, refused.status_code) == (307, 403)
    assert "set-cookie" in opened.headers


@pytest.mark.parametrize(
    ("host", "who"),
    [("127.0.0.1", "every account of this machine"), ("0.0.0.0", "whoever can reach it over the network")],
)
def test_without_a_token_it_says_what_that_means(host: str, who: str) -> None:
    """Before it serves anybody."""
    with subprocess.Popen(
        [*COMMAND, "--port", "0", "--no-token", "--no-browser", "--host", host],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(3)]
            url = httpx.URL(lines[0].split()[-1])
            opened = waiting.get(url.copy_with(host="127.0.0.1"))
        finally:
            process.kill()

    assert lines[1:] == [f"No token: {who} can open, change and delete your runs\n", "Ctrl-C ends it\n"]
    assert url.query == b""
    assert opened.status_code == 307
    assert "set-cookie" not in opened.headers


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere browsers are not found by environment variables"
)
@pytest.mark.parametrize(("arguments", "display"), [((), ":0"), (("--no-browser",), ":0"), ((), "")])
def test_a_browser_is_opened_where_there_is_one(
    arguments: tuple[str, ...], display: str, tmp_path: Path
) -> None:
    """Once the server answers, unless there is no display or it is not wanted."""
    opened = tmp_path / "opened"
    os.mkfifo(opened)
    pipe = os.open(opened, os.O_RDWR)
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)

    with started("--port", "0", *arguments, BROWSER=str(browser), DISPLAY=display) as (process, address):
        if display and not arguments:
            assert select.select([pipe], [], [], 30)[0]
            ticket = os.read(pipe, 100).decode().strip()
            assert ticket.partition("=")[0] == address.partition("=")[0]
            assert address.partition("=")[2] not in ticket  # other accounts see a browser's arguments
            assert [waiting.get(ticket).status_code for _ in range(2)] == [307, 403]
        assert waiting.get(at(address, "health")).status_code == 200
        assert ended(process, signal.SIGINT) == (0, "", "")

    assert not select.select([pipe], [], [], 0)[0]
    os.close(pipe)


def test_a_link_is_opened_where_the_page_begins():
    """Behind # of its address, whatever the link's own began with; what means nothing is said."""
    from learnscope.commands.opening import link_place

    fields = "dataset=xor&networkShape=3"
    assert link_place(f"https://playground.tensorflow.org/#{fields}") == f"#{fields}"
    assert link_place("http://host/?data=circle&hidden=4") == "#data=circle&hidden=4"
    with pytest.raises(FormatError, match="a link must be copied whole, and this one was cut off"):
        link_place("state=1.abc")
