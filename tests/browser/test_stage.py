"""The stage measured: labels free of each other at any shape and zoom, still while values change."""

import itertools
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.browser.reading import Sheet

SERVE = """
import sys
import numpy as np
import learnscope as ls
from learnscope.commands.page import open_page
port, *sizes = map(int, sys.argv[1:])
random = np.random.default_rng(0)
if sizes[0] == 64:
    data = "digits"
else:
    data = ls.from_arrays(random.normal(size=(60, sizes[0])), random.normal(size=(60, sizes[-1])))
shown = ls.Experiment(data=data, hidden=tuple(sizes[1:-1]), seed=7)
open_page(port=port, host="127.0.0.1", allow_host=(), no_browser=True, shown=shown)
"""

# What labels cover: their digits on paper, which is lower than the field a finger needs, and gradients below.
BOXES = """() => {
    const seen = (one) => getComputedStyle(one).visibility !== 'hidden';
    const labels = [...document.querySelectorAll('.stage .label')].filter(seen).map((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        const row = parseFloat(getComputedStyle(one).getPropertyValue('--row'));
        const gradient = one.querySelector('.gradient')?.getBoundingClientRect();
        const middle = (top + bottom) / 2;
        return { key: one.querySelector('input').dataset.key,
            left: Math.min(left, gradient?.left ?? left) + 1,
            right: Math.max(right, gradient?.right ?? right) - 1,
            top: middle - row / 2 + 1, bottom: (gradient?.bottom ?? middle + row / 2) - 1 };
    });
    const neurons = [...document.querySelectorAll('.stage .neurons .outline')].map((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return { key: 'neuron', left, right, top, bottom };
    });
    const texts = [...document.querySelectorAll('.stage .above span[data-key], .stage .below span[data-key]')]
        .map((one) => {
            const { left, right, top, bottom } = one.getBoundingClientRect();
            return { key: one.dataset.key, left, right, top: top + 1, bottom: bottom - 1 };
        });
    const { left, right, top, bottom } = document.querySelector('.stage').getBoundingClientRect();
    return { labels, others: [...neurons, ...texts], stage: { left, right, top, bottom },
        zoom: Number(document.querySelector('.stage .picture').dataset.zoom) };
}"""

# When the zoom has been another than `before`, and the same for six frames.
STILL = """(before) => new Promise((done) => {
    let last = before;
    let same = 0;
    const look = () => {
        const zoom = Number(document.querySelector('.stage .picture').dataset.zoom);
        same = zoom === last && zoom !== before ? same + 1 : 0;
        last = zoom;
        if (same >= 6) done(zoom);
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""

SHAPES = [(4, 5, 3), (4, 6, 6, 3), (8, 8, 8, 8), (2, 8, 8, 2), (1, 1), (64, 32, 10)]
LEAST_SHARE = {(8, 8, 8, 8): 0.6, (2, 8, 8, 2): 0.6, (64, 32, 10): 0.0}  # of labels; of other shapes all


@pytest.fixture
def open_network(open_page: Open) -> Iterator[Callable[..., Sheet]]:
    """Opens the page of a network of given sizes."""
    servers: list[subprocess.Popen[str]] = []

    def open_one(*sizes: int) -> Sheet:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        command = [sys.executable, "-c", SERVE, str(port), *map(str, sizes)]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
        servers.append(server)
        assert server.stdout is not None
        return open_page(server.stdout.readline().split()[-1])

    yield open_one
    for server in servers:
        server.terminate()
        server.communicate(timeout=10)


def overlaps(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The pairs of boxes, one of each list, that share more than half a px both ways."""
    found = []
    for k, a in enumerate(one):
        for b in other[k + 1 :] if one is other else other:
            width = min(a["right"], b["right"]) - max(a["left"], b["left"])
            height = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
            if width > 0.5 and height > 0.5:
                found.append((a["key"], b["key"]))
    return found


def outside(boxes: list[dict[str, Any]], stage: dict[str, float]) -> list[str]:
    """Those that the stage cuts."""
    return [
        box["key"]
        for box in boxes
        if box["left"] < stage["left"]
        or box["right"] > stage["right"]
        or box["top"] < stage["top"]
        or box["bottom"] > stage["bottom"]
    ]


@pytest.mark.parametrize("sizes", SHAPES, ids=lambda sizes: "-".join(map(str, sizes)))
def test_labels_cover_nothing_and_are_as_many_as_promised(open_network, sizes):
    """After the backward pass, when the most is on screen: no overlap, nothing cut, the promised share."""
    sheet = open_network(*sizes)
    sheet.play("Backprop")
    found = sheet.page.evaluate(BOXES)
    wires = sum(below * above for below, above in itertools.pairwise(sizes))

    assert overlaps(found["labels"], found["labels"]) == []
    assert overlaps(found["labels"], found["others"]) == []
    assert outside(found["labels"] + found["others"], found["stage"]) == []
    assert len(found["labels"]) >= LEAST_SHARE.get(sizes, 1.0) * wires
    hidden = wires - len(found["labels"])
    if hidden and sizes != (64, 32, 10):
        assert f"{hidden} of {wires} weights have no room" in sheet.page.locator(".remarks").inner_text()


@pytest.mark.parametrize("sizes", [(4, 6, 6, 3), (8, 8, 8, 8)], ids=lambda sizes: "-".join(map(str, sizes)))
def test_labels_cover_nothing_at_any_zoom(open_network, sizes):
    """Coming nearer by the wheel, label by label more is shown, and none covers another or a neuron."""
    sheet = open_network(*sizes)
    sheet.play("Backprop")
    before, zoom = 0, 1.0
    sheet.page.mouse.move(760, 330)
    for _ in range(9):
        sheet.page.mouse.wheel(0, -160)
        zoom = sheet.page.evaluate(STILL, zoom)
        found = sheet.page.evaluate(BOXES)
        assert overlaps(found["labels"], found["labels"]) == []
        assert overlaps(found["labels"], found["others"]) == []
        assert len(found["labels"]) >= before - 30  # what is pointed at covers others for as long
        before = len(found["labels"])

    assert zoom > 6


def test_pointing_at_a_neuron_shows_all_its_weights(open_network):
    """All 16 of a neuron of 8-8-8-8 have their label and gradient; those they would cover are away."""
    sheet = open_network(8, 8, 8, 8)
    sheet.play("Backprop")
    circle = sheet.page.locator(".stage .neurons .outline").nth(8 + 3).bounding_box()
    assert circle is not None
    sheet.page.mouse.move(circle["x"] + 6, circle["y"] + circle["height"] / 2)
    sheet.page.wait_for_function("document.querySelectorAll('.stage .label.far').length > 0")
    numbers = sheet.numbers()
    found = sheet.page.evaluate(BOXES)

    for other in range(8):
        assert f"gradient.0.{other}.3" in numbers
        assert f"gradient.1.3.{other}" in numbers
    assert overlaps(found["labels"], found["labels"]) == []


def test_no_label_moves_while_values_change(open_page):
    """Through two steps of training, every label stands where it stood."""
    sheet = open_page(start="Iris 4-5-3")
    places = "() => [...document.querySelectorAll('.stage .label')].map((one) => one.style.transform)"
    before = sheet.page.evaluate(places)
    for _ in range(2):
        sheet.play("Step")
        assert sheet.page.evaluate(places) == before


def test_a_position_has_one_picture_whichever_way_one_came(open_page):
    """Scrubbing forward and backward over the timeline gives the same drawing at the same place."""
    sheet = open_page(start="Iris 4-5-3")
    strip = sheet.page.locator("[data-position]").bounding_box()
    assert strip is not None
    # what a drawing is, without the order of attributes or empty comments
    drawing = "() => document.querySelector('.stage .picture').innerHTML.replace(/<!--.*?-->/g, '')"

    def at(share: float) -> str:
        sheet.page.mouse.move(strip["x"] + share * strip["width"], strip["y"] + 8)
        return str(
            sheet.page.evaluate(f"new Promise((done) => requestAnimationFrame(() => done(({drawing})())))")
        )

    shares = [0.02, 0.21, 0.38, 0.5, 0.66, 0.83, 0.97]
    sheet.page.mouse.move(strip["x"] + 1, strip["y"] + 8)
    sheet.page.mouse.down()
    forward = [at(share) for share in shares]
    backward = [at(share) for share in reversed(shares)][::-1]
    sheet.page.mouse.up()

    assert forward == backward


def test_zooming_by_keys_and_back(open_page):
    """+ comes nearer and a map appears; 0 shows the whole again, exactly as it was."""
    sheet = open_page(start="Iris 4-5-3")
    whole = sheet.page.locator(".stage .picture").get_attribute("style")
    for _ in range(3):
        sheet.page.keyboard.press("+")
    sheet.page.wait_for_selector(".stage .map")
    assert sheet.page.evaluate(STILL, 1) == pytest.approx(1.35**3)
    assert sheet.page.locator(".stage .picture").get_attribute("style") != whole
    sheet.page.keyboard.press("0")
    sheet.page.wait_for_selector(".stage .map", state="detached")

    assert sheet.page.locator(".stage .picture").get_attribute("style") == whole


def test_coming_near_to_a_number_shows_all_its_digits(open_page):
    """A double click on a neuron comes near to it; from nearer still, a weight is written with all digits."""
    sheet = open_page(start="Iris 4-5-3")
    sheet.play("Forward")
    circle = sheet.page.locator(".stage .neurons .outline").nth(4 + 2).bounding_box()
    assert circle is not None
    sheet.page.mouse.dblclick(circle["x"] + 8, circle["y"] + circle["height"] / 2)
    sheet.page.wait_for_selector("[data-key='slope.1.2']")
    zoom = sheet.page.evaluate(STILL, 1)
    while zoom < 7.5:
        sheet.page.keyboard.press("+")
        zoom = sheet.page.evaluate(STILL, zoom)
    weight = sheet.numbers()["weight.1.2.1"]

    assert float(weight.text.strip().replace("−", "-")) == weight.value


def test_strongest_paths_light_the_largest_contributions(open_page):
    """The three wires into the winning output with the largest |value × weight|, each with one wire back."""
    sheet = open_page(start="Iris 4-5-3")
    sheet.play("Forward")
    numbers = sheet.numbers()
    sheet.drawing("strongest paths")
    away = sheet.page.locator(".stage .label.off input")
    lit = {key for key in numbers if key.startswith("weight")} - set(
        away.evaluate_all("(all) => all.map((one) => one.dataset.key)")
    )
    winner = max(range(3), key=lambda k: numbers[f"value.2.{k}"].value)
    brought = {
        k: abs(numbers[f"value.1.{k}"].value * numbers[f"weight.1.{k}.{winner}"].value) for k in range(5)
    }
    last = sorted(brought, key=lambda k: brought[k])[-3:]

    expected = {f"weight.1.{k}.{winner}" for k in last}
    for k in last:
        size = {j: abs(numbers[f"value.0.{j}"].value * numbers[f"weight.0.{j}.{k}"].value) for j in range(4)}
        expected.add(f"weight.0.{max(size, key=lambda j: size[j])}.{k}")
    assert lit == expected
