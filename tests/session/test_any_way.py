"""Any sequence of intents: the sitting can step, its numbers are true, and all of it can be taken back."""

from dataclasses import replace
from typing import Any

import msgspec
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from learnscope.scene import schema
from learnscope.scene.outcome import Measurer
from learnscope.session import Session
from learnscope.session.drawing import Drawers, scene_of
from learnscope.starting_points import STARTING_POINTS
from learnscope.training.loop import Loop
from tests.sampling import many
from tests.scene.recomputed import assert_true
from tests.session.links import assert_same, link_of, opened
from tests.session.reader import Reader, new_session, numbers, settled

phases = st.sampled_from([0.0, 1.5, 4.0, 6.99, 7.0])
values = st.floats(-5, 5)
halves = st.integers(-12, 12).map(lambda number: number / 2)
layers = st.builds(
    schema.LayerSpec,
    st.integers(1, 4),
    st.sampled_from(["tanh", "relu", "sigmoid", "gelu", "step"]),
    st.sampled_from([0.0, 0.4]),
)
CHANGES: list[tuple[str, Any]] = [
    *(("data", name) for name in ("iris", "circle", "bumps", "xor_gate", "original", "own", "digist")),
    *(("optimizer", name) for name in ("sgd", "momentum", "adam", "adamw")),
    *(("loss", name) for name in ("softmax_cross_entropy", "binary_cross_entropy", "huber", "hinge")),
    *(("output", name) for name in ("identity", "tanh", "step")),
    *(("schedule", name) for name in ("constant", "cosine", "warmup")),
    *(("data.noise", noise) for noise in (0.1, 9.0)),
    *(("split.validation", share) for share in (0.0, 0.3, 0.9)),
    *(("l1", value) for value in (0.0, 0.01, -1.0)),
    *(("l2", value) for value in (0.1, None)),
    *(("clip_norm", value) for value in (0.1, None, "x")),
    *(("patience", value) for value in (1.0, None)),
    *(("steps", value) for value in (5.0, None)),
    ("momentum", 0.5), ("initializer", "he"), ("scale", "none"), ("data.samples", 20.0), ("speed", 1.0),
]  # fmt: skip


def encoded(scene: schema.Scene) -> bytes:
    """A scene as bytes, in which not-a-number is equal to itself."""
    return settled(scene)


def drawn_anew(session: Session) -> schema.Scene:
    """The scene of where a session stands, by somebody who remembers nothing of what was before."""
    now = session._now
    loop, measured = now.state.loop, now.state.measurer._loop
    state = replace(
        now.state,
        loop=Loop(loop.plan, material=loop.material),
        measurer=Measurer(Loop(measured.plan, material=measured.material)),
    )
    numbers = replace(now.numbers, state=state)
    known = session._hits, session._autosave, session._ledger.answered
    return scene_of(replace(now, state=state, numbers=numbers), Drawers(), *known)


class Sitting(RuleBasedStateMachine):
    """A reader who does this and that."""

    @initialize(starting_point=st.sampled_from(sorted(STARTING_POINTS)))
    def begin(self, starting_point: str) -> None:
        """Open a sitting."""
        self.reader = Reader(new_session(starting_point))
        self.first = self.reader.scene
        self.revision = 0

    def do(self, kind: type[schema.Intent], seen: float, **fields: Any) -> None:
        """Send an intent; it is carried out, or refused without effect."""
        before = self.reader.scene
        reply = self.reader.ask(kind, seen=seen, **fields)
        if isinstance(reply, schema.Problem):
            assert reply.kind in ("refused", "needless"), reply
            assert encoded(self.reader.session.scene()) == encoded(before)

    @rule(seen=phases)
    def rest(self, seen: float) -> None:
        """Stand somewhere."""
        self.do(schema.Rest, seen)

    @rule(seen=phases, next_batch=st.booleans(), to=phases)
    def advance(self, seen: float, next_batch: bool, to: float) -> None:
        """Make a step."""
        self.do(schema.Advance, seen, next_batch=next_batch, phase=to)

    @rule(seen=phases, back=st.booleans())
    def next_batch(self, seen: float, back: bool) -> None:
        """Look at another batch."""
        self.do(schema.NextBatch, seen, back=back)

    @rule(seen=phases, number=st.integers(1, 150))
    def show_sample(self, seen: float, number: int) -> None:
        """Look at another sample."""
        self.do(schema.ShowSample, seen, number=number)

    @rule(seen=phases, link=st.integers(0, 1), i=st.integers(0, 4), j=st.integers(0, 4), value=values)
    def set_weight(self, seen: float, link: int, i: int, j: int, value: float) -> None:
        """Change a weight."""
        self.do(schema.SetParameter, seen, link=link, role="weight", index=(i, j), value=value)

    @rule(seen=phases, link=st.integers(0, 1), j=st.integers(0, 4), value=values, gesture=st.integers(0, 1))
    def set_bias(self, seen: float, link: int, j: int, value: float, gesture: int) -> None:
        """Change a bias, perhaps by dragging."""
        self.do(schema.SetParameter, seen, link=link, role="bias", index=(j,), value=value, gesture=gesture)

    @rule(seen=phases, index=st.integers(0, 3), value=values, of_target=st.booleans())
    def set_value(self, seen: float, index: int, value: float, of_target: bool) -> None:
        """Change the sample."""
        self.do(schema.SetTarget if of_target else schema.SetInput, seen, index=index, value=value)

    @rule(seen=phases)
    def restore(self, seen: float) -> None:
        """Drop the edits."""
        self.do(schema.RestoreSample, seen)

    @rule(seen=phases, value=st.floats(0.01, 0.5))
    def set_learning_rate(self, seen: float, value: float) -> None:
        """Change the learning rate."""
        self.do(schema.Configure, seen, name="learning_rate", value=value)

    @rule(seen=phases, value=st.integers(1, 105))
    def set_batch_size(self, seen: float, value: int) -> None:
        """Change the batch size."""
        self.do(schema.Configure, seen, name="batch_size", value=value)

    @rule(seen=phases, change=st.sampled_from(CHANGES), gesture=st.integers(0, 1))
    def configure(self, seen: float, change: tuple[str, Any], gesture: int) -> None:
        """Change a setting."""
        self.do(schema.Configure, seen, name=change[0], value=change[1], gesture=gesture)

    @rule(seen=phases, values=st.lists(st.sampled_from(["x²", "xy", "sin x"]), max_size=2))
    def configure_features(self, seen: float, values: list[str]) -> None:
        """More inputs."""
        self.do(schema.ConfigureMany, seen, name="features", values=tuple(values))

    @rule(seen=phases, layers=st.lists(layers, max_size=3))
    def configure_layers(self, seen: float, layers: list[schema.LayerSpec]) -> None:
        """Other hidden layers."""
        self.do(schema.ConfigureLayers, seen, layers=tuple(layers))

    @rule(seen=phases, changes=st.sampled_from(['{"learning_rate": 0.1}', '{"hidden": [3]}', "[]"]))
    def try_remedy(self, seen: float, changes: str) -> None:
        """Begin anew with a change."""
        self.do(schema.TryRemedy, seen, changes=changes)

    @rule(seen=phases, epochs=st.integers(-1, 3))
    def train(self, seen: float, epochs: int) -> None:
        """Many steps at once."""
        self.do(schema.Train, seen, epochs=epochs)

    @rule(seen=phases)
    def return_to_best(self, seen: float) -> None:
        """Back to the lowest validation loss."""
        self.do(schema.ReturnToBest, seen)

    @rule(seen=phases, points=st.lists(st.tuples(halves, halves, st.integers(0, 3)), min_size=1, max_size=12))
    def draw_data(self, seen: float, points: list[tuple[float, float, int]]) -> None:
        """Points on the plane."""
        rows = schema.Array.of([point[:2] for point in points])
        self.do(schema.DrawData, seen, points=rows, classes=tuple(point[2] for point in points))

    @rule()
    def reopen(self) -> None:
        """The sitting goes on in another process, as far as can be told."""
        again = new_session(snapshot=self.reader.session.snapshot())
        shown, scene = self.reader.session.scene(), again.scene()
        assert numbers(scene) == numbers(shown)
        assert scene.moment == shown.moment

    @rule()
    def draw_anew(self) -> None:
        """What is known from before, and drawn again, is what would be found and drawn now."""
        assert encoded(drawn_anew(self.reader.session)) == encoded(self.reader.scene)

    @rule(seen=phases)
    def link(self, seen: float) -> None:
        """A link to what is shown opens it in another sitting, bit for bit."""
        self.do(schema.Rest, seen)
        made = link_of(self.reader)
        assert_same(self.reader.session, opened(made.text).session)

    @rule(seen=phases)
    def reset(self, seen: float) -> None:
        """Start again."""
        self.do(schema.Reset, seen)

    @rule(seen=phases)
    def new_start(self, seen: float) -> None:
        """Start elsewhere."""
        self.do(schema.NewStart, seen)

    @rule(seen=phases, seed=st.integers(0, 99_999))
    def seed(self, seen: float, seed: int) -> None:
        """Start from a seed that is given."""
        self.do(schema.Configure, seen, name="seed", value=seed)

    @rule(seen=phases, name=st.sampled_from(sorted(STARTING_POINTS)))
    def choose(self, seen: float, name: str) -> None:
        """Start with something else."""
        self.do(schema.Choose, seen, name=name)

    @rule(seen=phases, back=st.booleans())
    def undo_or_redo(self, seen: float, back: bool) -> None:
        """Take back, or make again."""
        self.do(schema.Undo if back else schema.Redo, seen)

    @invariant()
    def the_scene_belongs_together(self) -> None:
        """It is what the sitting shows, true in every number, and consistent in its counts."""
        if not hasattr(self, "reader"):
            return
        scene, batch = self.reader.scene, self.reader.scene.experiment.batch
        assert encoded(self.reader.session.scene()) == encoded(scene)
        assert scene.moment.revision >= self.revision
        self.revision = scene.moment.revision
        assert batch.numbers[batch.place] == scene.experiment.sample.number == scene.moment.sample + 1
        assert len(batch.numbers) == batch.size
        check = scene.check
        assert check is not None
        assert check.passed or "too coarse" in check.note or "Nothing was compared" in check.note
        experiment = self.reader.session._now.state.experiment
        assert experiment.to_url() == scene.experiment.address or not isinstance(experiment.data, str)
        assert_true(scene, experiment=experiment, near=1e-7)  # formulas with cancellation, such as 1 − p

    def teardown(self) -> None:
        """A step can be made; then everything is taken back, and nothing is left of it."""
        if not hasattr(self, "reader"):
            return
        self.reader.get(schema.Advance, next_batch=True, phase=0.0)
        while self.reader.scene.undo:
            self.reader.get(schema.Undo)
        assert numbers(self.reader.scene) == numbers(self.first)
        assert self.reader.scene.moment.run == self.first.moment.run
        assert msgspec.msgpack.encode(self.reader.scene.stage) == msgspec.msgpack.encode(self.first.stage)


Sitting.TestCase.settings = settings(
    max_examples=many(30), stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestSitting = Sitting.TestCase
