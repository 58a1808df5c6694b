"""In Python, too, a number of a run says why it is what it is."""

import pytest

import learnscope as ls
from learnscope.errors import ArgumentError

RECIPE = ls.Experiment(
    data="iris", hidden=[5], optimizer="sgd", learning_rate=0.1, batch_size=15, epochs=6, seed=7
)


def test_a_step_of_a_run_explains_its_numbers() -> None:
    """The value is that of its path, the tree gives it, operands can be asked in turn."""
    run = ls.train(RECIPE, engine="plain")
    step = run.step(38)
    why = step.why("gradient.1.2.0")

    assert why.value == run.step(38).gradients.layers[1].weight[2, 0] == eval(why.path)
    assert why.evaluate() == pytest.approx(why.value, rel=1e-12)
    assert why.why(why.operands[0].name).evaluate() == pytest.approx(why.operands[0].value, rel=1e-12)
    assert "gradient of the weight hidden 3 → setosa" in str(why)
    mean, penalty = r"\frac{\sum_{i=1}^{15} \delta_i\,a_i}{N}", r"\frac{\partial R}{\partial w}"
    assert why.formula == rf"\frac{{\partial L}}{{\partial w}} = {mean} + {penalty}"
    assert why._repr_latex_() == f"${why.formula}$"
    assert step.why("delta.2.1").numbers == step.why("delta.2.1").line.replace("×", r"\times")
    start = run.step(38).why("old.weight.1.2.0")
    assert start._repr_latex_() == f"${start.symbol} = {start.value!r}$"


def test_measures_are_explained_as_they_are_evaluated() -> None:
    """Before the step and after it, each by the path that leads there."""
    run = ls.train(RECIPE, engine="plain")
    step = run.step(38)
    for name in ("train.loss", "test.accuracy", "new.test.accuracy", "validation.confusion.0.0"):
        why = step.why(name)
        assert why.value == pytest.approx(eval(why.path), rel=1e-12)
        assert why.evaluate() == pytest.approx(why.value, rel=1e-12)


def test_it_speaks_of_the_sample_that_is_named() -> None:
    """By default the first of the batch; another must be in it."""
    run = ls.train(RECIPE, engine="plain")
    step = run.step(3)
    other = int(step.samples[4])

    assert step.why("value.1.2").value == step.trace.layers[0].activation[0, 2]
    assert step.why("value.1.2", sample=other).value == step.trace.layers[0].activation[4, 2]
    outside = next(k for k in range(150) if k not in step.samples)
    with pytest.raises(ArgumentError, match="sample must be in the batch of step 3"):
        step.why("value.1.2", sample=outside)
    with pytest.raises(ArgumentError, match=r"did you mean 'gradient\.1\.4\.0'"):
        step.why("gradient.1.9.0")


def test_a_step_is_a_program_and_checks_answers() -> None:
    """The program leaves the new weights behind; an answer is right to its digits, a wrong one is told."""
    step = ls.train(RECIPE, engine="plain").step(3)
    left: dict[str, object] = {}
    exec(step.code(), left)
    right = step.why("delta.2.1", sample=int(step.samples[2])).value

    found = step.check({"delta.2.1": f"{right:.3f}", "value.1.2": "7"}, sample=int(step.samples[2]))

    assert left["new_w1"] == pytest.approx(step.after.weights[0], rel=1e-10)
    assert [(cell.name, cell.state) for cell in found.cells] == [
        ("value.1.2", "wrong"),
        ("delta.2.1", "right"),
    ]
    assert found.first == "value.1.2"
    assert str(found).startswith("1 of 2 are right. The first mistake entered at the value of hidden 3.\n")
