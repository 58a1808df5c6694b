"""The update shows its cause: old, what is taken off, new, recomputed off the page with NumPy."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.browser.conftest import Open
from tests.browser.reading import Floats, Number, Sheet

SERVE = """
import sys
import learnscope as ls
from learnscope.commands.page import open_page
shown = ls.Experiment(
    data="iris", hidden=(5,), activation="tanh", learning_rate=0.1, schedule="constant",
    batch_size=10, seed=3, **{"optimizer": "sgd", "l2": 0.0} | eval(sys.argv[2]),
)
open_page(port=int(sys.argv[1]), host="127.0.0.1", allow_host=(), no_browser=True, shown=shown)
"""
RECIPES: dict[str, dict[str, Any]] = {
    "sgd": {},
    "momentum": {"optimizer": "momentum"},
    "adam": {"optimizer": "adam"},
    "clipped": {"clip_norm": 0.05},
    "l2": {"l2": 0.1},
    "held": {"bias": "fixed"},
}
LAYERS = [(4, 5), (5, 3)]
# What stands at each parameter: all digits of old, gradient, step and new, and the texts.
READ = """() => [...document.querySelectorAll('.stage :is(.label, .below)')].map((one) => {
    const found = {};
    for (const number of one.querySelectorAll('[data-key]')) {
        const [kind, place] = number.dataset.key.split(/\\.(?=\\d)(.*)/);
        found[kind.replace(/\\.?(weight|bias)$/, '') || 'now'] =
            [Number(number.dataset.value), (number.value ?? number.innerText).trim()];
        if (/^(weight|bias)$/.test(kind)) found.name = `${kind}.${place}`;
    }
    return { ...found, about: one.querySelector('.about') !== null };
})"""


@pytest.fixture
def open_recipe(open_page: Open) -> Iterator[Any]:
    """Opens the page of the 4-5-3 network of Iris with these settings."""
    servers: list[subprocess.Popen[str]] = []

    def open_one(recipe: str) -> Sheet:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        command = [sys.executable, "-c", SERVE, str(port), repr(RECIPES[recipe])]
        servers.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)))
        stdout = servers[-1].stdout
        assert stdout is not None
        return open_page(stdout.readline().split()[-1])

    yield open_one
    for server in servers:
        server.terminate()
        server.communicate(timeout=10)


def read(text: str) -> float:
    return float(text.replace("−", "-").replace(",", "."))


def half_a_digit(text: str) -> float:
    return Number(read(text), text).half_a_digit


def gradients(sheet: Sheet) -> dict[str, float]:
    """The gradient of each parameter, by the parameter's name."""
    return {one["name"]: one["gradient"][0] for one in sheet.page.evaluate(READ) if "gradient" in one}


class Textbook:
    """What each optimizer takes off, from the gradients on the page."""

    def __init__(self, recipe: str) -> None:
        self.recipe, self.t = recipe, 0
        self.v: Floats = np.zeros(43)
        self.s: Floats = np.zeros(43)

    def taken(self, gradient: Floats) -> Floats:
        self.t += 1
        if self.recipe == "momentum":
            self.v = 0.9 * self.v + gradient
            return 0.1 * self.v
        if self.recipe == "adam":
            self.v = 0.9 * self.v + 0.1 * gradient
            self.s = 0.999 * self.s + 0.001 * gradient**2
            above, below = self.v / (1 - 0.9**self.t), self.s / (1 - 0.999**self.t)
            return 0.1 * above / (np.sqrt(below) + 1e-8)
        clip = min(1.0, 0.05 / (np.linalg.norm(gradient) + 1e-6)) if self.recipe == "clipped" else 1.0
        return 0.1 * clip * gradient


@pytest.mark.parametrize("recipe", RECIPES)
def test_old_less_what_is_taken_off_is_new_in_all_digits_and_as_it_is_printed(open_recipe, recipe):
    """Two updates: each number shows old, gradient or step, and new; ≈ where rounding shows."""
    sheet = open_recipe(recipe)
    book = Textbook(recipe)
    for _ in range(2):
        sheet.play("Backprop")
        before = gradients(sheet)
        assert len(before) == 43
        sheet.play("Update")
        rows = {one["name"]: one for one in sheet.page.evaluate(READ)}
        moved = {name: row for name, row in rows.items() if "old" in row}
        held = [name for name in rows if name not in moved]

        assert all(name.startswith("bias") for name in held), held
        assert len(held) == (8 if recipe == "held" else 0)
        taken = dict(zip(before, book.taken(np.array(list(before.values()))), strict=True))
        for name, row in moved.items():
            old, new = row["old"][0], row["now"][0]
            assert new == pytest.approx(old - taken[name], rel=1e-11, abs=1e-14), name
            step = row.get("update")
            assert (step is None) == (recipe not in ("momentum", "adam"))
            if step is None:
                assert row["gradient"][0] == before[name]
            printed = read(row["old"][1])
            if step is not None:
                printed -= read(step[1])
            elif recipe != "clipped":  # whose second factor is spelled out where one points
                printed -= 0.1 * read(row["gradient"][1])
            else:
                continue
            out = abs(printed - read(row["now"][1])) <= half_a_digit(row["now"][1]) * (1 + 1e-9)
            assert out != row["about"], (name, row)
        if recipe == "sgd":
            assert {row["about"] for row in moved.values()} == {True, False}


def test_the_one_pointed_at_spells_out_its_three_numbers(open_recipe):
    """The factors before the gradient, with digits that come out or ≈; in the shadow of a small stage too."""
    sheet = open_recipe("clipped")
    sheet.page.set_viewport_size({"width": 1024, "height": 620})
    sheet.page.reload()  # laid out at that size from the beginning: nothing moves away from the pointer
    sheet.ready()
    sheet.play("Step")
    for name in ("weight.0.2.3", "bias.1.1"):
        place = "label" if name.startswith("weight") else "below"
        field = sheet.page.locator(f'.stage .{place} [data-key="{name}"]')
        if name.startswith("weight"):
            field.hover()
        else:
            sheet.page.mouse.move(0, 0)  # what it rests on would be pointed at again
            sheet.page.evaluate(
                "() => document.querySelectorAll('.neurons .outline')[4 + 5 + 1].parentElement"
                ".dispatchEvent(new PointerEvent('pointerenter'))"
            )
        told = f'.stage .{place}.told:has([data-key="{name}"])'
        row, factors = sheet.page.wait_for_function(
            f"""([told, name]) => {{
                const row = ({READ})().find((one) => one.name === name);
                const factors = document.querySelector(`${{told}} .factors`)?.innerText;
                return row && factors && [row, factors];
            }}""",
            arg=[told, name],
        ).json_value()
        factors = [read(part) for part in factors.split("×") if part.strip()]
        printed = read(row["old"][1]) + factors[0] * factors[1] * read(row["gradient"][1])
        out = abs(printed - read(row["now"][1])) <= half_a_digit(row["now"][1]) * (1 + 1e-9)

        assert factors[0] == -0.1
        assert 0 < factors[1] < 1
        assert out != row["about"]


def test_after_the_update_what_was_computed_before_it_stays_in_grey_until_the_next_forward(open_page):
    """Values, δ and probabilities are those of before; the next step begins without them."""
    sheet = open_page()
    sheet.play("Backprop")
    before = {key: number.value for key, number in sheet.numbers().items()}
    sheet.play("Update")
    after = {key: number.value for key, number in sheet.numbers().items()}
    kept = ("value", "delta", "gradient", "probability", "error")
    colour = "(one) => getComputedStyle(one).color"
    muted = sheet.page.locator(".stage .above i").first.evaluate(colour)

    assert {k: v for k, v in after.items() if k.startswith(kept)} == {
        k: v for k, v in before.items() if k.startswith(kept)
    }
    assert sheet.field("value.1.0").evaluate(colour) == muted
    sheet.press("Step")
    sheet.page.wait_for_function("() => document.querySelector('.stage [data-key=\"delta.1.0\"]') === null")
