"""A reader's own text: read by the network as it stands, or followed through it in place of a sample."""

from dataclasses import replace

from learnscope.errors import IntentError, LearnscopeError
from learnscope.scene.schema import ReadText, TextReading, UseText
from learnscope.scene.text import check_text, text_reading, text_reads
from learnscope.session.lenses import moment_of
from learnscope.session.moves.move import Move
from learnscope.session.numbers import Numbers
from learnscope.session.state import EditedSample, State


def read_text(state: State, numbers: Numbers, question: ReadText) -> TextReading:
    """What the network says of the text. Raises IntentError where the data has none."""
    moment = moment_of(state, numbers, question)
    step = moment.subject.step
    network = step.after if moment.updated else step.network
    try:
        return text_reading(moment.subject, network, question.text, question.output, serial=question.serial)
    except LearnscopeError as error:
        raise IntentError(str(error), field="text") from None


def use_text(state: State, intent: UseText) -> Move:
    """The words of the text in place of those of the sample shown, whose target stays."""
    try:
        reads = text_reads(state.setup.dataset)
        check_text(intent.text)
    except LearnscopeError as error:
        raise IntentError(str(error), field="text") from None
    shown = state.shown
    inputs = reads.counts(intent.text, shown.inputs)
    edited = EditedSample(tuple(inputs.tolist()), shown.target)
    said = f"your text stands in place of {state.setup.dataset.noun} {state.sample + 1}, whose target stays"
    return Move(replace(state, edited=edited, phase=state.forward_done), "your text", said)
