"""Texts as people write them, in SQL: what ``answers.fact_values`` reads beside the plain forms.

A table's texts are read plainly first; only a text that can't be is tidied here and read again,
so that a file of plain values pays nothing for the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from rulebook.batch.quoting import quoted_text
from rulebook.book.amounts import DAY_FORMS
from rulebook.book.model import Fact
from rulebook.book.types import MONEY, Measure
from rulebook.book.units import measure_of
from rulebook.language.characters import BLANKS, INVISIBLE, half_width
from rulebook.language.words import words

NUMBER = "^([+-]?[0-9]+([.][0-9]+)?)"
"""The number that an amount begins with."""
HELD = "^[+-]?0*[0-9]{1,15}([.][0-9]{1,9}0*)?$"
"""A number that ``DIGITS`` holds exactly."""
DIGITS = "DECIMAL(24, 9)"
MOST_TIMES = 14
"""Digits of the greatest factor of a unit: with those of ``DIGITS`` they fill a decimal."""
WIDE = "".join(
    chr(code)
    for code in range(0xFF01, 0xFF5F)
    if (half := half_width(chr(code))).isalnum() or half in "+-.,%/:"
)
"""Letters, digits and marks of full width; the other marks that stand for one of these follow."""
ALIKE = "−‐‑–﹣﹪﹐⁄∕÷"


def _class(characters: str) -> str:
    """Characters within a class of a pattern, written in a way that engines agree on."""
    return "".join(rf"\x{{{ord(each):04X}}}" for each in sorted(characters))


_UNSEEN = _class("".join(INVISIBLE)) + r"\x{FE00}-\x{FE0F}"
_SPACE = r"\s" + _class(BLANKS + "\v\x1c\x1d\x1e\x1f\x85\u2028\u2029\u3000")
_NOTHING = _UNSEEN + _SPACE


def tidied_name(written: str) -> str:
    """A text without invisible characters and blanks around it; NULL where nothing is left."""
    seen = f"REGEXP_REPLACE({written}, '[{_UNSEEN}]', '', 'g')"
    return f"NULLIF(TRIM(REGEXP_REPLACE({seen}, '[{_SPACE}]', ' ', 'g')), '')"


def tidied(written: str) -> str:
    """The same, and in half width."""
    return f"TRANSLATE({tidied_name(written)}, '{WIDE}{ALIKE}', '{half_width(WIDE + ALIKE)}')"


def tidied_amount(written: str, fact: Fact) -> str:
    """The same, without thousands marks where each stands before three digits, and without ¥."""
    text = tidied(written)
    if fact.type == MONEY:
        text = f"REGEXP_REPLACE({text}, '^[¥￥] ?', '')"
    marked = f"REGEXP_MATCHES({text}, '^[+-]?[0-9]{{1,3}}(,[0-9]{{3}})+([.][0-9]+)?[^0-9,.]*$')"
    return f"CASE WHEN {marked} THEN REPLACE({text}, ',', '') ELSE {text} END"


def tidied_names(written: str) -> str:
    """Names with ``;`` between them and no blanks around."""
    return f"REGEXP_REPLACE({tidied_name(written)}, ' *[、;；] *', ';', 'g')"


def has_text(written: str) -> str:
    """The text where there is something to be seen in it, else NULL."""
    return f"CASE WHEN REGEXP_MATCHES({written}, '[^{_NOTHING}]') THEN {written} END"


def amount(text: str, fact: Fact, one: Fraction, scale: int) -> tuple[str, int]:
    """The number of a tidied text times the size of its unit, and over what that is to be.

    ``one`` is the size of a number without a unit; all sizes are times ``scale``. NULL where the
    text is no number, the unit is not one of the fact's, or a decimal can't hold it.
    """
    sizes = {unit: size * scale for unit, size in {"": one, **units_of(fact)}.items()}
    over = lcm(*(each.denominator for each in sizes.values()))
    called: dict[int, list[str]] = {}
    for unit, size in sizes.items():
        called.setdefault(int(size * over), []).append(quoted_text(unit))
    unit = f"TRIM(REGEXP_REPLACE({text}, '{NUMBER}', ''))"
    if len(fact.units) > 1:
        unit = f"REGEXP_REPLACE({unit}, ' */ *', '/')"
    ways = [
        f"WHEN {unit} IN ({', '.join(units)}) THEN {times}"
        for times, units in called.items()
        if len(str(times)) <= MOST_TIMES
    ]
    times = f"CAST(CASE {' '.join(ways)} END AS DECIMAL({MOST_TIMES}, 0))"
    digits = f"REGEXP_EXTRACT({text}, '{NUMBER}', 1)"
    number = f"TRY_CAST({digits} AS {DIGITS})"
    return f"CASE WHEN REGEXP_MATCHES({digits}, '{HELD}') THEN {number} * {times} END", over


def units_of(fact: Fact) -> Mapping[str, Fraction]:
    """The units that an amount of a fact may be written in, each with its size in base units."""
    assert isinstance(fact.type, Measure)
    known = words().unit_ids
    found: dict[str, Fraction] = {}
    for text, unit in known.items():
        written: dict[str, tuple[str, ...]] = {text: (unit,)}
        if len(fact.units) > 1:
            written = {f"{text}/{below}": (unit, each) for below, each in known.items()}
        for name, units in written.items():
            measure, size = measure_of(units)
            if measure.dimension == fact.type.dimension:
                found[name] = size
    return found


# ---- days ----------------------------------------------------------------------------------


def iso(text: str) -> str:
    """A tidied text as an ISO day, NULL where it is in no known form."""
    ways = []
    for form in DAY_FORMS:
        year, month, day = (f"REGEXP_EXTRACT({text}, '{form}', {n})" for n in (1, 2, 3))
        day = f"CONCAT({year}, '-', LPAD({month}, 2, '0'), '-', LPAD({day}, 2, '0'))"
        ways.append(f"WHEN REGEXP_MATCHES({text}, '{form}') THEN {day}")
    return f"CASE {' '.join(ways)} END"
