"""The closed schemas in ``grammar/``, and each of their errors as one finding at its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from rulebook.book.forms import Compiler, Test
from rulebook.book.hints import instead_of, nearest_or_all
from rulebook.book.nodes import Entries, Items, Node, Text, plain, span_at
from rulebook.diagnostics import Argument, Bilingual, Diagnostic, Span, finding
from rulebook.resources import grammar_folder

Kind = Literal["book", "vocabulary", "place", "sources", "figures", "treatment-list"]
KINDS: tuple[Kind, ...] = ("book", "vocabulary", "place", "sources", "figures", "treatment-list")
Path = tuple[str | int, ...]


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema of a kind of file, or ``common``."""
    path = grammar_folder() / f"{name}.schema.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@cache
def validator(kind: Kind) -> Any:
    """The library's validator of a kind of file, which says what is wrong."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    common = Resource.from_contents(schema("common"))
    registry: Registry[Any] = Registry().with_resource("common.schema.json", common)
    return Draft202012Validator(schema(kind), registry=registry)


@cache
def form_test(kind: Kind) -> Test:
    """Whether a file is sound, without the reasons: see :mod:`rulebook.book.forms`."""
    shared = {
        f"common.schema.json#/$defs/{name}": each
        for name, each in schema("common")["$defs"].items()
    }
    return Compiler(shared).test(schema(kind))


def check_form(kind: Kind, node: Node) -> tuple[Diagnostic, ...]:
    """What the schema of ``kind`` finds in a file, in the order of the file."""
    if not isinstance(node, Entries):
        return (finding("RB2121", node.span),)
    wrong_format = _check_format(kind, node)
    if wrong_format is not None:
        return (wrong_format,)
    if form_test(kind)(node):
        return ()
    found: dict[tuple[str, Span, str], Diagnostic] = {}
    for error in validator(kind).iter_errors(plain(node)):
        for diagnostic in _translate(node, error):
            key = (diagnostic.code, diagnostic.span, str(diagnostic.arguments.get("key", "")))
            found.setdefault(key, diagnostic)
    return tuple(sorted(found.values(), key=lambda each: each.span))


def _check_format(kind: Kind, node: Entries) -> Diagnostic | None:
    wanted = f"rulebook/{kind}/1"
    given = node.get("format")
    if given is None:
        return finding("RB2101", Span.point(node.span.file), wanted=wanted)
    if not isinstance(given, Text):
        return finding("RB2102", given.span, given="", wanted=wanted)
    if given.value == wanted:
        return None
    name, _, _version = given.value.rpartition("/")
    code = "RB2103" if name != f"rulebook/{kind}" and _is_known(name) else "RB2102"
    return finding(code, given.span, given=given.value, wanted=wanted)


def _is_known(name: str) -> bool:
    return name in {f"rulebook/{kind}" for kind in KINDS}


def _translate(node: Node, error: Any) -> Iterator[Diagnostic]:
    path: Path = tuple(error.absolute_path)
    span = span_at(node, path)
    match error.validator:
        case "additionalProperties":
            yield from _unknown_keys(node, path, error.schema["properties"], error.instance)
        case "required":
            for key in error.validator_value:
                if key not in error.instance:
                    yield finding("RB2112", span, key=key)
        case "pattern" | "maxLength" if "propertyNames" in error.absolute_schema_path:
            yield _wrong_form(_key_span(node, path, error.instance), error)
        case _:
            yield _wrong_value(span, path, error)


def _wrong_value(span: Span, path: Path, error: Any) -> Diagnostic:
    match error.validator:
        case "type":
            return _wrong_kind(span, path, error)
        case "minLength" | "minItems" | "minProperties":
            return finding("RB2115", span, what=_last(path))
        case "enum":
            options = _with_names(error)
            return _not_one_of(span, path, str(error.instance), options)
        case "oneOf":
            return finding("RB2118", span)
        case "maxLength":
            return finding("RB2122", span, what=_last(path), most=str(error.validator_value))
        case "uniqueItems":
            return finding("RB2119", span, what=_last(path))
        case _:
            return _wrong_form(span, error)


def _key_span(node: Node, path: Path, key: str) -> Span:
    owner = _at(node, path)
    found = owner.key(key) if isinstance(owner, Entries) else None
    return found.span if found is not None else span_at(node, path)


def _at(node: Node, path: Path) -> Node:
    for step in path:
        match node:
            case Entries() if isinstance(step, str) and (value := node.get(step)) is not None:
                node = value
            case Items(items=items) if isinstance(step, int):
                node = items[step]
            case _:
                return node
    return node


def _unknown_keys(
    node: Node, path: Path, known: Mapping[str, Any], instance: Mapping[str, Any]
) -> Iterator[Diagnostic]:
    for key in instance:
        if key in known:
            continue
        span = _key_span(node, path, key)
        if re.match("[0-9]{3}", key):
            yield finding("RB2123", span, key=key)
        else:
            guess = nearest_or_all(key, [each for each in known if each not in instance])
            yield finding("RB2111", span, key=key, guess=guess)


def _wrong_kind(span: Span, path: Path, error: Any) -> Diagnostic:
    if path and path[-1] == "unset":
        return finding("RB2120", span)
    if error.instance == "":
        return finding("RB2115", span, what=_last(path))
    wanted = error.validator_value
    return finding("RB2113", span, what=_last(path), form=_FORMS.get(str(wanted), _FORMS["string"]))


_NAMED = re.compile(r"(\w+) ([^ 、；：（]+)")


def _with_names(error: Any) -> dict[str, str]:
    """The words that can stand there with their Chinese names, as the description has them."""
    described = error.schema.get("description", "").partition(" · ")[0]
    names = dict(_NAMED.findall(described))
    return {str(each): names.get(each, "") for each in error.validator_value}


def _not_one_of(span: Span, path: Path, given: str, options: Mapping[str, str]) -> Diagnostic:
    if not given:
        return finding("RB2115", span, what=_last(path))
    guess = instead_of(given, options)
    return finding("RB2117", span, given=_short(given), key=_last(path), guess=guess)


def _wrong_form(span: Span, error: Any) -> Diagnostic:
    title, form = (_both(error.schema.get(name, "")) for name in ("title", "description"))
    given = error.instance if isinstance(error.instance, str) else ""
    arguments: dict[str, Argument] = {"given": _short(given), "title": title, "form": form}
    return finding("RB2114", span, **arguments)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def _both(text: str) -> Bilingual:
    """``中文 · English`` as the schemas write it."""
    zh, mark, en = text.partition(" · ")
    return Bilingual(zh, en if mark else zh)


def _last(path: Path) -> Argument:
    """What a person calls the thing at ``path``: its key, or the list it stands in."""
    keys = [step for step in path if isinstance(step, str)]
    return keys[-1] if keys else _FILE


_FILE = Bilingual("文件", "the file")
_FORMS = {
    "object": Bilingual("若干行 `键: 值`", "lines `key: value`"),
    "array": Bilingual("一个列表，如 `[甲, 乙]`", "a list such as `[a, b]`"),
    "string": Bilingual("一段文字", "a text"),
}
