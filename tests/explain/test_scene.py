"""What the page draws of an explanation: terms, proof and effect are those of the step."""

import re
from dataclasses import replace

import numpy as np
import pytest

from learnscope import words
from learnscope.core.forward import forward, loss
from learnscope.errors import ArgumentError
from learnscope.explain.printing import read
from learnscope.explain.scene import why_scene
from tests.explain.test_explanations import RECIPES, moment_of


def test_terms_add_up_to_the_sum() -> None:
    """A gradient's terms are its samples' shares, named and running up to N times the mean."""
    moment = moment_of(RECIPES[0])
    why = why_scene("gradient.1.2.1", moment)

    assert why.term_count == len(why.terms) == 15
    assert why.terms[0].label == f"flower {moment.subject.rows[0] + 1}"
    assert why.terms[-1].running == pytest.approx(15 * why.value, rel=1e-12)
    assert [name.split("@")[0] for name in why.terms[0].names] == ["delta.2.1", "value.1.2"]
    assert why.role == "backward"


def test_terms_of_a_sum_bear_the_names_of_where_they_come_from() -> None:
    """A preactivation is the sum over the neurons below; its bias comes last."""
    why = why_scene("preactivation.1.2", moment_of(RECIPES[0]))

    assert [term.label for term in why.terms] == [
        "sepal length",
        "sepal width",
        "petal length",
        "petal width",
    ]
    assert why.operands[-1].title == "bias of hidden 3"


def test_a_proof_is_two_true_losses() -> None:
    """Both losses are those of networks that were really changed."""
    moment = moment_of(RECIPES[0])
    step = moment.subject.step
    proof = why_scene("weight.1.2.1", moment, epsilon=1e-4).proof
    assert proof is not None

    for sign, found in ((-1, proof.loss_minus), (1, proof.loss_plus)):
        parameters = step.network.parameters.copy()
        parameters[step.network.layout.place(1, "weight", (2, 1))] += sign * 1e-4
        changed = step.network.with_parameters(parameters)
        assert found == pytest.approx(loss(changed, forward(changed, step.x), step.y), rel=1e-15)
    assert proof.quotient == (proof.loss_plus - proof.loss_minus) / 2e-4
    assert proof.agrees
    assert proof.gradient == step.gradients.layers[1].weight[2, 1]


def test_truncation_and_rounding_meet() -> None:
    """The error is least between a wide step, where the loss bends, and one that leaves few digits."""
    moment = moment_of(RECIPES[0])
    errors = []
    for epsilon in (1.0, 6e-6, 1e-12):
        proof = why_scene("gradient.1.2.1", moment, epsilon=epsilon).proof
        assert proof is not None
        errors.append(proof.error)

    assert errors[1] < min(errors[0], errors[2])


def test_kinks_are_explained() -> None:
    """A wide nudge takes samples across the kink of ReLU, and the note says how many."""
    moment = moment_of({"data": "iris", "hidden": (5,), "activation": "relu", "batch_size": 15})
    proof = why_scene("gradient.0.2.1", moment, epsilon=1.0).proof

    assert proof is not None
    assert "across a kink" in proof.note


def test_the_effect_is_that_of_the_step() -> None:
    """Old − what the optimizer makes of the gradient = new."""
    moment = moment_of(RECIPES[1])
    step = moment.subject.step
    effect = why_scene("gradient.1.2.1", moment).effect

    assert effect is not None
    assert effect.old - effect.update == pytest.approx(effect.new, rel=1e-15)
    assert effect.new == step.after.weights[1][2, 1]
    assert " − " in effect.line


def test_the_effect_names_the_rate_and_the_gradient() -> None:
    """So that a reader sees why the weight changed, not only by how much."""
    moment = moment_of(RECIPES[0])
    effect = why_scene("weight.1.2.1", moment, digits=4).effect
    step = moment.subject.step

    assert effect is not None
    old, rate, gradient, new = map(read, re.findall(r"[−+]?[0-9.]+", effect.line.replace(" − ", " ")))
    assert rate == step.learning_rate
    assert gradient == pytest.approx(step.gradients.layers[1].weight[2, 1], rel=1e-4)
    assert old - rate * gradient == pytest.approx(new, abs=5e-5)


@pytest.mark.parametrize("name", ["weight.1.2.1", "bias.0.1"])
def test_no_number_is_made_of_itself(name: str) -> None:
    """Once the update is on screen a weight is the old one less the update, each under a name of its own."""
    moment = replace(moment_of(RECIPES[0]), updated=True)
    why = why_scene(name, moment)
    letter = name[0]

    assert why.formula.startswith(f"{letter}' = ")
    assert [one.name for one in why.operands] == [
        f"old.{name}",
        f"update{'.bias' * (letter == 'b')}.{name.partition('.')[2]}",
    ]
    assert why.operands[0].value == why_scene(f"old.{name}", moment).value != why.value


def test_what_can_only_be_positive_bears_no_sign() -> None:
    """A loss and a probability stand as on the stage."""
    moment = moment_of(RECIPES[0])

    assert why_scene("loss.batch", moment).text == words.number(moment.subject.step.loss)
    assert not why_scene("probability.0", moment).text.startswith("+")


@pytest.mark.parametrize("epsilon", [0.0, np.nan, 2.0])
def test_a_nudge_has_a_range(epsilon: float) -> None:
    """From 1e-12 to 1."""
    with pytest.raises(ArgumentError, match=r"epsilon must be in \[1e-12, 1\]"):
        why_scene("gradient.1.2.1", moment_of(RECIPES[0]), epsilon=epsilon)
