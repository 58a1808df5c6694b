"""Maps of removals: every neuron of a layer, every wire of a link, all pairs."""

from collections.abc import Callable, Iterator
from itertools import combinations, islice
from math import isnan

from learnscope import words
from learnscope.errors import ArgumentError, check_choice, check_whole
from learnscope.probe.removal import Emergence, Removals
from learnscope.probe.without import Neuron, Part, Wire
from learnscope.scene import names
from learnscope.scene.removals import about, judging, name_of, title_of
from learnscope.scene.schema import Array
from learnscope.scene.schema.removals import EmergenceScene, JudgedBy, RemovalMap, RemovalMapScene
from learnscope.scene.subject import Subject

MOST_ENTRIES = 10_000  # of a map
MOST_HIDDEN = 64  # neurons of which all pairs are tried
LEAST_WHOLE = 0.01  # of the loss, from which the loss of all neurons is told in shares


def maps_of(removals: Removals, subject: Subject) -> tuple[RemovalMap, ...]:
    """The maps of a network: of each layer that can lose a neuron, of the wires of each link, of pairs."""
    sizes, last = removals.network.sizes, len(removals.network.sizes) - 1
    found = []
    for layer in range(last):
        title = names.layer_title(layer, last)
        found.append(RemovalMap(f"layer.{layer}", title, sizes[layer], ""))
    for link in range(last):
        title = f"{names.layer_title(link, last)} → {names.layer_title(link + 1, last)}"
        count = sizes[link] * sizes[link + 1]
        left = "" if count <= MOST_ENTRIES else f"{words.grouped(count)} wires are too many for a map"
        found.append(RemovalMap(f"link.{link}", title, count, left))
    hidden = sum(sizes[1:-1])
    if hidden > 1:
        left = (
            "" if hidden <= MOST_HIDDEN else f"{words.grouped(hidden)} neurons have too many pairs for a map"
        )
        found.append(RemovalMap("pairs", "pairs of hidden neurons", hidden * (hidden - 1) // 2, left))
    return tuple(found)


def map_scene(
    removals: Removals,
    subject: Subject,
    key: str,
    first: int,
    *,
    going: Callable[[], bool],
    judged: JudgedBy = "all",
    serial: int = -1,
) -> RemovalMapScene:
    """Entries of the map `key` from `first` on, at least one and as many more as there are while `going()`.

    Raises ArgumentError for a map there is not, or an entry.
    """
    maps = maps_of(removals, subject)
    check_choice("map", key, [one.key for one in maps])
    chosen = next(one for one in maps if one.key == key)
    if chosen.left_out:
        raise ArgumentError(f"map must be one that can be made, got '{key}': {chosen.left_out}")
    check_whole("first", first, low=0, high=chosen.count - 1)
    change: list[float] = []
    accuracy: list[float] = []
    for parts in _entries(key, removals.network.sizes, first):
        if change and not going():
            break
        found = removals.effect(*parts)
        lone = [removals.effect(part).loss_change for part in parts] if len(parts) > 1 else []
        change.append(found.loss_change - sum(lone))
        accuracy.append(found.accuracy_change)
    done = key == "pairs" and first + len(change) == chosen.count
    rows, columns = _axes(key, removals.network.sizes)
    return RemovalMapScene(
        maps=maps,
        key=key,
        row_titles=tuple(title_of(part, subject) for part in rows),
        column_titles=tuple(title_of(part, subject) for part in columns),
        row_names=tuple(map(name_of, rows)),
        names={"layer": f"value.{key[6:]}.{{column}}", "link": f"weight.{key[5:]}.{{row}}.{{column}}"}.get(
            key.partition(".")[0], ""
        ),
        first=first,
        change=Array.of(change),
        accuracy=Array.of(accuracy),
        loss=removals.loss,
        judged=None if isnan(removals.accuracy) else removals.accuracy,
        samples=len(judging(subject, judged)),
        about=about(subject, judged),
        emergence=_emergence(removals) if done else None,
        serial=serial,
    )


def _entries(key: str, sizes: tuple[int, ...], first: int) -> Iterator[tuple[Part, ...]]:
    """The entries of a map from `first` on."""
    kind, _, place = key.partition(".")
    if kind == "pairs":
        yield from islice(combinations(_hidden(sizes), 2), first, None)
    elif kind == "layer":
        yield from ((Neuron(int(place), index),) for index in range(first, sizes[int(place)]))
    else:
        link, width = int(place), sizes[int(place) + 1]
        yield from ((Wire(link, *divmod(entry, width)),) for entry in range(first, sizes[link] * width))


def _hidden(sizes: tuple[int, ...]) -> list[Part]:
    return [Neuron(layer, index) for layer in range(1, len(sizes) - 1) for index in range(sizes[layer])]


def _axes(key: str, sizes: tuple[int, ...]) -> tuple[list[Part], list[Part]]:
    """What stands at the rows and at the columns of a map; of a layer there is one row, of nothing."""
    kind, _, place = key.partition(".")
    if kind == "pairs":
        return _hidden(sizes), _hidden(sizes)
    layer = int(place)
    lower: list[Part] = [Neuron(layer, index) for index in range(sizes[layer])]
    if kind == "layer":
        return [], lower
    return lower, [Neuron(layer + 1, index) for index in range(sizes[layer + 1])]


def _emergence(removals: Removals) -> EmergenceScene:
    found = removals.emergence(most=MOST_HIDDEN)
    return EmergenceScene(
        found.whole, found.singles, found.pairs, found.together, _told(found, removals.loss)
    )


def _told(found: Emergence, loss: float) -> str:
    """How much of it is explained by one at a time."""
    rise = f"Without any hidden neuron the loss changes by {words.fixed(found.whole, sign=True)}"
    if not abs(found.whole) > LEAST_WHOLE * abs(loss):
        return f"{rise}, which is next to nothing: so far the hidden neurons do little."
    one, two, more = (share / found.whole for share in (found.singles, found.pairs, found.together))
    return (
        f"{rise}. Removed one by one they explain {words.percent(one)} of it, their pairs "
        f"{words.percent(two)} more, and {words.percent(more)} shows only where three or more are gone at "
        "once."
    )
