"""Runs and sittings that earlier versions saved open, and lead to the numbers they led to then."""

import hashlib
import itertools
import json
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import learnscope as ls
from learnscope.data.builtin import load
from learnscope.run import Tree, measured, point, window
from learnscope.scene import schema
from learnscope.session import Session
from learnscope.store.autosave import Autosave
from learnscope.store.read import open_stored
from tests.session.reader import Reader, opened

pytestmark = pytest.mark.whole  # none of them is ever left out
VERSIONS = sorted(path for path in (Path(__file__).parent / "fixtures" / "saved").iterdir() if path.is_dir())


def found(ending: str, *needing: str) -> list[Any]:
    """What there is with that ending, whose expected words hold all that is needed."""
    paths = [path for version in VERSIONS for path in sorted(version.glob(f"*{ending}"))]
    return [
        pytest.param(path, id=f"{path.parent.name}-{path.stem}")
        for path in paths
        if set(needing) <= set(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
    ]


def expected(path: Path) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The numbers and the words a saved file must lead to."""
    with np.load(path.with_suffix(".npz")) as file:
        arrays = dict(file)
    return arrays, json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


@cache
def rounds_alike(version: Path) -> bool:
    """Whether this machine rounds as the one that made the files of a version did."""
    draws = np.random.default_rng(1)
    kept = json.loads((version / "arithmetic.json").read_text(encoding="utf-8"))
    for dtype in (np.float64, np.float32):
        x = draws.normal(size=(20, 7)).astype(dtype)
        w = draws.normal(size=(7, 5)).astype(dtype)
        made = (np.tanh(x @ w), np.exp(x[:1] @ w), x.T @ (x @ w), np.log1p(np.abs(x)))
        if kept[np.dtype(dtype).name] != [hashlib.sha256(array.tobytes()).hexdigest() for array in made]:
            return False
    return True


def assert_same(path: Path, name: str, now: Any, then: np.ndarray) -> None:
    """The same bits, or numbers close to them where this machine rounds otherwise."""
    now = np.asarray(now)
    assert now.shape == then.shape, name
    assert now.dtype == then.dtype, name
    if rounds_alike(path.parent):
        np.testing.assert_array_equal(now, then, err_msg=name)
    else:
        single = then.dtype == np.float32
        np.testing.assert_allclose(now, then, rtol=1e-3 if single else 1e-8, atol=1e-6 if single else 1e-12)


def assert_same_tree(path: Path, tree: Tree) -> None:
    """Every future, its segments, its points, its curves."""
    arrays, words = expected(path)
    names = [name for name in words if name.isdecimal()]
    assert list(tree.names) == names
    for name in names:
        future, kept = tree[name], words[name]
        for field in (
            "title", "colour", "parent", "departure", "steps", "racing", "stopped", "waited",
        ):  # fmt: skip
            assert getattr(future, field) == kept[field], (name, field)
        assert (None if future.best is None else future.best.step) == kept["best"]
        assert len(future.segments) == len(kept["segments"])
        for segment, one in zip(future.segments, kept["segments"], strict=True):
            experiment, by_hand = segment.setup.experiment, segment.by_hand
            assert (segment.first, segment.count) == (one["first"], one["count"])
            assert list(segment.causes) == one["causes"]
            assert (None if by_hand is None else by_hand.sample) == one["sample"]
            assert (experiment.optimizer, experiment.learning_rate) == (
                one["optimizer"],
                one["learning_rate"],
            )
    for key, array in arrays.items():
        name, _, rest = key.partition("/")
        if name not in names:
            continue
        first, end = tree.futures[0].departure, tree[name].steps
        kind, part, *what = rest.split("/")
        if kind == "at":
            there = point(tree, name, int(part))
            numbers = there.parameters if what == ["parameters"] else there.slots
        else:
            curves = (window if kind == "steps" else measured)(tree, name, first, end, 12)
            numbers = getattr(curves, part)
        assert_same(path, key, numbers, array)


def assert_same_scene(path: Path, session: Session) -> None:
    """What is on the stage, what it is looked at with, and the stage after the next step."""
    arrays, words = expected(path)
    kept = words["scene"]
    reader = Reader(session)
    scene = reader.scene
    run, moment = scene.run, scene.moment
    assert run is not None
    assert [moment.run, moment.step, moment.revision, moment.phase, moment.sample] == kept["moment"]
    assert run.shown == kept["shown"]
    assert [[each.name, each.on, each.number] for each in run.breakpoints] == kept["breakpoints"]
    view = session._now.view
    compared = [one.future for one in view.opened if isinstance(one, schema.Comparison)]
    drawn = opened(scene, schema.ComparisonScene)
    assert "".join(compared) == kept["compared"] == ("" if drawn is None else drawn.future)
    if "selected" in kept:
        assert view.selected == kept["selected"]
        assert (schema.NeuronPictures() in view.opened) == (kept["face"] == "picture")
        (strip,) = [one for one in view.opened if isinstance(one, schema.Strip)]
        assert [strip.first, strip.last, strip.bins] == kept["window"]
    for when in ("now", "next"):
        for k, link in enumerate(scene.stage.links):
            for field in ("weight", "gradient", "after"):
                key = f"{when}/{k}/{field}"
                assert_same(path, key, getattr(link, field).numpy(), arrays[key])
        inputs = scene.stage.layers[0].raw
        assert inputs is not None
        assert_same(path, f"{when}/inputs", inputs.numpy(), arrays[f"{when}/inputs"])
        assert_same(path, f"{when}/loss", scene.stage.output.sample_loss, arrays[f"{when}/loss"])
        scene = reader.get(schema.Advance, next_batch=True, phase=0.0)


def at_once(**options: Any) -> Session:
    """A session whose fresh seeds are those the files were made with."""
    seeds = itertools.count(100)
    return Session(seeds=lambda: next(seeds), engine="plain", **options)


def nameless(diagnosis: list[Any]) -> list[Any]:
    """A diagnosis without what its sample is called: its place in the batch, or its row of the data."""
    *others, evidence = diagnosis
    return [*others, re.sub(r"the loss of .*? is", "the loss is", evidence)]


@pytest.mark.parametrize("path", found(".run", "run"))
def test_a_run_saved_before_opens_and_is_the_same(path: Path, tmp_path: Path) -> None:
    """Its recipe, every network, every column, every measure, what it says, and why it stopped."""
    arrays, words = expected(path)
    kept = words["run"]
    run = ls.open_run(shutil.copy(path, tmp_path))

    recipe = json.dumps(kept["recipe"], ensure_ascii=False)
    own = None if isinstance(run.experiment.data, str) else run.experiment.data
    assert ls.Experiment.from_json(recipe, data=own) == run.experiment
    assert (run.steps, run.best_step) == (kept["steps"], kept["best_step"])
    stopped = run.stopped
    assert (None if stopped is None else [stopped.name, stopped.step, stopped.sentence]) == kept["stopped"]
    then = [
        each for each in kept["diagnoses"] if each[0] == "not_finite"
    ]  # others have been found better since
    now = [[each.cause, each.step, each.evidence] for each in run.diagnose() if each.cause == "not_finite"]
    assert [nameless(each) for each in now] == [nameless(each) for each in then]
    rows = run.dataset.inputs[:5, : run.dataset.inputs.shape[1] - len(run.experiment.features)]
    for key, then in arrays.items():
        kind, _, name = key.partition("/")
        now: Any
        match kind:
            case "at":
                now = run.at(int(name)).parameters
            case "history" if name == "record":
                now = run.history.record[:: max(1, run.steps // 40)]
            case "history":
                now = run.history[name]
            case "measures":
                now = getattr(run.history.measures, name)
            case "evaluate":
                ends = (run.evaluate(name), *((run.evaluate(name, step=1),) if run.steps else ()))
                now = np.array([each.loss for each in ends])
            case "predict":
                now = run.predict(rows)
            case "probabilities":
                now = run.probabilities(rows)
            case _:
                continue
        assert_same(path, key, now, then)
    if "predict" in words:
        assert run.predict(rows).tolist() == words["predict"]


@pytest.mark.parametrize("path", found(".run"))
def test_the_tree_of_a_run_saved_before_is_the_same(path: Path, tmp_path: Path) -> None:
    """Every future, its segments, its points, its curves."""
    assert_same_tree(path, open_stored(Path(shutil.copy(path, tmp_path))).tree)


@pytest.mark.parametrize("path", found(".run", "scene"))
def test_a_page_goes_on_with_a_run_kept_before(path: Path, tmp_path: Path) -> None:
    """With the step, the future and the breakpoints that were left."""
    arrays, _ = expected(path)
    file = Path(shutil.copy(path, tmp_path))
    run = ls.open_run(file)

    assert_same(path, "history/record", run.history.record, arrays["history/record"])
    assert_same(path, "network", run.network.parameters, arrays["network"])
    assert_same_scene(path, at_once(saved=open_stored(file)))


@pytest.mark.parametrize("path", found(".run"))
def test_a_run_saved_before_is_the_same_when_saved_again(path: Path, tmp_path: Path) -> None:
    """Nothing is lost on the way through this version."""
    ls.open_run(shutil.copy(path, tmp_path)).save(tmp_path / "again.run")

    assert_same_tree(path, open_stored(tmp_path / "again.run").tree)


@pytest.mark.parametrize("path", found(".sitting", "scene"))
def test_a_sitting_kept_before_goes_on(path: Path) -> None:
    """At the very step, with the sample as it was edited, and the next step has the same numbers."""
    session = at_once(snapshot=path.read_bytes())

    assert_same_scene(path, session)


@pytest.mark.parametrize("path", found(".sitting", "scene"))
def test_a_sitting_kept_before_and_again_remembers_the_same(path: Path) -> None:
    """Its tree comes through the snapshot that this version writes."""
    again = at_once(snapshot=at_once(snapshot=path.read_bytes()).snapshot())

    assert_same_tree(path, again._now.state.tree)
    assert_same_scene(path, again)


@pytest.mark.parametrize("path", found(".sitting", "file"))
def test_a_sitting_kept_before_finds_its_run(path: Path, tmp_path: Path) -> None:
    """Where the run is in a file, the sitting goes on with it."""
    _, words = expected(path.with_name("page.run"))
    name = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["file"]
    shutil.copy(path.with_name("page.run"), tmp_path / name)
    keeper = Autosave(tmp_path)

    session = at_once(snapshot=path.read_bytes(), autosave=keeper)

    run = session.scene().run
    assert run is not None
    assert (run.shown, session.scene().moment.step) == (words["scene"]["shown"], words["scene"]["moment"][1])
    assert run.file == name
    assert_same_tree(path.with_name("page.run"), session._now.state.tree)
    session.release()


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.name)
def test_built_in_data_are_what_they_were(version: Path) -> None:
    """Numbers, names and units: a file that knows its data by their fingerprint opens."""
    if not rounds_alike(version):
        pytest.skip("this machine rounds otherwise than the one that made the files")
    kept = [line.split() for line in (version / "data_sets.txt").read_text(encoding="utf-8").splitlines()]

    now = [[name, load(name, seed=3).fingerprint] for name, _ in kept]

    assert now == kept
