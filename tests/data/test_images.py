"""Folders of images: their pixels, sizes and colours, and files that lie."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from learnscope.data import limits
from learnscope.data.images import load_images
from learnscope.data.split import split
from learnscope.errors import ArgumentError, DataError

FORMATS = "PNG, JPEG, GIF, BMP, WEBP, TIFF, PPM"


@pytest.fixture
def folder(tmp_path):
    """A folder of two classes, each with one small image of whole greys."""
    root = tmp_path / "pets"
    for number, label in enumerate(("cat", "dog")):
        (root / label).mkdir(parents=True)
        save(root / label / "1.png", np.full((4, 6), 40 * (number + 1), dtype=np.uint8))
    return root


def save(path, pixels, mode=None, **options):
    """Write `pixels` as an image file."""
    image = Image.fromarray(pixels)
    (image if mode is None else image.convert(mode)).save(path, **options)


def pixels_of(dataset, sample=0):
    """A sample's picture in steps of 255ths."""
    return np.round(dataset.inputs[sample].reshape(dataset.image_shape) * 255).astype(int)


@pytest.mark.parametrize("ending", ["png", "bmp", "tif", "webp", "gif", "pgm"])
def test_grey_images_make_the_round_trip(tmp_path, ending):
    """Random pixels, in every format that keeps them, as 255ths in rows."""
    pictures = np.random.default_rng(2).integers(0, 256, (6, 5, 7), dtype=np.uint8)
    for number, picture in enumerate(pictures):
        path = tmp_path / "set" / f"class {number % 3}" / f"{number}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path, picture, **({"lossless": True} if ending == "webp" else {}))
    dataset = load_images(tmp_path / "set", size=None)
    order = [0, 3, 1, 4, 2, 5]

    assert (dataset.inputs == pictures[order].reshape(6, 35) / 255).all()
    assert dataset.classes.tolist() == [0, 0, 1, 1, 2, 2]
    assert dataset.output_names == ("class 0", "class 1", "class 2")
    assert dataset.image_shape == (5, 7)
    assert dataset.input_names[7] == "pixel 2.1"
    assert (dataset.name, dataset.title, dataset.kind) == ("set", "set", "classes")


def test_colour_images_make_the_round_trip(folder):
    """Red, green and blue of each pixel, side by side."""
    picture = np.random.default_rng(3).integers(0, 256, (4, 6, 3), dtype=np.uint8)
    save(folder / "cat" / "1.png", picture)
    dataset = load_images(folder, size=None, color="rgb")

    assert dataset.image_shape == (4, 6, 3)
    assert (pixels_of(dataset) == picture).all()
    assert dataset.input_names[:3] == ("pixel 1.1 red", "pixel 1.1 green", "pixel 1.1 blue")
    assert (pixels_of(dataset, 1) == 80).all()


def test_colours_become_greys_by_their_brightness(folder):
    """0.299 red + 0.587 green + 0.114 blue, to one step."""
    picture = np.random.default_rng(3).integers(0, 256, (4, 6, 3), dtype=np.uint8)
    save(folder / "cat" / "1.png", picture)
    grey = picture @ [0.299, 0.587, 0.114]

    assert np.abs(pixels_of(load_images(folder, size=None)) - grey).max() <= 1


def test_images_are_brought_to_28_by_28_unless_told_otherwise(folder):
    """Or to the height and width asked for."""
    assert load_images(folder).image_shape == (28, 28)
    assert load_images(folder, size=(3, 5)).image_shape == (3, 5)
    assert load_images(folder, size=(3, 5), color="rgb").image_shape == (3, 5, 3)


def test_a_smaller_pixel_is_the_mean_of_its_area(folder):
    """Halving both sides averages four, to the roundings of float32, in grey and in colour."""
    picture = np.random.default_rng(4).integers(0, 256, (8, 12), dtype=np.uint8)
    save(folder / "cat" / "1.png", picture)
    means = picture.reshape(4, 2, 6, 2).mean(axis=(1, 3))

    for color in ("grey", "rgb"):
        pixels = load_images(folder, size=(4, 6), color=color).inputs[0].reshape(4, 6, -1) * 255

        np.testing.assert_allclose(pixels, np.broadcast_to(means[:, :, None], pixels.shape), rtol=1e-6)


def test_transparent_parts_are_white(folder):
    """As on a page; half transparent ones are halfway."""
    picture = np.zeros((4, 6, 4), dtype=np.uint8)
    picture[0, :, 3] = 255
    picture[1, :, 3] = 128
    save(folder / "cat" / "1.png", picture)

    assert pixels_of(load_images(folder, size=None))[:, 0].tolist() == [0, 127, 255, 255]


def test_a_transparent_colour_of_a_palette_is_white(folder):
    """As GIF and PNG have them."""
    image = Image.fromarray(np.array([[0, 1, 2]] * 4, dtype=np.uint8), mode=None).convert("P")
    image.putpalette([0, 0, 0, 100, 100, 100, 200, 200, 200])
    image.save(folder / "cat" / "1.png", transparency=0)
    save(folder / "dog" / "1.png", np.zeros((4, 3), dtype=np.uint8))

    assert pixels_of(load_images(folder, size=None))[0].tolist() == [255, 100, 200]


def test_images_are_turned_as_the_camera_says(folder):
    """EXIF orientation 6: the camera lay on its side, so the left column is the upper row."""
    picture = np.arange(24, dtype=np.uint8).reshape(6, 4) * 10
    exif = Image.Exif()
    exif[0x0112] = 6
    save(folder / "cat" / "1.png", picture, exif=exif)

    assert (pixels_of(load_images(folder, size=None)) == np.rot90(picture, -1)).all()


def test_sixteen_bit_greys_become_eight(folder):
    """65 535 is white."""
    picture = np.array([[0, 257, 128 * 257, 65535, 300, 65000]] * 4, dtype=np.uint16)
    save(folder / "cat" / "1.png", picture)

    assert pixels_of(load_images(folder, size=None))[0].tolist() == [0, 1, 128, 255, 1, 253]


def test_other_modes_are_read(folder):
    """Black and white, and the four inks of print."""
    save(folder / "cat" / "1.png", np.full((4, 6), 255, dtype=np.uint8), mode="1")
    save(folder / "cat" / "2.tif", np.zeros((4, 6, 3), dtype=np.uint8), mode="CMYK")
    dataset = load_images(folder, size=None)

    assert pixels_of(dataset, 0).min() == 255
    assert pixels_of(dataset, 1).max() == 0


def test_a_misnamed_image_is_read_as_what_it_is(folder):
    """The bytes count, not the ending."""
    save(folder / "cat" / "2.jpg", np.full((4, 6), 99, dtype=np.uint8), format="PNG")

    assert pixels_of(load_images(folder, size=None), 1)[0, 0] == 99


def test_hidden_files_and_texts_beside_the_classes_are_passed_over(folder):
    """What systems and people leave in folders."""
    for name in (".DS_Store", "cat/.hidden", "cat/Thumbs.db", "dog/desktop.ini", "README.txt", "labels.csv"):
        (folder / name).write_bytes(b"x")
    (folder / ".git").mkdir()

    assert len(load_images(folder)) == 2


def bomb(width, height):
    """A PNG file of a few bytes that claims to be `width` × `height` pixels."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "cat/2.png is an empty file"),
        (b"not an image", f"cat/2.png is no image that can be read ({FORMATS})"),
        (b"\x89PNG\r\n\x1a\n", f"cat/2.png is no image that can be read ({FORMATS})"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", f"cat/2.png is no image that can be read ({FORMATS})"),
        (bomb(9000, 9000), "cat/2.png has more than 64 000 000 pixels"),
        (bomb(60000, 60000), "cat/2.png has more than 64 000 000 pixels"),
    ],
)
def test_files_that_lie_are_named(folder, content, message):
    """Empty files, texts, programs in PostScript, and small files with billions of pixels."""
    (folder / "cat" / "2.png").write_bytes(content)
    with pytest.raises(DataError) as caught:
        load_images(folder)

    assert str(caught.value) == f"pets: {message}; pass broken='drop' (leaves 2 of 3 images)"
    assert len(load_images(folder, broken="drop")) == 2


@pytest.mark.parametrize("ending", ["png", "jpg", "gif", "bmp", "tif"])
def test_images_cut_short_are_named(folder, ending):
    """Half a file of any format."""
    path = folder / "cat" / f"2.{ending}"
    save(path, np.random.default_rng(1).integers(0, 256, (40, 40), dtype=np.uint8))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(DataError) as caught:
        load_images(folder)

    assert str(caught.value).startswith(f"pets: cat/2.{ending} ")
    assert str(caught.value).endswith("; pass broken='drop' (leaves 2 of 3 images)")


@pytest.mark.parametrize("full", [1.0, 255.0, 65535.0])
def test_free_numbers_have_the_range_that_all_images_lie_in(folder, full):
    """Thirty-two bits per pixel, from 0 to 1, 255 or 65 535; a dark image stays dark."""
    for label, share in (("cat", 1.0), ("dog", 0.002)):
        (folder / label / "1.png").unlink()
        pixels = np.full((4, 6), full * share, dtype=np.float32)
        Image.fromarray(pixels).save(folder / label / "1.tif")

    assert np.allclose(load_images(folder).inputs[:, 0], [1, 0.002])
    assert load_images(folder, color="rgb").image_shape == (28, 28, 3)


@pytest.mark.parametrize("value", [-1.0, 70000.0])
def test_free_numbers_beyond_every_range_are_refused(folder, value):
    """And with them all that is not finite."""
    Image.fromarray(np.full((4, 6), value, dtype=np.float32)).save(folder / "cat" / "2.tif")
    with pytest.raises(DataError) as caught:
        load_images(folder)

    assert str(caught.value) == (
        f"pets: the numbers of its pixels lie between {value:.4g} and {value:.4g}, and must lie in 0 "
        "to 1, 255 or "
        "65 535; save them with eight bits per colour"
    )
    Image.fromarray(np.full((4, 6), np.nan, dtype=np.float32)).save(folder / "cat" / "2.tif")
    with pytest.raises(DataError, match="has pixels that are no finite numbers; pass broken='drop'"):
        load_images(folder)


def test_all_that_is_no_image_is_named_at_once(folder):
    """Texts, pages, broken files and empty classes in one message, and what is left without them."""
    (folder / "cat" / "labels.txt").write_bytes(b"1")
    (folder / "dog" / "2.jpg").write_bytes(b"<!doctype html>")
    (folder / "cow").mkdir()
    with pytest.raises(DataError) as caught:
        load_images(folder)
    dataset = load_images(folder, broken="drop")

    assert str(caught.value) == (
        f"pets: the class 'cow' holds no images, cat/labels.txt is no image that can be read ({FORMATS}), "
        f"dog/2.jpg is no image that can be read ({FORMATS}); pass broken='drop' (leaves 2 of 4 images)"
    )
    assert dataset.output_names == ("cat", "dog")
    assert dataset.note.startswith("left out: the class 'cow' holds no images, cat/labels.txt is no image")


def test_what_is_lost_of_pictures_is_said_with_the_way_back(folder):
    """Size and colours; they can be taken as they are where all have one size."""
    red = np.zeros((4, 6, 3), dtype=np.uint8)
    red[..., 0] = 255
    save(folder / "cat" / "1.png", red)
    dataset = load_images(folder)

    assert [decision.told("option") for decision in dataset.decisions] == [
        "the classes are the folders: cat and dog",
        "pictures are brought to 28 × 28 pixels; --size own takes them as they are, 4 × 6",
        "colours are read as grey; --color rgb keeps them",
    ]
    whole = load_images(folder, size="own", color="rgb")
    assert whole.image_shape == (4, 6, 3)
    assert [decision.words for decision in whole.decisions] == ["the classes are the folders: cat and dog"]
    assert load_images(folder, size="2x3").image_shape == (2, 3)
    save(folder / "dog" / "2.png", np.zeros((5, 6), dtype=np.uint8))
    assert load_images(folder).decisions[1].remedy is None


@pytest.mark.parametrize(
    ("names", "counts"),
    [
        (("train", "test"), (4, 0, 2)),
        (("training", "val", "testing"), (4, 2, 2)),
        (("Train", "valid"), (4, 2, 0)),
    ],
)
def test_parts_are_taken_as_they_came(tmp_path, names, counts):
    """Folders that are called so, with the classes below; the shares deal what did not come."""
    for place, name in enumerate(names):
        for label in ("cat", "dog"):
            (tmp_path / name / label).mkdir(parents=True)
            for number in range(2 if place == 0 else 1):
                save(tmp_path / name / label / f"{number}.png", np.full((4, 4), 9 * number, dtype=np.uint8))
    dataset = load_images(tmp_path)
    parts = split(dataset, (0.5, 0.25, 0.25), seed=1)

    assert (dataset.given_parts, dataset.output_names) == (counts, ("cat", "dog"))
    assert dataset.note.startswith("the parts are as they came: 4 samples to learn from and 2 samples to ")
    if counts[2]:
        assert parts.test.tolist() == list(range(len(dataset) - counts[2], len(dataset)))
    if counts[1]:
        assert parts.validation.tolist() == [4, 5]
    assert set(parts.train) <= set(range(4))
    assert len(parts.train) + len(parts.validation) + len(parts.test) == len(dataset)


def test_classes_may_be_in_the_names_of_files(tmp_path):
    """It is offered where names say several classes, each more than once."""
    root = tmp_path / "pets"
    root.mkdir()
    for name in ("cat.1.png", "cat.3.png", "dog_2.png", "dog (4).png"):
        save(root / name, np.full((4, 4), 9, dtype=np.uint8))
    with pytest.raises(DataError) as caught:
        load_images(root)
    dataset = load_images(root, classes="names")

    assert str(caught.value) == (
        "pets: the image 'cat.1.png' lies in no class; put each image into the sub-folder of its "
        "class, or pass "
        "classes='names' (they are cat, dog)"
    )
    assert (dataset.output_names, dataset.classes.tolist()) == (("cat", "dog"), [0, 0, 1, 1])


def test_images_of_different_sizes_need_a_size(folder):
    """With size=None all must be equal."""
    save(folder / "dog" / "2.png", np.zeros((5, 6), dtype=np.uint8))
    with pytest.raises(DataError) as caught:
        load_images(folder, size=None)

    assert str(caught.value) == ("dog/2.png has 5 × 6 pixels and cat/1.png has 4 × 6; pass size='28x28'")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda root: (root / "photo.PNG").write_bytes(b"x"),
            "pets: the image 'photo.PNG' lies in no class; put each image into the sub-folder of its class",
        ),
        (
            lambda root: (root / "cow").mkdir(),
            "pets: the class 'cow' holds no images; pass broken='drop' (leaves 2 of 2 images)",
        ),
        (
            lambda root: (root / "cat" / "old").mkdir(),
            "cat/old is a folder inside a class; put its images into cat",
        ),
        (
            lambda root: (root / "cat" / "2.png").symlink_to("/etc/hostname"),
            "cat/2.png leads out of pets; put the image itself there",
        ),
        (
            lambda root: (root / "dog").rename(root.parent / "dog"),
            "pets: the folder holds one class only ('cat'); there must be two to tell apart",
        ),
    ],
)
def test_folders_arranged_otherwise_are_refused(folder, change, message):
    """Images outside of classes, empty classes, folders in folders, links that lead out."""
    change(folder)
    with pytest.raises(DataError) as caught:
        load_images(folder)

    assert str(caught.value) == message


def test_a_folder_without_folders_is_refused(tmp_path):
    """There are no classes in it."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError) as caught:
        load_images(tmp_path / "empty")

    assert str(caught.value) == "empty holds no sub-folders; make one per class and put its images there"


def test_folders_that_are_not_there_are_named(folder):
    """With the nearest name, and a file is none."""
    messages = []
    for path in (folder.parent / "pest", folder / "cat" / "1.png"):
        with pytest.raises(DataError) as caught:
            load_images(path)
        messages.append(str(caught.value))

    assert messages == [
        f"there is no folder '{folder.parent}/pest'; did you mean 'pets'?",
        f"'{folder}/cat/1.png' is a file; pass a folder",
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": 28}, "size must be (height, width), 'HEIGHTxWIDTH', 'own' or None, got 28"),
        ({"size": (0, 28)}, "height must be a whole number from 1 to 4096, got 0"),
        ({"size": (28, 2.5)}, "width must be a whole number from 1 to 4096, got 2.5"),
        ({"color": "gray"}, "unknown color 'gray'; did you mean 'grey'? (grey, rgb)"),
    ],
)
def test_choices_that_cannot_be_are_refused(folder, options, message):
    """Sizes and colours."""
    with pytest.raises(ArgumentError) as caught:
        load_images(folder, **options)

    assert str(caught.value) == message


def test_more_numbers_than_are_held_are_refused(folder):
    """Found out from the first image, before the others are read."""
    with limits.held_to(limits.AtMost(numbers=1000)), pytest.raises(DataError) as caught:
        load_images(folder)

    assert str(caught.value) == (
        "pets: 2 rows of 784 inputs are 1 568 numbers, more than the 1 000 (8 kB) held at once; "
        "take fewer rows or columns"
    )
