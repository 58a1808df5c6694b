"""Why a measure over a part of the data is what it is."""

from learnscope.explain.asked import Asked
from learnscope.explain.tree import Ref, Sum, Tree, op
from learnscope.scene.grammar import named
from learnscope.scene.values import value


def accuracy(asked: Asked) -> Tree | None:
    """The samples that are right, by the table of truths and guesses, over all; of labels there is none."""
    if asked.subject.kind != "classes":
        return None
    found = _cells(asked, asked.name.kind.word.replace("accuracy", "confusion"))
    right = tuple(cell for (truth, guess), cell in found.items() if truth == guess)
    return op("div", Sum(right, "k", "n_{kk}"), _all(found)) if found else None


def baseline(asked: Asked) -> Tree | None:
    """The samples of the class that is most frequent in training, over all; of labels there is none."""
    if asked.subject.kind != "classes":
        return None
    setup = asked.subject.setup
    usual = int(setup.dataset.targets[setup.split.train].sum(axis=0).argmax())
    found = _cells(asked, asked.name.kind.word.replace("baseline", "confusion"))
    of_it = tuple(cell for (truth, _), cell in found.items() if truth == usual)
    return op("div", Sum(of_it, "k", "n_k"), _all(found)) if found else None


def _all(cells: dict[tuple[int, int], Ref]) -> Tree:
    return Sum(tuple(cells.values()), "k", "n_k")


def _cells(asked: Asked, word: str) -> dict[tuple[int, int], Ref]:
    """The table of truths and guesses; {} where there is none."""
    places = range(asked.step.network.sizes[-1])
    cells = {(i, j): _cell(asked, word, i, j) for i in places for j in places}
    found = {place: cell for place, cell in cells.items() if cell is not None}
    return found if len(found) == len(cells) else {}


def _cell(asked: Asked, word: str, truth: int, guess: int) -> Ref | None:
    name = named(word, truth, guess)
    number = value(name, asked.moment)
    return None if number is None else Ref(str(name), number, "n")
