/**
 * Which nodes decided an answer: its evidence, and what was missing.
 *
 * Reads the values of nodes by the rules of the semantics: a false 且 rests on its first false part,
 * cases on the conditions walked, a table on the row that matched. What was not read spoils nothing.
 * A node reads only nodes before it, so walks go by numbers and need no recursion: definitions may
 * build on each other by the thousand.
 */

import { element, implied } from "./gathering.js";
import { BODY, EVIDENCE_LEVELS, NOT_APPLICABLE } from "./held.js";

/** The nodes that a node reads, in written order; of a gathering over records not its body. */
const OPERANDS = {
  Constant: () => [],
  ReadFact: () => [],
  ReadDay: () => [],
  ReadField: () => [],
  Special: () => [],
  ReadFigure: (node) => (node.day === null ? [] : [node.day]),
  Define: (node) => [node.value],
  Scale: (node) => [node.value],
  Negate: (node) => [node.value],
  Invert: (node) => [node.value],
  Gathering: (node) => [node.value],
  Tiers: (node) => [node.value],
  Absent: (node) => [node.value],
  Add: (node) => node.operands,
  Extreme: (node) => node.operands,
  Join: (node) => node.operands,
  CountTrue: (node) => node.operands,
  Calendar: (node) => node.operands,
  Subtract: (node) => [node.left, node.right],
  Multiply: (node) => [node.left, node.right],
  Test: (node) => [node.left, node.right],
  DivideRound: (node) =>
    node.denominator === null ? [node.numerator] : [node.numerator, node.denominator],
  Bound: (node) => [node.value, node.bound],
  Contains: (node) => [node.value, node.of],
  OneOf: (node) => [node.value, ...node.options],
  Consult: (node) => [node.applies, node.value, node.otherwise],
  ForEach: (node) => (node.otherwise === null ? [node.records] : [node.records, node.otherwise]),
  Choose: (node) => [
    ...node.conditions.flatMap((condition, place) => [condition, node.values[place]]),
    node.otherwise,
  ],
  Table: (node) => [
    ...node.columns,
    ...node.rows.flatMap((row) => [...row.cells.map((cell) => cell.test), row.result]),
    ...(node.rest === null ? [] : [node.rest]),
  ],
};

export const operands = (node) => OPERANDS[node.is](node);

/** Evidence is held as its place in EVIDENCE_LEVELS, nothing as -1: the weakest is the greatest. */
const NOTHING = -1;

export const levelAt = (place) => EVIDENCE_LEVELS[place] ?? null;
const weakest = (places) => places.reduce((most, each) => Math.max(most, each), NOTHING);

/** What tells missing leaves apart: a fact is its id, a figure an object. */
const keyOf = (leaf) =>
  typeof leaf === "string" ? `fact ${leaf}` : `figure ${leaf.id} ${leaf.reason} ${leaf.level}`;

export function withoutRepeats(leaves) {
  const found = new Map();
  for (const each of leaves) if (!found.has(keyOf(each))) found.set(keyOf(each), each);
  return [...found.values()];
}

/** The values of one evaluation, and what is read off them; of a record, `whole` is the rest. */
export class Trace {
  constructor(plan, { values, bodies }, body = [], record = [], whole = null) {
    this.plan = plan;
    this.values = values;
    this.bodies = bodies;
    this.body = body;
    this.record = record;
    this.whole = whole;
    this.restsOn = new Map();
    this.lacking = new Map();
    this.kept = new Map();
  }

  // ---- nodes and values

  node(index) {
    return index < BODY ? this.plan.version.nodes[index] : this.body[index - BODY];
  }

  value(index) {
    return index < BODY ? this.values[index] : this.record[index - BODY];
  }

  /** The traces of the records that a gathering went over. */
  records(index) {
    if (!this.kept.has(index)) {
      const { body } = this.node(index);
      const rows = this.bodies.get(index);
      this.kept.set(
        index,
        rows.map((row) => new Trace(this.plan, this, body, row, this)),
      );
    }
    return this.kept.get(index);
  }

  isElsewhere(index) {
    return this.whole !== null && index < BODY;
  }

  // ---- evidence and missing

  /** The weakest evidence that a known value rests on, as its place among the levels. */
  evidence(index) {
    if (this.isElsewhere(index)) return this.whole.evidence(index);
    for (const each of this.below(index, this.restsOn, (node, at) => this.deciding(node, at))) {
      const node = this.node(each);
      const parts = this.deciding(node, each).map((part) =>
        this.isElsewhere(part) ? this.whole.evidence(part) : this.restsOn.get(part),
      );
      const records = node.is === "ForEach" ? this.evidenceOfRecords(each, node) : NOTHING;
      this.restsOn.set(each, weakest([this.ownEvidence(node), records, ...parts]));
    }
    return this.restsOn.get(index);
  }

  /** The unknown leaves that stopped an unknown value, in written order, each once. */
  missing(index) {
    if (this.value(index) !== null) return [];
    if (this.isElsewhere(index)) return this.whole.missing(index);
    for (const each of this.below(index, this.lacking, (node) => this.unknownParts(node))) {
      this.lacking.set(each, withoutRepeats(this.leaves(each)));
    }
    return this.lacking.get(index);
  }

  /** What stopped a node, as far as it is unknown; a gathering looks at its records itself. */
  unknownParts(node) {
    if (node.is === "ForEach") return [];
    return this.stopping(node).filter((each) => this.value(each) === null);
  }

  /** The nodes that `index` leads to and that are not done yet, those read first. */
  below(index, done, parts) {
    const found = new Set();
    const waiting = [index];
    while (waiting.length) {
      const each = waiting.pop();
      if (found.has(each) || done.has(each) || this.isElsewhere(each)) continue;
      found.add(each);
      for (const part of parts(this.node(each), each)) waiting.push(part);
    }
    return [...found].sort((a, b) => a - b);
  }

  /** What is stated of a figure on the day for which it was read; null where that is unknown. */
  figure(node) {
    if (node.day === null) return this.plan.figure(node.figure);
    const day = this.value(node.day);
    return typeof day === "bigint" ? this.plan.figureOn(node.figure, day) : null;
  }

  leaves(index) {
    const node = this.node(index);
    const unset = this.plan.unset(node);
    if (unset !== null) return [unset];
    switch (node.is) {
      case "ReadFact":
        return [node.fact];
      case "ReadField":
        return [`${node.records}.${node.field}`];
      case "ForEach":
        return this.missingOfRecords(index, node);
      default: {
        const figure = node.is === "ReadFigure" ? this.figure(node) : null;
        if (figure) return figure.missing ? [figure.missing] : [];
        return this.unknownParts(node).flatMap((each) => this.missing(each));
      }
    }
  }

  ownEvidence(node) {
    const { version } = this.plan;
    switch (node.is) {
      case "ReadFigure": {
        const figure = this.figure(node);
        const known = figure !== null && figure.missing === null;
        return known ? EVIDENCE_LEVELS.indexOf(figure.stated.evidence) : NOTHING;
      }
      case "Constant":
      case "Table":
      case "Tiers":
        return node.clause === null
          ? NOTHING
          : EVIDENCE_LEVELS.indexOf(version.clauses[node.clause].evidence);
      default:
        return NOTHING;
    }
  }

  // ---- the way that decided

  /** The nodes that a known value rests on. */
  deciding(node, index) {
    switch (node.is) {
      case "Join": {
        const decisive = node.op === "or";
        const decider = node.operands.find((each) => this.value(each) === decisive);
        return decider === undefined ? this.firstAbsent(node.operands) : [decider];
      }
      case "Choose":
        return this.walked(node.conditions, node.values, node.otherwise);
      case "Consult":
        return this.walked([node.applies], [node.value], node.otherwise);
      case "Table":
        return this.decidingTable(node);
      case "ForEach": {
        const alone = node.otherwise === null || this.isCounting(index, node);
        return alone ? [node.records] : [node.records, node.otherwise];
      }
      default:
        return this.firstAbsent(operands(node), node.written ?? []);
    }
  }

  /**
   * What is 不适用 rests on the first operand that is; anything else on all of them. `written` are
   * the operands in the order of the rule where the node has another.
   */
  firstAbsent(parts, written = []) {
    const order = written.length ? written : parts;
    const absent = order.find((each) => this.value(each) === NOT_APPLICABLE);
    return absent === undefined ? parts : [absent];
  }

  decidingTable(node) {
    const row = this.rowHit(node);
    if (row) return [...row.cells.map((cell) => cell.test), row.result];
    const absent = this.openCells(node).find((each) => this.value(each) === NOT_APPLICABLE);
    if (absent !== undefined) return [absent];
    return [...this.columnsRead(node), ...(node.rest === null ? [] : [node.rest])];
  }

  /** The conditions of the rows that may match, column by column: rows have no order. */
  openCells(node) {
    const cells = this.possible(node).flatMap((row) => row.cells);
    return node.columns.flatMap((_, column) =>
      cells.filter((cell) => cell.column === column).map((cell) => cell.test),
    );
  }

  /** The rows that no cell rules out. */
  possible(node) {
    return node.rows.filter((row) => row.cells.every((cell) => this.value(cell.test) !== false));
  }

  /** The columns that rule out every row: `*` reads none, an unknown one decides nothing. */
  columnsRead(node) {
    const read = new Set(node.rows.flatMap((row) => row.cells.map((cell) => cell.column)));
    return node.columns.filter((each, place) => read.has(place) && this.value(each) !== null);
  }

  /** The conditions walked and the value chosen; one neither true nor false is the last. */
  walked(conditions, values, otherwise) {
    const found = [];
    for (const [place, condition] of conditions.entries()) {
      found.push(condition);
      const held = this.value(condition);
      if (held === true) return [...found, values[place]];
      if (held !== false) return found;
    }
    return [...found, otherwise];
  }

  /** The row that surely matches; undefined where none does. */
  rowHit(node) {
    return node.rows.find((row) => row.cells.every((cell) => this.value(cell.test) === true));
  }

  // ---- what stopped

  /** The nodes whose being unknown stopped this one. */
  stopping(node) {
    switch (node.is) {
      case "Choose":
      case "Consult":
        return this.deciding(node).slice(-1);
      case "Table": {
        const row = this.rowHit(node);
        if (row) return [row.result];
        const closed = !this.possible(node).length && node.rest !== null;
        return closed ? [node.rest] : this.openCells(node);
      }
      default:
        return node.written?.length ? node.written : operands(node);
    }
  }

  // ---- records

  /** In the trace of a record: whether it counts, and what is gathered of it. */
  pair(node) {
    const where = node.where === null || this.value(node.where);
    return [where, node.item === null || this.value(node.item)];
  }

  /** Whether a record counts, or may. */
  isCounting(index, node) {
    return this.records(index).some((each) => each.pair(node)[0] !== false);
  }

  /** Of the first record where one alone makes the whole what it is, else of all records. */
  evidenceOfRecords(index, node) {
    const sought = this.value(index) === NOT_APPLICABLE ? [NOT_APPLICABLE] : [];
    if (node.op === "any" || node.op === "all") sought.push(node.op === "any");
    let records = this.records(index);
    for (const each of sought) {
      const decider = records.find((record) => record.share(node) === each);
      if (decider) {
        records = [decider];
        break;
      }
    }
    return weakest(
      records.flatMap((record) => record.resting(node).map((each) => record.evidence(each))),
    );
  }

  /** What a record's share comes to; of sums and extremes, whether it can be worked with. */
  share(node) {
    const pair = this.pair(node);
    if (node.op === "all") return implied(pair);
    if (node.op === "any" || node.op === "count") return element(pair);
    return pair[0] === true ? pair[1] : pair[0];
  }

  /** In the trace of a record: the parts that decided its share. */
  resting(node) {
    const [where, item] = this.pair(node);
    const read = [node.where, node.item].filter((each) => each !== null);
    if (where === false && node.where !== null) return [node.where];
    if (!["any", "all", "count"].includes(node.op)) {
      return this.firstAbsent(where === true ? read : read.slice(0, 1));
    }
    if (item === (node.op === "all") && node.item !== null) return [node.item];
    return this.firstAbsent(read);
  }

  /** In the trace of a record: the parts that are read for its share. */
  parts(node) {
    const [where, item] = this.pair(node);
    const asks = ["any", "all", "count"].includes(node.op);
    if (node.op === "any" && where === true && item === false && node.item !== null) {
      return [node.item];
    }
    const read = node.where === null ? [] : [node.where];
    if ((where === true || (asks && where !== false)) && node.item !== null) read.push(node.item);
    return read;
  }

  missingOfRecords(index, node) {
    if (this.value(node.records) === null) return this.missing(node.records);
    const found = [];
    for (const record of this.records(index)) {
      const asks = ["any", "all", "count"].includes(node.op);
      if (asks && record.share(node) !== null) continue;
      found.push(...record.parts(node).flatMap((each) => record.missing(each)));
    }
    if (!found.length && node.otherwise !== null) return this.missing(node.otherwise);
    return found;
  }
}
