"""`learnscope train DATA`: train a network and say how it does."""

import contextlib
import functools
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from learnscope.commands.source import data_options
from learnscope.errors import ArgumentError, ExperimentError

if TYPE_CHECKING:
    from learnscope.data.dataset import Dataset
    from learnscope.experiment import Experiment
    from learnscope.experiment.setting import Setting
    from learnscope.training.engines import EngineChoice
    from learnscope.training.plan import TrainingPlan

LOADING = 0.6  # seconds it takes to load Numba and what it compiled
WITHOUT = ("data", "data_options")  # the argument, and what --set gives


class TrainCommand(click.Command):
    """A command with an option for every setting, which are loaded when they are asked for."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Its own, and one for each setting."""
        *own, last = super().get_params(ctx)
        return [*own, *_setting_options(), last]


@functools.cache
def _setting_options() -> tuple[click.Option, ...]:
    from learnscope.experiment.record import SETTINGS

    settings = [setting for name, setting in SETTINGS.items() if name not in WITHOUT]
    return tuple(
        click.Option(
            [_option(setting.name), setting.name], metavar=_holds(setting), help=_means(setting), default=None
        )
        for setting in settings
    )


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _holds(setting: "Setting") -> str:
    """What stands for the value of a setting in the list of options."""
    from learnscope.experiment.setting import Number, Special

    if isinstance(setting, Number):
        return "N" if setting.rule.whole else "NUMBER"
    if isinstance(setting, Special):
        return {"words": "NAMES", "wholes": "N,…", "numbers": "NUMBERS"}.get(setting.items, "TEXT")
    return "NAME"


def _means(setting: "Setting") -> str:
    """What a setting does, and the words it can take."""
    from learnscope.experiment.setting import Choice

    first = setting.title[0]
    title = (first.upper() if first.isascii() else first) + setting.title[1:]
    listed = f" ({', '.join(setting.words)})" if isinstance(setting, Choice) else ""
    return f"{title}{listed}. {setting.note}"


@click.command("train", cls=TrainCommand)
@click.argument("data", metavar="DATA")
@data_options
@click.option(
    "--set",
    "others",
    multiple=True,
    metavar="NAME=VALUE",
    help="A field of an experiment, or an option of the data set: data.noise=0.2; repeatable.",
)
@click.option("--engine", metavar="NAME", default="auto", help="plain, compiled, or auto for the faster one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--save", metavar="RUN", help="Write the run to this file.")
def train_command(
    data: str,
    reading: dict[str, Any],
    others: tuple[str, ...],
    engine: "EngineChoice",
    as_json: bool,
    save: str | None,
    **fields: str | None,
) -> None:
    """Train a network on DATA: a built-in name (see `learnscope data`) or a path.

    A path is a table (CSV, TSV, Parquet, Feather, JSON, Excel, .npy), an .npz archive, a folder of images
    with one sub-folder per class, or an IDX file; files may be packed.
    """
    from learnscope.commands.report import as_document, print_report
    from learnscope.commands.source import data_of, print_decisions
    from learnscope.experiment.setup import set_up
    from learnscope.library.train import train_setup
    from learnscope.training.loop import Loop
    from learnscope.training.planning import plan_of

    given = {name: text for name, text in fields.items() if text is not None} | _named(others)
    found = data_of(data, reading)
    if not as_json:
        print_decisions(found)
    experiment = _experiment(found, given)
    if save is not None:
        from learnscope.store.write import check_place

        check_place(Path(save))
    setup = set_up(experiment)
    plan = plan_of(setup)
    begun = time.perf_counter()
    with _bar() as progress:
        chosen: EngineChoice = "plain" if engine == "auto" and _quick(plan) else engine
        run = train_setup(setup, Loop(plan), engine=chosen, progress=progress)
    seconds = time.perf_counter() - begun
    if save is not None:
        run.save(save)
    if as_json:
        print(json.dumps(as_document(run, seconds), allow_nan=False, ensure_ascii=False))
    else:
        print_report(run, seconds, saved=save)


def _named(others: tuple[str, ...]) -> dict[str, str]:
    """What --set gives, by name."""
    for other in others:
        if "=" not in other or other.startswith("data="):
            raise ArgumentError(f"--set must give a field other than data as NAME=VALUE, got {other!r}")
    pairs = [other.partition("=") for other in others]
    return {name: value for name, _, value in pairs}


def _experiment(data: "str | Dataset", given: dict[str, str]) -> "Experiment":
    """The recipe that options give, with errors that name the option at fault."""
    from learnscope.experiment import Experiment
    from learnscope.experiment.record import SETTINGS
    from learnscope.experiment.text import read_fields

    try:
        return Experiment(data=data, **read_fields(given))
    except ExperimentError as error:
        text = str(error)
        name = next((name for name in SETTINGS if name not in WITHOUT and re.match(rf"{name}\b", text)), "")
        option = _option(name) if name else ""
        raise ExperimentError(option + text.removeprefix(name)) from None


def _quick(plan: "TrainingPlan") -> bool:
    """Whether the plain engine is done before the compiled one would be loaded."""
    passes = plan.epochs * (len(plan.split.train) * 3 + len(plan.inputs))
    return plan.steps * 250e-6 + passes * plan.network.parameters.size * 1e-9 < LOADING


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[int, int], Any] | None]:
    """What to tell of progress: a bar on stderr where that is a terminal, else nobody."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("training"), BarColumn(), MofNCompleteColumn(), TextColumn("steps"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda made, wanted: bar.update(task, completed=made, total=wanted)
