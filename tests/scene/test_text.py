"""A text read by a network whose inputs count words: what it says and what words add, recomputed."""

import re
from functools import cache

import numpy as np
import pytest

import learnscope as ls
from learnscope.data.builtin import load
from learnscope.data.texts import text_inputs
from learnscope.scene import schema
from tests.session.reader import Reader, new_session

QUERY = (
    "data={data}&hidden={hidden}&scale={scale}&activation=tanh&optimizer=adam&learning_rate=0.01"
    "&batch_size=32&l2=0"
)
TEXT = "FREE money! Click here, you don't pay. Zzyzx: free…"


@cache
def reader(data: str, hidden: str, scale: str) -> Reader:
    """A sitting with a network after sixty steps."""
    recipe = ls.Experiment.from_url(QUERY.format(data=data, hidden=hidden, scale=scale))
    found = Reader(new_session(experiment=recipe))
    found.get(schema.Train, epochs=2)
    return found


def words_of(text: str) -> list[str]:
    """Its words, small."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower())


def score(session: Reader, words: tuple[str, ...], data: str, text: str, output: int) -> float:
    """The score of an output for a text of words, from the network's own numbers."""
    subject = session.session._now.numbers.subject
    network, scaling = subject.step.network, subject.setup.scaling
    a = scaling.apply(np.array([[words_of(text).count(word) for word in words]], dtype=np.float64))
    for layer, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        a = a @ weight + bias
        a = np.tanh(a) if layer < len(network.weights) - 1 else a
    if data == "mail_tags":
        return float(a[0, output])
    p = np.exp(a[0]) / np.exp(a[0]).sum()
    return float(np.log(p[output] / (1 - p[output])))


@pytest.mark.parametrize("scale", ["none", "standard"])
@pytest.mark.parametrize("hidden", ["", "5"])
@pytest.mark.parametrize("data", ["mail", "mail_tags"])
def test_what_words_add_is_what_leaving_them_out_takes(data: str, hidden: str, scale: str) -> None:
    """Of every word that is counted, for every output; the pieces are the text, likelihoods the loss's."""
    session, words = reader(data, hidden, scale), load(data).input_titles
    for output in range(len(load(data).output_names)):
        found = session.ask(schema.ReadText, text=TEXT, output=output)
        assert isinstance(found, schema.TextReading)
        whole = score(session, words, data, TEXT, output)

        assert "".join(piece.text for piece in found.pieces) == TEXT
        assert found.score == pytest.approx(whole)
        assert found.tags[output].likelihood == pytest.approx(1 / (1 + np.exp(-whole)))
        for piece in found.pieces:
            word = piece.text.lower()
            assert (piece.adds is None) == (word not in words)
            if piece.adds is not None:
                left = re.sub(rf"\b{word}\b", " ", TEXT.lower())
                assert piece.adds == pytest.approx(whole - score(session, words, data, left, output))


def test_the_sentence_names_the_words_that_add_most() -> None:
    """For and against, with what they add; unknown words alone are told."""
    session = reader("mail", "", "none")
    found = session.ask(schema.ReadText, text=TEXT)
    none = session.ask(schema.ReadText, text="Zzyzx!")
    assert isinstance(found, schema.TextReading)
    assert isinstance(none, schema.TextReading)

    assert found.sentence.startswith("unwanted: ")
    assert "for it speak most “" in found.sentence.replace("For", "for")
    assert none.sentence.endswith("None of its words is one that the network counts.")
    assert found.rule == (
        "A word adds by how much the score of unwanted, ln p / (1 − p), falls where it is left out wherever "
        "it stands. All of them add up to it, less the score of no words."
    )


def test_without_hidden_neurons_words_add_up() -> None:
    """The score of a text is that of no words and what its different words add."""
    session = reader("mail", "", "none")
    found, empty = (session.ask(schema.ReadText, text=text) for text in (TEXT, ""))
    assert isinstance(found, schema.TextReading)
    assert isinstance(empty, schema.TextReading)
    adds = {piece.text.lower(): piece.adds for piece in found.pieces if piece.adds is not None}

    assert found.score == pytest.approx(empty.score + sum(adds.values()))


def test_the_text_of_the_sample_is_read_where_none_is_given() -> None:
    """As the file has it; its counts are the sample's inputs."""
    session = reader("mail", "", "none")
    found = session.ask(schema.ReadText)
    assert isinstance(found, schema.TextReading)
    dataset, place = load("mail"), session.scene.experiment.sample.number - 1

    assert found.text == dataset.texts[place]
    reads = text_inputs(dataset)
    assert reads is not None
    assert (reads.counts(found.text, np.zeros(200)) == dataset.inputs[place]).all()


def test_a_text_is_followed_through_the_network_and_taken_back() -> None:
    """Its counts are the inputs of the sample shown, whose target stays."""
    recipe = ls.Experiment.from_url(QUERY.format(data="mail", hidden="", scale="none"))
    session = Reader(new_session(experiment=recipe))
    before = session.session._now.numbers.subject
    session.get(schema.UseText, text=TEXT)
    after = session.session._now.numbers.subject
    reads = text_inputs(load("mail"))
    assert reads is not None

    assert (after.raw == reads.counts(TEXT, np.zeros(200))).all()
    assert (after.target == before.target).all()
    assert session.scene.said.startswith(
        f"your text stands in place of mail {before.sample + 1}, whose target stays"
    )
    session.get(schema.Undo)
    assert (session.session._now.numbers.subject.raw == before.raw).all()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": "a", "output": 2}, "output must be a whole number from 0 to 1, got 2"),
        ({"text": 20_001 * "a"}, "text must have at most 20 000 letters, got 20 001; take a part of it"),
    ],
)
def test_what_cannot_be_read_is_refused(fields: dict, message: str) -> None:
    """With the rule."""
    problem = reader("mail", "", "none").refused(schema.ReadText, **fields)

    assert problem.message == message


def test_data_without_text_reads_none() -> None:
    """Neither question nor intent; and the page does not offer it."""
    session = Reader(new_session())
    message = "data must have a column of text to read one, got Iris; choose mail or a table with texts"

    assert session.refused(schema.ReadText, text="a").message == message
    assert session.refused(schema.UseText, text="a").message == message
    assert not session.scene.experiment.reads_text


def test_words_that_add_nothing_are_not_said_to_be_uncounted() -> None:
    """A network whose last weights are 0 counts them, and says the same with and without them."""
    recipe = ls.Experiment.from_url(QUERY.format(data="mail", hidden="2", scale="none"))
    session = Reader(new_session(experiment=recipe))
    for index in ((0, 0), (0, 1), (1, 0), (1, 1)):
        session.get(schema.SetParameter, link=1, role="weight", index=index, value=0.0)

    found = session.ask(schema.ReadText, text="free", output=0)

    assert isinstance(found, schema.TextReading)
    assert found.sentence == "unwanted: 50.0 %. None of its words changes what it says."
