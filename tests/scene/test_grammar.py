"""The names of numbers: what they look like, and what is said of those that are none."""

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from learnscope.errors import ArgumentError
from learnscope.scene.belonging import find
from learnscope.scene.grammar import KINDS, SETTING, Name, parse, table
from tests.scene.subjects import subject

ROOT = Path(__file__).resolve().parents[2]
HELP = "names look like weight.0.1.2 or delta.1.0@7; docs/names.md lists them"


@given(
    st.sampled_from(sorted(KINDS)), st.lists(st.integers(0, 999), min_size=3, max_size=3), st.integers(0, 999)
)
def test_what_is_written_is_read_again(word: str, index: list[int], sample: int) -> None:
    """Every kind, with any indices, with a sample where it may have one."""
    kind = KINDS[word]
    setting = "data.noise" if word == SETTING else ""
    name = Name(kind, tuple(index[: len(kind.axes)]), sample if kind.own else None, setting)

    assert parse(str(name)) == name


def test_the_documentation_holds_the_table() -> None:
    """`docs/names.md` ends with what `python -m learnscope.scene.grammar` prints."""
    text = (ROOT / "docs" / "names.md").read_text("utf-8")

    assert text.endswith(table())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "wieght.1.2.0",
            "name must begin with a kind of number, got 'wieght.1.2.0'; "
            "did you mean 'weight.1.2.0'?; " + HELP,
        ),
        (
            "z.1.2@7",
            "name must begin with a kind of number, got 'z.1.2@7'; "
            "did you mean 'preactivation.1.2@7'?; " + HELP,
        ),
        ("qqq", f"name must begin with a kind of number, got 'qqq'; {HELP}"),
        ("a@b", f"name must be that of a number, got 'a@b'; {HELP}"),
        ("weight.1.2", "name must be weight.<link>.<from>.<to>, got 'weight.1.2'"),
        ("weight.1.2.0@7", "weight must have no sample, got 'weight.1.2.0@7'; leave out '@7'"),
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused(text: str, message: str) -> None:
    """With the nearest kind, where one is near."""
    with pytest.raises(ArgumentError) as error:
        parse(text)

    assert str(error.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("weight.2.0.0", "link must be a whole number from 0 to 1, got 2; did you mean 'weight.1.0.0'?"),
        ("weight.1.9.9", "from must be a whole number from 0 to 4, got 9; did you mean 'weight.1.4.2'?"),
        ("delta.0.1", "layer must be a whole number from 1 to 2, got 0; did you mean 'delta.1.1'?"),
        ("value.0.4", "neuron must be a whole number from 0 to 3, got 4; did you mean 'value.0.3'?"),
        ("target.3", "output must be a whole number from 0 to 2, got 3; did you mean 'target.2'?"),
        ("input.9@1", "input must be a whole number from 0 to 3, got 9; did you mean 'input.3@1'?"),
        (
            "delta.1.1@150",
            "sample must be a whole number from 0 to 149, got 150; did you mean 'delta.1.1@149'?",
        ),
        (
            "prediction.0",
            "prediction.0 must be a number of this network: its targets have no unit of their own",
        ),
        ("mask.1.0", "mask.1.0 must be a number of this network: nothing is dropped in it"),
        ("state.v.0.0.0", "state.v.0.0.0 must be a number of this network: SGD remembers nothing"),
        ("train.r2", "train.r2 must be a number of this network: R² is of values"),
        ("setting.learning", "unknown setting 'learning'; did you mean 'learning_rate'?"),
    ],
)  # fmt: skip
def test_what_the_network_does_not_have_is_refused(text: str, message: str) -> None:
    """With the nearest name there is."""
    with pytest.raises(ArgumentError) as error:
        find(text, subject(hidden=[5]))

    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("recipe", "text", "reason"),
    [
        ({"data": "plane"}, "probability.0", "its loss makes no probabilities of the outputs"),
        ({"data": "plane"}, "train.accuracy", "accuracy is of classes and labels"),
        ({"data": "plane"}, "train.confusion.0.0", "only classes are taken for each other"),
        ({"split": (0.8, 0.0, 0.2)}, "validation.loss", "there are no validation samples"),
        ({"optimizer": "momentum"}, "state.s.bias.0.1", "momentum remembers v"),
    ],
)  # fmt: skip
def test_kinds_that_others_have_are_refused_with_the_reason(
    recipe: dict[str, object], text: str, reason: str
) -> None:
    """Of other data, another split or another optimizer."""
    with pytest.raises(ArgumentError) as error:
        find(text, subject(**recipe))

    assert str(error.value) == f"{text} must be a number of this network: {reason}"
