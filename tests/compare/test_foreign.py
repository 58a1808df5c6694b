"""Data of PyTorch, SciPy and scikit-learn as they are, where they are installed: `make compare`."""

import numpy as np
import pytest

from learnscope.data.arrays import from_arrays

X = np.array([[1.0, 2.0], [3.0, 0.0], [0.0, 6.0], [7.0, 8.0]])
Y = np.array([0, 1, 1, 0])


def test_tensors_of_pytorch_are_taken():
    """With gradients, with and without a gradient function."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed; make compare installs it")
    tensor = torch.tensor(X, requires_grad=True)

    for inputs in (tensor, tensor * 1):
        assert from_arrays(inputs, torch.tensor(Y)).fingerprint == from_arrays(X, Y).fingerprint


@pytest.mark.parametrize("kind", ["csr_matrix", "coo_array", "csc_array"])
def test_sparse_matrices_of_scipy_are_taken(kind):
    """In every format."""
    from scipy import sparse

    assert from_arrays(getattr(sparse, kind)(X), Y).fingerprint == from_arrays(X, Y).fingerprint


@pytest.mark.parametrize("name", ["load_iris", "load_diabetes", "load_wine", "load_digits", "load_linnerud"])
@pytest.mark.parametrize("as_frame", [False, True])
def test_bunches_of_scikit_learn_are_taken(name, as_frame):
    """With their names, as arrays and as data frames."""
    datasets = pytest.importorskip(
        "sklearn.datasets", reason="scikit-learn is not installed; make compare does"
    )
    bunch = getattr(datasets, name)(as_frame=as_frame)
    dataset = from_arrays(bunch)

    assert dataset.inputs.tolist() == np.asarray(bunch.data, dtype=float).tolist()
    assert dataset.input_names == tuple(bunch.feature_names)
    assert dataset.kind == ("classes" if name in ("load_iris", "load_wine", "load_digits") else "values")
