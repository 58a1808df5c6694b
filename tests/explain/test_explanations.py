"""Every number answers why: its tree, with its operands, is the number."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.losses import LOSSES
from learnscope.errors import ArgumentError
from learnscope.experiment import Experiment
from learnscope.explain import activations, explain
from learnscope.explain.printing import printed, read, written
from learnscope.explain.rules import RULES
from learnscope.explain.tree import Ref, evaluate, op
from learnscope.scene.belonging import find
from learnscope.scene.grammar import KINDS, Name
from learnscope.scene.named import Moment
from learnscope.scene.values import value
from learnscope.session.numbers import Numbers, updated
from learnscope.session.state import State, begin
from tests.sampling import many
from tests.small import SMALL

EXACT = 1e-12  # relative to the larger of the number and 1
SINGLE = 2e-5  # of networks that compute in float32
LEAVES = {"input", "mean", "deviation", "target", "target.own", "target.mean", "target.deviation", "mask"}
LEAVES |= {"weight", "bias", "updates"}

RECIPES: tuple[dict[str, Any], ...] = (
    {"data": "iris", "hidden": (5,), "optimizer": "sgd", "batch_size": 15, "seed": 7},
    {
        "data": "iris", "hidden": (4, 3), "activation": ("relu", "tanh"), "optimizer": "adam", "dropout": 0.3,
        "l1": 0.01, "l2": 0.02, "batch_size": 8, "clip_norm": 0.05,
    },
    {"data": "plane", "hidden": (3,), "optimizer": "momentum", "schedule": "cosine", "batch_size": 4},
    {"data": "or", "hidden": (2,), "optimizer": "rmsprop", "batch_size": 2, "split": (1.0, 0.0, 0.0)},
    {
        "data": "circle", "hidden": (3,), "optimizer": "adamw", "batch_size": 3, "warmup": 5,
        "precision": "float32",
    },
    {"data": "bumps", "hidden": (3,), "optimizer": "nesterov", "loss": "huber", "batch_size": 4},
    {
        "data": "original", "hidden": (2,), "activation": "sigmoid", "output": "sigmoid",
        "optimizer": "adagrad", "split": (1.0, 0.0, 0.0), "scale": "none", "batch_size": 1,
    },
)  # fmt: skip


def moment_of(recipe: dict[str, Any], *, steps: int = 1, after: bool = False) -> Moment:
    """A step of a recipe."""
    state: State = begin("", Experiment(**SMALL | recipe), run="1")
    for _ in range(steps):
        state = updated(Numbers(state))
    return Moment(Numbers(state).subject, updated=after)


def every_name(moment: Moment) -> Iterator[str]:
    """All numbers there are, some of each kind where there are very many, of two samples."""
    subject = moment.subject
    sizes = subject.step.network.sizes
    samples = [None, int(subject.rows[-1])]
    for kind in KINDS.values():
        for index in np.ndindex(*(min(max(sizes), 4) for _ in kind.axes)):
            for sample in samples if kind.own else (None,):
                name = Name(kind, tuple(index), sample, "learning_rate" if kind.word == "setting" else "")
                try:
                    found = find(str(name), subject)
                except ArgumentError:
                    continue
                if value(found, moment) is not None:
                    yield str(found)


def check(name: str, moment: Moment) -> None:
    """The tree of `name` gives its value, from operands that are numbers of the moment."""
    why = explain(name, moment)
    exact = SINGLE if moment.subject.step.network.parameters.dtype == np.float32 else EXACT
    assert why.evaluate() == pytest.approx(why.value, rel=exact, abs=exact, nan_ok=True), name
    assert why.sentence.endswith("."), name
    for ref in why.operands:
        find(ref.name, moment.subject)
    assert why.formula.count("{") == why.formula.count("}")


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: f"{recipe['data']}-{recipe['optimizer']}")
@pytest.mark.parametrize("after", [False, True])
def test_every_number_follows_from_its_operands(recipe: dict[str, Any], after: bool) -> None:
    """Of every kind, for all losses, penalties, optimizers, masks and schedules here."""
    moment = moment_of(recipe, after=after)
    names = list(every_name(moment))

    assert len(names) > 60
    for name in names:
        check(name, moment)


@given(
    activation=st.sampled_from([name for name in ACTIVATIONS if not ACTIVATIONS[name].why_untrainable]),
    loss=st.sampled_from(list(LOSSES)),
    seed=st.integers(0, 99),
)
@settings(max_examples=many(80))
def test_any_activation_and_loss_explain_themselves(activation: str, loss: str, seed: int) -> None:
    """Random networks: z, values, slopes, errors, δ, gradients, losses."""
    recipe = {"data": "iris", "hidden": (3, 2), "batch_size": 4, "seed": seed}
    moment = moment_of({**recipe, "activation": activation, "loss": loss})

    for name in ("value.2.1", "slope.1.2", "error.0", "delta.1.1", "gradient.0.1.2", "loss.batch"):
        check(name, moment)


def test_asking_on_ends_in_inputs_parameters_and_settings() -> None:
    """Whatever is asked, operand after operand: what follows from nothing is of a few kinds."""
    moment = moment_of(RECIPES[1])
    asked, seen = ["new.weight.1.2.0", "loss.batch"], set[str]()
    while asked:
        name = asked.pop()
        if name in seen:
            continue
        seen.add(name)
        why = explain(name, moment)
        word = find(name, moment.subject).kind.word
        assert why.tree is not None or word in LEAVES or word.startswith(("setting", "state")), name
        asked += [ref.name for ref in why.operands]

    assert len(seen) > 100


@pytest.mark.parametrize(
    ("name", "scale", "said"),
    [
        ("weight.0.0.0", "standard", "When sepal length is larger by 1 deviation, it raises "),
        ("weight.0.0.0", "none", "When sepal length is larger by 1, it raises "),
        ("weight.1.0.0", "standard", "When hidden 1 is larger by 1, it raises "),
    ],
)
def test_a_weight_says_in_what_its_input_is_counted(name: str, scale: str, said: str) -> None:
    """A standardised input counts deviations, not the units of the data."""
    assert explain(name, moment_of({**RECIPES[0], "scale": scale})).sentence.startswith(said)


def test_a_gradient_is_the_mean_of_its_samples_own() -> None:
    """Each δ times the value below; the title, sentence, formula and path are the reader's."""
    moment = moment_of(RECIPES[0])
    why = explain("gradient.1.2.1", moment)

    assert why.title == "gradient of the weight hidden 3 → versicolor"
    assert "these 15 flowers" in why.sentence
    assert len(why.terms) == 15
    first = why.why(why.operands[0].name)
    assert [ref.name.split("@")[0] for ref in first.operands] == ["delta.2.1", "value.1.2"]
    assert r"\sum_{i=1}^{15} \delta_i\,a_i" in why.formula
    assert why.path == "run.step(1).gradients.layers[1].weight[2, 1]"


@given(
    a=st.floats(-50, 50, allow_nan=False),
    b=st.floats(-50, 50, allow_nan=False),
    c=st.floats(1e-3, 50, allow_nan=False),
    digits=st.integers(3, 6),
)
@settings(max_examples=many(2000))
def test_what_is_printed_recomputes_or_says_that_it_does_not(
    a: float, b: float, c: float, digits: int
) -> None:
    """With the operands as they are printed, the result is the printed one, or there is ≈."""
    refs = [Ref(f"setting.{name}", number, name) for name, number in (("a", a), ("b", b), ("c", c))]
    tree = op("sub", op("mul", refs[0], refs[1]), op("div", refs[1], refs[2]))
    number = evaluate(tree)

    how = printed(tree, number, digits=digits)
    again = evaluate(tree, lambda ref: read(how.text(ref.value)))

    assert how.sign == "≈" or written(again, how.places) == how.result


def test_what_follows_from_nothing_has_no_rule() -> None:
    """Inputs, parameters, settings and what optimizers remember."""
    assert {"weight", "bias", "input", "setting", "mask"}.isdisjoint(RULES)


def test_numbers_that_are_not_finite_are_explained_too() -> None:
    """A product with an infinite weight is infinite, and its formula says so."""
    moment = moment_of(RECIPES[0])
    tree = op("mul", Ref("weight.0.0.0", math.inf, "w"), Ref("value.0.0", -1.0, "x"))

    assert evaluate(tree) == -math.inf
    assert printed(tree, -math.inf).result == "−∞"
    assert explain("value.1.0", moment).line


def test_what_is_not_there_is_refused_with_the_nearest() -> None:
    """A wrong name, and a sample that is not in the batch."""
    moment = moment_of(RECIPES[0])
    outside = next(k for k in range(150) if k not in moment.subject.rows)

    with pytest.raises(ArgumentError, match=r"did you mean 'gradient.1.4.2'\?"):
        explain("gradient.1.9.2", moment)
    with pytest.raises(ArgumentError, match="its sample is in another batch"):
        explain(f"delta.1.0@{outside}", moment)


@pytest.mark.parametrize("activation", ["tanh", "gelu", "softplus"])
def test_an_activation_nobody_wrote_a_tree_for_explains_itself(
    activation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is only in `core`, as one just added is: its value, slope and all that follows."""
    for table in (activations.VALUES, activations.SLOPES):
        monkeypatch.delitem(table, activation, raising=False)
    moment = moment_of({"data": "iris", "hidden": (3, 2), "activation": activation, "batch_size": 4})

    for name in ("value.1.1", "slope.2.0", "delta.1.2", "gradient.0.1.2", "new.weight.0.1.2"):
        check(name, moment)
    paths = explain("gradient.0.1.2", moment).paths
    assert paths is not None
    assert paths.gradient == pytest.approx(explain("gradient.0.1.2", moment).value, rel=1e-12)
