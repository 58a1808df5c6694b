"""The types of the page are those of the wire format."""

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from learnscope.scene import schema
from learnscope.scene.typescript import WIDTH, typescript

PAGE_TYPES = Path(__file__).parents[2] / "web" / "src" / "schema.ts"


def test_the_page_s_types_are_up_to_date() -> None:
    """What is kept in web/src is what the schema says now; `make schema` writes it."""
    assert PAGE_TYPES.read_text(encoding="utf-8") == typescript()


def test_the_module_prints_them_in_utf_8() -> None:
    """Whatever the locale, the output can be redirected into the file."""
    printed = subprocess.run(
        [sys.executable, "-m", "learnscope.scene.typescript"],
        capture_output=True,
        check=True,
        env={"PATH": "", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    ).stdout

    assert printed.decode("utf-8") == typescript()


def test_every_struct_and_every_field_is_there() -> None:
    """Each struct is an interface with its tag and all its fields, read-only."""
    text = typescript()
    structs = [
        value
        for value in vars(schema).values()
        if isinstance(value, type) and issubclass(value, msgspec.Struct)
    ]
    structs = [struct for struct in structs if struct not in (schema.Intent, schema.Question, schema.Answer)]

    assert len(structs) > 30
    for struct in structs:
        (body,) = re.findall(rf"^export interface {struct.__name__} {{\n(.*?)^}}", text, re.M | re.S)
        fields = re.findall(r"^  readonly (\w+)\??: .+;$", body, re.M)
        tag = ["type"] if struct.__struct_config__.tag is not None else []
        assert fields == [*tag, *struct.__struct_fields__]


@pytest.mark.parametrize(
    "line",
    [
        "export const PROTOCOL = 4;",
        'export type Role = "weight" | "bias";',
        "  readonly data: Uint8Array;",
        "  readonly shape: readonly number[];",
        '  readonly type: "set_parameter";',
        "  readonly role: Role;",
        "  readonly number?: number | null;",
        "  readonly check: CheckScene | null;",
        "  readonly layers: readonly LayerScene[];",
        "  | WhatIfScene",
        "export type Question =",
        "  | ReadPicture",
        '  seek: { when: "any_moment", about: "futures", unhurried: true, only_looks: true },',
        '  set_parameter: { when: "at_rest", about: "part", unhurried: false, only_looks: false },',
        "/** What one update did to its own batch and to the sample shown. Losses hold no penalty. */",
        "  /** updates made before this step, from 0 */",
    ],
)
def test_a_line_of_each_kind(line: str) -> None:
    """Constants, words, bytes, tuples, tags, aliases, defaults, unions, kinds of intents, comments."""
    assert line in typescript().splitlines()


def test_lines_are_as_short_as_the_formatter_wants_them() -> None:
    """Only comments, which are not broken, may be longer."""
    assert all(len(line) <= WIDTH for line in typescript().splitlines() if "*" not in line)


def test_every_intent_has_its_kind() -> None:
    """The table says of each what its class says."""
    (table,) = re.findall(r"^export const KINDS: .* = {\n(.*?)^};", typescript(), re.M | re.S)
    said = re.findall(
        r'^  (\w+): { when: "(\w+)", about: "(\w+)", unhurried: (\w+), only_looks: (\w+) },$', table, re.M
    )

    assert said == [
        (
            intent.__struct_config__.tag,
            intent.when,
            intent.about,
            str(intent.unhurried).lower(),
            str(intent.only_looks).lower(),
        )
        for intent in get_args(schema.AnyIntent)
    ]
    assert {when for _, when, _, _, _ in said} == set(get_args(schema.When))
    assert {about for _, _, about, _, _ in said} == set(get_args(schema.About))
