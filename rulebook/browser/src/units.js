/** Units of a program: what they measure, and how amounts in them are written and read. */

import { decimalText, fraction, moneyText, ONE, over, readFraction, times } from "./fractions.js";

/** What a measure in `units` is: "money", "rate", or another by its base units. */
export function measureOf(program, units) {
  const powers = new Map();
  let factor = ONE;
  for (const [place, id] of units.entries()) {
    const unit = program.units.get(id);
    powers.set(unit.base, (powers.get(unit.base) ?? 0) + (place ? -1 : 1));
    factor = place ? over(factor, unit.factor) : times(factor, unit.factor);
  }
  const parts = [...powers].filter(([, power]) => power).map(([base, power]) => `${base}^${power}`);
  const dimension = parts.sort().join(" ");
  return { dimension, factor, money: dimension === "yuan^1", rate: dimension === "rate^1" };
}

/** The units as people write them, `元/天`; `one` is the form that follows the number 1. */
export function unitsText(program, units, lang, one = false) {
  return units
    .map((id, place) => {
      const forms = program.units.get(id)[lang];
      const singular = place > 0 || (one && lang === "en");
      return singular ? forms.reduce((a, b) => (b.length < a.length ? b : a)) : forms[0];
    })
    .join("/");
}

/** A number already written, with its unit; in English a blank stands before a word. */
export function withUnit(program, number, units, lang) {
  const unit = unitsText(program, units, lang, number === "1");
  return lang === "en" && /^\p{L}/u.test(unit) ? `${number} ${unit}` : number + unit;
}

/** A value in base units as a rule writes it: `1.8万元`. */
export function amountText(program, value, units, lang) {
  const number = decimalText(over(value, measureOf(program, units).factor));
  return withUnit(program, number, units, lang);
}

/** The unit of the number that `writeMeasure` writes. */
export function resultUnit(program, units, lang) {
  const { money, rate } = measureOf(program, units);
  if (money) return unitsText(program, ["yuan"], lang);
  return rate ? "%" : unitsText(program, units, lang);
}

/**
 * A measure as answers give it: money a text in yuan, a rate a text of per cent, a quantity a number
 * in its unit or, where its step is finer than one, a text.
 */
export function writeMeasure(program, value, units, step = null) {
  const { money, rate, factor } = measureOf(program, units);
  if (money) return moneyText(value);
  if (rate) return decimalText(times(value, fraction(100n)));
  const number = over(value, factor);
  const finer = step !== null && over(step, factor).d !== 1n;
  const safe = Number.isSafeInteger(Number(number.n));
  return number.d === 1n && !finer && safe ? Number(number.n) : decimalText(number);
}

/** A measure as people read it, with its unit. */
export function showMeasure(program, value, units, lang) {
  const number = over(value, measureOf(program, units).factor);
  const yuan = units.length === 1 && units[0] === "yuan";
  const text = yuan ? moneyText(number) : decimalText(number);
  const digits = text.includes("/") ? cut(number) : text;
  if (lang === "en" && units.length === 1 && units[0] === "level") return `level ${digits}`;
  return withUnit(program, digits, units, lang);
}

/** The first decimals of a number that has no last one. */
function cut(number) {
  const size = number.n < 0n ? -number.n : number.n;
  const shown = decimalText(fraction((size * 1_000_000n) / number.d, 1_000_000n), 6);
  return `${number.n < 0n ? "-" : ""}${shown}…`;
}

const NUMBER = /^([+-]?)([0-9]+(?:\.[0-9]+)?)\s*(.*)$/su;

/** `1.8万元`, `85%`, `3小时/周` or a bare number, tidied before; null where it is none of these. */
export function readAmount(program, text, mostDigits) {
  const match = NUMBER.exec(text);
  if (!match || match[2].length > mostDigits) return null;
  const units = match[3] ? readUnits(program, match[3]) : [];
  if (units === null) return null;
  const { dimension, factor } = measureOf(program, units);
  return { dimension, value: times(readFraction(match[1] + match[2]), factor) };
}

function readUnits(program, text) {
  const parts = text.split("/").map((each) => each.trim().split(/\s+/u).join(" "));
  const found = parts.map((part) => unitNamed(program, part));
  return parts.length > 2 || found.includes(undefined) ? null : found;
}

function unitNamed(program, form) {
  const found = [...program.units].find(([, unit]) => [...unit.zh, ...unit.en].includes(form));
  return found?.[0];
}
