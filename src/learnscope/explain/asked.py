"""A name that is asked why, and what its rule builds with."""

from dataclasses import replace

from learnscope.experiment.record import SETTINGS
from learnscope.explain.tree import Ref
from learnscope.once import once
from learnscope.scene.grammar import SETTING, named
from learnscope.scene.named import Moment, Named
from learnscope.scene.values import value

SYMBOLS: dict[str, str] = {  # of a number in a formula, where the rule says no other
    "input": "x",
    "value": "a",
    "preactivation": "z",
    "slope": "f'",
    "mask": "m",
    "product": "a\\,w",
    "probability": "p",
    "prediction": r"\hat y",
    "target": "y",
    "target.own": "y",
    "error": "e",
    "arriving": "g",
    "product.back": r"\delta\,w",
    "delta": r"\delta",
    "weight": "w",
    "bias": "b",
    "gradient": r"\frac{\partial L}{\partial w}",
    "gradient.bias": r"\frac{\partial L}{\partial b}",
    "update": r"\Delta w",
    "update.bias": r"\Delta b",
    "old.weight": "w",
    "old.bias": "b",
    "new.weight": "w'",
    "new.bias": "b'",
    "loss.sample": "L",
    "loss.batch": "L",
    "penalty": "R",
    "penalty.l1": r"R_1",
    "penalty.l2": r"R_2",
    "rate": r"\eta",
    "gradient.norm": r"\lVert g \rVert",
    "clip": "c",
}


class Asked(Named):
    """A name that is asked why; operands are those of the step, whether or not its update is on screen."""

    @once
    def before(self) -> Moment:
        """The moment before the update: what a step computes, it computes with the old parameters."""
        return replace(self.moment, updated=False)

    def number(self, word: str, *index: int, sample: int | None = None) -> float:
        """The value of another number before the update; 0 where there is none of it."""
        found = value(named(word, *index, sample=sample), self.before)
        return 0.0 if found is None else found

    def ref(self, word: str, *index: int, symbol: str = "", sample: int | None = None) -> Ref:
        """An operand: another number before the update."""
        name = named(word, *index, sample=sample)
        return Ref(str(name), self.number(word, *index, sample=sample), symbol or symbol_of(word))

    def here(self, word: str, *index: int, symbol: str = "") -> Ref:
        """An operand of the same sample as the number asked for."""
        return self.ref(word, *index, symbol=symbol, sample=self.name.sample)

    def ref_setting(self, name: str, *, symbol: str = "") -> Ref:
        """A setting of the recipe as an operand."""
        found = getattr(self.subject.setup.experiment, name)
        known = getattr(SETTINGS[name], "symbol", "") or rf"\mathrm{{{name}}}"
        return Ref(f"{SETTING}.{name}", float(found), symbol or known)


def symbol_of(word: str) -> str:
    """The letters of a kind of number in a formula."""
    return SYMBOLS.get(word, rf"\mathrm{{{word.rpartition('.')[2]}}}")
