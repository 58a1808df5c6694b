"""Numbers as a diagnosis writes them."""

from learnscope import words
from learnscope.data.dataset import TargetKind


def short(value: float) -> str:
    """To three digits."""
    return words.number(value, digits=3)


def two_digits(value: float) -> float:
    """A number for a setting, that one can type."""
    return float(f"{value:.2g}")


def scored(value: float, kind: TargetKind) -> str:
    """What a network gets right: a share, or R² of values."""
    return f"an R² of {value:.2f}".replace("-", "−") if kind == "values" else words.percent(value)
