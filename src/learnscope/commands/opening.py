"""`learnscope open RUN`: a saved run or data on the page."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from learnscope.commands.page import open_page, page_options
from learnscope.commands.source import data_options
from learnscope.errors import DataError

if TYPE_CHECKING:
    from learnscope.experiment import Experiment


@click.command("open")
@click.argument("file", metavar="RUN")
@data_options
@page_options
def open_command(file: str, reading: dict[str, Any], **options: Any) -> None:
    """Open RUN on the page: a name that `runs` lists, a saved file, a link, or data as `train` takes it.

    Where it is not clear how data are to be read, the page asks.
    """
    from learnscope.commands.source import print_decisions
    from learnscope.data.dataset import Dataset
    from learnscope.data.remedies import RefusedError
    from learnscope.experiment import Experiment, set_up
    from learnscope.hosts.server.offered import Offered

    if "=" in file and not Path(file).exists():
        open_page(place=link_place(file), **options)
        return
    try:
        shown = opened(file, reading)
    except RefusedError as error:
        if not (error.remedies or error.about_target):
            raise DataError(error.told("option")) from None
        print(f"{error.told('page')}. The page asks what to do.", file=sys.stderr, flush=True)
        open_page(offered=Offered(Path(file), reading, error), **options)
        return
    offered = None
    if isinstance(shown, Experiment):
        set_up(shown)  # what cannot be begun is said here, not to whoever opens the page
        print_decisions(shown.data, sys.stderr)
        if isinstance(shown.data, Dataset):
            offered = Offered(Path(file), reading, shown.data)
    open_page(shown=shown, offered=offered, **options)


def link_place(link: str) -> str:
    """Where in the page's address a link stands. Raises FormatError where it means nothing."""
    from learnscope.session.links.reading import read_link

    read_link(link)
    return "#" + link.strip().rpartition("#")[2].rpartition("?")[2]


def opened(file: str, reading: dict[str, Any]) -> "Experiment | Path":
    """The file of a saved run, which was read, or the page's recipe for data.

    Raises RefusedError where something is to be asked.
    """
    from learnscope.commands.source import read_data
    from learnscope.starting_points import page_recipe

    path = Path(file)
    if path.is_file():
        from learnscope.store.header import is_run

        if is_run(path):
            return _read(path)
    elif not path.exists() and (listed := listed_run(file)) is not None:
        return _read(listed)
    return page_recipe(read_data(file, reading))


def listed_run(name: str) -> Path | None:
    """The file of the run that is listed by that name, if there is one."""
    from learnscope.store.folder import ENDING, default_folder, is_plain

    listed = default_folder() / (name if name.endswith(ENDING) else name + ENDING)
    return listed if is_plain(listed.name) and listed.is_file() else None


def _read(file: Path) -> Path:
    from learnscope.session.making import run_at

    file = file.absolute()
    run_at(file)
    return file
