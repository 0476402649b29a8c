"""A word of a rule, or one in quotes: what it names."""

from __future__ import annotations

import re

from rulebook.book.types import DAY, OneOf, Records, SetOf, Truth, Type
from rulebook.diagnostics import Bilingual, Span
from rulebook.diagnostics.nearest import did_you_mean, nearest_or_new
from rulebook.language import tree
from rulebook.language.bound_words import bounds_in_words
from rulebook.language.numerals import amount_in_words, place_or_price_in_words
from rulebook.language.words import stuck_keyword
from rulebook.meaning import typed
from rulebook.meaning.glued import glued
from rulebook.meaning.known_rules import outputs_of
from rulebook.meaning.scope import CASE_DAY
from rulebook.meaning.typer import Typer


def name(typer: Typer, node: tree.Name, expected: Type | None) -> typed.Typed | None:
    """A word: a value of the expected enumeration, a definition, a figure or a fact."""
    word, span = node.word, node.span
    if isinstance(expected, OneOf | SetOf):
        value = typer.scope.value_of(expected.enumeration, word)
        if value is not None:
            return typed.Literal(value.id, OneOf(expected.enumeration), span)
    if word in typer.aliases:
        called = typer.aliases[word].rule
        typer.report("RB3503", span, word=word, **outputs_of(called))
        return None
    if word in typer.names:
        definition = typer.names[word]
        type_ = typer.definition_type(definition, span)
        return None if type_ is None else typed.DefinitionRead(definition, type_, span)
    if word in typer.scope.figures:
        figure = typer.scope.figures[word]
        return typed.FigureRead(figure.place, figure.id, figure.type, span)
    if word in CASE_DAY:
        return typed.CaseDayRead(DAY, span)
    if word in typer.scope.facts:
        fact = typer.scope.facts[word]
        typer.reading.setdefault(fact.id, span)
        if isinstance(fact.type, Records):
            typer.report("RB4032", span, word=word)
            return None
        return typed.FactRead(fact.id, fact.type, span)
    of = typer.scope.enumerations_with(word)
    if expected is None and len(of) == 1:
        value = typer.scope.value_of(of[0].id, word)
        assert value is not None
        return typed.Literal(value.id, OneOf(of[0].id), span)
    _unknown(typer, word, span, expected)
    return None


def _bound(word: str, names: list[str]) -> Bilingual | None:
    """How ``二级以上``, of an enumeration with an order, or ``六十岁以上`` is written."""
    for mark, rest in bounds_in_words(word):
        value = rest if rest in names else amount_in_words(rest)
        if value is not None:
            return Bilingual(f"写成 `{mark} {value}`", f"write `{mark} {value}`")
    return None


def _unknown(typer: Typer, word: str, span: Span, expected: Type | None) -> None:
    """Report a word that names nothing here, with the likeliest reason."""
    if isinstance(expected, OneOf | SetOf):
        of_enumeration = typer.scope.enumeration(expected.enumeration)
        values = of_enumeration.values
        names = [each.label.zh for each in values] + [each.id for each in values]
        typer.report(
            "RB3008",
            span,
            word=word,
            enumeration=of_enumeration.label,
            values=Bilingual(
                "、".join(each.label.zh for each in values),
                ", ".join(each.id for each in values),
            ),
            nearest=(_bound(word, names) if of_enumeration.ordered else None)
            or _one_of(word, names)
            or did_you_mean(word, names),
        )
        return
    of = typer.scope.enumerations_with(word)
    if of and expected is not None:
        kind, enumeration = typer.kind(expected), Bilingual(of[0].label.zh, of[0].id)
        typer.report("RB3024", span, word=word, enumeration=enumeration, expected=kind)
        return
    if of:
        enumeration = Bilingual(of[0].label.zh, of[0].id)
        typer.report("RB3003", span, word=word, enumeration=enumeration)
        return
    rule = typer.scope.rule_named(word)
    if rule is not None:
        typer.report("RB3503", span, word=word, **outputs_of(rule))
        return
    known = [*typer.names, *typer.scope.known_words()]
    compared = glued(word, known, typer.scope)
    if compared is not None:
        said = {"said": compared.said, "mark": compared.mark, "proper": compared.proper}
        typer.report("RB3026", span, word=word, **said)
        return
    before, keyword, after = stuck_keyword(word) or ("", "", "")
    if keyword and all(not part or _begins(part, known) for part in (before, after)):
        apart = " ".join(part for part in (before, keyword, after) if part)
        typer.report("RB3002", span, word=word, keyword=keyword, apart=apart)
        return
    near = _bound(word, []) or _counted(word, expected) or nearest_or_new(word, known)
    typer.report("RB3001", span, word=word, nearest=near)


def _counted(word: str, expected: Type | None) -> Bilingual | None:
    """What is written for ``第二次`` and ``每天50元``; a condition compares something with it."""
    proper = place_or_price_in_words(word)
    if proper is not None and isinstance(expected, Truth):
        proper = f"… {proper}" if proper.startswith("≥") else f"… = {proper}"
    return None if proper is None else Bilingual(f"写成 `{proper}`", f"write `{proper}`")


def _one_of(word: str, names: list[str]) -> Bilingual | None:
    """``一级或二级`` where one value stands: several are asked for by 属于."""
    parts = re.split("或者|或|和|及|与", word)
    if len(parts) < 2 or any(part not in names for part in parts):
        return None
    listed = f"({'、'.join(parts)})"
    return Bilingual(
        f"几个值之一写成 `… 属于 {listed}`，不写 `=`",
        f"write one of several as `… in ({', '.join(parts)})`, without `=`",
    )


def quoted(typer: Typer, text: str, span: Span, expected: Type | None) -> typed.Typed | None:
    """A value of the expected enumeration that is not one word."""
    if not isinstance(expected, OneOf | SetOf):
        typer.report("RB4019", span, text=text)
        return None
    value = typer.scope.value_of(expected.enumeration, text)
    if value is None:
        _unknown(typer, text, span, expected)
        return None
    return typed.Literal(value.id, OneOf(expected.enumeration), span)


def _begins(part: str, known: list[str]) -> bool:
    return any(name.startswith(part) for name in known)
