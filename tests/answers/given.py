"""Facts given to a vocabulary that has every type: read, or refused."""

from __future__ import annotations

from typing import Any

from rulebook.answers.facts import read_facts
from rulebook.book.model import Vocabulary
from rulebook.book.nodes import Entries
from rulebook.book.vocabulary import read_vocabulary
from rulebook.book.yamlfile import read_yaml
from rulebook.diagnostics import Diagnostic
from rulebook.meaning.typed import FactValue

VOCABULARY_TEXT = """
format: rulebook/vocabulary/1
enumerations:
  scheme: {zh: 险种, values: {resident: {zh: 居民医保}, employee: {zh: 职工医保}}}
  level: {zh: 等级, values: {level_1: {zh: 一级}, level_2: {zh: 二级}, level_3: {zh: 三级}}}
  measure: {zh: 措施, values: {talk: {zh: 约谈}, training: {zh: 培训}, a_plus: {zh: A+}}}
facts:
  cost: {zh: 费用, type: money}
  budget: {zh: 预算, type: money, unit: 万元, max: 100亿元, step: 1万元}
  ratio: {zh: 比例, type: rate}
  age: {zh: 年龄, type: quantity, unit: 岁, max: 130岁}
  hours: {zh: 小时数, type: quantity, unit: 小时, max: 744小时, step: 0.5小时}
  price: {zh: 单价, type: quantity, unit: 元/小时, max: 1000元/小时, step: 0.01元/小时}
  change: {zh: 变化, type: quantity, unit: 个百分点, min: -100个百分点, max: 100个百分点}
  stays: {zh: 次数, type: quantity, unit: 次, min: 1次, max: 365次}
  year: {zh: 年份值, type: number, min: "1900", max: "2199"}
  retired: {zh: 已退休, type: yes_no}
  scheme: {zh: 险种, type: enum, enum: scheme}
  level: {zh: 医院等级, type: enum, enum: level}
  measures: {zh: 处理措施, type: set, enum: measure}
  day: {zh: 入院日期, type: date, min: 2000-01-01, max: 2099-12-31}
  events: {zh: 事件, type: records, records: event}
records:
  event:
    zh: 记分事件
    fields:
      day: {zh: 日期, type: date}
      points: {zh: 分值, type: quantity, unit: 分, max: 12分}
      scheme: {zh: 险种, type: enum, enum: scheme}
"""


def vocabulary() -> Vocabulary:
    node, findings = read_yaml("vocabulary.yaml", VOCABULARY_TEXT)
    assert findings == () and isinstance(node, Entries)
    built, more = read_vocabulary(node)
    assert more == ()
    return built


VOCABULARY = vocabulary()
ALL = set(VOCABULARY.facts)


def read(raw: Any, **options: Any) -> tuple[dict[str, FactValue], tuple[Diagnostic, ...]]:
    return read_facts(raw, VOCABULARY, options.pop("wanted", ALL), **options)


def value(key: str, raw: Any) -> FactValue:
    values, findings = read({key: raw})
    assert findings == ()
    (only,) = values.values()
    return only


def refused(raw: Any, **options: Any) -> Diagnostic:
    values, findings = read(raw, **options)
    (finding,) = findings
    assert values == {}
    for lang in ("zh", "en"):
        assert finding.sentence(lang)
        finding.advice(lang)
    return finding
