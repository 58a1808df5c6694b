"""A reader's own picture brought to the size and the convention of a data set of pictures, stage by stage.

    as it came      laid on white where it is transparent
    grey            0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), where the data has no colours
    ink             where the data has paper and ink: 1 is ink, 0 is paper. What is paper in the picture is
                    told by the middle value of its edges; on a pad it is white
    contrast        paper and ink made 0 and 1, where the edges are not the paper's end already
    cut             the part in which the ink has the size and the place that it has in the data; drawings
                    always, other pictures where they hold less ink than any in the data or have another form
    size            every number is the mean of the area it covers, in the range of the data, and whole where
                    all of the data are

So a picture made of the data's own pixels, each drawn larger, comes back as itself, and a file like those
that a folder's pictures were read from comes back as the data's row.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from learnscope.data.convention import Convention, Frame, ink_box, ink_weight
from learnscope.data.dataset import Dataset, Floats
from learnscope.data.picture_file import at_size
from learnscope.errors import ShapeError

Pixels = NDArray[np.uint8]  # (height, width, 3), or 4 with opacity

EDGE = 140  # pixels of a stage's picture along its longer edge at most
CLEAN = 0.05  # how far from paper's end the edges' middle value may lie without more contrast
DARKEST = 99.5  # per cent of a picture's pixels are paler than what becomes full ink
GREYISH = 8  # by which the three colours of a pixel may differ, as in a grey JPEG, without being told
FORM = 1.02  # by which the proportions of two pictures of the same form may differ


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of a picture on its way."""

    title: str
    note: str  # one sentence: what was done
    pixels: Pixels  # (height, width, 3), at most EDGE along an edge


@dataclass(frozen=True, eq=False)
class OwnPicture:
    """A picture as inputs, and how it became them."""

    stages: tuple[Stage, ...]
    inputs: Floats  # (n_in,) in the data's own units


@dataclass(frozen=True)
class Window:
    """The part of a picture that becomes the inputs, in its pixels; it may reach beyond the edges."""

    top: float
    left: float
    bottom: float
    right: float


def prepare(pixels: Pixels, dataset: Dataset, *, drawn: bool) -> OwnPicture:
    """The picture (height, width, 4) of red, green, blue and opacity as inputs of `dataset`.

    `drawn` ones were drawn on an empty pad. Raises ShapeError for another shape, DataError where the data
    holds no pictures.
    """
    if pixels.ndim != 3 or pixels.shape[2] != 4 or 0 in pixels.shape:
        raise ShapeError(f"pixels must have shape (height, width, 4), got {pixels.shape}")
    convention, shape = dataset.convention, dataset.image_shape
    assert shape is not None
    image, clear = _on_white(pixels)
    stages = [_first(image, clear, drawn)]
    if len(shape) == 3:
        shares = _resized(image, shape) / 255
        return _finished(stages, shares, convention, "one red, green and blue each")
    grey = image.convert("L")
    if _coloured(image):
        stages.append(_stage("grey", "Each pixel is 0.299 red + 0.587 green + 0.114 blue.", grey))
    if convention.paper is None:
        return _finished(stages, _resized(grey, shape) / 255, convention, "")
    turned, light = _is_turned(grey, convention, drawn)
    if turned:
        way = "Dark on light becomes light on dark" if light else "Light on dark becomes dark on light"
        grey = ImageOps.invert(grey)
        stages.append(_stage("turned round", f"{way}: in this data, {_ends(convention)}.", grey))
    dark_ink = convention.paper == "high"
    ink = _ink(grey, dark_ink)
    paper = 0.0 if drawn else _edge(ink)
    if paper > CLEAN:
        ink = _contrasted(ink, paper)
        note = f"Grey paper and pale ink are drawn apart: {_ends(convention)}."
        stages.append(_stage("more contrast", note, _shown(ink, dark_ink)))
    window = _window(ink, convention.frame, shape, drawn)
    if window is None:
        shares = _resized(_shown(ink, dark_ink) if paper > CLEAN else grey, shape) / 255
        return _finished(stages, shares, convention, "")
    cells = max(1, EDGE // max(shape))
    framed = area_means(ink, window, (shape[0] * cells, shape[1] * cells))
    stages.append(_stage("cut and placed", _cut_note(ink, convention), _shown(framed, dark_ink)))
    means = area_means(ink, window, (shape[0], shape[1]))
    return _finished(stages, 1 - means if dark_ink else means, convention, "")


def area_means(ink: Floats, window: Window, shape: tuple[int, int]) -> Floats:
    """`shape` means over the cells into which `window` is cut; outside of the picture, ink is 0.

    >>> area_means(np.array([[1.0, 0.0]]), Window(0, 0, 1, 4), (1, 2))
    array([[0.5, 0. ]])
    """
    down = _overlaps(window.top, window.bottom, shape[0], ink.shape[0])
    across = _overlaps(window.left, window.right, shape[1], ink.shape[1])
    means: Floats = down @ ink @ across.T
    return means


def _overlaps(start: float, end: float, cells: int, pixels: int) -> Floats:
    """Which share of each cell (cells, pixels) each pixel covers."""
    borders = np.linspace(start, end, cells + 1)
    places = np.arange(pixels)
    reach = np.minimum(borders[1:, None], places + 1) - np.maximum(borders[:-1, None], places)
    shares: Floats = np.maximum(reach, 0) / ((end - start) / cells)
    return shares


def _window(ink: Floats, frame: Frame | None, shape: tuple[int, ...], drawn: bool) -> Window | None:
    """What of `ink` becomes the picture; None: all of it, as it is."""
    box = ink_box(ink)
    if frame is None or box is None:
        return None
    height, width = ink.shape
    top, left, bottom, right = box
    form = (height * shape[1]) / (width * shape[0])
    size = max(
        (bottom - top) / (frame.height * height / shape[0]), (right - left) / (frame.width * width / shape[1])
    )
    if not drawn and 1 / FORM <= form <= FORM and size >= frame.least:
        return None
    pitch = max((bottom - top) / frame.height, (right - left) / frame.width)  # pixels per cell
    row, column = ((top + bottom) / 2, (left + right) / 2) if frame.by == "box" else ink_weight(ink)
    start, edge = row - frame.row * pitch, column - frame.column * pitch
    return Window(start, edge, start + shape[0] * pitch, edge + shape[1] * pitch)


def _is_turned(grey: Image.Image, convention: Convention, drawn: bool) -> tuple[bool, bool]:
    """Whether paper is at the other end of brightness than in the data, and whether it is light."""
    light = drawn or _edge(np.asarray(grey, dtype=np.float64)) >= 127.5
    return light == (convention.paper == "low"), light


def _ink(grey: Image.Image, dark_ink: bool) -> Floats:
    shares = np.asarray(grey, dtype=np.float64) / 255
    return 1 - shares if dark_ink else shares


def _shown(ink: Floats, dark_ink: bool) -> Image.Image:
    """Shares of ink as a picture of the data's kind."""
    return Image.fromarray(np.round(255 * (1 - ink if dark_ink else ink)).astype(np.uint8))


def _contrasted(ink: Floats, paper: float) -> Floats:
    full = max(float(np.percentile(ink, DARKEST)), paper + 1 / 255)
    stretched: Floats = np.clip((ink - paper) / (full - paper), 0, 1)
    return stretched


def _finished(stages: list[Stage], shares: Floats, convention: Convention, what: str) -> OwnPicture:
    """The last stage, and the inputs, from shares of the range (height, width[, 3])."""
    inputs = convention.low + shares * (convention.high - convention.low)
    height, width = shares.shape[:2]
    kind = f", {what}," if what else ""
    whole = ", rounded as in the data" if convention.whole else ""
    cells = f"Each of the {height} × {width} numbers{kind}"
    note = f"{cells} is the mean of the area it covers: {_ends(convention)}{whole}."
    if convention.whole:
        inputs = np.round(inputs)
    span = convention.high - convention.low
    final = np.round(255 * (inputs - convention.low) / span if span else 0 * inputs).astype(np.uint8)
    stages.append(_stage(f"{height} × {width}", note, Image.fromarray(final)))
    flat = inputs.ravel()
    flat.flags.writeable = False
    return OwnPicture(tuple(stages), flat)


def _cut_note(ink: Floats, convention: Convention) -> str:
    box, frame = ink_box(ink), convention.frame
    assert box is not None
    assert frame is not None
    middle = "the middle of its box" if frame.by == "box" else "its centre of gravity"
    held = f"{box[3] - box[1]} × {box[2] - box[0]}"
    return (
        f"Of {ink.shape[1]} × {ink.shape[0]} pixels, {held} hold ink; they are made as large as ink is in "
        f"this data, and {middle} is put where it is there."
    )


def _ends(convention: Convention) -> str:
    """ "paper is 0 and ink 16", or "from 0 to 1"."""
    low, high = (f"{end:g}".replace("-", "−") for end in (convention.low, convention.high))
    if convention.paper is None:
        return f"from {low} to {high}"
    return f"paper is {low} and ink {high}" if convention.paper == "low" else f"paper is {high} and ink {low}"


def _first(image: Image.Image, clear: bool, drawn: bool) -> Stage:
    laid = ", laid on white where it is transparent" if clear and not drawn else ""
    how = "As it was drawn" if drawn else "As it came"
    return _stage("as drawn" if drawn else "as it came", f"{how}, {size_of(image)}{laid}.", image)


def size_of(image: Image.Image) -> str:
    """ "640 × 480 pixels", width first."""
    return f"{image.width} × {image.height} {'pixel' if image.size == (1, 1) else 'pixels'}"


def stage_pixels(image: Image.Image) -> Pixels:
    """A picture as a stage shows it: colours, no larger than EDGE."""
    scale = EDGE / max(image.size)
    if scale < 1:
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        image = image.resize(size, Image.Resampling.BOX)
    return np.array(image.convert("RGB"))


def _stage(title: str, note: str, image: Image.Image) -> Stage:
    return Stage(title, note, stage_pixels(image))


def _on_white(pixels: Pixels) -> tuple[Image.Image, bool]:
    """The picture laid on white, and whether any of it is transparent."""
    image = Image.fromarray(np.ascontiguousarray(pixels))
    if (pixels[:, :, 3] == 255).all():
        return image.convert("RGB"), False
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB"), True


def _coloured(image: Image.Image) -> bool:
    bands = np.asarray(image)
    return bool((bands.max(axis=2) - bands.min(axis=2)).max() > GREYISH)


def _edge(picture: Floats) -> float:
    """The middle value of a picture's edges."""
    return float(np.median(np.concatenate([picture[0], picture[-1], picture[1:-1, 0], picture[1:-1, -1]])))


def _resized(image: Image.Image, shape: tuple[int, ...]) -> Floats:
    """Brightness from 0 to 255, brought to size as the pictures of a folder are."""
    return at_size(image, (shape[0], shape[1]))
