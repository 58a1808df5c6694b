"""Files on their way in: the parts of a multipart/form-data body, written to a folder as they come.

A part with a file name is a file; its name is a path with "/" between folders, below what was chosen. A part
without one is a field. Names come from elsewhere and are not trusted: what could lead out of the folder, or
is no name on some system, is refused, and no file is ever written over another.

Sources: RFC 7578 (multipart/form-data), WHATWG HTML 4.10.21.8 (how browsers write names into it).
"""

import contextlib
from pathlib import Path
from typing import BinaryIO, Self

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from learnscope.errors import DataError, FormatError, check_choice, shown

BYTES = 256 * 2**20  # of one upload, all files together
OVERHEAD = 16 * 2**20  # of a form's lines between the files
FILES = 20_000
DEPTH = 16  # folders within folders
NAME = 255  # bytes of one name: what file systems allow
FIELD = 10_000  # bytes

TOO_LARGE = "the files must have 256 MiB or less together; take fewer rows or smaller pictures"
TOO_MANY = "there must be 20 000 files or fewer; take fewer pictures"
CUT_SHORT = "the upload ended before its end; send it again"
NO_FORM = "the files must come as multipart/form-data with a boundary; send them from Learnscope's page"
ESCAPES = {"%22": '"', "%0D": "\r", "%0A": "\n"}  # what browsers make of characters that would end a name


class TooLargeError(DataError):
    """More than is taken in at once."""


class Incoming:
    """A context that takes a body piece by piece; `files` and `fields` are complete once it is finished."""

    def __init__(self, content_type: str, folder: Path) -> None:
        """Write below `folder`, which is empty. Raises FormatError where the type is no form's."""
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not boundary:
            raise FormatError(NO_FORM)
        self.files: list[Path] = []
        self.fields: dict[str, list[str]] = {}
        self._folder = folder
        self._taken = 0  # bytes of the body
        self._held = 0  # bytes of the files in it
        self._ended = False
        self._file: BinaryIO | None = None
        self._field = ""
        self._value = b""
        self._header = b""
        self._disposition = b""
        self._content = b""
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin,
                    "on_header_field": self._add_header,
                    "on_header_value": self._add_content,
                    "on_header_end": self._end_header,
                    "on_headers_finished": self._open,
                    "on_part_data": self._add,
                    "on_part_end": self._close,
                    "on_end": self._end,
                },
            )
        except FormParserError:
            raise FormatError(NO_FORM) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file that is open, if any."""
        if self._file is not None:
            self._file.close()

    def write(self, piece: bytes) -> None:
        """Take the next piece. Raises DataError or FormatError where it cannot be taken."""
        self._taken += len(piece)
        if self._taken > BYTES + OVERHEAD:
            raise TooLargeError(TOO_LARGE)
        try:
            self._parser.write(piece)
        except FormParserError as error:
            raise FormatError(f"the upload is no form that can be read ({error}); send it again") from None

    def finish(self) -> None:
        """Say that no more comes. Raises FormatError where more was announced."""
        if not self._ended:
            raise FormatError(CUT_SHORT)

    # Below: called by the parser, in this order for each part.

    def _begin(self) -> None:
        self._disposition = b""

    def _add_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _add_content(self, data: bytes, start: int, end: int) -> None:
        self._content += data[start:end]

    def _end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._content
        self._header = self._content = b""

    def _open(self) -> None:
        _, options = parse_options_header(self._disposition)
        part = _text(options.get(b"name", b""))
        if b"filename" in options:
            check_choice("part with a file", part, ("file",))
            self._file = self._created(_name(options[b"filename"]))
        else:
            self._field, self._value = part, b""

    def _add(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._held += end - start
            if self._held > BYTES:
                raise TooLargeError(TOO_LARGE)
            self._file.write(memoryview(data)[start:end])
            return
        self._value += data[start:end]
        if len(self._value) > FIELD:
            raise DataError(f"the field {shown(self._field)} must have {FIELD} bytes or fewer")

    def _close(self) -> None:
        if self._file is None:
            self.fields.setdefault(self._field, []).append(_text(self._value))
        else:
            self._file.close()
            self._file = None

    def _end(self) -> None:
        self._ended = True

    def _created(self, name: str) -> BinaryIO:
        """The file of that name, which is new."""
        if len(self.files) == FILES:
            raise TooLargeError(TOO_MANY)
        path = self._folder.joinpath(*_safe(name))
        if not path.is_relative_to(self._folder):  # "C:name" on Windows
            raise _unsafe(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("xb")
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            raise DataError(f"two of the files are called {shown(name)}; rename one") from None
        self.files.append(path)
        return file


def _safe(name: str) -> list[str]:
    """The folders and the file `name` is made of. Raises DataError where they could mean anything else."""
    parts = name.split("/")
    strange = "\\" in name or any(ord(character) < 32 or ord(character) == 127 for character in name)
    if strange or len(parts) > DEPTH or any(part in ("", ".", "..") for part in parts):
        raise _unsafe(name)
    if any(len(part.encode()) > NAME for part in parts):
        raise DataError(f"a file's name must have {NAME} bytes or fewer, got {shown(name)}; rename it")
    return parts


def _unsafe(name: str) -> DataError:
    return DataError(f"a file's name must lead to a place in what was chosen, got {shown(name)}; rename it")


def _name(raw: bytes) -> str:
    name = _text(raw)
    for escape, character in ESCAPES.items():
        name = name.replace(escape, character)
    return name


def _text(raw: bytes) -> str:
    with contextlib.suppress(UnicodeDecodeError):
        return raw.decode()
    raise FormatError(f"names and fields of an upload must be UTF-8, got {shown(raw)}; send them so")
