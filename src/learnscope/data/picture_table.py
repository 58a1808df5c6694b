"""Parquet tables with images in a column, as the data sets of Hugging Face have them.

image   {"bytes": …, "path": …} or bytes     a picture, brought to size as in `load_images`
label   numbers or words                     the target; its classes are named where the file names them
"""

import io
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from learnscope.data.dataset import Dataset
from learnscope.data.decisions import Decision, note_of
from learnscope.data.images import LISTED, SIZE, size_changes
from learnscope.data.kinds import kind_of
from learnscope.data.limits import check_size
from learnscope.data.pictures import pixel_names
from learnscope.data.remedies import RefusedError, Remedy, counted, listed
from learnscope.data.stored import Stored
from learnscope.data.targets import read_targets
from learnscope.errors import DataError, FormatError, shown

TARGETS = ("label", "labels", "target", "class", "y", "fine_label")


def holds_pictures(stored: Stored) -> bool:
    """Whether it is a Parquet file with a column of images."""
    if kind_of(stored.head) != "parquet":
        return False
    try:
        return _column_of_pictures(pl.read_parquet_schema(_content(stored))) is not None
    except Exception:  # a broken file, which whoever reads it will name
        return False


def picture_table(
    stored: Stored,
    name: str,
    *,
    target: Sequence[str],
    ignore: Sequence[str],
    kind: str | None = None,
    missing: str = "error",
) -> Dataset:
    """The images of a Parquet file with their labels, 28 × 28 greys from 0 to 1.

    `kind` is that of the labels; `missing` "drop" leaves out rows without an image or a label.

    Raises DataError where there is no target, FormatError for a cell that is no image.
    """
    from learnscope.data.picture_file import read_pixels

    frame = pl.read_parquet(_content(stored))
    column = _column_of_pictures(frame.schema)
    assert column is not None
    others = [each for each in frame.columns if each != column and each not in set(ignore)]
    wanted = _target(stored.name, others, target)
    rows_there = len(frame)
    frame = _complete(stored.name, frame, column, wanted, drop=missing == "drop")
    series = frame.get_column(column)
    pictures = series.struct.field("bytes") if series.dtype == pl.Struct else series
    check_size(stored.name, len(frame), SIZE[0] * SIZE[1])
    rows = np.empty((len(frame), SIZE[0] * SIZE[1]))
    came = []
    for k, content in enumerate(pictures):
        where = f"{stored.name} row {k + 1}"
        picture = read_pixels(content, where, size=SIZE, color="grey")
        if not picture.bounded:
            raise FormatError(f"{where}: the image has free numbers for pixels; save it with eight bits")
        rows[k] = picture.pixels.ravel() / 255
        came.append(picture.came)
    rows.flags.writeable = False
    values = frame.get_column(wanted)
    names = _class_names(stored, wanted) if values.dtype.is_integer() else None
    targets = read_targets(stored.name, values.to_numpy(), kind=kind, output_names=names)
    classes = f" ({listed(targets.names, most=LISTED)})" if targets.kind == "classes" else ""
    decisions = [Decision(f"{shown(wanted)} is the target{classes}, {shown(column)} holds the pictures")]
    if len(frame) < rows_there:
        decisions.append(
            Decision(f"{rows_there - len(frame)} of {counted(rows_there, 'row')} left out for missing values")
        )
    rest = [each for each in others if each != wanted]
    if rest:
        decisions.append(
            Decision(f"left out beside the pictures: {listed([shown(n) for n in rest], most=4)}")
        )
    decisions += [Decision(change.words) for change in size_changes(came, SIZE)]
    return Dataset(
        name=name,
        title=name,
        inputs=rows,
        targets=targets.rows,
        input_names=pixel_names(SIZE),
        input_units=("",) * rows.shape[1],
        output_names=targets.names,
        output_units=("",) * len(targets.names),
        kind=targets.kind,
        source=stored.name,
        image_shape=SIZE,
        note=note_of(decisions[1:]),
        decisions=tuple(decisions),
        columns=tuple(others),
        target_columns=(wanted,),
    )


def _complete(file: str, frame: pl.DataFrame, pictures: str, target: str, *, drop: bool) -> pl.DataFrame:
    """The rows with an image and a label, if those without may be left out."""
    series = frame.get_column(pictures)
    content = series.struct.field("bytes") if series.dtype == pl.Struct else series
    empty = content.bin.size().fill_null(0) == 0
    gaps = empty | frame.get_column(target).is_null()
    if not gaps.any():
        return frame
    left = len(frame) - int(gaps.sum())
    if drop and left:
        return frame.filter(~gaps)
    row = int(gaps.arg_max() or 0)
    what = f"column {shown(pictures)} holds no image" if empty[row] else f"column {shown(target)} is empty"
    loses = f"leaves {left} of {counted(len(frame), 'row')}"
    way = Remedy("missing", "drop", "Leave rows with gaps out", loses)
    raise RefusedError(
        f"{file} row {row + 1}: {what}",
        remedies=[way] if left else [],
        by_hand="" if left else "put images and labels there",
    )


def _content(stored: Stored) -> Any:
    return stored.path if stored.path is not None else io.BytesIO(stored.read())


def _column_of_pictures(schema: Any) -> str | None:
    """The first column of bytes, by themselves or in a record with their path."""
    for name, kind in schema.items():
        if kind == pl.Binary:
            return str(name)
        if kind == pl.Struct and any(
            field.name == "bytes" and field.dtype == pl.Binary for field in kind.fields
        ):
            return str(name)
    return None


def _target(file: str, columns: Sequence[str], target: Sequence[str]) -> str:
    if len(target) > 1:
        raise RefusedError(
            f"{file}: pictures have one target, got {listed(target)}", about_target=True, columns=columns
        )
    if target and target[0] not in columns:
        said = ", ".join(columns[:10])
        raise RefusedError(
            f"{file}: there is no target column {shown(target[0])} ({said})",
            about_target=True,
            columns=columns,
        )
    if not columns:
        raise DataError(f"{file} holds pictures and no labels; add a column with the label of each")
    called = [name for name in columns if name.lower() in TARGETS]
    return target[0] if target else (called or columns)[-1]


def _class_names(stored: Stored, column: str) -> tuple[str, ...] | None:
    """The names of the classes, where the file keeps them as Hugging Face does."""
    try:
        about = json.loads(pl.read_parquet_metadata(_content(stored))["huggingface"])
        names = about["info"]["features"][column]["names"]
    except (KeyError, ValueError, TypeError):
        return None
    return tuple(map(str, names))
