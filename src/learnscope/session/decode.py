"""From the bytes of a message to an intent, or to a problem that says in our words what is wrong with it.

What fits is decoded at once. What does not is decoded without a type and compared with the intent it claims
to be, field by field, so that the message can name the field, the rule, the value received and the remedy.
"""

import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from learnscope.errors import LearnscopeError, check_choice, shown
from learnscope.scene.schema import AnyIntent, Opened, Problem

REMEDY = "reload the page"
RULES = {
    float: "a number",
    int: "a whole number",
    bool: "true or false",
    str: "text",
    bytes: "bytes",
}
LISTS = {int: "an array of whole numbers", str: "an array of texts"}
_intent: msgspec.msgpack.Decoder[AnyIntent] = msgspec.msgpack.Decoder(AnyIntent)  # made once: it takes long
STRUCTS = {"LayerSpec": "a layer", "Array": "an array"}


def decode(message: bytes) -> AnyIntent | Problem:
    """The intent a MessagePack `message` holds; a malformed one gives a Problem, never an exception."""
    try:
        return _intent.decode(message)
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError, OverflowError):
        pass
    try:
        raw = msgspec.msgpack.decode(message)
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError, OverflowError):
        text = (
            f"a message must be one intent as MessagePack, got {len(message)} bytes that are none; {REMEDY}"
        )
        return Problem("malformed", "", text, -1)
    try:
        field, text = next(_faults(raw), ("", f"a message must be an intent, got {shown(raw)}; {REMEDY}"))
    except RecursionError:  # nested so deeply that it cannot be shown
        field, text = "", f"a message must be an intent, got one nested too deeply; {REMEDY}"
    return Problem("malformed", field, text, _serial(raw))


def _faults(raw: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with a decoded message: fields and sentences."""
    yield from _union_faults("", AnyIntent, raw, "an intent")


def _union_faults(path: str, union: Any, raw: Any, what: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a record that says by its type which of `union` it is."""
    if not isinstance(raw, Mapping):
        yield path, f"{path or 'a message'} must be a map of {what}'s fields, got {shown(raw)}; {REMEDY}"
        return
    kinds = {kind.__struct_config__.tag: kind for kind in typing.get_args(union)}
    where, noun = f"{path}.type" if path else "type", what.partition(" ")[2]
    if "type" not in raw:
        rule = "name the intent" if where == "type" else f"be the name of a {noun}"
        yield where, f"{where} must {rule}, got a message without it; {REMEDY}"
        return
    try:
        kind = kinds[check_choice(f"type of {noun}", raw["type"], kinds)]
    except LearnscopeError as error:
        yield where, str(error)
        return
    yield from _struct_faults(path, kind, raw, tag="type")


def _struct_faults(
    path: str, kind: type[msgspec.Struct], raw: Any, *, tag: str = ""
) -> Iterator[tuple[str, str]]:
    if not isinstance(raw, Mapping):
        what = STRUCTS.get(kind.__name__, f"a {kind.__name__.lower()}")
        yield path, f"{path} must be a map of {what}'s fields, got {shown(raw)}; {REMEDY}"
        return
    hints = typing.get_type_hints(kind)
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for name, field in fields.items():
        where = f"{path}.{name}" if path else name
        if name in raw:
            yield from _value_faults(where, hints[name], raw[name])
        elif field.required:
            yield where, f"{where} must be {_rule(hints[name])}, got a message without it; {REMEDY}"
    for name in raw if kind.__struct_config__.forbid_unknown_fields else ():
        if name not in fields and name != (tag or None):
            known = ", ".join(sorted([*fields, tag] if tag else fields))
            yield path, f"unknown field {shown(name)} in {path or raw[tag]} ({known}); {REMEDY}"


def _value_faults(where: str, kind: Any, raw: Any) -> Iterator[tuple[str, str]]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from _struct_faults(where, kind, raw)
    elif kind == Opened:
        yield from _union_faults(where, kind, raw, "a panel")
    elif typing.get_origin(kind) is tuple and isinstance(raw, list | tuple):
        for k, item in enumerate(raw):
            yield from _value_faults(f"{where}[{k}]", typing.get_args(kind)[0], item)
    elif not _fits(kind, raw):
        yield where, f"{where} must be {_rule(kind)}, got {shown(raw)}; {REMEDY}"


def _fits(kind: Any, raw: Any) -> bool:
    if typing.get_origin(kind) is typing.Literal:
        return isinstance(raw, str) and raw in typing.get_args(kind)
    if isinstance(kind, types.UnionType):
        return any(_fits(member, raw) for member in typing.get_args(kind))
    if kind is types.NoneType or isinstance(raw, bool):
        return raw is None if kind is types.NoneType else kind is bool
    if kind is float:
        return isinstance(raw, int | float)
    if kind is int:
        return isinstance(raw, int)
    return isinstance(raw, kind) if isinstance(kind, type) else False


def _rule(kind: Any) -> str:
    """What a value of this kind is, in words."""
    if typing.get_origin(kind) is typing.Literal:
        return " or ".join(repr(word) for word in typing.get_args(kind))
    if isinstance(kind, types.UnionType):
        return " or ".join(
            "null" if member is types.NoneType else _rule(member) for member in typing.get_args(kind)
        )
    if typing.get_origin(kind) is tuple:
        return LISTS.get(typing.get_args(kind)[0], "an array of maps")
    return RULES.get(kind, "a map of fields")


def _serial(raw: Any) -> int:
    """The serial of a decoded message, -1 where it cannot be read."""
    serial = raw.get("serial", -1) if isinstance(raw, Mapping) else -1
    return serial if _fits(int, serial) else -1
