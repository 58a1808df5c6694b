"""Runs on disk: the same run again, and no other file taken for one."""

import json
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from learnscope.data.arrays import from_arrays
from learnscope.data.dataset import Dataset
from learnscope.errors import ArgumentError, DataError, ExperimentError, FormatError
from learnscope.experiment import Experiment
from learnscope.library.experiment_run import ExperimentRun
from learnscope.library.opening import open_run
from learnscope.library.train import train
from learnscope.store import file
from learnscope.store.packing import sealed, unpacked
from learnscope.store.versions import difference, versions
from tests.small import SMALL

RANDOM = np.random.default_rng(0)
ROWS = RANDOM.normal(size=(40, 2))
OWN = from_arrays(
    ROWS,
    np.stack([ROWS[:, 0], -ROWS[:, 1]], axis=1),
    name="own",
    title="My own",
    input_names=["länge", "b"],
    input_units=["m", ""],
    output_names=["x", "y"],
    output_units=["kg", "s"],
    source="here",
    licence="mine",
)
PICTURES = from_arrays(RANDOM.uniform(size=(12, 3, 4)), ["dark", "light"] * 6, name="pictures")


def plainly(**fields: Any) -> ExperimentRun:
    """A run on the engine that needs no compiler."""
    return train(Experiment(**SMALL | {"data": "iris", "epochs": 4} | fields), engine="plain")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved run, not to be changed."""
    path = tmp_path_factory.mktemp("saved") / "iris.run"
    plainly().save(path)
    return path


@pytest.fixture
def copy(saved: Path, tmp_path: Path) -> Path:
    """One that may be."""
    path = tmp_path / "copy.run"
    path.write_bytes(saved.read_bytes())
    return path


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"data": "original", "split": (1, 0, 0), "batch_size": 1},
        {"data": "bumps", "dropout": 0.2, "features": ["x²", "xy"], "optimizer": "momentum", "l1": 0.01},
        {"data": OWN, "precision": "float32", "split": (0.5, 0.5, 0), "optimizer": "sgd"},
        {"data": OWN, "optimizer": "sgd", "learning_rate": 1e300},
        {"data": PICTURES, "patience": 2, "epochs": 50},
    ],
    ids=["iris", "one", "planar", "own", "diverged", "pictures"],
)
def test_a_saved_run_is_the_same_again(fields: dict[str, Any], tmp_path: Path) -> None:
    """Every network bit for bit, every column, every measure, and what it says."""
    run = plainly(**fields)

    run.save(tmp_path / "a.run")
    again = open_run(tmp_path / "a.run")

    assert again.experiment == run.experiment
    assert again.note == ""
    assert again.stopped == run.stopped
    for step in {0, 1, 3, 7, run.steps // 2, run.steps - 1, run.steps}:
        if 0 <= step <= run.steps:
            assert again.at(step).parameters.tobytes() == run.at(step).parameters.tobytes()
    assert again.network == run.network
    for name, column in run.history.columns().items():
        np.testing.assert_array_equal(again.history[name], column)
    np.testing.assert_array_equal(again.history.record, run.history.record)
    for field in ("step", "epoch", "penalty", "values", "spread"):
        found, wanted = getattr(again.history.measures, field), getattr(run.history.measures, field)
        np.testing.assert_array_equal(found, wanted)
    for part in ("train", "validation", "test"):
        np.testing.assert_equal(vars(again.evaluate(part)), vars(run.evaluate(part)))
    inputs = run.dataset.inputs[:5, : run.dataset.inputs.shape[1] - len(run.experiment.features)]
    np.testing.assert_array_equal(again.predict(inputs), run.predict(inputs))
    assert again.best_step == run.best_step


def test_an_opened_run_cannot_be_written_to(saved: Path) -> None:
    """Its arrays are read-only, as those of any run."""
    run = open_run(saved)
    history = run.history

    arrays = [
        history.step, history.epoch, history.learning_rate, history.record, history.measures.step,
        history.measures.epoch, history.measures.penalty, history.measures.values, run.network.parameters,
        run.tree["1"].segment.start.parameters, run.tree["1"].head.slots,
    ]  # fmt: skip

    assert not any(array.flags.writeable for array in arrays)


def test_a_run_opened_and_saved_again_is_the_same_file(saved: Path, tmp_path: Path) -> None:
    """Nothing is lost on the way."""
    open_run(saved).save(tmp_path / "again.run")

    assert (tmp_path / "again.run").read_bytes() == saved.read_bytes()


def test_own_data_is_in_the_file(tmp_path: Path) -> None:
    """With its names, units, source and licence."""
    plainly(data=OWN).save(tmp_path / "own.run")

    data = open_run(tmp_path / "own.run").experiment.data

    assert isinstance(data, Dataset)
    assert data.fingerprint == OWN.fingerprint
    assert (data.name, data.title, data.source, data.licence) == ("own", "My own", "here", "mine")


@pytest.mark.parametrize("too_large", [False, True])
def test_own_data_that_is_left_out_is_handed_in(
    too_large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for, or because it is large; without it, or with other data, the run is not opened."""
    path = tmp_path / "own.run"
    if too_large:
        monkeypatch.setattr(file, "LARGEST_DATA", OWN.inputs.nbytes + OWN.targets.nbytes - 1)
    run = plainly(data=OWN)
    run.save(path, with_data=None if too_large else False)

    with pytest.raises(DataError) as missing:
        open_run(path)
    with pytest.raises(ExperimentError) as wrong:
        open_run(path, data=PICTURES)

    assert open_run(path, data=OWN).network == run.network
    assert str(missing.value) == "own.run does not hold its data 'own'; open that and pass it as data"
    assert str(wrong.value) == (
        "data must be the 'own' the experiment was made with, got 'pictures' with other numbers or names"
    )


def test_the_file_can_be_read_without_us(saved: Path) -> None:
    """By anything that reads SQLite and zlib: the recipe, the loss of every step, the last network."""
    with closing(sqlite3.connect(saved)) as tables:
        recipe = tables.execute("SELECT value FROM about WHERE name = 'experiment'").fetchone()[0]
        packed = tables.execute("SELECT bytes FROM history WHERE name = 'loss'").fetchone()[0]
        last = tables.execute("SELECT parameters FROM keyframes WHERE segment = -1").fetchone()[0]
        steps, best = tables.execute("SELECT steps, best_loss FROM futures").fetchone()
    rows = np.frombuffer(zlib.decompress(packed), dtype=np.uint8).reshape(8, -1)
    loss = np.frombuffer(np.ascontiguousarray(rows.T).tobytes(), dtype="<f8")

    run = plainly()
    assert Experiment.from_json(recipe) == run.experiment
    assert loss.tobytes() == run.history.loss.tobytes()
    assert np.frombuffer(last, dtype="<f8").tobytes() == run.network.parameters.tobytes()
    assert (steps, best) == (44, run.history.measures.loss("validation").min())


def test_saving_replaces_a_run(copy: Path) -> None:
    """And leaves nothing else behind."""
    run = plainly(seed=1)

    run.save(str(copy))

    assert open_run(copy).experiment.seed == 1
    assert [entry.name for entry in copy.parent.iterdir()] == ["copy.run"]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"SQLite format 3\0" + bytes(200)])
def test_saving_never_replaces_another_file(content: bytes, tmp_path: Path) -> None:
    """Whatever it is."""
    path = tmp_path / "flowers.csv"
    path.write_bytes(content)

    with pytest.raises(FormatError) as raised:
        plainly().save(path)

    assert path.read_bytes() == content
    assert str(raised.value) == "flowers.csv is there already and is no saved run; choose another name"


def test_saving_into_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Its nearest name is suggested."""
    (tmp_path / "runs").mkdir()

    with pytest.raises(DataError) as raised:
        plainly().save(tmp_path / "rusn" / "a.run")

    assert str(raised.value) == f"there is no folder {str(tmp_path / 'rusn')!r}; did you mean 'runs'?"


def test_a_failure_while_saving_leaves_the_old_file(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole, and nothing beside it."""
    before = copy.read_bytes()
    monkeypatch.setattr(file, "put_about", lambda tables, about: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        plainly(seed=1).save(copy)

    assert copy.read_bytes() == before
    assert [entry.name for entry in copy.parent.iterdir()] == ["copy.run"]


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"SQLite format 3\0" + bytes(200), b"SQLite format 3\0", bytes(4096)]
)
def test_a_foreign_file_is_refused_and_left_alone(content: bytes, tmp_path: Path) -> None:
    """Opened for reading only."""
    path = tmp_path / "a.run"
    path.write_bytes(content)

    with pytest.raises(FormatError) as raised:
        open_run(path)

    assert str(raised.value) == "a.run is no run that Learnscope saved; pass a file that run.save wrote"
    assert path.read_bytes() == content
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.run"]


def test_somebody_elses_sqlite_file_is_refused(tmp_path: Path) -> None:
    """However whole it is."""
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as tables:
        tables.execute("CREATE TABLE about (name TEXT, value TEXT)")

    with pytest.raises(FormatError) as raised:
        open_run(path)

    assert str(raised.value) == "a.db is no run that Learnscope saved; pass a file that run.save wrote"


def test_a_file_that_is_cut_short_is_refused(saved: Path, tmp_path: Path) -> None:
    """At any length, and left as it is."""
    whole = saved.read_bytes()
    path = tmp_path / "cut.run"
    for length in (100, 101, 4096, 5000, len(whole) // 2, len(whole) - 4096, len(whole) - 1):
        path.write_bytes(whole[:length])

        with pytest.raises(FormatError) as raised:
            open_run(path)

        assert str(raised.value) == (
            f"cut.run is cut short: it has {length} of its {len(whole)} bytes; save it or copy it again"
        )
        assert path.read_bytes() == whole[:length]


def test_no_damage_goes_unnoticed(saved: Path, tmp_path: Path) -> None:
    """A page overwritten anywhere: refused, or else nothing that counts has changed."""
    whole, run = saved.read_bytes(), open_run(saved)
    path = tmp_path / "damaged.run"
    messages = []
    for start in range(4096, len(whole), 4096):
        for filling in (b"\0", b"\xa5"):
            path.write_bytes(whole[: start + 100] + filling * 3000 + whole[start + 3100 :])
            try:
                again = open_run(path)
            except FormatError as error:
                messages.append(str(error))
            else:
                assert again.network == run.network
                np.testing.assert_array_equal(again.history.record, run.history.record)

    assert len(messages) > len(whole) // 4096 // 2
    for message in messages:
        assert message.startswith("damaged.run is damaged (")
        assert message.endswith("); save it or copy it again")


def changed(path: Path, statement: str, *values: Any) -> None:
    """Carry out one statement on a saved run."""
    with closing(sqlite3.connect(path)) as tables, tables:
        tables.execute(statement, values)


def told(path: Path, name: str, value: Any) -> None:
    """Have a saved run say something else of itself."""
    changed(path, "INSERT OR REPLACE INTO about VALUES (?, ?, ?)", *sealed(name, json.dumps(value)))


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("DELETE FROM history WHERE name = 'loss'", "'loss'"),
        ("UPDATE history SET count = 43 WHERE name = 'loss'", "numbers are not those that were written"),
        ("DELETE FROM keyframes WHERE step = 0", "a keyframe is missing"),
        ("DELETE FROM keyframes WHERE segment = -1", "a keyframe is missing"),
        ("UPDATE keyframes SET parameters = slots", "numbers are not those that were written"),
        ("UPDATE segments SET engine = 'magic'", "numbers are not those that were written"),
        ("DELETE FROM segments", "segments are missing"),
        ("DELETE FROM settings", "settings are missing"),
        ("DELETE FROM futures", "futures are missing"),
        ("DELETE FROM bins WHERE curve = 'steps'", "bins are missing"),
        ("UPDATE arrays SET bytes = x'789c' WHERE name = 'parts'", "an array has 0 of 150 bytes"),
        ("DELETE FROM arrays WHERE name = 'parts'", "array 'parts' has 0 of 150 numbers"),
        ("UPDATE about SET value = '3' WHERE name = 'born'", "numbers are not those that were written"),
        ("DELETE FROM about WHERE name = 'versions'", "'versions'"),
        ("DROP TABLE curves", "no such table: curves"),
    ],
)
def test_tables_that_were_changed_are_refused(statement: str, reason: str, copy: Path) -> None:
    """What is shown is what was written, or nothing."""
    changed(copy, statement)

    with pytest.raises(FormatError) as raised:
        open_run(copy)

    assert str(raised.value).startswith(f"copy.run is damaged ({reason}")
    assert str(raised.value).endswith("); save it or copy it again")


def test_a_newer_format_says_what_it_needs(copy: Path) -> None:
    """The Learnscope that reads it, by name."""
    changed(copy, "PRAGMA user_version = 3")
    told(copy, "needs", "3.4.0")

    with pytest.raises(FormatError) as raised:
        open_run(copy)

    assert str(raised.value) == (
        f"copy.run needs Learnscope 3.4.0 or newer, this is {versions()['learnscope']}; "
        "pip install --upgrade learnscope"
    )


def test_an_old_format_is_refused(copy: Path) -> None:
    """With the version it has."""
    changed(copy, "PRAGMA user_version = 1")

    with pytest.raises(FormatError) as raised:
        open_run(copy)

    assert str(raised.value) == (
        "copy.run has format 1, which an early Learnscope 0.1.0 wrote and this 0.1.0 does not read; "
        "train its recipe again"
    )


def test_numbers_that_take_no_room_are_told_from_damage() -> None:
    """What is packed is unpacked; what is cut is refused."""
    with pytest.raises(ValueError, match="an array has 0 of 16 bytes"):
        unpacked(zlib.compress(b""), 2)

    assert unpacked(zlib.compress(b""), 0).tolist() == []


def test_other_versions_are_told(copy: Path) -> None:
    """What was made by them is kept; what is replayed may differ."""
    there = versions() | {"numpy": "1.0", "machine": "Abacus wood"}
    told(copy, "versions", there)

    run = open_run(copy)

    here = versions()
    assert run.steps == 44
    assert run.note == (
        f"It was made with numpy 1.0 rather than {here['numpy']}, machine Abacus wood rather than "
        f"{here['machine']}: networks at keyframes are exact, those between may differ in their last bits."
    )


def test_another_python_changes_nothing() -> None:
    """Only what computes is compared."""
    assert difference(versions() | {"python": "2.7"}, versions()) == ""
    assert "numba missing rather than" in difference(
        {**versions(), "numba": ""}, {**versions(), "numba": "9"}
    )


def test_a_built_in_data_set_that_is_made_otherwise_is_refused(copy: Path) -> None:
    """A run is never shown on other data than it learned."""
    with closing(sqlite3.connect(copy)) as tables:
        place, recipe, _, *others, _ = tables.execute("SELECT * FROM settings").fetchone()
    row = sealed(place, recipe, "0" * 64, *others)
    changed(copy, f"INSERT OR REPLACE INTO settings VALUES ({', '.join('?' * len(row))})", *row)

    with pytest.raises(DataError) as raised:
        open_run(copy)

    here = versions()
    assert str(raised.value) == (
        "copy.run was made with a data set 'iris' that this Learnscope makes otherwise; "
        f"use Learnscope {here['learnscope']} and NumPy {here['numpy']}"
    )


def test_a_file_that_is_not_there_is_refused(saved: Path) -> None:
    """The nearest name is suggested."""
    with pytest.raises(DataError) as raised:
        open_run(saved.with_name("irsi.run"))

    assert str(raised.value) == (
        f"there is no file {str(saved.with_name('irsi.run'))!r}; did you mean 'iris.run'?"
    )


def test_a_file_nobody_may_write_is_opened(copy: Path) -> None:
    """In a folder where nothing may be made."""
    copy.chmod(0o444)
    copy.parent.chmod(0o555)
    try:
        assert open_run(copy).steps == 44
    finally:
        copy.parent.chmod(0o755)


def test_another_process_gets_the_same_bits(saved: Path) -> None:
    """A network between keyframes, replayed there."""
    script = "import sys, learnscope as ls; print(ls.open_run(sys.argv[1]).at(17).parameters.tobytes().hex())"

    out = subprocess.run(
        [sys.executable, "-c", script, str(saved)], capture_output=True, text=True, check=True
    ).stdout

    assert bytes.fromhex(out) == plainly().at(17).parameters.tobytes()


def test_at_names_its_limits(saved: Path) -> None:
    """The steps there are."""
    with pytest.raises(ArgumentError) as raised:
        open_run(saved).at(45)

    assert str(raised.value) == "step must be a whole number from 0 to 44, got 45"
