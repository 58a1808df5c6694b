"""On paper: a worksheet shows no answer, its key shows all, and the summary of a lesson what was said."""

import re

import pytest
from playwright.sync_api import expect

PAGES = re.compile(rb"/Type\s*/Page\b")


@pytest.mark.parametrize("kind", ["Worksheet", "Answer key", "Summary"])
def test_a_page_of_a_lesson_is_printed(open_page, server, kind):
    """On one sheet of paper; afterwards the page is as it was."""
    page = open_page(f"{server.address}#lesson/neuron/1").page
    page.evaluate("void (window.print = () => { window.printed = true; })")
    page.locator(".lesson").get_by_text("Print", exact=True).click()
    page.get_by_role("button", name=kind, exact=True).click()
    page.wait_for_function("() => window.printed")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    paper = page.locator(".paper")

    expect(paper).to_contain_text("What does the neuron say?")
    shown = page.locator(".stage [data-key='value.1.0'][data-value]")
    if kind == "Worksheet":
        expect(paper).not_to_contain_text("11.4")
        expect(paper).not_to_contain_text("10.8")
        assert page.locator(".paper .rule").count() == 1
        assert "11.4" not in page.locator(".stage").inner_text()
    else:
        expect(paper).to_contain_text("11.4")
    if kind == "Answer key":
        expect(paper).to_contain_text("1 × 0.6 = +0.6")
        expect(shown.first).to_be_visible()
    if kind == "Summary":
        expect(paper).to_contain_text("A neuron you have not seen")
        expect(page.locator(".stage")).to_be_hidden()
    assert len(PAGES.findall(page.pdf(prefer_css_page_size=True))) == 1
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(paper).to_have_count(0)
    expect(shown).to_have_count(0)


def test_a_step_is_printed_as_an_exercise_with_its_key(open_page):
    """The network before anything is worked out, what is given, lines to write on; then what is right."""
    page = open_page().page
    before = page.locator(".bar .sentence").inner_text()
    page.evaluate("void (window.print = () => { window.printed = true; })")
    page.get_by_role("button", name="Share & view", exact=True).click()
    page.get_by_role("button", name="This step as a worksheet").click()
    page.wait_for_function("() => window.printed")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    worksheet, key = page.locator(".paper").all()

    expect(worksheet).to_contain_text("those into the first neuron of each layer are asked for")
    assert worksheet.locator(".blank").count() == key.locator("b").count() == 47
    right = key.locator("b").all_inner_texts()
    given = worksheet.inner_text()
    assert [number for number in right if len(number) > 5 and number in given] == []
    expect(page.locator(".stage [data-key='weight.0.0.0'][data-value]")).to_be_visible()
    expect(page.locator(".stage [data-key='value.1.0'][data-value]")).to_have_count(0)
    assert key.evaluate("(one) => getComputedStyle(one).breakBefore") == "page"
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".paper")).to_have_count(0)
    expect(page.locator(".bar .sentence")).to_have_text(before)
