"""Settlement records by the platform's names: fields, codes and what must add up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rulebook import Book, FactsError
from rulebook.answers.examples import ExampleRun
from rulebook.answers.settlement_record import read_record
from rulebook.book.loading import load
from rulebook.book.model import Vocabulary
from rulebook.book.platform import (
    code_of,
    facts_of_fields,
    outward,
    platform_tables,
    values_of_codes,
)
from rulebook.meaning.typed import FactValue

RESIDENT = "shanghai/benefit-list/resident-settlement"
RECORD: dict[str, Any] = {
    "psn_no": "310",
    "insutype": "390",
    "med_type": 21,
    "age": Decimal("45.0"),
    "dedc_hosp_lv": "3",
    "medfee_sumamt": "15000.00",
    "fulamt_ownpay_amt": 1500,
    "overlmt_selfpay": Decimal("200.00"),
    "preselfpay_amt": "1000",
    "inscp_scp_amt": "12300.00",
    "balc": "",
}
BESIDE = {"重度残疾": False, "pooled_paid_to_date": 0, "大病病种": "其他病种", "救助身份": "无"}

TWO_CITIES = """format: rulebook/vocabulary/1
enumerations:
  level:
    zh: 等级
    en: level
    values:
      third: {zh: 三级, en: third, platform: "3"}
      third_of_province: {zh: 省级三级, en: third of province, platform: "3"}
      second: {zh: 二级, en: second, platform: "2", platform_also: ["02"]}
      none: {zh: 未评, en: not rated}
facts:
  level: {zh: 等级事实, en: level, type: enum, enum: level, platform: dedc_hosp_lv}
  large: {zh: 大额, en: large-sum payment, type: money, platform: hifob_pay}
  additional: {zh: 附加, en: additional payment, type: money, platform: hifob_pay}
  share: {zh: 比例, en: share, type: rate, platform: pool_prop_selfpay}
"""


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    folder: Path = tmp_path_factory.mktemp("rules")
    (folder / "vocabulary.yaml").write_text(TWO_CITIES, "utf-8")
    (folder / "book.yaml").write_text(
        'format: rulebook/book/1\nedition: "1"\ndate: 2026-01-01\nnote: {zh: 试, en: trial}\n',
        "utf-8",
    )
    (folder / "city").mkdir()
    (folder / "city" / "place.yaml").write_text(
        "format: rulebook/place/1\nzh: 市\nen: City\nlevels: [state]\n", "utf-8"
    )
    contents, found = load(folder)
    assert contents is not None, [each.message for each in found]
    return contents.vocabulary


def codes(book: Book, record: object, **more: Any) -> list[str]:
    with pytest.raises(FactsError) as caught:
        book.decide(RESIDENT, record, names="platform", **more)  # type: ignore[arg-type]  # what is no record, too
    return [each.code for each in caught.value.diagnostics]


# ---- reading


@pytest.mark.parametrize("record", [RECORD | BESIDE, {"setlinfo": RECORD, **BESIDE}])
def test_a_record_is_read_alone_and_wrapped(book: Book, record: dict[str, Any]) -> None:
    decision = book.decide(RESIDENT, record, "2025-03-01", "weak", names="platform")
    values = {name: each.value for name, each in decision.results.items()}
    assert values["hifp_pay"] == Decimal("7200.00")
    assert values["hifmi_pay"] == values["maf_pay"] == 0
    assert values["fund_pay_sumamt"] == Decimal("7200.00")
    assert values["psn_part_amt"] == Decimal("7800.00")
    assert list(decision.to_json()["results"]) == list(values)
    by_id = book.decide(
        RESIDENT,
        {
            "scheme": "resident",
            "medical_type": "inpatient",
            "age": 45,
            "hospital_level": "level_3",
            "total_fee": 15000,
            "fully_self_paid": 1500,
            "over_price_limit": 200,
            "paid_first": 1000,
            "in_scope_cost": 12300,
            **BESIDE,
        },
        "2025-03-01",
        "weak",
    )
    assert [each.value for each in by_id.results.values()] == list(values.values())


def test_missing_facts_go_by_their_fields(book: Book) -> None:
    record = RECORD | BESIDE | {"dedc_hosp_lv": " "}
    decision = book.decide(RESIDENT, record, "2025-03-01", "weak", names="platform")
    assert decision.missing.facts == ("dedc_hosp_lv",)
    assert decision.to_json()["missing"]["facts"] == ["dedc_hosp_lv"]
    by_zh = book.decide(RESIDENT, BESIDE, "2025-03-01", "weak", names="zh")
    assert "险种" in by_zh.missing.facts


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"insutype": "391"}, "RB8127"),
        ({"insutype": 3900}, "RB8127"),
        ({"insutype": Decimal("390.5")}, "RB8107"),
        ({"insutype": True}, "RB8107"),
        ({"med_type": "99xx"}, "RB8127"),
        ({"险种": "职工医保"}, "RB8129"),
        ({"医疗费总额": "1"}, "RB8129"),
        ({"insutyp": "390"}, "RB8101"),
        ({"scheme": "resident", "险种": "居民医保"}, "RB8102"),
        ({"medfee_sumamt": 15000.0}, "RB8105"),
        ({"medfee_sumamt": "15000.001"}, "RB8113"),
        ({"acct_pay": "x"}, "RB8109"),
        ({"setlinfo": [RECORD]}, "RB8107"),
        ({3: "390"}, "RB8103"),
        ({"medfee_sumamt": "15000.01"}, "RB8130"),
    ],
)
def test_what_a_record_may_not_hold(book: Book, change: dict[Any, Any], code: str) -> None:
    assert codes(book, RECORD | BESIDE | change) == [code]


def test_a_record_that_is_none(book: Book) -> None:
    assert codes(book, [RECORD]) == ["RB8104"]
    with pytest.raises(FactsError) as caught:
        book.decide(RESIDENT, RECORD, names="fields")  # type: ignore[arg-type]  # wrong on purpose
    assert [each.code for each in caught.value.diagnostics] == ["RB8203"]


def test_an_unknown_code_is_settled_by_its_name(book: Book) -> None:
    record = RECORD | BESIDE | {"insutype": "391", "险种": "居民医保"}
    decision = book.decide(RESIDENT, record, "2025-03-01", "weak", names="platform")
    assert decision.status == "determined"


def test_an_unknown_code_of_a_fact_that_is_not_read_is_left_aside(book: Book) -> None:
    record = RECORD | {"psn_type": "1701", "重度残疾": False, "pooled_paid_to_date": 0}
    inpatient = "shanghai/benefit-list/resident-inpatient"
    decision = book.decide(inpatient, record, "2025-03-01", "weak", names="platform")
    assert decision.status == "determined"


def test_null_says_that_nobody_knows(book: Book) -> None:
    record = RECORD | BESIDE | {"psn_type": "1701"}
    assert codes(book, record) == ["RB8127"]
    record |= {"人员类别": None}
    decision = book.decide(RESIDENT, record, "2025-03-01", "weak", names="platform")
    assert decision.status == "determined"


def test_another_scheme_is_told_by_its_codes(book: Book) -> None:
    decision = book.decide(RESIDENT, RECORD | {"insutype": 340}, "2025-03-01", names="platform")
    assert decision.status == "not-applicable"
    assert decision.failed_conditions[0].values == {"scheme": "other_scheme"}


def test_a_code_says_what_the_platform_says_of_it(book: Book) -> None:
    with pytest.raises(FactsError) as caught:
        book.decide(RESIDENT, RECORD | {"insutype": "391"}, names="platform")
    (found,) = caught.value.diagnostics
    assert "城镇居民" in found.message
    assert "`险种`" in found.hint


# ---- where a book tells finer than the platform


def test_an_ambiguous_code_is_asked_about(words: Vocabulary) -> None:
    _, found = read_record({"dedc_hosp_lv": "3"}, words, {"level"})
    assert [each.code for each in found] == ["RB8128"]
    values, found = read_record({"dedc_hosp_lv": "3", "等级事实": "省级三级"}, words, {"level"})
    assert (values, found) == ({"level": "third_of_province"}, ())
    _, found = read_record({"dedc_hosp_lv": "3", "等级事实": "二级"}, words, {"level"})
    assert [each.code for each in found] == ["RB8129"]
    assert read_record({"dedc_hosp_lv": "02"}, words, {"level"})[0] == {"level": "second"}


def test_a_field_of_two_facts_is_the_one_that_is_asked_for(words: Vocabulary) -> None:
    record = {"hifob_pay": "5.00"}
    assert read_record(record, words, {"large"}) == ({"large": Fraction(5)}, ())
    assert read_record(record, words, set()) == ({}, ())
    _, found = read_record(record, words, {"large", "additional"})
    assert [each.code for each in found] == ["RB8126"]
    values, found = read_record(record | {"大额": 3}, words, {"large", "additional"})
    assert (values, found) == ({"large": Fraction(3)}, ())


def test_names_go_both_ways(words: Vocabulary) -> None:
    level = words.enumerations["level"]
    assert {code: [v.id for v in each] for code, each in values_of_codes(level).items()} == {
        "3": ["third", "third_of_province"],
        "2": ["second"],
        "02": ["second"],
    }
    assert [code_of(level, each.id) for each in level.values] == ["3", "3", "2", None]
    assert {field: len(facts) for field, facts in facts_of_fields(words).items()} == {
        "dedc_hosp_lv": 1,
        "hifob_pay": 2,
        "pool_prop_selfpay": 1,
    }
    assert outward("platform", ["large", "share"], words) == {
        "large": "hifob_pay",
        "share": "pool_prop_selfpay",
    }
    assert outward("platform", ["large", "additional"], words) == {
        "large": "large",
        "additional": "additional",
    }
    assert outward("zh", ["large"], words) == {"large": "大额"}


# ---- the packaged book


def test_every_field_and_code_of_the_book_is_one_of_the_platform(book: Book) -> None:
    tables, words = platform_tables(), book.contents.vocabulary
    fields = facts_of_fields(words)
    assert set(fields) <= tables.fields
    for field, facts in fields.items():
        for fact in facts:
            known = words.enumerations.get(getattr(fact.type, "enumeration", ""))
            if known is not None and field in tables.codes:
                local = {"0", "4", "02", "301", "402"} if field == "dedc_hosp_lv" else set()
                assert set(values_of_codes(known)) <= set(tables.codes[field]) | local, field


def test_rates_and_codes_are_written_in_the_platforms_form(book: Book) -> None:
    runs = book.examples("shanghai/benefit-list/resident-inpatient")
    run = next(each for each in runs if each.decision.status == "determined")
    decision = book._decide(
        "shanghai/benefit-list/resident-inpatient",
        run.example.facts,
        run.example.day,
        run.example.evidence,
        "platform",
    )
    percent = run.decision.results["payment_ratio"].value
    assert isinstance(percent, Decimal)
    assert decision.results["pool_prop_selfpay"].value == percent / 100


def settlements(book: Book) -> list[ExampleRun]:
    """The determined examples of every rule that settles a whole record."""
    rules = [
        each.id
        for each in book.rules.values()
        if "total_fee" in each.inputs and {"fund_pay", "self_pay"} <= set(each.outputs)
    ]
    assert len(rules) >= 2
    return [
        run
        for rule in rules
        for run in book.examples(rule)
        if run.decision.answer.status == "determined"
    ]


WITHOUT_FIELD = ("second_aid_pay", "rare_drug_pay")
"""What funds pay that the record has no field of its own for; it keeps its id beside the fields."""


def test_the_identities_hold_in_every_settlement(book: Book) -> None:
    identities = {each.id: each for each in platform_tables().identities}
    words = book.contents.vocabulary
    runs = settlements(book)
    assert len(runs) >= 8
    for run in runs:
        known: dict[str, FactValue | None] = dict(run.example.facts)
        known |= {id_: each.value for id_, each in run.decision.answer.outcomes.items()}
        amounts: dict[str, Fraction] = {}
        for id_, value in known.items():
            if isinstance(value, Fraction):
                amounts[words.facts[id_].platform or id_] = value
        # A fund that the rule doesn't know pays nothing; accounts and cash it doesn't tell apart.
        for name in ("PC-Q-01", "PC-Q-02", "PC-Q-03", "PC-Q-04 a"):
            identity = identities[name]
            terms = [each.sign * amounts.get(each.name, Fraction(0)) for each in identity.terms]
            if name == "PC-Q-03":
                paid = run.decision.answer.outcomes
                terms += [amounts[each] for each in WITHOUT_FIELD if each in paid]
            assert amounts[identity.total] == sum(terms), (run.decision.rule, name)


def test_the_identities_are_those_of_the_record() -> None:
    identities = {each.id: each for each in platform_tables().identities}
    assert {
        name: (each.total, [(term.sign, term.name, term.optional) for term in each.terms])
        for name, each in identities.items()
        if name in ("PC-Q-01", "PC-Q-04 a")
    } == {
        "PC-Q-01": (
            "medfee_sumamt",
            [
                (1, "fulamt_ownpay_amt", False),
                (1, "overlmt_selfpay", False),
                (1, "preselfpay_amt", False),
                (1, "inscp_scp_amt", False),
            ],
        ),
        "PC-Q-04 a": (
            "psn_part_amt",
            [
                (1, "medfee_sumamt", False),
                (-1, "fund_pay_sumamt", False),
                (-1, "hosp_part_amt", True),
            ],
        ),
    }


@pytest.mark.parametrize(
    "amounts",
    [
        {"in_scope_burden": "5100.01", "fund_pay_sumamt": "7200"},
        dict.fromkeys(
            ("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay"), "10"
        )
        | {"oth_pay": "0", "fund_pay_sumamt": "60.01"},
        {"psn_part_amt": "7800", "fund_pay_sumamt": "7200", "hosp_part_amt": "0.01"},
        {"psn_part_amt": "7800", "acct_pay": "800", "psn_cash_pay": "6999.99"},
    ],
)
def test_a_record_that_does_not_add_up_is_told(book: Book, amounts: dict[str, str]) -> None:
    assert codes(book, RECORD | BESIDE | amounts) == ["RB8130"]
