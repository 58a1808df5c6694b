"""ZIP archives: which of their files is meant, and that file as if it lay beside them."""

import zipfile
from collections.abc import Sequence
from contextlib import ExitStack
from typing import IO

from learnscope.data.remedies import RefusedError, Remedy
from learnscope.data.stored import PACKED, Stored
from learnscope.errors import DataError, FormatError, shown

WORKBOOK = "xl/workbook.xml"
LARGEST = 2**33  # bytes of a file within: 8 GB
ENDINGS = (
    ".csv",
    ".tsv",
    ".tab",
    ".txt",
    ".data",
    ".parquet",
    ".pq",
    ".json",
    ".jsonl",
    ".feather",
    ".arrow",
    ".xlsx",
)


def members_of(stored: Stored) -> list[str]:
    """The names of the files in an archive, without hidden ones. Raises FormatError for a broken one."""
    with stored.open() as file:
        try:
            with zipfile.ZipFile(file) as archive:
                return [entry.filename for entry in archive.infolist() if not _is_hidden(entry)]
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise FormatError(
                f"{stored.name} is no ZIP archive that can be read ({error}); make it again"
            ) from None


def is_workbook(members: Sequence[str]) -> bool:
    """Whether the archive is an Excel file."""
    return WORKBOOK in members


def is_npz(members: Sequence[str]) -> bool:
    """Whether the archive holds NumPy's arrays and nothing else."""
    return bool(members) and all(name.endswith(".npy") for name in members)


def is_table(name: str) -> bool:
    """Whether a file in an archive is called as tables are."""
    return _plain(name).endswith(ENDINGS)


def member(stored: Stored, members: Sequence[str], wanted: str | None) -> Stored:
    """The one table in an archive, or the one that is wanted. Raises DataError where that is not clear."""
    tables = [name for name in members if is_table(name)] or list(members)
    if wanted is not None:
        chosen = [name for name in members if wanted in (name, name.rpartition("/")[2])]
        if not chosen:
            raise RefusedError(
                f"{stored.name} holds no file {shown(wanted)}; it holds {_list(members)}",
                remedies=_ways(tables),
            )
        return _within(stored, chosen[0])
    if len(tables) == 1:
        return _within(stored, tables[0])
    if not tables:
        raise DataError(f"{stored.name} holds no file; choose another archive")
    if not any(map(is_table, members)):
        raise DataError(
            f"{stored.name} holds {_list(members)} and no table; unpack it and open what is in it"
        )
    raise RefusedError(f"{stored.name} holds {len(tables)} tables ({_list(tables)})", remedies=_ways(tables))


def _ways(tables: Sequence[str]) -> list[Remedy]:
    return [Remedy("table", name, f"Open {shown(name)[1:-1]}") for name in tables[:3]]


def _within(stored: Stored, name: str) -> Stored:
    def opener(stack: ExitStack) -> IO[bytes]:
        archive = stack.enter_context(zipfile.ZipFile(stored.opener(stack)))
        if archive.getinfo(name).file_size > LARGEST:
            raise DataError(f"{stored.name}: {shown(name)[1:-1]} is larger than 8 GB; unpack it first")
        return stack.enter_context(archive.open(name))

    return Stored(name.rpartition("/")[2], opener).unpacked()


def _is_hidden(entry: zipfile.ZipInfo) -> bool:
    parts = entry.filename.split("/")
    return (
        entry.filename == ""
        or entry.is_dir()
        or parts[0] == "__MACOSX"
        or any(part.startswith(".") for part in parts)
    )


def _plain(name: str) -> str:
    lower = name.lower()
    return next((lower[: -len(ending)] for _, ending in PACKED.values() if lower.endswith(ending)), lower)


def _list(names: Sequence[str]) -> str:
    return ", ".join(shown(name)[1:-1] for name in names[:5]) + (", …" if len(names) > 5 else "")
