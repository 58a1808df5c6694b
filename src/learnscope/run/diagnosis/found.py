"""A diagnosis: what a cause is called, what shows it, and what to try."""

from dataclasses import dataclass
from typing import Literal

from learnscope.data.remedies import Place
from learnscope.run.diagnosis.remedies import Remedy, advice

Cause = Literal[
    "not_finite", "no_signal", "overfitting", "alike", "unscaled", "unreachable", "linear", "penalty",
    "dropout", "clipping", "start", "squashed", "vanishing", "rate_high", "dead", "rare", "rate_low", "short",
    "narrow", "stuck",
]  # fmt: skip

TITLES: dict[Cause, str] = {
    "not_finite": "a loss that is no number",
    "no_signal": "targets that the inputs do not tell of",
    "overfitting": "samples learned by heart",
    "alike": "neurons that are all alike",
    "unscaled": "columns that are not scaled",
    "unreachable": "targets out of reach",
    "linear": "nothing that bends",
    "penalty": "too strong a penalty",
    "dropout": "too much dropout",
    "clipping": "gradients clipped too short",
    "start": "starting weights of the wrong size",
    "squashed": "outputs squeezed twice",
    "vanishing": "errors that vanish on their way back",
    "rate_high": "too high a learning rate",
    "dead": "dead neurons",
    "rare": "a class that is never predicted",
    "rate_low": "too low a learning rate",
    "short": "too short a training",
    "narrow": "too few neurons",
    "stuck": "a loss that stands still",
}


@dataclass(frozen=True)
class Finding:
    """What a look at one cause found: a sentence with numbers, and what may help."""

    evidence: str
    remedies: tuple[Remedy, ...] = ()

    @classmethod
    def of(cls, evidence: str, *remedies: Remedy | None) -> "Finding":
        """That finding, without the remedies that are None."""
        return cls(evidence, tuple(remedy for remedy in remedies if remedy is not None))


@dataclass(frozen=True, repr=False)
class Diagnosis:
    """Why a network learns badly: the cause, the numbers that show it, and remedies that are not in force.

    cause      its name: "rate_high"; docs/diagnosis.md lists them
    step       updates made when it was seen
    evidence   one or two sentences with the numbers that show it
    remedies   what to try; `run.experiment.replace(**remedy.changes)` is the recipe with one of them.
               Empty where no setting helps, and then the evidence says what may.
    """

    cause: Cause
    step: int
    evidence: str
    remedies: tuple[Remedy, ...] = ()

    @property
    def title(self) -> str:
        """The cause in words: "too high a learning rate"."""
        return TITLES[self.cause]

    def told(self, place: Place = "library") -> str:
        """All of it: evidence, and the remedies in the terms of the library or of the command line."""
        title = self.title[0].upper() + self.title[1:]
        return " ".join(filter(None, (f"{title}: {self.evidence}", advice(self.remedies, place))))

    def __repr__(self) -> str:
        return f"<Diagnosis {self.cause} at step {self.step}. {self.told()}>"
