"""A process that is killed while it saves, again and again; run as a module with a folder and how often.

It prints how many steps the file held after each kill, or fails.
"""

import os
import random
import select
import signal
import sys
import time
from pathlib import Path

from learnscope.core.compiled import PLAIN
from learnscope.run import Tree, grow, point
from learnscope.store.beside import is_alone
from learnscope.store.contents import Notes
from learnscope.store.file import RunFile, write_whole
from learnscope.store.read import open_stored
from tests.run.trees import make_tree

LONGEST = 0.05  # seconds until a kill


def save_on(path: Path, tell: int) -> None:
    """Go on with the run at `path`, a little at a time, and tell its steps after each saving."""
    stored = open_stored(path)
    tree = stored.tree
    file = RunFile(path, tree, stored.setups, stored.about["stamp"])
    while True:
        tree = grow(tree, "1", 60, PLAIN, rules=False).tree
        file.save(tree, Notes())
        os.write(tell, b"%d\n" % tree["1"].steps)


def killed(path: Path, wait: float) -> int:
    """The last steps that a process told of before it was killed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        save_on(path, write)
    os.close(write)
    lines = os.read(read, 100)  # it has begun
    until = time.monotonic() + wait
    while (left := until - time.monotonic()) > 0:
        if select.select([read], [], [], left)[0]:
            lines += os.read(read, 10_000)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(read, 10_000):
        lines += more
    os.close(read)
    return int(lines.rpartition(b"\n")[0].split(b"\n")[-1])


def main(folder: Path, times: int) -> None:
    """Kill so often, and look at the file each time."""
    path = folder / "a.run"
    straight: Tree = make_tree(optimizer="adam")
    begun = grow(straight, "1", 10, PLAIN, rules=False).tree
    write_whole(path, begun, Notes(stamp="begin"))
    chance = random.Random(7)
    for _ in range(times):
        told = killed(path, chance.uniform(0, LONGEST))
        interrupted = not is_alone(path)
        tree = open_stored(path).tree
        steps = tree["1"].steps
        assert steps >= told, (steps, told)
        if steps > straight["1"].steps:
            straight = grow(straight, "1", steps - straight["1"].steps, PLAIN, rules=False).tree
        for step in (chance.randint(0, steps), steps):
            assert point(tree, "1", step).same(point(straight, "1", step)), step
        print(steps, int(interrupted))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
