"""What was read arrives as it was told, and nothing arrives that was not read."""

import io
import json
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings

from learnscope.data.apart import plain
from learnscope.data.apart.task import Task
from learnscope.data.builtin import load
from learnscope.data.dataset import Dataset
from learnscope.data.limits import AtMost
from learnscope.errors import ArgumentError, ShapeError
from tests.data.apart.files import HOSTILE, TABLES, idx, images, opened, outcome, picture
from tests.data.test_any_bytes import damaged
from tests.sampling import many

EVERYTHING = AtMost()


class Bytes:
    """Where bytes come from that lie in memory."""

    def __init__(self, content):
        self.file = io.BytesIO(content)

    def fill(self, place):
        """As a pipe does."""
        if self.file.readinto(place) < len(place):
            raise EOFError


def message_of(task):
    """What a process would tell of a task."""
    try:
        found = task.carried_out()
    except Exception as error:
        return plain.told_error(error, "where")
    return b"".join(plain.told(found))


def through(task):
    """What another process would learn of it."""
    return plain.taken(Bytes(message_of(task)), EVERYTHING)


def same(task):
    """Assert that a task leads to the same either way."""
    assert outcome(lambda: through(task)) == outcome(task.carried_out)


def test_every_field_has_its_way():
    """One that is added must be sent, too."""
    sent = {*plain.WORDS, *plain.LISTS, *plain.SIZES, *plain.ARRAYS, "whole", "decisions", "texts"}

    assert sent == {one.name for one in fields(Dataset)}


@pytest.mark.whole
@pytest.mark.parametrize("name", list(TABLES))
def test_tables_arrive_as_they_were_read(tmp_path, name):
    """All that a data set holds, to the bit."""
    (tmp_path / name).write_bytes(TABLES[name])

    same(opened(tmp_path / name))


@pytest.mark.parametrize("name", ["iris", "mail", "digits", "circle", "life"])
def test_what_is_built_in_arrives_as_it_is(name):
    """With units, licence, titles, texts and shapes of pictures."""
    dataset = load(name, seed=0)
    arrived = plain.taken(Bytes(b"".join(plain.told(dataset))), EVERYTHING)

    assert outcome(lambda: arrived) == outcome(lambda: dataset)


def test_folders_arrive_as_they_were_read(tmp_path):
    """With their parts, decisions and remedies; and the refusal of what is no image."""
    folder = images(tmp_path / "pets")

    same(opened(folder))
    same(opened(folder, broken="drop"))
    same(opened(folder, broken="drop", color="rgb", size="own"))
    same(opened(idx(tmp_path / "idx")))


@pytest.mark.whole
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM", "ICO"])
def test_pictures_arrive_as_they_were_read(tmp_path, kind):
    """Every pixel, and what was done."""
    (tmp_path / "cat").write_bytes(picture(kind))

    same(Task("picture", (tmp_path / "cat", "cat")))


def test_every_refusal_arrives_as_it_was_made(tmp_path):
    """Its kind, its words, its remedies and the columns there are, of all hostile files."""
    for content in HOSTILE:
        (tmp_path / "t.csv").write_bytes(content)
        same(opened(tmp_path / "t.csv"))
        (tmp_path / "cat").write_bytes(content)
        same(Task("picture", (tmp_path / "cat", "cat.png")))


@pytest.mark.parametrize("name", ["t.csv", "t.parquet", "t.npz"])
def test_damaged_files_lead_to_the_same(tmp_path, name):
    """Whatever bytes they hold."""

    @settings(max_examples=many(100), deadline=None)
    @given(content=damaged(TABLES[name]))
    def check(content):
        (tmp_path / name).write_bytes(content)
        same(opened(tmp_path / name))

    check()


@pytest.mark.parametrize("text", ["", "ä\0\n", "\ud800", "\U0001f600" * 3, "x" * 3_000_000])
def test_texts_of_any_kind_arrive(text):
    """Half of a pair of surrogates, which names of files may hold, and very long ones."""
    dataset = replace(load("iris", seed=0), title=text + "t", texts=(text, "b") * 75)
    arrived = plain.taken(Bytes(b"".join(plain.told(dataset))), EVERYTHING)

    assert (arrived.title, arrived.texts) == (dataset.title, dataset.texts)


@pytest.mark.parametrize("error", [ArgumentError("a b"), ShapeError("c"), OSError(28, "No space left")])
def test_errors_of_every_kind_arrive(error):
    """Those of ours by their kind, and the system's by its number."""
    with pytest.raises(type(error)) as caught:
        plain.taken(Bytes(plain.told_error(error, "")), EVERYTHING)

    assert str(caught.value) == str(error)


def test_a_fault_arrives_with_where_it_happened():
    """For the log, since nobody raised it on purpose."""
    with pytest.raises(plain.FaultError, match=r"^line 3$"):
        plain.taken(Bytes(plain.told_error(ZeroDivisionError(), "line 3")), EVERYTHING)


def test_what_is_cut_short_is_no_data_set(tmp_path):
    """Wherever it ends."""
    (tmp_path / "t.csv").write_bytes(TABLES["t.csv"])
    message = message_of(opened(tmp_path / "t.csv"))
    for length in range(0, len(message), 7):
        with pytest.raises(EOFError):
            plain.taken(Bytes(message[:length]), EVERYTHING)


def told(**changes):
    """A message of a data set in which words were exchanged."""
    message = b"".join(plain.told(load("iris", seed=0)))
    size = int.from_bytes(message[: plain.LENGTH], "little")
    head = json.loads(message[plain.LENGTH : plain.LENGTH + size])
    for name, value in changes.items():
        place = head["words"] if name in head["words"] else head
        place[name] = value
    text = json.dumps(head).encode()
    return len(text).to_bytes(plain.LENGTH, "little") + text + message[plain.LENGTH + size :]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": 3},
        {"label_type": "code"},
        {"kind": "others"},
        {"input_names": ["a", "a", "b", "c"]},
        {"input_names": [1, 2, 3, 4]},
        {"input_names": ["a"]},
        {"output_units": None},
        {"image_shape": [2, 3]},
        {"given_parts": [0, 0, 150]},
        {"shapes": [[150, 4]]},
        {"shapes": [[-150, -4], [150, 3]]},
        {"shapes": [[10**9, 10**9], [150, 3]]},
        {"decisions": [{"words": "w", "remedy": {"argument": 1}, "undoes": "u", "asked": False}]},
        {"what": "error", "kind": "SystemExit", "message": "m"},
        {"what": "picture", "note": "n", "shape": [10**6, 10**6, 4]},
    ],
)
def test_what_may_not_come_is_not_taken(changes):
    """A process that was taken over cannot say anything but data, and no more than was asked for."""
    with pytest.raises((ValueError, TypeError, KeyError)):
        plain.taken(Bytes(told(**changes)), EVERYTHING)


def test_more_than_was_asked_for_is_not_taken():
    """Neither numbers nor words."""
    with pytest.raises(ValueError, match="more than 599"):
        plain.taken(Bytes(told()), AtMost(numbers=599))
    with pytest.raises(ValueError, match="bytes of words"):
        plain.taken(Bytes((2**40).to_bytes(plain.LENGTH, "little")), EVERYTHING)


def test_numbers_that_are_none_are_not_taken():
    """A data set is checked as if it were made here."""
    message = bytearray(told())
    message[-8:] = np.array([np.nan]).tobytes()
    with pytest.raises(ValueError, match="must be finite"):
        plain.taken(Bytes(bytes(message)), EVERYTHING)
