"""The token, as a browser keeps it and as a person is asked for it."""

import re

from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Server

DRAWN = "[data-key='weight.0.0.0']"


def bare(server: Server) -> str:
    """The address without its token."""
    return server.address.partition("?")[0]


def test_the_token_leaves_the_address(server: Server, context: BrowserContext) -> None:
    """Nobody who looks on reads it, and a reload needs it no more."""
    page = context.new_page()
    page.goto(server.address)
    page.wait_for_selector(DRAWN)

    assert re.fullmatch(re.escape(bare(server)) + "s/[^/?]+/", page.url)
    page.reload()
    page.wait_for_selector(DRAWN)
    [cookie] = context.cookies()
    assert cookie["name"] == f"learnscope_{server.port}"
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")


def test_who_comes_without_it_is_asked_for_it(server: Server, context: BrowserContext) -> None:
    """A wrong one is refused in words; the whole printed address will do; it leads to what was asked for."""
    page = context.new_page()
    page.goto(bare(server) + "s/abcdefghijkl/")
    expect(page.get_by_role("heading")).to_have_text("Learnscope needs its token")
    field = page.get_by_label("Token")
    expect(field).to_be_focused()
    field.fill("guess")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("That is not the token of this Learnscope.")
    field.fill(server.address)
    page.get_by_role("button", name="Open Learnscope").click()
    page.wait_for_selector(DRAWN)

    assert page.url == bare(server) + "s/abcdefghijkl/"
    page.goto(bare(server))  # the cookie holds for every sitting
    page.wait_for_selector(DRAWN)


def test_a_link_on_another_site_opens_the_page(server: Server, context: BrowserContext) -> None:
    """The cookie is kept back from it at first, and comes when the page itself asks again."""
    page = context.new_page()
    page.goto(server.address)
    page.wait_for_selector(DRAWN)
    page.goto(f"data:text/html,<a href='{bare(server)}'>Learnscope</a>")
    page.get_by_role("link").click()

    page.wait_for_selector(DRAWN)
