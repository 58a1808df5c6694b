"""A sitting as bytes: the same sitting again, in another process."""

import itertools
from pathlib import Path

import msgspec
import numpy as np
import pytest

from learnscope.data.arrays import from_arrays
from learnscope.errors import FormatError
from learnscope.scene import schema
from learnscope.session import Session
from learnscope.session.snapshot import Snapshot
from tests.session.reader import Reader, new_session

OLD = Path(__file__).parents[1] / "fixtures" / "saved" / "981e42c" / "edited.sitting"


def reopened(session: Session) -> Session:
    seeds = itertools.count(900)
    return Session(seeds=lambda: next(seeds), snapshot=session.snapshot())


def without_undo(scene: schema.Scene) -> bytes:
    return msgspec.msgpack.encode(msgspec.structs.replace(scene, undo="", redo="", said=""))


@pytest.mark.parametrize("start", ["iris", "original"])
def test_a_snapshot_brings_back_every_bit(start):
    """After edits, updates and another batch, every number, the moment included, is the same."""
    reader = Reader(new_session(start))
    reader.get(schema.SetParameter, link=0, role="weight", index=(1, 0), value=0.1 + 0.2)
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    reader.get(schema.Configure, name="learning_rate", value=0.3)
    reader.get(schema.SetInput, index=1, value=0.7)
    reader.get(schema.Rest, seen=5.5)

    again = reopened(reader.session)

    assert without_undo(again.scene()) == without_undo(reader.session.scene())
    assert again.scene().undo == ""


def test_in_haste_what_takes_longer_follows():
    """Who comes back sees the network at once, and a little later all that was there."""
    reader, now = Reader(new_session()), [0.0]
    reader.get(schema.Train, epochs=2)
    whole = reopened(reader.session).scene()

    again = Session(
        seeds=lambda: 1, snapshot=reader.session.snapshot(), haste=True, clock=lambda: now[0], engine="plain"
    )
    first = again.scene()

    assert first.check is None
    assert first.moment == whole.moment
    assert msgspec.msgpack.encode(first.stage) == msgspec.msgpack.encode(whole.stage)
    assert again.going
    assert again.tick() is None
    now[0] = 1.0
    assert without_undo(again.tick()) == without_undo(whole)
    assert not again.going


def test_a_page_left_open_goes_on_after_a_restart():
    """An intent made at the moment before the restart is carried out after it."""
    reader = Reader(new_session())
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    reader.session = reopened(reader.session)

    assert reader.get(schema.Advance, next_batch=True, phase=0.0).moment.step == 2


def test_not_a_number_survives():
    """Parameters that are no longer numbers come back as what they are."""
    reader = Reader(new_session())
    reader.get(schema.SetParameter, link=0, role="weight", index=(0, 0), value=1e308)
    reader.get(schema.SetParameter, link=1, role="weight", index=(0, 0), value=-1e308)
    for _ in range(3):
        reader.get(schema.Advance, next_batch=True, phase=0.0)

    assert without_undo(reopened(reader.session).scene()) == without_undo(reader.session.scene())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"version": 9},
            "a kept sitting has version 9, which a newer Learnscope wrote; this is 0.1.0, "
            "pip install --upgrade learnscope",
        ),
        ({"sample": 0}, "a kept sitting must show a sample of its batch, got one that is not in it"),
    ],
)
def test_a_snapshot_that_does_not_hold_is_refused(change, message):
    """What was changed on disk is refused with the reason."""
    kept = msgspec.msgpack.decode(new_session().snapshot(), type=Snapshot)

    with pytest.raises(FormatError) as caught:
        Session(seeds=lambda: 1, snapshot=msgspec.msgpack.encode(msgspec.structs.replace(kept, **change)))
    assert str(caught.value) == message


def test_a_snapshot_whose_points_do_not_fit_is_refused():
    """As many numbers as the network and its optimizer have, in snapshots of version 4."""
    kept = msgspec.msgpack.decode(OLD.read_bytes())
    kept["tree"]["futures"][0]["head"]["parameters"] = b"12345678"

    with pytest.raises(FormatError) as caught:
        Session(seeds=lambda: 1, snapshot=msgspec.msgpack.encode(kept))
    assert str(caught.value) == (
        "a kept sitting must hold 43 parameters and 43 numbers of the optimizer, got 1 and 43"
    )


def test_no_damage_of_a_snapshot_goes_unnoticed():
    """Bytes overwritten anywhere in its tables: refused, or else the same sitting."""
    session = new_session()
    kept, scene = msgspec.msgpack.decode(session.snapshot(), type=Snapshot), without_undo(session.scene())
    messages = []
    for start in range(0, len(kept.tables), 1500):
        tables = kept.tables[:start] + b"\xa5" * 500 + kept.tables[start + 500 :]
        damaged = msgspec.msgpack.encode(msgspec.structs.replace(kept, tables=tables))
        try:
            again = Session(seeds=lambda: 1, snapshot=damaged)
        except FormatError as error:
            messages.append(str(error))
        else:
            assert without_undo(again.scene()) == scene

    assert len(messages) > 5
    assert all(message.startswith("a kept sitting cannot be read: ") for message in messages)


@pytest.mark.parametrize("data", [b"", b"\x00", b"nonsense", b"\x81\xa1a\x01"])
def test_foreign_bytes_are_refused(data):
    """What is no snapshot raises FormatError, nothing else."""
    with pytest.raises(FormatError, match=r"^a kept sitting cannot be read: "):
        Session(seeds=lambda: 1, snapshot=data)


def test_data_of_one_s_own_comes_back():
    """With its names, units and note; a picture's shape too."""
    own = from_arrays(
        np.arange(48.0).reshape(12, 2, 2), np.linspace(0, 9, 12), name="growth", output_units=["cm"],
        source="the garden",
    )  # fmt: skip
    reader = Reader(new_session())
    reader.scene = reader.session.adopt(own)
    reader.get(schema.Configure, name="optimizer", value="adam")
    reader.get(schema.Advance, next_batch=True, phase=0.0)

    again = reopened(reader.session)

    assert without_undo(again.scene()) == without_undo(reader.session.scene())


@pytest.mark.parametrize(("rows", "kept"), [(80_000, True), (95_000, False)])
def test_what_takes_more_than_8_mb_is_not_kept(rows, kept):
    """It would be written after every move."""
    session = new_session()
    session.adopt(from_arrays(np.zeros((rows, 10)), np.zeros(rows), kind="values", name="large"))

    assert bool(session.snapshot()) == kept


def test_numbers_of_another_precision_come_back():
    """float32 is kept as it is."""
    reader = Reader(new_session())
    reader.get(schema.Configure, name="precision", value="float32")
    reader.get(schema.Configure, name="optimizer", value="momentum")
    reader.get(schema.Advance, next_batch=True, phase=0.0)

    assert without_undo(reopened(reader.session).scene()) == without_undo(reader.session.scene())
