/**
 * The facts of a case, read to what the program holds: keys are ids or Chinese names, money is a
 * decimal text or a whole number in yuan, a rate `"85%"` or `"0.85"`, a quantity a number in the
 * fact's unit or a text with a unit, yes/no true and false or 是, 否, yes, no, a value of an
 * enumeration its id or Chinese name, a day its ISO form or as tables write it. null and undefined
 * mean missing.
 */

import { dayText, readDay } from "./calendar.js";
import { decimalText, fraction, over, readFraction, times } from "./fractions.js";
import { problem } from "./problems.js";
import { clean, lengthOf, shortened, tidy } from "./texts.js";
import { amountText, measureOf, readAmount, unitsText } from "./units.js";

const MOST_RECORDS = 1000;
const MOST_DIGITS = 40;
const BIGGEST = 10n ** BigInt(MOST_DIGITS);
const MOST_UNKNOWN = 200;

const PLAIN = /^[+-]?[0-9]+(?:\.[0-9]+)?$/u;
const WITH_UNIT = /^[+-]?[0-9]+(?:\.[0-9]+)?\s*((?![0-9_])[\p{L}\p{N}][^0-9]*|[%‰]+)$/u;
const THOUSANDS = /^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?[^0-9,.]*$/u;
const COMMAS = /^[+-]?[0-9]+(,[0-9]+)+(\.[0-9]+)?\P{Nd}*$/u;
const YUAN = /^[¥￥] ?/u;
const MIDNIGHT = "(?:[ T]0{1,2}:00(?::00(?:[.]0+)?)?)?";
const DAYS = [
  `^([0-9]{4})(?:[-/.]|年 *)([0-9]{1,2})(?:[-/.]|月 *)([0-9]{1,2})日?${MIDNIGHT}$`,
  "^([0-9]{4})([0-9]{2})([0-9]{2})$",
].map((form) => new RegExp(form, "u"));
const YES = ["是", "yes", "true"];
const NO = ["否", "no", "false"];

/** What a value should have been. */
const FORM = {
  money: { zh: '金额，如 "12300.00"', en: 'an amount of money such as "12300.00"' },
  rate: { zh: '比例，如 "85%"', en: 'a rate such as "85%"' },
  number: { zh: "数，如 3", en: "a number such as 3" },
  truth: { zh: "true 或 false", en: "true or false" },
  day: { zh: '日期，如 "2025-09-01"', en: 'a day such as "2025-09-01"' },
  code: { zh: "名称（文字）", en: "a name, as a text" },
  set: { zh: "列表", en: "a list" },
  records: { zh: "记录的列表", en: "a list of records" },
  record: { zh: "一条记录（对象）", en: "a record, as an object" },
};

/** What is wrong with a value: codes are those of Python, `name` is the path of the value. */
class Wrong {
  constructor(code, more = {}) {
    this.code = code;
    this.more = more;
  }
}

/** The facts as the program holds them, by id, with what is wrong: `{values, problems}`. */
export function readFacts(program, raw, wanted, ignoreExtra) {
  const reading = new Reading(program);
  const values = new Map();
  if (!isObject(raw)) return { values, problems: [problem("RB8104", { kind: kindOf(raw) })] };
  for (const [fact, given] of reading.matched(raw, program.facts, ignoreExtra, null)) {
    const value = reading.value(fact, given);
    if (value !== null && wanted.has(fact.id)) values.set(fact.id, value);
  }
  return { values, problems: reading.problems };
}

class Reading {
  constructor(program) {
    this.program = program;
    this.problems = [];
  }

  report({ key, name }, code, more = {}) {
    this.problems.push(problem(code, { key, name, ...more }));
  }

  /** Each given value with its fact; keys that fit none are problems. */
  *matched(raw, facts, ignoreExtra, outer) {
    const names = new Map();
    for (const fact of facts.values()) names.set(fact.label.zh, fact).set(fact.id, fact);
    for (const fact of facts.values()) names.set(fact.id, fact);
    const seen = new Map();
    for (const [key, value] of Object.entries(raw)) {
      const given = outer
        ? { key: outer.key, name: `${outer.name}.${key}`, raw: value }
        : { key, name: key, raw: value };
      const fact = names.get(clean(key));
      if (!fact) {
        if (!ignoreExtra && this.problems.length < MOST_UNKNOWN) this.report(given, "RB8101");
      } else if (seen.has(fact.id)) {
        this.report(given, "RB8102", { other: seen.get(fact.id) });
      } else {
        seen.set(fact.id, key);
        yield [fact, given];
      }
    }
  }

  /** The value as it is held, or null where it is missing or wrong. */
  value(fact, given) {
    if (given.raw === null || given.raw === undefined) return null;
    if (fact.shape.kind === "records") return this.records(fact, given);
    const value = readValue(this.program, fact, given.raw);
    if (!(value instanceof Wrong)) return value;
    this.report(given, value.code, value.more);
    return null;
  }

  /** A list of records; an absent or empty field is missing in its record. */
  records(fact, given) {
    if (!Array.isArray(given.raw)) {
      this.report(given, "RB8107", { form: FORM.records, kind: kindOf(given.raw) });
      return null;
    }
    if (given.raw.length > MOST_RECORDS) {
      this.report(given, "RB8124", { most: String(MOST_RECORDS) });
      return null;
    }
    const found = [];
    for (const [place, item] of given.raw.entries()) {
      const one = { key: given.key, name: `${given.name}[${place + 1}]`, raw: item };
      if (isObject(item)) {
        const held = new Map();
        for (const [field, each] of this.matched(item, fact.fields, false, one)) {
          held.set(field.id, this.value(field, each));
        }
        found.push(held);
      } else {
        this.report(one, "RB8107", { form: FORM.record, kind: kindOf(item) });
      }
    }
    return found;
  }
}

function readValue(program, fact, raw) {
  if (typeof raw === "string" && !clean(raw)) return new Wrong("RB8108");
  switch (fact.shape.kind) {
    case "number":
      return readMeasure(program, fact, raw);
    case "truth":
      return readTruth(raw);
    case "day":
      return readDayFact(fact, raw);
    case "code":
      return readCode(program, fact, raw);
    case "set":
      return readSet(program, fact, raw);
    default:
      throw new TypeError(`unknown kind ${fact.shape.kind}`);
  }
}

// ---- measures

function readMeasure(program, fact, raw) {
  const value = exact(program, fact, raw);
  if (value instanceof Wrong) return value;
  const scaled = times(value, fraction(10n ** BigInt(fact.shape.scale)));
  const given = shownGiven(raw);
  if (scaled.d !== 1n || scaled.n % fact.step !== 0n) {
    const step = both((lang) => amountText(program, fact.exactStep, fact.units, lang));
    return new Wrong("RB8113", { given, step });
  }
  if (scaled.n < fact.low || scaled.n > fact.high) {
    return new Wrong("RB8114", { given, domain: measureDomain(program, fact) });
  }
  return scaled.n;
}

/** The value in base units; a number without a unit is in yuan, a ratio, or the fact's unit. */
function exact(program, fact, raw) {
  const { money, rate, dimension, factor } = measureOf(program, fact.units);
  const one = money || rate ? fraction(1n) : factor;
  switch (typeof raw) {
    case "boolean":
      return new Wrong("RB8106", { given: String(raw) });
    case "bigint":
      return raw <= -BIGGEST || raw >= BIGGEST ? new Wrong("RB8110") : times(fraction(raw), one);
    case "number":
      // A number that is not whole, or too large to be sure of its last digit, is not exact.
      if (!Number.isSafeInteger(raw)) return new Wrong("RB8105", { given: String(raw) });
      return times(fraction(BigInt(raw)), one);
    case "string":
      return written(program, fact, dimension, raw, one);
    default:
      return wrongKind(measureForm(program, fact), raw);
  }
}

function measureForm(program, fact) {
  const { money, rate } = measureOf(program, fact.units);
  if (money) return FORM.money;
  if (rate) return FORM.rate;
  if (!fact.units.length) return FORM.number;
  const [zh, en] = ["zh", "en"].map((lang) => unitsText(program, fact.units, lang));
  return { zh: `数量，如 "3${zh}"`, en: `a quantity such as "3 ${en}"` };
}

function written(program, fact, dimension, raw, one) {
  const tidied = tidy(raw);
  if (lengthOf(tidied) > 2 * MOST_DIGITS) return new Wrong("RB8110");
  const text = PLAIN.test(tidied) ? tidied : unmarked(tidied, raw, program, fact);
  if (PLAIN.test(text)) {
    return text.length <= MOST_DIGITS ? times(readFraction(text), one) : new Wrong("RB8110");
  }
  const amount = readAmount(program, text, MOST_DIGITS);
  const given = shortened(text);
  if (amount === null) {
    if (COMMAS.test(text)) return new Wrong("RB8125", { given });
    const unit = WITH_UNIT.exec(text)?.[1];
    if (unit !== undefined) return new Wrong("RB8112", { unit: shortened(unit) });
    return new Wrong("RB8109", { given, form: measureForm(program, fact) });
  }
  if (amount.dimension === dimension) return amount.value;
  const wanted = fact.units.length
    ? both((lang) => unitsText(program, fact.units, lang))
    : { zh: "不带单位的数", en: "a number without a unit" };
  return new Wrong("RB8111", { given, wanted });
}

/** A tidied number without ¥, and without commas where each stands before three digits. */
function unmarked(tidied, raw, program, fact) {
  const text = measureOf(program, fact.units).money ? tidied.replace(YUAN, "") : tidied;
  // 、 divides the items of a list; tidied, it is a comma as well.
  return !raw.includes("、") && THOUSANDS.test(text) ? text.replace(/,/gu, "") : text;
}

function measureDomain(program, fact) {
  const scale = 10n ** BigInt(fact.shape.scale);
  const ends = [fact.low, fact.high].map((each) => fraction(each, scale));
  const [zh, en] = ["zh", "en"].map((lang) =>
    ends.map((each) => roundText(program, each, fact.units, lang)),
  );
  return { zh: zh.join(" 至 "), en: saidOnce(en, fact.units, unitsText(program, fact.units, "en")) };
}

/** From one amount to another; a unit that is a word is said once, that of a level before it. */
function saidOnce([low, high], units, unit) {
  const number = (text) => grouped(text.split(" ")[0]);
  if (units.length === 1 && units[0] === "level") return `level ${number(low)} to ${number(high)}`;
  const whole = (text) => text.replace(/^-?\d+/u, grouped);
  return `${/^\p{L}/u.test(unit) ? number(low) : whole(low)} to ${whole(high)}`;
}

/** Digits with a comma between thousands, from five on. */
function grouped(digits) {
  const [whole, ...rest] = digits.split(".");
  if (digits.includes("/") || whole.replace("-", "").length < 5) return digits;
  return [whole.replace(/\B(?=(?:\d{3})+$)/gu, ","), ...rest].join(".");
}

/** An amount; in Chinese a round sum is said in 万元 or 亿元, as nobody counts zeros. */
function roundText(program, value, units, lang) {
  if (lang === "zh" && units.length === 1 && units[0] === "yuan" && value.n) {
    for (const larger of ["yi_yuan", "wan_yuan"]) {
      const { factor } = measureOf(program, [larger]);
      if (over(value, factor).d === 1n) return amountText(program, value, [larger], lang);
    }
  }
  return amountText(program, value, units, lang);
}

// ---- yes and no, days, names

function readTruth(raw) {
  switch (typeof raw) {
    case "boolean":
      return raw;
    case "string":
      if (YES.includes(tidy(raw).toLowerCase())) return true;
      return NO.includes(tidy(raw).toLowerCase()) ? false : new Wrong("RB8115", { given: shownGiven(raw) });
    case "number":
    case "bigint":
      return new Wrong("RB8115", { given: shownGiven(raw) });
    default:
      return wrongKind(FORM.truth, raw);
  }
}

function readDayFact(fact, raw) {
  if (typeof raw !== "string") return wrongKind(FORM.day, raw);
  const day = readDay(isoDay(tidy(raw)));
  if (day === null) return new Wrong("RB8118", { given: shownGiven(raw) });
  if (fact.low <= day && day <= fact.high) return day;
  const ends = [fact.low, fact.high].map(dayText);
  const domain = { zh: ends.join(" 至 "), en: ends.join(" to ") };
  return new Wrong("RB8114", { given: dayText(day), domain });
}

/** A day as people give it, `2025/9/1` or `2025年9月1日`, in its ISO form; other texts as they are. */
function isoDay(text) {
  const found = DAYS.map((form) => form.exec(text)).find((each) => each !== null);
  if (!found) return text;
  return [found[1], found[2].padStart(2, "0"), found[3].padStart(2, "0")].join("-");
}

function readCode(program, fact, raw) {
  if (typeof raw === "string") {
    const place = placeNamed(program, fact.enumeration, clean(raw));
    return place ?? new Wrong("RB8116", { given: shownGiven(raw) });
  }
  const number = typeof raw === "number" || typeof raw === "bigint";
  return number ? new Wrong("RB8116", { given: shownGiven(raw) }) : wrongKind(FORM.code, raw);
}

/** The place of a value by its id or Chinese name; of two values of one name the last has it. */
function placeNamed(program, enumeration, name) {
  const ids = program.enumerations.get(enumeration);
  const labels = program.names.get(enumeration);
  const places = [...ids.keys()].filter((each) => ids[each] === name || labels[each].zh === name);
  return places.length ? BigInt(places.pop()) : null;
}

function readSet(program, fact, raw) {
  if (!Array.isArray(raw)) return wrongKind(FORM.set, raw);
  let bits = 0n;
  for (const item of raw) {
    const place = readCode(program, fact, item);
    if (place instanceof Wrong) return place;
    if ((bits >> place) & 1n) return new Wrong("RB8121", { given: shownGiven(item) });
    bits |= 1n << place;
  }
  return bits;
}

// ---- what a value is

const wrongKind = (form, raw) => new Wrong("RB8107", { form, kind: kindOf(raw) });

/** Whether it is a plain object, of whatever window: a Map's or a Date's entries are not seen. */
const isObject = (raw) => tagOf(raw) === "Object";
const tagOf = (raw) => Object.prototype.toString.call(raw).slice("[object ".length, -1);

function kindOf(raw) {
  if (raw === null || raw === undefined) return { zh: "空值", en: "nothing" };
  if (Array.isArray(raw)) return { zh: "列表", en: "a list" };
  const kinds = {
    boolean: { zh: "是/否", en: "a yes/no value" },
    string: { zh: "文字", en: "a text" },
    number: { zh: "数", en: "a number" },
    bigint: { zh: "数", en: "a number" },
  };
  if (isObject(raw)) return { zh: "对象", en: "an object" };
  return kinds[typeof raw] ?? { zh: tagOf(raw), en: tagOf(raw) };
}

function shownGiven(raw) {
  if (typeof raw === "bigint") return shortened(decimalText(fraction(raw)));
  return shortened(String(raw));
}

const both = (made) => ({ zh: made("zh"), en: made("en") });
