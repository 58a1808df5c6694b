"""The strongest paths of the sample shown: from the winning output back to the inputs, against the stream.

Each of the strongest few wires into the winning output, by |value × weight|, begins a path; from there on the
path follows, layer by layer, the wire that brings most to the neuron it has come to. Where a link carries
only some of its wires, the path goes along those. It ends where nothing that is a number flows on.
"""

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.scene.schema import LinkScene, PathsScene

PATHS = 3
RULE = (
    "Strongest paths: the three wires that bring most to the winning output, by |value × weight| for this "
    "sample, and from each the strongest wire back, layer by layer."
)


def winner_of(said: Floats) -> int | None:
    """The output that is largest in `said` (n_out,), the first of several; None where none is a number.

    >>> winner_of(np.array([0.2, np.nan, 0.7]))
    2
    """
    return None if np.isnan(said).all() else int(np.nanargmax(said))


def paths_scene(links: tuple[LinkScene, ...], winner: int | None) -> PathsScene:
    """The strongest paths into output `winner`, the strongest first; none where nothing wins."""
    if winner is None:
        return PathsScene(RULE, ())
    last = len(links) - 1
    first = _sources(links[last], winner)[:PATHS]
    return PathsScene(RULE, tuple(_path(links, last, source, winner) for source in first))


def _path(links: tuple[LinkScene, ...], link: int, source: int, to: int) -> tuple[tuple[int, int, int], ...]:
    wires = [(link, source, to)]
    while link > 0:
        link, to = link - 1, source
        sources = _sources(links[link], to)
        if not sources:
            break
        source = sources[0]
        wires.append((link, source, to))
    return tuple(wires)


def _sources(link: LinkScene, to: int) -> list[int]:
    """The neurons from which anything flows to neuron `to`, the one from which most does first."""
    forward = np.abs(link.forward.numpy())
    if link.chosen is None:
        sizes, sources = forward[:, to], np.arange(len(forward))
    else:
        pairs = link.chosen.numpy().astype(np.int64)
        mine = pairs[:, 1] == to
        sizes, sources = forward[mine], pairs[mine, 0]
    flowing = sizes > 0  # which what is no number is not
    sizes, sources = sizes[flowing], sources[flowing]
    found: list[int] = sources[np.lexsort((sources, -sizes))].tolist()
    return found
