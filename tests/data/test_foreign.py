"""Arrays of other libraries, by stand-ins with the same protocol; `tests/compare` tries the libraries."""

from typing import Any

import numpy as np
import pytest

from learnscope.data import limits
from learnscope.data.arrays import from_arrays
from learnscope.errors import DataError, ShapeError
from learnscope.experiment import Experiment

X = np.array([[1.0, 2.0], [3.0, 0.0], [0.0, 6.0], [7.0, 8.0]])
Y = np.array([0, 1, 1, 0])


class Tensor:
    """As PyTorch's: no array while it needs gradients or lies on another device."""

    dtype = "bfloat16"

    def __init__(self, array: Any, *, bare: bool = False, fails: str = "") -> None:
        self.array, self.bare, self.fails = array, bare, fails

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise RuntimeError("Can't call numpy() on Tensor that requires grad.")

    def detach(self) -> "Tensor":
        return Tensor(self.array, bare=self.bare, fails=self.fails)

    def cpu(self) -> "Tensor":
        return Tensor(self.array, bare=True, fails=self.fails)

    def numpy(self) -> Any:
        if self.fails or not self.bare:
            raise TypeError(self.fails or "can't convert cuda:0 device type tensor to numpy")
        return self.array


class Sparse:
    """As SciPy's: NumPy sees an object in it."""

    def __init__(self, array: Any) -> None:
        self.array, self.shape, self.nnz = array, array.shape, np.count_nonzero(array)

    def toarray(self) -> Any:
        return self.array


class Bunch(dict):  # type: ignore[type-arg]
    """As scikit-learn's: a mapping whose keys are attributes too."""

    def __getattr__(self, key: str) -> Any:
        if key not in self:
            raise AttributeError(key)
        return self[key]


def test_tensors_are_taken_without_gradients():
    """From any device, for X and for y."""
    dataset = from_arrays(Tensor(X), Tensor(Y))

    assert dataset.fingerprint == from_arrays(X, Y).fingerprint


def test_a_tensor_that_gives_no_array_is_refused():
    """With its type and what to do."""
    with pytest.raises(DataError) as caught:
        from_arrays(Tensor(X, fails="Got unsupported ScalarType BFloat16"), Y)

    assert str(caught.value) == (
        "arrays: X is a tensor that gives no array (Got unsupported ScalarType BFloat16), got 'bfloat16'; "
        "pass X.float()"
    )


def test_sparse_matrices_are_taken_with_their_zeros(monkeypatch):
    """Where they are not too many."""
    assert from_arrays(Sparse(X), Y).fingerprint == from_arrays(X, Y).fingerprint
    assert from_arrays(X, Sparse(np.eye(2)[Y])).kind == "classes"

    monkeypatch.setattr(limits, "EVERYTHING", limits.AtMost(numbers=7))
    with pytest.raises(DataError, match=r"^arrays: 4 rows of 2 inputs are 8 numbers, more than the 7 "):
        from_arrays(Sparse(X), Y)


def test_what_lies_under_a_mask_is_no_number():
    """It is named by its place; a mask that hides nothing is none."""
    hidden = np.ma.masked_array(X, mask=[[0, 0], [0, 0], [0, 1], [0, 0]])
    for arrays, message in (
        (
            (hidden, Y),
            "arrays: X is masked in row 3, column 2 (1 of 8 values are); leave such rows out or fill ",
        ),
        (
            (X, np.ma.masked_equal(Y, 1)),
            "arrays: y is masked in row 2 (2 of 4 values are); leave such rows out ",
        ),
    ):
        with pytest.raises(DataError) as caught:
            from_arrays(*arrays)
        assert str(caught.value).startswith(message)
    assert from_arrays(np.ma.masked_array(X), Y).fingerprint == from_arrays(X, Y).fingerprint


def test_a_bunch_brings_its_names():
    """Of inputs and classes; for numbers, that of the target; as data of an experiment too."""
    flowers = Bunch(data=X, target=Y, feature_names=["a", "b"], target_names=np.array(["no", "yes"]))
    houses = Bunch(data=X, target=[0.5, 1, 2, 3], feature_names=["a", "b"], target_names=["price"])

    dataset = from_arrays(flowers)

    assert (dataset.input_names, dataset.output_names) == (("a", "b"), ("no", "yes"))
    assert (from_arrays(houses).kind, from_arrays(houses).output_names) == ("values", ("price",))
    assert Experiment(data=flowers).data.fingerprint == dataset.fingerprint


@pytest.mark.parametrize("data", [X, {"data": X}, Bunch(data=None, target=Y)])
def test_targets_must_be_there(data):
    """Beside X or in it."""
    with pytest.raises(DataError) as caught:
        from_arrays(data)

    assert str(caught.value) == (
        "arrays: there must be targets y beside X; pass them, or data that holds both"
    )


def test_rows_of_unequal_length_are_refused():
    """In a sentence."""
    with pytest.raises(ShapeError, match=r"^arrays: X makes no array \(.*\); pass rows of equal length$"):
        from_arrays([[1, 2], [3]], [0, 1])
