"""`learnscope runs`: what is kept on disk."""

import sys
import time

import click

WIDE = 140  # characters of a line where no terminal says how wide it is
UNITS = ("bytes", "kB", "MB", "GB")


@click.command("runs")
def runs_command() -> None:
    """List the runs that are kept, the last written first; `learnscope open NAME` opens one."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from learnscope.data.limits import spaced
    from learnscope.store.folder import ENDING, default_folder, runs

    console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)
    found = runs()
    if not found:
        console.print(f"No run is kept in {default_folder()}.", markup=False, soft_wrap=True)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("name", overflow="fold")
    table.add_column("data")
    table.add_column("network", no_wrap=True)
    for column in ("steps", "loss"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("when", no_wrap=True)
    table.add_column("size", justify="right", no_wrap=True)
    for run in found:
        loss = f"{run.curve[-1]:.4g}" if run.curve else ""
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(run.when))
        words = (run.name.removesuffix(ENDING), run.trouble or run.data, run.shape)
        table.add_row(*map(escape, words), spaced(run.steps), loss, when, _size(run.size))
    console.print(table)


def _size(size: float) -> str:
    """A number of bytes in words: "2.3 MB".

    >>> _size(2_345_678), _size(999)
    ('2.3 MB', '999 bytes')
    """
    for unit in UNITS[:-1]:
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == UNITS[0] else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} {UNITS[-1]}"
