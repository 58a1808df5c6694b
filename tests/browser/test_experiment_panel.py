"""The experiment panel: every setting does what it says, and the page stays true."""

import pytest
from playwright.sync_api import expect

from tests.browser.reading import Sheet


def choose(sheet: Sheet, name: str, value: str) -> None:
    """Choose a word of a setting and wait until the page shows what came of it."""
    before = sheet.page.locator(".page").get_attribute("data-revision")
    sheet.field(f"setting.{name}").select_option(value)
    expect(sheet.page.locator(".page")).not_to_have_attribute("data-revision", before or "")


@pytest.fixture
def sheet(open_page) -> Sheet:
    """A page with its whole panel unfolded."""
    opened = open_page()
    opened.unfold()
    return opened


@pytest.mark.parametrize("data", ["circle", "bumps", "digits", "crowd", "life", "and"])
def test_every_kind_of_data_can_be_learned_on_the_page(sheet, data):
    """Planar, regression, pictures and tables: chosen, drawn, stepped through; its update lowers the loss."""
    choose(sheet, "data", data)
    sheet.type_into("setting.learning_rate", "0.001")  # with 576 inputs, 0.1 would overshoot
    sheet.shows("setting.learning_rate", 0.001)
    sheet.play("Update")

    assert sheet.value("new.loss.batch") < sheet.value("loss.batch")
    assert sheet.value("updates") == 1


@pytest.mark.parametrize("optimizer", ["momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"])
def test_every_optimizer_learns(sheet, optimizer):
    """After ten epochs the training loss is lower, and the settings it uses are there."""
    before = sheet.value("train.loss")
    choose(sheet, "optimizer", optimizer)
    sheet.type_into("setting.learning_rate", "0.01")
    sheet.shows("setting.learning_rate", 0.01)
    sheet.train()
    expect(sheet.page.locator(".experiment").get_by_text("All 10 epochs are done.")).to_be_visible()

    assert sheet.value("train.loss") < before
    assert sheet.value("updates") == 70


def test_training_ends_on_a_step_that_can_be_walked(sheet):
    """After training, the next step is on the stage; undo brings back the network before it."""
    weight = sheet.value("weight.0.0.0")
    sheet.train()
    expect(sheet.page.locator(".experiment").get_by_text("All 10 epochs are done.")).to_be_visible()
    assert sheet.value("weight.0.0.0") != weight
    sheet.play("Step")
    assert sheet.value("updates") == 71
    sheet.press("Undo")
    sheet.shows("weight.0.0.0", weight)


def test_a_penalty_is_shown_as_a_part_of_the_loss(sheet):
    """The penalty beside the loss is λ/2 times the sum of squared weights, biases not counted."""
    sheet.type_into("setting.l2", "0.1")
    sheet.shows("setting.l2", 0.1)
    numbers = sheet.numbers()
    weights = [one.value for key, one in numbers.items() if key.startswith("weight.")]

    assert len(weights) == 35
    assert numbers["penalty"].value == pytest.approx(0.05 * sum(w * w for w in weights), rel=1e-12)


def test_dropped_neurons_are_marked_and_pass_nothing_on(sheet):
    """With dropout some neurons of the step are crossed out, and their wires carry nothing."""
    sheet.type_into("layer.0.dropout", "0.5")
    sheet.shows("layer.0.dropout", 0.5)
    for _ in range(8):
        sheet.play("Forward")
        crossed = sheet.page.locator(".neurons .cross").count()
        if 0 < crossed < 5:
            break
        sheet.press("Next batch")
    assert 0 < crossed < 5


def test_layers_can_be_added_and_removed(sheet):
    """Another hidden layer is drawn, with its own activation; without any, inputs feed the outputs."""
    sheet.press("Add a hidden layer")
    expect(sheet.page.locator(".stage").get_by_text("hidden 2", exact=True)).to_be_visible()
    sheet.page.get_by_label("activation of hidden layer 2").select_option("relu")
    named = sheet.page.locator(".stage").get_by_text("ReLU", exact=True).filter(visible=True)
    expect(named.first).to_be_visible()
    second = sheet.page.get_by_role("button", name="Remove hidden layer 2")
    second.click()
    expect(second).to_have_count(0)
    sheet.page.get_by_role("button", name="Remove hidden layer 1").click()
    expect(sheet.page.locator("[data-position]")).to_have_attribute("aria-valuemax", "5")
    sheet.play("Step")

    assert sheet.value("new.loss.batch") < sheet.value("loss.batch")


def test_what_breaks_a_rule_is_refused_where_it_was_typed(sheet):
    """A share that leaves nothing to learn from is refused in its field, and nothing else changes."""
    before = sheet.numbers()
    sheet.type_into("setting.split.test", "0.95")
    expect(sheet.page.locator(".reason")).to_contain_text("take less than 0.85")
    sheet.page.keyboard.press("Escape")

    assert sheet.numbers() == before


def test_a_network_that_does_not_learn_says_why(sheet):
    """A rate far too large ends in a diagnosis with its evidence and, as a button, what helps."""
    sheet.page.get_by_label("activation of hidden layer 1").select_option("relu")
    sheet.type_into("setting.learning_rate", "1e6")
    sheet.shows("setting.learning_rate", 1e6)
    sheet.train()

    expect(sheet.page.locator(".diagnosis").first).to_be_visible()
    sheet.page.get_by_role("button", name="Learn far slower").click()
    sheet.shows("setting.learning_rate", 0.03)
    expect(sheet.page.locator(".diagnosis")).to_have_count(0)
