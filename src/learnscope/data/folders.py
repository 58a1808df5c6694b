"""A folder of data: images by class, IDX files, or tables; train and test where it has both.

flowers/rose/1.jpg …                                       load_images
mnist/train-images-idx3-ubyte, …labels…, t10k-images…      load_idx, with the test files as test samples
houses/train.csv, houses/test.csv                          load_csv, with the second file as test samples
houses/houses.csv                                          load_csv
"""

from pathlib import Path

from learnscope.data.images import ENDINGS, visible
from learnscope.data.kinds import kind_of
from learnscope.data.parts import part_called
from learnscope.data.stored import Stored
from learnscope.errors import DataError

IMAGES, LABELS = b"\x00\x00\x08\x03", b"\x00\x00\x08\x01"
LISTED = 3  # names that a message lists


def meant_by(folder: Path) -> tuple[str, Path, dict[str, Path]]:
    """The reader that a folder is for, what to give it, and its other files by argument.

    Raises DataError where it could be anything.
    """
    entries = visible(folder)
    files = [entry for entry in entries if entry.is_file()]
    if len(entries) == 1 and not files and not any(_is_image(file) for file in visible(entries[0])):
        inner = visible(entries[0])
        if inner and all(entry.is_file() for entry in inner):
            return meant_by(entries[0])
    if any(map(_is_image, files)) or any(entry.is_dir() for entry in entries) or not files:
        return "images", folder, {}
    heads = {file: Stored.at(file).head for file in files}
    images = [file for file, head in heads.items() if head.startswith(IMAGES)]
    labels = [file for file, head in heads.items() if head.startswith(LABELS)]
    if images and labels and len(images) + len(labels) == len(files):
        return _idx(folder, images, labels)
    readable = [file for file, head in heads.items() if kind_of(head) not in ("idx", "run")]
    if len(readable) == len(files) == 1:
        return "table", files[0], {}
    parts = {part_called(file.name): file for file in files}
    if len(files) == 2 and set(parts) == {"train", "test"} and len(readable) == 2:
        return "table", parts["train"], {"test": parts["test"]}
    raise _unclear(files)


def _idx(folder: Path, images: list[Path], labels: list[Path]) -> tuple[str, Path, dict[str, Path]]:
    """Two or four IDX files by their part."""
    if len(images) == len(labels) == 1:
        return "idx", images[0], {"labels_path": labels[0]}
    found = {part_called(file.name): file for file in images}
    found_labels = {part_called(file.name): file for file in labels}
    if len(images) == len(labels) == 2 and set(found) == set(found_labels) == {"train", "test"}:
        return (
            "idx",
            found["train"],
            {
                "labels_path": found_labels["train"],
                "test": found["test"],
                "test_labels_path": found_labels["test"],
            },
        )
    raise _unclear([*images, *labels])


def _unclear(files: list[Path]) -> DataError:
    names = ", ".join(file.name for file in files[:LISTED]) + (", …" if len(files) > LISTED else "")
    return DataError(
        f"got {names}; choose one table or archive, a table to train and one to test with (train and test in "
        "their names), a folder with one sub-folder of images per class, or IDX files of images and of their "
        "labels"
    )


def _is_image(entry: Path) -> bool:
    return entry.is_file() and entry.suffix.lower() in ENDINGS
