"""What a host and its processes say to each other comes whole."""

from typing import Any

import msgspec
from hypothesis import given, strategies as st

from learnscope.sittings.processes import wire


@given(
    st.lists(st.builds(wire.Heard, st.integers(0, 2**40), st.binary(max_size=200)), max_size=20),
    st.lists(st.integers(1, 400), max_size=50),
)
def test_a_channel_takes_messages_however_they_are_cut(messages: list[wire.Heard], cuts: list[int]) -> None:
    """Each comes whole and once, in its order."""
    said, heard = bytearray(), list[Any]()
    for message in messages:
        encoded = msgspec.msgpack.encode(message)
        said += wire.LENGTH.pack(len(encoded)) + encoded
    channel = wire.Channel(wire.ToWorkshop, heard.append, lambda: None)
    for cut in [*cuts, len(said)]:
        channel.data_received(bytes(said[:cut]))
        del said[:cut]

    assert heard == messages


def test_what_both_ends_have_is_not_sent() -> None:
    """It is the very same object at the other end."""
    data = b"x" * 100_000
    sent = wire.packed({"shared": data, "own": 1}, (None, data))
    other = b"y"

    assert len(sent) < 200
    assert wire.unpacked(sent, (None, other)) == {"shared": other, "own": 1}
