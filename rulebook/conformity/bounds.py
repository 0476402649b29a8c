"""A bound of the list judged for a place: what became of it in every rule and case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rulebook.answers.decision import MissingFigure
from rulebook.answers.plan import too_weak
from rulebook.book.evidence import EVIDENCE
from rulebook.book.model import DEFAULT_EVIDENCE, BookContents, ListBound
from rulebook.book.types import Truth
from rulebook.conformity.conditions import Comparison
from rulebook.conformity.model import Finding, Judged, Reason, Verdict
from rulebook.conformity.standing import Standing
from rulebook.conformity.testing import Held, test_on
from rulebook.conformity.values import NO_END, Possible
from rulebook.diagnostics import Bilingual
from rulebook.meaning import typed as t
from rulebook.meaning.show import show_both


def judged(standing: Standing, bound: ListBound) -> Judged:
    """The bound tested on every rule of the place that stands under its item."""
    comparisons = standing.ground.conditions.get(bound, ())
    if not comparisons:
        return _untested(standing, bound, "no-condition", _NO_CONDITION)
    if too_weak(bound.evidence, DEFAULT_EVIDENCE):
        level = EVIDENCE[bound.evidence]
        why = Bilingual(f"界限本身只是{level.zh}，待确认", f"the bound itself is only {level.en}")
        return _untested(standing, bound, "weak-bound", why)
    if bound.strength == "about" and not any(
        _has_tolerance(standing, each) for each in comparisons
    ):
        return _untested(standing, bound, "no-tolerance", _NO_TOLERANCE, ("tolerance",))
    held = [
        (each, comparison)
        for comparison in comparisons
        for each in _everywhere(standing, comparison)
    ]
    silent = [
        each
        for each in comparisons
        if not any(of is each for _, of in held) and not (held and _is_given(standing, each))
    ]
    for wanted in (False, None):
        for each, comparison in sorted(held, key=_most_telling):
            if each.holds is wanted:
                return Judged(bound, "tested", _finding(standing, bound, comparison, each))
    if silent:
        names = _outputs(standing.ground.contents, silent)
        why = Bilingual(
            f"本地在这一条目下的规则没有给出{names.zh}，或在所说的情形里不适用",
            f"no local rule under the item gives {names.en}, or none applies in the case meant",
        )
        return _untested(standing, bound, "no-output", why)
    first, comparison = min(held, key=_most_telling)
    return Judged(bound, "tested", _finding(standing, bound, comparison, first))


def none_in_force(standing: Standing) -> Finding | None:
    """That the rules under the item say that nothing is in force, or can't say whether it is.

    None where one of them says that something is, in some case, or where none says anything.
    """
    exists = standing.item.exists
    held = [
        (each, comparison)
        for comparison in (() if exists is None else standing.ground.conditions.get(exists, ()))
        for each in _everywhere(standing, comparison)
    ]
    if exists is None or not held or any(each.holds for each, _ in held):
        return None
    least = next((pair for pair in held if pair[0].holds is None), held[0])
    found = replace(_finding(standing, exists, least[1], least[0]), bound=None)
    if least[0].holds is None:
        return found
    name, value = _outputs(standing.ground.contents, [least[1]]), found.value or Bilingual("", "")
    why = Bilingual(
        f"本地的规则写明没有施行：{name.zh}为 {value.zh}",
        f"the place's rule says that none is in force: {name.en} is {value.en}",
    )
    return replace(found, verdict="not-implemented", why=why)


_NO_CONDITION = Bilingual(
    "界限没有可以检验的条件", "the bound has no condition that could be tested"
)
_NO_TOLERANCE = Bilingual(
    "“约”没有公布允许的差，不猜", "no tolerance is published for “about”, and none is guessed"
)


def _untested(
    standing: Standing,
    bound: ListBound,
    reason: Reason,
    why: Bilingual,
    missing: tuple[str, ...] = (),
) -> Judged:
    where = standing.version(standing.rules[0]).span
    place, item = standing.place.id, standing.item.id
    return Judged(
        bound,
        reason,
        Finding(place, item, "not-decidable", why, where, bound, missing=missing),
    )


def _is_given(standing: Standing, comparison: Comparison) -> bool:
    """Whether a rule gives all the outputs named; only its case does not occur in the place."""
    outputs = {subject.fact for subject, _ in comparison.subjects()}
    ready = [standing.on_day(rule) for rule in standing.rules]
    return any(each is not None and outputs <= set(each.version.outputs) for each in ready)


def _everywhere(standing: Standing, comparison: Comparison) -> Iterable[Held]:
    """The comparison on each rule under the item that gives all the outputs it names."""
    outputs = {subject.fact for subject, _ in comparison.subjects()}
    for rule in standing.rules:
        ready = standing.on_day(rule)
        if ready is not None and outputs <= set(ready.version.outputs):
            yield from test_on(ready, comparison, standing.ground.contents)


def _most_telling(pair: tuple[Held, Comparison]) -> tuple[bool, object]:
    """Orders by how far a value is out, or how near it comes: the least for a floor."""
    held, comparison = pair
    amount = held.value.low
    if amount is None:
        return True, 0
    floor = comparison.compare.op in ("≥", ">")
    return False, amount if floor else -amount


def _has_tolerance(standing: Standing, comparison: Comparison) -> bool:
    """Whether a comparison reads a tolerance, told by its name: 允差, tolerance."""
    figures = standing.ground.contents.figures
    named = [figures[each.place, each.figure] for each in comparison.figures()]
    return any("tolerance" in each.id or "允差" in each.label.zh for each in named)


# ---- findings ------------------------------------------------------------------------------


def _finding(standing: Standing, bound: ListBound, comparison: Comparison, held: Held) -> Finding:
    contents = standing.ground.contents
    subject = next(comparison.subjects())[0]
    value = _shown(held.value, subject, contents)
    case = _case(contents, held)
    missing = tuple(dict.fromkeys(each.id for each in held.missing))
    return Finding(
        place=standing.place.id,
        item=standing.item.id,
        verdict=_verdict(bound, held),
        why=_why(contents, comparison, held, value, case),
        where=held.where,
        bound=bound,
        value=value,
        case=case,
        missing=missing,
    )


def _verdict(bound: ListBound, held: Held) -> Verdict:
    if held.holds is None:
        return "not-decidable"
    if held.holds:
        return "within"
    if bound.strength != "must" or held.side == "unequal":
        return "deviation"
    # Of a burden, such as a deductible, too much gives the person too little.
    less = (held.side == "below") is not bound.burden
    return "under-guarantee" if less else "over-guarantee"


def _why(
    contents: BookContents,
    comparison: Comparison,
    held: Held,
    value: Bilingual | None,
    case: Bilingual | None,
) -> Bilingual:
    if held.missing:
        return _missing(contents, held.missing)
    name = _outputs(contents, [comparison])
    given = case or Bilingual("", "")
    comma, of = ("，" if case else ""), (", " if case else "")
    other = _shown(held.other, next(comparison.subjects())[0], contents)
    shown = value or Bilingual("", "")
    against = Bilingual("", "")
    if other is not None:
        against = Bilingual(f"，对照 {other.zh}", f", against {other.en}")
    if held.holds is None:
        return Bilingual(
            f"{given.zh}{comma}{name.zh}随其他事实而变（{shown.zh}），不能一概判定{against.zh}",
            f"{given.en}{of}{name.en} depends on other facts ({shown.en}) and can't be told in "
            f"general{against.en}",
        )
    if other is not None and _two_outputs(comparison):
        return _of_two(contents, comparison, held, given, shown, other)
    verb = Bilingual("符合", "keeps to") if held.holds else Bilingual("不符合", "does not keep to")
    return Bilingual(
        f"{given.zh}{comma}{name.zh}为 {shown.zh}，{verb.zh} `{comparison.text}`{against.zh}",
        f"{given.en}{of}{name.en} is {shown.en}, which {verb.en} `{comparison.text}`{against.en}",
    )


def _two_outputs(comparison: Comparison) -> list[t.FactRead]:
    """Both sides where they are results of the rule, as where retirees must get more."""
    sides = (comparison.compare.left, comparison.compare.right)
    outputs = [each for each in sides if isinstance(each, t.FactRead)]
    return outputs if len(outputs) == len(sides) else []


def _of_two(
    contents: BookContents,
    comparison: Comparison,
    held: Held,
    given: Bilingual,
    one: Bilingual,
    other: Bilingual,
) -> Bilingual:
    """Both results with their cases, and how they must stand to each other."""
    outputs = _two_outputs(comparison)
    names = [contents.vocabulary.facts[each.fact].label for each in outputs]
    cases = [
        _in_words(contents, dict(comparison.cases.get(each.span, ()))) or Bilingual("", "")
        for each in outputs
    ]
    comma, of = ("，" if given.zh else ""), (", " if given.en else "")
    named = list(zip(names, cases, strict=True))
    zh = [f"`{name.zh}`" + (f"（{case.zh}）" if case.zh else "") for name, case in named]
    en = [f"`{name.en}`" + (f" ({case.en})" if case.en else "") for name, case in named]
    alike = one == other
    also, too = ("也" if alike else ""), (" as well" if alike else "")
    verb = Bilingual("符合", "keeps to") if held.holds else Bilingual("不符合", "does not keep to")
    return Bilingual(
        f"{given.zh}{comma}{zh[0]}为 {one.zh}，{zh[1]}{also}为 {other.zh}，"
        f"{verb.zh} `{comparison.text}`",
        f"{given.en}{of}{en[0]} is {one.en} and {en[1]} is {other.en}{too}, which {verb.en} "
        f"`{comparison.text}`",
    )


def _missing(contents: BookContents, missing: tuple[MissingFigure, ...]) -> Bilingual:
    zh: list[str] = []
    en: list[str] = []
    for each in missing:
        label = _label(contents, each.id)
        if each.reason == "unset" or each.level is None:
            zh.append(f"`{label.zh}`没有公布")
            en.append(f"`{label.en}` is not published")
        else:
            zh.append(f"`{label.zh}`只是{EVIDENCE[each.level].zh}")
            en.append(f"`{label.en}` is only {EVIDENCE[each.level].en}")
    return Bilingual("、".join(zh), ", ".join(en))


def _label(contents: BookContents, id_: str) -> Bilingual:
    """The name of a figure, or of what a table of a rule gives (`place/family/rule.fact`)."""
    for (_, figure), each in contents.figures.items():
        if figure == id_:
            return each.label
    fact = contents.vocabulary.facts.get(id_.rpartition(".")[2])
    return fact.label if fact is not None else Bilingual(id_, id_)


def _outputs(contents: BookContents, comparisons: Iterable[Comparison]) -> Bilingual:
    facts = dict.fromkeys(fact.fact for each in comparisons for fact, _ in each.subjects())
    labels = [contents.vocabulary.facts[each].label for each in facts]
    return Bilingual(
        "、".join(f"`{each.zh}`" for each in labels),
        ", ".join(f"`{each.en}`" for each in labels),
    )


def _shown(value: Possible, subject: t.FactRead, contents: BookContents) -> Bilingual | None:
    if value.low is None:
        return None
    fact = contents.vocabulary.facts[subject.fact]
    enumerations = contents.vocabulary.enumerations
    if value.low == NO_END:
        return Bilingual("无上限", "no limit")
    if isinstance(fact.type, Truth):
        return show_both(bool(value.low), fact.type, (), enumerations) if value.exact else None
    low = show_both(value.low, fact.type, fact.units, enumerations)
    if value.exact:
        return low
    if value.high is None:
        return Bilingual(f"{low.zh} 以上", f"{low.en} or more")
    high = show_both(value.high, fact.type, fact.units, enumerations)
    return Bilingual(f"{low.zh} 至 {high.zh}", f"{low.en} to {high.en}")


def _case(contents: BookContents, held: Held) -> Bilingual | None:
    """The facts of the case, in words."""
    return _in_words(contents, held.case)


def _in_words(contents: BookContents, case: Mapping[str, t.Value]) -> Bilingual | None:
    vocabulary = contents.vocabulary
    parts: list[Bilingual] = []
    for id_, value in case.items():
        fact = vocabulary.facts[id_]
        shown = show_both(value, fact.type, fact.units, vocabulary.enumerations)
        parts.append(Bilingual(f"{fact.label.zh} = {shown.zh}", f"{fact.label.en} = {shown.en}"))
    if not parts:
        return None
    return Bilingual("、".join(each.zh for each in parts), ", ".join(each.en for each in parts))
