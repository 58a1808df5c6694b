"""Names, sizes and forms: what is no file of a folder, too much, or no form is refused."""

from pathlib import Path

import pytest

from learnscope.hosts.server import incoming
from tests.hosts.server.desk import FLOWERS, OURS, PART, Desk, form


@pytest.mark.parametrize(
    "name",
    [
        "../secret.csv", "a/../../secret.csv", "/etc/passwd.csv", "a//b.csv", "a/./b.csv", "./b.csv", "a/",
        "..", ".", "a\\b.csv", "..\\b.csv", "a\x00b.csv", "a\x1fb.csv", "a\nb.csv", "/".join("x" * 17),
    ],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(desk: Desk, name: str) -> None:
    """Nor up in it, nor to two places on two systems; such a name is refused as it is."""
    body = form(f'name="file"; filename="{name}"'.encode(), FLOWERS)

    response = desk.post(headers={**OURS, "Content-Type": "multipart/form-data; boundary=x"}, content=body)

    assert (response.status_code, response.json()["message"]) == (
        422,
        f"a file's name must lead to a place in what was chosen, got {name!r}; rename it",
    )


def test_a_name_that_no_file_system_takes_is_refused(desk: Desk) -> None:
    """It is shown shortened."""
    message = desk.refused([("é" * 128 + ".csv", FLOWERS)])

    assert message == (
        f"a file's name must have 255 bytes or fewer, got '{'é' * 56}...; rename it"
    )  # fmt: skip


@pytest.mark.parametrize("names", [("a.csv", "a.csv"), ("a", "a/b.csv"), ("a/b.csv", "a")])
def test_no_file_is_written_over_another(desk: Desk, names: tuple[str, str]) -> None:
    """Two of one name, or a file and a folder."""
    message = desk.refused([(name, FLOWERS) for name in names])

    assert message in (
        "two of the files are called 'a.csv'; rename one",
        "two of the files are called 'a/b.csv'; rename one",
        "two of the files are called 'a'; rename one",
    )


def test_names_are_read_as_browsers_write_them(desk: Desk) -> None:
    """A quotation mark in a name comes as %22."""
    body = form(b'name="file"; filename="the %22best%22.csv"', FLOWERS)

    desk.post(headers={**OURS, "Content-Type": "multipart/form-data; boundary=x"}, content=body)

    assert desk.said == ['the "best": 4 samples, petal, sepal → setosa, versicolor']


def test_more_than_256_mib_are_refused_before_they_come(desk: Desk) -> None:
    """Where the length is announced."""
    response = desk.post(headers={**OURS, "Content-Length": str(300 * 2**20)}, content=b"")

    assert (response.status_code, response.json()["message"]) == (
        413,
        "the files must have 256 MiB or less together; take fewer rows or smaller pictures",
    )


def test_more_is_refused_while_it_comes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not; and so are more files than a folder of pictures needs."""
    assert (incoming.BYTES, incoming.FILES) == (256 * 2**20, 20_000)
    monkeypatch.setattr(incoming, "BYTES", len(FLOWERS))
    monkeypatch.setattr(incoming, "OVERHEAD", 1000)
    monkeypatch.setattr(incoming, "FILES", 2)

    assert desk.refused([("a.csv", FLOWERS), ("b.csv", b"x")]) == incoming.TOO_LARGE
    assert desk.refused([(name, b"") for name in "abc"]) == (
        "there must be 20 000 files or fewer; take fewer pictures"
    )
    assert desk.refused([("a", b"")], target="t" * 2000) == incoming.TOO_LARGE
    assert desk.send([("a.csv", FLOWERS)]).status_code == 200


def test_the_page_knows_the_limits() -> None:
    """It tells of too much before it sends anything."""
    page = (Path(__file__).parents[3] / "web" / "src" / "host" / "http.ts").read_text(encoding="utf-8")

    assert "export const DATA_BYTES = 256 * 2 ** 20;" in page
    assert "export const FILES = 20_000;" in page


@pytest.mark.parametrize(
    ("body", "content_type", "message"),
    [
        (FLOWERS, "text/csv", incoming.NO_FORM),
        (FLOWERS, "multipart/form-data", incoming.NO_FORM),
        (FLOWERS, f"multipart/form-data; boundary={'x' * 300}", incoming.NO_FORM),
        (b"", "multipart/form-data; boundary=x", incoming.CUT_SHORT),
        (PART + b'name="file"; filename="a.csv"\r\n\r\na,b', None, incoming.CUT_SHORT),
        (b"--y\r\n", None, "the upload is no form that can be read ("),
        (b"--x--\r\n", None, "there must be a file; choose one, or a folder with files in it"),
        (PART + b'name="a"\r\n\r\n' + b"a" * 10_001, None,
         "the field 'a' must have 10000 bytes or fewer"),
        (PART + b'name="a"; filename="f"\r\n\r\n', None,
         "unknown part with a file 'a' (file)"),
        (PART + b'name="file"; filename="\xff"\r\n\r\n', None,
         "names and fields of an upload must be UTF-8, got b'\\xff'; send them so"),
        (b'--x\r\n\r\n\r\n--x--\r\n', None, "there must be a file; choose one, or a folder with files in it"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused(desk: Desk, body: bytes, content_type: str | None, message: str) -> None:
    """At the place where that shows."""
    headers = {**OURS, "Content-Type": content_type or "multipart/form-data; boundary=x"}

    response = desk.post(headers=headers, content=body)

    assert response.status_code == 422
    assert response.json()["message"].startswith(message)
    assert desk.seen == []
