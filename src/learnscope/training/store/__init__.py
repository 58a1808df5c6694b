"""Runs on disk: one SQLite file, written whole or not at all, opened for reading only.

write · read    a run to a file and back
header          whether a file is one of ours, and whole
tables          what is in it, and how
versions        what decides the last bits, told to whoever opens it elsewhere

What decides and what was measured is kept; networks between keyframes are replayed. So that a file stays
true where another version of Learnscope or NumPy would split, scale or draw otherwise, it holds split,
scalings and starting parameters too. Data of one's own up to 256 MB is part of it; larger data, and what
is built in, is known by its fingerprint.
"""

from learnscope.training.store.read import open_run
from learnscope.training.store.write import write_run

__all__ = ["open_run", "write_run"]
