"""What there is to see on the plane, in a sentence for those who do not look at the picture."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from learnscope import words
from learnscope.core.arrays import Floats
from learnscope.data.split import PARTS
from learnscope.experiment import Setup
from learnscope.scene.plane_grid import Edges

Indices = NDArray[np.int64]

MOST_NAMED = 4  # classes, outputs or crossings in a sentence
PLACE_DIGITS = 2
FLAT = 0.1  # of a scale, below which its colours can hardly be told apart
ADJECTIVES = {"train": "training", "validation": "validation", "test": "test"}


def plane_sentence(
    setup: Setup,
    edges: Edges,
    *,
    winner: Floats | None,
    said: Floats,
    ends: tuple[Sequence[float], Sequence[float]],
    wrong: Floats,
    part: Indices,
    drawn: Floats,
    truth: Floats,
) -> str:
    """Shares of the plane, what is wrong and where the boundary lies; for values, their range and error.

    `winner` (cells,) and `said` (cells, n) are of the cells; `ends` are those of each output's scale; `wrong`
    (m,), `part` (m,), the outputs `drawn` and the targets `truth` (m, n_out) are of the samples drawn.
    """
    if setup.dataset.kind == "values":
        return _of_values(setup, edges, said, ends, drawn, truth)
    if winner is None:
        return f"{_of_labels(setup, said)} {_of_wrong(wrong, part)}".strip()
    return (
        f"{_of_classes(setup, winner)} {_of_wrong(wrong, part)} {_of_boundary(setup, edges, winner)}".strip()
    )


def _of_classes(setup: Setup, winner: Floats) -> str:
    names = setup.dataset.output_names
    counts = np.bincount(winner[~np.isnan(winner)].astype(np.int64), minlength=len(names))
    order = np.argsort(-counts, kind="stable")[:MOST_NAMED]
    shares = [f"{names[k]} has {_percent(counts[k] / len(winner))}" for k in order if counts[k]]
    unknown = np.isnan(winner).mean()
    if unknown:
        shares.append(f"on {_percent(unknown)} the outputs are not numbers")
    more = int((counts > 0).sum()) - MOST_NAMED
    end = f", and {words.count(more, 'more class', 'more classes')} the rest" if more > 0 else ""
    return f"Of the plane, {words.listed(shares)}{end}."


def _of_labels(setup: Setup, above: Floats) -> str:
    names = setup.dataset.output_names
    shares = [
        f"{name} is said on {_percent((above[:, k] > 0).mean())}" for k, name in enumerate(names[:MOST_NAMED])
    ]
    return f"Of the plane, {words.listed(shares)}."


def _of_wrong(wrong: Floats, part: Indices) -> str:
    told = []
    for number, name in enumerate(PARTS):
        of_part = wrong[part == number]
        if len(of_part):
            told.append(f"{int(of_part.sum())} of {words.grouped(len(of_part))} {ADJECTIVES[name]}")
    return f"Wrong: {words.listed(told)} points." if told else ""


def _of_boundary(setup: Setup, edges: Edges, winner: Floats) -> str:
    size = int(len(winner) ** 0.5)
    cells = winner.reshape(size, size)
    middle = size // 2
    (left, right), (bottom, top) = edges.x, edges.y
    row, column = cells[middle], cells[:, middle]
    across = [left + (right - left) * (k + 1) / size for k in _changes(row)]
    down = [top - (top - bottom) * (k + 1) / size for k in _changes(column)]
    if not across and not down:
        return "No boundary crosses the middle."
    first, second = setup.dataset.input_titles[:2]
    told = [
        f"at {name} = {words.listed([_short(value) for value in values])} where {other} = {_short(where)}"
        for name, values, other, where in (
            (first, sorted(across), second, (bottom + top) / 2),
            (second, sorted(down), first, (left + right) / 2),
        )
        if 0 < len(values) <= MOST_NAMED
    ]
    if not told:
        return "The boundary crosses the middle many times."
    return f"The boundary lies {words.listed(told)}."


def _changes(line: Floats) -> list[int]:
    """After which cells of a line another class begins."""
    return [int(k) for k in np.flatnonzero(line[1:] != line[:-1]) if not np.isnan(line[k : k + 2]).any()]


def _of_values(
    setup: Setup,
    edges: Edges,
    own: Floats,
    ends: tuple[Sequence[float], Sequence[float]],
    drawn: Floats,
    truth: Floats,
) -> str:
    names, units = setup.dataset.output_names, setup.dataset.output_units
    size = int(len(own) ** 0.5)
    centres = edges.centres(size)
    with np.errstate(all="ignore"):
        errors = np.abs(setup.target_scaling.invert(drawn) - truth).mean(axis=0)
    told = []
    for k, name in enumerate(names[:MOST_NAMED]):
        column = own[:, k]
        if not np.isfinite(column).all():
            told.append(f"{name} is not a number on {_percent((~np.isfinite(column)).mean())} of the plane")
            continue
        least, most = (
            f"{words.number(float(column[cell]))} at ({', '.join(map(_short, centres[cell].tolist()))})"
            for cell in (int(column.argmin()), int(column.argmax()))
        )
        miss = f"{words.number(float(errors[k]))} {units[k]}".strip()
        flat = float(np.ptp(column)) < FLAT * (ends[1][k] - ends[0][k])
        goes = "hardly differs over the plane: it goes" if flat else "goes"
        told.append(f"{name} {goes} from {least} to {most}, and misses the points by {miss} on average")
    return f"{'; '.join(told)}."


def _short(value: float) -> str:
    return words.number(value, digits=PLACE_DIGITS)


def _percent(share: float) -> str:
    if 0 < share < 0.01:
        return "less than 1 %"
    return words.percent(min(share, 0.99) if share < 1 else 1.0)
