"""What a disk may hold after a loss of power: what SQLite writes and has synced is recorded, beneath SQLite.

A file system that records (`recording`) stands before the system's own, registered with the very library that
Python uses. `Disk` knows what was written since it was last synced; of that a disk may hold any sectors and
miss any others, in any order, and names that were given or taken away are sure only when their folder was
synced.
"""

import contextlib
import ctypes
import ctypes.util
import random
from collections.abc import Callable, Iterator
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECTOR = 512  # bytes that a disk writes whole or not at all
CREATE = 0x4  # SQLITE_OPEN_CREATE
BESIDE = 0x800 | 0x80000  # a journal or a log: SQLite syncs the folder with them, when they are new

OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))  # the path outlives the call
DELETE = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


class Vfs(Structure):
    """The beginning of sqlite3_vfs; what follows is copied as it is."""

    _fields_ = (
        ("version", c_int), ("size", c_int), ("longest", c_int), ("next", c_void_p), ("name", c_char_p),
        ("data", c_void_p), ("open", OPEN), ("delete", DELETE), ("rest", c_void_p * 14),
    )  # fmt: skip


class Methods(Structure):
    """The functions of an open file, sqlite3_io_methods."""

    _fields_ = (
        ("version", c_int), ("close", c_void_p), ("read", c_void_p), ("write", WRITE),
        ("truncate", TRUNCATE), ("sync", SYNC), ("rest", c_void_p * 13),
    )  # fmt: skip


Op = tuple[str, int, bytes]  # "write" at a place, "truncate" to a length


@dataclass
class Disk:
    """What a disk holds of each file, and what it was told since."""

    sure: dict[str, bytes] = field(default_factory=dict)
    pending: dict[str, list[Op]] = field(default_factory=dict)
    created: set[str] = field(default_factory=set)  # whose names are not sure
    deleted: dict[str, bytes] = field(default_factory=dict)  # which may be there all the same

    def write(self, name: str, kind: str, place: int, data: bytes) -> None:
        """A write, in sectors, or a truncation."""
        ops = self.pending.setdefault(name, [])
        if kind == "truncate":
            ops.append((kind, place, b""))
        while data:
            count = SECTOR - place % SECTOR
            ops.append(("write", place, data[:count]))
            place, data = place + count, data[count:]

    def sync(self, name: str) -> None:
        """The file is on the disk."""
        self.sure[name] = _with(self.sure.get(name, b""), self.pending.pop(name, []))

    def sync_names(self) -> None:
        """Which files there are is on the disk."""
        self.created.clear()
        self.deleted.clear()

    def create(self, name: str) -> None:
        """A file that was not there."""
        self.sure[name] = b""
        self.pending[name] = []
        self.created.add(name)

    def delete(self, name: str) -> None:
        """A file is not to be there any more."""
        held = self.sure.pop(name, b"")
        self.pending.pop(name, None)
        if name not in self.created:
            self.deleted[name] = held
        self.created.discard(name)

    def copy(self) -> "Disk":
        """It, as it is now."""
        pending = {name: list(ops) for name, ops in self.pending.items()}
        return Disk(dict(self.sure), pending, set(self.created), dict(self.deleted))

    def after(self, chance: random.Random) -> dict[str, bytes]:
        """What it may hold when the power is gone."""
        found = {name: held for name, held in self.deleted.items() if chance.random() < 0.5}
        for name, held in self.sure.items():
            if name in self.created and chance.random() < 0.3:
                continue
            ops = self.pending.get(name, [])
            share = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
            kept = [op for op in ops if chance.random() < share]
            if chance.random() < 0.4:
                kept = ops[: chance.randint(0, len(ops))]
            found[name] = _with(held, kept)
        return found


def _with(held: bytes, ops: list[Op]) -> bytes:
    made = bytearray(held)
    for kind, place, data in ops:
        if kind == "truncate":
            del made[place:]
        else:
            made.extend(bytes(max(0, place + len(data) - len(made))))
            made[place : place + len(data)] = data
    return bytes(made)


@contextlib.contextmanager
def recording(disk: Disk, told: Callable[[], None]) -> Iterator[None]:
    """Have all that SQLite does to files told to `disk`, and `told` called before each of it.

    Raises OSError where the library that Python uses cannot be reached.
    """
    library = ctypes.CDLL(ctypes.util.find_library("sqlite3"))
    library.sqlite3_vfs_find.restype = POINTER(Vfs)
    own = library.sqlite3_vfs_find(None)
    made = Vfs()
    ctypes.memmove(ctypes.byref(made), own, ctypes.sizeof(Vfs))
    tables: dict[int, Methods] = {}
    names: dict[int, str] = {}
    fresh: set[str] = set()

    def opened(vfs: int, path: int | None, file: int, flags: int, out: Any) -> int:
        place = None if path is None else Path(ctypes.string_at(path).decode())
        new = place is not None and bool(flags & CREATE) and not place.exists()
        code = own.contents.open(ctypes.addressof(own.contents), path, file, flags, out)
        methods = ctypes.cast(file, POINTER(c_void_p))
        if code == 0 and place is not None and methods[0]:
            names[file] = name = place.name
            if new:
                told()
                disk.create(name)
                fresh.update({name} if flags & BESIDE else ())
            methods[0] = ctypes.addressof(patched(methods[0]))
        return int(code)

    def patched(address: int) -> Methods:
        if address in tables:
            return tables[address]
        theirs = ctypes.cast(address, POINTER(Methods)).contents
        ours = Methods()
        ctypes.memmove(ctypes.byref(ours), address, ctypes.sizeof(Methods))

        def write(file: int, data: int, count: int, place: int) -> int:
            told()
            code = theirs.write(file, data, count, place)
            disk.write(names[file], "write", place, ctypes.string_at(data, count) if code == 0 else b"")
            return int(code)

        def truncate(file: int, length: int) -> int:
            told()
            disk.write(names[file], "truncate", length, b"")
            return int(theirs.truncate(file, length))

        def sync(file: int, flags: int) -> int:
            told()
            disk.sync(names[file])
            if names[file] in fresh:
                fresh.discard(names[file])
                disk.sync_names()
            return int(theirs.sync(file, flags))

        ours.write, ours.truncate, ours.sync = WRITE(write), TRUNCATE(truncate), SYNC(sync)
        tables[address] = tables[ctypes.addressof(ours)] = ours
        return ours

    def deleted(vfs: int, path: bytes, folder: int) -> int:
        told()
        disk.delete(Path(path.decode()).name)
        if folder:
            disk.sync_names()
        return int(own.contents.delete(ctypes.addressof(own.contents), path, folder))

    made.open, made.delete, made.name = OPEN(opened), DELETE(deleted), b"recording"
    library.sqlite3_vfs_register(ctypes.byref(made), 1)
    try:
        yield
    finally:
        library.sqlite3_vfs_register(own, 1)
        library.sqlite3_vfs_unregister(ctypes.byref(made))
