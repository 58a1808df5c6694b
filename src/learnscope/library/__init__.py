"""What a program holds in its hand: `train`, the run it gives, and `open_run`.

A run is a tree and one of its futures, as on the page: the same steps, the same memory, the same file.
"""
