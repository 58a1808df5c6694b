"""The numbers that follow from a state: its step, how the step is checked, measured and diagnosed."""

from dataclasses import dataclass, replace

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.compiled import PLAIN, Engine
from learnscope.once import once
from learnscope.run.diagnosis import Fault, diagnose
from learnscope.scene.change import change_of
from learnscope.scene.check import Checked, check_scene, checked
from learnscope.scene.diagnoses import diagnosis_scenes
from learnscope.scene.schema import CheckScene, DiagnosisScene, OutcomeScene
from learnscope.scene.subject import Subject
from learnscope.session.state import State
from learnscope.training.step import Step, make_step


@dataclass(frozen=True, eq=False)
class Numbers:
    """What follows from a state, whatever its position on the timeline; computed when first asked for.

    In haste, while training is played, nothing is checked or diagnosed, and of many samples fewer are
    measured.
    """

    state: State
    haste: bool = False
    engine: Engine = PLAIN  # that measures
    checker: Engine = PLAIN  # that nudges parameters, whatever made the step

    def going_on(self, state: State, *, checker: Engine) -> "Numbers":
        """Those of `state` at rest, with what is known of the same step, whatever sample is shown."""
        there = Numbers(state, checker=checker)
        if not self.haste and checker is self.checker and _same_step(self.state, state):
            known = ("step", "checked", "outcome", "diagnoses")
            there.__dict__.update({name: self.__dict__[name] for name in known if name in self.__dict__})
        return there

    @once
    def step(self) -> Step:
        """The step that is shown."""
        state, plan = self.state, self.state.loop.plan
        x, y = _samples(state)
        return make_step(
            state.network,
            x,
            y,
            learning_rate=plan.learning_rate,
            number=state.step,
            optimizer=plan.optimizer,
            optimizer_state=state.optimizer_state,
            schedule=plan.schedule,
            l1=plan.l1,
            l2=plan.l2,
            dropout=plan.dropout,
            clip_norm=plan.clip_norm,
            seed=plan.masks,
        )

    @property
    def check(self) -> CheckScene | None:
        """Whether its gradients agree with central differences; in haste nothing is said."""
        return None if self.haste else check_scene(self.checked)

    @once
    def checked(self) -> Checked | None:
        """Its gradients compared with central differences."""
        plan = self.state.loop.plan
        return checked(self.step, l1=plan.l1, l2=plan.l2, engine=self.checker)

    @once
    def outcome(self) -> OutcomeScene:
        """How the networks before and after it do on the data."""
        measurer, networks = self.state.measurer, (self.step.network, self.step.after)
        before, after = (measurer(each, quick=self.haste, engine=self.engine) for each in networks)
        return OutcomeScene(before, after)

    @once
    def diagnoses(self) -> tuple[DiagnosisScene, ...]:
        """Why the network learns badly, where it does."""
        if self.haste:
            return ()
        state, fault = self.state, self.fault
        if fault is None and state.step > state.head:
            return ()
        return diagnosis_scenes(diagnose(state.tree, state.future, state.step, state.network, fault=fault))

    @property
    def fault(self) -> Fault | None:
        """Where the first number that is not finite appeared, if the loss of this step is none."""
        step = self.step
        if np.isfinite(step.loss + step.penalty):
            return None
        return self.state.fault or Fault.found(
            step.network,
            step.x,
            step.y,
            step=step.number,
            rows=self.state.rows,
            noun=self.state.setup.dataset.noun,
        )

    @once
    def subject(self) -> Subject:
        """The step as scenes want it."""
        state, rows = self.state, self.state.rows
        return Subject(
            setup=state.setup,
            starting_point=state.starting_point,
            step=self.step,
            steps=state.step,
            rows=rows,
            place=int(np.flatnonzero(rows == state.sample)[0]),
            raw=np.array(state.shown.inputs),
            edited=state.edited is not None,
            picture=state.edited is not None and state.edited.picture,
            epoch=state.epoch,
            index=state.batch,
            previous=state.previous,
            threshold=state.loop.plan.threshold,
        )

    @property
    def sample_loss(self) -> float:
        """The loss of the sample shown."""
        return float(self.step.losses[self.subject.place])


def updated(numbers: Numbers) -> State:
    """The state after the update of its step: the new weights, the same batch, everything else as it was."""
    state, step = numbers.state, numbers.step
    return replace(
        state,
        fault=numbers.fault,
        network=step.after,
        optimizer_state=step.optimizer_state_after,
        step=state.step + 1,
        previous=change_of(numbers.subject),
    )


def _same_step(one: State, other: State) -> bool:
    """Whether the two show the same step of the same record, sample and position on its timeline apart."""
    same = ("network", "optimizer_state", "loop", "setup", "measurer", "tree", "fault")
    alike = ("step", "epoch", "batch", "future")
    return (
        one.edited is None
        and other.edited is None
        and all(getattr(one, name) is getattr(other, name) for name in same)
        and all(getattr(one, name) == getattr(other, name) for name in alike)
    )


def _samples(state: State) -> tuple[Floats, Floats]:
    """Inputs and targets of the batch as the network sees them, the edited sample in its place."""
    rows = state.rows
    x, y = state.loop.gather(rows), state.loop.material.y[rows]
    if state.edited is not None:
        place = np.flatnonzero(rows == state.sample)[0]
        with np.errstate(all="ignore"):
            x[place] = state.setup.scaling.apply([state.edited.inputs])[0]
            y[place] = state.edited.target
    return x, y
