"""A link's record as characters that an address may hold, and back.

    1.<base64url of: CRC-32, 4 bytes · msgpack, deflated>

The number before the dot is the version. Reading is total: any text gives a record or one sentence, and what
unpacks to more than a link can hold is not unpacked.
"""

import base64
import binascii
import zlib

import msgspec

from learnscope.errors import FormatError, shown
from learnscope.session.links.record import Held

VERSION = 1
LONGEST = 8000  # characters of a link, which every browser and mail program carries
LARGEST = 200_000  # bytes that it may unpack to
RAW = -15  # deflate without a header
CUT = "a link must be copied whole, and this one was cut off or changed on its way; copy it again"


def written(held: Held) -> str:
    """The link that holds it, however long."""
    packer = zlib.compressobj(9, zlib.DEFLATED, RAW)
    data = packer.compress(msgspec.msgpack.encode(held)) + packer.flush()
    sealed = zlib.crc32(data).to_bytes(4, "big") + data
    return f"{VERSION}.{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"


def read(text: str) -> Held:
    """What a link holds. Raises FormatError for any other text."""
    version, dot, rest = text.strip().partition(".")
    if not dot or not (version.isascii() and version.isdigit() and len(version) < 6):
        raise FormatError(f"a link must begin with its version, as in 1.…, got {shown(text[:40])}")
    if int(version) > VERSION:
        raise FormatError(
            f"a link must have version {VERSION} at most, which this Learnscope reads, got {int(version)}, "
            "which "
            "a newer one wrote; pip install --upgrade learnscope"
        )
    if int(version) < 1:
        raise FormatError(f"a link must have version 1 at least, got {int(version)}")
    if len(text) > LONGEST:
        raise FormatError(f"a link must have at most {LONGEST} characters, got {len(text)}; copy it again")
    try:
        sealed = base64.b64decode(rest + "=" * (-len(rest) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise FormatError(CUT) from None
    if len(sealed) < 5 or zlib.crc32(sealed[4:]) != int.from_bytes(sealed[:4], "big"):
        raise FormatError(CUT)
    unpacker = zlib.decompressobj(RAW)
    try:
        data = unpacker.decompress(sealed[4:], LARGEST)
        if unpacker.unconsumed_tail:
            raise FormatError(
                f"a link must unpack to at most {LARGEST} bytes, got more; it was not made here"
            )
        return msgspec.msgpack.decode(data, type=Held)
    except (zlib.error, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(f"a link must hold a state, and this one holds something else ({error})") from None
