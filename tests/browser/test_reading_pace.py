"""Reading pace, the default: each phase plays and waits for ever; Enter goes on, never too far."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, returning

HOUR = 3_600_000  # ms


@pytest.fixture
def page(browser: Browser, server: Server):
    context = returning(browser)
    page = context.new_page()
    page.goto(server.address)
    page.wait_for_selector(".stage .picture")
    page.keyboard.press("Home")
    rests_at(page, 0)
    yield page
    context.close()


def rests_at(page: Page, position: int) -> None:
    expect(page.locator("[data-position]")).to_have_attribute("data-position", f"{position}")


def test_it_waits_for_ever(page):
    """An hour later the phase that has been played is still the one on screen, and no step has been made."""
    page.keyboard.press("Enter")
    rests_at(page, 1)
    page.clock.install()
    page.clock.run_for(HOUR)

    rests_at(page, 1)
    expect(page.locator(".sentence")).to_be_visible()


def test_enter_while_something_moves_finishes_the_motion_and_goes_no_further(page):
    """Two presses at once are a phase, played and finished; the next press begins the next."""
    for position in (1, 2, 3):
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        assert page.locator("[data-position]").get_attribute("data-position") == f"{position}"
        expect(page.locator(".sentence")).to_be_visible()
    page.keyboard.press("Enter")
    rests_at(page, 4)


def test_a_whole_step_and_the_beginning_of_the_next_can_be_entered_through(page):
    """At the end of the step one press begins the next step; a second at once does not make two."""
    page.keyboard.press("End")
    rests_at(page, 7)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_function("() => Number(document.querySelector('[data-position]').dataset.position) <= 1")
    rests_at(page, 1)
    page.keyboard.press("End")
    rests_at(page, 7)
    made = page.locator("[data-key=updates]").first

    assert made.get_attribute("data-value") == "2"
