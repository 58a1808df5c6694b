"""Every element that carries a number or a letter has its words, in the line below the network."""

import pytest

from learnscope.starting_points import STARTING_POINTS
from tests.browser.test_access import look, violations

STARTS = [point.title for point in STARTING_POINTS.values()]

# What is drawn with a text of its own, or is pressed, and is neither a number's nor has a word or a title.
WORDLESS = r"""() => {
    const own = '[data-key], [data-field], [data-word], [title], .neurons g, .wires, label:has([data-field])';
    const beside = '.above > span, .below > span, .own, .label, .target, .error, .row, dl > div, .slider';
    const sentences = '.meaning, .remarks, .notice';
    return [...document.querySelectorAll('.page *')]
        .filter((one) => !one.closest('[popover], .sr-only, .print-only, option, title, .welcome'))
        .filter((one) => one.matches('button, select, input, .stop, .neurons circle.body, .wires path')
            || [...one.childNodes].some((node) => node.nodeType === 3 && /[\p{L}\p{N}]/u.test(node.data)))
        .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
        .filter((one) => !one.closest(own) && !one.closest(beside)?.querySelector('[data-key]')
            && !one.closest(sentences))
        .map((one) => `${one.localName}.${one.className} ${(one.innerText ?? '').slice(0, 40)}`);
}"""
# Point at each mark of a kind in turn; what is told, and the number it shows.
TELL = """async (selector) => {
    const line = () => document.querySelector('.meaning');
    const told = [];
    for (const one of document.querySelectorAll(selector)) {
        if (!one.checkVisibility()) continue;
        const before = line();
        const said = before?.innerText;
        one.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
        for (let k = 0; k < 50 && (line() === null || line().innerText === said); k++)
            await new Promise((done) => setTimeout(done, 10));
        told.push([one.dataset.word ?? '', Number(one.dataset.value), line()?.innerText ?? '']);
    }
    return told;
}"""


@pytest.mark.parametrize("start", STARTS)
def test_every_mark_has_its_words(open_page, start):
    """At every starting point, in every phase: a name, a word, or a title of its own."""
    sheet = open_page(start=start)
    sheet.scrub(0)
    for phase in range(sheet.phases + 1):
        sheet.rests_at(phase)
        assert sheet.page.evaluate(WORDLESS) == []
        if phase < sheet.phases:
            sheet.key(".")


def test_words_are_told_with_the_number_of_this_moment(open_page):
    """After seven steps more, the sentence of a step is of seven more."""
    sheet = open_page()
    said = {word: text for word, _, text in sheet.page.evaluate(TELL, "[data-word]")}
    assert said["step"] == (
        "step lesson → Forward, backward and one update, with one batch. Now: steps made 0."
    )
    assert "Now: batch size 15." in said["batch"]
    assert "Now: learning rate" not in said["step"]

    sheet.key("e")
    sheet.shows("playhead", 7)
    sheet.page.get_by_role("button", name="Play training").wait_for()
    (told,) = sheet.page.evaluate(TELL, ".time [data-word=step]")
    assert told[2].endswith("Now: steps made 7.")


def test_numbers_without_a_name_are_told_with_what_they_are(open_page):
    """Two of one kind with different values have different sentences, in which their own digits are."""
    sheet = open_page()
    sheet.key("e")
    sheet.shows("playhead", 7)
    told = sheet.page.evaluate(TELL, ".legend [data-value], .experiment select")
    assert len(told) >= 4
    texts = [text for _, _, text in told]
    assert len(set(texts)) == len(texts)
    for _, value, text in told:
        if value == value:
            assert f"{value:.4f}" in text


def test_a_told_word_opens_its_entry(open_page):
    """By a click in the line, by g, and from one entry to the next; its number is the scene's."""
    sheet = open_page()
    sheet.page.locator(".bar .batch").hover()
    link = sheet.page.locator(".meaning").get_by_role("link", name="batch", exact=True)
    link.wait_for()
    link.click()
    words = sheet.page.get_by_role("dialog", name="Words", exact=True)
    entry = words.locator("[data-entry=batch]")
    assert entry.locator("[data-value]").get_attribute("data-value") == "15"

    entry.get_by_role("button", name="step", exact=True).click()
    assert words.locator(".open").get_attribute("data-entry") == "step"
    words.get_by_label("Find a word").fill("regularis")
    assert words.locator("[data-entry]").evaluate_all("(all) => all.map((one) => one.dataset.entry)") == [
        "penalty"
    ]
    sheet.page.keyboard.press("Escape")
    sheet.page.locator('[data-key="weight.0.0.0"]').hover()
    sheet.page.locator('.meaning[data-about="weight.0.0.0"]').wait_for()
    sheet.key("g")
    entry = words.locator("[data-entry=weight]")
    shown = float(entry.locator("[data-value]").get_attribute("data-value") or "nan")
    assert shown == sheet.value("weight.0.0.0")


def test_an_address_opens_a_word(open_page, server):
    """What follows # is a word of the glossary."""
    sheet = open_page(server.address + "#epoch")
    entry = sheet.page.locator(".dock [data-entry=epoch].open")
    entry.wait_for()
    assert "Now: steps made" in entry.inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_axe_finds_no_violation_among_the_words(open_page, theme, size):
    """With an entry open, its number, and a word told in the line."""
    sheet = open_page()
    sheet.page.set_viewport_size({"width": size[0], "height": size[1]})
    look(sheet, theme)
    sheet.key("g")
    words = sheet.page.get_by_role("dialog", name="Words", exact=True)
    words.get_by_role("link", name="gradient", exact=True).click()
    words.locator(".open [data-value]").wait_for()

    assert violations(sheet.page) == []
