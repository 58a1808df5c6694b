"""What an answer and a moment of play cost: `python -m benchmarks answers --base ROOT`.

Sittings of the starting point Iris, with the strip open, kept in real folders, are asked for the cheap things
that a class asks for (`readers`), in one thread and without a connection. Of each kind of wish, and of a
moment while it plays, the milliseconds of processor (user and system, all threads of the process) are told:

    decode    from the message to the intent
    handle    where it leads, but for what follows
    draw      its scene
    save      until what it leads to is on disk
    encode    the message to a reader who has the scene before
    steps     of a moment: the training itself

With `--base`, the checkout in ROOT is asked the same in turns with this one, and ratios to it are printed.
"""

import argparse
import contextlib
import functools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

HERE = Path(__file__).resolve().parent.parent
PARTS = ("decode", "handle", "draw", "save", "encode", "steps")
SITTINGS = 4
EACH = 12  # wishes of each kind in a sitting
MOMENTS = 60  # of a sitting that plays
EVERY = 6  # moments between two wishes while it plays
BURST = 0.002  # seconds of steps, as where many play
ROUNDS = 3

Figures = dict[str, dict[str, float]]  # milliseconds of each part, by kind


def report(*, base: Path | None = None, rounds: int = ROUNDS) -> str:
    """The figures in words, the least of some rounds, and how they stand to those of `base`."""
    roots = [HERE] if base is None else [base.resolve(), HERE]
    found: list[list[Figures]] = [[] for _ in roots]
    for _ in range(rounds):
        for root, figures in zip(roots, found, strict=True):
            figures.append(_measured(root))
    least = [_least(figures) for figures in found]
    lines = ["", "Milliseconds of processor for an answer, and for a moment of play"]
    lines.append(f"  {'':24}{''.join(f'{part:>9}' for part in PARTS)}{'in all':>9}{'less steps':>12}")
    for name, parts in least[-1].items():
        whole = sum(parts.values())
        numbers = "".join(f"{parts.get(part, 0.0):9.2f}" for part in PARTS)
        line = f"  {name:24}{numbers}{whole:9.2f}{whole - parts.get('steps', 0.0):12.2f}"
        if base is not None and name in least[0]:
            before = least[0][name]
            rest = sum(before.values()) - before.get("steps", 0.0)
            line += f"   before {rest:6.2f}, {rest / (whole - parts.get('steps', 0.0)):.2f} ×"
        lines.append(line)
    return "\n".join(lines)


def _least(figures: list[Figures]) -> Figures:
    """Of each kind the round in which it took least."""
    return {
        name: min((each[name] for each in figures), key=lambda parts: sum(parts.values()))
        for name in figures[0]
    }


def _measured(root: Path) -> Figures:
    """What the sources in the checkout at `root` take; this very file drives them."""
    own = {"PYTHONPATH": str(root / "src")}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).resolve())],
        stdout=subprocess.PIPE, check=True, env=os.environ | own,
    )  # fmt: skip
    found: Figures = json.loads(done.stdout)
    return found


class _Clock:
    """Processor time of each part; what is measured inside another part is not the outer one's."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._inner = [0.0]

    @contextlib.contextmanager
    def part(self, name: str) -> Iterator[None]:
        """What runs inside belongs to the part called `name`."""
        began = time.process_time()
        self._inner.append(0.0)
        try:
            yield
        finally:
            took = time.process_time() - began
            self.spent[name] += took - self._inner.pop()
            self._inner[-1] += took

    def within(self, owner: Any, name: str, part: str) -> None:
        """Have whatever calls `owner.name` measured as that part."""
        made: Callable[..., Any] = getattr(owner, name)

        @functools.wraps(made)
        def measured(*given: Any, **named: Any) -> Any:
            with self.part(part):
                return made(*given, **named)

        setattr(owner, name, measured)


class _Page:
    """One reader and its sitting."""

    def __init__(self, worker: Any, decode: Callable[[bytes], Any], sender: Any, clock: _Clock) -> None:
        self._worker, self._decode, self._sender, self._clock = worker, decode, sender, clock
        self._serial = 0
        self.scene = worker.scene()
        sender(self.scene)
        self.wish(type="open", what={"type": "strip"})

    def wish(self, **fields: Any) -> None:
        """Ask for something, and take the answer."""
        self._serial += 1
        at = msgspec.structs.asdict(self.scene.moment)
        message = msgspec.msgpack.encode({"at": at, "serial": self._serial, "reader": "page"} | fields)
        with self._clock.part("decode"):
            intent = self._decode(message)
        with self._clock.part("handle"):
            reply = self._worker.handle(intent)
        self._take(reply)

    def moment(self) -> None:
        """Have it go on for a burst, and take what is shown."""
        with self._clock.part("handle"):
            reply = self._worker.tick(BURST)
        if reply is not None:
            self._take(reply)

    def keep(self) -> None:
        """Have it kept, as is done of what plays."""
        with self._clock.part("save"):
            self._worker.keep()

    def _take(self, reply: Any) -> None:
        if not hasattr(reply, "moment"):
            print(reply, file=sys.stderr)
            return
        with self._clock.part("encode"):
            self._sender(reply)
        self.scene = reply


def _drive() -> Figures:
    """Ask for everything, in this process."""
    from learnscope.scene.frames import Sender
    from learnscope.session import Session, decode, play
    from learnscope.sittings.folder import Store
    from learnscope.sittings.worker import Worker
    from learnscope.store.autosave import Autosave
    from learnscope.training.compile import warm_up

    warm_up().join()
    clock = _Clock()
    clock.within(Session, "_drawn", "draw")
    clock.within(Worker, "_save", "save")
    clock.within(play, "grow", "steps")
    spent: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    counts: dict[str, int] = defaultdict(int)

    def counted(name: str, act: Callable[[], None]) -> None:
        clock.spent.clear()
        act()
        counts[name] += 1
        for part, seconds in clock.spent.items():
            spent[name][part] += seconds

    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "sittings")
        for number in range(SITTINGS + 1):
            seeds = random.Random(number)

            def make(snapshot: bytes | None, seeds: random.Random = seeds) -> Any:
                runs = Autosave(Path(folder) / "runs")
                return Session(seeds=lambda: seeds.randrange(10**5), snapshot=snapshot, autosave=runs)

            worker = Worker(f"sitting{number}", make, store)
            page = _Page(worker, decode, Sender(), clock)
            draw = random.Random(number)
            if number == 1:  # the first has loaded what all share
                spent.clear()
                counts.clear()
            for _ in range(EACH):
                for name, fields in _wishes(draw, page):
                    counted(name, functools.partial(_wished, page, fields))
            page.wish(type="play", pace=0.0)
            for place in range(MOMENTS):
                counted("a moment", page.moment)
                if place % EVERY == 0:
                    name, wanted = _while_playing(draw, place // EVERY)
                    counted(name, functools.partial(page.wish, **wanted))
                if place % (5 * EVERY) == 0:
                    page.keep()
            page.wish(type="pause")
            worker.release()
    return {
        name: {part: 1e3 * seconds / counts[name] for part, seconds in parts.items()}
        for name, parts in spent.items()
    }


def _wished(page: _Page, fields: Callable[[], dict[str, Any]]) -> None:
    page.wish(**fields())


def _wishes(draw: random.Random, page: _Page) -> list[tuple[str, Callable[[], dict[str, Any]]]]:
    """One of each kind while nothing plays."""
    return [
        ("next batch", lambda: {"type": "advance", "next_batch": True, "phase": page.scene.moment.phase}),
        (
            "another sample",
            lambda: {"type": "show_sample", "number": draw.choice(page.scene.experiment.batch.numbers)},
        ),
        (
            "a weight",
            lambda: {
                "type": "set_parameter", "link": 0, "role": "weight", "index": [0, 0],
                "value": draw.uniform(-1.0, 1.0),
            },
        ),
        ("a selection", lambda: _selection(draw)),
    ]  # fmt: skip


def _selection(draw: random.Random) -> dict[str, Any]:
    return {"type": "select", "name": draw.choice(("weight.1.0.0", "value.1.1", ""))}


def _while_playing(draw: random.Random, number: int) -> tuple[str, dict[str, Any]]:
    if number % 2:
        return "a selection in play", _selection(draw)
    rate = 0.1 + draw.random() / 100
    return "a rate in play", {"type": "configure", "name": "learning_rate", "value": rate}


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    json.dump(_drive(), sys.stdout)
