"""What ends a run: its last epoch, a rule that is met, or a loss that is no longer a number.

Rules look at measures taken at the end of each epoch, over whole parts of the data, not at the loss of a
batch, which goes up and down with what happens to be in it.
"""

from dataclasses import dataclass, fields
from typing import Literal

from learnscope.experiment.record import rule_of
from learnscope.training.measures import Measures
from learnscope.words import fixed, percent

StopName = Literal["finished", "steps", "loss_below", "accuracy_above", "patience", "not_finite"]


@dataclass(frozen=True)
class StopRules:
    """When to stop before the last epoch; None: never for that reason."""

    steps: int | None = None  # after so many steps
    loss_below: float | None = None  # the training loss, penalty included
    accuracy_above: float | None = None  # on validation samples or, where there are none, training samples
    patience: int | None = None  # epochs in a row that may pass without a new lowest validation loss

    def __post_init__(self) -> None:
        for field in fields(self):
            if (value := getattr(self, field.name)) is not None:
                rule_of(field.name).check(field.name, value)


@dataclass(frozen=True)
class Stop:
    """Why a run ended, after how many steps, and that in a sentence."""

    name: StopName
    step: int
    sentence: str


def not_finite(step: int, loss: object) -> Stop:
    """A run that ends after `step` updates because the `loss` of the next step is not finite."""
    return Stop(
        "not_finite", step, f"Stopped: the loss of step {step + 1} is {loss}, which is no finite number."
    )


class StopChecker:
    """Looks at measures as they come, in order, and says when the first rule is met."""

    def __init__(self, rules: StopRules, *, start: float, waited: int = 0) -> None:
        """`start` is the lowest validation loss so far, `waited` epochs ago."""
        self._rules = rules
        self._lowest = start
        self._waited = waited

    @property
    def waited(self) -> int:
        """Epochs since the validation loss was lowest."""
        return self._waited

    @property
    def has_rules(self) -> bool:
        """Whether anything that is measured may end the run."""
        return self._rules != StopRules(steps=self._rules.steps)

    def look(self, measures: Measures) -> Stop | None:
        """The first of `measures`, all new, at which a rule is met, if any."""
        if not self.has_rules:
            return None
        watched = "validation" if measures.counts[1] else "train"
        columns = (
            measures.step,
            measures.epoch,
            measures.loss("train") + measures.penalty,
            measures.accuracy(watched),
            measures.loss("validation"),
        )
        for step, epoch, total, accuracy, validation in zip(*(c.tolist() for c in columns), strict=True):
            found = self._met(watched, total, accuracy, validation)
            if found is not None:
                return Stop(found[0], step, f"Stopped after epoch {epoch}: {found[1]}.")
        return None

    def _met(
        self, watched: str, total: float, accuracy: float, validation: float
    ) -> tuple[StopName, str] | None:
        rules = self._rules
        if rules.loss_below is not None and total < rules.loss_below:
            return "loss_below", f"the training loss is {total:.6g}, below {rules.loss_below:g}"
        if rules.accuracy_above is not None and accuracy > rules.accuracy_above:
            return (
                "accuracy_above",
                f"the {watched} accuracy is {percent(accuracy, digits=2)}, "
                f"above {percent(rules.accuracy_above, digits=2)}",
            )
        self._waited = 0 if validation < self._lowest else self._waited + 1
        self._lowest = min(self._lowest, validation)
        if rules.patience is not None and self._waited >= rules.patience:
            epochs = "1 epoch" if self._waited == 1 else f"{self._waited} epochs"
            return "patience", f"the validation loss has not gone below {fixed(self._lowest)} for {epochs}"
        return None
