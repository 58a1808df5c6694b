"""A text read by a network whose inputs count words: what it says, and what each word adds.

    score of output k     ln p / (1 − p), of the likelihood p that the loss makes of the outputs o:
                          o_k where each output has its own (sigmoid), o_k − ln Σ exp o_j over the others
                          where they share one whole (softmax); o_k itself where it makes none
    what a word adds      the score, less what it is without any occurrence of the word, computed anew

So in a network without hidden neurons what words add sums up to the score less that of no words at all. In
others it need not: there a word may matter only beside another.
"""

import numpy as np

from learnscope import words
from learnscope.core.arrays import Floats
from learnscope.core.forward import forward, predicted
from learnscope.core.losses import LOSSES
from learnscope.core.network import Network
from learnscope.data.dataset import Dataset
from learnscope.data.texts import TextInputs, text_inputs
from learnscope.errors import ArgumentError, check_whole
from learnscope.scene.schema import Tag, TextPiece, TextReading
from learnscope.scene.subject import Subject

LONGEST = 20_000  # letters of a text
LISTED = 2  # words that the sentence names, for and against


def text_reading(
    subject: Subject, network: Network, text: str | None, output: int, *, serial: int = -1
) -> TextReading:
    """`text` as `network` reads it, its words lit for `output`; None is the text of the sample shown.

    Raises ArgumentError where the data has no text, for a text too long, and for an output there is not.
    """
    dataset = subject.setup.dataset
    reads = text_reads(dataset)
    check_whole("output", output, low=0, high=len(dataset.output_names) - 1)
    own = text if text is not None else own_text(subject)
    check_text(own)
    whole = reads.counts(own, subject.raw)
    present = sorted({piece.input for piece in reads.pieces(own) if piece.input is not None})
    rows = np.tile(whole, (1 + len(present), 1))
    for row, place in enumerate(present, start=1):
        rows[row, place] = 0.0
    with np.errstate(all="ignore"):
        said = forward(network, subject.setup.scaling.apply(rows)).output
        scores = score(network, said)[:, output]
        likely = predicted(network, said[:1])[0]
    adds = {place: float(scores[0] - scores[row]) for row, place in enumerate(present, start=1)}
    name = dataset.output_names[output]
    pieces = tuple(
        TextPiece(piece.text, piece.word, None if piece.input is None else adds[piece.input])
        for piece in reads.pieces(own)
    )
    squash = LOSSES[network.loss].squash
    tags = tuple(map(Tag, dataset.output_names, map(float, likely))) if squash else ()
    ranked = sorted(((adds[place], word) for word, place in reads.places.items() if place in adds))
    return TextReading(
        serial=serial,
        text=own,
        output=output,
        names=dataset.output_names,
        score=float(scores[0]),
        pieces=pieces,
        tags=tags,
        sentence=_sentence(name, tags[output].likelihood if tags else None, ranked),
        rule=_rule(name, bool(squash), len(network.sizes) == 2),
    )


def text_reads(dataset: Dataset) -> TextInputs:
    """The inputs that count words. Raises ArgumentError where none do."""
    found = text_inputs(dataset)
    if found is None:
        raise ArgumentError(
            f"data must have a column of text to read one, got {dataset.title}; choose mail or a table "
            "with texts"
        )
    return found


def own_text(subject: Subject) -> str:
    """The text of the sample shown, where the data keeps it and nothing of it was changed."""
    texts = subject.setup.dataset.texts
    return texts[subject.sample] if texts and not subject.edited else ""


def check_text(text: str) -> None:
    """Raise ArgumentError for a text that is too long."""
    if len(text) > LONGEST:
        raise ArgumentError(
            f"text must have at most {words.grouped(LONGEST)} letters, got {words.grouped(len(text))}; "
            "take a part of it"
        )


def score(network: Network, outputs: Floats) -> Floats:
    """The scores (N, n_out) of outputs (N, n_out)."""
    if LOSSES[network.loss].squash != "softmax":
        return outputs
    found = np.empty_like(outputs)
    for k in range(outputs.shape[1]):
        others = np.delete(outputs, k, axis=1)
        top = others.max(axis=1, keepdims=True)
        found[:, k] = outputs[:, k] - (top[:, 0] + np.log(np.exp(others - top).sum(axis=1)))
    return found


def _sentence(name: str, likely: float | None, ranked: list[tuple[float, str]]) -> str:
    """How likely it is, and which words speak most for it and against it."""
    told = "" if likely is None else f"{name}: {words.percent(likely, digits=1)}. "
    for_it = [f"“{word}” ({words.fixed(adds, sign=True)})" for adds, word in reversed(ranked) if adds > 0]
    against = [f"“{word}” ({words.fixed(adds, sign=True)})" for adds, word in ranked if adds < 0]
    parts = [
        f"{side} speak{'s' if len(found[:LISTED]) == 1 else ''} most {' and '.join(found[:LISTED])}"
        for side, found in (("for it", for_it), ("against it", against))
        if found
    ]
    if not parts:
        none = "changes what it says" if ranked else "is one that the network counts"
        return f"{told}None of its words {none}."
    joined = "; ".join(parts)
    return f"{told}{joined[0].upper()}{joined[1:]}."


def _rule(name: str, likelihoods: bool, alone: bool) -> str:
    what = f"the score of {name}, ln p / (1 − p)" if likelihoods else f"what the output {name} says"
    sums = (
        "All of them add up to it, less the score of no words."
        if alone
        else "They need not add up: with hidden neurons, what a word adds depends on the others."
    )
    return f"A word adds by how much {what}, falls where it is left out wherever it stands. {sums}"
