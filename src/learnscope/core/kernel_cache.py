"""Compiled kernels on disk, one folder per fingerprint, in the user's own cache folder.

    Linux     $XDG_CACHE_HOME/learnscope or ~/.cache/learnscope
    macOS     ~/Library/Caches/learnscope
    Windows   %LOCALAPPDATA%\\learnscope\\cache

A folder's name is the fingerprint of what is in it, so nothing stale is ever found. Each file begins with a
digest of the rest: one that is damaged is never run. Where no folder can be made or written, kernels are
compiled anew in each process. Nothing here ever fails a computation: a file that cannot be read or written is
as good as none.
"""

import contextlib
import hashlib
import importlib
import os
import pickle
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from learnscope.core.kernel_fingerprint import fingerprint
from learnscope.errors import LearnscopeError

READY = "ready"  # begins the name of the file that says all signatures of a kernel are compiled
DIGEST = hashlib.sha256


class NotKeptError(LearnscopeError):
    """A kernel is to be loaded that is not on disk, or is damaged there."""


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


def is_ready(kernel: Callable[..., Any], signatures: Sequence[str]) -> bool:
    """Whether `kernel` has been compiled for all these signatures; looks only, makes nothing."""
    root = cache_root()
    try:
        return root is not None and (root / fingerprint(kernel) / _mark(signatures)).is_file()
    except OSError:
        return False


def mark_ready(kernel: Callable[..., Any], signatures: Sequence[str], *, ready: bool = True) -> None:
    """Say that `kernel` has been compiled for all these signatures; or, not `ready`, that it has to be."""
    folder = kernel_folder(kernel)
    if folder is None:
        return
    with contextlib.suppress(OSError):
        if ready:
            (folder / _mark(signatures)).write_text("", encoding="utf-8")
        else:
            (folder / _mark(signatures)).unlink(missing_ok=True)


def load(dispatcher: Any, signature: tuple[Any, ...]) -> None:
    """Load what is on disk of Numba's `dispatcher`; NotKeptError where it would have to be compiled."""
    cache = dispatcher._cache
    if signature in dispatcher.overloads:
        return
    if not hasattr(cache, "only_loads"):
        raise NotKeptError(f"{dispatcher.__name__} is kept nowhere")
    cache.only_loads = True
    try:
        dispatcher.compile(signature)
    finally:
        cache.only_loads = False


def _mark(signatures: Sequence[str]) -> str:
    return f"{READY}-{DIGEST(repr(tuple(signatures)).encode()).hexdigest()[:16]}"


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

    class Sealed(caching.IndexDataCacheFile):  # type: ignore[misc]
        def _save_data(self, name: str, data: Any) -> None:
            content = self._dump(data)
            with self._open_for_write(self._data_path(name)) as file:
                file.write(DIGEST(content).digest() + content)

        def _load_data(self, name: str) -> Any:
            content = Path(self._data_path(name)).read_bytes()
            size = DIGEST().digest_size
            if DIGEST(content[size:]).digest() != content[:size]:
                raise OSError(f"{name} is damaged")
            return pickle.loads(content[size:])  # what this very account has compiled

    class KernelCache(caching.Cache):  # type: ignore[misc]
        _impl_class = Implementation
        only_loads = False

        def _open(self, signature: Any) -> None:
            """Turn to the file of `signature`: in a common one, processes overwrite each other's entries."""
            word = DIGEST(repr(signature).encode()).hexdigest()[:16]
            self._cache_file = Sealed(str(folder), f"{self._impl.filename_base}-{word}-sealed", stamp)

        def load_overload(self, signature: Any, context: Any) -> Any:
            self._open(signature)
            try:
                found = super().load_overload(signature, context)
            except Exception:  # cut short by a full disk, say: unpickling may then raise anything
                with contextlib.suppress(OSError):
                    self.flush()
                found = None
            if found is None and self.only_loads:
                raise NotKeptError(f"{dispatcher.__name__} is not compiled for {signature}")
            return found

        def save_overload(self, signature: Any, data: Any) -> None:
            self._open(signature)
            with contextlib.suppress(OSError):
                super().save_overload(signature, data)

    dispatcher._cache = KernelCache(dispatcher.py_func)
