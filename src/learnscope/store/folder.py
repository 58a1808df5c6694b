"""The runs of this user: a folder with a file each, and what a list says of them.

A list reads one small table of each file that was written since the list before.
"""

import contextlib
import functools
import re
import sqlite3
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from learnscope.data.paths import checked_path, nearest
from learnscope.errors import DataError, LearnscopeError, shown
from learnscope.store.beside import INDEX, JOURNAL, KINDS, LOG, beside, is_alone, together
from learnscope.store.contents import TITLE, read_about
from learnscope.store.file import PART, settle
from learnscope.store.header import FORMAT, OURS
from learnscope.store.naming import Recipe, differing
from learnscope.store.read import FAULTS, reading, translated

ENDING = ".run"
ASIDE = "deleted"  # folder of the runs that were deleted
MOST_ASIDE = 20
REMEMBERED = 4000  # files of which is remembered what a list says
DAY = 86_400  # seconds
MOST_RUNS = 5000  # files of a folder: beyond them no new one is begun
LONGEST_FILE = 255  # bytes of a name: what file systems allow
LONGEST = 60  # characters of a name before the ending
ODD = re.compile(r"[^\w.-]+")
PARTED = re.compile(r'[/\\:*?"<>|\x00-\x1f]')


@dataclass(frozen=True)
class Listed:
    """A file of the folder."""

    name: str
    title: str  # as its reader calls it, else data set and shape
    data: str
    shape: str
    when: float  # seconds since 1970 at which it was last written
    steps: int
    futures: int
    size: int  # bytes
    curve: tuple[float, ...]  # loss of batches along the run, at most 40; NaN where it was not finite
    trouble: str = ""  # why it cannot be opened
    named: bool = False  # whether its reader gave it the title
    differs: str = ""  # settings in which it is not as others on the same data and network, in words
    best: float | None = None  # lowest validation loss of any future


def default_folder() -> Path:
    """Where runs are kept: the folder for the data of programs of this user."""
    from platformdirs import user_data_path

    return user_data_path("learnscope", appauthor=False) / "runs"


def runs(folder: Path | None = None) -> tuple[Listed, ...]:
    """What is in the folder, the last written first; nothing where there is none."""
    folder = default_folder() if folder is None else checked_path(folder)
    found: dict[str, Listed] = {}
    alike: dict[tuple[str, str], dict[str, Recipe]] = {}  # by data and shape, then by file
    with contextlib.suppress(OSError):
        for file in folder.iterdir():
            with contextlib.suppress(OSError):
                if file.suffix == ENDING and file.is_file():
                    one, recipe = _listed(file)
                    found[one.name] = one
                    if not one.trouble:
                        alike.setdefault((one.data, one.shape), {})[one.name] = recipe
    for recipes in alike.values():
        for name, differs in zip(recipes, differing(list(recipes.values())), strict=True):
            found[name] = replace(found[name], differs=differs)
    return tuple(sorted(found.values(), key=lambda one: (-one.when, one.name)))


def run_named(name: str, folder: Path | None = None) -> Path:
    """The file called `name`, with or without its ending. Raises DataError where there is none."""
    folder = default_folder() if folder is None else folder
    file = folder / (name if name.endswith(ENDING) else name + ENDING)
    if not is_plain(file.name) or file.parent != folder:
        raise DataError(f"name must be that of a file, without folders, got {shown(name)}")
    if not file.is_file():
        raise DataError(f"there is no run {shown(name)}{nearest(file)}; `learnscope runs` lists them")
    return file


def is_plain(name: str) -> bool:
    """Whether `name` is that of a run in the folder itself, wherever it is read."""
    return (
        name.endswith(ENDING)
        and not name.startswith(".")
        and not PARTED.search(name)
        and len(name.encode(errors="surrogatepass")) <= LONGEST_FILE
    )


def free_name(folder: Path, data: str, moment: time.struct_time, taken: Sequence[str] = ()) -> str:
    """A name that no file has: the data set, the day and the time."""
    stem = ODD.sub("-", data).strip("-.")[:LONGEST] or "run"
    stem = f"{stem}-{time.strftime('%Y-%m-%d-%H%M%S', moment)}"
    number, name = 1, f"{stem}{ENDING}"
    while name in taken or (folder / name).exists() or not is_alone(folder / name):
        number += 1
        name = f"{stem}-{number}{ENDING}"
    return name


def copy(file: Path, to: Path) -> None:
    """Copy a run's file as it is now into one file, with what lies beside it.

    Raises FormatError, OSError.
    """
    part = to.with_name(f"{to.name}.{uuid.uuid4().hex[:8]}{PART}")
    try:
        with (
            translated(file.name),
            reading(file) as tables,
            contextlib.closing(sqlite3.connect(part)) as made,
        ):
            tables.backup(made)
            made.execute("PRAGMA journal_mode = DELETE")  # which it has from the other
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def check_room(folder: Path) -> None:
    """Raise OSError where the folder has as many runs as it may have."""
    if sum(1 for _ in folder.glob(f"*{ENDING}")) >= MOST_RUNS:
        raise OSError(f"there are {MOST_RUNS} runs already, delete some")


def tidy(folder: Path) -> None:
    """Make one file again of each run whose writer died, and remove, after a day, what belongs to none."""
    with contextlib.suppress(OSError):
        for kind in KINDS:
            for one in folder.glob(f"*{ENDING}{kind}"):
                file = one.with_name(one.name.removesuffix(kind))
                with contextlib.suppress(OSError):
                    if file.exists():
                        settle(file)
                    else:
                        _remove_old(one)
        for file in folder.glob(f"*{PART}*"):
            _remove_old(file)


def _remove_old(file: Path) -> None:
    if time.time() - file.stat().st_mtime > DAY:
        file.unlink(missing_ok=True)


def remove(file: Path) -> None:
    """Put a run's file aside, from where `restore` brings it back; of those aside the last 20 are kept.

    Raises OSError where that cannot be.
    """
    aside = file.parent / ASIDE
    aside.mkdir(exist_ok=True)
    for one in together(file):
        one.replace(aside / one.name)
    beside(file, INDEX).unlink(missing_ok=True)
    (aside / file.name).touch()  # so that it is the last
    kept = sorted(aside.glob(f"*{ENDING}"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in kept[MOST_ASIDE:]:
        for one in together(old):
            one.unlink(missing_ok=True)


def restore(file: Path) -> bool:
    """Bring a run's file back that was put aside; say whether it was there and its name is free."""
    if file.exists() or not (file.parent / ASIDE / file.name).is_file():
        return False
    for one in reversed(together(file.parent / ASIDE / file.name)):  # a log before what it belongs to
        one.replace(file.parent / one.name)
    return True


def _listed(file: Path) -> tuple[Listed, Recipe]:
    """What the list says of a file, and its recipe."""
    states = [file.stat()]
    for kind in (JOURNAL, LOG):
        with contextlib.suppress(OSError):
            states.append(beside(file, kind).stat())
    known: dict[str, Any] = {
        "when": max(state.st_mtime for state in states),
        "size": sum(state.st_size for state in states),
    }
    try:
        about, best = _about(file, tuple((state.st_mtime_ns, state.st_size) for state in states))
    except FAULTS as error:
        reason = str(error) if isinstance(error, LearnscopeError) else f"it is damaged ({error})"
        broken = Listed(file.name, file.stem, "", "", steps=0, futures=0, curve=(), trouble=reason, **known)
        return broken, {}
    summary, title = about["summary"], about.get(TITLE, "")
    curve = tuple(float("nan") if value is None else float(value) for value in summary["curve"])
    known |= {name: str(summary[name]) for name in ("title", "data", "shape")}
    known |= {name: int(summary[name]) for name in ("steps", "futures")}
    if title:
        known |= {"title": str(title), "named": True}
    return Listed(file.name, curve=curve, best=best, **known), dict(about["experiment"])


@functools.lru_cache(maxsize=REMEMBERED)
def _about(file: Path, changed: tuple[tuple[int, int], ...]) -> tuple[dict[str, Any], float | None]:
    """What a list needs of a file: the small table, and the lowest validation loss.

    While it and what lies beside it have those times of change (ns) and sizes, it is read once.
    """
    with reading(file) as tables:
        ours = tables.execute("PRAGMA application_id").fetchone()[0]
        version = tables.execute("PRAGMA user_version").fetchone()[0]
        if ours != OURS:
            raise DataError("it is no run that Learnscope saved")
        if version != FORMAT:
            raise DataError(f"it has format {version}, this Learnscope reads format {FORMAT}")
        about = read_about(tables, "summary", "experiment", TITLE)
        return about, tables.execute("SELECT MIN(best_loss) FROM futures").fetchone()[0]
