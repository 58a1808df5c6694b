"""Networks on disk: exact, readable, and refused in plain words where a file is something else."""

import json

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import learnscope as ls
from learnscope.errors import FormatError
from tests.core.drawn import cases

DENORMAL = 5e-324


def test_a_network_survives_the_disk(tmp_path):
    """Not-a-number, infinities, negative zero and the smallest number come back bit for bit."""
    weight = [[np.nan, np.inf], [-np.inf, -0.0]]
    network = ls.Network.from_arrays(
        [weight], [[DENORMAL, 1.7976931348623157e308]], activations=["relu"], loss="squared_error"
    )

    network.save(tmp_path / "n.json")
    back = ls.Network.load(tmp_path / "n.json")

    assert back.parameters.tobytes() == network.parameters.tobytes()
    assert back == network


@given(case=cases(), data=st.data())
@settings(deadline=None)
def test_any_network_survives_the_disk(case, data, tmp_path_factory):
    """Whatever the floats, load makes the network that was saved."""
    size = case.network.parameters.size
    values = data.draw(st.lists(st.floats(allow_nan=False), min_size=size, max_size=size))
    network = case.network.with_parameters(values)
    path = tmp_path_factory.mktemp("networks") / "n.json"

    network.save(path)

    assert ls.Network.load(path).parameters.tobytes() == network.parameters.tobytes()
    assert ls.Network.load(str(path)) == network


def test_a_file_is_readable_json_with_a_row_of_numbers_on_a_line(tmp_path):
    """A person can read it, and so can any program."""
    network = ls.Network.from_arrays(
        [[[0.5, -1.0], [2.0, np.inf]]], [[0.25, 3.0]], activations=["tanh"], loss="squared_error"
    )

    network.save(tmp_path / "n.json")

    text = (tmp_path / "n.json").read_text()
    assert text == (
        '{"format": "learnscope network", "version": 1, "loss": "squared_error", "precision": "float64",\n'
        ' "layers": [\n'
        '  {"kind": "dense", "activation": "tanh",\n'
        '   "weight": [\n'
        "    [0.5, -1.0],\n"
        '    [2.0, "inf"]],\n'
        '   "bias":\n'
        "    [0.25, 3.0]}]}\n"
    )
    assert json.loads(text)["layers"][0]["bias"] == [0.25, 3.0]


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    """A file is written whole or not at all, and nothing is left beside it."""
    network = ls.Network.draw([2, 2], seed=1)
    network.save(tmp_path / "n.json")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))

    with pytest.raises(OSError, match="disk full"):
        ls.Network.draw([2, 2], seed=2).save(tmp_path / "n.json")

    assert ls.Network.load(tmp_path / "n.json") == network
    assert [path.name for path in tmp_path.iterdir()] == ["n.json"]


def document(**changes):
    layer = {"kind": "dense", "activation": "tanh", "weight": [[1.0]], "bias": [0.0]}
    return {
        "format": "learnscope network",
        "version": 1,
        "loss": "squared_error",
        "layers": [layer | changes.pop("layer", {})],
    } | changes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "f.json is not a network file: it is no JSON (Expecting value: line 1 column 1 (char 0))"),
        ("[" * 100_000, "f.json is not a network file: it is no JSON (maximum recursion depth exceeded"),
        ("[]", "f.json is not a network file: it does not say format 'learnscope network'"),
        (document(version=9), "f.json has version 9; this Learnscope reads 1 and 2"),
        (document(layers=[]), "f.json is not a whole network file: layers must be a list that is not empty"),
        (document(layers=3), "f.json is not a whole network file: layers must be a list that is not empty"),
        (document(layers=["a"]), "f.json layer 1: kind must be 'dense', got 'a'"),
        (document(layer={"kind": "convolution"}), "f.json layer 1: kind must be 'dense', got 'convolution'"),
        (
            document(layer={"weight": [["1_0"]]}),
            "f.json layer 1: weight must hold numbers or the words nan, inf, -inf, got '1_0'",
        ),
        (
            document(layer={"bias": [True]}),
            "f.json layer 1: bias must hold numbers or the words nan, inf, -inf, got True",
        ),
        (
            document(layer={"bias": [10**400]}),
            "f.json layer 1: bias must hold numbers or the words nan, inf, -inf, got 1000000",
        ),
        (
            document(layer={"bias": None}),
            "f.json layer 1: bias must hold numbers or the words nan, inf, -inf, got None",
        ),
        (
            document(layer={"bias": [0.0, 1.0]}),
            "f.json is not a whole network file: biases[0] must have shape (1,), got (2,)",
        ),
        (
            document(layer={"weight": [[1.0], [1.0, 2.0]]}),
            "f.json is not a whole network file: weights[0] must be a regular array of numbers, got list",
        ),
        (
            document(layer={"activation": "tan"}),
            "f.json is not a whole network file: unknown activation 'tan'; did you mean 'tanh'? ",
        ),
        (document(loss=None), "f.json is not a whole network file: unknown loss None"),
    ],
)
def test_a_file_that_is_something_else_is_refused(text, message, tmp_path):
    """The error names the file and what is wrong with it."""
    path = tmp_path / "f.json"
    path.write_text(text if isinstance(text, str) else json.dumps(text))

    with pytest.raises(FormatError) as caught:
        ls.Network.load(path)

    assert str(caught.value).startswith(message)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    """Bytes that are no UTF-8 are no JSON."""
    path = tmp_path / "f.json"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(FormatError) as caught:
        ls.Network.load(path)

    assert str(caught.value).startswith(
        "f.json is not a network file: it is no JSON ('utf-8' codec can't decode"
    )
