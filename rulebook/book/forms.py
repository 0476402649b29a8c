"""Whether a file has the form of its schema: yes or no, quickly.

Nearly all files are sound, and a library that explains what is wrong takes long to find nothing. So
each schema is compiled once to a test of nodes; only a file that fails it is explained
(``rulebook.book.schemas``). The keywords are those that the schemas of ``grammar/`` use, with their
meaning in JSON Schema; another one is refused when the schema is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rulebook.book.nodes import Entries, Items, Node, Text

Test = Callable[[Node], bool]
Schema = Mapping[str, Any]

_KINDS: Mapping[str, type[Node]] = {"string": Text, "object": Entries, "array": Items}
_SAY_NOTHING = frozenset(("title", "description", "$schema", "$defs", "then"))
"""Keywords that test nothing by themselves."""


class Compiler:
    """Compiles schemas; ``shared`` are the forms that ``$ref`` names, by reference."""

    def __init__(self, shared: Mapping[str, Schema]) -> None:
        self.shared = shared
        self.known: dict[str, Test] = {}

    def test(self, schema: Schema) -> Test:
        """The test of a schema: all of its keywords hold."""
        said = {key: value for key, value in schema.items() if key not in _SAY_NOTHING}
        tests = [self._keyword(key, value, schema) for key, value in said.items()]
        return tests[0] if len(tests) == 1 else _all(tests)

    def _keyword(self, keyword: str, value: Any, schema: Schema) -> Test:
        match keyword:
            case "$ref":
                return self._reference(value)
            case "type":
                kind = _KINDS[value]
                return lambda node: type(node) is kind
            case "const":
                return lambda node: type(node) is Text and node.value == value
            case "enum":
                values = frozenset(value)
                return lambda node: type(node) is Text and node.value in values
            case "pattern" | "minLength" | "maxLength":
                return _text(keyword, value)
            case "items":
                each = self.test(value)
                return lambda node: type(node) is not Items or all(map(each, node.items))
            case "minItems":
                return lambda node: type(node) is not Items or len(node.items) >= value
            case "uniqueItems" if value is True:
                return _of_different_texts
            case "allOf":
                return _all([self.test(each) for each in value])
            case "anyOf":
                some = [self.test(each) for each in value]
                return lambda node: any(test(node) for test in some)
            case "oneOf":
                options = [self.test(each) for each in value]
                return lambda node: sum(test(node) for test in options) == 1
            case "if":
                condition, then = self.test(value), self.test(schema["then"])
                return lambda node: not condition(node) or then(node)
            case _:
                return self._mapping(keyword, value, schema)

    def _mapping(self, keyword: str, value: Any, schema: Schema) -> Test:
        match keyword:
            case "required":
                wanted = frozenset(value)
                return _pairs(lambda pairs: wanted <= {key.value for key, _ in pairs})
            case "minProperties":
                return _pairs(lambda pairs: len(pairs) >= value)
            case "propertyNames":
                name = self.test(value)
                return _pairs(lambda pairs: all(name(key) for key, _ in pairs))
            case "properties":
                tests = {name: self.test(each) for name, each in value.items()}
                return _pairs(
                    lambda pairs: all(
                        tests[key.value](each) for key, each in pairs if key.value in tests
                    )
                )
            case "additionalProperties":
                named = frozenset(schema.get("properties", ()))
                if value is False:
                    return _pairs(lambda pairs: all(key.value in named for key, _ in pairs))
                other = self.test(value)
                return _pairs(
                    lambda pairs: all(other(each) for key, each in pairs if key.value not in named)
                )
            case _:
                raise NotImplementedError(keyword)

    def _reference(self, name: str) -> Test:
        if name not in self.known:
            self.known[name] = self.test(self.shared[name])
        return self.known[name]


def _text(keyword: str, value: Any) -> Test:
    match keyword:
        case "pattern":
            search = re.compile(value).search
            return lambda node: type(node) is not Text or search(node.value) is not None
        case "minLength":
            return lambda node: type(node) is not Text or len(node.value) >= value
        case _:
            return lambda node: type(node) is not Text or len(node.value) <= value


def _pairs(test: Callable[[tuple[tuple[Text, Node], ...]], bool]) -> Test:
    return lambda node: type(node) is not Entries or test(node.pairs)


def _all(tests: Sequence[Test]) -> Test:
    return lambda node: all(test(node) for test in tests)


def _of_different_texts(node: Node) -> bool:
    """No text twice; a list of anything else is left to the explanation."""
    if type(node) is not Items:
        return True
    texts = [each.value for each in node.items if type(each) is Text]
    return len(texts) == len(node.items) and len(set(texts)) == len(texts)
