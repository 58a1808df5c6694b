"""Names of sittings: who knows one may attend it."""

import re
import secrets

_NAME = re.compile(r"[A-Za-z0-9_-]{12}")


def new_name() -> str:
    """A name nobody can guess: 72 random bits, as 12 characters."""
    return secrets.token_urlsafe(9)


def is_name(text: str) -> bool:
    """Whether `text` could have come from `new_name`."""
    return _NAME.fullmatch(text) is not None
