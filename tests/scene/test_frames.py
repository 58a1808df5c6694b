"""Frames: what has changed since the last scene, put together again."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, strategies as st

from learnscope.experiment import Experiment
from learnscope.scene import schema
from learnscope.scene.frames import SAME, applied, changes, frame
from tests.session.reader import Reader, new_session


class Leaf(msgspec.Struct, frozen=True):
    """A record."""

    data: bytes
    number: float | None


class Other(msgspec.Struct, frozen=True, tag="other"):
    """A record of one kind."""

    words: tuple[str, ...]


class Another(msgspec.Struct, frozen=True, tag="another"):
    """A record of another kind."""

    words: tuple[str, ...]


class Tree(msgspec.Struct, frozen=True):
    """Records in records."""

    leaf: Leaf | None
    leaves: tuple[Leaf, ...]
    either: Other | Another


leaves = st.builds(
    Leaf,
    st.lists(st.sampled_from([b"0" * 40, b"1" * 40]), max_size=4).map(b"".join),
    st.none() | st.floats(allow_nan=False),
)
words = st.lists(st.sampled_from("ab"), max_size=2).map(tuple)
trees = st.builds(
    Tree,
    st.none() | leaves,
    st.lists(leaves, max_size=3).map(tuple),
    st.builds(Other, words) | st.builds(Another, words),
)


def plain(value: Any) -> Any:
    """As a reader without records has it."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(value), strict=False)


@given(trees, trees)
def test_what_changed_makes_the_new_of_the_old(before: Tree, after: Tree) -> None:
    """Through bytes, whatever changed; and nothing is said where nothing did."""
    change = changes(before, after)

    assert (change is SAME) == (before == after)
    if change is not SAME:
        assert applied(plain(before), plain(change)) == plain(after)


@pytest.mark.parametrize("recipe", [{"data": "circle", "hidden": (8, 8)}, {"data": "iris"}])
def test_scenes_follow_from_frames(recipe: dict[str, Any]) -> None:
    """Of a sitting that steps, plays, selects and is rebuilt: each as if it had come whole."""
    reader = Reader(new_session(experiment=Experiment(**recipe)))
    sent = reader.session.scene()
    seen = plain(sent)
    steps: list[tuple[type[schema.Intent], dict[str, Any]]] = [
        (schema.Advance, {"next_batch": True, "phase": 0.0}),
        (schema.Select, {"name": "weight.0.1.1"}),
        (schema.Play, {"pace": 0.0}),
        (schema.Pause, {}),
        (schema.AddNeuron, {"layer": 1}),
        (schema.Undo, {}),
        (schema.Seek, {"step": 0}),
    ]
    for kind, fields in steps:
        scenes = [reader.get(kind, **fields)]
        if kind is schema.Play:
            scenes += [scene for _ in range(5) if (scene := reader.tick()) is not None]
        for scene in scenes:
            seen = applied(seen, plain(frame(sent, scene).changes))
            sent = scene
            assert seen == plain(scene)


def test_a_selection_alone_costs_next_to_nothing() -> None:
    """What the rest of a scene says is not said again."""
    reader = Reader(new_session())
    before = reader.session.scene()
    after = reader.get(schema.Select, name="weight.0.1.1")

    assert set(frame(before, after).changes) == {"selection"}
    assert len(msgspec.msgpack.encode(frame(before, after))) < 200
