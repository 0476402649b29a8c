"""What missing facts and figures are called: the words that a Chinese rule and a clerk use."""

from __future__ import annotations

from rulebook.book.model import BookContents
from rulebook.book.types import Records
from rulebook.diagnostics import Bilingual


def fact_name(id_: str, contents: BookContents) -> Bilingual:
    """A fact by its names; a field of records as ``记录.字段``; what is neither stays an id."""
    vocabulary = contents.vocabulary
    fact = vocabulary.facts.get(id_)
    if fact is not None:
        return fact.label
    owner, _, field = id_.partition(".")
    records = vocabulary.facts.get(owner)
    if records is not None and isinstance(records.type, Records):
        fields = vocabulary.records[records.type.record].fields
        label = next((each.label for each in fields if each.id == field), None)
        if label is not None:
            return Bilingual(f"{records.label.zh}.{label.zh}", f"{records.label.en}, {label.en}")
    return Bilingual(id_, id_)


def figure_name(id_: str, contents: BookContents) -> Bilingual:
    """A figure by its names; the id of a clause stays."""
    labels = (each.label for each in contents.figures.values() if each.id == id_)
    return next(labels, Bilingual(id_, id_))


def written_name(id_: str, contents: BookContents) -> Bilingual:
    """A fact or figure as a rule writes it: by its Chinese name, or by its id in English."""
    fact = fact_name(id_, contents)
    name = fact if fact.zh != id_ else figure_name(id_, contents)
    return Bilingual(name.zh, id_)
