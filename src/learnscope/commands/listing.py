"""`learnscope data`: what is built in."""

import sys

import click

WIDE = 120  # characters of a line where no terminal says how wide it is


@click.command("data")
def data_command() -> None:
    """List the data sets that are built in."""
    from rich.console import Console
    from rich.table import Table

    from learnscope.data.builtin import datasets
    from learnscope.data.limits import spaced

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("name", no_wrap=True)
    for column in ("samples", "inputs", "outputs"):
        table.add_column(column, justify="right")
    table.add_column("kind")
    table.add_column("what it is")
    for record in datasets():
        counts = (spaced(record.samples), spaced(record.inputs), str(record.outputs))
        table.add_row(record.name, *counts, record.kind, record.note)
    Console(highlight=False, width=None if sys.stdout.isatty() else WIDE).print(table)
