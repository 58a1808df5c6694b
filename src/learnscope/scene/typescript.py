"""The wire format as TypeScript types: `python -m learnscope.scene.typescript` prints `web/src/schema.ts`.

    struct       interface of readonly fields, with `type` as its tag where it has one
    union        union of names, told apart by their tags
    Literal      union of the words
    tuple[T, …]  readonly T[]
    tuple[T, U]  readonly [T, U]
    dict[str, T] Readonly<Record<string, T>>
    float, int   number
    bytes        Uint8Array
    None         null

A field that has a default may be left out of a message. Docstrings and the comments beside fields become
doc comments. A struct that intents extend is the union of those; what kind each intent is of, which its
class says, is the table `KINDS`.


doc comments. The kinds of named numbers come last, with their axes.
"""

import ast
import inspect
import json
import types
import typing
from collections.abc import Iterator

import msgspec
from msgspec import inspect as types_of

from learnscope.scene import schema
from learnscope.scene.grammar import KINDS

WIDTH = 110  # of a line, as the page's formatter breaks it
HEAD = """\
// Written by `python -m learnscope.scene.typescript` from src/learnscope/scene/schema/. Do not edit.
"""


def typescript() -> str:
    """The whole of `web/src/schema.ts`."""
    blocks = [
        HEAD,
        f"{_comment(inspect.cleandoc(schema.__doc__ or ''))}export const PROTOCOL = {schema.PROTOCOL};\n",
    ]
    blocks += [_alias(name, words) for name, words in _literals().items()]
    blocks += [_interface(struct) for struct in _structs() if not _is_base(struct)]
    blocks += [_alias(name, typing.get_args(union)) for name, union in _unions()]
    blocks += [
        _family(struct)
        for struct in _structs()
        if _is_base(struct) and struct not in (schema.Intent, schema.Answer)
    ]
    blocks += [_answers(), _kinds(), _named()]
    return "\n".join(blocks)


def _is_base(struct: type[msgspec.Struct]) -> bool:
    """Whether it is no message itself, only what intents extend."""
    return struct is schema.Answer or (issubclass(struct, schema.Intent) and struct not in _intents())


def _answers() -> str:
    """The union of answers, and which question has which."""
    questions = [intent for intent in _intents() if issubclass(intent, schema.Question)]
    answers = tuple(dict.fromkeys(question.answer for question in questions))
    lines = [f"  readonly {one.__struct_config__.tag}: {one.answer.__name__};\n" for one in questions]
    return (
        f"{_comment(inspect.cleandoc(schema.Answer.__doc__ or ''))}{_alias('Answer', answers)}\n"
        "/** What a question of some kind is answered with. */\n"
        "export interface Answers {\n" + "".join(lines) + "}\n"
    )


def _intents() -> tuple[type[schema.Intent], ...]:
    return typing.get_args(schema.AnyIntent)


def _family(base: type[msgspec.Struct]) -> str:
    """The union of the intents that extend `base`."""
    members = tuple(intent for intent in _intents() if issubclass(intent, base))
    return _comment(inspect.cleandoc(base.__doc__ or "")) + _alias(base.__name__, members)


def _kinds() -> str:
    """What kind each intent is of."""
    names = [name for name in schema.Intent.__annotations__ if name not in schema.Intent.__struct_fields__]
    lines = []
    for intent in _intents():
        words = ", ".join(f"{name}: {json.dumps(getattr(intent, name))}" for name in names)
        lines.append(f"  {intent.__struct_config__.tag}: {{ {words} }},\n")
    return (
        "/** What kind an intent is of: when it may be made, what it is about, whether keeping it can wait, "
        "whether it only looks. */\nexport interface IntentKind {\n"
        "  readonly when: When;\n  readonly about: About;\n  readonly unhurried: boolean;\n"
        "  readonly only_looks: boolean;\n}\n\n"
        'export const KINDS: Readonly<Record<AnyIntent["type"], IntentKind>> = {\n' + "".join(lines) + "};\n"
    )


def _named() -> str:
    """The kinds of named numbers and the axes of each, for `web/src/names.ts`."""
    lines = [
        "/** The kinds of numbers that have names, and what the indices of each count. */",
        "export const NAMES = {",
    ]
    for kind in KINDS.values():
        word = kind.word if kind.word.isidentifier() else f'"{kind.word}"'
        axes = ", ".join(f'"{axis}"' for axis in kind.axes)
        lines.append(f"  {word}: [{axes}],")
    return "\n".join([*lines, "} as const;\n"])


def _structs() -> Iterator[type[msgspec.Struct]]:
    """The structs defined in the schema, in its order."""
    for value in vars(schema).values():
        if isinstance(value, type) and issubclass(value, msgspec.Struct):
            yield value


def _literals() -> dict[str, tuple[str, ...]]:
    """The named sets of words in the schema."""
    return {
        name: typing.get_args(value)
        for name, value in vars(schema).items()
        if typing.get_origin(value) is typing.Literal
    }


def _unions() -> Iterator[tuple[str, types.UnionType]]:
    """The named unions of structs in the schema."""
    for name, value in vars(schema).items():
        if isinstance(value, types.UnionType):
            yield name, value


def _alias(name: str, members: tuple[typing.Any, ...]) -> str:
    """`export type name = a | b`, a member on a line where they do not fit on one."""
    words = [f'"{member}"' if isinstance(member, str) else member.__name__ for member in members]
    line = f"export type {name} = {' | '.join(words)};\n"
    return line if len(line) <= WIDTH else f"export type {name} =\n  | " + "\n  | ".join(words) + ";\n"


def _interface(struct: type[msgspec.Struct]) -> str:
    info = types_of.type_info(struct)
    assert isinstance(info, types_of.StructType)
    comments = _field_comments(struct)
    lines = [f"{_comment(inspect.cleandoc(struct.__doc__ or ''))}export interface {struct.__name__} {{"]
    if info.tag is not None:
        lines.append(f'  readonly {info.tag_field}: "{info.tag}";')
    for field in info.fields:
        if field.name in comments:
            lines.append("  " + _comment(comments[field.name]).rstrip())
        mark = "" if field.required else "?"
        lines.append(f"  readonly {field.encode_name}{mark}: {_type(field.type)};")
    return "\n".join([*lines, "}\n"])


def _type(kind: types_of.Type) -> str:
    """A field's type in TypeScript."""
    match kind:
        case types_of.IntType() | types_of.FloatType():
            return "number"
        case types_of.StrType():
            return "string"
        case types_of.BoolType():
            return "boolean"
        case types_of.BytesType():
            return "Uint8Array"
        case types_of.NoneType():
            return "null"
        case types_of.StructType(cls=cls):
            return cls.__name__
        case types_of.LiteralType(values=values):
            for name, words in _literals().items():
                if set(words) == set(values):
                    return name
            return " | ".join(f'"{word}"' for word in values)
        case types_of.VarTupleType(item_type=item):
            inner = _type(item)
            return f"readonly ({inner})[]" if " " in inner else f"readonly {inner}[]"
        case types_of.TupleType(item_types=items):
            return f"readonly [{', '.join(_type(item) for item in items)}]"
        case types_of.DictType(key_type=types_of.StrType(), value_type=value):
            return f"Readonly<Record<string, {_type(value)}>>"
        case types_of.AnyType():
            return "unknown"
        case types_of.UnionType(types=members):
            structs = {member.cls for member in members if isinstance(member, types_of.StructType)}
            for name, union in _unions():
                if len(structs) == len(members) and structs == set(typing.get_args(union)):
                    return name
            return " | ".join(_type(member) for member in members)
    raise NotImplementedError(f"no TypeScript for {kind!r}; add a case for it")


def _field_comments(struct: type[msgspec.Struct]) -> dict[str, str]:
    """The comment beside each field, of the struct and of those it extends."""
    found: dict[str, str] = {}
    for base in reversed(struct.__mro__):
        if not base.__module__.startswith(schema.__name__):
            continue
        source = inspect.getsource(base)
        lines = source.splitlines()
        (tree,) = ast.parse(source).body
        assert isinstance(tree, ast.ClassDef)
        for node in tree.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                _, mark, comment = lines[node.lineno - 1].partition("  # ")
                if mark:
                    found[node.target.id] = comment
    return found


def _comment(text: str) -> str:
    lines = text.splitlines()
    if len(lines) == 1:
        return f"/** {text} */\n"
    return "/**\n" + "".join(f" * {line}".rstrip() + "\n" for line in lines) + " */\n"


if __name__ == "__main__":
    import sys

    sys.stdout.buffer.write(typescript().encode())
