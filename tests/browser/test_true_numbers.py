"""Every number on the page, recomputed with NumPy from the inputs, weights and biases on the page."""

import numpy as np
import pytest

from tests.browser.reading import Floats, Number, Sheet, matrix

ACTIVATIONS = {"Iris 4-5-3": ("tanh", "identity"), "The 2015 original": ("sigmoid", "sigmoid")}
FUNCTIONS = {"tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "identity": lambda z: z}
SLOPES = {
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
    "sigmoid": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
    "identity": np.ones_like,
}


class Recomputed:
    """What two layers of weights make of one sample, straight from the textbook."""

    def __init__(self, x: Floats, target: Floats, numbers: dict[str, Number], names: tuple[str, str]) -> None:
        weights = [matrix(numbers, f"weight.{k}") for k in (0, 1)]
        biases = [matrix(numbers, f"bias.{k}") for k in (0, 1)]
        f, g = (FUNCTIONS[name] for name in names)
        z1 = x @ weights[0] + biases[0]
        a1 = f(z1)
        z2 = a1 @ weights[1] + biases[1]
        a2 = g(z2)
        p = np.exp(a2) / np.exp(a2).sum()
        error = p * target.sum() - target
        d2 = error * SLOPES[names[1]](z2)
        d1 = (weights[1] @ d2) * SLOPES[names[0]](z1)
        self.values = {
            "value.1": a1, "value.2": a2, "probability": p, "error": error, "delta.1": d1, "delta.2": d2,
            "gradient.0": np.outer(x, d1), "gradient.1": np.outer(a1, d2),
            "gradient.bias.0": d1, "gradient.bias.1": d2,
            "loss.sample": np.array(-(target * np.log(p)).sum()),
        }  # fmt: skip

    def agrees(self, numbers: dict[str, Number]) -> set[str]:
        """Check every number on screen, all digits and the digits shown; returns the names found."""
        found = set()
        for key, number in numbers.items():
            name, *index = key.split(".")
            while name not in self.values and index:
                name, index = f"{name}.{index[0]}", index[1:]
            if name not in self.values:
                continue
            true = float(self.values[name][tuple(int(part) for part in index)])
            assert number.value == pytest.approx(true, rel=1e-12, abs=1e-14), key
            assert abs(number.reading - true) <= number.half_a_digit * (1 + 1e-9), key
            found.add(name)
        return found


def inputs(sheet: Sheet, numbers: dict[str, Number]) -> Floats:
    return matrix(numbers, "value.0")


@pytest.mark.parametrize("start", ACTIVATIONS)
def test_every_number_is_right_in_every_phase(open_page, start):
    """At the end of each phase of a step, all that is on screen follows from inputs, weights and biases."""
    sheet = open_page(start=start)
    if start.startswith("Iris"):
        sheet.type_into("setting.batch_size", "1")
        sheet.shows("setting.batch_size", 1)
    sheet.key("Home")
    expected = [
        set(), {"value.1"}, {"value.1", "value.2"},
        {"probability", "error", "loss.sample"}, {"delta.2", "gradient.1", "gradient.bias.1"},
        {"delta.1", "gradient.0", "gradient.bias.0"},
    ]  # fmt: skip
    for phase, new in enumerate(expected, start=1):
        sheet.key(".")
        sheet.rests_at(phase)
        numbers = sheet.numbers()
        recomputed = Recomputed(
            inputs(sheet, numbers), matrix(numbers, "target"), numbers, ACTIVATIONS[start]
        )
        found = recomputed.agrees(numbers)

        assert new <= found
        assert not found & (set().union(*expected[phase:]) - set().union(*expected[:phase]))


@pytest.mark.parametrize("start", ACTIVATIONS)
def test_update_moves_each_parameter_against_its_gradient(open_page, start):
    """Parameters after the update are the old ones minus rate times gradient, to the last bit or two."""
    sheet = open_page(start=start)
    sheet.play("Backprop")
    before = sheet.numbers()
    rate = sheet.value("setting.learning_rate")
    sheet.play("Update")
    after = sheet.numbers()

    for old, gradient in (("weight", "gradient"), ("bias", "gradient.bias")):
        for link in (0, 1):
            moved = matrix(before, f"{old}.{link}") - rate * matrix(before, f"{gradient}.{link}")
            np.testing.assert_allclose(matrix(after, f"{old}.{link}"), moved, rtol=1e-14, atol=1e-16)
    kept = [key for key in before if key.startswith(("delta", "gradient", "value", "probability", "error"))]
    assert {key: after[key].value for key in kept} == {key: before[key].value for key in kept}


@pytest.mark.parametrize("start", ACTIVATIONS)
def test_update_lowers_the_loss_of_its_batch(open_page, start):
    """At learning rate 0.1 the same batch has a lower loss after the update, and the page says both."""
    sheet = open_page(start=start)
    assert sheet.value("setting.learning_rate") == 0.1
    for _ in range(3):
        sheet.play("Update")
        assert sheet.value("new.loss.batch") < sheet.value("loss.batch")
        after = sheet.value("new.loss.batch")
        sheet.play("Forward")
        loss = "loss.batch" if start.startswith("Iris") else "loss.sample"
        assert sheet.value(loss) == pytest.approx(after, rel=1e-12)


def test_gradients_of_a_batch_are_the_mean_of_its_samples(open_page):
    """Collecting δ and values of each sample of the batch off the page gives the gradients on the wires."""
    sheet = open_page(start="Iris 4-5-3")
    sheet.type_into("setting.batch_size", "5")
    sheet.shows("setting.batch_size", 5)
    sheet.key("End")
    sheet.press("One phase back")
    sums: dict[str, Floats] = {}
    for _ in range(5):
        sheet.play("Backprop")
        numbers = sheet.numbers()
        for link in (0, 1):
            delta = matrix(numbers, f"delta.{link + 1}")
            share = np.outer(matrix(numbers, f"value.{link}"), delta)
            sums[f"gradient.{link}"] = sums.get(f"gradient.{link}", 0) + share
            sums[f"gradient.bias.{link}"] = sums.get(f"gradient.bias.{link}", 0) + delta
        sample = sheet.value("sample")
        sheet.press("Next sample, in this batch")
        sheet.page.wait_for_function(
            "(was) => Number(document.querySelector('[data-field=sample]').dataset.value) !== was", arg=sample
        )
    for name, total in sums.items():
        np.testing.assert_allclose(matrix(numbers, name), total / 5, rtol=1e-12, atol=1e-15)


def test_pulses_carry_what_flows_along_their_wires(open_page):
    """Half way through a phase, every pulse holds value times weight, and backward δ times weight."""
    sheet = open_page()
    sheet.key("End")
    sheet.press("One phase back")
    sheet.rests_at(6)
    numbers = sheet.numbers()
    read = """(kind) => Object.fromEntries([...document.querySelectorAll('circle[data-key]')]
        .filter((one) => one.dataset.key.startsWith(`${kind}.`))
        .map((one) => [one.dataset.key, Number(one.dataset.value)]))"""
    for position, name in ((1.4, "product.0"), (2.4, "product.1"), (4.7, "product.back.1")):
        sheet.scrub(position)
        pulses = sheet.page.evaluate(read, name)
        link = int(name[-1])
        side = matrix(numbers, f"delta.{link + 1}")[None, :]
        if "back" not in name:
            side = matrix(numbers, f"value.{link}")[:, None]
        flows = side * matrix(numbers, f"weight.{link}")

        assert len(pulses) == flows.size
        for key, carried in pulses.items():
            i, j = (int(part) for part in key.split(".")[-2:])
            assert carried == pytest.approx(flows[i, j], rel=1e-12)
