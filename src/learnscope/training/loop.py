"""Making steps: a plan, its data and an engine on one side, the training kernel on the other.

A step follows from the state before it and from the plan alone: the rows of its batch from (seed, "order",
epoch), its masks from (seed, "dropout", step), its rate from the schedule. So any stretch can be made again.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats, read_only
from learnscope.core.compiled import PLAIN, Engine
from learnscope.core.dropout import dropout_key
from learnscope.core.penalties import penalty_value
from learnscope.core.threads import one_thread
from learnscope.data.split import PARTS
from learnscope.once import once
from learnscope.training import kernels
from learnscope.training.measures import Measures, spread
from learnscope.training.order import epoch_order
from learnscope.training.plan import KINDS, Material, TrainingPlan, prepare

Indices = NDArray[np.int64]

ROWS_AT_ONCE = 2**20  # rows learned from in one call of the kernel, so that their order stays small
KEPT = 8  # of what was measured last, found again where the same network is measured on the same rows
MOST_KEPT = 10_000  # parameters of a network of which that is worth it


@dataclass(eq=False)
class TrainingState:
    """Where a run is: parameters and optimizer state, changed in place, after `step` updates."""

    step: int
    parameters: Floats
    slots: Floats
    ahead: int = 0  # by how many batches the place in the order is ahead of the step, where some were skipped
    began: int = 0  # the step at which the optimizer's state began

    def copy(self) -> "TrainingState":
        """Another one with the same numbers."""
        return TrainingState(self.step, self.parameters.copy(), self.slots.copy(), self.ahead, self.began)


@dataclass(frozen=True, eq=False)
class Stretch:
    """What a call of the kernel told: a row per step made, measures after some, a loss that is not finite."""

    record: Floats  # (S, 4 + 2 L)
    measured: Indices  # (M,) numbers of updates after which it was measured
    measures: Floats  # (M, 3, 1 + n_out)
    penalties: Floats  # (M,)
    failed: Floats | None  # the row of a step that was not made, because its loss is not finite


@dataclass(frozen=True, eq=False)
class _Measured:
    """What was measured."""

    rows: Indices
    engine: str
    of: bytes  # parameters
    values: Floats  # (1 + n_out,)


class Loop:
    """Makes the steps of `plan`."""

    def __init__(self, plan: TrainingPlan, *, material: Material | None = None) -> None:
        """`material` is that of a loop on the same data, scaled alike and in the same precision."""
        self.plan = plan
        self.material = prepare(plan) if material is None else material
        self._key = dropout_key(plan.masks)
        self._dropout = np.array([*plan.dropout, 0.0])  # type: ignore[misc]  # one per layer, after checks
        self._dropout.flags.writeable = False
        self._parts, self._part_ends = plan.split.in_parts
        self.forget()

    def forget(self) -> None:
        """Let go what is remembered for the sake of speed, since other steps than these come next."""
        self._order: tuple[int, Indices] = (-1, np.empty(0, dtype=np.int64))
        self._measured: list[_Measured] = []  # the latest last

    def start(self) -> TrainingState:
        """The state before the first step."""
        state = self.plan.optimizer.start(self.plan.network)
        return TrainingState(0, self.plan.network.parameters.copy(), state.slots.copy())

    def advance(
        self, state: TrainingState, steps: int, engine: Engine, *, measure: bool | Indices
    ) -> Stretch:
        """Make up to `steps` steps from `state`, which is changed; fewer where a loss is not finite.

        With `measure`, the data is measured after each epoch and after the plan's last step, or, where it is
        numbers of updates, after each of these.
        """
        plan, first = self.plan, state.step
        steps = min(steps, max(1, ROWS_AT_ONCE // min(plan.batch_size, len(plan.split.train))))
        order, ends = self._rows(first + state.ahead, first + state.ahead + steps)
        numbers = np.arange(first + 1, first + steps + 1)
        if isinstance(measure, bool):
            due = (((numbers + state.ahead) % plan.batches == 0) | (numbers == plan.steps)) & measure
        else:
            due = np.isin(numbers, measure)
        measured = np.where(due, np.cumsum(due) - 1, -1)
        layout, activations, loss_code = plan.network.codes
        record = np.zeros((steps, kernels.LAYERS + 2 * len(activations)))
        measures = np.zeros((int(due.sum()), len(PARTS), 1 + plan.network.sizes[-1]))
        material, optimizer = self.material, plan.optimizer
        with one_thread(engine), np.errstate(all="ignore"):
            made = engine(kernels.train_steps)(
                state.parameters, layout, activations, loss_code,
                material.x, material.center, material.scale, material.y,
                order, ends, first, plan.schedule.rates(plan.learning_rate, first, first + steps),
                optimizer.kind.code, optimizer.settings, first - state.began, state.slots,
                float(plan.l1), float(plan.l2), float(plan.clip_norm), self._dropout, self._key,
                record,
                KINDS.index(plan.kind), plan.threshold, self._parts, self._part_ends, measured, measures,
            )  # fmt: skip
        state.step += made
        taken = numbers[due & (numbers <= state.step)]
        penalties = record[np.minimum(taken - first, steps - 1), kernels.PENALTY]
        if made == steps and len(taken) and taken[-1] == state.step:
            penalties[-1] = self.penalty(state.parameters, engine)
        failed = record[made] if made < steps else None
        return Stretch(record[:made], taken, measures[: len(taken)], penalties, failed)

    def advance_to(self, state: TrainingState, step: int, engine: Engine) -> None:
        """Make steps again, from `state`, which is changed, until `step` updates are made."""
        while state.step < step:
            self.advance(state, step - state.step, engine, measure=False)

    def measure(self, parameters: Floats, engine: Engine) -> Floats:
        """All parts of the data measured, (3, 1 + n_out)."""
        values = np.zeros((len(PARTS), 1 + self.plan.network.sizes[-1]))
        for place, part in enumerate(PARTS):
            self.measure_rows(parameters, getattr(self.plan.split, part), engine, values[place])
        return values

    @once
    def yes(self) -> NDArray[np.bool_]:
        """Which classes or labels each sample has (N, n_out)."""
        return self.material.y > 0.5  # the other ones are 0, or -1 for a hinge

    @once
    def usual(self) -> NDArray[np.bool_]:
        """What most training samples are (n_out,): their most frequent class, or each label by itself."""
        share: Floats = self.yes[self.plan.split.train].mean(axis=0)
        return np.arange(len(share)) == share.argmax() if self.plan.kind == "classes" else share > 0.5

    @once
    def spreads(self) -> Floats:
        """How far the targets of each part are spread (3, n_out), as `Measures` wants it."""
        return np.stack([spread(self.material.y[getattr(self.plan.split, part)]) for part in PARTS])

    def measures(self, step: Indices, values: Floats, penalty: Floats, *, ahead: int = 0) -> Measures:
        """What `measure` found after `step` (M,) updates, `ahead` batches ahead of the order, as a record."""
        split = self.plan.split
        return Measures(
            step=step,
            epoch=(step + ahead) // self.plan.batches,
            penalty=penalty,
            values=values,
            counts=(len(split.train), len(split.validation), len(split.test)),
            kind=self.plan.kind,
            spread=self.spreads,
        )

    def measures_now(self, step: int, parameters: Floats, engine: Engine, *, ahead: int = 0) -> Measures:
        """All parts of the data measured with the parameters after `step` updates, as a record."""
        values, penalty = self.measure(parameters, engine)[None], self.penalty(parameters, engine)
        return self.measures(np.array([step]), values, np.array([penalty]), ahead=ahead)

    def measure_rows(self, parameters: Floats, rows: Indices, engine: Engine, out: Floats) -> None:
        """`rows` of the data, which nobody changes any more, measured into `out` (1 + n_out,)."""
        if not self._known(parameters, rows, engine, out):
            self._measure_rows(parameters, rows, engine, out)
            self._keep(parameters, rows, engine, out)

    def outputs_measured(self, parameters: Floats, rows: Indices, engine: Engine, out: Floats) -> Floats:
        """What `outputs` returns, and into `out` what `measure_rows` writes: for both, one forward pass."""
        outputs = self.outputs(parameters, rows, engine)
        if engine != PLAIN:
            self.measure_rows(parameters, rows, engine, out)
        elif not self._known(parameters, rows, engine, out):
            out[:], plan = 0.0, self.plan
            with one_thread(engine), np.errstate(all="ignore"):
                for start in range(0, len(rows), kernels.GRAIN):
                    block = slice(start, start + kernels.GRAIN)
                    kernels.judge(
                        plan.network.codes[2], outputs[block], self.material.y[rows[block]],
                        KINDS.index(plan.kind), plan.threshold, out,
                    )  # fmt: skip
            out[0] /= max(1, len(rows))
            self._keep(parameters, rows, engine, out)
        return outputs

    def _known(self, parameters: Floats, rows: Indices, engine: Engine, out: Floats) -> bool:
        """Whether it was measured lately; then `out` has it."""
        if parameters.size <= MOST_KEPT:
            for one in self._measured:
                if one.rows is rows and one.engine == engine.name and one.of == parameters.tobytes():
                    out[:] = one.values
                    return True
        return False

    def _keep(self, parameters: Floats, rows: Indices, engine: Engine, out: Floats) -> None:
        if parameters.size <= MOST_KEPT:
            one = _Measured(rows, engine.name, parameters.tobytes(), out.copy())
            self._measured = [*self._measured[1 - KEPT :], one]

    def _measure_rows(self, parameters: Floats, rows: Indices, engine: Engine, out: Floats) -> None:
        layout, activations, loss_code = self.plan.network.codes
        material = self.material
        with one_thread(engine), np.errstate(all="ignore"):
            engine(kernels.measure_rows)(
                parameters, layout, activations, loss_code,
                material.x, material.center, material.scale, material.y,
                read_only(rows, np.int64), KINDS.index(self.plan.kind), self.plan.threshold, out,
            )  # fmt: skip

    def outputs(self, parameters: Floats, rows: Indices, engine: Engine) -> Floats:
        """Output activations (len(rows), n_out) for `rows` of the data."""
        layout, activations, _ = self.plan.network.codes
        material = self.material
        out = np.empty((len(rows), self.plan.network.sizes[-1]), dtype=parameters.dtype)
        with one_thread(engine), np.errstate(all="ignore"):
            engine(kernels.output_rows)(
                parameters,
                layout,
                activations,
                material.x,
                material.center,
                material.scale,
                read_only(rows, np.int64),
                out,
            )
        return out

    def batch(self, step: int) -> Indices:
        """The rows that step `step`, from 0, learns from."""
        return self._rows(step, step + 1)[0]

    def order(self, epoch: int) -> Indices:
        """The samples of an epoch in the order they are visited."""
        known, order = self._order
        if known != epoch:
            order = epoch_order(self.plan.split.train, seed=self.plan.seed, epoch=epoch)
            self._order = epoch, order
        return order

    def gather(self, rows: Indices) -> Floats:
        """Inputs (len(rows), n_in) of `rows` of the data, in the network's units."""
        material = self.material
        out = np.empty((len(rows), material.x.shape[1]), dtype=material.x.dtype)
        kernels.gather(material.x, material.center, material.scale, rows, out)
        return out

    def penalty(self, parameters: Floats, engine: Engine) -> float:
        """What penalties add to the loss."""
        with np.errstate(all="ignore"):
            layout = self.plan.network.codes[0]
            return float(engine(penalty_value)(float(self.plan.l1), float(self.plan.l2), layout, parameters))

    def _rows(self, first: int, last: int) -> tuple[Indices, Indices]:
        """The rows of the batches of steps `first` to `last`, and where each batch ends among them."""
        batches, size = self.plan.batches, self.plan.batch_size
        pieces, ends, total = [], [], 0
        step = first
        while step < last:
            epoch, index = divmod(step, batches)
            until = min(batches, index + last - step)
            piece = self.order(epoch)[index * size : until * size]
            pieces.append(piece)
            ends.append(total + np.minimum(np.arange(1, until - index + 1) * size, len(piece)))
            total += len(piece)
            step += until - index
        return np.concatenate(pieces), np.concatenate(ends)
