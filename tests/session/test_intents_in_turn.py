"""The intents of one reader are carried out in order, each once; those of several do not cross unseen."""

from typing import Any

import msgspec
import pytest

from learnscope.scene import schema
from learnscope.session import Session
from learnscope.session.ledger import READERS, REFUSALS
from tests.session.reader import Reader, new_session, numbers, send

OTHERS = "somebody changed this in another window; look again and repeat it"
REBUILT = "the network was rebuilt before this was carried out; look again and repeat it"
OTHER_RUN = "this run is no longer the one shown; look again and repeat it"
END = 7.0


class Page:
    """A page that sends without waiting: what it saw is the scene of the beginning, until it looks."""

    def __init__(self, session: Session, name: str) -> None:
        self.session, self.name, self.serial = session, name, 0
        self.look()

    def look(self) -> schema.Scene:
        """See what is shown now."""
        self.scene = self.session.scene()
        return self.scene

    def intend(self, kind: type[schema.Intent], *, seen: float | None = None, **fields: Any) -> schema.Reply:
        """Send an intent made at what was seen last."""
        self.serial += 1
        at = self.scene.moment if seen is None else msgspec.structs.replace(self.scene.moment, phase=seen)
        return send(self.session, kind(at=at, serial=self.serial, reader=self.name, **fields))

    def bias(self, index: int, value: float, *, link: int = 0) -> schema.Reply:
        """Set a bias."""
        return self.intend(schema.SetParameter, link=link, role="bias", index=(index,), value=value)


@pytest.fixture
def session() -> Session:
    """A session of Iris 4-5-3."""
    return new_session()


@pytest.fixture
def page(session: Session) -> Page:
    """A page at it."""
    return Page(session, "ada")


def biases(session: Session) -> list[float]:
    """The hidden biases."""
    values: list[float] = session.scene().stage.layers[1].bias.numpy().tolist()
    return values


def message(reply: schema.Reply) -> str:
    """What a problem says."""
    assert isinstance(reply, schema.Problem), reply
    return reply.message


def test_quickly_typed_numbers_are_all_set(page: Page) -> None:
    """Five biases, without a look between them."""
    for index, value in enumerate((0.4, 0.5, 0.6, 0.7, 0.8)):
        assert isinstance(page.bias(index, value), schema.Scene)

    assert biases(page.session) == [0.4, 0.5, 0.6, 0.7, 0.8]


def test_a_scene_says_which_wishes_it_answers(page: Page, session: Session) -> None:
    """Of each reader the last, refused or not, and whoever the scene is made for."""
    page.bias(0, 1.0)
    page.intend(schema.Redo)
    Page(session, "grace").intend(schema.Open, what=schema.NeuronPictures())

    assert session.scene().answered == {"ada": 2, "grace": 1}


def test_what_is_wished_at_the_end_of_the_timeline_makes_one_update(page: Page) -> None:
    """The first intent makes it; the second was made at that end too, and finds it made."""
    for index in range(2):
        page.intend(schema.SetParameter, seen=END, link=0, role="bias", index=(index,), value=0.5)

    assert page.look().moment.step == 1
    assert biases(page.session)[:2] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("kind", "fields", "place"),
    [
        (schema.Advance, {"next_batch": True, "phase": 0.0}, lambda scene: scene.moment.step),
        (schema.Play, {"pace": 0.0, "until": "step"}, lambda scene: scene.moment.step),
        (schema.NextBatch, {}, lambda scene: scene.experiment.batch.index),
        (schema.AddNeuron, {"layer": 1}, lambda scene: len(scene.stage.layers[1].names)),
        (schema.RemoveLastNeuron, {"layer": 1}, lambda scene: -len(scene.stage.layers[1].names)),
    ],
)
def test_a_held_key_counts_every_time(page: Page, kind: Any, fields: dict[str, Any], place: Any) -> None:
    """Four presses are four times the effect."""
    before = place(page.scene)
    for _ in range(4):
        page.intend(kind, **fields)

    assert place(page.look()) == before + 4


def test_undo_held_takes_back_one_each(page: Page) -> None:
    """And says so when nothing is left."""
    first = page.scene
    for value in (0.1, 0.2, 0.3):
        page.bias(0, value)
    replies = [page.intend(schema.Undo) for _ in range(4)]

    assert numbers(page.look()) == numbers(first)
    assert [isinstance(reply, schema.Scene) for reply in replies] == [True, True, True, False]
    assert message(replies[-1]) == "there is nothing left to undo"


def test_a_change_in_another_window_comes_between(session: Session, page: Page) -> None:
    """Whoever has not seen it looks again; whoever made it goes on."""
    other = Page(session, "grace")
    page.bias(0, 1.0)

    assert message(other.bias(0, 2.0)) == OTHERS
    assert isinstance(page.bias(1, 1.0), schema.Scene)
    other.look()
    assert isinstance(other.bias(0, 2.0), schema.Scene)
    assert message(page.bias(2, 1.0)) == OTHERS


def test_data_from_elsewhere_come_between(page: Page) -> None:
    """Nobody knows whose they are."""
    page.session.adopt(page.session._now.state.setup.dataset)

    assert message(page.bias(0, 1.0)) == OTHERS


def test_playing_is_nobody_s_change(session: Session, page: Page) -> None:
    """What follows a pause is made where training came to rest, whoever began it."""
    Page(session, "grace").intend(schema.Play, pace=0.0)
    frame = session.tick()
    assert frame is not None
    page.look()
    session.tick()
    page.intend(schema.Pause)

    assert isinstance(page.bias(0, 0.25), schema.Scene)
    assert biases(session)[0] == 0.25
    assert page.look().moment.step >= frame.moment.step


def test_a_beginning_in_another_window_comes_between(session: Session, page: Page) -> None:
    """Another run is a change like others."""
    Page(session, "grace").intend(schema.NewStart)

    assert message(page.intend(schema.Play, pace=0.0)) == OTHERS


def test_a_number_outlives_a_beginning_of_one_s_own(page: Page) -> None:
    """Reset, and set at once: the intent is about the new start."""
    page.intend(schema.Reset)

    assert isinstance(page.bias(3, 0.5), schema.Scene)
    assert biases(page.session)[3] == 0.5


def test_a_future_of_an_earlier_run_is_not_looked_for_in_another(page: Page) -> None:
    """It may bear the same name there."""
    page.intend(schema.Train, epochs=1)
    page.intend(schema.Reset)

    assert message(page.intend(schema.Seek, step=0)) == OTHER_RUN
    assert message(page.intend(schema.RenameFuture, future="1", title="mine")) == OTHER_RUN


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (schema.SetParameter, {"link": 0, "role": "bias", "index": (3,), "value": 0.5}),
        (schema.RemoveNeuron, {"layer": 1, "index": 3}),
    ],
)
@pytest.mark.parametrize(
    ("rebuilding", "how"),
    [
        (schema.RemoveNeuron, {"layer": 1, "index": 2}),
        (schema.AddLayer, {"before": 1, "size": 4, "activation": "tanh"}),
        (schema.Choose, {"name": "original"}),
    ],
)
def test_no_number_of_a_network_that_was_rebuilt_is_meant_any_more(
    page: Page, rebuilding: Any, how: dict[str, Any], kind: Any, fields: dict[str, Any]
) -> None:
    """What bears the name by then may be another."""
    assert isinstance(page.intend(rebuilding, **how), schema.Scene)

    assert message(page.intend(kind, **fields)) == REBUILT


def test_no_layer_is_meant_once_there_is_another(page: Page) -> None:
    """A neuron more or less leaves them what they are."""
    page.intend(schema.AddNeuron, layer=1)
    assert isinstance(page.intend(schema.SetActivation, layer=1, activation="relu"), schema.Scene)
    page.intend(schema.AddLayer, before=1, size=4, activation="tanh")

    assert message(page.intend(schema.AddNeuron, layer=1)) == REBUILT


def test_a_value_is_of_the_sample_it_was_typed_for(page: Page) -> None:
    """Of another it would say something else."""
    page.intend(schema.NextBatch)

    reply = page.intend(schema.SetInput, index=0, value=5.0)

    assert message(reply) == "sample 77 is no longer shown; look again and repeat it"


def test_what_is_sent_again_is_carried_out_once(page: Page) -> None:
    """After a lost connection: the answers are those there were, refusals included."""
    at = page.scene.moment
    intents = [
        schema.Advance(at=at, serial=1, reader="ada", next_batch=True, phase=0.0),
        schema.Redo(at=at, serial=2, reader="ada"),
        schema.Advance(at=at, serial=3, reader="ada", next_batch=True, phase=0.0),
    ]
    first = [send(page.session, intend) for intend in intents]

    again = [send(page.session, intend) for intend in intents]

    assert isinstance(first[1], schema.Problem)
    assert again[1] == first[1]
    assert again[0] == again[2] == first[2]
    assert page.look().moment.step == 2


def test_it_is_carried_out_once_by_another_process_too(page: Page) -> None:
    """What was answered is part of the snapshot, and so is what it may build on."""
    page.bias(0, 0.5)
    page.intend(schema.Redo)
    session = new_session(snapshot=page.session.snapshot())
    page.session = session

    page.serial = 0
    assert isinstance(page.bias(0, 9.0), schema.Scene)
    assert isinstance(page.intend(schema.Redo), schema.Problem)
    assert isinstance(page.bias(1, 0.75), schema.Scene)
    assert biases(session)[:2] == [0.5, 0.75]


def test_of_many_readers_and_refusals_the_last_are_remembered(page: Page, session: Session) -> None:
    """A reader that was forgotten has changed what others have not seen."""
    for _ in range(REFUSALS + 1):
        page.intend(schema.Redo)
    stranger = Page(session, "stranger")
    page.bias(0, 0.5)
    for number in range(READERS):
        Page(session, str(number)).intend(schema.Open, what=schema.NeuronPictures())

    assert len(session.scene().answered) == READERS
    assert "ada" not in session.scene().answered
    assert message(stranger.bias(0, 1.0)) == OTHERS


def test_a_nameless_reader_builds_on_nothing() -> None:
    """It must have seen what there is."""
    reader = Reader(new_session())
    seen = reader.scene.moment
    reader.get(schema.NextBatch)

    reply = send(reader.session, schema.Undo(at=seen))

    assert message(reply) == "what this was asked of is no longer there; look again and repeat it"
