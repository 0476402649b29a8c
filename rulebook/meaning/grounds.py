"""What a clause stands on: its sources, found, and how sure that makes it."""

from __future__ import annotations

from rulebook.book.evidence import levels_listed
from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel
from rulebook.diagnostics import Bilingual, Diagnostic, Span, finding
from rulebook.diagnostics.nearest import did_you_mean
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.scope import Scope


def rule_grounds(rule: tree.Rule) -> tree.Grounds:
    """The grounds of a whole rule, from all its 依据, 证据 and 事实 lines."""
    found = [each for each in rule.statements if isinstance(each, tree.Grounds)]
    return tree.Grounds(
        sources=tuple(source for each in found for source in each.sources),
        evidence=next((each.evidence for each in found if each.evidence), None),
        facts=tuple(fact for each in found for fact in each.facts),
        span=rule.name.span,
    )


def clause_of(
    scope: Scope,
    id_: str,
    label: Bilingual,
    own: tree.Grounds | None,
    inherited: tree.Grounds | None,
    span: Span,
    found: list[Diagnostic],
) -> typed.Clause:
    """The clause of a definition (or a rule): what it doesn't say itself, the rule says for it.

    Its evidence is what 证据 says, else that of the weakest source it cites.
    """
    own = own or tree.Grounds()
    inherited = inherited or tree.Grounds()
    for source in own.sources:
        if source.name.word not in scope.sources:
            nearest = did_you_mean(source.name.word, scope.sources)
            found.append(
                finding("RB3012", source.name.span, word=source.name.word, nearest=nearest)
            )
    if own.evidence is not None and own.evidence.word not in EVIDENCE_LEVELS:
        found.append(
            finding(
                "RB3015",
                own.evidence.span,
                word=own.evidence.word,
                levels=levels_listed(),
            )
        )
    sources = own.sources or inherited.sources
    stated = own.evidence or (inherited.evidence if not own.sources else None)
    return typed.Clause(
        id=id_,
        label=label,
        citations=tuple(
            typed.Citation(scope.sources[each.name.word].id, each.section)
            for each in sources
            if each.name.word in scope.sources
        ),
        evidence=_level(stated) or _weakest(scope, sources),
        facts=own.facts or inherited.facts,
        span=span,
    )


def _level(name: tree.Name | None) -> EvidenceLevel | None:
    return next((each for each in EVIDENCE_LEVELS if name and each == name.word), None)


def _weakest(scope: Scope, sources: tuple[tree.Source, ...]) -> EvidenceLevel | None:
    levels = [
        scope.sources[each.name.word].evidence
        for each in sources
        if each.name.word in scope.sources
    ]
    return max(levels, key=EVIDENCE_LEVELS.index, default=None)
