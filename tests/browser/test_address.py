"""An address may say what to begin with."""

from playwright.sync_api import expect


def test_an_address_opens_what_it_says(open_page, server):
    """Once: opened again, the sitting stands where it was left."""
    page = open_page(f"{server.address}&data=circle&hidden=4").page
    header = page.locator("header")
    expect(header.get_by_text("2–4–2", exact=True)).to_be_visible()
    assert "data=" not in page.url
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(header.get_by_text("4–5–3", exact=True)).to_be_visible()
    page.reload()
    expect(header.get_by_text("4–5–3", exact=True)).to_be_visible()


def test_an_address_that_means_nothing_says_why_and_what_is_possible(open_page, server):
    """Until it is read; the page stands at its usual beginning."""
    page = open_page(f"{server.address}&data=cirle").page
    notice = page.locator(".notice")
    expect(notice).to_contain_text("unknown data set 'cirle'; did you mean 'circle'?")
    expect(page.locator("header").get_by_text("4–5–3", exact=True)).to_be_visible()
    notice.get_by_role("button", name="Close").click()
    expect(notice).to_have_count(0)


def test_a_link_to_a_sitting_that_was_dropped_says_so_in_any_browser(open_page, server):
    """A fresh one begins there; opened once more, it is the sitting of that address."""
    page = open_page(server.address.replace("/?", f"/s/{'x' * 12}/?")).page
    notice = page.locator(".notice")
    expect(notice).to_contain_text("What stood at this address is no longer kept")
    page.reload()
    expect(page.locator("[data-revision]").first).to_be_attached()
    expect(notice).to_have_count(0)
    assert page.context.cookies() == [one for one in page.context.cookies() if "gone" not in one["name"]]
