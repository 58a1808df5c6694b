"""The one number that is selected."""

import pytest

import learnscope as ls
from learnscope.scene import schema
from tests.session.reader import Reader, new_session


@pytest.fixture
def reader() -> Reader:
    """A page at Iris 4-5-3."""
    return Reader(new_session())


def test_it_is_said_where_and_what_it_is(reader: Reader) -> None:
    """Name, words, value before and after the update, path in Python; gradients cannot be edited."""
    weight = reader.get(schema.Select, name="weight.1.2.0").selection
    link = reader.scene.stage.links[1]

    assert weight == schema.SelectionScene(
        name="weight.1.2.0",
        words="weight hidden 3 → setosa",
        value=float(link.weight.numpy()[2, 0]),
        after=float(link.after.numpy()[2, 0]),
        path="run.step(0).network.weights[1][2, 0]",
        editable=True,
    )
    gradient = reader.get(schema.Select, name="gradient.1.2.0").selection
    assert gradient is not None
    assert gradient.value == gradient.after == float(link.gradient.numpy()[2, 0])
    assert not gradient.editable
    assert reader.get(schema.Select, name="").selection is None


def test_it_stays_while_one_steps_plays_and_seeks(reader: Reader) -> None:
    """And has the value of the moment shown."""
    reader.get(schema.Select, name="delta.1.2")
    seen = set()
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    seen.add(reader.scene.selection)
    reader.get(schema.Play, pace=0.0)
    while reader.scene.moment.step < 5:
        reader.tick()
        seen.add(reader.scene.selection)
    reader.get(schema.Select, name="delta.1.3")
    reader.get(schema.Pause)
    reader.get(schema.Seek, step=2)
    seen.add(reader.scene.selection)

    names = {None if one is None else one.name for one in seen}
    assert names == {"delta.1.2", "delta.1.3"}
    delta = reader.scene.stage.layers[1].delta
    assert delta is not None
    assert reader.scene.selection is not None
    assert reader.scene.selection.value == float(delta.numpy()[3])


def test_nothing_is_to_undo_and_an_undo_leaves_it(reader: Reader) -> None:
    """Selecting is looking."""
    revision = reader.scene.moment.revision
    reader.get(schema.Select, name="bias.0.1")
    assert (reader.scene.undo, reader.scene.moment.revision) == ("", revision)
    reader.get(schema.SetParameter, link=0, role="bias", index=(1,), value=2.0)
    reader.get(schema.Undo)

    assert reader.scene.selection is not None


def test_what_a_rebuilt_network_does_not_have_is_let_go(reader: Reader) -> None:
    """A number of a neuron that is removed; it does not come back with an undo. One it still has stays."""
    reader.get(schema.Select, name="bias.0.4")
    reader.get(schema.RemoveNeuron, layer=1, index=4)
    assert reader.scene.selection is None
    reader.get(schema.Undo)
    assert reader.scene.selection is None
    reader.get(schema.Select, name="bias.0.3")
    reader.get(schema.RemoveNeuron, layer=1, index=4)

    assert reader.scene.selection is not None


def test_a_number_of_another_batch_waits(reader: Reader) -> None:
    """It stays selected and has no value until its sample is in the batch again."""
    sample = reader.scene.moment.sample
    reader.get(schema.Select, name=f"value.1.0@{sample}")
    here = reader.scene.selection
    away = reader.get(schema.NextBatch).selection
    back = reader.get(schema.NextBatch, back=True).selection

    assert away is not None
    assert (away.value, away.path) == (None, "")
    assert here == back


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("weight.1.7.0", "from must be a whole number from 0 to 4, got 7; did you mean 'weight.1.4.0'?"),
        ("mask.1.0", "mask.1.0 must be a number of this network: nothing is dropped in it"),
    ],
)
def test_what_is_no_number_of_the_network_is_refused(reader: Reader, name: str, message: str) -> None:
    """With what it could have been; nothing changes."""
    problem = reader.refused(schema.Select, name=name)

    assert (problem.field, problem.message) == ("name", message)


def test_it_is_kept_with_the_sitting(reader: Reader) -> None:
    """Another process goes on with it."""
    reader.get(schema.Select, name="bias.0.4")
    again = new_session(snapshot=reader.session.snapshot())

    assert again.scene().selection == reader.scene.selection


@pytest.mark.parametrize(
    "name",
    ["weight.1.2.0", "gradient.1.2.0", "gradient.bias.0.1", "delta.1.1", "value.2.0", "update.0.1.2",
     "new.bias.1.2", "new.state.v.0.0.0", "loss.sample", "new.loss.batch", "train.accuracy", "rate"],
)  # fmt: skip
def test_its_path_leads_a_program_to_it(name: str) -> None:
    """In the run that is shown, bit for bit, at a step in the past."""
    run = ls.train(ls.Experiment(data="iris", hidden=[4], optimizer="adam", epochs=2, seed=3), engine="plain")
    reader = Reader(new_session(saved=run))
    reader.get(schema.Seek, step=7)
    selection = reader.get(schema.Select, name=name).selection

    assert selection is not None
    assert "run." in selection.path
    assert eval(selection.path, {"run": run}) == selection.value
