"""Names that people pick for themselves: any text, of which nothing is left that does harm where it is shown.

    control and format characters   left out: no line ends, no marks that turn the direction of what follows
    marks over and below letters    three at most on each letter, so that none reaches over its neighbours
    spaces                          one at a time
    length                          40 characters
    taken by somebody else          gets a number: Ada, Ada 2

Two joiners that emoji and some scripts need are kept between letters. Names are compared as readers see them:
without case, in their compatible form (Unicode Standard Annex 15, NFKC).
"""

import unicodedata
from collections.abc import Collection

LONGEST = 40
NOBODY = "Student"
MARKS = 3  # on one letter
_JOINERS = "\u200c\u200d"
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters that show nothing


def picked(text: str, taken: Collection[str] = ()) -> str:
    """The name that `text` becomes, told from those that are taken.

    >>> picked("  Ada\\n Lovelace ")
    'Ada Lovelace'
    >>> picked("ada", taken=["Ada"])
    'ada 2'
    """
    name = _harmless(text)
    others = {seen_as(one) for one in taken}
    if seen_as(name) not in others:
        return name
    number = 2
    while seen_as(f"{name} {number}") in others:
        number += 1
    return f"{name} {number}"


def seen_as(name: str) -> str:
    """What two names have in common that look alike."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in plain if sign not in _JOINERS)


def _harmless(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", text[: 20 * LONGEST]):
        kind = unicodedata.category(sign)
        if sign.isspace() or kind.startswith("Z") or sign in _BLANK:
            sign, marks = " ", 0
        elif sign in _JOINERS:
            if not kept or kept[-1] in f" {_JOINERS}":
                continue
        elif kind.startswith("C"):
            continue
        elif kind.startswith("M"):
            marks += 1
            if marks > MARKS or not kept or kept[-1] == " ":
                continue
        else:
            marks = 0
        kept.append(sign)
    name = " ".join("".join(kept).split())[:LONGEST].strip(f" {_JOINERS}")
    return name or NOBODY
