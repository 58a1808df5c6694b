"""Asking the network what becomes of it without a part: one at a time, and as a map in parts."""

from collections.abc import Callable

import numpy as np

from learnscope.core.network import Network
from learnscope.errors import IntentError, LearnscopeError
from learnscope.probe.removal import Removals
from learnscope.scene import schema
from learnscope.scene.removal_map import map_scene
from learnscope.scene.removals import removal_scene, removals_of
from learnscope.scene.subject import Subject
from learnscope.session.lenses import moment_of
from learnscope.session.numbers import Numbers
from learnscope.session.state import State

Clock = Callable[[], float]
AT_ONCE = 0.03  # seconds that an answer takes, so that other questions get their turn


class Removed:
    """Removals from the network asked last: what one answer finds out is known to the next."""

    def __init__(self) -> None:
        self._known: tuple[tuple[object, ...], Network, Removals] | None = None

    def __call__(self, subject: Subject, network: Network, samples: schema.JudgedBy) -> Removals:
        """Those from `network`. Raises ArgumentError where there are no such samples."""
        setup = subject.setup
        by = samples, setup.dataset, setup.split, setup.scaling, subject.threshold
        if self._known is None or self._known[0] != by or not _same(self._known[1], network):
            self._known = by, network, removals_of(subject, network, samples)
        return self._known[2]


def removal(
    state: State, numbers: Numbers, question: schema.AskRemoval, removed: Removed
) -> schema.RemovalScene:
    """The network without a part or two. Raises IntentError for a part there is not."""
    moment = moment_of(state, numbers, question)
    network = moment.subject.step.after if moment.updated else moment.subject.step.network
    try:
        return removal_scene(
            removed(moment.subject, network, question.samples),
            moment.subject,
            question.names,
            by=question.by,
            judged=question.samples,
            updated=moment.updated,
            serial=question.serial,
        )
    except LearnscopeError as error:
        raise IntentError(str(error), field="names") from None


def removal_map(
    state: State, numbers: Numbers, question: schema.AskRemovalMap, removed: Removed, clock: Clock
) -> schema.RemovalMapScene:
    """A part of a map. Raises IntentError for a map there is not."""
    moment = moment_of(state, numbers, question)
    network = moment.subject.step.after if moment.updated else moment.subject.step.network
    until = clock() + AT_ONCE
    try:
        return map_scene(
            removed(moment.subject, network, question.samples),
            moment.subject,
            question.map,
            question.first,
            going=lambda: clock() < until,
            judged=question.samples,
            serial=question.serial,
        )
    except LearnscopeError as error:
        raise IntentError(str(error), field="map") from None


def _same(one: Network, other: Network) -> bool:
    described = [(each.sizes, each.activations, each.loss) for each in (one, other)]
    return described[0] == described[1] and np.array_equal(one.parameters, other.parameters, equal_nan=True)
