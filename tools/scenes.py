"""Write the scenes of the developers' gallery: what the page must be able to draw, computed as for readers.

    python tools/scenes.py FOLDER      writes FOLDER/NAME.msgpack and FOLDER/index.json

A scene holds all numbers of a step; the gallery shows it at each phase.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec
import numpy as np

from learnscope.data.arrays import from_arrays
from learnscope.data.builtin.catalogue import datasets
from learnscope.data.dataset import Dataset
from learnscope.experiment import Experiment
from learnscope.scene import schema
from learnscope.session import Session
from learnscope.starting_points import STARTING_POINTS


def main(folder: Path) -> list[str]:
    """Write all scenes below `folder`; returns their names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for name, scene in scenes():
        (folder / f"{name}.msgpack").write_bytes(msgspec.msgpack.encode(scene))
        names.append(name)
    (folder / "index.json").write_text(json.dumps(names))
    return names


def scenes() -> Iterator[tuple[str, schema.Scene]]:
    """From the smallest network to the largest, then what is odd."""
    for name, make in SCENES.items():
        yield name, make()


def shown(experiment: Experiment, *, epochs: int = 0) -> schema.Scene:
    """The first step of an experiment or, after some training, the one that follows."""
    session = Session(seeds=lambda: 11, experiment=experiment, engine="plain")
    scene = session.scene()
    if epochs:
        scene = moved(session, schema.Train(at=scene.moment, epochs=epochs))
    return scene


def moved(session: Session, intent: schema.AnyIntent) -> schema.Scene:
    """What an intent leads to; a problem is an error here."""
    reply = session.handle(intent)
    if not isinstance(reply, schema.Scene):
        raise SystemExit(f"error: the gallery's {type(intent).__name__} was refused: {reply}")
    return reply


def broken() -> schema.Scene:
    """A step whose numbers are none, or without bounds: one weight is near the largest float."""
    session = Session(
        seeds=lambda: 11, experiment=Experiment(data="iris", hidden=(5,), seed=7), engine="plain"
    )
    for index, value in (((0, 0), 1.7e308), ((1, 0), -1.7e308)):
        scene = session.scene()
        intent = schema.SetParameter(at=scene.moment, link=0, role="weight", index=index, value=value)
        scene = moved(session, intent)
    return scene


def edited() -> schema.Scene:
    """An input of the sample shown was changed."""
    session = Session(seeds=lambda: 11, engine="plain")
    return moved(session, schema.SetInput(at=session.scene().moment, index=2, value=123456.789))


def start(name: str) -> schema.Scene:
    """A starting point, as the page opens it."""
    return shown(STARTING_POINTS[name].experiment)


def chosen(data: str) -> schema.Scene:
    """Built-in data as the page sets it up where it is chosen, with the network it then has."""
    session = Session(seeds=lambda: 11, engine="plain")
    return moved(session, schema.Configure(at=session.scene().moment, name="data", value=data))


def compared(data: str) -> schema.Scene:
    """Two futures at one step: the second departed with a larger learning rate."""
    session = Session(seeds=lambda: 11, engine="plain")
    scene = moved(session, schema.Configure(at=session.scene().moment, name="data", value=data))
    scene = moved(session, schema.Train(at=scene.moment, epochs=2))
    scene = moved(session, schema.Seek(at=scene.moment, step=1))
    scene = moved(session, schema.Configure(at=scene.moment, name="learning_rate", value=0.4))
    scene = moved(session, schema.Train(at=scene.moment, epochs=2))
    scene = moved(session, schema.Seek(at=scene.moment, step=2))
    return moved(session, schema.Open(at=scene.moment, what=schema.Comparison(future="1")))


def labels() -> Dataset:
    """Samples that may bear several labels, with long names."""
    numbers = np.random.default_rng(1)
    return from_arrays(
        numbers.normal(size=(60, 3)),
        numbers.integers(0, 2, size=(60, 3)),
        name="notes of a museum's visitors",
        kind="labels",
        input_names=("words per line", "an input with a name that is far too long", "x"),
        output_names=("praise", "a complaint that was made in writing", "z"),
    )


def large() -> Dataset:
    """Pictures of 28 × 28 pixels of ten kinds."""
    numbers = np.random.default_rng(2)
    kinds = numbers.random((10, 784)) ** 3
    truth = numbers.integers(0, 10, size=120)
    pixels = np.clip(kinds[truth] + 0.1 * numbers.normal(size=(120, 784)), 0, 1)
    return replace(from_arrays(pixels, truth, name="pictures"), image_shape=(28, 28))


SCENES: dict[str, Callable[[], schema.Scene]] = {
    "1-1": lambda: shown(Experiment(data="crowd", hidden=(), seed=1)),
    "logic": lambda: shown(Experiment(data="xor", hidden=(2,), seed=3), epochs=5),
    "original": lambda: shown(Experiment(data="original", hidden=(2,), activation="sigmoid", output="sigmoid",
                                         batch_size=1, split=(1.0, 0.0, 0.0), scale="none", seed=2015)),
    "iris": lambda: shown(Experiment(data="iris", hidden=(5,), learning_rate=0.1, batch_size=15, seed=7)),
    "iris-trained": lambda: shown(Experiment(data="iris", hidden=(5,), batch_size=15, seed=7), epochs=20),
    "two-layers": lambda: shown(Experiment(data="iris", hidden=(6, 6), activation="relu", seed=5)),
    "moons": lambda: shown(Experiment(data="moons", hidden=(8, 8), seed=2), epochs=10),
    "four-layers": lambda: shown(Experiment(data="moons", hidden=(8, 8, 8, 8), seed=2)),
    "features": lambda: shown(Experiment(data="circle", features=("x²", "y²"), hidden=(3,), seed=2)),
    "values": lambda: shown(Experiment(data="bumps", hidden=(6,), loss="huber", seed=4), epochs=5),
    "labels": lambda: shown(Experiment(data=labels(), hidden=(4,), seed=4)),
    "dropout": lambda: shown(Experiment(data="iris", hidden=(6,), dropout=0.5, l2=0.01, seed=7)),
    "digits": lambda: shown(Experiment(data="digits", hidden=(32,), batch_size=32, seed=0)),
    "large": lambda: shown(Experiment(data=large(), hidden=(128,), batch_size=32, seed=0)),
    "edited": edited,
    "broken": broken,
    **{f"start-{name}": partial(start, name) for name in STARTING_POINTS},
    **{f"data-{record.name}": partial(chosen, record.name) for record in datasets()},
    **{f"beside-{name}": partial(compared, name) for name in ("iris", "digits", "circle", "life")},
}  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
