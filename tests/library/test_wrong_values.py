"""Whatever is handed in where it does not belong is refused by one of our errors, at once."""

import functools
import os
from pathlib import Path
from typing import Any

import pytest

from learnscope.commands.source import ONCE, SEVERAL, data_of
from learnscope.commands.training import _experiment
from learnscope.errors import LearnscopeError, shown
from learnscope.experiment.record import SETTINGS
from tests.library.wrong_values import WRONG, Call, calls

TEXTS = (
    "", " ", "x", "nan", "inf", "-1", "0", "0.5", "1e400", "-1e308", "9" * 39, "9" * 5000, "[]", "None",
    "1,2,3", "\0", "é" * 300, "=", "true",
)  # fmt: skip
OWN = {"train": "progress"}  # what it does when it is called is its own affair


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Call]:
    """The calls that are right."""
    return calls(tmp_path_factory.mktemp("wrong"))


def refused(call: Any) -> str:
    """How a call ended, where it did otherwise than it may: taken, or refused by one of our errors."""
    try:
        call()
    except LearnscopeError as error:
        return "" if len(str(error)) < 2000 else f"a message of {len(str(error))} characters"
    except Exception as error:
        return f"{type(error).__name__}: {shown(str(error))}"
    return ""


def arguments_of(name: str, call: Call) -> list[str]:
    """What can be replaced in a call."""
    if name in ("Experiment", "replace"):
        return ["data", *(setting for setting in SETTINGS if setting != "data")]
    return list(call.arguments)


def test_the_calls_are_right(good: dict[str, Call]) -> None:
    """As they stand, so that what is refused is the value that was put in."""
    for name, call in good.items():
        if name not in ("history", "replace"):
            call()


def test_every_wrong_value_is_one_of_our_errors(good: dict[str, Call], monkeypatch, tmp_path) -> None:
    """In every argument of every public function; warnings are errors, too."""
    monkeypatch.chdir(tmp_path)
    faults = {
        (name, argument, wrong): fault
        for name, call in good.items()
        for argument in arguments_of(name, call)
        for wrong, value in WRONG.items()
        if not (OWN.get(name) == argument and callable(value))
        if (fault := refused(functools.partial(call, **{argument: value})))
    }

    assert faults == {}


def test_every_wrong_column_is_one_of_our_errors(good: dict[str, Call]) -> None:
    """Of the history, by name."""
    column = good["history"].function
    faults = {
        name: fault for name, value in WRONG.items() if (fault := refused(functools.partial(column, value)))
    }

    assert faults == {}


@pytest.mark.whole
@pytest.mark.parametrize("name", [name for name in SETTINGS if name not in ("data", "data_options")])
def test_every_wrong_option_is_one_of_our_errors(name: str) -> None:
    """Of the command line, for every setting."""
    faults = {
        text: fault
        for text in TEXTS
        if (fault := refused(functools.partial(_experiment, "iris", {name: text})))
    }

    assert faults == {}


@pytest.mark.parametrize("name", [*SEVERAL, *ONCE])
def test_every_wrong_way_of_reading_is_one_of_our_errors(tmp_path: Path, name: str) -> None:
    """Of the command line, for every option about data."""
    path = tmp_path / "t.csv"
    path.write_text("a,b,y\n" + "".join(f"{k},{k % 3},{'no' if k % 2 else 'yes'}\n" for k in range(8)))
    faults = {
        text: fault
        for text in TEXTS
        for value in ((text,) if name in SEVERAL else text,)
        if (fault := refused(functools.partial(data_of, str(path), {name: value})))
    }

    assert faults == {}
    assert os.listdir(tmp_path) == ["t.csv"]
