"""Every number on the page has a name, and is the number of that name."""

import math

import pytest

from learnscope.scene.belonging import find
from learnscope.scene.grammar import parse
from learnscope.scene.values import Moment, value
from learnscope.session import Session

EVERY = """() => [...document.querySelectorAll('[data-key]')]
    .map((one) => [one.dataset.key, Number(one.dataset.value ?? NaN)])"""
STARTS = {"Iris 4-5-3": "iris", "The 2015 original": "original", "Worked example 2-2-2": "two-two-two"}


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("tables", [False, True], ids=["drawn", "tables"])
def test_every_number_is_what_its_name_says(open_page, start, tables):
    """At each position of a step: every key is a name of this network, its number bit for bit the page's."""
    sheet = open_page(start=start)
    numbers = Session(seeds=lambda: 1, starting_point=STARTS[start])._now.numbers
    sheet.press("To the start of this step")
    if tables:
        sheet.page.keyboard.press("t")
    kinds = set()
    for position in range(sheet.phases + 1):
        sheet.rests_at(position)
        moment = Moment(numbers.subject, numbers.outcome, updated=position == sheet.phases)
        for key, shown in sheet.page.evaluate(EVERY):
            found = value(find(key, numbers.subject), moment)
            assert found == shown or (found is not None and math.isnan(found) and math.isnan(shown)), key
            kinds.add(parse(key).kind.word)
        if position < sheet.phases:
            sheet.press("One phase on")

    assert len(kinds) > 15
