"""The first minute: once in a browser, around the network and never over it, with one thing to do."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Server, returning

SCREENS = [(1440, 900), (1280, 720), (390, 844)]
# Neurons whose middle is not theirs to be pointed at, and texts of the greeting that overlap the drawing.
COVERED = """() => {
    const stage = document.querySelector('.stage').getBoundingClientRect();
    const over = [...document.querySelectorAll('.welcome :is(h1, p, li)')].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.bottom > stage.top + 1 && box.top < stage.bottom - 1;
    });
    const hidden = [...document.querySelectorAll('.neurons .outline')].filter((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return document.elementFromPoint((left + right) / 2, (top + bottom) / 2)?.closest('.stage') === null;
    });
    return [over.length, hidden.length];
}"""


@pytest.fixture
def newcomer(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context
    context.close()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".stage .picture")
    return page


@pytest.mark.parametrize("size", SCREENS, ids=str)
def test_a_newcomer_sees_the_network_what_it_is_and_one_thing_to_do(newcomer, server: Server, size):
    """Three things to see, all of the network, and the button inside the window."""
    page = newcomer.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(server.address)
    page.wait_for_selector(".welcome h1")

    expect(page.locator(".welcome h1")).to_have_text("A neural network looks at a flower.")
    expect(page.locator(".welcome li")).to_have_count(3)
    assert page.evaluate(COVERED) == [0, 0]
    button = page.get_by_role("button", name="Take the first lesson").bounding_box()
    assert button is not None
    assert button["y"] + button["height"] <= size[1]
    assert page.locator("header").is_hidden()


def test_a_button_starts_one_step_phase_by_phase_and_it_never_comes_again_unless_asked_for(newcomer, server):
    """The first phase plays and waits; a reload opens the page itself; the list of keys brings it back."""
    page = opened(newcomer, server.address)
    page.wait_for_selector(".welcome h1")
    page.get_by_role("button", name="Watch one step").click()
    place = page.locator("[data-position]")
    expect(place).to_have_attribute("data-position", "1")
    expect(page.locator(".welcome")).to_have_count(0)

    page.reload()
    page.wait_for_selector(".stage .picture")
    expect(page.locator("header")).to_be_visible()
    expect(page.locator(".welcome")).to_have_count(0)
    page.keyboard.press("?")
    page.get_by_role("button", name="First minute").click()
    expect(page.locator(".welcome h1")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".welcome")).to_have_count(0)
    expect(place).to_have_attribute("data-position", "1")


def test_an_address_shows_it_to_everybody(browser, server):
    """With `first` in the address, who has been here sees it too; a way to look around is one key."""
    context = returning(browser)
    page = opened(context, f"{server.address}&first")
    page.wait_for_selector(".welcome h1")
    page.get_by_role("button", name="Just let me explore").click()

    expect(page.locator("header")).to_be_visible()
    context.close()
