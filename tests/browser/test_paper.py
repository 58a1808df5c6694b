"""A lesson on paper: a worksheet shows no answer, its key shows all, and a summary what was said."""

import re

import pytest
from playwright.sync_api import expect

PAGES = re.compile(rb"/Type\s*/Page\b")


@pytest.mark.parametrize("kind", ["Worksheet", "Answer key", "Summary"])
def test_a_page_of_a_lesson_is_printed(open_page, server, kind):
    """On one sheet of paper; afterwards the page is as it was."""
    page = open_page(f"{server.address}#lesson/neuron/1").page
    page.evaluate("window.print = () => { window.printed = true; }")
    page.locator(".lesson").get_by_text("Print", exact=True).click()
    page.get_by_role("button", name=kind, exact=True).click()
    page.wait_for_function("window.printed")
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
