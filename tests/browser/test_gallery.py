"""The gallery looked over by geometry: every scene on every screen in every phase, one in every colour.

Pictures of them stay in .gallery/pictures, for people to look at; nothing is decided by them.
"""

import functools
import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import tools.scenes as scenes
from tests.browser.geometry import faults
from tests.sampling import everything

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / ".gallery" / "pictures"
SIZES = [(1440, 900), (1024, 768), (390, 844)]
SCENES = list(scenes.SCENES)
DESKS = [(1440, 900), (1280, 720), (1366, 768), (1920, 1080)]
SCREENS = {
    **{f"{width}x{height}": (width, height, False) for width, height in DESKS},
    **{f"{width}x{height}, projector": (width, height, True) for width, height in DESKS},
    "1024x768": (1024, 768, False),
    "820x1180": (820, 1180, False),
    "390x844": (390, 844, False),
}
LOOKS = {
    "light": "",
    "dark": "&colours=dark",
    "high": "&contrast=high",
    "high-dark": "&contrast=high&colours=dark",
    "projector": "&projector=on",
}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a gallery that was built for these tests."""
    folder = tmp_path_factory.mktemp("gallery")
    subprocess.run([sys.executable, ROOT / "tools" / "gallery.py", "--build", folder], check=True)
    assert json.loads((folder / "scenes" / "index.json").read_text()) == SCENES
    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/gallery.html"
        server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    opened.close()
    assert faults == []


def show(page: Page, address: str, size: tuple[int, int], picture: str) -> list[str]:
    """Open a scene and keep its picture; returns what is wrong with it."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    page.wait_for_selector(".stage .picture")
    page.evaluate("document.fonts.ready")
    page.mouse.move(2, 2)
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{picture}.png")
    return [f"{picture}: {fault}" for fault in faults(page)]


# Goes on to another position of the step and waits until it is drawn.
MOVE = """async (position) => {
    const rail = document.querySelector('[data-position]');
    location.hash = position;
    while (Number(rail.dataset.position) !== position) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
}"""


def positions(page: Page) -> list[float]:
    """All phases at rest and, where all is tried, half-way as well."""
    end = int(page.locator("[data-position]").get_attribute("aria-valuemax") or 0)
    return [k / 2 for k in range(2 * end + 1)] if everything() else [*map(float, range(end)), end - 0.5, end]


def on_screen(page: Page, address: str, screen: str) -> None:
    """A scene at the beginning of its step, on one of the screens."""
    width, height, projector = SCREENS[screen]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}&phase=0{'&projector=on' if projector else ''}")
    page.wait_for_selector(".stage .picture")
    page.evaluate("document.fonts.ready")
    page.mouse.move(2, 2)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scene", SCENES)
def test_every_screen_is_whole_in_every_phase(gallery: str, page: Page, scene: str, screen: str) -> None:
    """Starting points, built-in data, comparisons: nothing cut, covered, outside or too small."""
    on_screen(page, f"{gallery}?scene={scene}", screen)
    found: dict[str, float] = {}
    for position in positions(page):
        page.evaluate(MOVE, position)
        for fault in faults(page):
            found.setdefault(fault, position)

    assert found == {}


# Keys of the numbers that are seen, each whole within what holds it, with how they are written.
SEEN = """() => Object.fromEntries([...document.querySelectorAll('.stage [data-key]')]
    .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .map((one) => [one.dataset.key, one.value ?? one.innerText]))"""


@pytest.mark.parametrize("screen", SCREENS)
def test_the_backward_pass_of_iris_can_be_taught_on_every_screen(
    gallery: str, page: Page, screen: str
) -> None:
    """Every δ and bias gradient, activations with digits, probabilities, targets and errors are on screen."""
    on_screen(page, f"{gallery}?scene=start-iris", screen)
    page.evaluate(MOVE, 6)
    seen: dict[str, str] = page.evaluate(SEEN)
    for tab in ("hidden 1", "outputs") if screen == "390x844" else ():
        page.get_by_role("tab", name=tab, exact=True).click()
        seen |= page.evaluate(SEEN)

    activations = {f"value.1.{k}" for k in range(5)} | {f"value.2.{k}" for k in range(3)}
    errors = {f"delta.1.{k}" for k in range(5)} | {f"delta.2.{k}" for k in range(3)}
    biases = {f"gradient.bias.0.{k}" for k in range(5)} | {f"gradient.bias.1.{k}" for k in range(3)}
    outputs = {f"{name}.{k}" for name in ("probability", "target", "error") for k in range(3)}
    assert activations | errors | biases | outputs <= seen.keys()
    for key in activations | errors | biases:
        assert len(seen[key].partition(".")[2].strip()) >= 2, f"{key}: {seen[key]}"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page under a finger."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def test_the_update_on_a_phone_shows_old_gradient_and_new(gallery: str, phone: Page) -> None:
    """Of each bias and, in an opened neuron, of each weight."""
    phone.goto(f"{gallery}?scene=start-iris&phase=7")
    phone.get_by_role("tab", name="hidden 1", exact=True).click()
    phone.get_by_role("button", name="hidden 2", exact=True).click()
    phone.wait_for_selector("[data-key='weight.0.3.1']")
    seen = phone.evaluate(SEEN)

    for k in range(5):
        assert {f"old.bias.0.{k}", f"gradient.bias.0.{k}", f"bias.0.{k}"} <= seen.keys()
    for k in range(4):
        assert {f"old.weight.0.{k}.1", f"gradient.0.{k}.1", f"weight.0.{k}.1"} <= seen.keys()


SMALL = """() => [...document.querySelectorAll('button, select, summary, a[href]')]
    .filter((one) => one.checkVisibility() && one.closest('[popover]') === null)
    .map((one) => [one.getAttribute('aria-label') ?? one.textContent.trim(), one.getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 43.5 || height < 43.5).map(([name]) => name)"""


def test_buttons_of_a_phone_are_large_enough_for_a_finger(gallery: str, phone: Page) -> None:
    """44 px both ways; numbers in their rows keep 24, which is what WCAG 2.5.8 asks."""
    phone.goto(f"{gallery}?scene=start-iris&phase=6")
    phone.wait_for_selector(".stage .picture")

    assert phone.evaluate(SMALL) == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", SIZES)
def test_every_look_is_whole(gallery: str, page: Page, look: str, size: tuple[int, int]) -> None:
    """Every colour, and the projector's size."""
    found = show(page, f"{gallery}?scene=iris{LOOKS[look]}", size, f"iris-{look}-{size[0]}")

    assert found == []
