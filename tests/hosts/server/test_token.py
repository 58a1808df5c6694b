"""The token: kept for this account alone, and the ticket that a browser is started with."""

import logging
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from learnscope.hosts.server.guard import Rules
from learnscope.hosts.server.token import LENGTH, VALID, Ticket, kept_token, token_file
from tests.hosts.server.fakes import Running, running

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in lists; run on Linux or macOS")
NOBODY = 65534
STRANGER = r"""
import encodings.idna, os, sys, urllib.error, urllib.request
other, port, file = sys.argv[1:]
os.setgroups([])
os.setgid(int(other))
os.setuid(int(other))  # Python itself may lie where that account may not look
for path in ("/", "/health", "/s/abcdefghijkl/"):
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}{path}")
        print("opened", path)
    except urllib.error.HTTPError as refused:
        print(refused.code, path)
upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
           "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": f"http://127.0.0.1:{port}"}
try:
    address = f"http://127.0.0.1:{port}/s/abcdefghijkl/ws"
    urllib.request.urlopen(urllib.request.Request(address, headers=upgrade))
    print("connected")
except urllib.error.HTTPError as refused:
    print(refused.code, "socket")
try:
    print("read", open(file).read())
except PermissionError:
    print("unread")
"""


def test_the_token_outlives_the_server(tmp_path: Path) -> None:
    """The second start finds what the first one made, in a folder that may not have been there."""
    file = tmp_path / "state" / "token"

    token = kept_token(file)

    assert len(token) == LENGTH
    assert kept_token(file) == token
    assert list(file.parent.iterdir()) == [file]


@POSIX
def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    """Mode 0600, whatever the umask."""
    before = os.umask(0)
    try:
        kept_token(tmp_path / "token")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "token").stat().st_mode) == 0o600


@POSIX
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o777])
def test_a_token_that_others_could_know_is_replaced(tmp_path: Path, mode: int) -> None:
    """Read or written by others, it tells nobody apart."""
    file = tmp_path / "token"
    token = kept_token(file)
    file.chmod(mode)

    assert kept_token(file) != token
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@POSIX
@pytest.mark.parametrize("text", ["", "short", "x" * (LENGTH + 1), "ü" * LENGTH])
def test_what_is_no_token_is_replaced(tmp_path: Path, text: str) -> None:
    """A file cut short would let in whoever guesses what is left."""
    file = tmp_path / "token"
    file.write_text(text)
    file.chmod(0o600)

    token = kept_token(file)

    assert len(token) == LENGTH
    assert kept_token(file) == token != text


@POSIX
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """Nobody chooses the file that holds it."""
    elsewhere = tmp_path / "elsewhere"
    token = kept_token(elsewhere)
    (tmp_path / "token").symlink_to(elsewhere)

    assert kept_token(tmp_path / "token") != token
    assert elsewhere.read_text() == f"{token}\n"


def test_where_nothing_can_be_kept_it_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The server starts all the same, with a token for this time."""
    (tmp_path / "file").write_text("")
    place = tmp_path / "file" / "token"

    with caplog.at_level(logging.WARNING):
        first, second = kept_token(place), kept_token(place)

    assert first != second
    assert caplog.messages[0].startswith(f"the token cannot be kept in {place} (")
    assert caplog.messages[0].endswith("); a restart will have another one")


def test_it_is_kept_with_the_state_of_this_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the sittings."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    assert token_file().name == "token"
    if sys.platform == "linux":
        assert token_file() == tmp_path / "learnscope" / "token"


def test_a_ticket_opens_once_and_soon() -> None:
    """Whoever reads it in a list of programs comes too late."""
    now = [100.0]
    used, old = Ticket(lambda: now[0]), Ticket(lambda: now[0])

    assert not used.spend("other")
    assert used.spend(used.text)
    assert not used.spend(used.text)
    now[0] += VALID
    assert not old.spend(old.text)


@pytest.fixture
def guarded(folder: Path) -> Iterator[tuple[Running, Path]]:
    """A server with its token in a folder that every account may look into."""
    place = Path(tempfile.mkdtemp(prefix="learnscope-test-"))
    place.chmod(0o755)
    try:
        with running(folder, rules=Rules(token=kept_token(place / "token"), cookie="c")) as server:
            yield server, place / "token"
    finally:
        shutil.rmtree(place)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="only root can act as another account; run as root",
)
def test_another_account_gets_nothing(guarded: tuple[Running, Path]) -> None:
    """Not the page, not a sitting, not the file that the token is in."""
    server, file = guarded

    stranger = subprocess.run(
        [sys.executable, "-I", "-S", "-c", STRANGER, str(NOBODY), str(server.port), str(file)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        cwd="/",
    )

    assert stranger.stderr == ""
    assert stranger.stdout.split("\n") == [
        "403 /",
        "403 /health",
        "403 /s/abcdefghijkl/",
        "403 socket",
        "unread",
        "",
    ]
