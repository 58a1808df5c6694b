"""Reading numbers off the page, as a person with a pencil would, and as a machine would."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, expect

Floats = NDArray[np.float64]

READ_ALL = """() => [...document.querySelectorAll('main :is([data-key], [data-field])[data-value]')]
    .filter((one) => one.localName !== 'circle')
    .map((one) => [
        one.dataset.key ?? one.dataset.field, Number(one.dataset.value), one.value ?? one.innerText])"""

STOPS = """() => {
    const rail = document.querySelector('[data-position]').getBoundingClientRect();
    return [...document.querySelectorAll('[data-position] .stop')]
        .map((one) => one.getBoundingClientRect()).map(({ left, right }) => (left + right) / 2 - rail.left);
}"""


@dataclass
class Number:
    """One number on screen: all its digits, and the text that shows it."""

    value: float
    text: str

    @property
    def reading(self) -> float:
        """The number that the text says."""
        word = self.text.split()[-1].replace("−", "-").replace("∞", "inf")
        return float(word)

    @property
    def half_a_digit(self) -> float:
        """Half of the last digit shown."""
        word = self.text.split()[-1]
        mantissa, _, exponent = word.partition("e")
        decimals = len(mantissa.partition(".")[2])
        return 0.5 * 10.0 ** (int(exponent.replace("−", "-") or 0) - decimals)


class Sheet:
    """The page as something to read and to act on."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def ready(self) -> None:
        self.page.wait_for_selector(".stage .picture")

    def numbers(self) -> dict[str, Number]:
        """Every number of the stage that is on screen now, by its key."""
        rows = self.page.evaluate(READ_ALL)
        assert len({key for key, *_ in rows}) == len(rows)
        return {key: Number(value, text) for key, value, text in rows}

    def field(self, key: str) -> Locator:
        """The number of that name or that the page calls so; of those shown twice, the one on the stage."""
        return self.page.locator(f'[data-key="{key}"]:not(.sample *, .dock *), [data-field="{key}"]')

    def value(self, key: str) -> float:
        return float(self.field(key).get_attribute("data-value") or "nan")

    def text(self, key: str) -> str:
        return self.field(key).inner_text()

    def text_of(self, key: str) -> str:
        """What a field or a number shows."""
        text: str = self.field(key).evaluate("(one) => (one.value ?? one.innerText).trim()")
        return text

    @property
    def position(self) -> float:
        return float(self.page.locator("[data-position]").get_attribute("data-position") or "nan")

    @property
    def phases(self) -> int:
        return int(self.page.locator("[data-position]").get_attribute("aria-valuemax") or 0)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def rests_at(self, position: float) -> None:
        expect(self.page.locator("[data-position]")).to_have_attribute("data-position", f"{position:g}")

    def scrub(self, position: float) -> None:
        """Drag the step's position there."""
        rail = self.page.locator("[data-position]").bounding_box()
        assert rail is not None
        stops = [0.0, *self.page.evaluate(STOPS)]
        low = min(int(position), len(stops) - 2)
        x = rail["x"] + stops[low] + (position - low) * (stops[low + 1] - stops[low])
        self.page.mouse.move(rail["x"] + rail["width"] / 2, rail["y"] + 4)
        self.page.mouse.down()
        self.page.mouse.move(x, rail["y"] + 4, steps=3)
        self.page.mouse.up()

    def key(self, name: str) -> None:
        """Press a key of the page, and of no field."""
        self.page.evaluate("document.activeElement.blur()")
        self.page.keyboard.press(name)

    def unfold(self) -> None:
        """Open everything that is folded in the experiment's panel."""
        self.page.evaluate(
            "document.querySelectorAll('.experiment details').forEach((one) => (one.open = true))"
        )

    def drawing(self, name: str) -> None:
        """Press what stands in the menu of the drawing."""
        self.press("Drawing")
        self.press(name)

    def pace(self) -> Locator:
        """What stands beside Play, opened: how fast, and trainings that end by themselves."""
        panel = self.page.get_by_role("dialog", name="Pace")
        if not panel.is_visible():
            self.page.get_by_role("button", name="Pace:").click()
        return panel

    def train(self) -> None:
        """Train as many epochs as stand beside Play."""
        self.pace().get_by_role("button", name="Train", exact=True).click()

    def play(self, name: str) -> None:
        """Press a button of the step and wait until what it plays is over."""
        links = (self.phases - 3) // 2
        self.press(name)
        self.rests_at({"Forward": links + 2, "Backprop": self.phases - 1}.get(name, self.phases))

    def type_into(self, key: str, text: str, *, enter: bool = True) -> None:
        self.field(key).click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        if enter:
            self.page.keyboard.press("Enter")

    def shows(self, key: str, value: float) -> None:
        """Wait until the number is on screen."""
        self.page.wait_for_function(
            "([key, value]) => Number(document.querySelector("
            "`[data-key='${key}'], [data-field='${key}']`)?.dataset.value) === value",
            arg=[key, value],
        )


def matrix(numbers: dict[str, Number], name: str) -> Floats:
    """All numbers called name.i or name.i.j as an array."""
    cells = {
        tuple(int(part) for part in found.group(1).split(".")): number.value
        for key, number in numbers.items()
        if (found := re.fullmatch(re.escape(name) + r"\.([\d.]+)", key))
    }
    shape = tuple(1 + max(index[axis] for index in cells) for axis in range(len(next(iter(cells)))))
    array = np.full(shape, np.nan)
    for index, value in cells.items():
        array[index] = value
    return array
