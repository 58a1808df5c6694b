"""A text of the reader's own: its words and likelihoods are what the weights come to."""

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_lessons import turn_to

WIRES = """() => [...document.querySelectorAll('.tables [data-key^="weight.0."]')].map((one) => [
    one.dataset.key.split('.').slice(2).map(Number), Number(one.dataset.value),
    one.closest('tr').querySelector('th').textContent.trim().split(': ').at(-1)])"""
BIASES = """() => [...document.querySelectorAll('.tables [data-key^="bias.0."]')]
    .map((one) => Number(one.dataset.value))"""
LISTED = """() => [...document.querySelectorAll('.dock [data-field^="text.adds."]')]
    .map((one) => [one.childNodes[0].textContent, Number(one.dataset.value)])"""


def likelihoods(page: Page, count: int) -> list[float]:
    """What the network says of the text, all digits."""
    shown = [page.locator(f"[data-field='text.likelihood.{k}']") for k in range(count)]
    return [float(one.get_attribute("data-value") or "nan") for one in shown]


def listed(page: Page) -> list[list[str | float]]:
    """The words that are lit, and what each adds."""
    found: list[list[str | float]] = page.evaluate(LISTED)
    return found


def dock(page: Page) -> Locator:
    """Where the text stands."""
    return page.locator(".dock")


def test_each_word_of_a_text_adds_what_its_weights_say(open_page):
    """Typed words against NumPy, live; then the same text as the inputs of the network."""
    page = open_page().page
    turn_to(page, "words", 4)
    field = dock(page).get_by_role("textbox", name="Text")
    expect(field).not_to_have_value("")
    page.get_by_role("heading", level=2).first.click()
    page.keyboard.press("t")
    expect(page.get_by_role("region", name="Network as tables")).to_be_visible()
    weights: dict[str, dict[int, float]] = {}
    for (_, output), value, word in page.evaluate(WIRES):
        weights.setdefault(word, {})[output] = value
    bias = np.array(page.evaluate(BIASES))
    whole = {word: np.array([found[0], found[1]]) for word, found in weights.items() if len(found) == 2}
    ranked = sorted(whole, key=lambda word: whole[word][0] - whole[word][1])
    words = [ranked[0], ranked[-1], ranked[-2], ranked[-1]]  # one of them twice

    for count in range(1, len(words) + 1):
        typed = words[:count]
        field.fill(" ".join(typed))
        expect(dock(page).locator(".word")).to_have_count(count)
        scores = bias + sum(whole[word] for word in typed)
        expected = [(word, typed.count(word) * (whole[word][0] - whole[word][1])) for word in typed]
        shares = np.exp(scores) / np.exp(scores).sum()

        assert [word for word, _ in listed(page)] == typed
        np.testing.assert_allclose([adds for _, adds in listed(page)], [adds for _, adds in expected])
        np.testing.assert_allclose(likelihoods(page, 2), shares)

    dock(page).get_by_role("button", name="Follow it through the network").click()
    expect(page.get_by_role("main").get_by_text("edited")).to_be_visible()
    said = page.locator("main [data-key='probability.0']").first
    assert float(said.get_attribute("data-value") or "nan") == likelihoods(page, 2)[0]
