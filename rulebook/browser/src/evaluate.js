/** The values of a version's nodes, worked out in order. Nodes are total: each has a value or null. */

import { DAY_FUNCTIONS } from "./calendar.js";
import { extreme, gather, junction } from "./gathering.js";
import { BODY, NO_LIMIT, NOT_APPLICABLE } from "./held.js";

const COMPARE = {
  "=": (a, b) => a === b,
  "≠": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "≤": (a, b) => a <= b,
  ">": (a, b) => a > b,
  "≥": (a, b) => a >= b,
};

const truthOr = (shape, value) => (shape.kind === "truth" ? value !== 0n : value);

/** One run over a plan's nodes: `values` by number, `bodies` by gathering, record by record. */
class Run {
  constructor(plan, facts) {
    this.plan = plan;
    this.facts = facts;
    this.values = [];
    this.bodies = new Map();
    this.record = null;
    this.inner = [];
  }

  at(index) {
    return index < BODY ? this.values[index] : this.inner[index - BODY];
  }

  value(node, index) {
    return this.plan.unset(node) === null ? OPERATIONS[node.is](node, this, index) : null;
  }

  /** 不适用 or unknown where an operand is, else what `operation` makes of the operands. */
  strict(operands, operation) {
    const held = operands.map((each) => this.at(each));
    if (held.includes(NOT_APPLICABLE)) return NOT_APPLICABLE;
    return held.includes(null) ? null : operation(...held);
  }

  /** Cases walked down; a condition that is neither true nor false ends the walk. */
  walk(conditions, values, otherwise) {
    for (const [place, condition] of conditions.entries()) {
      const held = this.at(condition);
      if (held === true) return this.at(values[place]);
      if (held !== false) return held;
    }
    return this.at(otherwise);
  }

  forEach(node, index) {
    const records = this.at(node.records);
    const rows = [];
    const pairs = [];
    for (const record of records ?? []) {
      this.record = record;
      this.inner = [];
      for (const each of node.body) this.inner.push(this.value(each, null));
      rows.push(this.inner);
      pairs.push([
        node.where === null || this.at(node.where),
        node.item === null || this.at(node.item),
      ]);
    }
    this.bodies.set(index, rows);
    const otherwise = node.otherwise === null ? null : this.at(node.otherwise);
    return gather(node.op, records === null ? null : pairs, otherwise);
  }

  /** The row that surely matches; else unknown where one may; else the rest. */
  table(node) {
    const rows = node.rows.map((row) => [row, row.cells.map((cell) => this.at(cell.test))]);
    const sure = rows.find(([, held]) => held.every((each) => each === true));
    if (sure) return this.at(sure[0].result);
    const possible = rows.filter(([, held]) => !held.includes(false));
    if (possible.some(([, held]) => held.includes(null))) return null;
    if (possible.some(([, held]) => held.includes(NOT_APPLICABLE))) return NOT_APPLICABLE;
    return node.rest === null ? null : this.at(node.rest);
  }
}

/** Plus or minus an amount, 无上限 stays what it is. */
const unlessUnlimited =
  (operation) =>
  (first, ...others) =>
    first === NO_LIMIT || others.includes(NO_LIMIT) ? NO_LIMIT : operation(first, ...others);

/** The greater or lesser of both; 无上限 limits nothing, and is above every floor. */
function bounded(kind, value, bound) {
  if (bound === NO_LIMIT) return value;
  if (value === NO_LIMIT) return kind === "floor" ? NO_LIMIT : bound;
  return (kind === "floor" ? value > bound : value < bound) ? value : bound;
}

/** Rounded to a whole number; `divisor` is above zero. The sign is handled outside. */
function divideRound(numerator, divisor, mode) {
  if (numerator < 0n) return -divideRound(-numerator, divisor, mode);
  switch (mode) {
    case "down":
      return numerator / divisor;
    case "up":
      return (numerator + divisor - 1n) / divisor;
    case "half_up":
      return (numerator * 2n + divisor) / (divisor * 2n);
    default:
      throw new TypeError(`unknown rounding ${mode}`);
  }
}

const passedOn = (node, run) => run.at(node.value);

/** Every kind of node that a program may have, with how its value is worked out. */
export const OPERATIONS = {
  Constant: (node) => truthOr(node.shape, node.value),
  ReadFact: (node, run) => run.facts.get(node.fact) ?? null,
  ReadDay: (node, run) => run.plan.day,
  ReadFigure: (node, run) => {
    if (node.day === null) {
      return truthOr(node.shape, run.plan.figure(node.figure).stated.value);
    }
    return run.strict([node.day], (day) => {
      const { stated, missing } = run.plan.figureOn(node.figure, day);
      return missing ? null : truthOr(node.shape, stated.value);
    });
  },
  ReadField: (node, run) => run.record.get(node.field) ?? null,
  Special: (node) => (node.kind === "absent" ? NOT_APPLICABLE : NO_LIMIT),
  Calendar: (node, run) => run.strict(node.operands, DAY_FUNCTIONS[node.function]),
  Contains: (node, run) =>
    run.strict([node.value, node.of], (value, set) => ((set >> value) & 1n) === 1n),
  ForEach: (node, run, index) => run.forEach(node, index),
  Consult: (node, run) => run.walk([node.applies], [node.value], node.otherwise),
  Tiers: passedOn,
  Define: passedOn,
  Scale: (node, run) =>
    run.strict(
      [node.value],
      unlessUnlimited((value) => value * node.factor),
    ),
  Add: (node, run) =>
    run.strict(
      node.operands,
      unlessUnlimited((...many) => many.reduce((total, each) => total + each)),
    ),
  Subtract: (node, run) =>
    run.strict(
      [node.left, node.right],
      unlessUnlimited((left, right) => left - right),
    ),
  Multiply: (node, run) => run.strict([node.left, node.right], (left, right) => left * right),
  Negate: (node, run) => run.strict([node.value], (value) => -value),
  DivideRound: (node, run) =>
    node.denominator === null
      ? run.strict([node.numerator], (n) => node.step * divideRound(n, node.divisor, node.mode))
      : run.strict(
          [node.numerator, node.denominator],
          (n, d) => node.step * divideRound(n, d * node.divisor, node.mode),
        ),
  Bound: (node, run) =>
    run.strict([node.value, node.bound], (value, bound) => bounded(node.kind, value, bound)),
  Extreme: (node, run) => run.strict(node.operands, (...many) => extreme(node.kind, many)),
  Test: (node, run) => run.strict([node.left, node.right], COMPARE[node.op]),
  OneOf: (node, run) =>
    run.strict([node.value, ...node.options], (value, ...options) => options.includes(value)),
  Invert: (node, run) => run.strict([node.value], (value) => !value),
  Absent: (node, run) => {
    const held = run.at(node.value);
    return held === null ? null : held === NOT_APPLICABLE;
  },
  Join: (node, run) =>
    junction(
      node.operands.map((each) => run.at(each)),
      node.op === "or",
    ),
  CountTrue: (node, run) =>
    run.strict(node.operands, (...many) => BigInt(many.filter((each) => each).length)),
  Gathering: passedOn,
  Choose: (node, run) => run.walk(node.conditions, node.values, node.otherwise),
  Table: (node, run) => run.table(node),
};

/**
 * The values of all nodes of a plan for some facts, by their ids: `{values, bodies}`. Records are
 * Maps of their fields.
 */
export function evaluate(plan, facts) {
  const run = new Run(plan, facts);
  for (const [index, node] of plan.version.nodes.entries()) {
    run.values.push(run.value(node, index));
  }
  return { values: run.values, bodies: run.bodies };
}
