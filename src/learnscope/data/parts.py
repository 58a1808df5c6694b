"""Data that came in parts: which names mean which, and what is said of it."""

from collections.abc import Sequence

from learnscope.data.decisions import Decision
from learnscope.data.remedies import counted

NAMES = {  # of folders and files, as people call them; the first letters before a sign count too
    "train": ("train", "training", "trn"),
    "validation": ("val", "valid", "validation", "dev"),
    "test": ("test", "testing", "tst", "t10k", "eval"),
}
ORDER = tuple(NAMES)
Counts = tuple[int, int, int]


def part_called(name: str) -> str:
    """The part that a name means, "" where it means none.

    >>> part_called("train"), part_called("t10k-images-idx3-ubyte"), part_called("a test.csv")
    ('train', 'test', 'test')
    """
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()
    for part, names in NAMES.items():
        if any(word in names for word in words):
            return part
    return ""


def parts_said(counts: Counts) -> Decision:
    """That the parts are taken as they came."""
    came = [
        f"{counted(count, 'sample')} to {use}"
        for count, use in zip(counts, ("learn from", "watch", "test with"), strict=True)
        if count
    ]
    return Decision(f"the parts are as they came: {' and '.join(came)}")


def counts_of(parts: Sequence[int]) -> Counts:
    """Numbers of samples as the record holds them."""
    train, validation, test = parts
    return (train, validation, test)
