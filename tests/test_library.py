"""The library as people write scripts on it: every public name, and what importing it costs."""

import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

import learnscope as ls
from learnscope.core.network import Network

ROOT = Path(__file__).parents[1]
HEAVY = {
    "PIL",
    "click",
    "msgspec",
    "narwhals",
    "numba",
    "numpy",
    "polars",
    "rich",
    "scipy",
    "sqlite3",
    "starlette",
}


def python(script: str) -> str:
    """What a fresh interpreter prints."""
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout


def test_a_script_learns_saves_and_opens(tmp_path: Path) -> None:
    """The example people begin with."""
    experiment = ls.Experiment(data="iris", seed=1)
    run = ls.train(experiment, engine="plain")

    accuracy = run.evaluate("test").accuracy
    assert accuracy is not None
    assert accuracy > 0.9
    assert run.predict([[5.1, 3.5, 1.4, 0.2], [6.3, 3.3, 6.0, 2.5]]).tolist() == ["setosa", "virginica"]
    assert run.history.loss[0] > 4 * run.history.loss[-11:].mean()

    run.save(tmp_path / "iris.run")
    again = ls.open_run(tmp_path / "iris.run")

    assert again.at(100) == run.at(100)
    assert ls.Experiment.from_url(experiment.to_url()) == experiment


def test_a_pair_of_arrays_is_learned() -> None:
    """Without saying what it is."""
    random = np.random.default_rng(0)
    X = random.uniform(-1, 1, (200, 2))
    y = np.where(X[:, 0] * X[:, 1] > 0, "same", "different")

    run = ls.train(ls.Experiment(data=(X, y), epochs=60), engine="plain")

    assert run.network.loss == "softmax_cross_entropy"
    accuracy = run.evaluate("test").accuracy
    assert accuracy is not None
    assert accuracy > 0.9


def test_data_comes_from_everywhere(tmp_path: Path) -> None:
    """A table, an archive, a frame, arrays, a built-in name; all of them are learned alike."""
    X, y = np.arange(12.0).reshape(6, 2), np.array([0, 1, 0, 1, 0, 1])
    (tmp_path / "a.csv").write_text(
        "u,v,w\n" + "".join(f"{a},{b},{['no', 'yes'][c]}\n" for (a, b), c in zip(X, y, strict=True))
    )
    np.savez(tmp_path / "a.npz", X=X, y=y)
    polars = pytest.importorskip("polars", reason="comes with the package")
    frame = polars.DataFrame({"u": X[:, 0], "w": ["no", "yes"] * 3})

    made = [
        ls.load_csv(tmp_path / "a.csv"),
        ls.open_data(tmp_path / "a.csv", target="w"),
        ls.load_npz(tmp_path / "a.npz"),
        ls.from_frame(frame),
        ls.from_arrays(X, y),
    ]

    for dataset in made:
        run = ls.train(ls.Experiment(data=dataset, epochs=1, split=(1, 0, 0)), engine="plain")
        assert run.dataset.kind == "classes"
        assert run.steps == 1
    assert [record.name for record in ls.datasets()][:2] == ["and", "or"]


@pytest.mark.whole
@pytest.mark.parametrize("name", ls.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """Loaded when it is used, listed before, and documented."""
    value = getattr(ls, name)

    assert name in dir(ls)
    assert value.__doc__


def test_names_are_the_same_objects_wherever_they_are_taken_from() -> None:
    """An `except` or an `isinstance` works with either."""
    assert ls.Network is Network
    assert issubclass(ls.DataError, ls.LearnscopeError)


def test_a_wrong_name_suggests_the_right_one() -> None:
    """As every other wrong name does."""
    with pytest.raises(AttributeError) as raised:
        _ = ls.Experimnt  # type: ignore[attr-defined]

    assert str(raised.value) == "learnscope has no 'Experimnt'; did you mean 'Experiment'?"
    assert not hasattr(ls, "_repr_html_")


def test_importing_loads_nothing() -> None:
    """Not even NumPy: a name's module is loaded when the name is first used."""
    loaded = python("import sys, learnscope; print(*sorted({name.split('.')[0] for name in sys.modules}))")

    assert not set(loaded.split()) & HEAVY


def test_an_experiment_loads_numpy_alone() -> None:
    """Numba, readers of tables and the server are loaded where they are used."""
    script = (
        "import sys, learnscope as ls; ls.train(ls.Experiment(data='iris', epochs=1), engine='plain'); "
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )

    loaded = set(python(script).split())

    assert loaded & HEAVY == {"numpy"}


def test_everything_can_be_imported_at_once() -> None:
    """`from learnscope import *` gives what `__all__` lists."""
    script = "from learnscope import *; print(Experiment.__name__, train.__name__, __version__)"

    assert python(script) == f"Experiment train {ls.__version__}\n"


def test_the_version_is_that_of_the_package() -> None:
    """It is written in two places, which agree."""
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert ls.__version__ == package["project"]["version"]
