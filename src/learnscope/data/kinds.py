"""What a file is, by its first bytes, and what to do about those that cannot be read."""

import re
from dataclasses import dataclass

READ = {
    "parquet": (b"PAR1",),
    "feather": (b"ARROW1\x00\x00", b"\xff\xff\xff\xff"),  # a file, a stream
    "npy": (b"\x93NUMPY",),
    "zip": (b"PK\x03\x04", b"PK\x05\x06"),
    "idx": (b"\x00\x00\x08\x01", b"\x00\x00\x08\x03"),
    "run": (b"SQLite format 3\x00",),
}


@dataclass(frozen=True)
class Unread:
    """A kind of file that is not read: how it begins, what it is, what to do."""

    begins: bytes
    what: str
    way: str


CSV = "save the table as CSV"
UNREAD = (
    Unread(
        b"\x89HDF\r\n\x1a\n",
        "an HDF5 file",
        "save its arrays with numpy.savez, or the table as CSV or Parquet",
    ),
    Unread(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Office file", "save the sheet as CSV or XLSX"
    ),
    Unread(b"FEA1", "a Feather file of version 1", "save it again as Feather of version 2, or as Parquet"),
    Unread(b"MATLAB 5.0", "a MATLAB file", "save its arrays with numpy.savez (scipy.io.loadmat reads them)"),
    Unread(b"%PDF", "a PDF document", CSV),
    Unread(b"{\\rtf", "a text document", CSV),
    Unread(b"\x28\xb5\x2f\xfd", "packed with Zstandard", "unpack it first (unzstd)"),
    Unread(b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    Unread(b"Rar!\x1a\x07", "a RAR archive", "unpack it first"),
    Unread(b"RDX", "R's own format", "write the table with write.csv(x, row.names = FALSE)"),
    Unread(b"X\n\x00\x00\x00", "R's own format", "write the table with write.csv(x, row.names = FALSE)"),
    Unread(b"$FL2", "an SPSS file", CSV),
    Unread(b"<stata_dta>", "a Stata file", CSV),
    Unread(b"Obj\x01", "an Avro file", "save it as Parquet"),
    Unread(b"ORC", "an ORC file", "save it as Parquet"),
    Unread(
        b"version https://git-lfs",
        "a pointer of Git LFS, not the file",
        "fetch the file itself with git lfs pull",
    ),
    Unread(b"\x89PNG\r\n\x1a\n", "a single image", "open a folder with one sub-folder of images per class"),
    Unread(b"\xff\xd8\xff", "a single image", "open a folder with one sub-folder of images per class"),
    Unread(b"GIF8", "a single image", "open a folder with one sub-folder of images per class"),
)
PAGE = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(\?xml|[A-Za-z])")
ARFF = re.compile(rb"^(?:\xef\xbb\xbf)?(?:\s*%[^\n]*\n|\s)*@relation\b", re.IGNORECASE)
JSON = re.compile(rb"^(?:\xef\xbb\xbf)?\s*[\[{]")
PICKLE = re.compile(rb"^\x80[\x02-\x05]|^c(?:os|posix|builtins|copy_reg|numpy|pandas)\w*\n")
TAR = b"ustar"


def kind_of(head: bytes) -> str:
    """A key of READ, "json" or "text"; raise nothing. Text is whatever is nothing else."""
    for kind, marks in READ.items():
        if head.startswith(marks):
            return kind
    if JSON.match(head):
        return "json"
    return "text"


def why_unread(head: bytes) -> str:
    """What a file is that cannot be read, and what to do; "" where nothing speaks against it."""
    for unread in UNREAD:
        if head.startswith(unread.begins):
            return f"is {unread.what}; {unread.way}"
    if PAGE.match(head):
        return (
            "is a page of the web, not data; fetch the file itself (the link to it, or to its raw contents)"
        )
    if ARFF.match(head):
        return f"is an ARFF file; {CSV}"
    if PICKLE.match(head):
        return (
            "is a pickle, and nothing is unpickled; save plain arrays with numpy.savez, or the table as CSV"
        )
    if head[257:262] == TAR:
        return "is a tar archive; unpack it first"
    if XML.match(head):
        return f"is XML; {CSV}"
    return ""
