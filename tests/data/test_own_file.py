"""Picture files of one's own: eight formats, every kind of pixel, large ones, and files that are none."""

import contextlib
import io

import numpy as np
import pytest
from PIL import Image

from learnscope.data import own_file
from learnscope.data.own_file import open_picture
from learnscope.errors import FormatError

READ = "PNG, JPEG, GIF, BMP, WEBP, TIFF, PPM, ICO"


def written(image, kind, **options):
    """The bytes of an image file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def photograph(height=48, width=64, seed=0):
    """Smooth random colours, which lossy formats keep nearly."""
    small = np.random.default_rng(seed).integers(0, 256, (4, 4, 3), dtype=np.uint8)
    return Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)


def message(data, name="cat.png"):
    with pytest.raises(FormatError) as caught:
        open_picture(data, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "off"), [("PNG", 0), ("JPEG", 12), ("GIF", 60), ("BMP", 0), ("WEBP", 0), ("TIFF", 0), ("PPM", 0)]
)
def test_seven_formats_are_read(kind, off):
    """To the pixel where the format keeps them."""
    options = {"WEBP": {"lossless": True}, "JPEG": {"quality": 95}}.get(kind, {})
    opened = open_picture(written(photograph(), kind, **options), "a")

    assert opened.pixels.shape == (48, 64, 4)
    assert (opened.pixels[..., 3] == 255).all()
    difference = opened.pixels[..., :3].astype(int) - np.asarray(photograph())
    assert np.abs(difference).max() <= off
    assert opened.note == "As it came, 64 × 48 pixels."


def test_the_eighth_is_an_icon():
    """Its largest picture."""
    opened = open_picture(written(photograph(32, 32), "ICO", sizes=[(16, 16), (32, 32)]), "a.ico")

    assert (opened.pixels[..., :3] == np.asarray(photograph(32, 32))).all()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("L", "PNG"),
        ("1", "PNG"),
        ("P", "PNG"),
        ("CMYK", "JPEG"),
        ("CMYK", "TIFF"),
        ("RGBA", "PNG"),
        ("LA", "PNG"),
    ],
)
def test_every_kind_of_pixel_becomes_colours(mode, kind):
    """As Pillow sees them."""
    image = photograph().convert(mode)
    opened = open_picture(written(image, kind), "a")
    expected = np.asarray(image.convert("RGBA" if mode in ("RGBA", "LA") else "RGB"))[..., :3].astype(int)

    assert np.abs(opened.pixels[..., :3] - expected).max() <= (12 if kind == "JPEG" else 0)


def test_sixteen_bits_become_eight():
    """By dividing by 257."""
    deep = np.random.default_rng(0).integers(0, 65536, (5, 6)).astype(np.uint16)
    opened = open_picture(written(Image.fromarray(deep), "PNG"), "a")

    assert (opened.pixels[..., 0] == np.round(deep / 257)).all()


def test_a_palette_with_a_transparent_colour_is_laid_on_white():
    """And told so."""
    image = Image.new("P", (4, 2), 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putpixel((0, 0), 0)
    opened = open_picture(written(image, "PNG", transparency=0), "a")

    assert opened.pixels[0, 0].tolist() == [255, 255, 255, 255]
    assert opened.pixels[0, 1].tolist() == [0, 0, 255, 255]
    assert opened.note == "As it came, 4 × 2 pixels, laid on white where it is transparent."


def test_a_picture_is_turned_as_its_camera_says():
    """All eight ways."""
    pixels = np.arange(6, dtype=np.uint8).reshape(2, 3)
    for way in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = way
        opened = open_picture(written(Image.fromarray(pixels), "PNG", exif=exif), "a")
        turned = pixels if way < 5 else pixels.T
        flips = {2: (1, -1), 3: (-1, -1), 4: (-1, 1), 6: (1, -1), 7: (-1, -1), 8: (-1, 1)}.get(way, (1, 1))

        assert (opened.pixels[..., 0] == turned[:: flips[0], :: flips[1]]).all()
        assert ("turned as its camera says" in opened.note) is (way != 1)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "TIFF"])
def test_of_a_moving_picture_the_first_is_taken(kind):
    """Whatever comes after."""
    frames = [Image.new("RGB", (5, 4), colour) for colour in ("red", "blue")]
    opened = open_picture(
        written(frames[0], kind, save_all=True, append_images=frames[1:], lossless=True), "a"
    )

    assert (opened.pixels[0, 0, :3] == (255, 0, 0)).all()


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG"])
def test_a_large_picture_becomes_smaller_by_means(monkeypatch, kind):
    """Every pixel that of a block; strip by strip gives what one whole would."""
    monkeypatch.setattr(own_file, "WORKED", 3000)
    monkeypatch.setattr(own_file, "STRIP", 2500)
    image = photograph(240, 320)
    opened = open_picture(written(image, kind), "a")
    factor = {"JPEG": 8}.get(kind, 6)
    whole = np.asarray(image.reduce(factor)).astype(int)

    assert opened.pixels.shape == (240 // factor, -(-320 // factor), 4)
    assert np.abs(opened.pixels[..., :3] - whole).max() <= (8 if kind == "JPEG" else 1)
    size = f"{opened.pixels.shape[1]} × {opened.pixels.shape[0]}"
    assert opened.note == f"As it came, 320 × 240 pixels, made smaller to {size} pixels by taking means."


def test_forty_megapixels_are_read():
    """A grey PNG of 8000 × 5000, to two million pixels."""
    big = Image.linear_gradient("L").resize((8000, 5000))
    opened = open_picture(written(big, "PNG", compress_level=1), "big.png")

    assert opened.pixels.shape == (1250, 2000, 4)
    assert opened.pixels[0, 0, 0] <= 1
    assert opened.pixels[-1, -1, 0] >= 254


@pytest.mark.parametrize("size", [(1, 1), (10000, 1), (1, 10000)])
def test_any_form_is_read(size):
    """From one pixel to a thread of ten thousand."""
    opened = open_picture(written(Image.new("RGB", size, "green"), "PNG"), "a")

    assert opened.pixels.shape == (size[1], size[0], 4)


def test_files_that_are_no_pictures_are_refused():
    """Each with its name, what is wrong and what to do."""
    png = written(photograph(), "PNG")
    jpeg = written(photograph(), "JPEG")

    assert message(b"") == "cat.png is an empty file; choose another"
    for data in (b"hello, I am a text", b"%PDF-1.7 ...", b"GIF89a", jpeg[:60]):
        assert message(data) == f"cat.png is no picture that can be read ({READ}); save it as PNG or JPEG"
    begins = "cat.png begins as a PNG image and cannot be read to its end ("
    assert message(png[: len(png) // 2]).startswith(begins)
    assert message(png[: len(png) // 2]).endswith("); save it as PNG or JPEG")
    assert message(jpeg[:-200], "a.jpg").startswith("a.jpg begins as a JPEG image and cannot be read")


def test_a_bomb_is_not_unpacked():
    """A small file of 100 million pixels, from its header alone."""
    head = written(Image.new("1", (1, 1)), "PPM")
    bomb = b"P4 10000 10000\n" + head[-1:]

    assert message(bomb, "bomb.pbm") == "bomb.pbm has more than 64 000 000 pixels; make it smaller"
    huge = written(Image.new("1", (20000, 10000)), "PNG")
    assert message(huge) == "cat.png has more than 64 000 000 pixels; make it smaller"


def test_pixels_of_unknown_range_are_refused():
    """As those of some instruments are."""
    data = written(Image.new("F", (3, 3)), "TIFF")

    assert message(data, "a.tif") == "a.tif has pixels of kind 'F'; save it with eight bits per colour"


@pytest.mark.whole
@pytest.mark.parametrize("seed", range(40))
def test_any_bytes_are_read_or_refused(seed):
    """Pictures with bytes changed at random: never another kind of error."""
    generator = np.random.default_rng(seed)
    kind = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM", "ICO")[seed % 8]
    data = bytearray(written(photograph(20, 20), kind))
    for place in generator.integers(0, len(data), 6):
        data[place] = generator.integers(256)
    with contextlib.suppress(FormatError):
        assert open_picture(bytes(data), "a").pixels.shape[2] == 4
