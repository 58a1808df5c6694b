"""Everything can be taken back, and made again."""

import pytest

from learnscope.scene import schema
from learnscope.session import undo
from tests.session.reader import Reader, new_session, numbers
from tests.settings import value_of

MOVES = [
    (schema.Advance, {"next_batch": True, "phase": 0.0}, "step 1"),
    (schema.Advance, {"next_batch": False, "phase": 3.0}, "step 1"),
    (schema.NextBatch, {}, "next batch"),
    (schema.ShowSample, {"number": 14}, "sample 14"),
    (
        schema.SetParameter,
        {"link": 0, "role": "weight", "index": (0, 0), "value": 1.0},
        "weight sepal length → hidden 1",
    ),
    (schema.SetParameter, {"link": 0, "role": "bias", "index": (1,), "value": 1.0}, "bias hidden 2"),
    (schema.SetInput, {"index": 0, "value": 1.0}, "input sepal length"),
    (schema.SetTarget, {"index": 0, "value": 0.5}, "target setosa"),
    (schema.Configure, {"name": "learning_rate", "value": 1.0}, "learning rate"),
    (schema.Configure, {"name": "batch_size", "value": 3}, "batch size"),
    (schema.NewStart, {}, "new start"),
    (schema.Choose, {"name": "original"}, "starting point"),
]


@pytest.fixture
def reader() -> Reader:
    """A reader of Iris 4-5-3."""
    return Reader(new_session())


@pytest.mark.parametrize(("kind", "fields", "label"), MOVES)
def test_a_move_can_be_taken_back_and_made_again(
    reader: Reader, kind: type[schema.Intent], fields: dict[str, object], label: str
) -> None:
    """Numbers and position are those of before, then those of after; revisions only rise."""
    before = reader.get(schema.Rest, seen=2.5)
    after = reader.get(kind, **fields)
    assert (after.undo, after.redo) == (label, "")

    back = reader.get(schema.Undo)
    assert numbers(back) == numbers(before)
    assert back.moment.phase == 2.5
    assert back.moment.run == before.moment.run
    assert (back.undo, back.redo) == ("", label)
    assert back.said == f"taken back: {label}"

    again = reader.get(schema.Redo)
    assert numbers(again) == numbers(after)
    assert again.moment.phase == after.moment.phase
    assert (again.undo, again.redo) == (label, "")
    assert again.said == f"made again: {label}"
    assert [scene.moment.revision for scene in (before, after, back, again)] == [0, 1, 2, 3]


def test_a_reset_can_be_taken_back(reader: Reader) -> None:
    """With the run it left."""
    before = reader.get(schema.Advance, next_batch=True, phase=0.0)
    reader.get(schema.Reset)

    back = reader.get(schema.Undo)

    assert numbers(back) == numbers(before)
    assert back.moment.run == before.moment.run


def test_a_restored_sample_can_be_edited_again_by_undo(reader: Reader) -> None:
    """The edit comes back."""
    edited = reader.get(schema.SetInput, index=0, value=1.0)
    reader.get(schema.RestoreSample)

    assert numbers(reader.get(schema.Undo)) == numbers(edited)


def test_a_long_way_is_taken_back_in_order(reader: Reader) -> None:
    """Every move of the table, one after the other, back and forth."""
    scenes = [reader.scene]
    for kind, fields, _ in MOVES:
        scenes.append(reader.get(kind, **fields))

    for scene in reversed(scenes[:-1]):
        assert numbers(reader.get(schema.Undo)) == numbers(scene)
    for scene in scenes[1:]:
        assert numbers(reader.get(schema.Redo)) == numbers(scene)


def test_a_new_move_forgets_what_was_taken_back(reader: Reader) -> None:
    """There is one way forward."""
    reader.get(schema.NextBatch)
    reader.get(schema.Undo)

    assert reader.get(schema.Configure, name="learning_rate", value=0.5).redo == ""


@pytest.mark.parametrize(("kind", "word"), [(schema.Undo, "left to undo"), (schema.Redo, "to redo")])
def test_where_there_is_nothing_the_reader_is_told(
    reader: Reader, kind: type[schema.Intent], word: str
) -> None:
    """At the beginning, both ways; it is no refusal."""
    problem = reader.refused(kind)

    assert problem.kind == "needless"
    assert problem.message == f"there is nothing {word}"


def test_an_undo_at_the_end_makes_no_update(reader: Reader) -> None:
    """It takes back the last move, wherever the reader stands since."""
    before = reader.scene
    reader.get(schema.NextBatch)

    back = reader.get(schema.Undo, seen=7.0)

    assert numbers(back) == numbers(before)
    assert reader.get(schema.Redo).moment.phase == 7.0


def test_a_limited_number_of_moves_is_kept(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest are forgotten first."""
    monkeypatch.setattr(undo, "DEPTH", 3)
    for value in (1, 2, 3, 4, 5):
        reader.get(schema.Configure, name="learning_rate", value=value)
    for _ in range(3):
        scene = reader.get(schema.Undo)

    assert value_of(scene, "learning_rate") == 2
    assert scene.undo == ""


def test_the_moves_of_a_drag_are_one_to_an_undo(reader: Reader) -> None:
    """One undo leads to where the drag began, whatever rested in between."""
    before = reader.scene
    for value in (0.2, 0.3, 0.4):
        after = reader.get(schema.Configure, name="learning_rate", value=value, gesture=5)
        reader.get(schema.Rest)
    assert after.moment.revision == 3

    back = reader.get(schema.Undo)
    assert numbers(back) == numbers(before)
    assert back.undo == ""

    assert numbers(reader.get(schema.Redo)) == numbers(after)


def test_the_drag_that_begins_at_the_end_makes_one_update(reader: Reader) -> None:
    """Its first move makes it."""
    before = reader.scene
    reader.get(schema.SetInput, seen=7.0, index=0, value=5.0, gesture=5)
    after = reader.get(schema.SetInput, index=0, value=5.5, gesture=5)
    assert after.moment.step == 1

    back = reader.get(schema.Undo)

    assert numbers(back) == numbers(before)
    assert back.moment.phase == 7.0


@pytest.mark.parametrize(
    "second",
    [
        (schema.Configure, {"name": "learning_rate", "value": 0.3, "gesture": 6}),
        (schema.Configure, {"name": "learning_rate", "value": 0.3, "gesture": 0}),
        (schema.Configure, {"name": "batch_size", "value": 3, "gesture": 5}),
    ],
)
def test_other_gestures_and_other_kinds_are_moves_of_their_own(
    reader: Reader, second: tuple[type[schema.Intent], dict[str, object]]
) -> None:
    """Another drag, no drag, another kind of intent."""
    first = reader.get(schema.Configure, name="learning_rate", value=0.2, gesture=5)
    reader.get(second[0], **second[1])

    assert numbers(reader.get(schema.Undo)) == numbers(first)


def test_a_drag_goes_on_as_a_new_move_after_an_undo(reader: Reader) -> None:
    """What was taken back is not added to."""
    reader.get(schema.Configure, name="learning_rate", value=0.2, gesture=5)
    before = reader.get(schema.Undo)
    after = reader.get(schema.Configure, name="learning_rate", value=0.3, gesture=5)
    assert after.undo == "learning rate"

    assert numbers(reader.get(schema.Undo)) == numbers(before)


def test_a_drag_of_moves_without_gesture_is_many(reader: Reader) -> None:
    """Gesture 0 is none."""
    for value in (0.2, 0.3):
        reader.get(schema.Configure, name="learning_rate", value=value)

    assert value_of(reader.get(schema.Undo), "learning_rate") == 0.2
