"""The state of a sitting: one frozen record.

Nothing in it is ever changed; a move makes another state, and an undo puts an older one back. The tree of
futures, all that the sitting remembers of its run, is part of it: the numbers shown are those of the future
`future` after `step` updates, though another batch or sample may be looked at than the record goes on with.
"""

from dataclasses import dataclass, replace

from learnscope.core.network import Network
from learnscope.core.optimizers import OptimizerState
from learnscope.experiment import Experiment, Setup, set_up
from learnscope.run import Point, Tree, begin as begin_tree
from learnscope.run.diagnosis import Fault
from learnscope.scene.outcome import Measurer
from learnscope.scene.schema import Change
from learnscope.scene.timeline import forward_done, length
from learnscope.session.ended import Ended
from learnscope.training.loop import Loop
from learnscope.training.order import Indices, batch, batch_count
from learnscope.training.planning import plan_of


@dataclass(frozen=True)
class EditedSample:
    """A copy of the sample shown, with other values."""

    inputs: tuple[float, ...]  # in their own units
    target: tuple[float, ...]  # as the network sees it
    picture: bool = False  # whether its inputs came from a reader's own picture


@dataclass(frozen=True, eq=False)
class State:
    """Where a sitting stands."""

    run: str
    starting_point: str
    setup: Setup  # its experiment holds the present settings; its network is the start
    loop: Loop  # of these settings
    measurer: Measurer  # of the run
    network: Network
    optimizer_state: OptimizerState  # what the optimizer remembers
    step: int  # updates made
    epoch: int  # from 0
    batch: int  # of the epoch, from 0
    sample: int  # index of the one shown, which is in the batch
    edited: EditedSample | None
    phase: float
    previous: Change | None
    tree: Tree  # everything that is remembered of the run
    future: str = "1"  # the one that is shown
    ahead: int = 0  # of the batch that the record goes on with: its place in the order, less the step
    ended: Ended | None = None  # what the last training of many steps came to
    fault: Fault | None = None  # the first number that was not finite, while steps since have one too

    @property
    def experiment(self) -> Experiment:
        """The recipe as it stands."""
        return self.setup.experiment

    @property
    def phases(self) -> int:
        """The length of the timeline."""
        return length(len(self.network.layers))

    @property
    def forward_done(self) -> float:
        """The position where forward and loss are done."""
        return float(forward_done(len(self.network.layers)))

    @property
    def batches(self) -> int:
        """How many batches the epoch has."""
        return batch_count(len(self.setup.split.train), self.experiment.batch_size)

    @property
    def order(self) -> Indices:
        """The samples of the epoch in the order they are visited."""
        return self.loop.order(self.epoch)

    @property
    def place(self) -> int:
        """How many batches the order has before this one."""
        return self.epoch * self.batches + self.batch

    @property
    def head(self) -> int:
        """The end of the future that is shown."""
        return self.tree[self.future].steps

    @property
    def point(self) -> Point:
        """All that the next steps follow from, were they to go on with the batch that is looked at."""
        return Point(
            self.step,
            self.network.parameters,
            self.optimizer_state.slots,
            ahead=self.place - self.step,
            began=self.step - self.optimizer_state.updates,
        )

    @property
    def rows(self) -> Indices:
        """The samples of the batch."""
        return batch(self.order, batch_size=self.experiment.batch_size, index=self.batch)

    @property
    def shown(self) -> EditedSample:
        """The values of the sample shown, edited or not."""
        return self.edited or self.untouched

    @property
    def untouched(self) -> EditedSample:
        """The values of the sample shown as they are in the data set."""
        inputs, target = self.setup.dataset.inputs[self.sample], self.loop.material.y[self.sample]
        return EditedSample(tuple(inputs.tolist()), tuple(target.tolist()))

    def same_numbers(self, other: "State") -> bool:
        """Whether the two differ in nothing but the position on the timeline."""
        return all(
            (
                self.run == other.run,
                self.tree is other.tree,
                self.future == other.future,
                self.experiment == other.experiment,
                self.network.sizes == other.network.sizes,
                (self.step, self.epoch, self.batch, self.sample)
                == (other.step, other.epoch, other.batch, other.sample),
                self.edited == other.edited,
                self.network.parameters.tobytes() == other.network.parameters.tobytes(),
                self.optimizer_state.updates == other.optimizer_state.updates,
                self.optimizer_state.slots.tobytes() == other.optimizer_state.slots.tobytes(),
                self.ended is other.ended,
            )
        )

    def with_experiment(self, experiment: Experiment) -> "State":
        """The same run under other settings of learning; data and network must not differ."""
        setup = replace(self.setup, experiment=experiment)
        loop = Loop(plan_of(setup), material=self.loop.material)
        return replace(self, setup=setup, loop=loop)


def begin(starting_point: str, experiment: Experiment, *, run: str, setup: Setup | None = None) -> State:
    """The first state of `experiment`: starting weights, first batch of the first epoch.

    What the experiment sets up is made anew unless `setup`, made earlier, is given.

    Raises DataError or ExperimentError where the recipe does not suit its data, ArgumentError where its
    network cannot be trained.
    """
    setup = setup or set_up(experiment)
    loop = Loop(plan_of(setup))
    first = State(
        run=run,
        starting_point=starting_point,
        setup=setup,
        loop=loop,
        measurer=Measurer(loop),
        network=setup.network,
        optimizer_state=loop.plan.optimizer.start(setup.network),
        step=0,
        epoch=0,
        batch=0,
        sample=0,
        edited=None,
        phase=float(forward_done(len(setup.network.layers))),
        previous=None,
        tree=begin_tree(setup, loop),
    )
    return replace(first, sample=int(first.rows[0]))
