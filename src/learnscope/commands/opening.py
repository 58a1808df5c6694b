"""`learnscope open FILE`: data or a saved run on the page."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from learnscope.commands.page import open_page, page_options

if TYPE_CHECKING:
    from learnscope.experiment import Experiment
    from learnscope.training.experiment_run import ExperimentRun


@click.command("open")
@click.argument("file", metavar="FILE")
@click.option("--target", multiple=True, metavar="NAME", help="Column to learn; the last unless given.")
@page_options
def open_command(file: str, target: tuple[str, ...], **options: Any) -> None:
    """Open FILE on the page: data, as `train` takes it, or a run that was saved."""
    from learnscope.experiment import Experiment, set_up

    shown = opened(file, target)
    if isinstance(shown, Experiment):
        set_up(shown)  # what cannot be begun is said here, not to whoever opens the page
    open_page(shown=shown, **options)


def opened(file: str, target: tuple[str, ...]) -> "Experiment | ExperimentRun":
    """A saved run, or the default experiment on data."""
    from learnscope.commands.source import data_of
    from learnscope.experiment import Experiment

    path = Path(file)
    if path.is_file():
        from learnscope.training.store.header import is_run

        if is_run(path):
            from learnscope.training.store import open_run

            return open_run(path)
    return Experiment(data=data_of(file, target=target))
