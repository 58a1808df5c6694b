"""The command line: thin, one command per verb of the library. What a command needs is loaded when it runs.

Errors are one line and exit status 2.
"""

import sys
from typing import TYPE_CHECKING, Any

import click

from learnscope import __version__
from learnscope.errors import LearnscopeError, check_whole
from learnscope.hosts.server.listener import PORT

if TYPE_CHECKING:
    from learnscope.hosts.server.sittings import Sittings

FAULT = 2
INTERRUPTED = 130  # what shells call a program ended by Ctrl-C


def main() -> None:
    """Run the command line on the process's arguments, and exit."""
    try:
        sys.exit(command.main(prog_name="learnscope", standalone_mode=False))
    except click.Abort:
        sys.exit(INTERRUPTED)
    except click.ClickException as fault:
        text = fault.format_message()
    except LearnscopeError as fault:
        text = str(fault)
    print("error:", " ".join(text.split()), file=sys.stderr)
    sys.exit(FAULT)


def _port(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    """The port given, None where none is."""
    if value is None:
        return None
    digits = value.isascii() and value.isdigit()
    return check_whole("--port", int(value) if digits else value, low=0, high=65535)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="learnscope %(version)s")
@click.option(
    "--port",
    metavar="N",
    callback=_port,
    help=f"Port to listen on; {PORT}, or the next free one, unless given.",
)
@click.option("--host", default="127.0.0.1", metavar="H", show_default=True, help="Address to listen on.")
@click.option(
    "--allow-host",
    multiple=True,
    metavar="NAME",
    help="A further name by which browsers may call it; repeatable.",
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.pass_context
def command(context: click.Context, /, **options: Any) -> None:
    """See a neural network learn. Without a command: open the page."""
    if context.invoked_subcommand is None:
        _open_page(**options)


def _open_page(*, port: int | None, host: str, allow_host: tuple[str, ...], no_browser: bool) -> None:
    """Serve the page until somebody ends it."""
    import secrets

    from learnscope.hosts.server.ending import Ending
    from learnscope.hosts.server.listener import address, listen, on_loopback
    from learnscope.hosts.server.names import check_host_name

    allowed = frozenset(check_host_name("--allow-host", name) for name in allow_host)
    with Ending() as ending, listen(host, port) as listener:
        token = "" if on_loopback(listener) else secrets.token_urlsafe(16)
        place = address(listener, host, token)
        print(f"Learnscope is at {place}", "Ctrl-C ends it", sep="\n", flush=True)

        from learnscope.hosts.server.browser import open_browser
        from learnscope.hosts.server.guard import Rules
        from learnscope.hosts.server.serve import serve

        rules = Rules(allowed, token, cookie=f"learnscope_{listener.getsockname()[1]}")
        serve(
            listener,
            _sittings(),
            rules=rules,
            ending=ending,
            ready=lambda: None if no_browser else open_browser(place),
        )


def _sittings() -> "Sittings":
    """Sittings of real sessions, each with seeds of its own, kept on disk."""
    import secrets

    from learnscope.hosts.server.sittings import Sittings
    from learnscope.hosts.server.store import Store, default_folder
    from learnscope.session import Session, decode

    store = Store(default_folder())
    store.tidy()
    return Sittings(
        lambda snapshot: Session(seeds=lambda: secrets.randbelow(100_000), snapshot=snapshot),
        decode,
        store=store,
    )
