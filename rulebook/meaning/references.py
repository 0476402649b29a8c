"""References with a part or arguments: other rules, figures of another day, fields, functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from rulebook.book.model import RecordType
from rulebook.book.types import DAY, NUMBER, Records, Type
from rulebook.book.units import measure_of
from rulebook.diagnostics import Bilingual
from rulebook.diagnostics.nearest import did_you_mean, nearest_or_new
from rulebook.language import tree
from rulebook.language.pairs import written
from rulebook.language.words import words
from rulebook.meaning import typed
from rulebook.meaning.known_rules import Called, outputs_of
from rulebook.meaning.naming import named
from rulebook.meaning.scope import CASE_DAY
from rulebook.meaning.spreadsheets import INSTEAD
from rulebook.meaning.typer import Typer

YEARS_OLD = measure_of(("years_old",))[0]
MONTHS = measure_of(("month",))[0]

BuiltIn = Literal["year", "age", "months", "medical_year"]

SIGNATURES: dict[BuiltIn, tuple[tuple[Type, ...], Type]] = {
    "year": ((DAY,), NUMBER),
    "age": ((DAY, DAY), YEARS_OLD),
    "months": ((DAY, DAY), MONTHS),
    "medical_year": ((DAY, NUMBER), NUMBER),
}
"""The built-in functions: the types of their arguments, and what they give."""


def function_named(word: str) -> BuiltIn | None:
    """The id of the built-in function that ``word`` names in either language."""
    chinese = words().built_in
    return next((each for each in SIGNATURES if word in (each, chinese[each])), None)


def part(typer: Typer, node: tree.Part, fallback: tree.Expression | None) -> typed.Typed | None:
    """``规则.结果``, ``规则(事实: 值).结果`` or ``记录.项``."""
    owner = node.owner
    if isinstance(owner, tree.Name):
        fact = typer.scope.facts.get(owner.word)
        if fact is not None and isinstance(fact.type, Records):
            return _field(typer, fact.id, fact.type, node)
    called = called_rule(typer, owner)
    if called is None:
        word = written(owner)
        known = [*typer.scope.rule_words(), *typer.aliases, *_record_words(typer)]
        typer.report("RB3501", owner.span, word=word, nearest=did_you_mean(word, known))
        return None
    return _rule_read(typer, called, node, fallback)


def when_not_applicable(typer: Typer, node: tree.WhenNotApplicable) -> typed.Typed | None:
    """What stands in for a rule that does not apply."""
    if isinstance(node.reference, tree.Part):
        return part(typer, node.reference, node.fallback)
    typer.report("RB3509", node.span)
    return None


def _record_words(typer: Typer) -> list[str]:
    return [word for word, fact in typer.scope.facts.items() if isinstance(fact.type, Records)]


def called_rule(typer: Typer, node: tree.Reference) -> Called | None:
    """The rule that a reference calls: by its name, with arguments, or through a definition."""
    match node:
        case tree.Name(word):
            if word in typer.aliases:
                return typer.aliases[word]
            rule = typer.scope.rule_named(word)
            return None if rule is None else Called(rule, None)
        case tree.Call(target):
            rule = typer.scope.rule_named(target.word)
            return None if rule is None else Called(rule, node)
        case tree.Part():
            return None


def _rule_read(
    typer: Typer, called: Called, node: tree.Part, fallback: tree.Expression | None
) -> typed.Typed | None:
    rule, word = called.rule, node.part.word
    fact = typer.scope.facts.get(word)
    outputs = rule.outputs()
    forms = {word} | ({fact.id, fact.label.zh} if fact else set())
    # Which outputs a rule has that can't be read is not known; that it has errors is told later.
    if fact is None or not (forms & outputs or rule.broken):
        nearest = did_you_mean(word, outputs)
        typer.report("RB3502", node.part.span, word=word, rule=rule.title, nearest=nearest)
        return None
    arguments = _arguments(typer, called.call) if called.call else ((), None)
    if arguments is None:
        return None
    replaced, day = arguments
    other = typer.value(fallback, fact.type) if fallback is not None else None
    if fallback is not None and other is None:
        return None
    typer.calls.append((rule, node.span, fallback is not None, bool(replaced) or day is not None))
    return typed.RuleRead(rule.path, fact.id, replaced, day, other, fact.type, node.span)


def _arguments(
    typer: Typer, call: tree.Call
) -> tuple[tuple[tuple[str, typed.Typed], ...], typed.Typed | None] | None:
    replaced: list[tuple[str, typed.Typed]] = []
    day: typed.Typed | None = None
    sound = True
    for argument in call.arguments:
        name = argument.name
        if name is None:
            typer.report("RB3504", argument.span)
            sound = False
            continue
        if name.word in CASE_DAY:
            day = typer.value(argument.value, DAY)
            sound = sound and day is not None
            continue
        fact = typer.scope.facts.get(name.word)
        if fact is None:
            nearest = nearest_or_new(name.word, typer.scope.facts)
            typer.report("RB3001", name.span, word=name.word, nearest=nearest)
            sound = False
            continue
        value = typer.value(argument.value, fact.type)
        if any(fact.id == id_ for id_, _ in replaced):
            typer.report("RB3004", name.span, word=name.word)
        if value is None:
            sound = False
            continue
        replaced.append((fact.id, value))
    return (tuple(replaced), day) if sound else None


def _field(typer: Typer, list_id: str, type_: Records, node: tree.Part) -> typed.Typed | None:
    word, span = node.part.word, node.span
    record = typer.scope.contents.vocabulary.records[type_.record]
    if typer.records is not None and typer.records != list_id:
        typer.report("RB4031", span, list=written(node.owner))
        return None
    if typer.records is None:
        typer.report("RB4030", span, item=f"{written(node.owner)}.{word}")
        return None
    typer.reading.setdefault(list_id, span)
    definition = typer.names.get(f"{list_id}.{word}")
    if definition is not None:
        own = typer.definition_type(definition, span)
        return None if own is None else typed.DefinitionRead(definition, own, span)
    for each in record.fields:
        if word in (each.id, each.label.zh):
            return typed.FieldRead(list_id, each.id, each.type, span)
    typer.report("RB3505", node.part.span, word=word, list=written(node.owner), **fields_of(record))
    return None


def fields_of(record: RecordType) -> dict[str, Bilingual]:
    """The fields of a kind of record, for a sentence that offers them."""
    return {"fields": named(Bilingual(each.label.zh, each.id) for each in record.fields)}


def call(typer: Typer, node: tree.Call) -> typed.Typed | None:
    """``年份(日)``, a figure of another day, or a rule called without naming a result."""
    word = node.target.word
    function = function_named(word)
    if function is not None:
        return _function(typer, node, function)
    if word in typer.scope.figures:
        return _figure(typer, node)
    rule = typer.scope.rule_named(word)
    if rule is not None:
        typer.report("RB3503", node.span, word=word, **outputs_of(rule))
        return None
    instead = INSTEAD.get(word.upper())
    if instead is not None:
        typer.report("RB3520", node.target.span, word=word, instead=instead)
        return None
    known = [*words().built_in.values(), *words().built_in, *typer.scope.rule_words()]
    meant = _GATHERED.get(word)
    near = (
        did_you_mean(word, known)
        if meant is None
        else Bilingual(f"写成 `{meant[0]}(…)`", f"write `{meant[1]}(…)`")
    )
    typer.report("RB3501", node.target.span, word=word, nearest=near)
    return None


def _function(typer: Typer, node: tree.Call, function: BuiltIn) -> typed.Typed | None:
    wanted, gives = SIGNATURES[function]
    if len(node.arguments) != len(wanted) or any(each.name for each in node.arguments):
        typer.report(
            "RB3506",
            node.span,
            word=node.target.word,
            expected=str(len(wanted)),
            found=str(len(node.arguments)),
            proper=_USED[function],
        )
        return None
    values = [
        typer.value(argument.value, type_)
        for argument, type_ in zip(node.arguments, wanted, strict=True)
    ]
    sound = tuple(value for value in values if value is not None)
    if len(sound) < len(values):
        return None
    if function == "medical_year" and not _is_month(sound[1]):
        typer.report("RB3507", sound[1].span)
        return None
    return typed.FunctionCall(function, sound, gives, node.span)


_USED: Mapping[BuiltIn, Bilingual] = {
    "year": Bilingual("年份(基准日)", "year(case_day)"),
    "age": Bilingual("周岁(出生日期、基准日)", "age(birth_date, case_day)"),
    "months": Bilingual("满月数(起始日、基准日)", "months(first_day, case_day)"),
    "medical_year": Bilingual("医保年度(基准日、1)", "medical_year(case_day, 1)"),
}
"""How each function of days is called, for a sentence that shows it."""

_GATHERED: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("累计", "总计", "共计", "总和", "求和"), ("合计", "sum")),
    **dict.fromkeys(("个数", "次数", "数量", "条数"), ("计数", "count")),
    **dict.fromkeys(("最大", "最大值", "较高"), ("最高", "max")),
    **dict.fromkeys(("最小", "最小值", "较低"), ("最低", "min")),
}


def _is_month(value: typed.Typed) -> bool:
    return isinstance(value, typed.Literal) and value.value in range(1, 13)


def _figure(typer: Typer, node: tree.Call) -> typed.Typed | None:
    figure = typer.scope.figures[node.target.word]
    names = [argument.name.word if argument.name else None for argument in node.arguments]
    if len(names) != 1 or names[0] not in CASE_DAY:
        typer.report("RB3508", node.span, word=node.target.word)
        return None
    day = typer.value(node.arguments[0].value, DAY)
    if day is None:
        return None
    return typed.FigureRead(figure.place, figure.id, figure.type, node.span, day)
