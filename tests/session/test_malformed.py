"""Whatever is sent, every number stays as it was and the next step can be made."""

from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings, strategies as st

from learnscope.experiment.record import SETTINGS
from learnscope.scene import schema
from learnscope.session import decode
from learnscope.starting_points import STARTING_POINTS
from tests.sampling import many
from tests.session.reader import Reader, new_session, numbers
from tests.settings import CHOICES, NUMBERS

# 2 500 of each kind of message; a sitting is shared by those of one test, so that harm would add up.
MANY = settings(max_examples=many(2500), deadline=None, suppress_health_check=list(HealthCheck))

WORDS = ["data", *CHOICES]
FIELDS: dict[str, list[str]] = {
    kind.__struct_config__.tag: [*kind.__struct_fields__]  # type: ignore[misc]
    for kind in vars(schema).values()
    if isinstance(kind, type) and issubclass(kind, schema.Intent) and kind is not schema.Intent
}
anything: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=6)
    | st.binary(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
superfluous = st.text(max_size=4).filter(lambda name: name != "type")
odd_numbers = st.one_of(
    st.sampled_from([float("nan"), float("inf"), float("-inf")]),
    st.integers(10**6, 2**62),
    st.integers(-(2**62), -1),
)


def assert_alive(reader: Reader) -> None:
    """A step can be made and taken back."""
    before = reader.session.scene()
    reader.scene = before
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    assert numbers(reader.get(schema.Undo)) == numbers(before)


def feed(reader: Reader, message: bytes) -> schema.Problem:
    """Send a message that is refused, and see that nothing has changed by it."""
    before = msgspec.msgpack.encode(reader.session.scene())
    decoded = decode(message)
    reply = decoded if isinstance(decoded, schema.Problem) else reader.session.handle(decoded)
    assert isinstance(reply, schema.Problem), reply
    assert reply.message
    assert msgspec.msgpack.encode(reader.session.scene()) == before
    return reply


def test_bytes_that_are_no_messages_change_nothing() -> None:
    """Any bytes at all."""
    reader = Reader(new_session())

    @MANY
    @given(st.binary(max_size=60))
    def send(message: bytes) -> None:
        assert feed(reader, message).kind == "malformed"

    send()
    assert_alive(reader)


def test_messages_with_wrong_parts_change_nothing() -> None:
    """A map with the fields of an intent, some of them missing, superfluous or of another kind."""
    reader = Reader(new_session())
    at = msgspec.to_builtins(reader.scene.moment)

    @MANY
    @given(st.sampled_from(sorted(FIELDS)), st.data())
    def send(tag: str, data: st.DataObject) -> None:
        message = {name: data.draw(anything, name) for name in FIELDS[tag]}
        message |= {"type": tag, "at": data.draw(st.sampled_from([at, {}, None, 4, {**at, "step": "0"}]))}
        message |= data.draw(st.dictionaries(superfluous, anything, max_size=2))
        if not isinstance(decode(msgspec.msgpack.encode(message)), schema.Problem):
            return  # by chance it is an intent
        reply = feed(reader, msgspec.msgpack.encode(message))
        assert reply.kind == "malformed"
        assert " must be " in reply.message or reply.message.startswith("unknown ")

    send()
    assert_alive(reader)


def test_messages_cut_short_or_changed_change_nothing() -> None:
    """A good message with a byte changed or its end missing, made at a moment that is gone."""
    reader = Reader(new_session())
    at = msgspec.structs.replace(reader.scene.moment, revision=99)
    good = msgspec.msgpack.encode(
        schema.SetParameter(at=at, link=0, role="weight", index=(0, 1), value=0.5, serial=3)
    )

    @MANY
    @given(st.integers(0, len(good) - 1), st.integers(0, 255), st.integers(0, len(good)))
    def send(place: int, byte: int, end: int) -> None:
        feed(reader, (good[:place] + bytes([byte]) + good[place + 1 :])[:end])

    send()
    assert_alive(reader)


def test_intents_out_of_range_change_nothing() -> None:
    """Well-formed, made at the present moment, with numbers beyond every rule."""
    reader = Reader(new_session())
    at = reader.scene.moment
    number = odd_numbers.filter(lambda value: isinstance(value, int))
    value = odd_numbers.filter(lambda value: isinstance(value, float))
    index = st.lists(number, max_size=3).map(tuple)
    names = st.text(max_size=8).filter(lambda name: name not in STARTING_POINTS)
    gone = odd_numbers.map(lambda phase: msgspec.structs.replace(at, phase=float(phase)))
    intents = st.one_of(
        st.builds(schema.Advance, at=st.just(at), next_batch=st.booleans(), phase=odd_numbers),
        st.builds(schema.ShowSample, at=st.just(at), number=number),
        st.builds(
            schema.SetParameter, at=st.just(at), link=number | st.integers(0, 1),
            role=st.sampled_from(["weight", "bias"]), index=index, value=value | st.just(0.5),
        ),
        st.builds(schema.SetInput, at=st.just(at), index=number, value=st.just(0.5)),
        st.builds(schema.SetInput, at=st.just(at), index=st.just(0), value=value),
        st.builds(schema.SetTarget, at=st.just(at), index=number, value=st.just(0.5)),
        st.builds(schema.SetTarget, at=st.just(at), index=st.just(0), value=value),
        st.builds(
            schema.Configure, at=st.just(at), name=st.just("learning_rate"),
            value=value | st.floats(max_value=0.0),
        ),
        st.builds(schema.Configure, at=st.just(at), name=st.just("batch_size"), value=number),
        st.builds(schema.Configure, at=st.just(at), name=st.just("seed"), value=number),
        st.builds(schema.Choose, at=st.just(at), name=names),
        st.builds(schema.NextBatch, at=st.just(at), back=st.just(True)),
        st.builds(
            schema.Configure, at=st.just(at), name=st.sampled_from(NUMBERS),
            value=value | st.floats(-9, -1e-3) | st.text(max_size=4),
        ),
        st.builds(
            schema.Configure, at=st.just(at), name=st.sampled_from(WORDS),
            value=st.none() | value | st.text(max_size=4),
        ),
        st.builds(
            schema.Configure, at=st.just(at), value=st.none() | value,
            name=st.text(max_size=8).filter(lambda name: name not in SETTINGS),
        ),
        st.builds(
            schema.ConfigureMany, at=st.just(at), name=st.just("features") | st.text(max_size=4),
            values=st.lists(st.text(max_size=4), min_size=1, max_size=3).map(tuple),
        ),
        st.builds(
            schema.ConfigureLayers, at=st.just(at), layers=st.lists(
                st.builds(
                    schema.LayerSpec, number | st.just(0), st.just("tanh") | st.text(max_size=4),
                    value | st.sampled_from([1.0, -0.5]),
                ),
                min_size=1, max_size=3,
            ).map(tuple),
        ),
        st.builds(
            schema.DrawData, at=st.just(at), classes=st.lists(st.integers(-2, 12), max_size=4).map(tuple),
            points=st.builds(
                schema.Array, st.lists(st.integers(-1, 4), max_size=3).map(tuple), st.binary(max_size=40)
            ) | st.just(schema.Array.of([[0.5, float("nan")], [1.0, 2.0]])),
        ),
        st.builds(schema.Train, at=st.just(at), epochs=st.integers(10**6 + 1, 2**62) | st.integers(-9, 0)),
        st.builds(schema.ReturnToBest, at=st.just(at)),
        st.builds(schema.Undo, at=st.just(at)),
        st.builds(schema.Redo, at=st.just(at)),
        st.builds(schema.Rest, at=gone),
    )  # fmt: skip

    @MANY
    @given(intents)
    def send(intent: schema.AnyIntent) -> None:
        assert feed(reader, msgspec.msgpack.encode(intent)).kind in ("refused", "needless")

    send()
    assert_alive(reader)
