"""Opening a browser where there is one."""

import contextlib
import os
import sys
import threading
import webbrowser


def has_browser() -> bool:
    """Whether a window could appear: on Linux and its kin a display must be there.

    Without one, what is called a browser may be one for the terminal, which would take it over.
    """
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_browser(address: str) -> None:
    """Open `address` in a browser if there is one; nobody waits for it, and a failure is nobody's concern."""
    if has_browser():
        threading.Thread(target=_open, args=(address,), daemon=True).start()


def _open(address: str) -> None:
    with contextlib.suppress(Exception):
        webbrowser.open(address)
