"""Text as inputs: which inputs count words, and what a text of a reader's own counts.

A column of text becomes an input "column: word" for each of its commonest words (`tables/columns.py`), which
counts how often a cell has it. A word is what `tables/vocabulary.py` takes for one: a run of letters and
digits in small letters; an apostrophe may join two runs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from learnscope.data.dataset import Dataset, Floats

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LEAST = 10  # words that a column must have to be taken for one of text


@dataclass(frozen=True)
class Piece:
    """A part of a text: a word with its input, a word that none counts, or what stands between words."""

    text: str
    input: int | None
    word: bool


@dataclass(frozen=True)
class TextInputs:
    """The inputs that count the words of a column."""

    column: str
    places: dict[str, int]  # of the input of each word

    def pieces(self, text: str) -> Iterator[Piece]:
        """The parts of `text`, which follow each other."""
        end = 0
        for match in WORD.finditer(text):
            if match.start() > end:
                yield Piece(text[end : match.start()], None, False)
            yield Piece(match.group(), self.places.get(match.group().lower()), True)
            end = match.end()
        if end < len(text):
            yield Piece(text[end:], None, False)

    def counts(self, text: str, inputs: ArrayLike) -> Floats:
        """`inputs` (n_in,) with the counts of `text` in place of those they hold; other inputs stay."""
        counted = np.array(inputs, dtype=np.float64)
        counted[list(self.places.values())] = 0.0
        for piece in self.pieces(text):
            if piece.input is not None:
                counted[piece.input] += 1
        return counted


def text_inputs(dataset: Dataset) -> TextInputs | None:
    """The column of text with the most words; None where there is none."""
    columns: dict[str, dict[str, int]] = {}
    for place, name in enumerate(dataset.input_names):
        column, colon, word = name.rpartition(": ")
        if colon and WORD.fullmatch(word) and word == word.lower():
            columns.setdefault(column, {})[word] = place
    found = max(columns, key=lambda name: len(columns[name]), default=None)
    if found is None or len(columns[found]) < LEAST:
        return None
    return TextInputs(found, columns[found])
