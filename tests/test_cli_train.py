"""`learnscope train`, `data` and `open`, as processes of their own."""

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import learnscope as ls
from learnscope.commands.opening import opened
from learnscope.starting_points import page_recipe
from learnscope.store.read import open_stored
from tests import waiting
from tests.test_cli import COMMAND, at, run, sitting, started

TABLE = "length,kind\n" + "".join(f"{k},{'long' if k > 20 else 'short'}\n" for k in range(40))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A small table."""
    path = tmp_path / "sticks.csv"
    path.write_text(TABLE)
    return path


def test_it_trains_and_says_how_it_went() -> None:
    """A table of measures, steps and seconds, why it stopped; nothing on stderr where that is no terminal."""
    finished = run("train", "iris", "--epochs", "5", "--seed", "3", "--l2", "0.001")

    assert (finished.returncode, finished.stderr) == (0, "")
    lines = [line.split() for line in finished.stdout.splitlines()]
    assert lines[0] == ["samples", "loss", "penalty", "accuracy"]
    assert [line[:2] for line in lines[1:4]] == [["train", "120"], ["validation", "8"], ["test", "22"]]
    assert re.search(r"\n20 steps in \d+\.\d\d s\. Stopped: all 5 epochs are done\.\n", finished.stdout)


def test_json_is_one_object_with_the_numbers_of_the_library() -> None:
    """And nothing else on stdout. A short run is made by the plain engine."""
    arguments = ["--hidden", "6,4", "--activation", "tanh,relu", "--optimizer", "momentum", "--learning-rate"]
    finished = run("train", "moons", *arguments, "0.05", "--batch-size", "20", "--epochs", "4", "--json")
    document = json.loads(finished.stdout)

    experiment = ls.Experiment(
        data="moons", hidden=[6, 4], activation=["tanh", "relu"], optimizer="momentum", learning_rate=0.05,
        batch_size=20, epochs=4,
    )  # fmt: skip
    made = ls.train(experiment, engine="plain")
    assert finished.stdout.count("\n") == 1
    for part in ("train", "validation", "test"):
        found = made.evaluate(part)
        assert found.confusion is not None
        assert document[part] == {
            "samples": found.count,
            "loss": found.loss,
            "penalty": found.penalty,
            "accuracy": found.accuracy,
            "confusion": found.confusion.tolist(),
        }
    assert document["never_predicted"] == []
    assert (document["data"], document["steps"], document["engine"]) == ("moons", 80, "plain")
    assert 0 < document["seconds"] < 60
    assert ls.Experiment.from_json(json.dumps(document["experiment"])) == experiment


def test_every_other_field_can_be_set() -> None:
    """By its name in the library; options of the data with `data.` before it."""
    others = ("data.samples=40", "data.noise=0.1", "features=x²,xy", "schedule_over=50", "beta1=0.8")
    arguments = [word for other in others for word in ("--set", other)]
    document = json.loads(run("train", "circle", "--schedule", "cosine", *arguments, "--json").stdout)

    assert ls.Experiment.from_json(json.dumps(document["experiment"])) == ls.Experiment(
        data="circle", data_options={"samples": 40, "noise": 0.1}, features=["x²", "xy"], schedule="cosine",
        schedule_over=50, beta1=0.8,
    )  # fmt: skip


def test_parts_without_samples_are_left_out() -> None:
    """Of the table; in JSON they are null."""
    arguments = ("train", "original", "--split", "1,0,0", "--epochs", "2")

    document = json.loads(run(*arguments, "--json").stdout)

    assert document["validation"] is None
    assert document["test"] is None
    assert "validation" not in run(*arguments).stdout.splitlines()[1]


def test_values_have_errors_in_their_own_units() -> None:
    """And the share of their variance that is explained."""
    finished = run("train", "bumps", "--epochs", "2")
    document = json.loads(run("train", "bumps", "--epochs", "2", "--json").stdout)

    assert "error of height" in finished.stdout.splitlines()[0]
    assert "R²" in finished.stdout.splitlines()[0]
    assert document["test"]["errors"].keys() == {"height"}
    assert document["test"]["r2"] <= 1


def test_a_run_that_fails_says_why() -> None:
    """With advice, in the table and in JSON, which stays valid."""
    arguments = ("train", "bumps", "--optimizer", "sgd", "--learning-rate", "1e6", "--activation", "relu")

    finished, document = run(*arguments), json.loads(run(*arguments, "--json").stdout)

    assert finished.returncode == 0
    assert "\nA loss that is no number: At step" in finished.stdout
    assert re.search(
        r" by then\. Add --learning-rate 0\.03 to learn far slower or add --optimizer adam", finished.stdout
    )
    (found,) = document["diagnoses"]
    assert found["cause"] == "not_finite"
    assert found["remedies"][0] == {"words": "learn far slower", "changes": {"learning_rate": 0.03}}
    assert document["stopped"].startswith("Stopped: the loss of step")


def test_many_classes_that_are_never_predicted_are_said_once(tmp_path: Path) -> None:
    """The first of them by name, in one line; nothing is said of three validation samples."""
    path = tmp_path / "many.csv"
    path.write_text("a,kind\n" + "".join(f"{k % 7},c{k % 12}\n" for k in range(60)))
    finished = run("train", str(path), "--epochs", "1")

    said = [line for line in finished.stdout.splitlines() if line.startswith("Never predicted")]
    assert len(said) == 1
    assert said[0].endswith(" more.")
    assert said[0].count("samples)") == 6
    assert "by heart" not in finished.stdout
    assert "Stopped: the one epoch is done." in finished.stdout


def test_a_class_that_is_never_predicted_is_said(tmp_path: Path) -> None:
    """One that is rare and looks like the other."""
    path = tmp_path / "rare.csv"
    path.write_text(
        "a,kind\n" + "".join(f"{k % 7},{'rare' if k % 20 == 0 else 'common'}\n" for k in range(80))
    )
    finished = run("train", str(path), "--epochs", "20")
    document = json.loads(run("train", str(path), "--epochs", "20", "--json").stdout)

    assert "\nNever predicted: rare (4 samples).\n" in finished.stdout
    assert document["never_predicted"] == ["rare"]


def test_a_table_is_trained_saved_and_opened(table: Path, tmp_path: Path) -> None:
    """A path is read by what it is; the run is there afterwards."""
    saved = tmp_path / "sticks.run"
    finished = run("train", str(table), "--target", "kind", "--epochs", "3", "--save", str(saved))

    opened = ls.open_run(saved)

    assert finished.returncode == 0
    assert f"Saved as {saved}." in finished.stdout
    assert opened.dataset.output_names == ("long", "short")
    assert opened.steps == 3


def test_missing_values_are_dropped_when_asked(tmp_path: Path) -> None:
    """As the message that refuses them says."""
    path = tmp_path / "gaps.csv"
    path.write_text(TABLE.replace("\n3,", "\n,"))

    refused = run("train", str(path))
    taken = json.loads(run("train", str(path), "--missing", "drop", "--epochs", "1", "--json").stdout)

    assert refused.returncode == 2
    assert refused.stderr.startswith("error: gaps.csv row 4: column 'length' is empty; add --missing ")
    assert sum(taken[part]["samples"] for part in ("train", "validation", "test")) == 39


def test_what_was_decided_is_printed_and_options_change_it(tmp_path: Path) -> None:
    """Which target, of which kind; what was left out and which option brings it back; JSON has it too."""
    path = tmp_path / "sticks.csv"
    lines = TABLE.splitlines()
    rows = [f"{k},7,{line}" for k, line in enumerate(lines[1:])]
    path.write_text("\n".join([f"row,same,{lines[0]}", *rows]))

    printed = run("train", str(path), "--epochs", "1").stdout.splitlines()
    document = json.loads(run("train", str(path), "--epochs", "1", "--keep", "row", "--json").stdout)

    assert printed[:4] == [
        "sticks.csv: 40 samples of 1 input",
        "  'kind' is the target: 2 classes (long and short)",
        "  column 'same' left out for being the same in every row; --keep same brings it back",
        "  column 'row' left out for counting the rows; --keep row brings it back",
    ]
    assert document["decided"][:2] == [printed[1].strip(), printed[2].strip()]


@pytest.mark.parametrize(
    ("content", "arguments", "message"),
    [
        (
            TABLE.replace("\n3,", "\n,"),
            [],
            "t.csv row 4: column 'length' is empty; add --missing mean (makes up 1 cell) or --missing drop "
            "(leaves 39 of 40 rows)",
        ),
        (
            "the day,n,y\n" + "".join(f"2024-01-{k:02d},{k % 5},{k % 2}\n" for k in range(1, 9)),
            [],
            "t.csv row 1: column 'the day' holds '2024-01-01', a date or time; make columns of what matters "
            "about it (month, weekday, days since the first), or add --ignore 'the day'",
        ),
        (
            TABLE,
            ["--target", "king"],
            "t.csv: there is no target column 'king'; did you mean 'kind'? (length, kind)",
        ),
        (TABLE, ["--missing", "dorp"], "unknown --missing 'dorp'; did you mean 'drop'? (drop, error, mean)"),
        (TABLE, ["--categories", "x"], "--categories must be a whole number of at least 2, got 'x'"),
        (TABLE, ["--separator", ";;"], "--separator must be a single character, got ';;'"),
        (
            TABLE,
            ["--encoding", "base64"],
            "unknown --encoding 'base64'; 'utf-8', 'cp1252' and 'utf-16' are usual",
        ),
        (TABLE, ["--thousands", "."], "--thousands and --decimal must differ, got '.' for both"),
    ],
)
def test_messages_about_data_name_options(
    tmp_path: Path, content: str, arguments: list[str], message: str
) -> None:
    """Each remedy exists where it is read. What the page can ask is left to it; the rest, `open` says too."""
    path = tmp_path / "t.csv"
    path.write_text(content)
    asked = "t.csv" in message
    verbs = [["train", str(path), "--epochs", "1"], *([] if asked else [["open", str(path), "--no-browser"]])]
    for verb in verbs:
        finished = run(*verb, *arguments)
        assert (finished.returncode, finished.stdout, finished.stderr) == (2, "", f"error: {message}\n")


def test_a_second_table_is_tested_with(tmp_path: Path) -> None:
    """With --test-file; its samples are the test samples, whatever the shares."""
    (tmp_path / "t.csv").write_text(TABLE)
    (tmp_path / "more.csv").write_text(TABLE)

    paths = (str(tmp_path / "t.csv"), "--test-file", str(tmp_path / "more.csv"))
    document = json.loads(run("train", *paths, "--epochs", "1", "--json").stdout)

    assert document["test"]["samples"] == 40
    assert document["train"]["samples"] + document["validation"]["samples"] == 40


OPTIONS = {
    "--no-header": ("1.5,2,a\n2.5,3,b\n" * 8, []),
    "--separator": ("x y;z\n" + "".join(f"{k} {k % 3};{k % 2}\n" for k in range(12)), [";"]),
    "--decimal": ("x;y\n" + "".join(f"{k},5;{k % 2}\n" for k in range(12)), [","]),
    "--thousands": ("x,y\n" + "".join(f'"{k + 1},000",{k % 2}\n' for k in range(12)), [","]),
    "--encoding": ("x,y\n" + "".join(f"{k},{k % 2}\n" for k in range(12)), ["cp1252"]),
    "--missing-marker": ("x,y\n" + "".join(f"{k % 5},{k % 2}\n" for k in range(12)), ["7"]),
    "--kind": ("x,y\n" + "".join(f"{k},{k % 3}\n" for k in range(12)), ["values"]),
    "--ignore": ("x,z,y\n" + "".join(f"{k % 5},{k % 7},{k % 2}\n" for k in range(12)), ["x"]),
    "--ragged": ("x,y\n" + "".join(f"{k % 5},{k % 2}\n" for k in range(12)) + "1,1,1\n", ["drop"]),
    "--words": ("x,y\n" + "".join(f"a b{k},{k % 2}\n" for k in range(12)), ["3"]),
}


@pytest.mark.parametrize("option", list(OPTIONS))
def test_every_option_of_reading_is_taken(tmp_path: Path, option: str) -> None:
    """And does what the library's argument does."""
    content, value = OPTIONS[option]
    (tmp_path / "t.csv").write_text(content)

    finished = run("train", str(tmp_path / "t.csv"), option, *value, "--epochs", "1")

    assert (finished.returncode, finished.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--learning-rate", "fast"], "--learning-rate must be in (0, inf), got 'fast'"),
        (["--batch-size", "0"], "--batch-size must be a whole number of at least 1, got 0"),
        (["--hidden", "8,x"], "--hidden[1] must be a whole number of at least 1, got 'x'"),
        (["--split", "0.5"], "--split must be three shares (train, validation, test), got (0.5,)"),
        (
            ["--loss", "squared_eror"],
            "unknown loss 'squared_eror'; did you mean 'squared_error'? (binary_cross_entropy, "
            "half_squared_error, hinge, huber, softmax_cross_entropy, squared_error)",
        ),
        (["--set", "noise"], "--set must give a field other than data as NAME=VALUE, got 'noise'"),
        (["--set", "data=moons"], "--set must give a field other than data as NAME=VALUE, got 'data=moons'"),
        (["--set", "data.noise=1"], "data set 'iris' has no options, got {'noise': 1}"),
        (["--set", "warmup=-1"], "--warmup must be a whole number of at least 0, got -1"),
        (["--engine", "fast"], "unknown engine 'fast' (auto, compiled, plain)"),
        (["--target", "x"], "--target is for data in files, and iris is built in"),
        (["--save", "/nowhere/a.run"], "there is no folder '/nowhere'"),
        (["--save", "/"], "'/' is a folder; pass a file"),
    ],
)
def test_a_wrong_argument_is_one_line(arguments: list[str], message: str) -> None:
    """On stderr, with status 2, before anything is trained."""
    finished = run("train", "iris", *arguments)

    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == f"error: {message}\n"


def test_data_that_is_not_there_is_one_line() -> None:
    """With the nearest name."""
    finished = run("train", "irsi")

    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith("error: 'irsi' is neither built in nor a path; did you mean 'iris'? (")
    assert finished.stderr.count("\n") == 1


def test_another_file_is_never_replaced(table: Path) -> None:
    """It is refused before anything is trained."""
    finished = run("train", "iris", "--save", str(table))

    assert finished.returncode == 2
    assert table.read_text() == TABLE
    assert finished.stderr == (
        "error: sticks.csv is there already and is no saved run; choose another name\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_progress_is_drawn_on_a_terminal_only() -> None:
    """On stderr; what is printed on stdout stays as it is."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "train", "iris", "--epochs", "200", "--json"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(theirs)
    drawn = b""
    with process, contextlib.suppress(OSError):  # which the end of a pseudo-terminal is
        while piece := os.read(ours, 4096):
            drawn += piece
    os.close(ours)

    assert process.returncode == 0
    assert b"training" in drawn
    assert b"steps" in drawn


def test_built_in_data_is_listed() -> None:
    """Name, size, kind and a sentence, a line each."""
    finished = run("data")

    assert (finished.returncode, finished.stderr) == (0, "")
    lines = finished.stdout.splitlines()
    assert len(lines) == 1 + len(ls.datasets())
    for line, record in zip(lines[1:], ls.datasets(), strict=True):
        assert line.split()[0] == record.name
        assert record.note in line


def test_help_names_every_command() -> None:
    """And every option of each."""
    whole, of_train = run("--help").stdout, run("train", "--help").stdout

    for command in ("train", "data", "open"):
        assert re.search(rf"\n  {command} ", whole)
    for option in ("--target", "--hidden", "--activation", "--optimizer", "--learning-rate", "--batch-size",
                   "--epochs", "--seed", "--l2", "--dropout", "--json", "--save"):  # fmt: skip
        assert f"{option} " in of_train


def test_page_options_belong_to_the_command_that_opens_it() -> None:
    """In front of another they would do nothing."""
    finished = run("--port", "9000", "train", "iris")

    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == (
        "error: --port belongs behind the command that opens the page, got it before 'train'\n"
    )


def test_open_takes_data_runs_and_names(table: Path, tmp_path: Path) -> None:
    """A run opens as it was left; data with the page's recipe, whose shape can be followed by eye."""
    experiment = ls.Experiment(data=ls.load_csv(table), hidden=[3], epochs=2, seed=5)
    saved = ls.train(experiment, engine="plain")
    saved.save(tmp_path / "a.run")

    again = opened(str(tmp_path / "a.run"), {})
    assert isinstance(again, Path)
    future = open_stored(again).tree["1"]
    assert future.segment.setup.experiment == experiment
    assert future.head.parameters.tobytes() == saved.network.parameters.tobytes()
    assert opened(str(table), {"target": ("kind",)}) == page_recipe(ls.load_csv(table))
    assert opened("circle", {}) == page_recipe("circle")


def test_open_and_runs_know_the_runs_that_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name, with or without its ending; what cannot be opened says why."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    nothing = run("runs")
    folder = tmp_path / "learnscope" / "runs"
    folder.mkdir(parents=True)
    ls.train(ls.Experiment(data="iris", epochs=2), engine="plain").save(folder / "first.run")
    (folder / "notes.run").write_bytes(b"no run")

    listed = run("runs")

    assert nothing.stdout == f"No run is kept in {folder}.\n"
    lines = listed.stdout.splitlines()
    assert lines[0].split() == ["name", "data", "network", "steps", "loss", "when", "size"]
    first = next(line.split() for line in lines if line.startswith("first"))
    assert first[:4] == ["first", "iris", "4-100-3", "8"]
    assert "it is damaged (file is not a database)" in listed.stdout
    for name in ("first", "first.run"):
        again = opened(name, {})
        assert isinstance(again, Path)
        assert open_stored(again).tree["1"].steps == 8


def test_open_shows_the_data_on_the_page(table: Path) -> None:
    """A sitting at its address begins with it; the options of the page are taken."""
    with started("open", str(table), "--port", "0") as (_, address):
        assert waiting.get(at(address, "health")).status_code == 200
        with sitting(address) as reader:
            scene = reader.recv(timeout=30)

    assert b"sticks" in scene
    assert b"length" in scene
    assert b"setosa" not in scene


def test_open_leaves_what_can_be_asked_to_the_page(tmp_path: Path) -> None:
    """`train` names options; `open` serves, and its page is told the same as after an upload."""
    path = tmp_path / "gap.csv"
    path.write_text(TABLE.replace("\n3,", "\n,"))
    with started("open", str(path), "--port", "0") as (process, address):
        told = waiting.get(at(address, "s/abcdefghijkl/data")).json()
        with sitting(address) as reader:
            assert b"setosa" in reader.recv(timeout=30)
        process.kill()
        assert process.stderr is not None
        said = process.stderr.read()

    assert said == "gap.csv row 4: column 'length' is empty. The page asks what to do.\n"
    assert told["message"] == "gap.csv row 4: column 'length' is empty"
    assert [remedy["title"] for remedy in told["remedies"]] == [
        "Fill gaps with the mean of their column (makes up 1 cell)",
        "Leave rows with gaps out (leaves 39 of 40 rows)",
    ]
    assert run("train", str(path)).stderr == (
        "error: gap.csv row 4: column 'length' is empty; add --missing mean (makes up 1 cell) or "
        "--missing drop (leaves 39 of 40 rows)\n"
    )


def test_open_tells_the_page_what_was_decided(table: Path) -> None:
    """As the terminal."""
    with started("open", str(table), "--kind", "classes", "--port", "0") as (_, address):
        told = waiting.get(at(address, "s/abcdefghijkl/data")).json()

    assert (told["called"], told["fields"], told["targets"]) == (
        "sticks.csv",
        {"kind": ["classes"]},
        ["kind"],
    )
    assert told["decided"][0]["words"] == "'kind' is the target: 2 classes (long and short)"


def test_open_refuses_what_it_cannot_read(tmp_path: Path) -> None:
    """Before anything is served."""
    path = tmp_path / "notes.docx"
    path.write_bytes(b"PK\3\4")

    finished = run("open", str(path))

    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == (
        "error: notes.docx is no ZIP archive that can be read (File is not a zip file); make it again\n"
    )


def test_open_refuses_what_cannot_be_begun(tmp_path: Path) -> None:
    """Two samples are too few for three parts."""
    path = tmp_path / "two.csv"
    path.write_text("a,b\n1,0.5\n2,1.5\n")

    finished = run("open", str(path))

    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == (
        "error: 2 samples cannot be split into 3 parts; add samples or set shares of the split to 0\n"
    )


def test_a_short_training_is_quick() -> None:
    """A whole process in a second and a half, of which it is given twice that here: machines are busy."""
    took = []
    for _ in range(3):
        begun = time.perf_counter()
        assert run("train", "iris", "--epochs", "50").returncode == 0
        took.append(time.perf_counter() - begun)

    assert min(took) < 3
