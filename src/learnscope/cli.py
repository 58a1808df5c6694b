"""The command line: thin, one command per verb of the library. What a command needs is loaded when it runs.

Errors are one line and exit status 2.
"""

import sys
from typing import Any

import click

from learnscope import __version__
from learnscope.commands.classroom import class_command
from learnscope.commands.lessons import lesson_command
from learnscope.commands.listing import data_command
from learnscope.commands.opening import open_command
from learnscope.commands.page import open_page, page_options
from learnscope.commands.runs import runs_command
from learnscope.commands.training import train_command
from learnscope.errors import LearnscopeError, nearest_argument

FAULT = 2
INTERRUPTED = 130  # what shells call a program ended by Ctrl-C


def main() -> None:
    """Run the command line on the process's arguments, and exit."""
    try:
        sys.exit(command.main(prog_name="learnscope", standalone_mode=False))
    except click.Abort:
        sys.exit(INTERRUPTED)
    except click.NoSuchOption as fault:
        text = _no_such_option(fault)
    except click.ClickException as fault:
        text = fault.format_message()
    except (LearnscopeError, OSError) as fault:
        text = str(fault)
    print("error:", " ".join(text.split()), file=sys.stderr)
    sys.exit(FAULT)


def _no_such_option(fault: click.NoSuchOption) -> str:
    """What there is instead of an option of another name, other libraries' words for ours included."""
    command = fault.ctx.command if fault.ctx else None
    options = command.get_params(fault.ctx) if command and fault.ctx else []
    known = {option.name or "": option.opts[0] for option in options}
    known |= {name.lstrip("-").replace("-", "_"): name for option in options for name in option.opts}
    near = nearest_argument(fault.option_name.lstrip("-").replace("-", "_"), known)
    hint = f"; did you mean {known[near[0]]}?" if near else "; --help lists those there are"
    return f"there is no option {fault.option_name}{hint}"


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="learnscope %(version)s")
@page_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> None:
    """See a neural network learn. Without a command: open the page."""
    if context.invoked_subcommand is None:
        open_page(**options)
        return
    for parameter in context.command.params:
        given = context.get_parameter_source(parameter.name or "")
        if given is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(
                f"{parameter.opts[0]} belongs behind the command that opens the page, "
                f"got it before {context.invoked_subcommand!r}"
            )


for subcommand in (train_command, data_command, open_command, runs_command, lesson_command, class_command):
    command.add_command(subcommand)
