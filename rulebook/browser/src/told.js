/** What a held value stands for, and how that is written and shown. */

import { dayText } from "./calendar.js";
import { fraction } from "./fractions.js";
import { isSpecial } from "./held.js";
import { resultUnit, showMeasure, writeMeasure } from "./units.js";

/**
 * A value with what it takes to show it; `value` is a fraction, a truth, a text or, of a set, a list
 * of ids, and null where it is unknown or special.
 */
export function told(program, held, shape, units, enumeration = null) {
  const named = enumeration ?? shape.enumeration;
  if (held === null || isSpecial(held)) return { kind: shape.kind, value: null, units, named };
  return { kind: shape.kind, value: meaning(program, held, shape), units, named };
}

function meaning(program, held, shape) {
  switch (shape.kind) {
    case "number":
      return fraction(held, 10n ** BigInt(shape.scale));
    case "day":
      return dayText(held);
    case "code":
      return program.enumerations.get(shape.enumeration)[Number(held)];
    case "set": {
      const ids = program.enumerations.get(shape.enumeration);
      return ids.filter((_, place) => (held >> BigInt(place)) & 1n).sort();
    }
    default:
      return held;
  }
}

/** The value as answers give it in JSON; `step` is the least step of the fact that it is of. */
export function written(program, { kind, value, units }, step = null) {
  if (value === null || kind !== "number") return value;
  return writeMeasure(program, value, units, step);
}

export const unitOf = (program, { units }, lang) =>
  units.length ? resultUnit(program, units, lang) : "";

/** The value as people read it: `9840.00元`, `85%`, `是`, `三级`; empty where there is none. */
export function shown(program, { kind, value, units, named }, lang) {
  if (value === null) return "";
  const label = (id) => {
    const place = program.enumerations.get(named)?.indexOf(id) ?? -1;
    return place < 0 ? id : program.names.get(named)[place][lang];
  };
  switch (kind) {
    case "number":
      return showMeasure(program, value, units, lang);
    case "truth":
      return program.yesNo[lang][value ? 0 : 1];
    case "code":
      return label(value);
    case "set": {
      const none = { zh: "（无）", en: "(none)" };
      return value.map(label).join(lang === "zh" ? "、" : ", ") || none[lang];
    }
    default:
      return value;
  }
}
