"""Settings as the page offers them: named, explained, within their ends, and only where they matter."""

from typing import Any

import pytest

from learnscope.data.builtin import datasets
from learnscope.errors import LearnscopeError
from learnscope.experiment import Experiment, set_up
from learnscope.scene import schema
from learnscope.scene.settings import setting_groups
from tests.settings import NUMBERS
from tests.small import SMALL

RECIPES: list[dict[str, Any]] = [
    {"data": "iris"},
    {"data": "circle", "optimizer": "adamw", "schedule": "cosine", "features": ("x²",)},
    {"data": "crowd", "optimizer": "rmsprop", "schedule": "step", "data_options": {"samples": 20}},
    {"data": "and", "split": (1, 0, 0), "optimizer": "nesterov", "schedule": "exponential"},
    {"data": "life", "activation": ("relu", "sin"), "dropout": (0.1, 0.0), "schedule": "warmup", "warmup": 5},
]


def settings_of(recipe: dict[str, Any]) -> dict[str, Any]:
    """The settings of a recipe by name."""
    return {
        one.name: one
        for group in setting_groups(set_up(Experiment(**{**SMALL, **recipe})))
        for one in group.settings
    }


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_setting_is_explained_in_a_sentence(recipe: dict[str, Any]) -> None:
    """So is every choice."""
    for one in settings_of(recipe).values():
        choices = getattr(one, "choices", ()) + getattr(one, "activations", ())
        for text in [one.note, *(choice.note for choice in choices)]:
            assert text.endswith(".")
            assert text[0].isupper() or not text[0].isascii() or "=" in text or ":" in text
        assert one.title
        assert all(choice.title for choice in choices)


@pytest.mark.parametrize("recipe", RECIPES)
def test_values_are_those_of_the_recipe_and_may_be_chosen(recipe: dict[str, Any]) -> None:
    """A choice is one of its choices; the ends of a slider keep the rule of its field."""
    experiment = Experiment(**{**SMALL, **recipe})
    for name, one in settings_of(recipe).items():
        match one:
            case schema.ChoiceSetting():
                assert one.value in [choice.name for choice in one.choices]
            case schema.NumberSetting() if name in NUMBERS:
                assert one.value == getattr(experiment, name) or (name, one.value) == ("batch_size", one.high)
                for end in (one.low, one.high):
                    changed = {name: int(end) if one.whole else end}
                    Experiment(**{**SMALL, **recipe, "warmup": 5, "split": (0.8, 0.1, 0.1), **changed})
                if one.optional:
                    Experiment(**{**SMALL, **recipe, name: None})
            case schema.NumberSetting():
                assert one.value is not None
                assert one.low <= one.value <= one.high
                assert not one.optional


@pytest.mark.parametrize("record", datasets(), ids=lambda record: record.name)
def test_only_losses_that_suit_the_data_are_offered(record: Any) -> None:
    """Each of them can be set up; those left out cannot."""
    few = {"split": (1, 0, 0)} if record.samples < 10 else {}
    offered = {choice.name for choice in settings_of({"data": record.name, **few})["loss"].choices}
    for loss in ("squared_error", "huber", "softmax_cross_entropy", "binary_cross_entropy", "hinge"):
        try:
            set_up(Experiment(data=record.name, loss=loss, **few))
            suits = True
        except LearnscopeError:
            suits = False
        assert (loss in offered) == suits


def test_what_has_no_effect_is_left_out() -> None:
    """Further inputs off the plane, a schedule's numbers, rules that need other data."""
    iris, table = settings_of(RECIPES[0]), settings_of(RECIPES[3])
    plane = settings_of({"data": "plane"})

    assert {"features", "schedule_factor", "schedule_over", "data.noise"}.isdisjoint(iris)
    assert {"patience"}.isdisjoint(table)
    assert {"accuracy_above"}.isdisjoint(plane)
    assert {"schedule_factor"} <= set(table)


def test_warm_up_is_a_schedule_of_its_own_only_where_it_is_set() -> None:
    """It goes before any schedule, as a number of steps."""
    names = [[choice.name for choice in settings_of(recipe)["schedule"].choices] for recipe in RECIPES]

    assert ["warmup" in each for each in names] == [False, False, False, False, True]


def test_the_layers_are_those_of_the_recipe() -> None:
    """One by one, whether given once or for each."""
    alike, apart = settings_of({"data": "iris", "hidden": (3, 2)}), settings_of(RECIPES[4])

    assert alike["hidden"].layers == (schema.LayerSpec(3, "tanh", 0.0), schema.LayerSpec(2, "tanh", 0.0))
    assert apart["hidden"].layers == (schema.LayerSpec(8, "relu", 0.1), schema.LayerSpec(8, "sin", 0.0))
