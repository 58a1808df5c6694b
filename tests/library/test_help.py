"""What `help()` says of every public name, and what printing anything public shows."""

import dataclasses
import functools
import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest

import learnscope as ls
from learnscope.experiment.record import SETTINGS

NAMES = [name for name in ls.__all__ if name != "__version__"]
RECORDS = [
    name
    for name in NAMES
    if inspect.isclass(getattr(ls, name)) and dataclasses.is_dataclass(getattr(ls, name))
]
ERRORS = [
    name for name in NAMES if inspect.isclass(getattr(ls, name)) and issubclass(getattr(ls, name), Exception)
]
ARRAYS = re.compile(
    r"\((?:N|n_in|n_out|S|P|slots|height|last)\b|sample per row|row per sample|one row|flat vector"
)
LINES, COLUMNS = 24, 100


def says(text: str, name: str) -> bool:
    """Whether a text speaks of `name`, as a word."""
    return re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", text) is not None


def methods() -> Iterator[tuple[str, Any]]:
    """Public functions, and public methods of public classes, by their dotted names."""
    for name in NAMES:
        public = getattr(ls, name)
        if inspect.isfunction(public):
            yield name, public
        elif name not in ERRORS:
            for member in dir(public):
                found = inspect.getattr_static(public, member)
                function = found.__func__ if isinstance(found, classmethod | staticmethod) else found
                if not member.startswith("_") and inspect.isfunction(function):
                    yield f"{name}.{member}", function


FUNCTIONS = dict(methods())


@pytest.mark.whole
@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_argument_is_explained(name: str) -> None:
    """By its name, in the text of the function."""
    text = inspect.getdoc(FUNCTIONS[name]) or ""
    arguments = [one for one in inspect.signature(FUNCTIONS[name]).parameters if one not in ("self", "cls")]

    assert [one for one in arguments if not says(text, one)] == []


@pytest.mark.parametrize(
    "name", [name for name in FUNCTIONS if "." not in name and name not in ("datasets", "runs")]
)
def test_functions_say_what_they_raise(name: str) -> None:
    """And those that take or give arrays, of what shape."""
    text = inspect.getdoc(FUNCTIONS[name]) or ""

    assert "Raises" in text or "raises the errors" in text
    if name not in ("open_run", "train", "draw_masks"):
        assert ARRAYS.search(text) or "(samples, n_out)" in text or "eigenvalues" in text


@pytest.mark.parametrize("name", RECORDS)
def test_every_field_is_explained(name: str) -> None:
    """In the text of the class, since `help` shows no comments; so is whatever else it has."""
    public = getattr(ls, name)
    text = inspect.getdoc(public) or ""
    fields = [
        field.name for field in dataclasses.fields(public) if field.init and not field.name.startswith("_")
    ]
    others = [
        member
        for member in dir(public)
        if isinstance(inspect.getattr_static(public, member), property | functools.cached_property)
        and not inspect.getdoc(inspect.getattr_static(public, member))
    ]

    assert [field for field in fields if not says(text, field)] == []
    assert others == []


@pytest.mark.whole
@pytest.mark.parametrize("name", list(SETTINGS))
def test_every_field_of_a_recipe_says_what_it_may_be(name: str) -> None:
    """Its title, a sentence, its default, and its choices or rule."""
    text = inspect.getdoc(ls.Experiment) or ""
    entry = re.search(rf"^{name}(?: = (.+))?\n((?: +.+\n?)+)", text, re.MULTILINE)

    assert entry is not None
    title, _, rest = " ".join(entry[2].split()).partition(": ")
    assert title == SETTINGS[name].title
    assert rest.count(".") >= 2 or rest.count(";") >= 1


@pytest.mark.parametrize("name", ERRORS)
def test_errors_say_when_they_come(name: str) -> None:
    """In a sentence."""
    assert len(inspect.getdoc(getattr(ls, name)) or "") > 20


def things() -> Iterator[tuple[str, Any]]:
    """Whatever a program can hold that came from the library, two steps deep."""
    run = ls.train(ls.Experiment(data="digits", hidden=(20, 10), epochs=1, seed=1), engine="plain")
    step = run.step(1)
    wide = ls.from_arrays(
        [[k % 7.0] * 300 for k in range(40)], [f"a class of a long name, {k}" for k in range(40)]
    )
    yield from {
        "run": run, "step": step, "wide": wide, "datasets": ls.datasets(), "why": step.why("weight.1.0.0"),
        "optimizer": ls.Optimizer("adam"), "schedule": ls.Schedule(), "experiment": run.experiment,
        "changed": run.experiment.replace(hidden=(3,) * 40, activation=["relu"] * 40, features=[]),
        "check": ls.check_gradients(run.network, step.x[:1], step.y[:1], places=[1, 2]),
        "evaluation": run.evaluate("test"), "labels": ls.load_idx,
        "removals": step.removals(), "noise": step.noise("weight.1.0.0"), "blame": step.blame(),
        "paths": step.why("gradient.1.0.0").paths, "history": step.why("weight.1.0.0").history,
        "ranking": step.changed(), "landscape": ls.landscape(run, directions="ends", points=5),
        "descent": ls.descend(run, steps=2),
        "deep": ls.Network.draw([3] * 60, seed=1),
        "curvature": ls.curvature_of(ls.Network.draw([2, 3, 2], seed=1), step.x[:3, :2], step.y[:3, :2]),
    }.items()  # fmt: skip
    for name, holder in (("run", run), ("step", step), ("dataset", run.dataset), ("trace", step.trace)):
        for member in dir(holder):
            if not member.startswith("_") and (name, member) != ("dataset", "licence"):
                yield f"{name}.{member}", getattr(holder, member)


def test_anything_fits_a_screen() -> None:
    """24 lines of 100 columns, whatever it holds; arrays and plain tuples are NumPy's and Python's affair."""
    large = {}
    for name, thing in things():
        if isinstance(thing, str | dict) or (
            type(thing).__module__ in ("numpy", "builtins") and name != "datasets"
        ):
            continue
        lines = repr(thing).splitlines()
        rows = sum(max(1, -(-len(line) // COLUMNS)) for line in lines)
        if rows > LINES:
            large[name] = (rows, max(map(len, lines)))

    assert large == {}
