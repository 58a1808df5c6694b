"""A step of a run that can be asked why its numbers are what they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import numpy as np

from learnscope.brief import brief
from learnscope.errors import ArgumentError, check_whole
from learnscope.explain import Explanation, explain
from learnscope.explain.blame import RankedKind, Shared, shared
from learnscope.explain.code import code_of
from learnscope.explain.homework import Checked, check_homework
from learnscope.once import once
from learnscope.probe.noise import ParameterNoise
from learnscope.probe.removal import Effect, Removals
from learnscope.run import Tree, point, segment_at
from learnscope.run.point import Point
from learnscope.run.segment import Segment
from learnscope.scene.beside import beside
from learnscope.scene.changed import MOST, Ranking, changed_beside, changed_in_step
from learnscope.scene.grammar import is_measure
from learnscope.scene.named import Moment
from learnscope.scene.outcome import Measurer
from learnscope.scene.removals import part_of, removals_of
from learnscope.scene.schema import ChangedKind, JudgedBy, OutcomeScene
from learnscope.scene.spread import parameter_noise
from learnscope.scene.subject import Subject
from learnscope.training.step import Step


@dataclass(frozen=True, eq=False)
class RunStep(Step):
    """All that a step takes and makes, as `Step` has it, and the moment of the run that it belongs to.

    segment  the stretch of the run, under one recipe
    point    where it begins: parameters, what the optimizer remembers, place in the order of batches
    tree     the run, and `future` the line of it, that led there
    """

    segment: Segment = field(kw_only=True, repr=False)
    point: Point = field(kw_only=True, repr=False)
    tree: Tree = field(kw_only=True, repr=False)
    future: str = field(kw_only=True, repr=False)
    __repr__ = brief

    @classmethod
    def of(cls, tree: Tree, future: str, number: int) -> "RunStep":
        """Step `number` of a future."""
        segment, begins = segment_at(tree, future, number), point(tree, future, number)
        step = segment.step_from(begins)
        made = {each.name: getattr(step, each.name) for each in fields(Step)}
        return cls(**made, segment=segment, point=begins, tree=tree, future=future)

    @once
    def samples(self) -> np.ndarray:
        """Which samples of the data set the batch holds, from 0."""
        return self.segment.loop.batch(self.point.place)

    def why(self, name: str, *, sample: int | None = None, digits: int = 4) -> Explanation:
        """Why the number `name`, of those in docs/names.md, is what it is: `.value`, `.formula`, `.operands`.

        `.paths` is the chain of blame from the loss to it, `.effects` what it changes in the outputs, and
        `.history` how a weight or bias came to be what it is: its start minus all its updates.

        It speaks of `sample`, from 0, of the data set where the name names none: by default the first of the
        batch. Numbers are written with `digits` digits at least.
        Raises ArgumentError, with the nearest right name, where there is no such number in this step.
        """
        measured = self._outcome if isinstance(name, str) and is_measure(name) else None
        moment = Moment(self._subject(sample), outcome=measured, run=self.tree, future=self.future)
        return explain(name, moment, digits=digits)

    def code(self, dialect: str = "numpy") -> str:
        """This step as a program that can be run by itself, in "numpy", "pytorch" or "octave".

        With this network's numbers; it leaves the loss and the new parameters behind. Raises ArgumentError
        for another dialect, and where a step is too large, or has a layer or an activation, that is not
        written out.
        """
        return code_of(self._subject(None), dialect)

    def check(self, answers: Mapping[str, str], *, sample: int | None = None) -> Checked:
        """Which of one's own numbers for this step are right, by their names, as text: "0.291".

        An answer is right when it is the number to the digits given. `.cells` says of each whether it is
        right, `.first` where the first mistake entered, `.mistakes` which it likely was. `sample` as in
        `why`. Raises ArgumentError, with the nearest right name, for a number there is not.
        """
        return check_homework(answers, Moment(self._subject(sample)))

    def blame(self, kind: RankedKind = "parameters", *, most: int = MOST) -> Shared:
        """Who is to blame for the loss of the batch, the most first; all shares together are 1.

        kind     "parameters"   the square of a gradient over that of all
                 "neurons"      the shares of a neuron's incoming weights and its bias together
                 "samples"      the loss of a sample over that of the batch

        Prints as a list. Raises ArgumentError for another kind.
        """
        return shared(self._subject(None), kind, most=most)

    def noise(self, name: str, *, batches: int = 100) -> ParameterNoise:
        """How noisy the gradient of a weight or bias is, by its name "weight.0.3.2", for this batch size.

        The training samples' own gradients, and those of `batches` batches drawn from them without
        repetition: `.own`, `.gradients`, `.whole`, `.spread`, `.against`. Nothing is dropped. Of more than
        4000 samples, as many at even distances are taken. Raises ArgumentError where there is no such
        parameter.
        """
        return parameter_noise(self._subject(None), name, batches=batches)

    def removals(self, *, samples: JudgedBy = "all") -> Removals:
        """What this step's network loses without any of its parts: an input, a hidden neuron, a wire.

        samples  whose mean loss and share of right answers judge: "all", or "train", "validation" or "test";
                 of more than 2000, as many at even distances

        `.neurons()` and `.wires()` are its parts, `.map(parts)` the effect of each, `.interaction(one,
        other)` whether two add up, `.emergence()` how much only several explain. Raises ArgumentError where
        there are no such samples.
        """
        return removals_of(self._subject(None), self.network, samples)

    def without(self, *names: str, by: float | None = None, samples: JudgedBy = "all") -> Effect:
        """The effect of removing what `names` name, "value.1.2" or "weight.0.3.2", all at once.

        With `by`, each is nudged by so much instead: a neuron passes on more, a wire weighs more. `samples`
        as in `removals`. Raises ArgumentError for names of which there is no part.
        """
        subject = self._subject(None)
        return self.removals(samples=samples).effect(*(part_of(name, subject) for name in names), by=by)

    def changed(
        self,
        other: "RunStep | None" = None,
        *,
        kind: ChangedKind = "parameters",
        sample: int | None = None,
        most: int = MOST,
    ) -> Ranking:
        """What this step changed most; with `other`, in what that step's network differs most from its own.

        kind     "parameters"   weights and biases, before and after the update, or here and there
                 "values"       what neurons pass on and probabilities, of one sample
                 "gradients"    those of this step's batch, under both networks

        Both networks are given the batch of this step, whatever `other` learned from; of values, those of
        `sample`, from 0, of the data set are taken, by default the first of the batch. Prints as a table.
        Raises ArgumentError where the two do not stand for each other.
        """
        subject = self._subject(sample)
        if other is None:
            return changed_in_step(subject, kind=kind, most=most)
        beneath = beside(subject, other.segment, other.point)
        if beneath is None:
            sizes = ["-".join(map(str, one.network.sizes)) for one in (self, other)]
            raise ArgumentError(
                f"other must take the inputs and outputs of this step's network, {sizes[0]}, got {sizes[1]}; "
                "take a run of the same kind of data"
            )
        return changed_beside(subject, beneath, kind=kind, most=most)

    @once
    def _outcome(self) -> OutcomeScene:
        """How the networks before and after the step do on the data."""
        measurer = Measurer(self.segment.loop)
        before, after = (measurer(each, engine=self.segment.made_by) for each in (self.network, self.after))
        return OutcomeScene(before, after)

    def _subject(self, sample: int | None) -> Subject:
        place = 0
        if sample is not None:
            check_whole("sample", sample, low=0)
            found = np.flatnonzero(self.samples == sample)
            if not found.size:
                raise ArgumentError(
                    f"sample must be in the batch of step {self.number} "
                    f"({', '.join(map(str, self.samples.tolist()))}), got {sample}"
                )
            place = int(found[0])
        setup, plan = self.segment.setup, self.segment.loop.plan
        epoch, index = divmod(self.point.place, plan.batches)
        return Subject(
            setup=setup,
            starting_point="",
            step=self,
            steps=self.number,
            rows=self.samples,
            place=place,
            raw=setup.dataset.inputs[self.samples[place]],
            edited=False,
            epoch=epoch,
            index=index,
            previous=None,
            threshold=plan.threshold,
        )
