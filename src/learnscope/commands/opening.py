"""`learnscope open FILE`: data or a saved run on the page."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from learnscope.commands.page import open_page, page_options

if TYPE_CHECKING:
    from learnscope.experiment import Experiment


@click.command("open")
@click.argument("file", metavar="FILE")
@click.option("--target", multiple=True, metavar="NAME", help="Column to learn; the last unless given.")
@page_options
def open_command(file: str, target: tuple[str, ...], **options: Any) -> None:
    """Open FILE on the page: data, as `train` takes it, or a run that was saved."""
    from learnscope.experiment import set_up

    experiment = experiment_of(file, target)
    set_up(experiment)  # what cannot be begun is said here, not to whoever opens the page
    open_page(experiment=experiment, **options)


def experiment_of(file: str, target: tuple[str, ...]) -> "Experiment":
    """The recipe of a saved run, or the default one on data."""
    from learnscope.commands.source import data_of
    from learnscope.experiment import Experiment

    path = Path(file)
    if path.is_file():
        from learnscope.training.store.header import is_run

        if is_run(path):
            from learnscope.training.store import open_run

            return open_run(path).experiment
    return Experiment(data=data_of(file, target=target))
