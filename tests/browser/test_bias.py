"""Biases that are held or none, as they are drawn: the worked 2-2-2 example in the browser."""

import pytest

START = "Worked example 2-2-2"
PUBLISHED = {  # in the order of the page's names, to the digits they were published with
    "loss.batch": 0.298371108760,
    "new.loss.batch": 0.291027773694,
    "gradient.1.0.0": 0.082167040564,
    "gradient.bias.1.1": -0.038098236517,
}


def values(sheet):
    """Every number on screen by its name."""
    return sheet.page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('[data-key]')]"
        ".map((one) => [one.dataset.key, Number(one.dataset.value)]))"
    )


def test_the_worked_example_shows_its_published_numbers_and_holds_its_biases(open_page):
    """Through the whole step; after the update biases are what they were, and say why."""
    sheet = open_page(start=START)
    sheet.key("Home")
    seen = {}
    for position in range(sheet.phases + 1):
        sheet.rests_at(position)
        seen |= values(sheet)
        if position < sheet.phases:
            sheet.key(".")

    for name, number in PUBLISHED.items():
        assert seen[name] == pytest.approx(number, abs=6e-13), name
    assert [seen[f"bias.{link}.{neuron}"] for link in (0, 1) for neuron in (0, 1)] == [0.35, 0.35, 0.6, 0.6]
    held = sheet.page.locator(".below .held")
    assert held.count() == 4
    assert held.first.get_attribute("title") == "held: no update moves it"
    fields = sheet.page.locator('[data-key="bias.0.0"]')
    assert "held: no update moves it" in (fields.first.get_attribute("aria-label") or "")


def test_a_network_without_biases_draws_none(open_page):
    """Chosen in the panel; the weights stay, and so does everything else that is drawn."""
    sheet = open_page(start=START)
    before = values(sheet)

    sheet.page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    sheet.unfold()
    sheet.field("setting.bias").select_option("none")
    sheet.page.wait_for_function("() => document.querySelector('[data-key^=\"bias.\"]') === null")

    after = values(sheet)
    weights = [name for name in before if name.startswith("weight.")]
    assert len(weights) == 8
    assert {name: after[name] for name in weights} == {name: before[name] for name in weights}
