"""Explanations: a number, its formula, its operands, and where to ask on.

An explanation is data. Its tree, evaluated with its operands, gives its value; asking an operand is asking
again, until inputs, parameters and settings are reached, which follow from nothing in this step.
"""

from collections.abc import Callable
from dataclasses import dataclass

from learnscope.errors import ArgumentError, check_whole, shown
from learnscope.explain.asked import Asked, symbol_of
from learnscope.explain.blame import Paths, effects_of, paths_of
from learnscope.explain.past import history_of
from learnscope.explain.printing import Printed, Write, latex, plain, printed
from learnscope.explain.rules import NEW, rule_of
from learnscope.explain.sentences import sentence_of
from learnscope.explain.tree import Op, Ref, Sum, Tree, evaluate, operands
from learnscope.once import once
from learnscope.run.parameter import ParameterHistory
from learnscope.scene import names
from learnscope.scene.belonging import find
from learnscope.scene.grammar import Name
from learnscope.scene.named import Moment
from learnscope.scene.values import path, value
from learnscope.words import DIGITS


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why a number is what it is."""

    name: str
    title: str  # what a reader calls it: "gradient of the weight hidden 3 → versicolor"
    value: float
    sentence: str
    tree: Tree | None  # None where it follows from nothing in this step
    path: str  # where a program finds it, "" where nowhere
    symbol: str  # LaTeX
    digits: int
    moment: Moment

    @once
    def operands(self) -> tuple[Ref, ...]:
        """The numbers it is made of, each of which can be asked in turn."""
        return tuple(operands(self.tree))

    def evaluate(self) -> float:
        """What the formula comes to; its value itself where there is none."""
        return self.value if self.tree is None else evaluate(self.tree)

    def why(self, name: str) -> "Explanation":
        """The explanation of one of its operands, or of any other number of the moment."""
        return explain(name, self.moment, digits=self.digits)

    @once
    def printed(self) -> Printed | None:
        """How it is written with numbers, so that it recomputes from what is printed."""
        return None if self.tree is None else printed(self.tree, self.value, digits=self.digits)

    @once
    def formula(self) -> str:
        """The formula in symbols, LaTeX; "" where there is none."""
        return self.formula_by(lambda ref: ref.symbol)

    def formula_by(self, write: Write) -> str:
        """The same, with each operand as `write` writes it."""
        return "" if self.tree is None else f"{self.symbol} = {latex(self.tree, write, compact=True)}"

    @once
    def numbers(self) -> str:
        """The same with the numbers in it, LaTeX."""
        return self.numbers_by(lambda ref, text: text)

    def numbers_by(self, write: Callable[[Ref, str], str]) -> str:
        """The same, with each operand as `write` writes its text."""
        if self.tree is None or self.printed is None:
            return ""
        how = self.printed
        text = latex(self.tree, lambda ref: write(ref, how.text(ref.value)), compact=False)
        sign = "=" if how.sign == "=" else r"\approx"
        return f"{text} {sign} {how.result}"

    @once
    def line(self) -> str:
        """The same as a line of text."""
        if self.tree is None or self.printed is None:
            return ""
        how = self.printed
        return f"{plain(self.tree, lambda ref: how.text(ref.value))} {how.sign} {how.result}"

    @once
    def paths(self) -> Paths | None:
        """The chain of blame: the gradient of the loss by this number, as the sum over all ways to it.

        `.paths` of it are the largest first, each with its factors; None where the loss reaches it by none.
        """
        return paths_of(self._asked)

    @once
    def effects(self) -> dict[str, float]:
        """What a weight or bias changes in each output of the sample, per 1 of it; {} of other numbers."""
        found = effects_of(self._asked)
        outputs = self.moment.subject.neurons[-1]
        return {} if found is None else dict(zip(outputs, found.tolist(), strict=True))

    @once
    def history(self) -> ParameterHistory | None:
        """A weight or bias in time: its start minus all its updates, and the steps that moved it most.

        Up to this step; None of other numbers, and of a step that is not of a run.
        """
        return history_of(self._asked)

    @property
    def _asked(self) -> Asked:
        return Asked(find(self.name, self.moment.subject), self.moment)

    @property
    def terms(self) -> tuple[Tree, ...]:
        """The terms of its sum, where it is one or a mean of one."""
        tree = self.tree
        while isinstance(tree, Op):
            tree = next((arg for arg in tree.args if isinstance(arg, Sum)), None)
        return tree.terms if isinstance(tree, Sum) else ()

    def __str__(self) -> str:
        lines = [f"{self.title}: {self.value!r}", self.sentence, self.line]
        lines += [f"    {names_of(ref, self.moment)}: {ref.value!r}   ({ref.name})" for ref in self.operands]
        return "\n".join(filter(None, lines))

    __repr__ = __str__

    def _repr_latex_(self) -> str:
        return f"${self.formula or f'{self.symbol} = {self.value!r}'}$"


def explain(name: str | Name, moment: Moment, *, digits: int = DIGITS) -> Explanation:
    """Why the number `name` is what it is at `moment`, written with `digits` digits at least.

    Raises ArgumentError, with the nearest right name, where the network has no such number, and where the
    moment has no value of it.
    """
    if not isinstance(name, str | Name):
        raise ArgumentError(f"name must be that of a number, as in docs/names.md, got {shown(name)}")
    check_whole("digits", digits, low=1, high=17)
    found = find(name, moment.subject) if isinstance(name, str) else name
    number = value(found, moment)
    if number is None:
        raise ArgumentError(
            f"{found} must have a value at this moment, got none; its sample is in another batch"
        )
    asked, word = Asked(found, moment), found.kind.word
    return Explanation(
        name=str(found),
        title=names.number(found, moment.subject.neurons, moment.subject.setup.dataset.noun),
        value=number,
        sentence=sentence_of(asked, number),
        tree=rule_of(asked),
        path=path(found, moment),
        symbol=symbol_of(f"new.{word}" if moment.updated and word in NEW else word),
        digits=digits,
        moment=moment,
    )


def names_of(ref: Ref, moment: Moment) -> str:
    """What a reader calls an operand."""
    return names.number(
        find(ref.name, moment.subject), moment.subject.neurons, moment.subject.setup.dataset.noun
    )
