"""Playing, without a page: `python -m benchmarks play`.

playing   steps a second through a session that makes 50 frames a second, on planar data
seeking   from asking for any step of a run of a million to the bytes of its scene
answers   from sending an intent to its answer over a WebSocket while it plays as fast as it can
"""

import itertools
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from learnscope.experiment import Experiment
from learnscope.scene import schema
from learnscope.scene.frames import Receiver
from learnscope.session import Session, decode
from learnscope.session.play import BURST

FRAME = 1 / 50  # seconds
SECONDS = 4.0
MILLION = 1_000_000
SEEKS = 200
ANSWERS = 300
RECIPE = {"data": "circle", "hidden": (8, 8), "optimizer": "sgd", "batch_size": 10, "seed": 7}


def report() -> str:
    """All three in words."""
    session = _session()
    steps, frames, size, build = _played(session)
    seconds = _until(session, MILLION)
    seeks = _sought(session)
    answers = _answered()
    return "\n".join(
        [
            "",
            "Playing 2-8-8-2, batch 10, plain descent, on 300 points",
            f"  {steps:,.0f} steps/s with {frames:.1f} frames/s of {size / 1024:.0f} kB, each built and "
            f"encoded in {build * 1e3:.1f} ms (median)   (wanted: 40 000 and 50)",
            f"  {MILLION:,} steps played in {seconds:.1f} s; seeking among them, with the scene's bytes: "
            f"{_words(seeks)}   (wanted: at most 50 ms)",
            f"  answers while it plays, over a WebSocket: {_words(answers)}   (wanted: 50 ms at p99)",
        ]
    )


def _session() -> Session:
    seeds = itertools.count(100)
    return Session(seeds=lambda: next(seeds), experiment=Experiment(**RECIPE), engine="compiled")


def _played(session: Session) -> tuple[float, float, float, float]:
    """Steps and frames a second, bytes of a frame, seconds to build and encode one."""
    scene = session.scene()
    session.handle(schema.Play(at=scene.moment, pace=0.0))
    for _ in range(30):
        session.tick()
    began, first, sizes, builds = time.perf_counter(), session.scene().moment.step, [], []
    while time.perf_counter() < began + SECONDS:
        frame = time.perf_counter()
        tick = session.tick()
        assert tick is not None
        scene = tick
        sizes.append(len(msgspec.msgpack.encode(scene)))
        now = time.perf_counter()
        builds.append(max(0.0, now - frame - BURST))
        time.sleep(max(0.0, frame + FRAME - now))
    seconds = time.perf_counter() - began
    return (
        (scene.moment.step - first) / seconds,
        len(sizes) / seconds,
        statistics.median(sizes),
        statistics.median(builds),
    )


def _until(session: Session, steps: int) -> float:
    """Play up to so many steps, as fast as possible; seconds."""
    began = time.perf_counter()
    while (scene := session.tick()) is not None and scene.moment.step < steps:
        pass
    session.pause()
    return time.perf_counter() - began


def _sought(session: Session) -> list[float]:
    """Seconds from asking for a step, anywhere, to the bytes of its scene."""
    generator, taken = np.random.default_rng(0), []
    scene = session.scene()
    for step in generator.integers(0, MILLION, SEEKS).tolist():
        began = time.perf_counter()
        reply = session.handle(schema.Seek(at=scene.moment, step=step))
        msgspec.msgpack.encode(reply)
        taken.append(time.perf_counter() - began)
        assert isinstance(reply, schema.Scene)
        assert reply.moment.step == step
    return taken


def _answered() -> list[float]:
    """Seconds from an intent to its answer, at a server of this process that plays for two readers."""
    from websockets.sync.client import connect

    taken = []
    with (
        _served() as address,
        connect(address, max_size=None) as reader,
        connect(address, max_size=None) as other,
    ):
        draining = threading.Thread(target=lambda: [None for _ in other], daemon=True)
        draining.start()
        receive = Receiver()
        scene = msgspec.convert(receive(reader.recv()), schema.Scene)
        reader.send(msgspec.msgpack.encode(schema.Play(at=scene.moment, pace=0.0)))
        until = time.perf_counter() + 1.5  # the compiled engine is there by then
        while time.perf_counter() < until:
            receive(reader.recv())
        for serial in range(1, ANSWERS + 1):
            began = time.perf_counter()
            if serial % 2:  # answered to the asker alone: a refusal
                intent: schema.Intent = schema.Reset(at=scene.moment, serial=serial)
            else:  # answered to all: how it learns
                rate = 0.03 + serial * 1e-5
                intent = schema.Configure(at=scene.moment, serial=serial, name="learning_rate", value=rate)
            reader.send(msgspec.msgpack.encode(intent))
            wanted = intent.value if isinstance(intent, schema.Configure) else None
            while True:
                reply = receive(reader.recv())
                if reply["type"] == "problem" and reply["serial"] == serial:
                    break
                if reply["type"] == "scene" and _rate(reply) == wanted:
                    break
            taken.append(time.perf_counter() - began)
    return taken


def _rate(scene: dict[str, Any]) -> float | None:
    settings = (one for group in scene["experiment"]["groups"] for one in group["settings"])
    return next(one["value"] for one in settings if one["name"] == "learning_rate")


@contextmanager
def _served() -> Iterator[str]:
    """A server of real sessions, by the address of a sitting's WebSocket."""
    from learnscope.hosts.server.guard import Rules
    from learnscope.hosts.server.listener import listen
    from learnscope.hosts.server.serve import make_server
    from learnscope.sittings.folder import Store
    from learnscope.sittings.names import new_name
    from learnscope.sittings.sittings import Sittings

    with tempfile.TemporaryDirectory() as folder, listen("127.0.0.1", 0) as listener:
        sittings = Sittings(lambda snapshot: _session(), decode, store=Store(Path(folder)))
        ready = threading.Event()
        server = make_server(sittings, rules=Rules(token="bench"), ready=ready.set, folder=Path(folder))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        ready.wait()
        try:
            yield f"ws://127.0.0.1:{listener.getsockname()[1]}/s/{new_name()}/ws?token=bench"
        finally:
            server.end()
            thread.join()


def _words(seconds: list[float]) -> str:
    """ "median 12.1 ms, p99 20.3 ms"."""
    median, last = np.percentile(seconds, [50, 99]) * 1e3
    return f"median {median:.1f} ms, p99 {last:.1f} ms"


if __name__ == "__main__":
    print(os.cpu_count(), "cores", report())
