"""A data set from a folder of images with one sub-folder per class.

    flowers/rose/1.jpg   flowers/rose/2.jpg   flowers/tulip/a.png   …
    flowers/train/rose/1.jpg   …   flowers/test/rose/7.jpg   …         the parts are taken as they came
    pets/cat.1.png   pets/dog.2.png   …                                classes from names, when asked for

Classes are the names of the sub-folders, in alphabetical order. Every file in them must be an image, apart
from hidden ones; what cannot be read is named all at once. Files that are no images may lie beside the
sub-folders. `picture_file.py` says how one is read.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from learnscope.data.dataset import Dataset, Floats
from learnscope.data.decisions import Decision, note_of
from learnscope.data.limits import check_size
from learnscope.data.parts import ORDER, counts_of, part_called, parts_said
from learnscope.data.paths import existing_folder
from learnscope.data.pictures import pixel_names
from learnscope.data.remedies import RefusedError, Remedy, counted, listed
from learnscope.data.targets import check_classes, one_hot
from learnscope.errors import ArgumentError, DataError, FormatError, check_choice, check_whole, shown
from learnscope.keywords import answering

SIZE = (28, 28)  # as MNIST's pictures
ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".pbm")
OURS = ("thumbs.db", "desktop.ini")  # what Windows leaves in folders, not hidden by their names
NAMED = re.compile(r"^(.*?\D)[ ._-]*\(?\d+\)?$")  # cat.1, dog_12, cat (3)
OWN = "own"  # size
MOST_OWN = 128 * 128  # pixels of pictures that are offered to be taken as they are
LISTED = 5  # faults that a message names

Broken = Literal["error", "drop"]
Classes = Literal["folders", "names"]


@dataclass(frozen=True)
class Member:
    """An image: where it lies, its class and its part."""

    file: Path
    label: str
    part: str


@answering
def load_images(
    folder: str | Path,
    *,
    size: tuple[int, int] | str | None = SIZE,
    color: str = "grey",
    broken: str = "error",
    classes: str = "folders",
    name: str | None = None,
) -> Dataset:
    """The images in `folder`, one row (height × width,) of pixels from 0 (black) to 1 (white) each.

    size     (height, width) every image is brought to, 28 × 28 if not given, without keeping its proportions;
             None or "own" takes images as they are, which must then be equally large; "32x24" is (32, 24)
    color    "grey", one number per pixel, or "rgb", three
    broken   "drop" leaves out files that are no images and classes without any
    name     what the data set is called, as the folder unless given
    classes  "names" takes the classes from the names of the files, up to their number: cat.1.png is a cat

    Raises DataError for a folder that is arranged otherwise, or that holds what is no image.
    """
    root = existing_folder(folder)
    check_choice("color", color, ("grey", "rgb"))
    check_choice("broken", broken, get_args(Broken))
    check_choice("classes", classes, get_args(Classes))
    wanted = _checked_size(size)
    called = root.resolve().name if name is None else name
    members, faults = _by_name(root) if classes == "names" else _by_folder(root)
    rows, shape, kept, unread, changes = _read(root, members, wanted, color)
    faults += unread
    if faults and broken == "error":
        raise _refusal(called, faults, kept, len(members))
    names = tuple(sorted({member.label for member in kept}))
    check_classes(called, "the folder", names)
    parts = counts_of([sum(member.part == part for member in kept) for part in ORDER])
    whence = "those of the names" if classes == "names" else "the folders"
    decisions = [Decision(f"the classes are {whence}: {listed(names, most=LISTED)}")]
    if parts[1] or parts[2]:
        decisions.append(parts_said(parts))
    if faults:
        decisions.append(Decision(f"left out: {_listed(faults)}"))
    decisions += changes
    numbers = np.array([names.index(member.label) for member in kept], dtype=np.int64)
    return Dataset(
        name=called,
        title=called,
        inputs=rows,
        targets=one_hot(numbers, len(names)),
        input_names=pixel_names(shape),
        input_units=("",) * rows.shape[1],
        output_names=names,
        output_units=("",) * len(names),
        kind="classes",
        source=called,
        image_shape=shape,
        given_parts=parts if parts[1] or parts[2] else None,
        note=note_of(decisions[1:]),
        decisions=tuple(decisions),
    )


def shown_path(root: Path, file: Path) -> str:
    """What messages call a file: rose/1.jpg."""
    return file.relative_to(root).as_posix()


def size_changes(pictures: Sequence[tuple[int, int]], size: tuple[int, int] | None) -> list[Decision]:
    """That pictures were brought to `size`, and how to take them as they came, if they can be."""
    if size is None or all(came == size for came in pictures):
        return []
    said = f"pictures are brought to {_pixels(size)} pixels"
    own = pictures[0]
    if any(came != own for came in pictures) or own[0] * own[1] > MOST_OWN:
        return [Decision(said)]
    way = Remedy("size", OWN, f"Take them as they are, {_pixels(own)}")
    return [Decision(said, way, f"takes them as they are, {_pixels(own)}")]


def _checked_size(size: Any) -> tuple[int, int] | None:
    if size is None or (isinstance(size, str) and size == OWN):
        return None
    rule = "(height, width), 'HEIGHTxWIDTH', 'own' or None"
    if isinstance(size, str):
        found = re.fullmatch(r"(\d{1,9})[x×,](\d{1,9})", size.strip())
        if found is None:
            raise ArgumentError(f"size must be {rule}, got {shown(size)}")
        size = (int(found[1]), int(found[2]))
    if not isinstance(size, tuple | list) or len(size) != 2:
        raise ArgumentError(f"size must be {rule}, got {shown(size)}")
    height, width = size
    return check_whole("height", height, low=1, high=4096), check_whole("width", width, low=1, high=4096)


def _read(
    root: Path, members: Sequence[Member], size: tuple[int, int] | None, color: str
) -> tuple[Floats, tuple[int, ...], list[Member], list[str], list[Decision]]:
    """The images as rows, their shape, those that could be read, why others could not, and what changed."""
    from learnscope.data.picture_file import full_of, read_pixels

    kept: list[Member] = []
    faults: list[str] = []
    came: list[tuple[int, int]] = []  # sizes
    coloured = False
    loose: list[int] = []  # rows whose numbers have a range of their own
    rows, shape = np.empty((0, 0)), (0, 0)
    for member in members:
        where = shown_path(root, member.file)
        try:
            picture = read_pixels(member.file, where, size=size, color=color)
        except FormatError as error:
            faults.append(str(error).partition("; ")[0])
            continue
        pixels, bounded = picture.pixels, picture.bounded
        came.append(picture.came)
        coloured |= picture.coloured
        if not kept:
            check_size(root.name, len(members), pixels.size)
            rows, shape = np.empty((len(members), pixels.size)), pixels.shape
        if pixels.shape != shape:
            raise RefusedError(
                f"{where} has {_pixels(pixels.shape)} pixels and {shown_path(root, kept[0].file)} "
                f"has {_pixels(shape)}",
                remedies=[Remedy("size", "28x28", "Bring all to 28 × 28")],
            )
        rows[len(kept)] = pixels.ravel() / 255 if bounded else pixels.ravel()
        if not bounded:
            loose.append(len(kept))
        kept.append(member)
    rows.resize((len(kept), rows.shape[1]), refcheck=False)
    if loose:
        full = full_of(rows[loose])
        if full is None:
            raise DataError(
                f"{root.name}: the numbers of its pixels lie between {rows[loose].min():.4g} and "
                f"{rows[loose].max():.4g}, and must lie in 0 to 1, 255 or 65 535; "
                "save them with eight bits per colour"
            )
        rows[loose] /= full
    rows.flags.writeable = False
    changes = size_changes(came, size)
    if coloured:
        changes.append(
            Decision("colours are read as grey", Remedy("color", "rgb", "Keep the colours"), "keeps them")
        )
    return rows, shape, kept, faults, changes


def _pixels(shape: tuple[int, ...]) -> str:
    return f"{shape[0]} × {shape[1]}"


def _refusal(name: str, faults: Sequence[str], kept: Sequence[Member], images: int) -> RefusedError:
    """All that cannot be taken, and that it can be left out, if classes are left."""
    learnable = len({member.label for member in kept}) > 1
    loses = f"leaves {len(kept)} of {counted(images, 'image')}"
    return RefusedError(
        f"{name}: {_listed(faults)}",
        remedies=[Remedy("broken", "drop", "Leave those out", loses)] if learnable else [],
        by_hand="" if learnable else "put images there that can be read",
    )


def _listed(faults: Sequence[str]) -> str:
    more = f", and {len(faults) - LISTED} more" if len(faults) > LISTED else ""
    return ", ".join(faults[:LISTED]) + more


def _by_folder(root: Path) -> tuple[list[Member], list[str]]:
    """The images by part and class, each in order, and what is wrong with the folders."""
    folders = [entry for entry in visible(root) if entry.is_dir()]
    loose = [entry for entry in visible(root) if not entry.is_dir() and entry.suffix.lower() in ENDINGS]
    if loose:
        named = _labels(loose)
        raise RefusedError(
            f"{root.name}: the image {loose[0].name!r} lies in no class",
            remedies=[named] if named and not folders else [],
            by_hand="put each image into the sub-folder of its class",
        )
    if not folders:
        raise DataError(f"{root.name} holds no sub-folders; make one per class and put its images there")
    parts = [part_called(folder.name) for folder in folders]
    apart = "train" in parts and all(parts) and all(_holds_folders(folder) for folder in folders)
    if not apart:
        return _in_part(root, root, folders, "train")
    members: list[Member] = []
    faults: list[str] = []
    for part in ORDER:
        for folder, called in zip(folders, parts, strict=True):
            if called == part:
                inner = [entry for entry in visible(folder) if entry.is_dir()]
                found, wrong = _in_part(root, folder, inner, part)
                members += found
                faults += wrong
    return members, faults


def _in_part(root: Path, place: Path, folders: Sequence[Path], part: str) -> tuple[list[Member], list[str]]:
    inside = root.resolve()
    members, faults = [], []
    for folder in folders:
        files = visible(folder)
        if not files:
            faults.append(f"the class {shown_path(root, folder)!r} holds no images")
        for file in files:
            where = shown_path(root, file)
            if file.is_dir():
                raise DataError(f"{where} is a folder inside a class; put its images into {folder.name}")
            if not file.resolve().is_relative_to(inside):
                raise DataError(f"{where} leads out of {root.name}; put the image itself there")
            members.append(Member(file, folder.name, part))
    return members, faults


def _by_name(root: Path) -> tuple[list[Member], list[str]]:
    """The images in one folder, each of the class that its name begins with."""
    members, faults = [], []
    for file in visible(root):
        label = _label(file)
        if file.is_dir():
            raise DataError(f"{root.name} holds the folder {file.name!r}; pass classes='folders'")
        if label:
            members.append(Member(file, label, "train"))
        else:
            faults.append(f"the name {file.name!r} begins with no class")
    return members, faults


def _labels(files: Sequence[Path]) -> Remedy | None:
    """Taking classes from names, where these say several classes and each more than once."""
    found = [_label(file) for file in files]
    labels = {label for label in found if label}
    if len(labels) < 2 or any(count < 2 for label, count in Counter(found).items() if label):
        return None
    said = ", ".join(sorted(labels)[:4]) + (", …" if len(labels) > 4 else "")
    return Remedy("classes", "names", "Take the classes from the names", f"they are {said}")


def _label(file: Path) -> str:
    found = NAMED.match(file.name.partition(".")[0] if file.name.count(".") == 1 else file.stem)
    return found[1].rstrip(" ._-(") if found else ""


def _holds_folders(folder: Path) -> bool:
    return any(entry.is_dir() for entry in visible(folder))


def visible(folder: Path) -> list[Path]:
    """What lies in `folder`, by name, without hidden files."""
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return [e for e in entries if not e.name.startswith(".") and e.name.lower() not in OURS]
