"""The words of the field: whole, linked, and the same in documents and on the page."""

from pathlib import Path

import pytest

from learnscope.errors import FormatError
from learnscope.explain.glossary import ENTRIES, LESSONS, document, table, typescript
from learnscope.lessons.shelf import Shelf
from learnscope.scene.grammar import KINDS, parse

ROOT = Path(__file__).parents[2]


def test_every_kind_of_number_has_one_word():
    """The word for what is pointed at is found by its name alone."""
    words = [kind for entry in ENTRIES.values() for kind in entry.kinds]

    assert sorted(words) == sorted(KINDS)


@pytest.mark.whole
@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_entries_lead_to_entries(entry):
    """None leads to itself; each says one thing, in a sentence that can stand in a line."""
    assert set(entry.also) <= set(ENTRIES) - {entry.word}
    assert entry.meaning[0].isupper()
    assert entry.meaning[-1] == "."
    assert len(entry.meaning) <= 120
    if entry.number:
        assert str(parse(entry.number)) == entry.number


def test_a_document_gets_the_table_of_today():
    """An older table gives way to it; what stands around it stays, and a document without one is refused."""
    old = "# Words\n\n| word | what it means |\n|---|---|\n| **loss** | Old. |\n\nMore.\n"

    assert document(old) == f"# Words\n\n{table()}\nMore.\n"
    assert document(document(old)) == document(old)
    with pytest.raises(FormatError, match="a document of the glossary must hold its table, got none; put"):
        document("# Words\n")


def test_the_documents_and_the_page_say_the_same():
    """`docs/glossary.md` holds the table that is printed; `web/src/glossary.ts` is what is printed."""
    assert table() in (ROOT / "docs" / "glossary.md").read_text("utf-8")
    assert typescript() == (ROOT / "web" / "src" / "glossary.ts").read_text("utf-8")


def test_every_mark_leads_into_a_lesson():
    """Each word, and so each kind of number, has one lesson that teaches it."""
    assert set(LESSONS) == set(ENTRIES)
    assert set(LESSONS.values()) <= set(Shelf().files())
