"""Moves to a place of the landscape: all that its directions move is set at once."""

from dataclasses import replace

import numpy as np

from learnscope import words
from learnscope.core.compiled import Engine
from learnscope.errors import IntentError
from learnscope.scene.landscape_slice import slice_of, walked_path
from learnscope.scene.schema import SetPlace
from learnscope.session.moves.edits import DIGITS, HELD
from learnscope.session.moves.move import Move, naming
from learnscope.session.numbers import Numbers
from learnscope.session.state import State


def set_place(here: State, base: State, intent: SetPlace, engine: Engine) -> Move:
    """The network at a place of the slice that was drawn of `here`; of numbers, these set in `base`.

    Raises IntentError for a slice or a place there is not.
    """
    subject = Numbers(here).subject
    with naming("names"):
        cut = slice_of(subject, intent, lambda: walked_path(subject, here.tree, here.future, engine)[1])
    axes = len(cut.directions)
    place = np.array([[intent.a, intent.b if axes == 2 else 0.0]])
    if not np.isfinite(place).all():
        field = "a" if not np.isfinite(intent.a) else "b"
        raise IntentError(f"{field} must be a finite number, got {getattr(intent, field)}", field=field)
    parameters = cut.at(place)[0]
    if cut.names:
        moved = np.stack([direction.vector for direction in cut.directions]).any(axis=0)
        exact = dict(zip((int(d.vector.argmax()) for d in cut.directions), place[0].tolist(), strict=False))
        parameters = base.network.parameters.astype(np.float64)
        parameters[moved] = [exact[int(k)] for k in np.flatnonzero(moved)]
    network = base.network.with_parameters(parameters)
    if not np.isfinite(network.parameters).all():
        raise IntentError(
            f"the place must have parameters in {HELD[network.precision]}; take one nearer", field="a"
        )
    where = " and ".join(words.number(value, digits=DIGITS) for value in place[0, :axes])
    label = " and ".join(cut.titles)
    are = "are" if axes == 2 else "is"
    return Move(replace(base, network=network, phase=base.forward_done), label, f"{label} {are} now {where}")
