"""A picture file of a reader's own, from its bytes to pixels: any size, in bounded memory.

It is turned as its camera says (EXIF) and laid on white where it is transparent. What has more than four
million pixels is made smaller first, by a whole factor: JPEG while it is decoded, the rest strip by strip,
each pixel becoming the mean of those it stands for. Of a moving picture, the first is taken.
"""

import io
import math
import warnings
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageOps

from learnscope.data.limits import PIXELS, spaced
from learnscope.data.own_picture import Pixels, size_of
from learnscope.data.picture_file import FORMATS, in_eight_bits
from learnscope.errors import FormatError

READ = (*FORMATS, "ICO")  # readers that only decode
BYTES = 64 * 2**20  # of a file
WORKED = 4_000_000  # pixels that are worked on
STRIP = 2_000_000  # pixels that are made smaller at a time
KEEP = "save it as PNG or JPEG"
ORIENTATION = 0x0112  # the EXIF tag


@dataclass(frozen=True, eq=False)
class OpenedFile:
    """The pixels of a file, and what was done to read them."""

    pixels: Pixels  # (height, width, 4), all opaque
    note: str  # one sentence


def open_picture(data: bytes, name: str) -> OpenedFile:
    """The picture in the bytes of a file, which messages call `name`.

    Raises FormatError where it is empty, no picture, cut short, or has more than 64 million pixels.
    """
    if not data:
        raise FormatError(f"{name} is an empty file; choose another")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's doubts about metadata, and its own limit on pixels
        try:
            opened = Image.open(io.BytesIO(data), formats=READ)
        except Image.DecompressionBombError:
            raise _too_large(name) from None
        except Exception:  # for a broken file, Pillow raises nearly anything
            raise FormatError(f"{name} is no picture that can be read ({', '.join(READ)}); {KEEP}") from None
        with opened as image:
            if image.width * image.height > PIXELS:
                raise _too_large(name)
            try:
                return _opened(image)
            except _UnknownRangeError as error:
                raise FormatError(
                    f"{name} has pixels of kind {str(error)!r}; save it with eight bits per colour"
                ) from None
            except Exception as error:
                raise FormatError(
                    f"{name} begins as a {image.format} image and cannot be read to its end ({error}); {KEEP}"
                ) from None


class _UnknownRangeError(Exception):
    """Pixels whose numbers have no known range."""


def _opened(image: Image.Image) -> OpenedFile:
    came, clear = size_of(image), _is_clear(image)
    turned = image.getexif().get(ORIENTATION, 1)
    large = image.width * image.height > WORKED
    if large and image.format == "JPEG":
        share = math.sqrt(WORKED / (image.width * image.height))
        image.draft(image.mode, (math.ceil(image.width * share), math.ceil(image.height * share)))
    image.load()
    small = _smaller(image)
    if turned != 1:
        exif = small.getexif()
        exif[ORIENTATION] = turned
        small = ImageOps.exif_transpose(small)
    notes = [f"As it came, {came}"]
    if turned != 1:
        notes.append("turned as its camera says")
    if clear:
        notes.append("laid on white where it is transparent")
    if large:
        notes.append(f"made smaller to {size_of(small)} by taking means")
    return OpenedFile(np.array(small.convert("RGBA")), f"{', '.join(notes)}.")


def _smaller(image: Image.Image) -> Image.Image:
    """The image in eight-bit colours on white, by a whole factor smaller where large, strip by strip."""
    width, height = image.size
    factor = math.ceil(math.sqrt(width * height / WORKED)) if width * height > WORKED else 1
    across, down = min(factor, width), min(factor, height)
    made = Image.new("RGB", (math.ceil(width / across), math.ceil(height / down)))
    rows = max(1, STRIP // (width * down)) * down
    for top in range(0, height, rows):
        strip = in_eight_bits(image.crop((0, top, width, min(top + rows, height))))
        if strip is None:
            raise _UnknownRangeError(image.mode)
        colours = strip.convert("RGB")
        made.paste(colours if factor == 1 else colours.reduce((across, down)), (0, top // down))
    return made


def _is_clear(image: Image.Image) -> bool:
    """Whether it may be transparent anywhere."""
    return image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info


def _too_large(name: str) -> FormatError:
    return FormatError(f"{name} has more than {spaced(PIXELS)} pixels; make it smaller")
