"""Data sets that ship with Learnscope or are made on the spot."""

from learnscope.data.builtin.catalogue import datasets, load

__all__ = ["datasets", "load"]
