"""Splitting samples into those learned from, those watched meanwhile, and those kept for the end.

Each part gets its share of the samples by the method of largest remainders: with quotas N · share, every
part gets the whole number below its quota, and the samples left over go to the largest remainders, the
earlier part first where they tie. 150 samples at 0.7, 0.15, 0.15 have quotas 105, 22.5, 22.5 and are split
105, 23, 22.

Classes are stratified: each class's samples are dealt to the parts by quotas of their own, so that every part
holds each class in nearly its share of the whole, while the totals stay as above. Every part with a share
above 0 gets at least one sample.

Source: Hamilton's method of apportionment (1792), applied to the whole and then to each class.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnscope.brief import brief
from learnscope.data.dataset import Dataset
from learnscope.errors import ArgumentError, DataError, check_number, shown
from learnscope.once import once
from learnscope.streams import stream

Indices = NDArray[np.int64]

PARTS = ("train", "validation", "test")
TOLERANCE = 1e-9  # by which shares may miss 1: decimals typed by hand add up to within 1e-15


@dataclass(frozen=True, eq=False)
class Split:
    """Which samples are in which part: sorted indices, read-only. Every sample is in exactly one part."""

    train: Indices
    validation: Indices
    test: Indices
    __repr__ = brief

    def __post_init__(self) -> None:
        for part in PARTS:
            indices = np.sort(np.array(getattr(self, part), dtype=np.int64))
            indices.flags.writeable = False
            object.__setattr__(self, part, indices)

    @once
    def in_parts(self) -> tuple[Indices, Indices]:
        """All samples, part by part, and where in them each part ends; read-only."""
        parts = [getattr(self, part) for part in PARTS]
        found = np.concatenate(parts), np.cumsum([len(part) for part in parts])
        for indices in found:
            indices.flags.writeable = False
        return found


def split(dataset: Dataset, shares: Sequence[float], *, seed: int) -> Split:
    """`dataset`'s samples dealt by `shares` to train, validation and test, stratified if they have classes.

    A data set that came in parts keeps them; the shares deal what did not come, mostly validation samples.
    A data set that holds every case there is, such as AND, is learned from as a whole, whatever the shares.
    Raises ArgumentError where the shares are not three numbers that sum to 1, DataError where there are fewer
    samples than parts.
    """
    fractions = check_shares(shares)
    if dataset.given_parts is not None:
        return _as_given(dataset, dataset.given_parts, fractions, seed)
    if dataset.whole:
        nothing = np.empty(0, dtype=np.int64)
        return Split(np.arange(len(dataset)), nothing, nothing)
    return Split(*_dealt(dataset, len(dataset), fractions, seed))


def _as_given(
    dataset: Dataset, given: tuple[int, int, int], shares: tuple[float, float, float], seed: int
) -> Split:
    """The parts as they came; what did not come is dealt from the training samples, in its share."""
    train, validation, test = given
    wanted = [shares[0], 0.0 if validation else shares[1], 0.0 if test else shares[2]]
    fractions = tuple(share / sum(wanted) for share in wanted)
    parts = _dealt(dataset, train, (fractions[0], fractions[1], fractions[2]), seed)
    came = (
        np.empty(0, np.int64),
        np.arange(train, train + validation),
        np.arange(train + validation, sum(given)),
    )
    return Split(*(np.concatenate([one, other]) for one, other in zip(parts, came, strict=True)))


def _dealt(dataset: Dataset, count: int, fractions: tuple[float, float, float], seed: int) -> list[Indices]:
    """The first `count` samples dealt by shares, stratified if they have classes."""
    shuffled = stream(seed, "split").permutation(count)
    groups = [shuffled]
    if dataset.kind == "classes":
        numbers = dataset.classes[shuffled]
        order = np.argsort(numbers, kind="stable")
        groups = np.split(shuffled[order], np.flatnonzero(np.diff(numbers[order])) + 1)
    sizes = np.array([len(group) for group in groups])
    counts = _strata(sizes, fractions, _totals(count, fractions))
    parts: list[list[Indices]] = [[], [], []]
    for group, ends in zip(groups, np.cumsum(counts, axis=1), strict=True):
        for part, samples in zip(parts, np.split(group, ends[:-1]), strict=True):
            part.append(samples)
    return [np.concatenate(part) for part in parts]


def check_shares(shares: Any, *, error: type[Exception] = ArgumentError) -> tuple[float, float, float]:
    """`shares` as three floats that sum to 1, of which any but the first may be 0; two are train and test."""
    if isinstance(shares, tuple | list) and len(shares) == 2:
        shares = (shares[0], 0.0, shares[1])
    if isinstance(shares, str) or not isinstance(shares, Sequence) or len(shares) != len(PARTS):
        raise error(f"split must be three shares (train, validation, test), got {shown(shares)}")
    train, validation, test = (
        check_number(f"split share of {part}", share, "(0, 1]" if part == "train" else "[0, 1)", error=error)
        for part, share in zip(PARTS, shares, strict=True)
    )
    if abs(train + validation + test - 1) > TOLERANCE:
        raise error(f"split shares must sum to 1, got {train!r} + {validation!r} + {test!r}")
    return train, validation, test


def _totals(count: int, shares: tuple[float, ...]) -> Indices:
    """How many samples each part gets (3,)."""
    wanted = np.array(shares) > 0
    if count < wanted.sum():
        raise DataError(
            f"{count} sample{'s' if count > 1 else ''} cannot be split into {wanted.sum()} parts; "
            "add samples or set shares of the split to 0"
        )
    quotas = _quotas(count, shares)
    totals = np.floor(quotas).astype(np.int64)
    order = np.argsort(totals - quotas, kind="stable")
    totals[order[: count - int(totals.sum())]] += 1
    for part in np.flatnonzero(wanted & (totals == 0)):
        totals[totals.argmax()] -= 1
        totals[part] += 1
    return totals


def _strata(sizes: Indices, shares: tuple[float, ...], totals: Indices) -> Indices:
    """Samples of each class for each part (classes, 3): rows sum to `sizes`, columns to `totals`."""
    counts = np.floor(np.stack([_quotas(int(size), shares) for size in sizes])).astype(np.int64)
    missing = totals - counts.sum(axis=0)
    for part in np.flatnonzero(missing < 0):  # it gave a sample to a part that would have had none
        counts[counts[:, part].argmax(), part] += missing[part]
        missing[part] = 0
    for row, size in zip(counts, sizes, strict=True):
        given = np.zeros(len(row), dtype=np.int64)
        for _ in range(int(size - row.sum())):
            # To a part that still misses samples, if possible one this class has not topped up, and the
            # neediest.
            part = np.lexsort((-missing, given, missing <= 0))[0]
            row[part] += 1
            given[part] += 1
            missing[part] -= 1
    return counts


def _quotas(count: int, shares: tuple[float, ...]) -> NDArray[np.float64]:
    """N · share for each part; 100 · 0.29 = 28.999999999999996 stands for 29."""
    quotas: NDArray[np.float64] = np.round(count * np.array(shares), 9)
    return quotas
