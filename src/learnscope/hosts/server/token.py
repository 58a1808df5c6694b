"""The token: what tells the reader's own browser from other accounts of the machine and of the network.

One token for all servers of an account, kept in a file that only this account can read, so that pages that
are open survive a restart. A browser is started with a ticket instead, which opens once: other accounts can
read the arguments of a program while it runs.
"""

import contextlib
import hmac
import logging
import os
import re
import secrets
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

LENGTH = 22  # characters of 16 random bytes
VALID = 60.0  # seconds in which a ticket opens
_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{LENGTH}}}")

_log = logging.getLogger(__name__)


def token_file() -> Path:
    """Where the token is kept: in the folder for the state of programs of this user."""
    from platformdirs import user_state_path

    return user_state_path("learnscope", appauthor=False) / "token"


def kept_token(file: Path) -> str:
    """The token in `file`, which is made, readable by this account alone, where there is none to be trusted.

    One that others could have read or written is replaced. Where nothing can be kept it is new each time.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _read(file) or _made(file)
    except OSError as error:
        _log.warning("the token cannot be kept in %s (%s); a restart will have another one", file, error)
        return _new()


def _new() -> str:
    return secrets.token_urlsafe(16)


def _read(file: Path) -> str:
    """The token in `file`, empty where there is none or where others could know or have chosen it."""
    try:
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return ""
    with os.fdopen(descriptor, "rb") as opened:
        if os.name != "nt":
            found = os.fstat(descriptor)
            if found.st_mode & 0o077 or found.st_uid != os.geteuid():
                return ""
        text = opened.read(LENGTH + 2).decode("latin-1").strip()
    return text if _TOKEN.fullmatch(text) else ""


def _made(file: Path) -> str:
    """A new token, kept in `file`; that of another server where it was quicker."""
    token = _new()
    handle, made = tempfile.mkstemp(dir=file.parent, prefix=".token")  # with mode 0600
    try:
        with os.fdopen(handle, "w") as opened:
            opened.write(token + "\n")
        with contextlib.suppress(FileNotFoundError):
            file.unlink()
        try:
            os.link(made, file)
        except FileExistsError:
            return _read(file) or token
        except OSError:  # a file system without links
            Path(made).replace(file)
        return token
    finally:
        Path(made).unlink(missing_ok=True)


class Ticket:
    """Opens once, within a minute of its making."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.text = _new()
        self._clock = clock
        self._until = clock() + VALID

    def spend(self, text: str) -> bool:
        """Whether `text` is this ticket and opens; from then on it does not."""
        if not same(text, self.text) or self._clock() >= self._until:
            return False
        self._until = self._clock()
        return True


def same(given: str, kept: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell how nearly."""
    return hmac.compare_digest(given.encode(), kept.encode())
