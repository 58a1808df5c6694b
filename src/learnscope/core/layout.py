"""Where each parameter is: blocks in one flat vector, and the address of every number in them.

    layer 0: weight, bias · layer 1: weight, bias · …        a layer without bias has a weight alone

An address names a layer (from 0, as `Network.layers`), a role and an index into that block's array; a place
is an index of the flat vector. Parameters, gradients, moves and what an optimizer remembers all lie so.
"""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.core.layers import Dense, Layer, Role, dense_layers
from learnscope.errors import ArgumentError, check_choice, check_whole, shown

Codes = NDArray[np.int64]

# Columns of what kernels know a layer by: sizes, where its weight and its bias begin, where the layer ends,
# where what learns of it ends, and how many terms it has. A layer without bias ends where its bias would
# begin. A dense layer is a product of matrices, and says MATRIX in place of a count. Another lists its terms
# from column LISTED on: all inputs, all weights, all outputs, and then the bias of each output.
N_IN, N_OUT, WEIGHT, BIAS, END, LEARNED, TERMS, LISTED = range(8)
MATRIX = -1


@dataclass(frozen=True)
class Address:
    """Which number of a network: of layer `layer`, from 0, `index` of its `role`."""

    layer: int
    role: Role
    index: tuple[int, ...]

    def __str__(self) -> str:
        array = {"weight": "weights", "bias": "biases"}[self.role]
        return f"{array}[{self.layer}][{', '.join(map(str, self.index))}]"


@dataclass(frozen=True)
class Block:
    """One array of parameters, and where it begins in the flat vector."""

    layer: int
    role: Role
    shape: tuple[int, ...]
    start: int
    learned: bool  # whether updates move it

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return math.prod(self.shape)

    @property
    def stop(self) -> int:
        """Where it ends in the flat vector."""
        return self.start + self.size

    def of(self, flat: Floats) -> Floats:
        """This block of a flat vector, as a view of its own shape."""
        return flat[self.start : self.stop].reshape(self.shape)


@dataclass(frozen=True, eq=False)
class Layout:
    """All blocks of some layers, in order."""

    blocks: tuple[Block, ...]
    layers: int
    codes: Codes  # (layers, LISTED and more) what kernels know it by, read-only
    learned: NDArray[np.bool_]  # (P,) which parameters updates move, read-only

    @property
    def size(self) -> int:
        """How many parameters there are."""
        return self.blocks[-1].stop

    @property
    def learned_counts(self) -> Codes:
        """How many parameters of each layer updates move (layers,)."""
        counts: Codes = self.codes[:, LEARNED] - self.codes[:, WEIGHT]
        return counts

    def block(self, layer: int, role: str) -> Block | None:
        """The block `role` of `layer`, from 0; None where the layer has none. Raises ArgumentError."""
        check_whole("layer", layer, low=0, high=self.layers - 1)
        check_choice("role", role, ("weight", "bias"))
        return next((block for block in self.blocks if (block.layer, block.role) == (layer, role)), None)

    def weights(self, flat: Floats) -> tuple[Floats, ...]:
        """The weight of each layer in a flat vector, as a view."""
        return tuple(block.of(flat) for block in self.blocks if block.role == "weight")

    def biases(self, flat: Floats) -> tuple[Floats | None, ...]:
        """The bias of each layer in a flat vector, as a view; None where a layer has none."""
        found = {block.layer: block.of(flat) for block in self.blocks if block.role == "bias"}
        return tuple(found.get(layer) for layer in range(self.layers))

    def place(self, layer: int, role: str, index: Sequence[int]) -> int:
        """Where a number is in the flat vector. Raises ArgumentError where there is none so addressed.

        >>> layout_of((Layer("dense", (2,), (3,), "tanh"),)).place(0, "weight", (1, 2))
        5
        """
        block = self.block(layer, role)
        if block is None:
            raise ArgumentError(f"layer {layer} has no bias")
        if len(index) != len(block.shape):
            raise ArgumentError(
                f"index of a {role} must hold {len(block.shape)} numbers, got {shown(list(index))}"
            )
        for k, (number, size) in enumerate(zip(index, block.shape, strict=True)):
            check_whole(f"index[{k}]", number, low=0, high=size - 1)
        return block.start + int(np.ravel_multi_index(tuple(index), block.shape))

    def address(self, place: int) -> Address:
        """What number stands at `place` of the flat vector. Raises ArgumentError where none does."""
        check_whole("place", place, low=0, high=self.size - 1)
        block = next(block for block in self.blocks if place < block.stop)
        index = np.unravel_index(place - block.start, block.shape)
        return Address(block.layer, block.role, tuple(int(number) for number in index))


@functools.lru_cache(maxsize=64)
def layout_of(layers: tuple[Layer, ...]) -> Layout:
    """Where the parameters of `layers` are."""
    blocks: list[Block] = []
    listed = [_listed(layer) for layer in layers]
    codes = np.zeros((len(layers), LISTED + max(map(len, listed))), dtype=np.int64)
    place = 0
    for k, layer in enumerate(layers):
        held = layer.bias == "fixed"
        first = place
        for role, shape in layer.shapes.items():
            blocks.append(Block(k, role, shape, place, learned=role == "weight" or not held))
            place = blocks[-1].stop
        middle = first + math.prod(layer.shapes["weight"])
        codes[k, :LISTED] = (
            math.prod(layer.input_shape), math.prod(layer.output_shape), first, middle, place,
            middle if held else place, MATRIX if not len(listed[k]) else layer.wiring.count,
        )  # fmt: skip
        codes[k, LISTED : LISTED + len(listed[k])] = listed[k]
    learned = np.ones(place, dtype=np.bool_)
    for block in blocks:
        learned[block.start : block.stop] = block.learned
    codes.flags.writeable = learned.flags.writeable = False
    return Layout(tuple(blocks), len(layers), codes, learned)


def _listed(layer: Layer) -> Codes:
    """The terms of a layer as kernels read them; empty where it is a product of matrices."""
    wiring = layer.wiring
    if isinstance(wiring, Dense):
        return np.empty(0, dtype=np.int64)
    ends = wiring.ends(np.arange(wiring.count))
    biases = [wiring.bias(output) for output in range(math.prod(layer.output_shape))]
    return np.concatenate([ends.input, ends.weight, ends.output, np.array(biases, dtype=np.int64)])


def dense_layout(sizes: Sequence[int], bias: str | Sequence[str] = "learned") -> Layout:
    """That of dense layers of `sizes`, the input first; `bias` is the kind of all their biases, or of each.

    >>> dense_layout([4, 5, 3]).size
    43
    """
    return layout_of(dense_layers(sizes, bias))
