"""An address may say what to begin with."""

from playwright.sync_api import expect

# each number on the stage, with all its digits
NUMBERS = """() => [...document.querySelectorAll('.stage [data-key]')]
    .map((one) => `${one.dataset.key} ${one.dataset.value}`).sort()"""


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


def test_a_link_opens_exactly_what_was_shown(open_page, server):
    """As told before it is copied; it is a move, which an undo takes back, and it is opened once."""
    page = open_page(server.address).page
    page.get_by_role("button", name="Next batch").click()
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_visible()
    page.get_by_role("button", name="Share & view", exact=True).click()
    section = page.get_by_role("region", name="Link")
    expect(section).to_contain_text("Opens Iris, 4-5-3; step 0; flower ")
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    section.get_by_role("button", name="Copy link").click()
    expect(section.get_by_role("status")).to_contain_text("the link copied")
    shown = page.evaluate(NUMBERS)
    assert len(shown) > 40

    other = open_page(
        f"{server.address}&data=circle&hidden=4#{page.evaluate('copied').partition('#')[2]}"
    ).page
    expect(other.locator("header").get_by_text("4–5–3", exact=True)).to_be_visible()
    other.wait_for_function(f"(shown) => JSON.stringify(({NUMBERS})()) === JSON.stringify(shown)", arg=shown)
    assert "state=" not in other.url


def test_an_address_of_the_playground_opens_its_experiment_and_says_what_differs(open_page, server):
    """Behind #, and pasted; what means nothing is said where it was pasted."""
    page = open_page(f"{server.address}#dataset=spiral&networkShape=4,2&activation=tan").page
    expect(page.locator("header").get_by_text("2–4–2–2", exact=True)).to_be_visible()
    notice = page.locator(".notice")
    expect(notice).to_contain_text(
        "Activation must be one of relu, tanh, sigmoid, linear, got 'tan'; tanh stands"
    )
    expect(notice).to_contain_text("Biases start within ±0.5 as weights do, in place of 0.1.")
    notice.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Share & view", exact=True).click()
    page.get_by_label("Open a link").fill("nonsense")
    page.get_by_label("Open a link").press("Enter")
    expect(page.get_by_role("region", name="Link").get_by_role("alert").last).to_contain_text(
        "A link must hold a state"
    )
    page.get_by_label("Open a link").fill("https://playground.tensorflow.org/#dataset=xor&networkShape=3")
    page.get_by_label("Open a link").press("Enter")
    expect(page.locator("header").get_by_text("2–3–2", exact=True)).to_be_visible()
