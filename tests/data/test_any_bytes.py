"""Whatever bytes a file holds, opening it gives a data set or an error raised on purpose."""

import contextlib
import gzip
import io
import struct

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image

from learnscope.data.dataset import Dataset
from learnscope.data.opening import open_data
from learnscope.errors import LearnscopeError
from tests.sampling import many

EXAMPLES = 60  # of each format


def whole_files():
    """A small valid file of each format, by the name it needs."""
    table = 'a,b,c\n1,"x, y",0.5\n2,z,1.5\n3,"x ""q""",2.5\n'
    parquet, archive, image = io.BytesIO(), io.BytesIO(), io.BytesIO()
    pl.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "x"], "c": [0, 1, 0]}).write_parquet(parquet)
    np.savez(archive, X=np.arange(6).reshape(3, 2), y=[0, 1, 0])
    Image.fromarray(np.arange(64, dtype=np.uint8).reshape(8, 8)).save(image, format="PNG")
    return {
        "t.csv": table.encode(),
        "t.tsv.gz": gzip.compress(table.replace(",", "\t").encode()),
        "t.parquet": parquet.getvalue(),
        "t.npz": archive.getvalue(),
        "t-images-idx3-ubyte": bytes((0, 0, 8, 3)) + struct.pack(">3I", 3, 2, 2) + bytes(range(12)),
        "folder/a/t.png": image.getvalue(),
    }


WHOLE = whole_files()


@st.composite
def damaged(draw, content):
    """`content` cut short, with some bytes changed, or with others put in; or any bytes at all."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=200))
    data = bytearray(content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content)
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(data)))
        data[place : place + draw(st.integers(0, 3))] = draw(
            st.binary(max_size=3) | st.sampled_from([b'"', b"\n"])
        )
    return bytes(data)


@pytest.mark.parametrize("name", list(WHOLE))
def test_any_bytes_give_a_data_set_or_an_error_on_purpose(tmp_path, name):
    """Damaged files of every format never raise anything else."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "t-labels-idx1-ubyte").write_bytes(bytes((0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 0)))
    if name.startswith("folder"):
        (tmp_path / "folder" / "b").mkdir()
        (tmp_path / "folder" / "b" / "1.png").write_bytes(WHOLE[name])
    opened = tmp_path / "folder" if name.startswith("folder") else path

    @settings(max_examples=many(EXAMPLES), deadline=None)
    @given(content=damaged(WHOLE[name]))
    def check(content):
        path.write_bytes(content)
        with contextlib.suppress(LearnscopeError):
            assert isinstance(open_data(opened), Dataset)

    check()
