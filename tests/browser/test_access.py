"""The page for everyone: axe finds nothing in any look, keys do all, tables and sentences say all."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import Sheet

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
LOOKS = {
    "light": {},
    "dark": {"theme": "dark"},
    "high": {"contrast": "high"},
    "high, dark": {"theme": "dark", "contrast": "high"},
    "projector": {"projector": "on"},
}


def look(sheet: Sheet, name: str) -> None:
    """Choose how the page is drawn, as the browser remembers it."""
    for key, value in LOOKS[name].items():
        sheet.page.evaluate(
            "([key, value]) => localStorage.setItem(key, value)", [f"learnscope.{key}", value]
        )
    sheet.page.reload()
    sheet.ready()


def violations(page: Page, *, rules: str = RULES) -> list[tuple[str, str, list[str]]]:
    """What axe finds."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[tuple[str, str, list[str]]] = page.evaluate(
        f"""async () => {{
        const {{ violations }} = await axe.run({{ runOnly: {rules}, resultTypes: ['violations'] }});
        const html = (node) => node.html.slice(0, 120);
        return violations.map(({{ id, help, nodes }}) => [id, help, nodes.slice(0, 3).map(html)]);
    }}"""
    )
    return found


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (390, 844)])
def test_axe_finds_no_violation(open_page, theme, size):
    """WCAG 2.2 A and AA, at rest after the backward pass, when the most is on screen."""
    sheet = open_page()
    sheet.page.set_viewport_size({"width": size[0], "height": size[1]})
    look(sheet, theme)
    sheet.play("Backprop")

    assert violations(sheet.page) == []


@pytest.mark.parametrize("theme", ["high", "high, dark"])
def test_high_contrast_is_that_of_the_highest_level(open_page, theme):
    """WCAG 2.2 AAA: 7:1 for text."""
    sheet = open_page()
    look(sheet, theme)
    sheet.play("Backprop")

    assert violations(sheet.page, rules="{ type: 'rule', values: ['color-contrast-enhanced'] }") == []


@pytest.mark.moving
@pytest.mark.parametrize("theme", LOOKS)
def test_axe_finds_no_violation_on_the_way(open_page, theme):
    """In the middle of phases, forward, back and update; only numbers that just leave or come are paler."""
    sheet = open_page()
    look(sheet, theme)
    for position in (1.5, 4.4, 6.1, 6.95):
        sheet.scrub(position)

        assert violations(sheet.page) == []


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_with_panels_open(open_page, theme, size):
    """The experiment with all its groups, the look, the keys, the tables."""
    sheet = open_page()
    sheet.page.set_viewport_size({"width": size[0], "height": size[1]})
    look(sheet, theme)
    if size[0] < 1000:
        sheet.press("Experiment")
    sheet.page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert violations(sheet.page) == []

    sheet.page.keyboard.press("Escape")
    sheet.press("Share & view")
    assert violations(sheet.page) == []

    sheet.page.keyboard.press("Escape")
    sheet.page.locator("h1").click()
    sheet.page.keyboard.press("?")
    expect(sheet.page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert violations(sheet.page) == []

    sheet.press("Close")
    sheet.page.keyboard.press("t")
    expect(sheet.page.get_by_role("region", name="Network as tables")).to_be_visible()
    assert violations(sheet.page) == []


def test_a_whole_step_is_done_by_keyboard_alone(open_page):
    """Into the network, to a wire, another weight, out again; forward, backward, update, undo."""
    sheet = open_page()
    keyboard = sheet.page.keyboard
    walker = sheet.page.get_by_role("application")
    for _ in range(120):
        keyboard.press("Tab")
        if walker.evaluate("(one) => one === document.activeElement"):
            break
    expect(walker).to_be_focused()
    for key in ("ArrowRight", "ArrowDown", "w", "ArrowDown", "Enter"):
        keyboard.press(key)
    expect(sheet.field("weight.1.1.1")).to_be_focused()
    keyboard.type("0.5")
    keyboard.press("Enter")
    sheet.shows("weight.1.1.1", 0.5)
    keyboard.press("Escape")
    expect(walker).to_be_focused()

    keyboard.press("s")
    sheet.rests_at(sheet.phases)
    assert sheet.value("weight.1.1.1") != 0.5
    keyboard.press("Tab")
    expect(walker).not_to_be_focused()
    keyboard.press("Control+z")
    keyboard.press("Control+z")
    sheet.page.wait_for_function(
        "() => Number(document.querySelector(`[data-key='weight.1.1.1']`)?.dataset.value) !== 0.5"
    )


def test_the_network_is_one_tab_stop(open_page):
    """None of its numbers is a stop of its own; what is stepped on says what it is."""
    sheet = open_page()
    fields = sheet.page.locator(".stage input")
    assert fields.count() > 40
    assert set(fields.evaluate_all("(all) => all.map((one) => one.tabIndex)")) == {-1}

    sheet.page.get_by_role("application").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        sheet.page.keyboard.press(key)
    bias = sheet.text_of("bias.1.1")
    expect(sheet.page.locator("p[role=status].sr-only").first).to_contain_text(
        f"outputs, neuron 2 versicolor: identity, z {sheet.text('value.2.1').strip()}"
    )
    expect(sheet.page.locator("p[role=status].sr-only").first).to_contain_text(f"bias {bias}")


def test_the_tables_hold_the_numbers_of_the_stage(open_page):
    """At every phase, what is on the stage is in the tables, to the last bit, and can be changed there."""
    sheet = open_page()
    sheet.page.keyboard.press("Home")
    for _ in range(sheet.phases):
        drawn = sheet.numbers()
        sheet.page.keyboard.press("t")
        expect(sheet.page.get_by_role("region", name="Network as tables")).to_be_visible()
        tabled = sheet.numbers()
        names = ("weight", "bias", "gradient", "value", "delta", "input", "target", "error")
        wanted = {key: one.value for key, one in drawn.items() if key.split(".")[0] in names}
        assert {key: tabled[key].value for key in wanted} == wanted
        sheet.page.keyboard.press("t")
        sheet.ready()
        before = sheet.position
        sheet.page.keyboard.press(".")
        sheet.rests_at(before + 1)

    sheet.page.keyboard.press("t")
    sheet.type_into("weight.0.0.0", "0.125")
    sheet.shows("weight.0.0.0", 0.125)


def test_where_no_movement_is_wanted_nothing_moves(open_page):
    """A step is a row of cuts: positions are whole phases, no animation or transition runs."""
    sheet = open_page()
    sheet.page.emulate_media(reduced_motion="reduce")
    seen = sheet.page.evaluate(
        """() => new Promise((done) => {
        const seen = new Set();
        const strip = document.querySelector('[data-position]');
        let running = 0;
        const look = () => {
            seen.add(Number(strip.dataset.position));
            running += document.getAnimations().filter((one) => one.playState === 'running').length;
            if (Number(strip.dataset.position) === Number(strip.getAttribute('aria-valuemax')))
                done([[...seen], running]);
            else requestAnimationFrame(look);
        };
        [...document.querySelectorAll('button')].find((one) => one.innerText === 'Step').click();
        requestAnimationFrame(look);
    })"""
    )

    positions, running = seen
    assert all(position == int(position) for position in positions)
    assert len(positions) >= 4
    assert running == 0


def test_the_reader_chooses_how_the_page_is_drawn(open_page):
    """Colours, contrast, size, patterns, decimals and comma hold at once, and after a reload."""
    sheet = open_page()
    page = sheet.page
    sheet.press("Share & view")
    page.get_by_label("dark").check()
    page.get_by_label("high").check()
    page.get_by_label("projector").check()
    page.get_by_label("decimal comma").check()
    page.get_by_label("decimals").select_option("2")
    for _ in range(2):
        root = page.locator("html")
        expect(root).to_have_attribute("data-theme", "dark")
        expect(root).to_have_attribute("data-contrast", "more")
        expect(page.get_by_role("button", name="Experiment", exact=True)).to_be_visible()
        assert page.evaluate("getComputedStyle(document.documentElement).zoom") == "1.4"
        assert re.fullmatch(r"[+−\s]?\d+,\d\d", sheet.text_of("weight.0.0.0"))
        assert page.locator(".wires.patterns").count() == 1
        page.reload()
        sheet.ready()


def test_the_system_is_followed_until_the_reader_chooses(open_page):
    """Dark and more contrast where the system asks for them."""
    sheet = open_page()
    root = sheet.page.locator("html")
    expect(root).to_have_attribute("data-contrast", "normal")
    sheet.page.emulate_media(color_scheme="dark", contrast="more")
    expect(root).to_have_attribute("data-theme", "dark")
    expect(root).to_have_attribute("data-contrast", "more")
    # where it sets all colours itself, numbers have no halo, which would be ink upon ink
    sheet.page.emulate_media(forced_colors="active")
    number = sheet.page.locator(".stage input[data-key^='weight.']").first
    assert number.evaluate("one => getComputedStyle(one).webkitTextStrokeWidth") == "0px"


def test_paper_gets_the_figure_alone(open_page):
    """Without panels and buttons, on white, with a caption that says what it shows."""
    sheet = open_page()
    look(sheet, "dark")
    sheet.play("Forward")
    sheet.page.emulate_media(media="print")

    expect(sheet.page.locator("p.print-only")).to_have_text(
        "Iris · 4–5–3 · tanh, softmax · cross-entropy · step 0 · flower 77 · loss"
    )
    for hidden in ("header", "aside", ".bar"):
        expect(sheet.page.locator(f".page > {hidden}, main > {hidden}").first).to_be_hidden()
    assert sheet.page.locator("button:visible").count() == 0
    assert sheet.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert sheet.page.locator(".stage .picture").is_visible()


def test_paper_is_used_to_its_width(open_page):
    """Whatever stands beside the drawing on the screen, which paper does not get."""
    sheet = open_page()
    sheet.press("What if…")
    expect(sheet.page.get_by_role("dialog", name="What if…")).to_be_visible()
    sheet.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    sheet.page.emulate_media(media="print")

    expect(sheet.page.get_by_role("dialog", name="What if…")).to_be_hidden()
    box = sheet.page.locator(".floor").bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(1000, abs=2) or box["height"] == pytest.approx(600, abs=2)


@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (820, 1180)])
@pytest.mark.parametrize("start", ["Iris 4-5-3", "The 2015 original"])
def test_no_text_of_the_stage_covers_another(open_page, start, size):
    """After the backward pass, when the most is on screen, no two texts overlap."""
    sheet = open_page(start=start)
    sheet.page.set_viewport_size({"width": size[0], "height": size[1]})
    sheet.play("Backprop")
    covered = sheet.page.evaluate(
        """() => {
        const texts = '.stage [data-key], .stage .name, .stage .unit, .stage .head';
        const boxes = [...document.querySelectorAll(texts)]
            .filter((one) => one.tagName !== 'circle')
            .map((one) => {
                const { left, right, top, bottom } = one.getBoundingClientRect();
                const air = one.tagName === 'INPUT' ? 4 : 0; // fields are taller than their text, for fingers
                return { one, box: { left, right, top: top + air, bottom: bottom - air } };
            });
        const found = [];
        boxes.forEach((a, k) => boxes.slice(k + 1).forEach((b) => {
            const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
            const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
            if (width > 1 && height > 2 && !a.one.contains(b.one) && !b.one.contains(a.one))
                found.push([a, b].map(({ one }) => one.dataset.key ?? one.innerText).concat(width, height));
        }));
        return found;
    }"""
    )

    assert covered == []


def test_every_mark_says_what_it_is(open_page):
    """On hover every number, neuron and button has its words; fields and buttons have a name for machines."""
    sheet = open_page()
    sheet.play("Backprop")
    silent = sheet.page.evaluate(
        """() => {
        const shown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        const told = (one) => one.closest('[title]') !== null || one.querySelector('title') !== null
            || one.closest('g:has(> title)') !== null;
        const numbers = [...document.querySelectorAll(':is([data-key], [data-field])[data-value]')]
            .filter((one) => shown(one) && one.localName !== 'circle' && !told(one))
            .map((one) => one.dataset.key ?? one.dataset.field);
        const neurons = [...document.querySelectorAll('.neurons > g')].filter((one) => !told(one)).length;
        const nameless = [...document.querySelectorAll('button, select, input')].filter((one) =>
            shown(one) && !(one.getAttribute('aria-label') ?? one.innerText?.trim()) && !one.labels?.length);
        return [numbers, neurons, nameless.map((one) => one.outerHTML.slice(0, 120))];
    }"""
    )

    assert silent == [[], 0, []]
