"""Files made to take all memory and time, each small to send: `python -m benchmarks bombs`.

A function for each kind makes it in a folder, in the size it is given: 1.0 is what a stranger would send.
"""

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from PIL import Image

MB = 10**6
ZEROS = bytes(MB)


@dataclass(frozen=True)
class Bomb:
    """Files and the names they are sent under; `picture` says that it is one picture to be read."""

    files: tuple[tuple[str, Path], ...]
    picture: bool = False


Maker = Callable[[Path, float], Bomb]


def bombs() -> dict[str, Maker]:
    """All kinds, by name."""
    return {
        name.removeprefix("make_").replace("_", " "): maker
        for name, maker in globals().items()
        if name.startswith("make_")
    }


def make_line_without_end(folder: Path, size: float) -> Bomb:
    """A table of one line: 250 MB."""
    return _one(folder, "line.csv", (b"a" * MB for _ in range(_times(250, size))))


def make_line_of_cells(folder: Path, size: float) -> Bomb:
    """A header of 250 MB: a name a comma."""
    return _one(folder, "cells.csv", (b"a," * (MB // 2) for _ in range(_times(250, size))))


def make_very_many_names(folder: Path, size: float) -> Bomb:
    """A header with 300 001 names, and one row."""
    count = _times(300_001, size)
    head = ",".join(f"n{number}" for number in range(count))
    return _one(folder, "names.csv", [head.encode(), b"\n", b",".join([b"1"] * count), b"\n"])


def make_as_many_names_as_may_be(folder: Path, size: float) -> Bomb:
    """Just below the limit, with ten rows."""
    count = _times(99_000, size)
    head = ",".join(f"n{number}" for number in range(count)) + ",y\n"
    rows = (
        "".join(f"{(number * row) % 17}," for number in range(count)) + f"c{row % 2}\n" for row in range(10)
    )
    return _one(folder, "wide.csv", (text.encode() for text in (head, *rows)))


def make_equal_names(folder: Path, size: float) -> Bomb:
    """A header with 90 000 names that are all alike."""
    count = _times(90_000, size)
    rows = [b",".join([b"a"] * count), *(b",".join([b"%d" % (row % 3)] * count) for row in range(5))]
    return _one(folder, "equal.csv", (row + b"\n" for row in rows))


def make_quotes(folder: Path, size: float) -> Bomb:
    """A quotation mark that is never closed, and 60 MB of such."""
    return _one(folder, "quotes.csv", [b'a,b\n"', *(b'"",' * (MB // 3) for _ in range(_times(60, size)))])


def make_categories(folder: Path, size: float) -> Bomb:
    """Words that are all different, in every cell of 4 000 000 rows."""
    rows = (
        b"".join(b"w%d,v%d\n" % (n, n + 1) for n in range(k, k + 1000))
        for k in range(0, _times(4 * MB, size), 1000)
    )
    return _one(folder, "words.csv", [b"a,b\n", *rows])


def make_rows(folder: Path, size: float) -> Bomb:
    """Two digits a row: 60 000 000 rows."""
    return _one(
        folder, "rows.csv", [b"a,b\n", *(b"1,2\n3,4\n" * (MB // 8) for _ in range(_times(240, size)))]
    )


def make_zero_bytes(folder: Path, size: float) -> Bomb:
    """No text at all."""
    return _one(folder, "zero.csv", (ZEROS for _ in range(_times(200, size))))


def make_utf_16(folder: Path, size: float) -> Bomb:
    """A large table in UTF-16."""
    text = "1,x\n2,y\n" * (MB // 16)
    return _one(
        folder,
        "utf16.csv",
        ["a,b\n".encode("utf-16"), *(text.encode("utf-16-le") for _ in range(_times(200, size)))],
    )


def make_ebcdic(folder: Path, size: float) -> Bomb:
    """A table in the code of mainframes."""
    text = ("1,x\n2,y\n" * (MB // 8)).encode("cp500")
    return _one(folder, "ebcdic.csv", ["a,b\n".encode("cp500"), *(text for _ in range(_times(100, size)))])


def make_noise(folder: Path, size: float) -> Bomb:
    """Bytes drawn at random."""
    draw = np.random.default_rng(0)
    return _one(folder, "noise.csv", (draw.bytes(MB) for _ in range(_times(200, size))))


def make_deep_json(folder: Path, size: float) -> Bomb:
    """Lists in lists, 50 million deep."""
    return _one(folder, "deep.json", (b"[" * MB for _ in range(_times(50, size))))


def make_long_json(folder: Path, size: float) -> Bomb:
    """Two million objects, each with its own name."""
    rows = (f'{{"n{number}": {number}}},' for number in range(_times(2 * MB, size)))
    return _one(folder, "long.json", [b"[", "".join(rows).encode(), b'{"a":1}]'])


def make_gzip(folder: Path, size: float) -> Bomb:
    """A table of 20 GB of digits, packed to 20 MB."""
    path = folder / "digits.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(_times(20_000, size)):
            file.write(b"0" * MB)
    return Bomb((("digits.csv.gz", path),))


def make_gzip_of_rows(folder: Path, size: float) -> Bomb:
    """A billion rows."""
    path = folder / "rows.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b"a,b\n")
        for _ in range(_times(4000, size)):
            file.write(b"1,2\n3,4\n" * (MB // 8))
    return Bomb((("rows.csv.gz", path),))


def make_packed_thrice(folder: Path, size: float) -> Bomb:
    """Zeros in xz in gzip in gzip."""
    packed = lzma.compress(bytes(_times(500, size) * MB), preset=0)
    return _one(folder, "thrice.csv.gz", [gzip.compress(gzip.compress(packed))])


def make_zip(folder: Path, size: float) -> Bomb:
    """One table of 5 GB of zeros."""
    return _zipped(folder, "table.zip", {"t.csv": _times(5000, size)})


def make_zip_of_a_picture_folder(folder: Path, size: float) -> Bomb:
    """Files called pictures: 5 GB of zeros."""
    return _zipped(
        folder, "pets.zip", {f"{c}/{n}.png": _times(50, size) for c in ("cat", "dog") for n in range(50)}
    )


def make_zip_with_many_members(folder: Path, size: float) -> Bomb:
    """A million empty files."""
    path = folder / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(_times(MB, size)):
            archive.writestr(zipfile.ZipInfo(f"{'ab'[number % 2]}/{number}.png"), b"")
    return Bomb((("many.zip", path),))


def make_zip_that_overlaps(folder: Path, size: float) -> Bomb:
    """Many members that are all the same bytes of the archive, each 100 MB of zeros."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(bytes(100 * MB)) + packed.flush()
    crc = zlib.crc32(bytes(100 * MB))
    local = (
        struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, crc, len(body), 100 * MB, 5, 0) + b"a.png" + body
    )
    entries = b""
    count = _times(10_000, size)
    for number in range(count):
        name = b"%s/%d.png" % (b"ab"[number % 2 : number % 2 + 1], number)
        entries += (
            struct.pack(
                "<4s6H3I5H2I",
                b"PK\1\2",
                20,
                20,
                0,
                8,
                0,
                33,
                crc,
                len(body),
                100 * MB,
                len(name),
                0,
                0,
                0,
                0,
                0,
                0,
            )
            + name
        )
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(entries), len(local), 0)
    return _one(folder, "overlap.zip", [local, entries, end])


def make_zips_in_zips(folder: Path, size: float) -> Bomb:
    """Five deep, sixteen wide."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", bytes(_times(100, size) * MB))
    content = inner.getvalue()
    for _ in range(5):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(16):
                archive.writestr(f"{number}.zip", content)
        content = outer.getvalue()
    return _one(folder, "nested.zip", [content])


def make_zip_with_strange_names(folder: Path, size: float) -> Bomb:
    """Names of 5 000 characters, names that lead elsewhere, a link."""
    path = folder / "names.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/" + "x" * _times(5000, size) + ".png", b"x")
        archive.writestr("../../etc/cron.d/x.png", b"x")
        archive.writestr("/etc/x.png", b"x")
        link = zipfile.ZipInfo("b/link.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return Bomb((("names.zip", path),))


def make_zip_with_a_password(folder: Path, size: float) -> Bomb:
    """Its member says that it is encrypted."""
    made = make_zip(folder, size / 1000)
    path = made.files[0][1]
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + place] |= 1
    path.write_bytes(bytes(data))
    return made


def make_damaged_npz(folder: Path, size: float) -> Bomb:
    """A byte in its middle is another."""
    made = make_npz_of_zeros(folder, size / 100)
    path = made.files[0][1]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    return made


def make_npz_of_zeros(folder: Path, size: float) -> Bomb:
    """More numbers than are taken: 250 MB, packed small."""
    rows = _times(1_300_000, size)
    path = folder / "zeros.npz"
    np.savez_compressed(path, X=np.zeros((rows, 24)), y=np.arange(rows) % 2)
    return Bomb((("zeros.npz", path),))


def make_npz_that_is_taken(folder: Path, size: float) -> Bomb:
    """As many numbers as are taken of a server with little memory: 80 MB, packed small."""
    rows = _times(400_000, size)
    path = folder / "taken.npz"
    np.savez_compressed(path, X=np.arange(rows * 24).reshape(rows, 24) % 7.0, y=np.arange(rows) % 2)
    return Bomb((("taken.npz", path),))


def make_npz_of_bytes(folder: Path, size: float) -> Bomb:
    """Small numbers that become large ones: 200 MB of bytes."""
    rows = _times(250_000, size)
    path = folder / "bytes.npz"
    np.savez_compressed(path, X=np.zeros((rows, 28, 28), dtype=np.uint8), y=np.arange(rows) % 10)
    return Bomb((("bytes.npz", path),))


def make_npz_that_lies(folder: Path, size: float) -> Bomb:
    """Its header says 20 GB; there are none."""
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        head, {"descr": "<f8", "fortran_order": False, "shape": (_times(100_000_000, size), 25)}
    )
    path = folder / "lies.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("X.npy", head.getvalue())
        archive.writestr("y.npy", head.getvalue())
    return Bomb((("lies.npz", path),))


def make_idx_that_lies(folder: Path, size: float) -> Bomb:
    """Packed files that say they have four billion pictures, with labels in plenty."""
    images = gzip.compress(struct.pack(">4B3I", 0, 0, 8, 3, 2**32 - 1, 2**16, 2**16) + ZEROS)
    labels = gzip.compress(struct.pack(">4BI", 0, 0, 8, 1, 2**32 - 1) + bytes(_times(300, size) * MB))
    (folder / "images").write_bytes(images)
    (folder / "labels").write_bytes(labels)
    return Bomb(
        (("m/a-images-idx3-ubyte.gz", folder / "images"), ("m/a-labels-idx1-ubyte.gz", folder / "labels"))
    )


def make_npy(folder: Path, size: float) -> Bomb:
    """An array that is announced and never comes."""
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        head, {"descr": "<f8", "fortran_order": False, "shape": (_times(100_000_000, size), 25)}
    )
    return _one(folder, "a.npy", [head.getvalue()])


def make_parquet(folder: Path, size: float) -> Bomb:
    """Three hundred million equal numbers, packed to nothing."""
    path = folder / "t.parquet"
    rows = _times(3 * MB, size)
    frame = pl.DataFrame({f"c{number}": np.zeros(rows) for number in range(100)})
    frame.write_parquet(path, compression="zstd")
    return Bomb((("t.parquet", path),))


def make_workbook(folder: Path, size: float) -> Bomb:
    """A sheet of 1 GB."""
    path = folder / "t.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT)
        archive.writestr("_rels/.rels", _RELATIONS.format("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", _WORKBOOK)
        archive.writestr(
            "xl/_rels/workbook.xml.rels", _RELATIONS.format("worksheet", "worksheets/sheet1.xml")
        )
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(_SHEET)
            row = b"<row><c><v>1</v></c><c><v>2</v></c></row>"
            for _ in range(_times(1000, size)):
                sheet.write(row * (MB // len(row)))
            sheet.write(b"</sheetData></worksheet>")
    return Bomb((("t.xlsx", path),))


def make_folder_of_large_pictures(folder: Path, size: float) -> Bomb:
    """Two classes of pictures of 64 million pixels each."""
    path = _png(folder / "p.png", _times(8000, size))
    return Bomb((("p/a/1.png", path), ("p/a/2.png", path), ("p/b/1.png", path)))


def make_folder_of_pictures_taken(folder: Path, size: float) -> Bomb:
    """Pictures of ten million pixels, as large as they are, kept in colour."""
    path = _png(folder / "p.png", _times(3150, size))
    return Bomb(tuple((f"p/{label}/{number}.png", path) for label in "ab" for number in range(5)))


def make_png(folder: Path, size: float) -> Bomb:
    """64 million pixels, in a few kilobytes."""
    return Bomb((("cat.png", _png(folder / "cat.png", _times(8000, size))),), picture=True)


def make_png_in_colour(folder: Path, size: float) -> Bomb:
    """64 million pixels of four colours."""
    side = _times(8000, size)
    return Bomb((("cat.png", _png(folder / "cat.png", side, channels=4)),), picture=True)


def make_huge_png(folder: Path, size: float) -> Bomb:
    """Four billion pixels."""
    return Bomb((("cat.png", _png(folder / "cat.png", 63_245, lines=_times(1000, size))),), picture=True)


def make_jpeg(folder: Path, size: float) -> Bomb:
    """64 million pixels, progressive."""
    return _picture(folder, "JPEG", _times(7990, size), progressive=True)


def make_gif(folder: Path, size: float) -> Bomb:
    """64 million pixels."""
    return _picture(folder, "GIF", _times(7990, size))


def make_webp(folder: Path, size: float) -> Bomb:
    """64 million pixels."""
    return _picture(folder, "WEBP", _times(7990, size), quality=1, method=0)


def make_tiff(folder: Path, size: float) -> Bomb:
    """64 million pixels."""
    return _picture(folder, "TIFF", _times(7990, size), compression="tiff_deflate")


def make_floats(folder: Path, size: float) -> Bomb:
    """Pixels that are free numbers."""
    return _picture(folder, "TIFF", _times(7000, size), mode="F", compression="tiff_deflate")


def make_text_as_png(folder: Path, size: float) -> Bomb:
    """A picture with a comment that unpacks to a gigabyte."""
    body = zlib.compress(bytes(_times(1000, size) * MB), 9)
    path = folder / "cat.png"
    small = io.BytesIO()
    Image.new("L", (8, 8)).save(small, "PNG")
    data = small.getvalue()
    path.write_bytes(data[:33] + _chunk(b"zTXt", b"Comment\0\0" + body) + data[33:])
    return Bomb((("cat.png", path),), picture=True)


_CONTENT = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
    'Target="{}"/></Relationships>'
)
_WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_SHEET = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def _times(count: int, size: float) -> int:
    return max(1, round(count * size))


def _one(folder: Path, name: str, pieces: Iterator[bytes] | list[bytes]) -> Bomb:
    path = folder / name
    with path.open("wb") as file:
        file.writelines(pieces)
    return Bomb(((name, path),))


def _zipped(folder: Path, name: str, members: dict[str, int]) -> Bomb:
    """An archive of zeros, so many megabytes each."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for member, count in members.items():
            with archive.open(member, "w", force_zip64=True) as file:
                for _ in range(count):
                    file.write(ZEROS)
    return Bomb(((name, path),))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(path: Path, side: int, *, lines: int | None = None, channels: int = 1) -> Path:
    """A black square, without its pixels ever being held; `lines` of it come."""
    packed = zlib.compressobj(9)
    body = b"".join(
        packed.compress(bytes(1 + side * channels)) for _ in range(side if lines is None else lines)
    )
    body += packed.flush()
    head = struct.pack(">2I5B", side, side, 8, {1: 0, 4: 6}[channels], 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    )
    return path


def _picture(folder: Path, kind: str, side: int, *, mode: str = "RGB", **options: object) -> Bomb:
    path = folder / f"cat.{kind.lower()}"
    Image.new(mode, (side, side)).save(path, kind, **options)
    return Bomb(((path.name, path),), picture=True)
