"""The gallery: every scene at every size, and one of them in every colour and phase, looked over by geometry.

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

from tests.browser.geometry import faults

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / ".gallery" / "pictures"
SIZES = [(1440, 900), (1024, 768), (390, 844)]
SCENES = [
    "1-1", "logic", "original", "iris", "iris-trained", "two-layers", "moons", "four-layers", "features",
    "values", "labels", "dropout", "digits", "large", "edited", "broken",
]  # fmt: skip
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


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_is_whole_at_every_size(gallery: str, page: Page, scene: str) -> None:
    """After the backward pass, when the most is on screen: nothing cut, covered, outside or too small."""
    found = [
        fault
        for size in SIZES
        for fault in show(page, f"{gallery}?scene={scene}", size, f"{scene}-{size[0]}")
    ]

    assert found == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", SIZES)
def test_every_look_is_whole(gallery: str, page: Page, look: str, size: tuple[int, int]) -> None:
    """Every colour, and the projector's size."""
    found = show(page, f"{gallery}?scene=iris{LOOKS[look]}", size, f"iris-{look}-{size[0]}")

    assert found == []


@pytest.mark.parametrize("phase", [0, 0.6, 1, 1.5, 2, 3.4, 4, 4.5, 5.7, 6, 6.2, 7])
def test_every_phase_is_whole(gallery: str, page: Page, phase: float) -> None:
    """At rest and on the way."""
    found = show(page, f"{gallery}?scene=two-layers&phase={phase}", SIZES[0], f"two-layers-at-{phase}")

    assert found == []
