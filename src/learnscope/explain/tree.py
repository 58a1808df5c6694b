"""Trees of operations: how a number follows from others.

    Ref    a number that has a name, with its value at the moment and a symbol for the formula
    Const  a number of the formula itself: the 2 of a square, the N of a mean
    Op     an operation of OPS on other trees
    Sum    a sum of many like terms, with the pattern that one of them has

A tree holds the values of its operands, so that it can be evaluated anywhere, with these or with others. It
is an explanation of a number when `evaluate` gives that number.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

Values = Callable[["Ref"], float]


@dataclass(frozen=True)
class Ref:
    """An operand: the number `name` means, `value` at the moment, and its symbol in LaTeX."""

    name: str
    value: float
    symbol: str


@dataclass(frozen=True)
class Const:
    """A number of the formula itself; `symbol` in LaTeX where the formula writes it so."""

    value: float
    symbol: str = ""


@dataclass(frozen=True)
class Op:
    """An operation of OPS on `args`."""

    op: str
    args: "tuple[Tree, ...]"


@dataclass(frozen=True)
class Sum:
    """The sum of `terms`; `pattern` is what one of them looks like, in LaTeX, for the index `index`."""

    terms: "tuple[Tree, ...]"
    index: str
    pattern: str
    extra: "tuple[Tree, ...]" = field(default=())  # what is added besides: a bias, a penalty's part


Tree = Ref | Const | Op | Sum


@dataclass(frozen=True)
class Operation:
    """An operation: its arithmetic, how LaTeX writes it, and how tightly it binds (a sum 1, a product 2)."""

    apply: Callable[..., float]
    latex: Callable[..., str]
    binds: int = 9
    tight: int = 0  # operands that bind less are written in parentheses


def _infix(sign: str) -> Callable[..., str]:
    return lambda *parts: sign.join(parts)


def _log_softmax(first: float, *all_outputs: float) -> float:
    """log of e^first over the sum of e^ of all, without overflow."""
    outputs = np.array(all_outputs)
    highest = outputs.max()
    return float(first - highest - np.log(np.exp(outputs - highest).sum()))


def _softplus(z: float) -> float:
    return float(np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z))))


OPS: dict[str, Operation] = {
    "add": Operation(lambda *a: sum(a[1:], a[0]), lambda *p: _added(p), 1, 1),
    "sub": Operation(lambda a, b: a - b, lambda a, b: f"{a} - {b}", 1, 2),
    "mul": Operation(lambda *a: math.prod(a), _infix(r" \times "), 2, 2),
    "div": Operation(lambda a, b: a / b, lambda a, b: rf"\frac{{{a}}}{{{b}}}", 8),
    "neg": Operation(lambda a: -a, lambda a: f"-{a}", 1, 2),
    "square": Operation(lambda a: a * a, lambda a: f"{a}^2", 8, 9),
    "power": Operation(lambda a, b: a**b, lambda a, b: f"{a}^{{{b}}}", 8, 9),
    "sqrt": Operation(np.sqrt, lambda a: rf"\sqrt{{{a}}}"),
    "exp": Operation(np.exp, lambda a: f"e^{{{a}}}"),
    "log": Operation(np.log, lambda a: rf"\log {a}", 3, 3),
    "tanh": Operation(np.tanh, lambda a: rf"\tanh {a}", 3, 9),
    "sigmoid": Operation(lambda z: 1 / (1 + np.exp(-z)), lambda a: rf"\frac{{1}}{{1 + e^{{-{a}}}}}", 8, 9),
    "sin": Operation(np.sin, lambda a: rf"\sin {a}", 3, 9),
    "cos": Operation(np.cos, lambda a: rf"\cos {a}", 3, 9),
    "abs": Operation(abs, lambda a: rf"\left|{a}\right|"),
    "sign": Operation(lambda a: float(np.sign(a)), lambda a: rf"\operatorname{{sign}} {a}", 3, 9),
    "max": Operation(np.maximum, lambda a, b: rf"\max({a},\, {b})"),
    "min": Operation(np.minimum, lambda a, b: rf"\min({a},\, {b})"),
    "above": Operation(lambda a, b: float(a > b), lambda a, b: rf"\left[{a} > {b}\right]"),
    "expm1": Operation(np.expm1, lambda a: f"e^{{{a}}} - 1", 1),
    "softplus": Operation(_softplus, lambda a: rf"\log(1 + e^{{{a}}})", 3),
    "log_softmax": Operation(
        _log_softmax,
        lambda first, *outputs: rf"{first} - \log({' + '.join(f'e^{{{o}}}' for o in outputs)})",
        1,
    ),
    "softmax": Operation(
        lambda first, *outputs: float(np.exp(_log_softmax(first, *outputs))),
        lambda first, *outputs: rf"\frac{{e^{{{first}}}}}{{{' + '.join(f'e^{{{o}}}' for o in outputs)}}}",
        8,
    ),
}


def evaluate(tree: Tree, values: Values | None = None) -> float:
    """The number that `tree` comes to, with its operands' own values or with those that `values` gives."""
    with np.errstate(all="ignore"):
        return float(_evaluated(tree, values or (lambda ref: ref.value)))


def operands(tree: Tree | None) -> Iterator[Ref]:
    """The named numbers of `tree`, in the order in which they are written, each once."""
    seen: set[str] = set()
    for ref in _refs(tree):
        if ref.name not in seen:
            seen.add(ref.name)
            yield ref


def children(tree: Tree) -> tuple[Tree, ...]:
    """What `tree` is made of."""
    match tree:
        case Op():
            return tree.args
        case Sum():
            return (*tree.terms, *tree.extra)
    return ()


def op(name: str, *args: "Tree | float") -> Op:
    """The operation `name` on trees or plain numbers."""
    return Op(name, tuple(Const(float(arg)) if isinstance(arg, int | float) else arg for arg in args))


def _refs(tree: Tree | None) -> Iterator[Ref]:
    if isinstance(tree, Ref):
        yield tree
    elif tree is not None:
        for child in children(tree):
            yield from _refs(child)


def _evaluated(tree: Tree, values: Values) -> float:
    match tree:
        case Ref():
            return np.float64(values(tree))
        case Const():
            return np.float64(tree.value)
        case Op():
            return OPS[tree.op].apply(*(_evaluated(arg, values) for arg in tree.args))
        case Sum():
            terms = [_evaluated(term, values) for term in tree.terms]
            total = np.float64(np.sum(terms)) if terms else np.float64(0.0)
            for more in tree.extra:
                total = total + _evaluated(more, values)
            return total


def _added(parts: tuple[str, ...]) -> str:
    """Terms with their signs: "a - 2 + b"."""
    return parts[0] + "".join(f" - {p[1:]}" if p.startswith("-") else f" + {p}" for p in parts[1:])
