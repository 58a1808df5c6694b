"""Whatever number is asked, at whatever phase of a step, answers: why, who is to blame, how it came to be."""

import itertools
import random
from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
import pytest

import learnscope as ls
from learnscope.errors import ArgumentError
from learnscope.scene import schema
from learnscope.scene.belonging import find
from learnscope.scene.grammar import KINDS, SETTING, Name, parse
from learnscope.scene.named import Moment
from learnscope.scene.values import path, value
from learnscope.starting_points import STARTING_POINTS
from tests.sampling import everything
from tests.session.reader import Reader, new_session, send
from tests.session.test_play import reader_of

ASKED = 10_000 if everything() else 30  # numbers of one phase
OF_PARAMETERS = ("weight", "bias", "gradient", "update", "old.weight", "new.bias", "gradient.bias")


def names_of(reader: Reader, seed: int) -> list[str]:
    """Numbers there are of every kind, a seeded choice of each where there are many."""
    numbers = reader.session._now.numbers
    subject, moment = numbers.subject, Moment(numbers.subject, numbers.outcome)
    found = [
        str(name) for name in _names(subject.step.network.sizes, int(subject.rows[-1])) if _is(name, moment)
    ]
    return random.Random(seed).sample(found, min(len(found), ASKED))


def _names(sizes: tuple[int, ...], sample: int) -> Iterator[Name]:
    places = sorted({0, 1, max(sizes) - 1, *(size - 1 for size in sizes), len(sizes) - 1})
    for kind in KINDS.values():
        if kind.word == SETTING:
            yield Name(kind, setting="learning_rate")
            continue
        for index in itertools.product(places, repeat=len(kind.axes)):
            for own in (None, sample) if kind.own else (None,):
                yield Name(kind, index, own)


def _is(name: Name, moment: Moment) -> bool:
    try:
        return value(find(str(name), moment.subject), moment) is not None
    except ArgumentError:
        return False


def ask_all(reader: Reader, names: list[str]) -> None:
    """Each is answered, with its own name, in words, and with a result that is no problem."""
    at = reader.scene.moment
    for name in names:
        why = send(reader.session, schema.Why(at=at, name=name))
        assert isinstance(why, schema.WhyScene), (name, why)
        assert why.sentence.endswith("."), name
        assert why.title, name
        chain = send(reader.session, schema.AskBlame(at=at, name=name))
        assert isinstance(chain, schema.BlameScene), (name, chain)
        if parse(name).kind.word in OF_PARAMETERS:
            past = send(reader.session, schema.AskHistory(at=at, name=name))
            assert isinstance(past, schema.HistoryScene), (name, past)
            assert past.sentence.endswith("."), name


@pytest.mark.parametrize("start", STARTING_POINTS)
def test_every_number_of_every_starting_point_answers(start: str) -> None:
    """At every phase, the end of the update among them."""
    reader = Reader(new_session(start))
    phases = reader.session._now.state.phases
    every = range(phases + 1)
    for seed, phase in enumerate(every if everything() else (1, phases)):
        reader.get(schema.Rest, seen=float(phase))
        ask_all(reader, names_of(reader, seed))


@pytest.mark.parametrize(
    "recipe",
    [
        {"data": "iris", "hidden": (5,), "precision": "float32", "batch_size": 15},
        {"data": "iris", "hidden": (6, 4), "dropout": 0.4, "batch_size": 8, "l1": 0.01, "l2": 0.01},
        {"data": "digits", "hidden": (32,), "batch_size": 32},
        {"data": "iris", "hidden": (5,), "learning_rate": 1e300, "batch_size": 5, "activation": "relu"},
    ],
    ids=["float32", "dropout", "64-32-10", "not finite"],
)
def test_numbers_of_any_kind_of_step_answer(recipe: dict[str, Any]) -> None:
    """Single precision, dropout with penalties, many wires, and steps that came to no numbers."""
    reader = reader_of(**recipe)
    reader.get(schema.Train, epochs=1)

    ask_all(reader, names_of(reader, 5))


def test_numbers_of_another_future_answer() -> None:
    """A weight's history is that of the line of steps shown."""
    reader = reader_of()
    reader.get(schema.Train, epochs=2)
    reader.get(schema.Seek, step=6)
    reader.get(schema.Configure, name="learning_rate", value=0.5)
    reader.get(schema.Train, epochs=1)
    at = reader.scene.moment

    ask_all(reader, names_of(reader, 7))
    past = send(reader.session, schema.AskHistory(at=at, name="weight.0.0.0"))

    assert isinstance(past, schema.HistoryScene)
    state = reader.session._now.state
    assert past.now == state.network.weights[0][0, 0]
    assert past.steps.numpy()[-1] == state.step


def test_an_edit_is_told_apart_from_updates() -> None:
    """start − updates + edits = now."""
    reader = reader_of()
    reader.get(schema.Train, epochs=1)
    before = reader.session._now.state.network.weights[0][1, 1]
    reader.get(schema.SetParameter, link=0, role="weight", index=(1, 1), value=float(before) + 2.0)
    reader.get(schema.Train, epochs=1)

    past = send(reader.session, schema.AskHistory(at=reader.scene.moment, name="gradient.0.1.1"))

    assert isinstance(past, schema.HistoryScene)
    assert past.edits == pytest.approx(2.0, rel=1e-12)
    assert past.start - past.updates + past.edits == pytest.approx(past.now, rel=1e-12)
    assert "One edit changed it by +2." in past.sentence


def test_the_path_in_python_gives_the_number() -> None:
    """What the lens copies, run in a program on the same run, is the number shown, bit for bit."""
    run = ls.train(ls.Experiment(data="iris", hidden=(5,), batch_size=15, epochs=3))
    step = run.step(9)
    subject = step._subject(None)
    for updated in (False, True):
        moment = Moment(subject, updated=updated)
        names = _names(subject.step.network.sizes, int(subject.rows[-1]))
        every = [name for name in names if _is(name, moment)]
        for name in every if everything() else random.Random(3).sample(every, 80):
            code = path(name, moment)
            if not code or "learning_rate" in code:
                continue
            given = eval(code, {"run": run, "numpy": np, "learnscope": ls})  # what a reader pastes

            assert float(given) == pytest.approx(value(name, moment), rel=1e-12, abs=1e-15, nan_ok=True), code


def test_the_path_to_a_history_gives_that_on_screen() -> None:
    """With the update of the step where that is shown, and of a sample that the next batch has not."""
    run = ls.train(STARTING_POINTS["iris"].experiment.replace(steps=2), engine="plain")
    reader = Reader(new_session("iris"))
    end = float(len(reader.scene.stage.timeline))
    sample = reader.scene.moment.sample
    for seen in (0.0, end):
        for name in ("weight.1.2.0", "bias.0.1", f"gradient.1.2.0@{sample}"):
            past = reader.ask(schema.AskHistory, seen=seen, name=name)

            assert isinstance(past, schema.HistoryScene), past
            found = eval(past.path, {"run": run})
            assert (found.now, found.updates) == pytest.approx((past.now, past.updates), rel=1e-12), past.path


def test_what_is_refused_says_what_can_be_asked() -> None:
    """A history is of weights and biases; so is the curve of errors."""
    reader = reader_of()
    at = reader.scene.moment
    for question in (schema.AskHistory, schema.AskErrorCurve):
        reply = send(reader.session, question(at=at, name="delta.1.0"))

        assert isinstance(reply, schema.Problem)
        assert reply.message == (
            "name must be that of a weight or bias, or of its gradient or update, got 'delta.1.0'"
        )


def test_the_check_names_the_gradient_that_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel that makes a wrong gradient is found, and the gradient stands first."""
    from learnscope.training import step

    right = step.backward  # type: ignore[attr-defined]

    def wrong(*operands: Any, **options: Any) -> ls.Gradients:
        gradients = right(*operands, **options)
        changed = gradients.parameters.copy()
        changed[7] += 0.5
        return ls.Gradients(gradients.layers, changed)

    monkeypatch.setattr(step, "backward", wrong)
    reader = Reader(new_session())

    reply = send(reader.session, schema.AskChecked(at=reader.scene.moment))

    assert isinstance(reply, schema.CheckedScene)
    assert not reply.passed
    assert reply.compared[0].name == "gradient.0.1.2"
    assert reply.compared[0].gradient - reply.compared[0].quotient == pytest.approx(0.5, rel=1e-6)


def test_truncation_and_rounding_meet_in_the_curve() -> None:
    """The error is least between the ends, and the sentence says where."""
    reader = Reader(new_session())

    reply = send(reader.session, schema.AskErrorCurve(at=reader.scene.moment, name="gradient.0.1.2"))

    assert isinstance(reply, schema.ErrorCurveScene)
    errors, epsilons = reply.errors.numpy(), reply.epsilons.numpy()
    assert 1e-8 < epsilons[reply.best] < 1e-2
    assert errors[reply.best] < 1e-3 * min(errors[0], errors[-1])
    assert reply.sentence.startswith("The error is least near ε = ")


def test_it_answers_of_where_its_reader_stands() -> None:
    """At the end of the timeline of the new weight, though the sitting has not heard of its rest."""
    reader = Reader(new_session())
    state = reader.session._now.state
    at = msgspec.structs.replace(reader.scene.moment, phase=float(state.phases))

    before = send(reader.session, schema.Why(at=reader.scene.moment, name="weight.0.1.0"))
    after = send(reader.session, schema.Why(at=at, name="weight.0.1.0"))

    assert isinstance(before, schema.WhyScene)
    assert isinstance(after, schema.WhyScene)
    subject = reader.session._now.numbers.subject
    assert before.value == subject.step.network.weights[0][1, 0]
    assert after.value == subject.step.after.weights[0][1, 0]
