"""Two readers, any latency: what is carried out is as if intended one after another, and all else is said."""

from collections import deque
from typing import Any

import msgspec
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from learnscope.scene import schema
from tests.sampling import many
from tests.session.reader import new_session, numbers, send

NAMES = ("ada", "grace")
who = st.sampled_from(NAMES)
small = st.integers(0, 4)
values = st.sampled_from([-1.0, 0.25, 0.5])


def still() -> float:
    """The time, which is part of what is said of a training."""
    return 0.0


def bias(index: int, value: float) -> tuple[type[schema.Intent], dict[str, Any]]:
    """An intent for a bias."""
    return schema.SetParameter, {"link": 0, "role": "bias", "index": (index,), "value": value}


intents = st.one_of(
    st.builds(bias, small, values),
    st.builds(lambda j, value: (schema.SetInput, {"index": j, "value": value}), st.integers(0, 3), values),
    st.builds(lambda number: (schema.ShowSample, {"number": number}), st.integers(1, 40)),
    st.builds(lambda j: (schema.RemoveNeuron, {"layer": 1, "index": j}), small),
    st.builds(lambda step: (schema.Seek, {"step": step}), st.integers(0, 3)),
    st.sampled_from([
        (schema.Rest, {}),
        (schema.Advance, {"next_batch": True, "phase": 0.0}),
        (schema.Advance, {"next_batch": False, "phase": 2.0}),
        (schema.Play, {"pace": 0.0, "until": "step"}),
        (schema.NextBatch, {}),
        (schema.NextBatch, {"back": True}),
        (schema.Undo, {}),
        (schema.Undo, {}),
        (schema.Redo, {}),
        (schema.AddNeuron, {"layer": 1}),
        (schema.AddLayer, {"before": 1, "size": 3, "activation": "tanh"}),
        (schema.Fork, {}),
        (schema.Reset, {}),
        (schema.NewStart, {}),
        (schema.Configure, {"name": "l2", "value": 0.01}),
        (schema.Open, {"what": schema.NeuronPictures()}),
        (schema.Close, {"what": "neuron_pictures"}),
    ]),
)  # fmt: skip


class Window:
    """What one reader has seen, intended and heard, and what is under way to and from it."""

    def __init__(self, name: str, scene: schema.Scene) -> None:
        self.name = name
        self.scene = scene
        self.intended: dict[int, schema.Intent] = {}  # by serial, while nothing was heard of them
        self.heard: dict[int, schema.Problem | None] = {}  # what came of them
        self.up: deque[schema.Intent] = deque()
        self.down: deque[schema.Reply] = deque()
        self.since = 0  # the intent that ends what was sent again: earlier scenes know of no lost problem

    def receive(self) -> None:
        """Take the next that comes."""
        reply = self.down.popleft()
        if isinstance(reply, schema.Problem):
            self.intended.pop(reply.serial)
            self.heard[reply.serial] = reply
            return
        assert isinstance(reply, schema.Scene)
        self.scene = reply
        answered = reply.answered.get(self.name, -1)
        for serial in [each for each in self.intended if self.since <= answered >= each]:
            del self.intended[serial]
            self.heard[serial] = None


class TwoReaders(RuleBasedStateMachine):
    """A sitting and two windows, whose messages take their time, and `alone`, where nothing does."""

    @initialize()
    def begin(self) -> None:
        """Both look at the same."""
        self.session, self.alone = (new_session(clock=still) for _ in range(2))
        self.windows = {name: Window(name, self.session.scene()) for name in NAMES}
        self.kept = self.session.snapshot(), self.alone.snapshot()
        self.serial = 0
        self.outcomes: dict[tuple[str, int], schema.Problem | None] = {}

    @rule(name=who, intend=intents, seen=st.sampled_from([1.0, 4.0, 7.0]))
    def intend(self, name: str, intend: tuple[type[schema.Intent], dict[str, Any]], seen: float) -> None:
        """Ask for something, made at what is seen."""
        kind, fields = intend
        window = self.windows[name]
        at = msgspec.structs.replace(window.scene.moment, phase=seen)
        self._send(window, kind, at, fields)

    def _send(
        self, window: Window, kind: type[schema.Intent], at: schema.Moment, fields: dict[str, Any]
    ) -> None:
        self.serial += 1
        intent = kind(at=at, serial=self.serial, reader=window.name, **fields)
        window.intended[self.serial] = intent
        window.up.append(intent)

    @rule(name=who)
    def arrive(self, name: str) -> None:
        """The next intent is carried out, kept and answered, or refused."""
        window = self.windows[name]
        if not window.up:
            return
        intent = window.up.popleft()
        before = self.session.scene().moment
        reply = send(self.session, intent)
        outcome = reply if isinstance(reply, schema.Problem) else None
        known = (name, intent.serial) in self.outcomes
        assert self.outcomes.setdefault((name, intent.serial), outcome) == outcome
        if isinstance(reply, schema.Problem):
            assert reply.kind in ("stale", "refused", "needless"), reply
            assert self.session.scene().moment == before
            window.down.append(reply)
            return
        if not known:
            self._mirror(intent, before)
        self.kept = self.session.snapshot(), self.alone.snapshot()
        for each in self.windows.values():
            each.down.append(reply)

    def _mirror(self, intent: schema.Intent, before: schema.Moment) -> None:
        """The same intent where everything is seen at once."""
        present = msgspec.structs.replace(intent.at, phase=0.0) == msgspec.structs.replace(before, phase=0.0)
        if isinstance(intent, schema.Rest) and not present:
            return
        at = self.alone.scene().moment
        if present:
            at = msgspec.structs.replace(at, phase=intent.at.phase)
        reply = send(self.alone, msgspec.structs.replace(intent, at=at, reader=""))
        assert isinstance(reply, schema.Scene), reply

    @rule(name=who)
    def receive(self, name: str) -> None:
        """A message reaches a window."""
        if self.windows[name].down:
            self.windows[name].receive()

    @rule(name=who)
    def newest_wins(self, name: str) -> None:
        """A slow window sees fewer scenes, and every problem."""
        down = self.windows[name].down
        scenes = [reply for reply in down if isinstance(reply, schema.Scene)]
        for scene in scenes[:-1]:
            down.remove(scene)

    @rule(name=who)
    def reconnect(self, name: str) -> None:
        """What was under way is lost; what nothing was heard of is sent again."""
        window = self.windows[name]
        window.up = deque(window.intended.values())
        window.down = deque([self.session.scene()])
        self._send(window, schema.Rest, window.scene.moment, {})
        window.since = self.serial

    @precondition(lambda self: self.serial > 3)
    @rule(often=st.integers(0, 3))
    def restart(self, often: int) -> None:
        """The process dies and another goes on from what was kept."""
        if often:
            return
        self.session, self.alone = (new_session(snapshot=kept, clock=still) for kept in self.kept)
        for name in NAMES:
            self.reconnect(name)

    def teardown(self) -> None:
        """When all has arrived, the two sittings are one, and every intent has come to something."""
        if not hasattr(self, "session"):
            return
        for name, window in self.windows.items():
            while window.up:
                self.arrive(name)
        for window in self.windows.values():
            while window.down:
                window.receive()
        assert numbers(self.session.scene()) == numbers(self.alone.scene())
        heard = {
            (name, serial): problem
            for name, window in self.windows.items()
            for serial, problem in window.heard.items()
        }
        assert heard == self.outcomes
        assert len(heard) == self.serial


TestTwoReaders = TwoReaders.TestCase
TestTwoReaders.settings = settings(
    max_examples=many(25),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
