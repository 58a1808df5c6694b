"""What is open: built where somebody has it open and nowhere else, for everybody at the sitting."""

from typing import Any, get_args

import msgspec
import pytest

from learnscope.experiment import Experiment
from learnscope.scene import opened as opening, schema
from learnscope.scene.opened import KINDS, tag_of
from tests.session.reader import Reader, new_session, opened

CIRCLE = Experiment(data="circle", hidden=(3,), batch_size=20, seed=3)
KIND_OF = {tag_of(kind): kind for kind in KINDS}


@pytest.fixture
def reader() -> Reader:
    """A page at points on a plane, with two futures."""
    reader = Reader(new_session(experiment=CIRCLE))
    reader.get(schema.Train, epochs=1)
    reader.get(schema.Seek, step=3)
    reader.get(schema.Fork)
    return reader


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds that were built, in their order."""
    found: list[str] = []

    def noted(kind: opening.Kind, tag: str) -> opening.Kind:
        def build(panel: Any, shown: Any) -> Any:
            found.append(tag)
            return kind.build(panel, shown)

        return opening.Kind(build, kind.fits)

    for kind, entry in KINDS.items():
        monkeypatch.setitem(KINDS, kind, noted(entry, tag_of(kind)))
    return found


def test_every_kind_has_a_builder() -> None:
    """Each record that can be open, and no other."""
    assert set(KINDS) == set(get_args(schema.Opened))


def test_at_first_the_strip_is_open_alone(reader: Reader) -> None:
    """A page that asks for nothing has its curves; pictures cost nothing before one looks at them."""
    assert [type(one) for one in reader.scene.opened] == [schema.StripScene]


def test_what_nobody_has_open_is_not_built(reader: Reader, built: list[str]) -> None:
    """At rest, playing, and once it was closed."""
    reader.get(schema.Play, pace=0.0)
    reader.tick()
    reader.get(schema.Pause)
    assert set(built) == {"strip"}

    reader.get(schema.Open, what=schema.DecisionPicture())
    assert built[-2:] == ["strip", "decision_picture"]
    reader.get(schema.Close, what="decision_picture")
    reader.get(schema.Close, what="strip")
    built.clear()
    scene = reader.get(schema.Advance, next_batch=True, phase=0.0)

    assert built == []
    assert scene.opened == ()


def test_no_plane_is_computed_while_its_picture_is_closed(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither at rest nor while training plays."""

    def plane_scene(*_: object, **__: object) -> None:
        raise AssertionError("somebody computes a plane")

    monkeypatch.setattr("learnscope.scene.pictures.plane_scene", plane_scene)
    reader.get(schema.Play, pace=0.0)
    reader.tick()

    reader.get(schema.Pause)


def test_what_is_open_is_so_for_everybody(reader: Reader) -> None:
    """One opens it, another sees it and closes it; opening one of a kind again puts it in its place."""
    other = Reader(reader.session)
    reader.get(schema.Open, what=schema.NeuronPictures(), reader="ada")
    assert opened(other.session.scene(), schema.NeuronPicturesScene) is not None

    other.get(schema.Close, what="neuron_pictures", reader="grace")
    assert opened(reader.session.scene(), schema.NeuronPicturesScene) is None
    for last in (2, 3):
        reader.get(schema.Open, what=schema.Strip(first=1, last=last))
    drawn = opened(reader.scene, schema.StripScene)
    assert drawn is not None
    assert drawn.last == 3
    assert len(reader.scene.opened) == 1


def test_opening_changes_nothing_else(reader: Reader) -> None:
    """No number, no revision, nothing to undo; closing what is not open is nothing."""
    before = reader.scene
    reader.get(schema.Close, what="comparison")
    for what in (schema.DecisionPicture(), schema.NeuronPictures(), schema.Comparison(future="1")):
        reader.get(schema.Open, what=what)

    assert len(reader.scene.opened) == 4
    for part in ("moment", "stage", "experiment", "undo", "redo"):
        assert getattr(reader.scene, part) == getattr(before, part)


def test_what_can_be_open_is_said() -> None:
    """Planes of points, weights of images, another future where there is one."""
    kinds = {
        "circle": ("decision_picture", "neuron_pictures", "strip"),
        "digits": ("neuron_pictures", "strip"),
        "iris": ("strip",),
    }
    for name, there in kinds.items():
        assert Reader(new_session(experiment=Experiment(data=name, hidden=(3,)))).scene.openable == there
    reader = Reader(new_session())
    assert reader.get(schema.Fork).openable == ("comparison", "strip")


def test_what_is_open_stays_so_where_there_is_nothing_to_draw(reader: Reader) -> None:
    """Of other data there is no plane; once there is one again, it is drawn."""
    reader.get(schema.Open, what=schema.DecisionPicture())

    assert opened(reader.get(schema.Choose, name="iris"), schema.DecisionScene) is None
    assert opened(reader.get(schema.Undo), schema.DecisionScene) is not None


def test_what_is_open_is_kept_with_the_sitting(reader: Reader) -> None:
    """Another process has it open too."""
    for what in (schema.DecisionPicture(), schema.Strip(first=1, last=4, bins=60)):
        reader.get(schema.Open, what=what)

    again = Reader(new_session(snapshot=reader.session.snapshot()))

    assert msgspec.to_builtins(again.scene.opened) == msgspec.to_builtins(reader.scene.opened)


@pytest.mark.parametrize(
    ("kind", "fields", "field", "message"),
    [
        (
            schema.Close, {"what": "lens"}, "what",
            "unknown what 'lens' (comparison, decision_picture, life, neuron_pictures, strip)",
        ),
        (
            schema.Open, {"what": schema.Comparison(future="5")}, "future",
            "future must name a future of this run, got '5'; there are 1 (main), 2 (from step 3)",
        ),
        (
            schema.Open, {"what": schema.Strip(first=8, last=8)}, "last",
            "last must be above first, 8, got 8; give a longer window",
        ),
        (
            schema.Open, {"what": schema.Strip(bins=0)}, "bins",
            "bins must be a whole number from 1 to 2000, got 0",
        ),
        (
            schema.Open, {"what": schema.Strip(first=-1)}, "first",
            "first must be a whole number of at least 0, got −1",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_open_is_refused(
    reader: Reader, kind: type[schema.Intent], fields: dict[str, Any], field: str, message: str
) -> None:
    """With the rule, and everything as it was."""
    problem = reader.refused(kind, **fields)

    assert (problem.field, problem.message) == (field, message)
