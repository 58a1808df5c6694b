"""Links: exactly this state elsewhere, for ever; any other text is answered in one sentence."""

import json
import zlib
from base64 import urlsafe_b64encode
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.core.compiled import PLAIN
from learnscope.data.arrays import from_arrays
from learnscope.errors import FormatError, LearnscopeError
from learnscope.scene import schema
from learnscope.session.links import text as link_text
from learnscope.session.links.opened import state_of
from learnscope.session.links.reading import read_link
from learnscope.session.links.record import Held, Stretch
from tests.sampling import many
from tests.session.links import assert_same, link_of, opened
from tests.session.reader import Reader, new_session

KEPT = Path(__file__).parents[1] / "fixtures" / "links"
CUT = "a link must be copied whole, and this one was cut off or changed on its way; copy it again"


def sealed(data: bytes) -> str:
    """Bytes as what stands behind the version of a link."""
    return urlsafe_b64encode(zlib.crc32(data).to_bytes(4, "big") + data).decode().rstrip("=")


def packed(data: bytes) -> str:
    """A link of version 1 that unpacks to these bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return f"1.{sealed(packer.compress(data) + packer.flush())}"


def changed(text: str, **changes: object) -> str:
    """A link with fields of its record changed."""
    held = link_text.read(text.removeprefix("state="))
    return link_text.written(msgspec.structs.replace(held, **changes))


def trained() -> Reader:
    """A reader who trained, set numbers, trained on, and looks at an edited sample in mid-step."""
    reader = Reader(new_session())
    reader.get(schema.Train, epochs=2)
    reader.get(schema.SetParameter, link=0, role="weight", index=(0, 1), value=0.1 + 0.2)
    reader.get(schema.Configure, name="optimizer", value="adam")
    reader.get(schema.Train, epochs=1)
    reader.get(schema.AddNeuron, layer=1)
    reader.get(schema.SetInput, index=0, value=5.55)
    reader.get(schema.Advance, next_batch=False, phase=2.5)
    reader.get(schema.Select, name="weight.0.1.2")
    return reader


def test_a_link_opens_the_very_state_as_a_move_that_can_be_undone() -> None:
    """Edits, optimizer, a neuron more, the edited sample, phase and selection; then undo."""
    reader = trained()
    made = link_of(reader)
    other = Reader(new_session("original"))
    before = other.scene.experiment

    scene = other.get(schema.OpenLink, text=f"http://somewhere/s/a/#{made.text}")

    assert_same(reader.session, other.session)
    assert scene.selection is not None
    assert scene.selection.name == "weight.0.1.2"
    assert scene.said == "Iris, 4-6-3 at step 22, as the link says"
    assert scene.undo == "the state of the link"
    assert made.holds == "Opens Iris, 4-6-3; step 22 of 22; flower 81, edited, every number as here."
    assert other.get(schema.Undo).experiment == before


def test_what_is_trained_takes_no_room() -> None:
    """A thousand epochs are as long as one."""
    short, long = Reader(new_session()), Reader(new_session())
    short.get(schema.Train, epochs=1)
    long.get(schema.Train, epochs=60)

    assert len(link_of(long).text) <= len(link_of(short).text) + 8 < 220


def test_a_link_in_a_lesson_opens_its_page() -> None:
    """With what its reader has changed there, and one's own experiment behind it."""
    reader = Reader(new_session())
    reader.get(schema.TakeLesson, lesson="neuron", page=2)
    other = Reader(new_session("original"))

    scene = other.get(schema.OpenLink, text=link_of(reader).text)

    assert scene.lesson is not None
    assert (scene.lesson.page.lesson, scene.lesson.page.page) == ("neuron", 2)
    assert_same(reader.session, other.session)
    assert other.get(schema.LeaveLesson).experiment.starting_point == "original"


def test_who_opens_a_link_in_a_lesson_has_left_it() -> None:
    """An undo brings back one's own experiment, not the lesson's."""
    made = link_of(Reader(new_session("original")))
    reader = Reader(new_session())
    reader.get(schema.TakeLesson, lesson="neuron")

    assert reader.get(schema.OpenLink, text=made.text).lesson is None
    assert reader.get(schema.Undo).experiment.starting_point == "iris"


def test_how_it_is_looked_at_is_told_before_it_is_opened() -> None:
    """The panel that was open, and which numbers are blanks."""
    reader = Reader(new_session())
    made = link_of(reader, dock="why", hidden=("value.1.0",))

    reading = reader.ask(schema.ReadLink, text=made.text)

    assert isinstance(reading, schema.LinkReading)
    assert (reading.kind, reading.dock, reading.hidden) == ("state", "why", ("value.1.0",))


def test_a_link_to_a_page_that_is_not_there_means_nothing() -> None:
    """Whoever opens it for others hears it before they do."""
    reader = Reader(new_session())
    for text, why in (
        ("lesson/blame/9", "page must be a whole number from 1 to 6, got 9"),
        ("lesson/nosuch/1", "unknown lesson 'nosuch'"),
    ):
        answer = reader.ask(schema.ReadLink, text=text)
        assert isinstance(answer, schema.Problem)
        assert why in answer.message
    assert isinstance(reader.ask(schema.ReadLink, text="lesson/blame/6"), schema.LinkReading)


def test_drawn_points_are_part_of_a_link() -> None:
    """Bit for bit, with the classes they were drawn with."""
    reader = Reader(new_session())
    points = schema.Array.of([[0.1, 0.2], [1.5, -2], [0.3, 4], [3, 3]] * 4)
    reader.get(schema.DrawData, points=points, classes=(0, 2, 0, 2) * 4)
    reader.get(schema.Train, epochs=1)

    assert_same(reader.session, opened(link_of(reader).text).session)


def test_a_lesson_and_a_recipe_are_links_too() -> None:
    """A page of a lesson, a query, and an address of the playground, alone or in an address."""
    reader = Reader(new_session())

    assert reader.get(schema.OpenLink, text="http://a/s/b/#lesson/blame/3").lesson is not None
    scene = reader.get(schema.OpenLink, text="http://a/?data=circle&hidden=4")
    assert (scene.experiment.shape, scene.said) == ((2, 4, 2), "Circle, 2-4-2, as the link says")
    scene = reader.get(schema.OpenLink, text="https://playground.tensorflow.org/#dataset=xor&networkShape=3")
    assert scene.experiment.shape == (2, 3, 2)
    assert scene.said.startswith("Exclusive or, 2-3-2, as in the playground, but: points, starting weights")
    reading = reader.ask(schema.ReadLink, text="#dataset=xor&networkShape=3,x")
    assert isinstance(reading, schema.LinkReading)
    assert (reading.kind, len(reading.differs)) == ("playground", 4)
    assert reading.faults == (
        "networkShape must be at most 12 numbers from 1 to 256, separated by commas, got '3,x'; "
        "4,2 stands in its place",
    )


def test_data_of_ones_own_have_no_link() -> None:
    """Said, with what to do."""
    data = from_arrays(np.arange(40.0).reshape(20, 2), np.arange(20) % 2, name="mine", title="Mine")
    session = new_session()
    session.adopt(data)
    problem = Reader(session).refused(schema.MakeLink)

    assert problem.message == (
        "a link must be of data that is built in or was drawn, got 'Mine', which is your own; hand out the "
        "file "
        "of the run instead (Runs, in the dock)"
    )


def test_a_state_that_takes_too_long_to_make_again_has_no_link() -> None:
    """Neither is one opened that was changed to say so."""
    made = link_of(Reader(new_session())).text
    held = link_text.read(made.removeprefix("state="))
    stretches = (msgspec.structs.replace(held.stretches[0], steps=60_000),)

    with pytest.raises(FormatError) as caught:
        state_of(msgspec.structs.replace(held, stretches=stretches), run="1", engine=PLAIN)
    assert str(caught.value) == (
        "a link must lead to a state that is made again in at most 50 000 steps, and this one takes 60 000 "
        "steps; "
        "hand out the file of the run instead (Runs, in the dock)"
    )


def test_a_state_with_too_many_numbers_set_has_no_link() -> None:
    """Its length is said."""
    reader = Reader(new_session())
    reader.get(schema.BeginWith, query="data=digits&hidden=20")
    reader.get(schema.AddNeuron, layer=1)
    problem = reader.refused(schema.MakeLink)

    assert problem.message.startswith("a link must have at most 8000 characters, and this state takes ")
    assert problem.message.endswith(
        ", since so many numbers were set by hand; hand out the file of the run instead (Runs, in the dock)"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("state=", "a link must begin with its version, as in 1.…, got ''"),
        ("state=x.abc", "a link must begin with its version, as in 1.…, got 'x.abc'"),
        (
            "state=2.abc",
            "a link must have version 1 at most, which this Learnscope reads, got 2, which a newer one "
            "wrote; "
            "pip install --upgrade learnscope",
        ),
        ("state=0.abc", "a link must have version 1 at least, got 0"),
        ("state=1.a*c", CUT),
        ("state=1.", CUT),
        ("1.abcdefgh", CUT),
        (f"1.{'A' * 8000}", "a link must have at most 8000 characters, got 8002; copy it again"),
        (
            "x" * 20_001,
            "a link must hold a state (state=1.…), a recipe (data=circle&hidden=4), a page of a lesson "
            "(lesson/blame/3) or an address of the playground (activation=tanh&networkShape=4,2), got 20001 "
            "characters",
        ),
        (
            "http://example.org/",
            "a link must hold a state (state=1.…), a recipe (data=circle&hidden=4), a page of a lesson "
            "(lesson/blame/3) or an address of the playground (activation=tanh&networkShape=4,2), got "
            "'http://example.org/'",
        ),
        ("?data=circle&hidden=x", "hidden[0] must be a whole number of at least 1, got 'x'"),
        ("#lesson/blam/3", "unknown lesson 'blam'; did you mean 'blame'?"),
    ],
)
def test_what_means_nothing_is_said(text: str, message: str) -> None:
    """In one sentence, and nothing changes."""
    problem = Reader(new_session()).refused(schema.OpenLink, text=text)

    assert problem.message.startswith(message)


def test_a_link_that_unpacks_without_end_is_not_unpacked() -> None:
    """However small it is."""
    assert len(packed(b"\0" * 5_000_000)) < 8000
    with pytest.raises(FormatError) as caught:
        link_text.read(packed(b"\0" * 5_000_000))
    assert str(caught.value) == "a link must unpack to at most 200000 bytes, got more; it was not made here"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"recipes": ()}, "a link must hold a recipe and a stretch of steps, got none"),
        ({"stretches": (Stretch(steps=0, recipe=7),)},
         "a link must hold a state there can be: recipe must be"),
        ({"stretches": (Stretch(steps=-1),)}, "a link must hold a state there can be: steps must be"),
        ({"stretches": (Stretch(steps=0, places=(999,), values=b"\0" * 8),)},
         "a link must hold a state there can be: place of a parameter must be"),
        ({"stretches": (Stretch(steps=0, values=b"\0" * 16),)},
         "a link must hold numbers for the 43 parameters of its network, got 2"),
        ({"stretches": (Stretch(steps=0, causes=("x" * 300,)),)},
         "a link must name causes in at most 200 characters, got more"),
        ({"step": 5}, "a link must hold a state there can be: step must be"),
        ({"sample": 149_000}, "a link must show a sample of its batch, got 149001, which is not in it"),
        ({"phase": 99.0}, "a link must hold a state there can be: phase must be from 0 to 7, got 99.0"),
        ({"place": -1}, "a link must hold a state there can be: place must be"),
        ({"recipes": ("data=mine",)}, "a link must hold a state there can be: unknown data set 'mine'"),
        ({"recipes": ("data=iris", "data=circle")}, "a link must keep data in all of its run, got two"),
    ],
)  # fmt: skip
def test_a_link_that_was_made_up_is_refused(changes: dict[str, object], message: str) -> None:
    """A rule that its state breaks is named."""
    text = changed(link_of(Reader(new_session())).text, **changes)

    assert Reader(new_session()).refused(schema.OpenLink, text=text).message.startswith(message)


def test_other_digits_are_told() -> None:
    """A link whose numbers come out otherwise opens and says so."""
    text = changed(link_of(Reader(new_session())).text, check=0)
    scene = Reader(new_session()).get(schema.OpenLink, text=text)

    assert scene.said == (
        "Iris, 4-5-3 at step 0, as the link says; its numbers are not those it was made with to the last "
        "digit, "
        "since this machine or version of Learnscope computes otherwise"
    )


@settings(max_examples=many(400), deadline=None)
@given(text=st.text(max_size=200) | st.text("0123456789.=&#?/abcxyz-_%", max_size=80))
def test_any_text_means_something_or_is_refused(text: str) -> None:
    """Nothing else is raised."""
    for written in (text, f"state={text}", f"1.{text}", f"state=1.{text}", f"#{text}"):
        with suppress(LearnscopeError):
            read_link(written)


@settings(max_examples=many(400), deadline=None)
@given(data=st.binary(max_size=200), place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_any_bytes_mean_something_or_are_refused(data: bytes, place: int, bit: int) -> None:
    """What unpacks to anything, and a record with a bit turned, too."""
    whole = bytearray(msgspec.msgpack.encode(link_text.read(EXAMPLE)))
    whole[place % len(whole)] ^= 1 << bit
    for written in (f"1.{sealed(data)}", packed(data), packed(bytes(whole))):
        try:
            held = read_link(written).held
        except LearnscopeError:
            continue
        assert isinstance(held, Held)
        if sum(max(0, stretch.steps) for stretch in held.stretches) <= 300:
            with suppress(FormatError):
                state_of(held, run="1", engine=PLAIN)


@pytest.mark.parametrize("path", sorted(KEPT.glob("*.json")), ids=lambda path: path.stem)
def test_a_link_of_an_earlier_version_opens(path: Path) -> None:
    """Each that was kept, with the numbers it was made with."""
    kept = json.loads(path.read_text("utf-8"))
    reader = opened(kept["link"])
    state = reader.session._now.state

    assert [list(state.network.sizes), state.step, state.sample, state.phase] == kept["shows"]
    np.testing.assert_allclose(state.network.parameters, kept["parameters"], rtol=1e-9, atol=1e-12)


def test_links_were_kept() -> None:
    """Of the first version, of several kinds."""
    assert len(list(KEPT.glob("1-*.json"))) >= 4


EXAMPLE = link_of(trained()).text.removeprefix("state=")
