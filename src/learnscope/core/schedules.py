"""Learning-rate schedules: the rate of every step, from the step's number s = 0, 1, ... alone.

    constant      rate
    step          rate * factor^floor(s / every)
    exponential   rate * factor^s
    cosine        end + (rate - end) * (1 + cos(pi * s / over)) / 2, and end from step `over` on
    warmup        as any of these from step `warmup` on, whose s begins there;
                  before it rate * (s + 1) / warmup: a straight rise

Source of cosine: Loshchilov and Hutter, ICLR 2017, without restarts.
"""

from dataclasses import dataclass

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.errors import ArgumentError, check_choice
from learnscope.keywords import answering_fields
from learnscope.rules import Rule

RULES = {  # of Schedule's numbers
    "factor": Rule("(0, inf)"),
    "every": Rule("[1, inf)", whole=True),
    "over": Rule("[1, inf)", whole=True),
    "end": Rule("[0, inf)"),
    "warmup": Rule("[0, inf)", whole=True),
}


@dataclass(frozen=True)
class ScheduleKind:
    """What is known of a schedule besides its arithmetic."""

    name: str
    title: str
    formula: str
    note: str  # what it does, as the end of a sentence
    settings: tuple[str, ...] = ()  # which of Schedule's numbers its formula names

    @property
    def explanation(self) -> str:
        """Its formula and what it does, in a sentence."""
        return f"{self.formula}: {self.note}."


SCHEDULES: dict[str, ScheduleKind] = {
    entry.name: entry
    for entry in (
        ScheduleKind("constant", "constant", "r", "the same rate all through"),
        ScheduleKind(
            "step", "step", "r · factor^⌊s / every⌋", "falls by a factor every so many steps",
            ("factor", "every"),
        ),
        ScheduleKind(
            "exponential", "exponential", "r · factor^s", "falls by a factor at every step", ("factor",)
        ),
        ScheduleKind(
            "cosine", "cosine", "end + (r − end) · (1 + cos(π · s / over)) / 2",
            "falls along half a wave to its end", ("over", "end"),
        ),
        ScheduleKind(
            "warmup", "warm-up", "r · (s + 1) / warmup, then r", "rises to the rate in so many steps"
        ),
    )
}  # fmt: skip


@answering_fields
@dataclass(frozen=True)
class Schedule:
    """How the learning rate changes from step to step. Raises ArgumentError outside the ranges.

    name    "constant", "step", "exponential", "cosine" or "warmup"
    factor  step: the rate is multiplied by it every `every` steps; exponential: every step; in (0, 1]
    every   steps, at least 1
    over    steps a cosine takes, at least 1
    end     the rate a cosine ends at, at least 0
    warmup  steps of rise before any schedule; the schedule called warmup wants at least 1

    Formulas stand in `learnscope.core.schedules`.
    """

    name: str = "constant"
    factor: float = 0.9
    every: int = 100
    over: int = 1000
    end: float = 0.0
    warmup: int = 0

    def __post_init__(self) -> None:
        check_choice("schedule", self.name, SCHEDULES)
        for setting, rule in RULES.items():
            rule.check(setting, getattr(self, setting))
        if self.name == "warmup" and self.warmup == 0:
            raise ArgumentError(
                "warmup must be a whole number of at least 1 for the schedule 'warmup', got 0"
            )

    def rates(self, learning_rate: float, first: int, last: int) -> Floats:
        """The rates of steps `first` to `last`, without the last: float64 (last - first,).

        `learning_rate` is the one that is set, which the schedule changes.

        >>> Schedule("step", factor=0.5, every=2).rates(0.1, 0, 5)
        array([0.1  , 0.1  , 0.05 , 0.05 , 0.025])
        """
        s = np.arange(first, last, dtype=np.float64) - self.warmup
        rates = np.full(last - first, float(learning_rate))
        if self.name == "step":
            rates *= self.factor ** np.floor(s / self.every)
        elif self.name == "exponential":
            rates *= self.factor**s
        elif self.name == "cosine":
            wave = (1 + np.cos(np.pi * np.clip(s / self.over, 0, 1))) / 2
            rates = self.end + (rates - self.end) * wave
        rising = s < 0
        rates[rising] = learning_rate * (s[rising] + self.warmup + 1) / self.warmup
        return rates
