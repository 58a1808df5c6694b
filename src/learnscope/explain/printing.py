"""A tree as text that recomputes: LaTeX and plain, with symbols or with numbers.

Printed numbers come out right: with its operands as they are printed, a formula gives its result as printed.
Where it takes too many digits for that, ≈ stands in place of =.
"""

from collections.abc import Callable
from dataclasses import dataclass

from learnscope import words
from learnscope.explain.tree import OPS, Const, Op, Ref, Sum, Tree, evaluate

MORE = 4  # digits that may be added to make a formula come out
SHOWN = 6  # terms of a long sum that are written out
Write = Callable[[Ref], str]


@dataclass(frozen=True)
class Printed:
    """A formula with numbers: how its operands, constants and result are written, and "=" or "≈"."""

    digits: int
    sign: str
    result: str
    places: int  # digits of the result

    def text(self, value: float) -> str:
        """An operand as it stands in this formula."""
        return words.number(value, digits=self.digits)


def written(value: float, digits: int) -> str:
    """A number to so many digits, always with its sign; whole numbers as they are."""
    text = words.number(value, digits=digits)
    return f"+{text}" if value > 0 else text


def read(text: str) -> float:
    """The number that `written` wrote."""
    named = {"not a number": float("nan"), "∞": float("inf"), "+∞": float("inf"), "−∞": float("-inf")}
    return named[text] if text in named else float(text.replace("−", "-"))


def printed(tree: Tree, value: float, *, digits: int = words.DIGITS) -> Printed:
    """The fewest digits, from `digits` on, with which the formula comes out; if none do, `digits` and ≈.

    From four digits on, the result has four decimals at least, as it has on the page.
    """
    digits = words.digits_of(value, digits) if digits >= words.DIGITS else digits
    for more in range(MORE + 1):
        count = digits + more
        rounded = evaluate(tree, lambda ref, count=count: read(words.number(ref.value, digits=count)))  # type: ignore[misc]
        result = written(value, digits)
        if written(rounded, digits) == result:
            return Printed(count, "=", result, digits)
    return Printed(digits, "≈", written(value, digits), digits)


def latex(tree: Tree, write: Write, *, compact: bool) -> str:
    """`tree` in LaTeX, each operand as `write` writes it; long sums by their pattern where `compact`."""
    return _latex(tree, write, compact)[0]


def symbols(ref: Ref) -> str:
    """An operand as its symbol, marked with its name for whoever draws it."""
    return marked(ref, ref.symbol)


def marked(ref: Ref, text: str) -> str:
    """LaTeX that says which number it stands for, in what KaTeX makes data attributes of."""
    return rf"\htmlData{{name={ref.name}}}{{{text}}}"


def plain(tree: Tree, write: Write) -> str:
    """`tree` as a line of text: "−0.8057 × −0.1313"."""
    return _plain(tree, write)[0]


def _latex(tree: Tree, write: Write, compact: bool) -> tuple[str, int]:
    match tree:
        case Ref():
            text = write(tree)
            return text, 9
        case Const():
            return tree.symbol if compact and tree.symbol else _constant(tree.value), 9
        case Sum():
            return _sum(tree, write, compact), 1
        case Op():
            return _operation(tree, write, compact)


def _operation(tree: Op, write: Write, compact: bool) -> tuple[str, int]:
    operation = OPS[tree.op]
    parts = []
    for place, arg in enumerate(tree.args):
        text, binds = _latex(arg, write, compact)
        tight = (
            operation.tight if place or operation.tight > 2 or tree.op == "neg" else min(operation.tight, 2)
        )
        bare = binds >= tight and not (
            _negative(text) and (place > 0 or operation.tight > 2) and operation.tight
        )
        parts.append(text if bare or not operation.tight else rf"\left({text}\right)")
    return operation.latex(*parts), operation.binds


def _sum(tree: Sum, write: Write, compact: bool) -> str:
    more = [_latex(extra, write, compact)[0] for extra in tree.extra]
    if compact:
        total = rf"\sum_{{{tree.index}=1}}^{{{len(tree.terms)}}} {tree.pattern}"
        return OPS["add"].latex(total, *more)
    texts = [_latex(term, write, compact)[0] for term in tree.terms]
    if len(texts) > SHOWN:
        texts = [*texts[: SHOWN - 1], r"\dots", texts[-1]]
    return " + ".join(f"({t})" if _negative(t) and k else t for k, t in enumerate([*texts, *more]))


def _negative(text: str) -> bool:
    bare = text.rpartition("{")[2] if text.startswith(r"\htmlData") else text
    return bare.startswith(("-", "−"))


def _constant(value: float) -> str:
    return words.number(value, digits=6)


def _plain(tree: Tree, write: Write) -> tuple[str, int]:
    match tree:
        case Ref():
            return write(tree), 9
        case Const():
            return _constant(tree.value), 9
        case Sum():
            texts = [_plain(term, write)[0] for term in (*tree.terms, *tree.extra)]
            if len(texts) > SHOWN:
                texts = [*texts[: SHOWN - 1], "…", texts[-1]]
            return " + ".join(f"({t})" if _negative(t) and k else t for k, t in enumerate(texts)), 1
    tight = max(OPS[tree.op].tight, 2 if tree.op == "div" else 0)
    bare, beside = list[str](), list[str]()
    for place, arg in enumerate(tree.args):
        text, binds = _plain(arg, write)
        loose = binds < tight + (tree.op == "div" and place > 0) or (
            _negative(text) and place > 0 and tree.op != "mul"
        )
        bare.append(text)
        beside.append(f"({text})" if loose else text)
    binds = 2 if tree.op in _QUOTIENTS else OPS[tree.op].binds
    return _PLAIN.get(tree.op, _called(tree.op))(bare, beside), binds


def _called(name: str) -> Callable[[list[str], list[str]], str]:
    return lambda bare, _: f"{name.replace('_', ' ')}({', '.join(bare)})"


_QUOTIENTS = ("div", "sigmoid", "softmax")  # on one line; as fractions they bind more
# Of operands as they are, for what encloses them, and as they stand beside a sign, in brackets where need be.
_PLAIN: dict[str, Callable[[list[str], list[str]], str]] = {
    "add": lambda _, beside: " + ".join(beside),
    "sub": lambda _, beside: " − ".join(beside),
    "mul": lambda _, beside: " × ".join(beside),
    "div": lambda _, beside: " ÷ ".join(beside),
    "neg": lambda bare, beside: f"−({bare[0]})" if _negative(bare[0]) else f"−{beside[0]}",
    "square": lambda bare, _: f"({bare[0]})²",
    "power": lambda bare, beside: f"({bare[0]})^{beside[1]}",
    "sqrt": lambda bare, _: f"√({bare[0]})",
    "abs": lambda bare, _: f"|{bare[0]}|",
    "above": lambda bare, _: f"[{bare[0]} > {bare[1]}]",
    "sigmoid": lambda bare, _: f"1 ÷ (1 + e^−({bare[0]}))",
    "softmax": lambda bare, _: f"e^({bare[0]}) ÷ ({' + '.join(f'e^({one})' for one in bare[1:])})",
}
