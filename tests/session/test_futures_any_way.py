"""Play, pause, seek, edit, fork, undo in any order: the state is what a straight recomputation gives."""

import itertools
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from learnscope.experiment import Experiment
from learnscope.scene import schema
from tests.sampling import many
from tests.scene.recomputed import assert_true
from tests.session.links import assert_same, link_of, opened
from tests.session.model_of_futures import Line, Model, Snap, begun, with_bias
from tests.session.reader import Reader, new_session, settled
from tests.settings import value_of

RECIPES = [
    Experiment(data="iris", hidden=(3,), optimizer="sgd", batch_size=30, seed=7),
    Experiment(
        data="iris", hidden=(3,), activation="relu", optimizer="adam", batch_size=50, dropout=0.2, l2=0.01,
        schedule="cosine", schedule_over=30, seed=3,
    ),
]  # fmt: skip
shares = st.floats(0, 1)


class Futures(RuleBasedStateMachine):
    """A reader who travels, and the model of what should be remembered."""

    @rule(recipe=st.sampled_from(RECIPES))
    @precondition(lambda self: not hasattr(self, "reader"))
    def begin(self, recipe: Experiment) -> None:
        """Open a sitting."""
        ticks = itertools.count()
        session = new_session(experiment=recipe, clock=lambda: next(ticks) * 0.01)
        self.reader = Reader(session)
        self.model = begun(recipe)
        self.past: list[Model] = []
        self.ahead: list[Model] = []
        self.before: Model | None = None  # where playing began that has not yet added anything
        self.gesture = 0

    @property
    def scene(self) -> schema.Scene:
        return self.reader.scene

    @property
    def playing(self) -> bool:
        run = self.scene.run
        assert run is not None
        return run.playing

    @property
    def place(self) -> int:
        """Of the batch shown, in the order."""
        shown = self.scene.experiment.batch
        return (shown.epoch - 1) * shown.count + shown.index - 1

    @property
    def edited(self) -> tuple[int, tuple[float, ...]] | None:
        """The sample shown and its inputs, where they are edited."""
        sample, raw = self.scene.experiment.sample, self.scene.stage.layers[0].raw
        assert raw is not None
        return (sample.number - 1, tuple(raw.numpy().tolist())) if sample.edited else None

    def moved(self, model: Model) -> None:
        """A move was made that can be taken back."""
        self.past.append(self.model)
        self.ahead = []
        self.model = model

    @rule(share=shares)
    @precondition(lambda self: hasattr(self, "reader"))
    def seek(self, share: float) -> None:
        """Another step of the future shown; pauses."""
        step = round(share * self.model.line.steps)
        if self.playing:
            self.pause()
        self.reader.get(schema.Seek, step=step)
        self.model = self.model.at(step)

    @rule(share=shares, which=st.integers(0, 5))
    @precondition(lambda self: hasattr(self, "reader"))
    def switch(self, share: float, which: int) -> None:
        """A step of another future."""
        if self.playing:
            self.pause()
        names = list(self.model.lines)
        name = names[which % len(names)]
        step = round(share * self.model.lines[name].steps)
        self.reader.get(schema.Seek, step=step, future=name)
        self.model = self.model.at(step, name)

    @rule(next_batch=st.booleans(), count=st.integers(1, 4))
    @precondition(lambda self: hasattr(self, "reader") and not self.playing)
    def advance(self, next_batch: bool, count: int) -> None:
        """Steps by hand."""
        for _ in range(count):
            place, edited = self.place, self.edited
            self.reader.get(schema.Advance, next_batch=next_batch, phase=0.0)
            self.moved(self.model.stepped(place, edited))

    @rule(back=st.booleans())
    @precondition(lambda self: hasattr(self, "reader") and not self.playing)
    def next_batch(self, back: bool) -> None:
        """Look at another batch."""
        if isinstance(self.reader.ask(schema.NextBatch, back=back), schema.Scene):
            self.moved(self.model)

    @rule(value=st.floats(4, 8))
    @precondition(lambda self: hasattr(self, "reader") and not self.playing)
    def set_input(self, value: float) -> None:
        """Edit the sample shown."""
        before = self.scene.moment.revision
        if self.reader.get(schema.SetInput, index=0, value=value).moment.revision != before:
            self.moved(self.model)

    @rule(
        link=st.integers(0, 1),
        neuron=st.integers(0, 2),
        values=st.lists(st.floats(-2, 2), min_size=1, max_size=3),
    )
    @precondition(lambda self: hasattr(self, "reader") and not self.playing)
    def drag_bias(self, link: int, neuron: int, values: list[float]) -> None:
        """Edit a parameter: by hand or, of several values, in one drag."""
        self.gesture += 1
        begun, place = self.model, self.place
        changed = False
        for value in values:
            before = self.scene.moment.revision
            scene = self.reader.get(
                schema.SetParameter,
                link=link,
                role="bias",
                index=(neuron,),
                value=value,
                gesture=self.gesture,
            )
            if scene.moment.revision == before:
                continue
            assert scene.run is not None
            snap = with_bias(begun.snap, link, neuron, value)
            same = snap.network.parameters.tobytes() == begun.snap.network.parameters.tobytes()
            title = next(future.title for future in scene.run.futures if future.name == scene.run.shown)
            after = begun if same else begun.edited(title, _placed(snap, place))
            if changed:
                self.model = after
            else:
                self.moved(after)
            changed = True

    @rule(rate=st.floats(0.01, 0.3))
    @precondition(lambda self: hasattr(self, "reader"))
    def set_learning_rate(self, rate: float) -> None:
        """Also while it plays."""
        place, snap = self.place, self.model.snap
        experiment = _with_rate(snap.experiment, rate)
        before = self.scene.moment.revision
        scene = self.reader.get(schema.Configure, name="learning_rate", value=rate)
        if scene.moment.revision == before:
            return
        assert scene.run is not None
        title = next(future.title for future in scene.run.futures if future.name == scene.run.shown)
        after = self.model.edited(title, _placed(_recipe(snap, experiment), place))
        self.moved(after)

    @rule(title=st.sampled_from(["", "slow", "fast"]))
    @precondition(lambda self: hasattr(self, "reader") and not self.playing)
    def fork(self, title: str) -> None:
        """Another future from here."""
        place, step = self.place, self.model.step
        if len(self.model.lines) < 6:
            self.reader.get(schema.Fork, title=title)
            self.moved(self.model.forked(title or f"from step {step}", place=place))

    @rule()
    @precondition(lambda self: hasattr(self, "reader") and not self.playing)
    def link(self) -> None:
        """A link to what is shown opens it in another sitting, bit for bit, and every step of its future."""
        assert_same(self.reader.session, opened(link_of(self.reader).text).session)

    @rule(which=st.integers(0, 5))
    @precondition(lambda self: hasattr(self, "reader") and not self.playing)
    def delete(self, which: int) -> None:
        """A future and those that came from it."""
        names = list(self.model.lines)
        name = names[which % len(names)]
        if name == "1":
            self.reader.refused(schema.DeleteFuture, future=name)
            return
        self.reader.get(schema.DeleteFuture, future=name)
        self.moved(_without(self.model, name))

    @rule(which=st.integers(0, 5), racing=st.booleans())
    @precondition(lambda self: hasattr(self, "reader"))
    def race(self, which: int, racing: bool) -> None:
        """Into the race, or out of it."""
        if self.playing:
            return
        names = list(self.model.lines)
        name = names[which % len(names)]
        changes = self.model.lines[name].racing != racing
        self.reader.get(schema.RaceFuture, future=name, racing=racing)
        if changes:
            self.moved(_racing(self.model, name, racing))

    @rule(
        pace=st.sampled_from([0.0, 50.0, 2000.0]),
        until=st.sampled_from(["paused", "step", "epoch"]),
        race=st.booleans(),
        ticks=st.integers(0, 3),
    )
    @precondition(lambda self: hasattr(self, "reader") and not self.playing)
    def play(self, pace: float, until: Any, race: bool, ticks: int) -> None:
        """Play for some bursts."""
        racing = sum(line.racing for line in self.model.lines.values())
        if race and racing < 2:
            self.reader.refused(schema.Play, pace=pace, until=until, race=True)
            return
        place = self.place
        self.reader.get(schema.Play, pace=pace, until=until, race=race)
        if self.model.at_head and not race:  # it trains on with the batch that is looked at
            self.start = place
        else:
            self.start = self.model.snap.place
            if race and self.model.at_head:
                self.start = place
        self.before = self.model
        if not self.playing:  # a single step without a pace is made at once
            self.follow()
            return
        self.tick(ticks)

    @rule(count=st.integers(1, 3))
    @precondition(lambda self: hasattr(self, "reader") and self.playing)
    def tick(self, count: int) -> None:
        """Let it go on."""
        for _ in range(count):
            scene = self.reader.tick()
            if scene is not None:
                self.follow()

    @rule()
    @precondition(lambda self: hasattr(self, "reader") and self.playing)
    def pause(self) -> None:
        """Stop it."""
        self.reader.get(schema.Pause)
        self.follow()

    def follow(self) -> None:
        """Make in the model what was made since."""
        run = self.scene.run
        assert run is not None
        model = self.model
        grew = [future for future in run.futures if future.steps > model.lines[future.name].steps]
        for future in grew:
            line = model.lines[future.name]
            if future.name == model.shown and model.at_head and self.before is model:
                last = _placed(line.snaps[-1], self.start)
                model = model.with_line(_ending(line, last), future.name)
            model = model.grown(future.name, future.steps)
        model = model.at(self.scene.moment.step, run.shown)
        if grew and self.before is not None:
            self.past.append(self.before)
            self.ahead, self.before = [], None
        self.model = model

    @rule(back=st.booleans())
    @precondition(lambda self: hasattr(self, "reader") and not self.playing)
    def undo_or_redo(self, back: bool) -> None:
        """Take back, or make again."""
        source, target = (self.past, self.ahead) if back else (self.ahead, self.past)
        if not source:
            self.reader.refused(schema.Undo if back else schema.Redo)
            return
        self.reader.get(schema.Undo if back else schema.Redo)
        target.append(self.model)
        self.model = source.pop()

    @rule()
    @precondition(lambda self: hasattr(self, "reader") and not self.playing)
    def reopen(self) -> None:
        """The sitting goes on in another process, as far as can be told."""
        while self.reader.session.going:  # what was shown in haste is completed
            self.reader.tick()
        again = new_session(snapshot=self.reader.session.snapshot())
        shown = self.reader.session.scene()
        scene = msgspec.structs.replace(again.scene(), undo=shown.undo, redo=shown.redo, said=shown.said)
        assert settled(scene) == settled(shown)

    @invariant()
    def what_is_shown_is_what_steps_lead_to(self) -> None:
        """Bit for bit, with the futures there should be; true in every number."""
        if not hasattr(self, "reader"):
            return
        scene, model, run = self.scene, self.model, self.scene.run
        assert run is not None
        assert (run.shown, scene.moment.step) == (model.shown, model.step)
        told = {f.name: (f.title, f.parent, f.departure, f.steps, f.racing) for f in run.futures}
        assert told == {
            name: (line.title, line.parent, line.departure, line.steps, line.racing)
            for name, line in model.lines.items()
        }
        network, state = model.snap.network, self.reader.session._now.state
        views = zip(
            network.weights,
            network.biases,
            scene.stage.links,
            scene.stage.layers[1:],
            strict=True,
        )
        for weight, bias, link, layer in views:
            assert np.array_equal(link.weight.numpy(), weight, equal_nan=True)
            assert np.array_equal(layer.bias.numpy(), bias, equal_nan=True)  # type: ignore[union-attr]
        assert state.optimizer_state.updates == model.snap.optimizer_state.updates
        assert np.array_equal(state.optimizer_state.slots, model.snap.optimizer_state.slots, equal_nan=True)
        assert value_of(scene, "learning_rate") == model.snap.experiment.learning_rate
        assert settled(self.reader.session.scene()) == settled(scene)
        assert bool(scene.undo) == bool(self.past)
        assert bool(scene.redo) == bool(self.ahead)
        assert_true(scene, experiment=model.snap.experiment, near=1e-7)


def _placed(snap: Snap, place: int) -> Snap:
    return replace(snap, place=place, edited=None)


def _with_rate(experiment: Experiment, rate: float) -> Experiment:
    return replace(experiment, learning_rate=rate)


def _recipe(snap: Snap, experiment: Experiment) -> Snap:
    return replace(snap, experiment=experiment)


def _ending(line: Line, last: Snap) -> Line:
    return replace(line, snaps=(*line.snaps[:-1], last))


def _racing(model: Model, name: str, racing: bool) -> Model:
    return model.with_line(replace(model.lines[name], racing=racing), name)


def _without(model: Model, name: str) -> Model:
    gone, heir = {name}, model.shown
    for other, line in model.lines.items():
        if line.parent in gone:
            gone.add(other)
    while heir in gone:
        heir = model.lines[heir].parent
    step = model.step if heir == model.shown else min(model.step, model.lines[heir].steps)
    kept = {other: line for other, line in model.lines.items() if other not in gone}
    return replace(model, lines=kept, shown=heir, step=step)


Futures.TestCase.settings = settings(
    max_examples=many(40), stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestFutures = Futures.TestCase
