"""Messages: what is read, and what is said of those that cannot be."""

from typing import get_args

import msgspec
import pytest

from learnscope.scene import schema
from learnscope.session import decode
from tests.session.reader import new_session

AT = schema.Moment("100-1", 0, 0, 4.0, 76)
PARAMETER = {
    "type": "set_parameter",
    "at": {"run": "100-1", "step": 0, "revision": 0, "phase": 4, "sample": 76},
    "serial": 9,
    "link": 0,
    "role": "weight",
    "index": [0, 1],
    "value": 0.5,
}
INTENTS = [
    schema.Rest(at=AT),
    schema.Advance(at=AT, serial=3, next_batch=True, phase=0.0),
    schema.NextBatch(at=AT, back=True),
    schema.ShowSample(at=AT, number=4),
    schema.SetParameter(at=AT, link=0, role="bias", index=(1,), value=float("-inf"), gesture=7),
    schema.SetInput(at=AT, index=0, value=1e308),
    schema.SetTarget(at=AT, index=0, value=-0.0),
    schema.RestoreSample(at=AT),
    schema.Configure(at=AT, name="learning_rate", value=0.1),
    schema.Configure(at=AT, name="batch_size", value=3),
    schema.Reset(at=AT),
    schema.NewStart(at=AT),
    schema.BeginWith(at=AT, query="data=circle&hidden=4"),
    schema.Choose(at=AT, name="iris"),
    schema.Configure(at=AT, name="optimizer", value="adam"),
    schema.Configure(at=AT, name="data.noise", value=0.25, gesture=2),
    schema.Configure(at=AT, name="clip_norm", value=None),
    schema.ConfigureMany(at=AT, name="features", values=("x²", "xy")),
    schema.ConfigureLayers(
        at=AT, layers=(schema.LayerSpec(4, "relu", 0.5), schema.LayerSpec(2, "tanh", 0.0))
    ),
    schema.TryRemedy(at=AT, changes='{"hidden": [4], "clip_norm": null}'),
    schema.DrawData(at=AT, points=schema.Array.of([[0.5, -1.0], [2.0, 3.0]]), classes=(0, 1)),
    schema.Train(at=AT, epochs=5),
    schema.ReturnToBest(at=AT),
    schema.Undo(at=AT),
    schema.Redo(at=AT),
    schema.AddNeuron(at=AT, layer=1),
    schema.RemoveNeuron(at=AT, layer=1, index=0),
    schema.RemoveLastNeuron(at=AT, layer=1),
    schema.AddLayer(at=AT, before=1, size=3, activation="relu"),
    schema.RemoveLayer(at=AT, layer=1),
    schema.MoveLayer(at=AT, layer=1, to=2),
    schema.SetActivation(at=AT, layer=1, activation="tanh"),
    schema.UsePicture(at=AT, inputs=schema.Array.of([0.0, 1.0])),
    schema.Play(at=AT, pace=0.0),
    schema.Play(at=AT, pace=1000.0, until="condition", race=True),
    schema.Pause(at=AT),
    schema.Seek(at=AT, step=12, future="2"),
    schema.Fork(at=AT, title="another"),
    schema.RenameRun(at=AT, name="iris-2026-11-20-234712.run", title="the slow one"),
    schema.RenameFuture(at=AT, future="2", title="slow"),
    schema.DeleteFuture(at=AT, future="2"),
    schema.RaceFuture(at=AT, future="2", racing=True),
    schema.SetBreakpoint(at=AT, name="loss_rises", on=True, number=3.0),
    schema.KeepWhatIf(at=AT, name="seed", value=4.0, steps=100),
    schema.OpenRun(at=AT, name="monday"),
    schema.DeleteRun(at=AT, name="monday"),
    schema.Open(at=AT, what=schema.Comparison(future="2")),
    schema.Open(at=AT, what=schema.Strip(first=None, last=100, bins=300)),
    schema.Close(at=AT, what="comparison"),
    schema.Select(at=AT, name="weight.0.1.2"),
    schema.ReadText(at=AT, text="free", output=1),
    schema.UseText(at=AT, text="free"),
    schema.ReadPicture(at=AT, width=1, height=1, pixels=b"\0\0\0\xff", drawn=True),
    schema.WhatIf(at=AT, name="learning_rate", value=0.1, steps=100, milliseconds=20.0),
    schema.MapRow(at=AT, x_name="learning_rate", x=(0.1, 0.2), y_name="batch_size", y=4.0, steps=100),
    schema.ListRuns(at=AT),
    schema.Why(at=AT, name="gradient.1.2.0"),
    schema.AskMembers(at=AT),
    schema.AskBlame(at=AT, name="weight.0.1.2"),
    schema.AskHistory(at=AT, name="weight.0.1.2"),
    schema.AskChecked(at=AT),
    schema.AskErrorCurve(at=AT, name="gradient.1.2.0"),
    schema.AskSpread(at=AT, name="weight.0.1.2"),
    schema.AskLandscape(at=AT, names=("weight.0.0.0",)),
    schema.AskCurvature(at=AT, of="batch"),
    schema.AskDescents(at=AT, start=(0.5, -1.0), race="batches", rates=(0.1,)),
    schema.AskNextSteps(at=AT, over="random", size=4),
    schema.SetPlace(at=AT, a=0.5, over="path"),
    schema.AskRemoval(at=AT, names=("value.1.0",)),
    schema.AskRemovalMap(at=AT, map="layer.1"),
    schema.Changed(at=AT, kind="values", future="1"),
    schema.Matrices(at=AT, place=2),
    schema.Code(at=AT, dialect="octave"),
    schema.CheckSheet(at=AT, key="chain", seed=4, answers={"delta.1.0": "0,5"}),
    schema.TakeLesson(at=AT, lesson="blame", page=3),
    schema.LeaveLesson(at=AT, explore=True),
    schema.ListLessons(at=AT),
    schema.CheckAnswer(at=AT, lesson="blame", page=3, number=0, given="0,5", seed=0),
    schema.AskPaper(at=AT, lesson="blame"),
    schema.AskWorksheet(at=AT),
    schema.Teach(at=AT, act="pace", number=3),
    schema.MakeLink(at=AT, dock="why", hidden=("weight.0.1.2",)),
    schema.ReadLink(at=AT, text="state=1.x"),
    schema.OpenLink(at=AT, text="state=1.x"),
]
KINDS = sorted({str(type(intent).__struct_config__.tag) for intent in INTENTS})


def problem(message: object) -> schema.Problem:
    """What is said of a message."""
    result = decode(message if isinstance(message, bytes) else msgspec.msgpack.encode(message))
    assert isinstance(result, schema.Problem)
    assert result.kind == "malformed"
    return result


@pytest.mark.whole
@pytest.mark.parametrize("intent", INTENTS, ids=lambda intent: type(intent).__name__)
def test_every_intent_is_read(intent: schema.AnyIntent) -> None:
    """With all its bits."""
    assert decode(msgspec.msgpack.encode(intent)) == intent


def test_every_kind_of_intent_is_tried() -> None:
    """None is forgotten above."""
    kinds = {type(intent) for intent in INTENTS}

    assert (
        kinds
        == set(get_args(schema.AnyIntent))
        == {
            kind
            for kind in vars(schema).values()
            if isinstance(kind, type)
            and issubclass(kind, schema.Intent)
            and kind not in (schema.Intent, schema.Question)
        }
    )


def test_whole_numbers_are_numbers() -> None:
    """A page's encoder writes 4 for 4.0."""
    intent = decode(msgspec.msgpack.encode(PARAMETER | {"value": 2}))

    assert isinstance(intent, schema.SetParameter)
    assert intent.value == 2.0


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"value": "1"}, "value", "value must be a number, got '1'; reload the page"),
        ({"value": None}, "value", "value must be a number, got None; reload the page"),
        ({"value": True}, "value", "value must be a number, got True; reload the page"),
        ({"link": 1.5}, "link", "link must be a whole number, got 1.5; reload the page"),
        ({"link": False}, "link", "link must be a whole number, got False; reload the page"),
        ({"role": "wieght"}, "role", "role must be 'weight' or 'bias', got 'wieght'; reload the page"),
        ({"role": 3}, "role", "role must be 'weight' or 'bias', got 3; reload the page"),
        ({"index": 3}, "index", "index must be an array of whole numbers, got 3; reload the page"),
        (
            {"index": [0, "1"]},
            "index[1]",
            "index[1] must be a whole number, got '1'; reload the page",
        ),
        ({"at": None}, "at", "at must be a map of a moment's fields, got None; reload the page"),
        ({"at": {}}, "at.run", "at.run must be text, got a message without it; reload the page"),
        (
            {"at": PARAMETER["at"] | {"phase": "4"}},  # type: ignore[operator]
            "at.phase",
            "at.phase must be a number, got '4'; reload the page",
        ),
        (
            {"speed": 4},
            "",
            "unknown field 'speed' in set_parameter "
            "(at, gesture, index, link, reader, role, serial, type, value); reload the page",
        ),
        (
            {"serial": "x"},
            "serial",
            "serial must be a whole number, got 'x'; reload the page",
        ),
        (
            {"type": "set_paramter"},
            "type",
            f"unknown type of intent 'set_paramter'; did you mean 'set_parameter'? ({', '.join(KINDS)})",
        ),
    ],
)
def test_a_part_that_is_wrong_is_named(changed: dict[str, object], field: str, message: str) -> None:
    """Field, rule, value and remedy; the serial where it can be read."""
    result = problem(PARAMETER | changed)

    assert (result.field, result.message) == (field, message)
    assert result.serial == (-1 if "serial" in changed else 9)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("at", "a map of fields"),
        ("link", "a whole number"),
        ("role", "'weight' or 'bias'"),
        ("index", "an array of whole numbers"),
        ("value", "a number"),
    ],
)
def test_a_part_that_is_missing_is_named(name: str, rule: str) -> None:
    """With the rule it must follow."""
    result = problem({key: value for key, value in PARAMETER.items() if key != name})

    assert result.field == name
    assert result.message == f"{name} must be {rule}, got a message without it; reload the page"


@pytest.mark.parametrize(
    ("message", "field", "text"),
    [
        (
            {"type": "configure", "name": "l2", "value": [1]},
            "value",
            "value must be text or a number or null, got [1]; reload the page",
        ),
        (
            {"type": "configure_many", "name": "features", "values": "xy"},
            "values",
            "values must be an array of texts, got 'xy'; reload the page",
        ),
        (
            {"type": "configure_layers", "layers": 3},
            "layers",
            "layers must be an array of maps, got 3; reload the page",
        ),
        (
            {"type": "configure_layers", "layers": [3]},
            "layers[0]",
            "layers[0] must be a map of a layer's fields, got 3; reload the page",
        ),
        (
            {"type": "configure_layers", "layers": [{"size": 1.5, "activation": "tanh", "dropout": 0}]},
            "layers[0].size",
            "layers[0].size must be a whole number, got 1.5; reload the page",
        ),
        (
            {"type": "configure_layers", "layers": [{"size": 2, "activation": "tanh", "dropout": 0, "z": 1}]},
            "layers[0]",
            "unknown field 'z' in layers[0] (activation, dropout, size); reload the page",
        ),
        (
            {"type": "draw_data", "points": [[1, 2]], "classes": [0]},
            "points",
            "points must be a map of an array's fields, got [[1, 2]]; reload the page",
        ),
        (
            {"type": "draw_data", "points": {"shape": [1, 2], "data": "x"}, "classes": [0]},
            "points.data",
            "points.data must be bytes, got 'x'; reload the page",
        ),
        (
            {"type": "train", "epochs": "5"},
            "epochs",
            "epochs must be a whole number, got '5'; reload the page",
        ),
    ],
)
def test_a_part_of_a_part_that_is_wrong_is_named(message: dict[str, object], field: str, text: str) -> None:
    """Settings, layers, points: the path to the value at fault."""
    result = problem({"at": PARAMETER["at"], **message})

    assert (result.field, result.message) == (field, text)


def test_a_switch_must_be_true_or_false() -> None:
    """1 is no answer."""
    message = {"type": "next_batch", "at": PARAMETER["at"], "back": 1}

    assert problem(message).message == "back must be true or false, got 1; reload the page"


def test_a_bound_is_a_number_or_nothing() -> None:
    """The message says so."""
    message = {"type": "open", "at": PARAMETER["at"], "what": {"type": "strip", "first": "7"}}

    assert problem(message).message == ("what.first must be a whole number or null, got '7'; reload the page")


def test_a_message_without_type_is_no_intent() -> None:
    """The missing field is named."""
    result = problem({"at": PARAMETER["at"], "serial": 4})

    assert (result.field, result.serial) == ("type", 4)
    assert result.message == "type must name the intent, got a message without it; reload the page"


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (
            b"",
            "a message must be one intent as MessagePack, got 0 bytes that are none; reload the page",
        ),
        (
            b"\xc1\x00\x00",
            "a message must be one intent as MessagePack, got 3 bytes that are none; reload the page",
        ),
        (
            msgspec.msgpack.encode(PARAMETER)[:-1],
            "a message must be one intent as MessagePack, got 114 bytes that are none; reload the page",
        ),
        (
            msgspec.msgpack.encode(PARAMETER) + b"\x00",
            "a message must be one intent as MessagePack, got 116 bytes that are none; reload the page",
        ),
        (
            b"\xdd\xff\xff\xff\xff",
            "a message must be one intent as MessagePack, got 5 bytes that are none; reload the page",
        ),
        (
            b"\x91" * 100_000,
            "a message must be one intent as MessagePack, got 100000 bytes that are none; reload the page",
        ),
        (
            b"\xa2\xff\xfe",
            "a message must be one intent as MessagePack, got 3 bytes that are none; reload the page",
        ),
        (b"\x07", "a message must be a map of an intent's fields, got 7; reload the page"),
        (
            msgspec.msgpack.encode(["advance"]),
            "a message must be a map of an intent's fields, got ['advance']; reload the page",
        ),
        (b"\xc0", "a message must be a map of an intent's fields, got None; reload the page"),
    ],
    ids=lambda value: "" if isinstance(value, str) else value[:8].hex(),
)
def test_what_is_no_message_at_all_is_answered(message: bytes, text: str) -> None:
    """Empty, cut short, too long, lying about its size, nested without end, not UTF-8, no map."""
    result = problem(message)

    assert result.message == text
    assert (result.field, result.serial) == ("", -1)


@pytest.mark.parametrize("depth", [10, 100, 500, 900, 1100, 100_000])
def test_a_message_nested_deeply_is_answered(depth: int) -> None:
    """Whatever can be decoded can be answered, at any depth."""
    message = b"\x82" + msgspec.msgpack.encode("type") + b"\x91" * depth + b"\xc0" + b"\xa1x\xc0"

    assert problem(message).kind == "malformed"


def test_scenes_and_problems_come_back_bit_for_bit() -> None:
    """What is sent is what is read, arrays and numbers that are none included."""
    scene = new_session().scene()

    assert msgspec.msgpack.decode(msgspec.msgpack.encode(scene), type=schema.Scene) == scene
