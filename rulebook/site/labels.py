"""What the book calls its own parts, in both languages, and the badges that say how sure we are."""

from __future__ import annotations

import datetime

from markupsafe import Markup

from rulebook.answers.decision import Status
from rulebook.book.evidence import EVIDENCE, TENTATIVE
from rulebook.book.model import EvidenceLevel, Level, Strength
from rulebook.conformity import VERDICTS, Verdict
from rulebook.diagnostics import Bilingual
from rulebook.site.html import Two, beside, english, tag, two

FAMILIES: dict[str, Bilingual] = {
    "benefit-list": Bilingual("待遇清单", "Benefit list"),
    "credit-scoring": Bilingual("信用评价与记分", "Credit scoring"),
    "long-term-care": Bilingual("长期护理保险", "Long-term care"),
    "plan-targets": Bilingual("规划指标", "Plan targets"),
}
FAMILY_NOTES: dict[str, Bilingual] = {
    "benefit-list": Bilingual(
        "基金付什么：基本医保、大病、大额、救助、门诊共济、生育、筹资、参保补助和不予支付的范围。",
        "What the funds pay: basic insurance, critical illness, large sums, medical assistance, "
        "outpatient care, maternity, financing, premium subsidies and what is excluded.",
    ),
    "credit-scoring": Bilingual(
        "对机构、医务人员和参保人的记分、等级和后果。",
        "Points and grades of institutions, staff and insured persons, and what follows from them.",
    ),
    "long-term-care": Bilingual(
        "失能等级、享受条件、时数、日标准、限额和基金支付。",
        "Assessed level, who is entitled, hours, day rates, limits and what the fund pays.",
    ),
    "plan-targets": Bilingual(
        "五年规划的每项指标：目标、实际、是否完成。",
        "Each indicator of the five-year plan: target, actual, met or not.",
    ),
}
EVIDENCE_NOTES: dict[EvidenceLevel, Bilingual] = {
    "official": Bilingual("发文机关自己的原文", "the issuer's own text"),
    "reprinted": Bilingual("别处全文转载的原文", "the text as reprinted elsewhere"),
    "reported": Bilingual("转述、摘录或报道", "a report, an excerpt or a restatement"),
    "code": Bilingual("只见于已有系统的程序", "seen only in the code of an existing system"),
    "weak": Bilingual("单一弱来源，未经印证", "one weak source that nothing confirms"),
    "recalled": Bilingual("凭记忆写下，没有来源", "written from memory, without a source"),
}
DECIDES: dict[Level, Bilingual] = {
    "state": Bilingual("国家", "state"),
    "province": Bilingual("省级", "province"),
    "pooling_area": Bilingual("统筹区", "pooling area"),
}
STRENGTH: dict[Strength, Bilingual] = {
    "must": Bilingual("必须", "must"),
    "in_principle": Bilingual("原则上", "in principle"),
    "about": Bilingual("约", "about"),
}
BLOCKS: dict[str, Bilingual] = {
    "basic": Bilingual("基本医保", "Basic insurance"),
    "supplementary": Bilingual("补充医保", "Supplementary insurance"),
    "assistance": Bilingual("医疗救助", "Medical assistance"),
    "long_term_care": Bilingual("长期护理", "Long-term care"),
    "maternity": Bilingual("生育", "Maternity"),
    "exclusions": Bilingual("不予支付", "Exclusions"),
    "credit": Bilingual("信用", "Credit"),
    "financing": Bilingual("筹资与参保", "Financing and enrolment"),
    "settlement": Bilingual("结算", "Settlement"),
}
STATUS: dict[Status, Bilingual] = {
    "determined": Bilingual("已确定", "determined"),
    "undetermined": Bilingual("未定", "undetermined"),
    "not-applicable": Bilingual("不适用", "not applicable"),
    "not-in-force": Bilingual("未施行", "not in force"),
}


def named(table: dict[str, Bilingual], key: str) -> Bilingual:
    """The name of a part; what the table does not know is called by its id."""
    return table.get(key, Bilingual(key, key))


def badge(level: EvidenceLevel | None) -> Markup:
    """How sure we are, as a colour and a word; weak and recalled say 待确认 as well."""
    if level is None:
        return _badge("none", Bilingual("无来源", "no source"))
    shown = _badge(level, EVIDENCE[level])
    if level not in TENTATIVE:
        return shown
    return shown + tag("span", " 待确认 ", english("to be confirmed"), class_="rb-unsure")


def unset_badge() -> Markup:
    """That nobody has published a value."""
    return _badge("unset", Bilingual("未公布", "unset"))


def verdict_badge(verdict: Verdict) -> Markup:
    """How a place stands to an item or a bound of the list."""
    return _badge(f"v-{verdict}", VERDICTS[verdict])


def status_badge(status: Status) -> Markup:
    """What an answer is."""
    return _badge(f"is-{status}", STATUS[status])


def _badge(kind: str, label: Bilingual) -> Markup:
    return tag("span", label.zh, " ", english(label.en), class_=f"rb-badge rb-{kind}")


def period(since: datetime.date | None, until: datetime.date | None) -> Two:
    """From when to when something is in force; ``until`` is the last day."""
    if since and until:
        return two(f"{since} 至 {until}", f"{since} to {until}")
    if since:
        return two(f"自 {since} 起", f"from {since}")
    if until:
        return two(f"至 {until} 止", f"until {until}")
    return two("起止未写明", "no dates given")


def period_html(since: datetime.date | None, until: datetime.date | None) -> Markup:
    """The same, Chinese first."""
    said = period(since, until)
    parts = (tag("span", each, class_="rb-whole") for each in (said.zh, said.en))
    return beside(Two(*parts))
