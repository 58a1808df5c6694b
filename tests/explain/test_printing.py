"""A formula on one line: read again as arithmetic it gives its number, and no bracket is written twice."""

import math
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings, strategies as st

from learnscope.explain import explain
from learnscope.explain.printing import plain
from learnscope.explain.tree import OPS, Ref, Tree, evaluate, op
from learnscope.explain.worksheet import worksheet_scene
from tests.explain.test_explanations import RECIPES, every_name, moment_of
from tests.sampling import many

CALLED = {name: OPS[name].apply for name in ("sqrt", "log", "tanh", "max", "expm1", "log_softmax")}
SIGNS = {"−": "-", "×": "*", "÷": "/", "²": "**2", "^": "**", "√": "sqrt", "log softmax": "log_softmax"}
ONE = ("neg", "square", "abs", "sigmoid", "tanh", "expm1")
TWO = ("add", "sub", "mul", "div", "max")


def reckoned(line: str) -> float:
    """What a line comes to."""
    for sign, meant in SIGNS.items():
        line = line.replace(sign, meant)
    line = re.sub(r"\|([^|]*)\|", r"abs(\1)", line)
    return float(eval(line, {"e": math.e, "abs": abs, **CALLED}))


def doubled(line: str) -> Iterator[str]:
    """What stands in two pairs of brackets."""
    opened, pairs = list[int](), set[tuple[int, int]]()
    for place, letter in enumerate(line):
        if letter == "(":
            opened.append(place)
        elif letter == ")":
            pairs.add((opened.pop(), place))
    return (line[start : end + 1] for start, end in pairs if (start + 1, end - 1) in pairs)


def exact(ref: Ref) -> str:
    """An operand with all its digits."""
    return f"{ref.value:.20f}".replace("-", "−")


operands = st.integers(-200, 200).map(lambda many: Ref("rate", many / 64, "r"))
trees: st.SearchStrategy[Tree] = st.recursive(
    operands,
    lambda inner: st.one_of(
        st.builds(op, st.sampled_from(ONE), inner),
        st.builds(op, st.sampled_from(TWO), inner, inner),
        st.builds(op, st.just("softmax"), inner, inner, inner),
    ),
    max_leaves=6,
)


@given(trees)
@settings(max_examples=many(1000))
def test_a_line_says_what_its_tree_says(tree: Tree) -> None:
    """Whatever stands in what; what overflows or divides by nothing is left out."""
    number = evaluate(tree)
    try:
        again = reckoned(plain(tree, exact))
    except (ZeroDivisionError, OverflowError):
        return
    if math.isfinite(number) and math.isfinite(again):
        assert again == pytest.approx(number, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("tree", "line"),
    [
        (op("softmax", -0.17, 0.08, -0.28), "e^(−0.17) ÷ (e^(0.08) + e^(−0.28))"),
        (op("sub", 1, op("square", op("sub", 2, -3))), "1 − (2 − (−3))²"),
        (op("max", 0, -2), "max(0, −2)"),
        (op("above", op("sub", 1, 2), -3), "[1 − 2 > −3]"),
        (op("div", 1, op("div", 2, -3)), "1 ÷ (2 ÷ (−3))"),
        (op("mul", -2, op("add", 1, -3)), "−2 × (1 + (−3))"),
        (op("neg", op("neg", 2)), "−(−2)"),
    ],
)
def test_brackets_stand_where_they_are_needed(tree: Tree, line: str) -> None:
    """Around a negative number beside a sign, and a sum in a product; not within other brackets."""
    assert plain(tree, exact) == line


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: f"{recipe['data']}-{recipe['optimizer']}")
def test_no_line_writes_brackets_twice(recipe: dict[str, object]) -> None:
    """Of any number, and of a worksheet's key."""
    moment = moment_of(recipe, after=True)
    lines = [explain(name, moment).line for name in every_name(moment)]
    lines += [item.line for part in worksheet_scene(moment_of(recipe)).parts for item in part.items]

    assert [text for line in lines for text in doubled(line)] == []
