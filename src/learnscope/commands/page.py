"""Serving the page, for `learnscope` itself and `learnscope open`."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from learnscope.commands.memory import most_memory, most_processes
from learnscope.errors import check_whole
from learnscope.hosts.server.listener import PORT

if TYPE_CHECKING:
    from learnscope.experiment import Experiment
    from learnscope.hosts.server.offered import Offered
    from learnscope.lessons.shelf import Shelf
    from learnscope.sittings.processes.spread import Spread

Command = TypeVar("Command", bound=Callable[..., Any])
LOCAL = "127.0.0.1"


def _port(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    """The port given, None where none is."""
    if value is None:
        return None
    digits = value.isascii() and value.isdigit() and len(value) < 20
    return check_whole("--port", int(value) if digits else value, low=0, high=65535)


def _processes(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    """The number of processes given, None where none is."""
    if value is None:
        return None
    digits = value.isascii() and value.isdigit() and len(value) < 20
    return check_whole("--processes", int(value) if digits else value, low=0, high=64)


def page_options(command: Command) -> Command:
    """Add to a command the options that `open_page` takes."""
    for option in (
        click.option(
            "--no-token",
            is_flag=True,
            help="Let in whoever reaches the address: every account of this machine, "
            "with --host every machine that can reach it.",
        ),
        click.option("--no-browser", is_flag=True, help="Do not open a browser."),
        click.option(
            "--allow-host",
            multiple=True,
            metavar="NAME",
            help="A further name by which browsers may call it, or an origin (https://name) whose pages "
            "are its own, for proxies that change the Host header; repeatable.",
        ),
        click.option(
            "--allow-embed",
            multiple=True,
            metavar="ORIGIN",
            help="Let pages from there show it in a frame; repeatable.",
        ),
        click.option(
            "--path",
            default="",
            metavar="P",
            help="The path below which a proxy offers it, such as /learnscope.",
        ),
        click.option(
            "--processes",
            metavar="N",
            callback=_processes,
            help="Processes that compute when many sit, begun as they do; 0 leaves it to the server itself. "
            "One for each core unless given, and as memory allows.",
        ),
        click.option("--host", default=LOCAL, metavar="H", show_default=True, help="Address to listen on."),
        click.option(
            "--port",
            metavar="N",
            callback=_port,
            help=f"Port to listen on; {PORT}, or the next free one, unless given.",
        ),
    ):
        command = option(command)
    return command


def open_page(
    *,
    port: int | None,
    host: str,
    allow_host: tuple[str, ...],
    no_browser: bool,
    no_token: bool = False,
    allow_embed: tuple[str, ...] = (),
    path: str = "",
    processes: int | None = None,
    shown: "Experiment | Path | None" = None,
    offered: "Offered | None" = None,
    shelf: "Shelf | None" = None,
    place: str = "",
) -> None:
    """Serve the page until somebody ends it; sittings begin with what is `shown`, or where a run was left.

    The page tells what was decided about the data that are `offered`, or asks. `shelf` holds its lessons;
    `place` is where its address leads, after #.
    """
    from learnscope.hosts.server.below import check_path
    from learnscope.hosts.server.ending import Ending
    from learnscope.hosts.server.listener import address, listen, on_loopback
    from learnscope.hosts.server.token import kept_token, token_file

    named = names_given(allow_host, allow_embed)
    path = check_path("--path", path)
    with Ending() as ending, listen(host, port) as listener:
        token = "" if no_token else kept_token(token_file())
        reachable = not on_loopback(listener)
        lines = [f"Learnscope is at {address(listener, host, token, path)}{place}", "Ctrl-C ends it"]
        if no_token:
            lines.insert(1, _unguarded(reachable))
        print(*lines, sep="\n", flush=True)

        from learnscope.hosts.server.browser import open_browser
        from learnscope.hosts.server.guard import Rules
        from learnscope.hosts.server.reading import ReadingRoom
        from learnscope.hosts.server.serve import serve

        cookie = f"learnscope_{listener.getsockname()[1]}"
        rules = Rules(
            **named,
            token=token,
            cookie=cookie,
            reachable=reachable,
        )
        first = address(listener, host, "" if no_token else rules.ticket.text, path) + place
        serve(
            listener,
            _sittings(shown, shelf, processes),
            rules=rules,
            ending=ending,
            ready=lambda: None if no_browser else open_browser(first),
            offered=offered,
            path=path,
            room=ReadingRoom(most_memory()),
        )


def names_given(allow_host: tuple[str, ...], allow_embed: tuple[str, ...]) -> dict[str, Any]:
    """What the options of names are in the rules of a server. Raises ArgumentError where one is no name."""
    from learnscope.hosts.server.names import check_origin, check_own

    own = [check_own("--allow-host", name) for name in allow_host]
    return {
        "allowed": frozenset(name for name, _ in own),
        "origins": frozenset(origin for _, origin in own if origin is not None),
        "embed": tuple(check_origin("--allow-embed", origin) for origin in allow_embed),
    }


def _unguarded(reachable: bool) -> str:
    """What it means that no token is asked for."""
    who = "whoever can reach it over the network" if reachable else "every account of this machine"
    return f"No token: {who} can open, change and delete your runs"


def _sittings(shown: "Experiment | Path | None", shelf: "Shelf | None", processes: int | None) -> "Spread":
    """Sittings of real sessions, each with seeds of its own, kept on disk with their runs."""
    from learnscope.session import decode
    from learnscope.session.making import SessionMaker
    from learnscope.sittings.folder import Store, default_folder
    from learnscope.sittings.processes.order import Order
    from learnscope.sittings.processes.spread import Spread
    from learnscope.sittings.sittings import Sittings, kept_each
    from learnscope.store import folder
    from learnscope.training.compile import warm_up

    warm_up()
    folder.tidy(folder.default_folder())
    store = Store(default_folder())
    store.tidy()
    make = SessionMaker(folder.default_folder(), shown, shelf)
    most = most_processes(processes)
    kept = kept_each(1 + most)
    order = Order(make, decode, store, prepare=warm_up, shared=(shown, shelf), kept=kept)
    here = Sittings(make, decode, store=store, kept=kept)
    return Spread(here, order, most=most, memory=most_memory())
