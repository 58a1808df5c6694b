"""One image file as pixels from 0 to 255.

It is turned as its camera says (EXIF), laid on white where it is transparent, made grey by 0.299 R + 0.587
G + 0.114 B (ITU-R BT.601) or left in colour, and then brought to size: every pixel is the mean of the area
it covers. Of a moving picture, the first is taken. Sixteen-bit greys keep their upper eight bits' worth.
"""

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageChops, ImageOps

from learnscope.data.dataset import Floats
from learnscope.data.limits import at_most, spaced
from learnscope.errors import FormatError

RANGES = (1.0, 255.0, 65535.0)  # of pixels that are free numbers, from 0
# Readers that only decode. Pillow has others, and one of them hands the file to Ghostscript.
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")


@dataclass(frozen=True, eq=False)
class Picture:
    """One image as it is learned from, and what of it was lost on the way."""

    pixels: Floats  # (height, width) or (height, width, 3)
    bounded: bool  # whether they are from 0 to 255; else the file's own numbers, whose range `full_of` finds
    came: tuple[int, int]  # height and width before it was brought to size
    coloured: bool  # whether it has colours that were made grey


def read_pixels(source: Path | bytes, name: str, *, size: tuple[int, int] | None, color: str) -> Picture:
    """The image in a file, or in its bytes; messages call it `name`.

    Raises FormatError where it is empty, no image, cut short, or larger than is read at once.
    """
    if (len(source) if isinstance(source, bytes) else source.stat().st_size) == 0:
        raise FormatError(f"{name} is an empty file; put the image there again or remove it")
    opened_from = io.BytesIO(source) if isinstance(source, bytes) else source
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's doubts about metadata, and its own limit on pixels
        try:
            opened = Image.open(opened_from, formats=FORMATS)
        except Image.DecompressionBombError:
            raise _too_large(name) from None
        except Exception:  # for a broken file, Pillow raises nearly anything
            raise FormatError(
                f"{name} is no image that can be read ({', '.join(FORMATS)}); remove it"
            ) from None
        with opened as image:
            if image.width * image.height > at_most().pixels:
                raise _too_large(name)
            try:
                image.load()
                turned = ImageOps.exif_transpose(image)
                plain = in_eight_bits(turned)
            except Exception as error:
                raise FormatError(
                    f"{name} begins as a {image.format} image and cannot be read to its end ({error}); "
                    "fetch it again or remove it"
                ) from None
    if plain is None:
        loose = turned.convert("F")
        numbers = np.asarray(loose, dtype=np.float64) if size is None else at_size(loose, size)
        if not np.isfinite(numbers).all():
            raise FormatError(
                f"{name} has pixels that are no finite numbers; save it with eight bits per colour"
            )
        loose_pixels = numbers if color == "grey" else np.stack([numbers] * 3, axis=2)
        return Picture(loose_pixels, False, (turned.height, turned.width), False)
    pixels = plain.convert("L" if color == "grey" else "RGB")
    values = np.asarray(pixels, dtype=np.float64) if size is None else at_size(pixels, size)
    return Picture(values, True, (plain.height, plain.width), color == "grey" and _has_colours(plain))


def _has_colours(image: Image.Image) -> bool:
    """Whether anything in an image is not grey."""
    if image.mode in ("1", "L"):
        return False
    red, green, blue = image.convert("RGB").split()
    return any(ImageChops.difference(red, other).getbbox() is not None for other in (green, blue))


def full_of(numbers: Floats) -> float | None:
    """The end of the range of pixels that are free numbers: 1, 255 or 65 535; None where they leave all."""
    low, high = float(numbers.min()), float(numbers.max())
    return next((full for full in RANGES if high <= full), None) if low >= 0 else None


def at_size(image: Image.Image, size: tuple[int, int]) -> Floats:
    """The pixels of a grey or coloured image at (height, width): each the mean of the area it covers."""
    if image.size == (size[1], size[0]):
        return np.asarray(image, dtype=np.float64)
    # As floats, one colour at a time: eight-bit means would be rounded twice.
    bands = [band.convert("F").resize((size[1], size[0]), Image.Resampling.BOX) for band in image.split()]
    means = [np.asarray(band, dtype=np.float64) for band in bands]
    return means[0] if len(means) == 1 else np.stack(means, axis=2)


def in_eight_bits(image: Image.Image) -> Image.Image | None:
    """The image in eight bits and without transparency; None where its numbers have no known range."""
    if image.mode.startswith("I;16"):
        sixteen: Any = np.asarray(image, dtype=np.float64)
        return Image.fromarray(np.round(sixteen / 257).astype(np.uint8))
    if image.mode in ("I", "F"):
        return None
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear)
    return image


def _too_large(name: str) -> FormatError:
    return FormatError(
        f"{name} has more than {spaced(at_most().pixels)} pixels; make it smaller or remove it"
    )
