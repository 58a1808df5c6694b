"""Values that nobody should hand in, and a good call of every public function to put them into."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import learnscope as ls

NAN, INF = float("nan"), float("inf")
WRONG: dict[str, Any] = {
    "nan": NAN,
    "inf": INF,
    "-inf": -INF,
    "-1": -1,
    "0": 0,
    "0.5": 0.5,
    "1e308": 1e308,
    "1e-320": 1e-320,
    "a thousand million": 10**9,
    "39 nines": int("9" * 39),
    "10**400": 10**400,
    "no text": "",
    "a word": "x",
    "a long text": "x" * 100_000,
    "a NUL": "a\0b",
    "bytes": b"x",
    "None": None,
    "True": True,
    "a list of nothing": [],
    "a mapping of nothing": {},
    "a list of None": [None],
    "a list of nan": [NAN],
    "a list of no texts": ["", ""],
    "a list of 10**400": [10**400],
    "a ragged list": [[1, 2], [3]],
    "an object": object(),
    "a class": int,
    "a function": len,
    "a module": ls,
    "a complex number": 1j,
    "an array of nothing": np.array([]),
    "a scalar array": np.array(1.0),
    "a float32": np.float32(3e38),
    "words in an array": np.array(["a"]),
    "objects in an array": np.array([None, "a"]),
    "complex numbers in an array": np.array([1 + 2j]),
    "dates in an array": np.array([np.datetime64("2020-01-01")]),
    "infinity in an array": np.array([INF, 1.0]),
    "a cube": np.zeros((2, 3, 4)),
    "more than there is memory for": np.broadcast_to(np.float64(0.5), (10**9, 10**6)),
    "as wide as it is long": np.broadcast_to(np.float64(0.5), (1, 10**9)),
}


@dataclass(frozen=True)
class Call:
    """A call that is right as it stands."""

    function: Callable[..., Any]
    arguments: dict[str, Any]

    def __call__(self, **wrong: Any) -> Any:
        """Make it, with some arguments replaced."""
        return self.function(**(self.arguments | wrong))


def calls(folder: Path) -> dict[str, Call]:
    """One of each public function and method, all arguments named."""
    run = ls.train(ls.Experiment(data="iris", hidden=(3,), epochs=1, seed=1), engine="plain")
    network, x, y = run.network, np.array(run.dataset.inputs[:4]), np.array(run.dataset.targets[:4])
    trace = ls.forward(network, x)
    gradients = ls.backward(network, trace, y)
    names = list(run.predict(x))
    table = folder / "t.csv"
    table.write_text("a,b,y\n" + "".join(f"{k},{k % 3},{'no' if k % 2 else 'yes'}\n" for k in range(8)))
    network_file, run_file, archive = folder / "n.json", folder / "r.run", folder / "x.npz"
    network.save(network_file)
    run.save(run_file)
    np.savez(archive, X=x, y=np.arange(4) % 2)
    for kind in ("day", "night"):
        (folder / "sky" / kind).mkdir(parents=True)
        (folder / "sky" / kind / "1.ppm").write_bytes(b"P6 1 1 255 " + bytes(3))
    (folder / "images").write_bytes(bytes((0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7, 8)))
    (folder / "labels").write_bytes(bytes((0, 0, 8, 1, 0, 0, 0, 2, 0, 1)))
    import polars as pl

    tabular = {
        "target": "y", "kind": "classes", "ignore": "a", "keep": "b", "missing": "drop",
        "missing_markers": ["?"], "categories": 50, "words": 200, "name": "t",
    }  # fmt: skip
    return {
        "Experiment": Call(ls.Experiment, {"data": "circle"}),
        "replace": Call(run.experiment.replace, {}),
        "train": Call(ls.train, {
            "experiment": run.experiment, "start": network, "engine": "plain", "progress": None,
        }),
        "open_run": Call(ls.open_run, {"path": run_file, "data": None}),
        "runs": Call(ls.runs, {"folder": folder}),
        "at": Call(run.at, {"step": 1}),
        "step": Call(run.step, {"number": 1}),
        "why": Call(run.step(1).why, {"name": "weight.1.0.0", "sample": None, "digits": 4}),
        "evaluate a part": Call(run.evaluate, {"part": "test", "step": 1}),
        "evaluate": Call(run.evaluate, {"part": x, "y": names, "step": None}),
        "run.predict": Call(run.predict, {"X": x}),
        "probabilities": Call(run.probabilities, {"X": x}),
        "save": Call(run.save, {"path": folder / "again.run", "with_data": True}),
        "history": Call(run.history.__getitem__, {}),
        "Network.draw": Call(ls.Network.draw, {
            "sizes": [4, 3, 3], "activation": "tanh", "output": "identity", "loss": "softmax_cross_entropy",
            "seed": 1, "initializer": "he", "initial_scale": 1.0, "bias": "learned", "precision": "float64",
        }),
        "Network.from_arrays": Call(ls.Network.from_arrays, {
            "weights": network.weights, "biases": network.biases, "activations": ["tanh", "identity"],
            "loss": "softmax_cross_entropy", "bias": "learned", "precision": "float64",
        }),
        "Network.load": Call(ls.Network.load, {"path": network_file}),
        "Network.save": Call(network.save, {"path": folder / "n2.json"}),
        "with_parameters": Call(network.with_parameters, {"parameters": network.parameters}),
        "forward": Call(ls.forward, {"network": network, "x": x, "masks": None}),
        "backward": Call(ls.backward, {
            "network": network, "trace": trace, "target": y, "l1": 0.0, "l2": 0.0,
        }),
        "loss": Call(ls.loss, {"network": network, "trace": trace, "target": y}),
        "losses": Call(ls.losses, {"network": network, "trace": trace, "target": y}),
        "predict": Call(ls.predict, {"network": network, "x": x}),
        "update": Call(ls.update, {"network": network, "gradients": gradients, "learning_rate": 0.1}),
        "make_step": Call(ls.make_step, {
            "network": network, "x": x, "y": y, "learning_rate": 0.1, "number": 0, "optimizer": None,
            "optimizer_state": None, "schedule": None, "l1": 0.0, "l2": 0.0, "dropout": 0.0, "clip_norm": 1.0,
            "seed": 0,
        }),
        "draw_masks": Call(ls.draw_masks, {
            "network": network, "samples": 4, "rates": 0.5, "seed": 1, "step": 0,
        }),
        "check_gradients": Call(ls.check_gradients, {
            "network": network, "x": x, "y": y, "masks": None, "l1": 0.0, "l2": 0.0, "places": None,
        }),
        "curvature_of": Call(ls.curvature_of, {
            "network": network, "x": x, "y": y, "count": 1, "seed": 0, "l1": 0.0, "l2": 0.0,
        }),
        "curvature": Call(ls.curvature, {"run": run, "step": 3, "part": "train", "count": 1, "seed": 0}),
        "descend": Call(ls.descend, {
            "run": run, "step": 3, "start": {"weight.0.0.0": 1.0}, "learning_rate": 0.1, "optimizer": "adam",
            "batch_size": 2, "steps": 2, "seed": 0,
        }),
        "landscape": Call(ls.landscape, {
            "run": run, "step": 3, "directions": "ends", "part": "train", "reach": 1.0, "points": 3,
            "seed": 0,
        }),
        "Optimizer": Call(ls.Optimizer, {
            "name": "adam", "momentum": 0.9, "decay": 0.9, "beta1": 0.9, "beta2": 0.9, "epsilon": 1e-8,
            "weight_decay": 0.1,
        }),
        "Schedule": Call(ls.Schedule, {
            "name": "step", "factor": 0.9, "every": 10, "over": 10, "end": 0.1, "warmup": 3,
        }),
        "from_arrays": Call(ls.from_arrays, {
            "X": x, "y": [0, 1, 0, 1], "name": "n", "title": None, "kind": "classes",
            "input_names": list("abcd"), "input_units": [""] * 4, "output_names": ["u", "v"],
            "output_units": ["", ""], "image_shape": (2, 2), "source": "", "licence": "",
        }),
        "from_frame": Call(ls.from_frame, {"frame": pl.read_csv(table), **tabular}),
        "load_csv": Call(ls.load_csv, {
            "path": table, **tabular, "header": True, "separator": ",", "decimal": ".", "thousands": "",
            "encoding": "utf-8", "ragged": "drop", "table": None, "test": None,
        }),
        "load_npz": Call(ls.load_npz, {"path": archive, "x": "X", "y": "y", "kind": "classes", "name": "n"}),
        "load_images": Call(ls.load_images, {
            "folder": folder / "sky", "size": (2, 2), "color": "grey", "broken": "drop",
            "classes": "folders", "name": "n",
        }),
        "load_idx": Call(ls.load_idx, {
            "images_path": folder / "images", "labels_path": folder / "labels", "test": None,
            "test_labels_path": None, "name": "n",
        }),
        "open_data": Call(ls.open_data, {"path_or_name": table}),
    }  # fmt: skip
