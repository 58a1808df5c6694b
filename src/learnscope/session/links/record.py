"""What a link holds. A field is only ever added, at the end, with a default; else the version is raised."""

import msgspec


class Values(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A sample with other values than those of the data."""

    inputs: tuple[float, ...]  # in their own units
    target: tuple[float, ...]  # as the network sees it
    picture: bool = False


class Stretch(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Steps made under one recipe from one point; what is left out is as it was where the last one ended."""

    steps: int
    recipe: int = 0  # which of the recipes
    compiled: bool = False
    ahead: int = 0  # the place in the order of batches, less the step
    began: int = 0  # the step at which the optimizer's state began
    places: tuple[int, ...] = ()  # of parameters that were set; () with values: all of them
    values: bytes = b""
    slots: bytes | None = None  # what the optimizer remembers, where that was changed
    causes: tuple[str, ...] = ()
    by_hand: tuple[int, Values | None] | None = None  # its one step was made with this sample, perhaps edited


class Points(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A data set of points that was drawn on the plane."""

    places: bytes  # (N, 2) float64
    classes: tuple[int, ...]


class Held(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where a sitting stands, how it came there, and how it is looked at."""

    recipes: tuple[str, ...]  # as queries
    stretches: tuple[Stretch, ...]
    step: int
    place: int  # of the batch that is looked at, in the order of batches
    sample: int
    phase: float
    check: int  # CRC-32 of parameters and of what the optimizer remembers
    edited: Values | None = None
    verdict: int = -1  # the sample of which the last update tells what it did; -1 where it tells nothing
    starting_point: str = ""
    points: Points | None = None
    selected: str = ""
    dock: str = ""  # the panel that is open
    hidden: tuple[str, ...] = ()  # names of numbers that are blanks
    lesson: str = ""
    page: int = 1
