"""How much of what is large is tried: a seeded sample, or all of it with `pytest --all`.

A property that was given `max_examples=many(200)` is tried on 200 examples with `--all` and on some of them
without. Of a test with more than MOST cases, MOST are drawn, and MOST_IN_BROWSER of one that opens the page
or is marked `slow`; the header of the run names the seed, and `--sample-seed` gives it again.
"""

import os
import random
from collections import defaultdict
from collections.abc import Iterable

import pytest

MOST = 16  # cases of one test that are run without --all
MOST_IN_BROWSER = 1  # each takes seconds
SHARE = 4  # of the examples of a property, one in so many
FEWEST = 5  # examples of a property, where it has as many
ALL = "LEARNSCOPE_TEST_ALL"  # tells worker processes and modules that are imported before options are read


def everything() -> bool:
    """Whether all is asked for."""
    return os.environ.get(ALL) == "1"


def many(examples: int) -> int:
    """How many of so many examples to try."""
    return examples if everything() else min(examples, max(FEWEST, examples // SHARE))


def drawn(items: Iterable[pytest.Item], seed: int) -> set[pytest.Item]:
    """Of each test with many cases a seeded sample; of the others, and of those marked `whole`, all."""
    tests: dict[tuple[object, str], list[pytest.Item]] = defaultdict(list)
    for item in items:
        tests[item.path, getattr(item, "originalname", item.name)].append(item)
    kept: set[pytest.Item] = set()
    for (_, name), cases in tests.items():
        slow = "browser" in cases[0].path.parts or cases[0].get_closest_marker("slow") is not None
        most = MOST_IN_BROWSER if slow else MOST
        whole = len(cases) <= most or cases[0].get_closest_marker("whole") is not None
        kept.update(cases if whole else random.Random(f"{seed} {name}").sample(cases, most))
    return kept
