"""A reader for tests: sends intents as a page would, through bytes, from the moment on screen."""

import itertools
from typing import Any, TypeVar, Union

import msgspec

from learnscope.scene import schema
from learnscope.session import Session, decode
from learnscope.starting_points import STARTING_POINTS

Drawn = TypeVar("Drawn", bound=schema.OpenedScene)
REPLY: Any = Union[schema.Scene, schema.Problem, *schema.Answer.__subclasses__()]  # what they can be


NETWORKS = sorted(  # the starting points with a hidden layer, biases and several outputs
    name for name, point in STARTING_POINTS.items() if point.experiment.bias != "none"
)


def new_session(starting_point: str = "iris", **options: Any) -> Session:
    """A session whose fresh seeds are 100, 101, …, and whose trainings run on the plain engine."""
    seeds = itertools.count(100)
    options = {"engine": "plain"} | options
    return Session(seeds=lambda: next(seeds), starting_point=starting_point, **options)


class Reader:
    """One page at a session; `scene` is what it shows."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.scene = session.scene()

    def ask(self, kind: type[schema.Intent], *, seen: float | None = None, **fields: Any) -> schema.Reply:
        """Send an intent made at the moment on screen, or with the timeline `seen` elsewhere."""
        at = self.scene.moment
        if seen is not None:
            at = msgspec.structs.replace(at, phase=seen)
        reply = send(self.session, kind(at=at, **fields))
        if isinstance(reply, schema.Scene):
            self.scene = reply
        return reply

    def get(self, kind: type[schema.Intent], *, seen: float | None = None, **fields: Any) -> schema.Scene:
        """As `ask`, where a scene is expected."""
        reply = self.ask(kind, seen=seen, **fields)
        assert isinstance(reply, schema.Scene), reply
        return reply

    def tick(self) -> schema.Scene | None:
        """Let the session go on for a moment, and see what it comes to."""
        scene = self.session.tick()
        if scene is not None:
            self.scene = msgspec.msgpack.decode(msgspec.msgpack.encode(scene), type=schema.Scene)
        return scene

    def refused(
        self, kind: type[schema.Intent], *, seen: float | None = None, **fields: Any
    ) -> schema.Problem:
        """As `ask`, where a problem is expected that leaves everything as it was."""
        before = settled(self.session.scene())
        reply = self.ask(kind, seen=seen, **fields)
        assert isinstance(reply, schema.Problem), reply
        assert settled(self.session.scene()) == before
        return reply


def send(session: Session, intent: schema.Intent) -> schema.Reply:
    """An intent through its bytes, and the reply through its own."""
    decoded = decode(msgspec.msgpack.encode(intent))
    assert not isinstance(decoded, schema.Problem), decoded
    reply = session.handle(decoded)
    again: schema.Reply = msgspec.msgpack.decode(msgspec.msgpack.encode(reply), type=REPLY)
    return again


def opened(scene: schema.Scene, kind: type[Drawn]) -> Drawn | None:
    """What is drawn of a kind that is open; None where there is nothing."""
    return next((one for one in scene.opened if isinstance(one, kind)), None)


def strip(scene: schema.Scene, future: str = "1") -> tuple[schema.Series, ...]:
    """The curves of a future on the strip."""
    drawn = opened(scene, schema.StripScene)
    assert drawn is not None
    return next(curves.series for curves in drawn.futures if curves.future == future)


def numbers(scene: schema.Scene) -> bytes:
    """All of a scene but what tells one visit from another: revision, phase, undo, redo, what was said or
    answered."""
    return settled(
        msgspec.structs.replace(
            scene,
            moment=msgspec.structs.replace(scene.moment, revision=0, phase=0.0),
            undo="",
            redo="",
            said="",
            answered={},
        )
    )


def settled(scene: schema.Scene) -> bytes:
    """All of a scene but where breakpoints would have hit, which is found out a little at a time."""
    run = scene.run
    assert run is not None
    breakpoints = tuple(msgspec.structs.replace(each, hits=()) for each in run.breakpoints)
    marks = tuple(mark for mark in run.marks if mark.kind != "breakpoint")
    run = msgspec.structs.replace(run, breakpoints=breakpoints, marks=marks)
    return msgspec.msgpack.encode(msgspec.structs.replace(scene, run=run))
