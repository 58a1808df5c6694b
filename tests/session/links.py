"""A link made in one sitting and opened in another, for tests."""

import msgspec

from learnscope.run import point
from learnscope.scene import schema
from learnscope.session import Session
from tests.session.reader import Reader, new_session


def link_of(reader: Reader, **looks: object) -> schema.MadeLink:
    """The link to what a reader sees."""
    made = reader.ask(schema.MakeLink, **looks)
    assert isinstance(made, schema.MadeLink), made
    return made


def opened(text: str) -> Reader:
    """A reader of a fresh sitting who has opened the link."""
    reader = Reader(new_session("original"))
    reader.get(schema.OpenLink, text=text)
    return reader


def assert_same(session: Session, other: Session) -> None:
    """Both stand at the same state, bit for bit, and the future shown is the same at each of its steps."""
    one, two = session._now.state, other._now.state
    assert (one.step, one.head, one.place, one.sample, one.edited) == (
        two.step, two.head, two.place, two.sample, two.edited,
    )  # fmt: skip
    assert one.phase == two.phase
    assert one.experiment == two.experiment
    assert one.network.parameters.tobytes() == two.network.parameters.tobytes()
    assert one.optimizer_state.slots.tobytes() == two.optimizer_state.slots.tobytes()
    assert one.optimizer_state.updates == two.optimizer_state.updates
    assert one.previous == two.previous
    for step in {*range(0, one.head + 1, max(1, one.head // 7)), one.head}:
        assert point(one.tree, one.future, step).same(point(two.tree, two.future, step)), step
    here, there = session.scene(), other.scene()
    assert msgspec.msgpack.encode(here.stage) == msgspec.msgpack.encode(there.stage)
    assert msgspec.msgpack.encode(here.experiment) == msgspec.msgpack.encode(there.experiment)
    if here.check is not None:  # which it is while one is shown in haste
        assert msgspec.msgpack.encode(here.check) == msgspec.msgpack.encode(there.check)
    assert here.selection == there.selection
