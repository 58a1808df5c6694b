"""What DATA on the command line means: the name of a built-in data set, or a path."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from learnscope.data.dataset import Dataset


def data_of(text: str, *, target: tuple[str, ...] = (), missing: str | None = None) -> "str | Dataset":
    """A built-in name as it is, or the data set that is at a path. Raises DataError or FormatError."""
    from learnscope.data.builtin import datasets
    from learnscope.data.opening import open_data

    options: dict[str, Any] = {}
    if target:
        options["target"] = target
    if missing is not None:
        options["missing"] = missing
    if not options and text in [record.name for record in datasets()]:
        return text
    return open_data(text, **options)
