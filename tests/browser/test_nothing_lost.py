"""Intents that come faster than their answers: none is lost, whatever the way to the server."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.reading import Sheet
from tests.browser.slow import SlowWay

OTHERS = "somebody changed this in another window; look again and repeat it"
LATENCIES = [0, 50, 300, 1000]  # ms
BIASES = {f"bias.0.{index}": value for index, value in enumerate((0.4, 0.5, 0.6, 0.7, 0.8))}


@pytest.fixture
def way(server) -> Iterator[SlowWay]:
    """The way to the server."""
    with SlowWay(server.port) as way:
        yield way


@pytest.fixture
def open_far(way, server, open_page) -> Callable[..., Sheet]:
    """Opens pages at the end of that way, which is quick until they are open."""

    def open_one(address: str = "") -> Sheet:
        latency, way.latency = way.latency, 0.0
        sheet = open_page(address or server.address.replace(str(server.port), str(way.port)))
        way.latency = latency
        return sheet

    return open_one


def bias_keys(sheet: Sheet) -> list[str]:
    """The fields of the hidden biases."""
    fields = "[...document.querySelectorAll('main input[data-key^=\"bias.\"]')]"
    keys: list[str] = sheet.page.evaluate(f"() => {fields}.map((one) => one.dataset.key)")
    return sorted(keys)[:5]


@pytest.mark.parametrize("latency", LATENCIES)
def test_numbers_typed_one_after_another_are_all_set(way, open_far, latency):
    """Five biases, Enter after each, without a pause."""
    sheet = open_far()
    way.latency = latency / 2000
    keys = bias_keys(sheet)
    for key, value in zip(keys, BIASES.values(), strict=True):
        sheet.type_into(key, str(value))

    for key, value in zip(keys, BIASES.values(), strict=True):
        sheet.shows(key, value)
    expect(sheet.page.locator(".notice")).to_have_count(0)


@pytest.mark.parametrize("latency", LATENCIES)
def test_arrow_keys_and_undo_count_every_press(way, open_far, latency):
    """Twelve presses are twelve steps; Control and z takes back one each."""
    sheet = open_far()
    key = bias_keys(sheet)[0]
    sheet.type_into(key, "0.5")
    sheet.shows(key, 0.5)
    way.latency = latency / 2000
    for _ in range(12):
        sheet.page.keyboard.press("ArrowUp")
    sheet.shows(key, 1.7)
    sheet.page.keyboard.press("Escape")
    sheet.page.keyboard.down("Control")
    for _ in range(5):
        sheet.page.keyboard.down("z")  # as a held key repeats
    sheet.page.keyboard.up("z")
    sheet.page.keyboard.up("Control")

    sheet.shows(key, 1.2)
    expect(sheet.page.locator(".notice")).to_have_count(0)


@pytest.mark.parametrize("latency", LATENCIES)
def test_neurons_are_added_and_removed_as_often_as_pressed(way, open_far, latency):
    """Five more, two fewer, three by their key: each press counts, whichever network is on screen by then."""
    sheet = open_far()
    way.latency = latency / 2000
    page = sheet.page
    page.get_by_role("group", name="hidden 1").hover()
    for _ in range(5):
        page.get_by_role("button", name="Add a neuron to hidden 1").click(no_wait_after=True)
    for _ in range(2):
        page.get_by_role("button", name="Remove the last neuron of hidden 1").click(no_wait_after=True)
    expect(page.locator("header").get_by_text("4–8–3", exact=True)).to_be_visible()
    page.get_by_role("application", name="Network").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    for _ in range(3):
        page.keyboard.press("Delete")

    expect(page.locator("header").get_by_text("4–5–3", exact=True)).to_be_visible()
    expect(page.locator(".notice")).to_have_count(0)


@pytest.mark.parametrize("latency", [0, 300])
def test_a_held_key_makes_every_step(way, open_far, latency):
    """Twelve presses at the end of the run are twelve steps of training."""
    sheet = open_far()
    way.latency = latency / 2000
    sheet.page.locator("body").focus()
    for _ in range(12):
        sheet.page.keyboard.down("]")
    sheet.page.keyboard.up("]")

    sheet.shows("updates", 12)


@pytest.mark.parametrize("latency", LATENCIES)
def test_two_windows_are_told_of_each_other(way, open_far, latency):
    """Who has not seen what the other changed is told so, until that is read; the numbers are one."""
    one = open_far()
    other = open_far(one.page.url)
    key, second = bias_keys(one)[:2]
    way.latency = latency / 2000
    one.type_into(key, "0.25")
    other.type_into(second, "0.75")
    one.shows(key, 0.25)
    other.shows(key, 0.25)
    notice = other.page.locator(".notice")
    # what is typed after the other's change was seen is set, what was typed before is refused in words
    other.page.wait_for_function(
        "([key]) => Number(document.querySelector(`[data-key='${key}']`).dataset.value) === 0.75"
        " || document.querySelector('.notice')",
        arg=[second],
    )
    if notice.count():
        expect(notice).to_contain_text(OTHERS)
        other.type_into(second, "0.75")
        other.shows(second, 0.75)
        expect(notice).to_contain_text(OTHERS)
        notice.get_by_role("button", name="Close").click()
        expect(notice).to_have_count(0)
    one.shows(second, 0.75)


def test_a_connection_that_breaks_loses_nothing(way, open_far):
    """What was under way is sent again, and each change made once."""
    sheet = open_far()
    key = bias_keys(sheet)[0]
    sheet.type_into(key, "0.5")
    sheet.shows(key, 0.5)
    way.latency = 0.15
    for press in range(12):
        sheet.page.keyboard.press("ArrowUp")
        if press in (3, 7):
            way.cut()
            expect(sheet.page.get_by_text("cannot be reached")).to_be_visible()
            expect(sheet.page.get_by_text("cannot be reached")).to_be_hidden()

    sheet.shows(key, 1.7)
    expect(sheet.page.locator(".notice")).to_have_count(0)
    sheet.page.keyboard.press("Escape")
    sheet.page.keyboard.press("Control+z")
    sheet.shows(key, 1.6)
