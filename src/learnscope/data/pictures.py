"""Pictures as rows of inputs: (height, width) or (height, width, 3), row by row from the upper left."""

COLORS = ("red", "green", "blue")


def pixel_names(shape: tuple[int, ...]) -> tuple[str, ...]:
    """Names of the inputs of a picture, counted from 1.

    >>> pixel_names((1, 2)), pixel_names((1, 1, 3))
    (('pixel 1.1', 'pixel 1.2'), ('pixel 1.1 red', 'pixel 1.1 green', 'pixel 1.1 blue'))
    """
    places = [f"pixel {row}.{column}" for row in range(1, shape[0] + 1) for column in range(1, shape[1] + 1)]
    if len(shape) == 2:
        return tuple(places)
    return tuple(f"{place} {color}" for place in places for color in COLORS)
