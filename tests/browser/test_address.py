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
