"""One file through library, command line and page: the same is decided and asked, each in its own terms."""

from pathlib import Path
from typing import Any

import pytest

from learnscope.commands.source import data_of
from learnscope.data.opening import open_data
from learnscope.data.remedies import RefusedError
from learnscope.errors import DataError
from tests.hosts.server.desk import Desk


def rows(head: str, line: str, count: int = 24) -> str:
    """A table whose cells may hold k."""
    return head + "".join(
        line.format(k=k, k7=k % 7, odd=k % 2, word="no" if k % 2 else "yes") for k in range(1, count + 1)
    )


FILL = "Fill gaps with the mean of their column (makes up 1 cell)"
FILES: dict[str, tuple[str, list[str], list[str]]] = {
    "an index column": (
        rows(",a,y\n", "{k},{k7}.5,{word}\n"),
        ["column 'unnamed 1' left out for counting the rows; --keep 'unnamed 1' brings it back"],
        ["Bring 'unnamed 1' back"],
    ),
    "constant columns": (
        rows("c,a,d,y\n", "1,{k7}.5,x,{word}\n"),
        ["2 columns left out for being the same in every row ('c', 'd'); --keep c --keep d brings them back"],
        ["Bring 2 columns back"],
    ),
    "decimal commas": (
        rows("a;b;y\n", "{k7},5;{k},25;{word}\n"),
        ["commas are read as decimal signs; --decimal . reads points so"],
        ["Read points as decimal signs"],
    ),
    "thousands": (
        rows("price,a,y\n", '"{k},935",{k}.5,{word}\n'),
        ["commas part thousands in 'price'"],
        [],
    ),
    "no names": (
        rows("", "{k7}.29,{k}.45,{word}\n"),
        [
            "the first line (1.29, 1.45, no) is a sample, so the columns are called by number; "
            "--header takes it for names"
        ],
        ["The first line names the columns"],
    ),
    "classes written as numbers": (
        rows("a,y\n", "{k7}.5,{odd}.0\n"),
        [],
        ["Take the target as numbers"],
    ),
    "a column that is left out": (
        rows("a,b,y\n", "{k7}.5,{k}.25,{word}\n"),
        [],
        [],
    ),
}  # fmt: skip

ASKED: dict[str, tuple[str, str, list[str], list[str]]] = {
    "question marks": (
        rows("a,b,y\n", "{k7}.5,{k}.5,{word}\n").replace("3.5,3.5", "?,3.5"),
        "t.csv row 3: column 'a' holds '?', which stands for a missing value",
        ["--missing mean (makes up 1 cell)", "--missing drop (leaves 23 of 24 rows)"],
        [FILL, "Leave rows with gaps out (leaves 23 of 24 rows)"],
    ),
    "a date": (
        rows("day,a,y\n", "2024-01-{k},{k7}.5,{word}\n").replace("-01-1,", "-01-01,"),
        "t.csv row 1: column 'day' holds '2024-01-01', a date or time; make columns of what matters about it "
        "(month, weekday, days since the first)",
        ["--ignore day"],
        ["Leave 'day' out"],
    ),
    "a stray word": (
        rows("a,b,y\n", "{k7}.5,{k}.5,{word}\n").replace("3.5,3.5", "n/k,3.5"),
        "t.csv row 3: column 'a' holds 'n/k', which is no number (the other 23 cells hold numbers)",
        ["--missing mean (makes up 1 cell)", "--missing drop (leaves 23 of 24 rows)"],
        [FILL, "Leave rows with gaps out (leaves 23 of 24 rows)"],
    ),
    "a missing target": (
        rows("a,b,y\n", "{k7}.5,{k}.5,{word}\n").replace("3.5,3.5,no", "3.5,3.5,None"),
        "t.csv row 3: column 'y' holds 'None', which stands for a missing value",
        ["--missing drop (leaves 23 of 24 rows)"],
        ["Leave rows with gaps out (leaves 23 of 24 rows)"],
    ),
    "a long row": (
        rows("a,b,y\n", "{k7}.5,{k}.5,{word}\n").replace("3.5,3.5,no", "3.5,3.5,no,x"),
        "t.csv row 3 has 4 cells where there are 3 columns (it is the only one of 24 rows); put a cell that "
        "contains ',' between quotation marks",
        ["--ragged drop (leaves 23 of 24 rows)"],
        ["Leave rows with too many cells out (leaves 23 of 24 rows)"],
    ),
}  # fmt: skip


@pytest.fixture
def desk(kept: Path) -> Desk:
    """A page's place for files."""
    return Desk()


@pytest.mark.parametrize("kind", FILES)
def test_what_is_decided_is_the_same_everywhere(desk: Desk, tmp_path: Path, kind: str) -> None:
    """The command line names options, the page has buttons, and the words before them are one."""
    text, options, buttons = FILES[kind]
    (tmp_path / "t.csv").write_text(text)
    found = data_of(str(tmp_path / "t.csv"), {})
    assert not isinstance(found, str)
    answer = desk.send([("t.csv", text.encode())]).json()

    told = [decision.told("option") for decision in found.decisions]
    assert [one for one in told if "is the target" not in one] == options
    assert [said["words"] for said in answer["decided"]] == [decision.words for decision in found.decisions]
    assert [way["title"] for said in answer["decided"] for way in said["remedies"]] == buttons
    assert open_data(tmp_path / "t.csv").fingerprint == found.fingerprint


@pytest.mark.parametrize("kind", ASKED)
def test_what_is_asked_is_the_same_everywhere(desk: Desk, tmp_path: Path, kind: str) -> None:
    """The library names arguments, the command line options; the page's buttons take the first way."""
    text, problem, options, buttons = ASKED[kind]
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(DataError) as on_line:
        data_of(str(tmp_path / "t.csv"), {})
    with pytest.raises(RefusedError) as in_library:
        open_data(tmp_path / "t.csv")
    answer = desk.send([("t.csv", text.encode())]).json()

    comma = ", or " if in_library.value.by_hand else "; "
    assert str(on_line.value) == f"{problem}{comma}add {' or '.join(options)}"
    assert answer["message"] == problem
    assert [way["title"] for way in answer["remedies"]] == buttons
    first: dict[str, Any] = answer["remedies"][0]
    again = desk.send([("t.csv", text.encode())], **{first["field"]: first["values"]})
    assert again.status_code == 200
    library = {in_library.value.remedies[0].argument: in_library.value.remedies[0].value}
    assert [said["words"] for said in again.json()["decided"]] == [
        decision.words for decision in open_data(tmp_path / "t.csv", **library).decisions
    ]
