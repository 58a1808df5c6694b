"""JSON tables: records, lines of records, columns, and what pandas writes.

[{"a": 1, "b": 2}, …]                                   records
{"a": 1, "b": 2} in each line                           records, one a line
{"a": [1, …], "b": [2, …]}                              columns
{"a": {"0": 1, …}, …}                                   columns, each cell by the name of its row
{"columns": […], "data": [[…], …]}, {"data": [{…}, …]}  as pandas writes with orient="split" and "table"
[[1, 2], …]                                             rows without names
"""

import json
from typing import Any

import polars as pl

from learnscope.data.stored import Stored
from learnscope.data.tables.source import FAILURES
from learnscope.errors import DataError, FormatError, shown

LARGEST = 2**30  # bytes


def json_frame(stored: Stored) -> pl.DataFrame:
    """The table in a JSON file. Raises FormatError where it is no JSON, DataError where it holds no table."""
    with stored.open() as file:
        text = file.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise DataError(f"{stored.name} is larger than 1 GB of JSON; save it as Parquet")
    lines = text.strip().split(b"\n", 1)
    if len(lines) > 1 and _is_record(lines[0]):
        return _from_lines(stored.name, text)
    try:
        found = json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise FormatError(f"{stored.name} is no UTF-8, as JSON must be; save it again") from None
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{stored.name} is no JSON that can be read ({error}); save it again") from None
    return _frame(stored.name, _records(stored.name, found))


def _is_record(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _from_lines(name: str, text: bytes) -> pl.DataFrame:
    try:
        return pl.read_ndjson(text, infer_schema_length=None)
    except FAILURES:
        pass
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        if not _is_record(line):
            raise FormatError(
                f"{name} line {number} is no JSON record, got {shown(line.decode(errors='replace'))}"
            )
        rows.append(json.loads(line))
    return _frame(name, rows)


def _records(name: str, found: Any) -> Any:
    """What Polars makes a frame of."""
    if isinstance(found, list) and found:
        if all(isinstance(row, dict) for row in found):
            return found
        if all(isinstance(row, list) for row in found) and len({len(row) for row in found}) == 1:
            return {f"column {k + 1}": [row[k] for row in found] for k in range(len(found[0]))}
    if isinstance(found, dict):
        data = found.get("data")
        if isinstance(found.get("columns"), list) and isinstance(data, list):
            names = [str(column) for column in found["columns"]]
            if all(isinstance(row, list) and len(row) == len(names) for row in data):
                return [dict(zip(names, row, strict=True)) for row in data]
        if isinstance(data, list) and data and all(isinstance(row, dict) for row in data):
            return data
        columns = list(found.values())
        if columns and all(isinstance(column, list) for column in columns):
            if len({len(column) for column in columns}) == 1:
                return found
        elif columns and all(isinstance(column, dict) for column in columns):
            rows = list(columns[0])
            return {key: [column.get(row) for row in rows] for key, column in found.items()}
    raise DataError(
        f'{name} holds no table; a table is a list of records, such as [{{"a": 1, "b": 2}}], or one record '
        "a line"
    )


def _frame(name: str, rows: Any) -> pl.DataFrame:
    try:
        return pl.DataFrame(rows, infer_schema_length=None, strict=False)
    except (*FAILURES, TypeError, ValueError, OverflowError) as error:
        reason = str(error).partition("\n")[0]
        raise DataError(f"{name} holds records that make no table ({reason}); save it as CSV") from None
