"""Inverted dropout: while learning, a share p of a layer's activations is dropped at random.

    what a layer passes on = a * m,   m = 0 with probability p, else 1 / (1 - p)

so that the expected value stays a, and nothing needs changing when the network is used and nothing dropped.
The masks of a step follow from (seed, "dropout", step) alone: element i of them is kept where number i of the
step's own sequence, uniform in [0, 1), is at least p. Whoever asks for a step again gets its masks again.

Sources: Srivastava et al., JMLR 15 (2014), 1929-1958; the sequence is SplitMix64, Steele et al., OOPSLA 2014.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import NUMBERS, Floats, frozen
from learnscope.core.compiled import PLAIN, Engine, compiled
from learnscope.core.layout import N_OUT, Codes
from learnscope.core.network import Network
from learnscope.errors import ArgumentError, check_kind, check_list, check_whole
from learnscope.keywords import answering
from learnscope.rules import Rule
from learnscope.streams import stream

Words = NDArray[np.uint64]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: SplitMix64's stride
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
SHIFTS = np.array([30, 27, 31, 11], dtype=np.uint64)
UNIT = 2.0**-53
STEP = Rule("[0, inf)", whole=True, most=2**62)  # a number of one
SHARE = Rule("[0, 1)")  # of a layer's activations, that is dropped


def check_rates(rates: float | Sequence[float], hidden: int) -> tuple[float, ...]:
    """Shares to drop, one per hidden layer, in [0, 1); one number stands for all."""
    one = isinstance(rates, int | float | np.generic)
    given = [rates] * hidden if one else check_list("dropout", rates, "one share or one per hidden layer")
    if len(given) != hidden:
        raise ArgumentError(f"dropout must be one share or one per hidden layer ({hidden}), got {len(given)}")
    return tuple(SHARE.check("dropout", rate) for rate in given)


@answering
def draw_masks(
    network: Network,
    samples: int,
    *,
    rates: float | Sequence[float],
    seed: int,
    step: int,
    engine: Engine = PLAIN,
) -> tuple[Floats, ...]:
    """The masks of step `step`, one per layer, (samples, n_out), read-only; the last layer drops nothing.

    `rates` are the shares to drop of the hidden layers of the `network`, one in [0, 1) for all or one each.
    Masks follow from (`seed`, "dropout", `step`); `engine` as in `forward`, to which they are passed.
    Raises ArgumentError for shares, steps or numbers of samples that are none.
    """
    check_kind("network", network, Network)
    check_whole("samples", samples, low=1, high=NUMBERS // max(network.sizes))
    shares = np.array([*check_rates(rates, len(network.layers) - 1), 0.0])
    STEP.check("step", step)
    flat = np.empty(samples * sum(network.sizes[1:]), dtype=network.parameters.dtype)
    with np.errstate(all="ignore"):
        engine(fill_masks)(dropout_key(seed), step, shares, network.codes[0], samples, flat)
    frozen(flat)
    ends = np.cumsum([samples * size for size in network.sizes[1:]])
    return tuple(part.reshape(samples, -1) for part in np.split(flat, ends[:-1]))


def dropout_key(seed: int) -> Words:
    """The word (1,) from which all masks under `seed` follow."""
    return stream(seed, "dropout").integers(2**64, size=1, dtype=np.uint64)


@compiled
def fill_masks(key: Words, step: int, rates: Floats, layout: Codes, rows: int, out: Floats) -> None:
    """Write the masks of all layers of a step into the flat buffer `out`, laid out like activations."""
    number = out.dtype.type
    # arrays of one word, because integers wrap round in arrays without a warning
    base = scramble(key + GOLDEN * np.full(1, step + 1).astype(np.uint64))
    start = 0
    for k in range(len(rates)):
        end = start + rows * layout[k, N_OUT]
        if rates[k] > 0:
            words = scramble(base + GOLDEN * np.arange(start + 1, end + 1).astype(np.uint64))
            uniform = (words >> SHIFTS[3]).astype(np.float64) * UNIT
            out[start:end] = (uniform >= rates[k]) * number(1.0 / (1.0 - rates[k]))
        else:
            out[start:end] = number(1.0)
        start = end


@compiled
def scramble(words: Words) -> Words:
    """SplitMix64's mixing of each word into one that looks random."""
    mixed = (words ^ (words >> SHIFTS[0])) * FIRST
    mixed = (mixed ^ (mixed >> SHIFTS[1])) * SECOND
    result: Words = mixed ^ (mixed >> SHIFTS[2])
    return result
