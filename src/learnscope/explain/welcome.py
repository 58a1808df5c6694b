"""What a still of the page teaches who has never been here: three things to see, with their numbers."""

import numpy as np

from learnscope import words
from learnscope.explain.explanation import explain
from learnscope.scene.change import verdict_of
from learnscope.scene.grammar import named
from learnscope.scene.named import Moment
from learnscope.scene.schema import SeenScene, WelcomeScene
from learnscope.scene.subject import Subject
from learnscope.scene.timeline import sample_label

VOWELS = "aeiou"


def welcome_scene(subject: Subject) -> WelcomeScene:
    """The network in a sentence, and what its inputs, its wires and its outputs are."""
    noun = subject.setup.dataset.noun
    article = "an" if noun[0].lower() in VOWELS else "a"
    learned = (
        "It has learned nothing yet, so it guesses."
        if subject.steps == 0
        else f"It has learned for {words.count(subject.steps, 'step')}."
    )
    return WelcomeScene(
        title=f"A neural network looks at {article} {noun}.",
        text=f"{subject.setup.dataset.task} {learned}",
        seen=(_inputs(subject), _wire(subject), _outputs(subject)),
    )


def _inputs(subject: Subject) -> SeenScene:
    noun = subject.setup.dataset.noun
    standard = subject.setup.experiment.scale == "standard"
    text = f"measured against the average {noun}, which is 0" if standard else "as they are in the data"
    return SeenScene(f"Inputs: {words.count(len(subject.neurons[0]), 'number')} of one {noun}", text, "")


def _wire(subject: Subject) -> SeenScene:
    """The wire from the inputs through which most flows."""
    with np.errstate(all="ignore"):  # numbers set by hand may be of any size
        flows = np.abs(subject.own.passed(0)[:, None] * subject.step.network.weights[0])
    start, end = np.unravel_index(int(flows.argmax()), flows.shape)
    name = named("product", 0, int(start), int(end))
    line = explain(name, Moment(subject), digits=2).line
    return SeenScene("Each wire multiplies", line, str(named("weight", 0, int(start), int(end))))


def _outputs(subject: Subject) -> SeenScene:
    said, wanted = verdict_of(subject).predicted, sample_label(subject)
    loss = words.fixed(float(subject.step.losses[subject.place]))
    if said == "":
        text = f"not all of it is a number: loss {loss}"
    elif said == wanted:
        text = f"says {said}, which it is: loss {loss}"
    else:
        text = f"says {said}, it should be {wanted}: loss {loss}"
    return SeenScene("The answer, and how wrong it is", text, "")
