"""Breakpoints: what training may stop for, and at which moments each is looked at.

    after each step     a gradient that vanishes or explodes, a number that is not finite
    after each epoch    a loss that rises, a test loss that turns up, a neuron that dies or saturates, a
                        weight that changes its sign

A breakpoint is met where what it looks for begins: a gradient that stays small is met once, and again only
after it was larger in between. What is counted in a row, and what is compared with the epoch before, begins
anew where somebody edits the run. It is met after the step, or the last
step of the epoch, whose numbers show it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.network import Network
from learnscope.errors import ArgumentError, check_choice, check_number, check_whole

Looks = Literal["steps", "measures", "networks"]  # what it takes to see whether one is met

SAMPLES = 1024  # training samples that neurons are looked at on


@dataclass(frozen=True)
class Threshold:
    """The number a breakpoint has."""

    default: float
    low: float
    high: float
    whole: bool
    unit: str  # what stands behind it


@dataclass(frozen=True)
class BreakpointKind:
    """What is known of a breakpoint."""

    name: str
    title: str
    note: str  # when exactly it is met, in a sentence
    looks: Looks
    threshold: Threshold | None = None
    on: bool = False  # at first


MORTAL = " or ".join(entry.title for entry in ACTIVATIONS.values() if entry.can_die)
BREAKPOINTS: dict[str, BreakpointKind] = {
    kind.name: kind
    for kind in (
        BreakpointKind(
            "loss_rises",
            "the loss rises",
            "Looked at after each epoch: the training loss, penalty included, is above that of the epoch "
            "before, so many times in a row; an edit begins the count anew.",
            "measures",
            Threshold(3, 1, 1000, whole=True, unit="times in a row"),
        ),
        BreakpointKind(
            "test_turns",
            "the test loss turns up",
            "Looked at after each epoch: the test loss has been above its lowest so many times in a row; "
            "an edit begins the count anew.",
            "measures",
            Threshold(5, 1, 1000, whole=True, unit="times in a row"),
        ),
        BreakpointKind(
            "neuron_dies",
            "a neuron dies",
            f"Looked at after each epoch: a {MORTAL} neuron that was above 0 for some training sample is 0 "
            "for all of them, the first 1024 where there are more.",
            "networks",
        ),
        BreakpointKind(
            "neuron_saturates",
            "a neuron saturates",
            "Looked at after each epoch: on so large a share of the training samples, the first 1024 where "
            "there are more, a hidden neuron has come within 2 % of an end of its range, where its slope is "
            "next to 0.",
            "networks",
            Threshold(95, 1, 100, whole=False, unit="%"),
        ),
        BreakpointKind(
            "weight_flips",
            "a weight changes sign",
            "Looked at after each epoch: a weight has another sign than after the epoch before.",
            "networks",
        ),
        BreakpointKind(
            "gradient_vanishes",
            "a gradient vanishes",
            "Looked at after each step: the norm of some layer's gradient has fallen below this.",
            "steps",
            Threshold(1e-6, 0, 1e6, whole=False, unit=""),
        ),
        BreakpointKind(
            "gradient_explodes",
            "the gradient explodes",
            "Looked at after each step: the norm of the gradient of all layers, before clipping, has risen "
            "above this.",
            "steps",
            Threshold(100, 0, 1e12, whole=False, unit=""),
        ),
        BreakpointKind(
            "not_finite",
            "a number is not finite",
            "Looked at after each step: its loss, gradient or move is no finite number. Training never makes "
            "a step whose loss is not finite, whether this is on or off.",
            "steps",
            on=True,
        ),
    )
}


@dataclass(frozen=True)
class Breakpoint:
    """One of them as it is set."""

    name: str
    on: bool
    number: float  # its threshold; 0 where it has none

    @property
    def kind(self) -> BreakpointKind:
        """What is known of it."""
        return BREAKPOINTS[self.name]


@dataclass(frozen=True)
class Hit:
    """Where one is met, and a clause that says what was seen there."""

    step: int  # updates made
    said: str  # "the training loss rose three times in a row, to 0.51"


def breakpoints() -> tuple[Breakpoint, ...]:
    """All of them, as they are set at first."""
    return tuple(
        Breakpoint(kind.name, kind.on, 0.0 if kind.threshold is None else kind.threshold.default)
        for kind in BREAKPOINTS.values()
    )


def with_breakpoint(
    present: Iterable[Breakpoint], name: str, *, on: bool, number: float | None = None
) -> tuple[Breakpoint, ...]:
    """`present` with one of them on or off, and at another threshold unless `number` is None.

    Raises ArgumentError where there is no such breakpoint, or it cannot have that threshold.
    """
    kind = BREAKPOINTS[check_choice("breakpoint", name, BREAKPOINTS)]
    changes: dict[str, Any] = {}
    if number is not None:
        changes["number"] = _checked(kind, number)
    return tuple(replace(each, on=on, **changes) if each.name == name else each for each in present)


def can_be_met(kind: BreakpointKind, network: Network, *, tested: bool) -> bool:
    """Whether it can be met by a network like this; `tested` says whether there are test samples."""
    hidden = network.activations[:-1]
    if kind.name == "neuron_dies":
        return any(ACTIVATIONS[name].can_die for name in hidden)
    if kind.name == "neuron_saturates":
        return any(ACTIVATIONS[name].can_saturate for name in hidden)
    return tested or kind.name != "test_turns"


def _checked(kind: BreakpointKind, number: float) -> float:
    threshold = kind.threshold
    if threshold is None:
        raise ArgumentError(f"number must be left out for {kind.name!r}, which has none, got {number!r}")
    if threshold.whole:
        value = int(number) if float(number).is_integer() else number
        return check_whole("number", value, low=int(threshold.low), high=int(threshold.high))
    return check_number("number", number, f"[{threshold.low:g}, {threshold.high:g}]")
