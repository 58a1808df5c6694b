"""A data set from a folder of images with one sub-folder per class.

    flowers/rose/1.jpg   flowers/rose/2.jpg   flowers/tulip/a.png   …

Classes are the names of the sub-folders, in alphabetical order. Every file in them must be an image, apart
from hidden ones. Files that are no images may lie beside the sub-folders. `picture_file.py` says how one is
read.
"""

from pathlib import Path
from typing import Any

import numpy as np

from learnscope.data.dataset import Dataset
from learnscope.data.limits import check_size
from learnscope.data.paths import existing_folder
from learnscope.data.pictures import pixel_names
from learnscope.data.targets import check_classes, one_hot
from learnscope.errors import ArgumentError, DataError, check_choice, check_whole, shown

SIZE = (28, 28)  # as MNIST's pictures
ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".pbm")
OURS = ("thumbs.db", "desktop.ini")  # what Windows leaves in folders, not hidden by their names


def load_images(
    folder: str | Path,
    *,
    size: tuple[int, int] | None = SIZE,
    color: str = "grey",
    name: str | None = None,
) -> Dataset:
    """The images in `folder`, one row of pixels from 0 (black) to 1 (white or full colour) each.

    size    (height, width) every image is brought to, 28 × 28 if not given, without keeping its proportions;
            None takes images as they are, which must then be equally large
    color   "grey", one number per pixel, or "rgb", three

    Raises DataError for a folder that is arranged otherwise, FormatError for a file that is no image.
    """
    root = existing_folder(folder)
    check_choice("color", color, ("grey", "rgb"))
    wanted = None if size is None else _checked_size(size)
    classes = _classes(root)
    files = [file for _, members in classes for file in members]
    called = root.resolve().name if name is None else name

    from learnscope.data.picture_file import read_picture

    first = read_picture(files[0], shown_path(root, files[0]), size=wanted, color=color)
    check_size(called, len(files), first.size)
    rows = np.empty((len(files), first.size))
    for row, file in zip(rows, files, strict=True):
        picture = read_picture(file, shown_path(root, file), size=wanted, color=color)
        if picture.shape != first.shape:
            raise DataError(
                f"{shown_path(root, file)} has {_pixels(picture)} pixels and {shown_path(root, files[0])} "
                f"has {_pixels(first)}; pass size=(height, width) to bring all to one size"
            )
        row[:] = picture.ravel() / 255
    rows.flags.writeable = False
    numbers = np.repeat(np.arange(len(classes)), [len(members) for _, members in classes])
    names = tuple(label for label, _ in classes)
    return Dataset(
        name=called,
        title=called,
        inputs=rows,
        targets=one_hot(numbers, len(names)),
        input_names=pixel_names(first.shape),
        input_units=("",) * first.size,
        output_names=names,
        output_units=("",) * len(names),
        kind="classes",
        source=called,
        image_shape=first.shape,
    )


def shown_path(root: Path, file: Path) -> str:
    """What messages call a file: rose/1.jpg."""
    return file.relative_to(root).as_posix()


def _checked_size(size: Any) -> tuple[int, int]:
    if not isinstance(size, tuple | list) or len(size) != 2:
        raise ArgumentError(f"size must be (height, width) or None, got {shown(size)}")
    height, width = size
    return check_whole("height", height, low=1, high=4096), check_whole("width", width, low=1, high=4096)


def _pixels(picture: np.ndarray[Any, Any]) -> str:
    return f"{picture.shape[0]} × {picture.shape[1]}"


def _classes(root: Path) -> list[tuple[str, list[Path]]]:
    """The classes by name, each with its files in order."""
    inside = root.resolve()
    folders = []
    for entry in _visible(root):
        if entry.is_dir():
            folders.append(entry)
        elif entry.suffix.lower() in ENDINGS:
            raise DataError(
                f"{root.name}: the image {entry.name!r} lies in no class; put it into its sub-folder"
            )
    if not folders:
        raise DataError(f"{root.name} holds no sub-folders; make one per class and put its images there")
    classes = []
    for folder in folders:
        files = _visible(folder)
        if not files:
            raise DataError(
                f"{root.name}: the class {folder.name!r} holds no images; add some or remove its folder"
            )
        for file in files:
            place = shown_path(root, file)
            if file.is_dir():
                raise DataError(f"{place} is a folder inside a class; put its images into {folder.name}")
            if not file.resolve().is_relative_to(inside):
                raise DataError(f"{place} leads out of {root.name}; put the image itself there")
        classes.append((folder.name, files))
    check_classes(root.name, "the folder", tuple(label for label, _ in classes))
    return classes


def _visible(folder: Path) -> list[Path]:
    """What lies in `folder`, by name, without hidden files."""
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return [e for e in entries if not e.name.startswith(".") and e.name.lower() not in OURS]
