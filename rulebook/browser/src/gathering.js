/** What the parts of a gathering over records come to. */

import { NOT_APPLICABLE } from "./held.js";

/** 且 (`decisive` false) and 或 (`decisive` true): decided, else unknown, else not applicable. */
export function junction(values, decisive) {
  if (values.includes(decisive)) return decisive;
  if (values.includes(null)) return null;
  return values.includes(NOT_APPLICABLE) ? NOT_APPLICABLE : !decisive;
}

/** Whether a record counts and its condition holds. */
export const element = (pair) => junction(pair, false);

/** Whether a record doesn't count, or its condition holds. */
export function implied([which, holds]) {
  return junction([typeof which === "boolean" ? !which : which, holds], true);
}

/**
 * The value of a gathering. A pair is whether a record counts and what is gathered of it; `pairs` is
 * null where the list is unknown. `otherwise` is the extreme of no records.
 */
export function gather(op, pairs, otherwise) {
  if (pairs === null) return null;
  switch (op) {
    case "any":
      return junction(pairs.map(element), true);
    case "all":
      return junction(pairs.map(implied), false);
    case "count": {
      const values = pairs.map(element);
      const wrong = unusable(values);
      return wrong === undefined ? BigInt(values.filter((each) => each).length) : wrong;
    }
    default:
      return numbers(op, pairs, otherwise);
  }
}

function numbers(op, pairs, otherwise) {
  const undecided = pairs.map(([which]) => which).filter((each) => typeof each !== "boolean");
  const items = pairs.filter(([which]) => which === true).map(([, item]) => item);
  const wrong = unusable([...undecided, ...items]);
  if (wrong !== undefined) return wrong;
  if (op === "sum") return items.reduce((total, each) => total + each, 0n);
  return items.length ? extreme(op, items) : otherwise;
}

/** 不适用 first, then unknown, where one of the values is; else undefined. */
function unusable(values) {
  if (values.includes(NOT_APPLICABLE)) return NOT_APPLICABLE;
  return values.includes(null) ? null : undefined;
}

export function extreme(kind, values) {
  const better = kind === "max" ? (a, b) => a > b : (a, b) => a < b;
  return values.reduce((best, each) => (better(each, best) ? each : best));
}
