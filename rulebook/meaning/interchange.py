"""The program as JSON, an interchange format: what other evaluators run.

Every dataclass is an object with its name under ``is`` and its fields; tuples are lists. Integers
that stand for values (amounts, bounds, factors, day numbers) are texts, since JSON readers cut
large numbers; numbers of nodes and clauses are JSON numbers. ``schema`` describes the format in
JSON Schema, worked out from the same dataclasses.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from rulebook.diagnostics import Bilingual, Span
from rulebook.meaning import program as p

FORMAT = "rulebook/program/1"

VALUES = {
    ("Constant", "value"),
    ("Scale", "factor"),
    ("DivideRound", "divisor"),
    ("DivideRound", "step"),
    ("Shape", "low"),
    ("Shape", "high"),
    ("ProgramFact", "step"),
    ("ProgramFigureValue", "value"),
    ("ProgramFigureValue", "since"),
    ("ProgramFigureValue", "until"),
    ("Version", "since"),
    ("Version", "until"),
}
"""The fields whose integers are written as texts."""

Json = dict[str, Any]


def to_json(program: p.Program) -> Json:
    """The program as plain values."""
    return {"format": FORMAT, **_encode(program)}


def from_json(data: Json) -> p.Program:
    """The program that plain values say; ValueError where they are of another format."""
    if data.get("format") != FORMAT:
        raise ValueError(f"not a program of format {FORMAT}")
    decoded = _decode(p.Program, {key: value for key, value in data.items() if key != "format"})
    assert isinstance(decoded, p.Program)
    return decoded


def _encode(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.file, value.line, value.column, value.end_line, value.end_column]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        name = type(value).__name__
        fields = {
            field.name: _field(name, field.name, getattr(value, field.name))
            for field in dataclasses.fields(value)
        }
        return {"is": name, **fields}
    if isinstance(value, tuple):
        return [_encode(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _encode(each) for key, each in value.items()}
    return value


def _field(owner: str, name: str, value: Any) -> Any:
    if (owner, name) in VALUES:
        return None if value is None else str(value)
    return _encode(value)


@cache
def _classes() -> dict[str, type]:
    known = {
        name: each
        for name, each in vars(p).items()
        if isinstance(each, type) and dataclasses.is_dataclass(each) and each is not Span
    }
    return {**known, "Bilingual": Bilingual}


@cache
def _hints(owner: type) -> dict[str, Any]:
    return typing.get_type_hints(owner)


def _decode(expected: Any, value: Any) -> Any:
    if expected is Span:
        return Span(*value)
    if isinstance(value, dict) and "is" in value:
        owner = _classes()[value["is"]]
        hints = _hints(owner)
        return owner(
            **{key: _decode(hints[key], each) for key, each in value.items() if key != "is"}
        )
    origin = get_origin(expected)
    if origin in (Union, types.UnionType):
        return _decode_optional(get_args(expected), value)
    if origin is tuple:
        inner = get_args(expected)
        many = len(inner) == 2 and inner[1] is Ellipsis
        return tuple(
            _decode(inner[0] if many else inner[place], each) for place, each in enumerate(value)
        )
    if origin is not None and isinstance(value, dict):
        return {key: _decode(get_args(expected)[1], each) for key, each in value.items()}
    return int(value) if expected is int and isinstance(value, str) else value


def _decode_optional(options: tuple[Any, ...], value: Any) -> Any:
    if value is None:
        return None
    plain = [each for each in options if each is not type(None)]
    return _decode(plain[0], value)


# ---- schema --------------------------------------------------------------------------------


def schema() -> Json:
    """The JSON Schema of the format."""
    root = _described(p.Program)
    root["properties"]["format"] = {"const": FORMAT}
    root["required"] = ["format", *root["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "规则程序 · a book's rules as a program",
        **root,
        "$defs": {name: _described(each) for name, each in sorted(_classes().items())},
    }


def _described(owner: type) -> Json:
    properties: Json = {"is": {"const": owner.__name__}}
    for name, hint in _hints(owner).items():
        properties[name] = _form(hint, text=(owner.__name__, name) in VALUES)
    return {
        "type": "object",
        "description": (owner.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " "),
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _form(hint: Any, *, text: bool = False) -> Json:
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Span:
        return {"type": "array", "prefixItems": [{"type": "string"}], "minItems": 5, "maxItems": 5}
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_form(each, text=text) for each in inner]}
    if origin is tuple:
        many = len(inner) == 2 and inner[1] is Ellipsis
        items = {"items": _form(inner[0])} if many else {"prefixItems": [_form(i) for i in inner]}
        return {"type": "array", **items}
    if origin is not None:
        return {"type": "object", "additionalProperties": _form(inner[1])}
    if hint is int:
        return {"type": "string", "pattern": "^-?[0-9]+$"} if text else {"type": "integer"}
    return {str: {"type": "string"}, bool: {"type": "boolean"}, type(None): {"type": "null"}}[hint]
