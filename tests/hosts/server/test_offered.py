"""The data that `learnscope open` was given: its page asks, and is told again when it is opened again."""

from pathlib import Path
from typing import Any

import pytest

from learnscope.data.dataset import Dataset
from learnscope.data.opening import open_data
from learnscope.data.remedies import RefusedError
from learnscope.hosts.server.offered import Offered
from tests.hosts.server.desk import FLOWERS, GAP, Desk

ASKED = {
    "message": "flowers.csv row 2: column 'petal' is empty",
    "remedies": [
        {
            "title": "Fill gaps with the mean of their column (makes up 1 cell)",
            "field": "missing",
            "values": ["mean"],
        },
        {"title": "Leave rows with gaps out (leaves 3 of 4 rows)", "field": "missing", "values": ["drop"]},
    ],
    "target": True,
    "columns": ["petal", "sepal", "species"],
}


def offer(path: Path, content: bytes, **reading: Any) -> Offered:
    """A file on offer, as the command line makes it."""
    path.write_bytes(content)
    found: Dataset | RefusedError
    try:
        found = open_data(path, **reading)
    except RefusedError as error:
        found = error
    return Offered(path, reading, found)


@pytest.fixture
def asked(tmp_path: Path) -> Desk:
    """A desk where a table with a gap is on offer."""
    return Desk(offered=offer(tmp_path / "flowers.csv", GAP))


def test_what_is_to_be_asked_is_told(asked: Desk) -> None:
    """As to an upload of the same file, with its name; nothing has changed."""
    told = asked.get().json()

    assert {name: told[name] for name in ("message", "remedies")} == {
        name: ASKED[name] for name in ("message", "remedies")
    }
    assert (told["called"], told["fields"]) == ("flowers.csv", {})
    assert asked.seen == []


def test_a_remedy_reads_it_where_it_lies(asked: Desk) -> None:
    """No file is sent; the sitting has the data, and its page, opened again, tells what was decided."""
    response = asked.read_offered(missing="mean")

    assert response.status_code == 200
    assert [said[:18] for said in asked.said] == ["flowers: 4 samples"]
    again = asked.get().json()
    assert (again["title"], again["fields"]) == ("flowers", {"missing": ["mean"]})
    assert again["decided"] == response.json()["decided"]
    assert "message" not in again


def test_what_is_asked_next_is_told_again(asked: Desk) -> None:
    """Another fault, by other fields."""
    response = asked.read_offered(target="none")

    assert response.status_code == 422
    assert asked.get().json()["message"] == response.json()["message"]
    assert asked.get().json()["fields"] == {"target": ["none"]}


def test_every_sitting_is_asked_for_itself(asked: Desk) -> None:
    """One that has decided says nothing to the others."""
    asked.read_offered(missing="mean")

    assert asked.get("another-name").json()["message"] == ASKED["message"]


def test_other_data_put_an_end_to_it(asked: Desk) -> None:
    """Nothing is offered to a sitting that has files of its own; one that was refused them is still asked."""
    asked.send([("broken.csv", GAP)])
    assert asked.get().json()["message"] == ASKED["message"]
    asked.send([("other.csv", FLOWERS)])

    assert asked.get().status_code == 204


def test_options_of_the_command_line_are_where_the_page_begins(tmp_path: Path) -> None:
    """Those that the page has, as fields; the others hold whatever it wishes."""
    (tmp_path / "more.csv").write_bytes(FLOWERS)
    reading = {"target": ("sepal",), "test": str(tmp_path / "more.csv"), "categories": 9, "header": True}
    desk = Desk(offered=offer(tmp_path / "flowers.csv", FLOWERS, **reading))
    told = desk.get().json()
    assert told["fields"] == {"target": ["sepal"], "categories": ["9"], "header": ["yes"]}
    assert told["targets"] == ["sepal"]
    response = desk.read_offered(target="petal")

    assert response.json()["targets"] == ["petal"]
    assert "as they came: 4 samples to learn from and 4 samples to test with" in response.text


def test_where_nothing_is_offered_nothing_is_told(desk: Desk) -> None:
    """And a form that asks for it has no file."""
    response = desk.read_offered()

    assert desk.get().status_code == 204
    assert response.status_code == 422
    assert response.json()["message"] == "there must be a file; choose one, or a folder with files in it"


def test_names_that_are_no_sittings_have_nothing(asked: Desk) -> None:
    """As at every other address."""
    assert asked.get("nobody").status_code == 404
