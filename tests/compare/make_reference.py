"""Write tests/reference/pytorch.npz: `python -m tests.compare.make_reference`, where PyTorch is installed.

Losses, gradients and parameters of the cases in tests/core/reference_cases.py, by PyTorch in float64.
"""

from pathlib import Path

import numpy as np
import torch

from tests.compare import pytorch
from tests.core.reference_cases import STEPS, gradient_cases, training_cases

PATH = Path(__file__).parents[1] / "reference" / "pytorch.npz"


def main() -> None:
    """Compute everything and write the file."""
    torch.set_num_threads(1)
    arrays = {"version": np.array(torch.__version__), "drawn": np.random.default_rng(0).normal(size=8)}
    for name, _, case in gradient_cases():
        value, gradient = pytorch.loss_and_gradient(case)
        arrays[f"gradient.{name}"] = np.array([value, *gradient])
    for name, drawn, options in training_cases():
        network = drawn.network
        after = pytorch.trained(
            network.weights, network.biases, drawn.x, drawn.y, bias=network.bias,
            activations=network.activations, loss=network.loss, steps=STEPS, **options,
        )  # fmt: skip
        arrays[f"trained.{name}"] = after[[0, 1, STEPS // 2, STEPS - 1]]
    np.savez_compressed(PATH, **arrays)
    print(f"wrote {PATH}: {len(arrays)} arrays, {PATH.stat().st_size} bytes")


if __name__ == "__main__":
    main()
