"""What is asked of a network, in one plain sentence, for data that does not say it itself."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from learnscope.data.dataset import Dataset

NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
LISTED = 3  # names in a sentence; of more, how many there are


def task_of(dataset: "Dataset") -> str:
    """The question that `dataset` asks, from its names, counts and kind of target.

    classes   "Which of 3 classes is it: setosa, versicolor or virginica, from 4 numbers?"
    labels    "Which of 5 labels does it bear, from a picture?"
    values    "How large is price, from 7 numbers?"
    """
    given = _given(dataset)
    names, count = dataset.output_names, len(dataset.output_names)
    if dataset.kind == "values":
        what = _listed(names, "and") if count <= LISTED else f"{in_words(count)} values"
        return f"How large {'is' if count == 1 else 'are'} {what}, from {given}?"
    if dataset.kind == "labels":
        return f"Which of {in_words(count)} labels does it bear, from {given}?"
    if count <= LISTED:
        return f"Is it {_listed(names, 'or')}, from {given}?"
    return f"Which of {in_words(count)} classes is it, from {given}?"


def in_words(count: int) -> str:
    """A small number as a word, a larger one in digits.

    >>> in_words(3), in_words(13)
    ('three', '13')
    """
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _given(dataset: "Dataset") -> str:
    if dataset.image_shape is not None:
        height, width = dataset.image_shape[:2]
        return f"a picture of {height} × {width} pixels"
    count = dataset.inputs.shape[1]
    return f"{in_words(count)} number{'s' if count > 1 else ''}"


def _listed(names: tuple[str, ...], last: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"
