"""Why a measure over a part of the data is what it is."""

from learnscope.explain.asked import Asked
from learnscope.explain.tree import Ref, Sum, Tree, op
from learnscope.scene.grammar import named
from learnscope.scene.values import value


def accuracy(asked: Asked) -> Tree | None:
    """The samples that are right, by the table of truths and guesses, over all; of labels there is none."""
    if asked.subject.kind != "classes":
        return None
    word = asked.name.kind.word.replace("accuracy", "confusion")
    count = asked.step.network.sizes[-1]
    cells = {(i, j): _cell(asked, word, i, j) for i in range(count) for j in range(count)}
    if any(cell is None for cell in cells.values()):
        return None
    found = {place: cell for place, cell in cells.items() if cell is not None}
    right = tuple(found[k, k] for k in range(count))
    return op("div", Sum(right, "k", "n_{kk}"), Sum(tuple(found.values()), "k", "n_k"))


def _cell(asked: Asked, word: str, truth: int, guess: int) -> Ref | None:
    name = named(word, truth, guess)
    number = value(name, asked.moment)
    return None if number is None else Ref(str(name), number, "n")
