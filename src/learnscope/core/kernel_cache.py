"""Compiled kernels on disk, one folder per fingerprint, in the user's own cache folder.

    Linux     $XDG_CACHE_HOME/learnscope or ~/.cache/learnscope
    macOS     ~/Library/Caches/learnscope
    Windows   %LOCALAPPDATA%\\learnscope\\cache

A folder's name is the fingerprint of what is in it, so nothing stale is ever found. Where no folder can be
made or written, kernels are compiled anew in each process. Nothing here ever fails a computation: a file that
cannot be read or written is as good as none.
"""

import contextlib
import hashlib
import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from learnscope.core.kernel_fingerprint import fingerprint

READY = "ready"  # names the file that says all signatures of a kernel are compiled


def cache_root() -> Path | None:
    """The folder all kernels are kept under, or None where the user has no home for one."""
    given = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if given and Path(given).is_absolute():
        base = Path(given)
    else:
        try:
            home = Path.home()
        except RuntimeError:
            return None
        base = home / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return base / "learnscope" / "kernels"


def kernel_folder(kernel: Callable[..., Any]) -> Path | None:
    """The folder for `kernel`, made if need be; None where it cannot be written to."""
    root = cache_root()
    if root is None:
        return None
    folder = root / fingerprint(kernel)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK | os.X_OK) else None


def is_ready(kernel: Callable[..., Any]) -> bool:
    """Whether every signature of `kernel` that is needed has been compiled; looks only, makes nothing."""
    root = cache_root()
    try:
        return root is not None and (root / fingerprint(kernel) / READY).is_file()
    except OSError:
        return False


def mark_ready(kernel: Callable[..., Any]) -> None:
    """Say that every signature of `kernel` that is needed has been compiled."""
    folder = kernel_folder(kernel)
    if folder is not None:
        (folder / READY).write_text("", encoding="utf-8")


def keep_in(folder: Path, stamp: str, dispatcher: Any) -> None:
    """Have Numba's `dispatcher` keep what it compiles in `folder` and look there first."""
    caching: Any = importlib.import_module("numba.core.caching")  # hardly typed

    class Locator(caching._CacheLocator):  # type: ignore[misc]
        _py_file = dispatcher.py_func.__code__.co_filename

        def get_cache_path(self) -> str:
            return str(folder)

        def get_source_stamp(self) -> str:
            return stamp

        def get_disambiguator(self) -> str:
            return "0"

        @classmethod
        def from_function(cls, py_func: Any, py_file: str) -> "Locator":
            return cls()

    class Implementation(caching.CompileResultCacheImpl):  # type: ignore[misc]
        _locator_classes = (Locator,)

    class KernelCache(caching.Cache):  # type: ignore[misc]
        _impl_class = Implementation

        def _open(self, signature: Any) -> None:
            """Turn to the file of `signature`: in a common one, processes overwrite each other's entries."""
            word = hashlib.sha256(repr(signature).encode()).hexdigest()[:16]
            name = f"{self._impl.filename_base}-{word}"
            self._cache_file = caching.IndexDataCacheFile(str(folder), name, stamp)

        def load_overload(self, signature: Any, context: Any) -> Any:
            self._open(signature)
            try:
                return super().load_overload(signature, context)
            except Exception:  # cut short by a full disk, say: unpickling may then raise anything
                with contextlib.suppress(OSError):
                    self.flush()
                return None

        def save_overload(self, signature: Any, data: Any) -> None:
            self._open(signature)
            with contextlib.suppress(OSError):
                super().save_overload(signature, data)

    dispatcher._cache = KernelCache(dispatcher.py_func)
