"""The checks of a place under an item, one function each, in the order in which they are asked.

A check gives the finding it leads to, or None where it has nothing to say; the first that speaks
decides. To add one, write a function and put it into ``CHECKS``.
"""

from __future__ import annotations

from collections.abc import Callable

from rulebook.book.replacements import LEVELS
from rulebook.conformity.bounds import judged, none_in_force
from rulebook.conformity.model import VERDICTS, Finding, Judged
from rulebook.conformity.standing import Standing, sets_amounts
from rulebook.diagnostics import Bilingual, Span
from rulebook.meaning import typed as t

Check = Callable[[Standing], Finding | None]


def no_rule(standing: Standing) -> Finding | None:
    """The place has no rule under the item on the day."""
    if standing.rules:
        return None
    item, where = standing.item, standing.item.span
    why = Bilingual(
        "书里没有本地这一条目的规则，不等于当地没有实施",
        "the book has no rule of this place for the item, which does not say that none is in force",
    )
    if standing.at_other_times:
        rule = standing.at_other_times[0]
        first = rule.versions[0]
        where = first.span
        why = Bilingual(
            f"规则“{rule.title.zh}”自 {first.since} 施行，当日没有这一条目的规则",
            f"rule “{rule.title.en}” begins on {first.since}; none for the item on the day",
        )
    else:
        above = [
            rule.title
            for place in standing.above()
            for rule in standing.ground.under(place, item.id)
        ]
        if above:
            why = Bilingual(
                f"上级有规则“{above[0].zh}”，本地没有采用",
                f"a rule above, “{above[0].en}”, is not adopted here",
            )
    return Finding(standing.place.id, item.id, "not-implemented", why, where)


def broken_rule(standing: Standing) -> Finding | None:
    """A rule of the place that may stand under the item has errors, so nothing can be said."""
    ground, item = standing.ground, standing.item
    for text in ground.contents.rules:
        broken = text.place == standing.place.id and text.id not in ground.program.rules
        if broken and any(name in text.text for name in (item.label.zh, item.label.en)):
            why = Bilingual(
                f"规则 `{text.id}` 有错误，没有对照", f"rule `{text.id}` has errors and is left out"
            )
            where = Span.point(text.path)
            return Finding(standing.place.id, item.id, "not-decidable", why, where)
    return None


def bounds_violated(standing: Standing) -> Finding | None:
    """A bound that must hold does not: the surest first."""
    wrong = ("under-guarantee", "over-guarantee")
    found = [each.finding for each in all_judged(standing) if each.finding.verdict in wrong]
    return min(found, key=lambda each: not each.fails) if found else None


def beyond_authority(standing: Standing) -> Finding | None:
    """A rule sets amounts for what a level above decides.

    A rule that also stands under an item that is the place's to decide, and one that sets no amount
    of its own, stays within its authority; so does one laid over a rule above that already stands
    under the item.
    """
    if standing.place.may_decide(standing.item.decides):
        return None
    for rule in standing.rules:
        version = standing.version(rule)
        if _may_decide(standing, version) or not sets_amounts(version, standing.place.id):
            continue
        if rule.based_on is not None and _covers(standing, rule.based_on):
            continue
        decides = LEVELS[standing.item.decides]
        place = standing.place.label
        why = Bilingual(
            f"由{decides.zh}决定，{place.zh}的规则“{rule.title.zh}”自行规定了数额",
            f"the {decides.en} decides; {place.en}'s rule “{rule.title.en}” sets amounts itself",
        )
        item = standing.item.id
        return Finding(standing.place.id, item, "beyond-authority", why, version.span)
    return None


def bounds_deviated(standing: Standing) -> Finding | None:
    """A bound that holds in principle, or about, does not."""
    return next((e.finding for e in all_judged(standing) if e.finding.verdict == "deviation"), None)


def bounds_open(standing: Standing) -> Finding | None:
    """A bound with a condition can't be decided, or no bound has one."""
    every = all_judged(standing)
    asked = [each for each in every if each.reason != "no-condition"]
    if not every:
        return None
    if not asked:
        why = Bilingual("没有可以检验的界限", "no bound can be tested")
        where = every[0].finding.where
        return Finding(standing.place.id, standing.item.id, "not-decidable", why, where)
    return next((e.finding for e in asked if e.finding.verdict == "not-decidable"), None)


def within(standing: Standing) -> Finding:
    """Nothing is left that speaks against it; says how many bounds were tested."""
    every = all_judged(standing)
    tested = [each for each in every if each.reason == "tested"]
    if not every:
        where = standing.version(standing.rules[0]).span
        why = Bilingual(
            "在清单内，在权限内；清单没有给这一条目设界限",
            "on the list and within authority; the list sets no bound here",
        )
        return Finding(standing.place.id, standing.item.id, "within", why, where)
    finding, left = tested[0].finding, len(every) - len(tested)
    if not left:
        return finding
    more = Bilingual(f"；另有 {left} 条界限不能检验", f"; {left} more can't be tested")
    why = Bilingual(finding.why.zh + more.zh, finding.why.en + more.en)
    return Finding(
        finding.place,
        finding.item,
        "within",
        why,
        finding.where,
        finding.bound,
        finding.value,
        finding.case,
    )


CHECKS: tuple[Check, ...] = (
    broken_rule,
    no_rule,
    none_in_force,
    bounds_violated,
    beyond_authority,
    bounds_deviated,
    bounds_open,
    within,
)
"""In the order in which they are asked."""


def verdict_on(standing: Standing) -> Finding:
    """The finding of the first check that speaks."""
    for check in CHECKS:
        finding = check(standing)
        if finding is not None:
            return finding
    raise AssertionError("the last check always speaks")


def off_list(standing_rule: t.TypedRule, version: t.TypedVersion) -> Finding | None:
    """A rule of benefits that names no item of the list."""
    if version.items or standing_rule.family not in LISTED_FAMILIES:
        return None
    title = standing_rule.title
    why = Bilingual(
        f"规则“{title.zh}”没有写明清单条目", f"rule “{title.en}” names no item of the list"
    )
    return Finding(standing_rule.place, None, "off-list", why, version.span)


LISTED_FAMILIES = ("benefit-list", "long-term-care")
"""The families whose every rule has to stand under an item; targets and scores need not."""


def all_judged(standing: Standing) -> list[Judged]:
    """Every bound of the item judged for the place, once."""
    if not standing.judged:
        standing.judged.extend(judged(standing, bound) for bound in standing.item.bounds)
    return standing.judged


def _may_decide(standing: Standing, version: t.TypedVersion) -> bool:
    items = standing.ground.contents.items
    return any(
        standing.place.may_decide(items[each].decides) for each in version.items if each in items
    )


def _covers(standing: Standing, base: str) -> bool:
    rule = standing.ground.typed.rules.get(base)
    return rule is not None and any(standing.item.id in each.items for each in rule.versions)


ORDER = {verdict: place for place, verdict in enumerate(VERDICTS)}
"""What asks for attention first."""
