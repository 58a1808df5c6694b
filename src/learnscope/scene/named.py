"""A name at a moment: what finding its number takes, and what explaining it does."""

from dataclasses import dataclass

import numpy as np

from learnscope.run import Tree
from learnscope.scene.grammar import Axis, Name
from learnscope.scene.schema import OutcomeScene
from learnscope.scene.subject import Subject
from learnscope.training.own import Own
from learnscope.training.step import Step


@dataclass(frozen=True, eq=False)
class Moment:
    """What is shown, of which names speak."""

    subject: Subject
    outcome: OutcomeScene | None = None  # measures over the data; None where nothing was measured
    updated: bool = False  # whether the update of the step is on screen
    run: Tree | None = None  # what led there; None of a step by itself
    future: str = ""  # the line of it that the step belongs to


@dataclass(frozen=True, eq=False)
class Named:
    """`name` at `moment`."""

    name: Name
    moment: Moment

    @property
    def subject(self) -> Subject:
        return self.moment.subject

    @property
    def step(self) -> Step:
        return self.subject.step

    @property
    def sample(self) -> int:
        """The sample named or, where none is, shown."""
        return self.subject.sample if self.name.sample is None else self.name.sample

    @property
    def row(self) -> int | None:
        """Its place in the batch, None where it is not in it."""
        if self.name.sample is None:
            return self.subject.place
        found = np.flatnonzero(self.subject.rows == self.name.sample)
        return int(found[0]) if found.size else None

    @property
    def own(self) -> Own:
        """What it has of its own, where it is in the batch."""
        row = self.row
        assert row is not None
        return self.step.own(row)

    def __getitem__(self, axis: Axis) -> int:
        return self.name.axes[axis]

    @property
    def place(self) -> tuple[int, ...]:
        """Where the weight of its link has what the wire weighs, or the bias what the neuron adds."""
        layer = self.step.network.layers[self["link"]]
        if "neuron" in self.name.axes:
            return layer.bias_index(self["neuron"])
        found = layer.weight_index(self["from"], self["to"])
        assert found is not None  # names of wires that there are not are refused
        return found

    @property
    def wires(self) -> list[tuple[int, int]]:
        """All wires (from, to) that have the same weight."""
        return self.step.network.layers[self["link"]].wires_of(self.place)

    @property
    def sharers(self) -> list[int]:
        """All neurons that have the same bias."""
        return self.step.network.layers[self["link"]].outputs_of(self.place)

    @property
    def layer(self) -> int:
        return self["layer"]
