// rulebook's evaluator as a classic script, made from the modules in src/. Apache-2.0
var rulebook = (() => {
"use strict";
const { NOT_APPLICABLE, NO_LIMIT, isSpecial, BODY, EVIDENCE_LEVELS } = (() => {
const NOT_APPLICABLE = Symbol("not applicable");
const NO_LIMIT = Symbol("no limit");
const isSpecial = (held) => typeof held === "symbol";
const BODY = 1_000_000;
const EVIDENCE_LEVELS = ["official", "reprinted", "reported", "code", "weak", "recalled"];
return { NOT_APPLICABLE, NO_LIMIT, isSpecial, BODY, EVIDENCE_LEVELS };
})();
const { junction, element, implied, gather, extreme } = (() => {
function junction(values, decisive) {
  if (values.includes(decisive)) return decisive;
  if (values.includes(null)) return null;
  return values.includes(NOT_APPLICABLE) ? NOT_APPLICABLE : !decisive;
}
const element = (pair) => junction(pair, false);
function implied([which, holds]) {
  return junction([typeof which === "boolean" ? !which : which, holds], true);
}
function gather(op, pairs, otherwise) {
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
function unusable(values) {
  if (values.includes(NOT_APPLICABLE)) return NOT_APPLICABLE;
  return values.includes(null) ? null : undefined;
}
function extreme(kind, values) {
  const better = kind === "max" ? (a, b) => a > b : (a, b) => a < b;
  return values.reduce((best, each) => (better(each, best) ? each : best));
}
return { junction, element, implied, gather, extreme };
})();
const { operands, levelAt, withoutRepeats, Trace } = (() => {
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
const operands = (node) => OPERANDS[node.is](node);
const NOTHING = -1;
const levelAt = (place) => EVIDENCE_LEVELS[place] ?? null;
const weakest = (places) => places.reduce((most, each) => Math.max(most, each), NOTHING);
const keyOf = (leaf) =>
  typeof leaf === "string" ? `fact ${leaf}` : `figure ${leaf.id} ${leaf.reason} ${leaf.level}`;
function withoutRepeats(leaves) {
  const found = new Map();
  for (const each of leaves) if (!found.has(keyOf(each))) found.set(keyOf(each), each);
  return [...found.values()];
}
class Trace {
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
  node(index) {
    return index < BODY ? this.plan.version.nodes[index] : this.body[index - BODY];
  }
  value(index) {
    return index < BODY ? this.values[index] : this.record[index - BODY];
  }
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
  missing(index) {
    if (this.value(index) !== null) return [];
    if (this.isElsewhere(index)) return this.whole.missing(index);
    for (const each of this.below(index, this.lacking, (node) => this.unknownParts(node))) {
      this.lacking.set(each, withoutRepeats(this.leaves(each)));
    }
    return this.lacking.get(index);
  }
  unknownParts(node) {
    if (node.is === "ForEach") return [];
    return this.stopping(node).filter((each) => this.value(each) === null);
  }
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
  openCells(node) {
    const cells = this.possible(node).flatMap((row) => row.cells);
    return node.columns.flatMap((_, column) =>
      cells.filter((cell) => cell.column === column).map((cell) => cell.test),
    );
  }
  possible(node) {
    return node.rows.filter((row) => row.cells.every((cell) => this.value(cell.test) !== false));
  }
  columnsRead(node) {
    const read = new Set(node.rows.flatMap((row) => row.cells.map((cell) => cell.column)));
    return node.columns.filter((each, place) => read.has(place) && this.value(each) !== null);
  }
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
  rowHit(node) {
    return node.rows.find((row) => row.cells.every((cell) => this.value(cell.test) === true));
  }
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
  pair(node) {
    const where = node.where === null || this.value(node.where);
    return [where, node.item === null || this.value(node.item)];
  }
  isCounting(index, node) {
    return this.records(index).some((each) => each.pair(node)[0] !== false);
  }
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
  share(node) {
    const pair = this.pair(node);
    if (node.op === "all") return implied(pair);
    if (node.op === "any" || node.op === "count") return element(pair);
    return pair[0] === true ? pair[1] : pair[0];
  }
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
return { operands, levelAt, withoutRepeats, Trace };
})();
const { readAnswer } = (() => {
function readAnswer(trace) {
  const { version } = trace.plan;
  const { applies } = version;
  const base = { outcomes: new Map(), missing: [], failed: [], evidence: null };
  const every = (status) => new Map(version.outputs.map((id) => [id, { status, node: null }]));
  let level = -1;
  if (applies !== null) {
    const held = trace.value(applies);
    if (held === null) {
      const missing = trace.missing(applies);
      return { ...base, status: "undetermined", outcomes: every("undetermined"), missing };
    }
    level = trace.evidence(applies);
    const evidence = levelAt(level);
    if (held === false) {
      return { ...base, status: "not-applicable", failed: failing(trace, applies), evidence };
    }
    if (held === NOT_APPLICABLE) {
      return { ...base, status: "not-applicable", outcomes: every("not-applicable"), evidence };
    }
  }
  const outcomes = new Map();
  const missing = [];
  for (const id of version.outputs) {
    const { node } = version.definitions.get(id);
    const status = statusOf(trace.value(node));
    outcomes.set(id, { status, node });
    if (status === "undetermined") missing.push(...trace.missing(node));
    else level = Math.max(level, trace.evidence(node));
  }
  const statuses = [...outcomes.values()].map((each) => each.status);
  return {
    ...base,
    status: overall(statuses),
    outcomes,
    missing: withoutRepeats(missing),
    evidence: levelAt(level),
  };
}
function statusOf(held) {
  if (held === null) return "undetermined";
  return isSpecial(held) ? "not-applicable" : "determined";
}
function overall(statuses) {
  if (statuses.includes("undetermined")) return "undetermined";
  return statuses.includes("determined") ? "determined" : "not-applicable";
}
function failing(trace, applies) {
  const { nodes } = trace.plan.version;
  const node = nodes[applies];
  const parts = isPlainAnd(node)
    ? node.operands.flatMap((each, place) =>
        trace.value(each) === false ? failingPart(trace, each, `applies.${place + 1}`) : [],
      )
    : failingPart(trace, applies, "applies");
  const found = new Map();
  for (const each of parts) if (!found.has(each.id)) found.set(each.id, each);
  return [...found.values()];
}
const isPlainAnd = (node) => node.is === "Join" && node.op === "and" && !node.lines.length;
function failingPart(trace, index, name) {
  const { nodes, definitions } = trace.plan.version;
  const node = nodes[index];
  const isFalse = (each) => trace.value(each) === false;
  if (isPlainAnd(node)) {
    return node.operands.filter(isFalse).flatMap((each) => failingPart(trace, each, name));
  }
  if (node.is !== "Define") return [{ id: name, label: null, index }];
  const value = nodes[node.value];
  if (value.is === "Join" && value.op === "and" && value.lines.length) {
    return value.lines.flatMap((line, place) => {
      const operand = value.operands[place];
      const id = `${node.definition}.${line.id}`;
      return isFalse(operand) ? [{ id, label: line.label, index: operand }] : [];
    });
  }
  return [{ id: node.definition, label: definitions.get(node.definition).label, index }];
}
return { readAnswer };
})();
const { split, dayNumber, monthLength, DAY_FUNCTIONS, readDay, dayText } = (() => {
const DAYS_OF_400_YEARS = 146_097n;
const SHIFT = 306n; // days from 0000-03-01 to 0001-01-01
const floorDiv = (a, b) => (a % b !== 0n && a < 0n !== b < 0n ? a / b - 1n : a / b);
const floorMod = (a, b) => a - floorDiv(a, b) * b;
function split(day) {
  const days = day + SHIFT - 1n;
  const era = floorDiv(days, DAYS_OF_400_YEARS);
  const inEra = floorMod(days, DAYS_OF_400_YEARS);
  const year = (inEra - inEra / 1_460n + inEra / 36_524n - inEra / 146_096n) / 365n;
  const inYear = inEra - (365n * year + year / 4n - year / 100n);
  const month = (5n * inYear + 2n) / 153n;
  const ofMonth = inYear - (153n * month + 2n) / 5n + 1n;
  const january = month >= 10n;
  return [era * 400n + year + (january ? 1n : 0n), january ? month - 9n : month + 3n, ofMonth];
}
function dayNumber(year, month, day) {
  const shifted = year - (month <= 2n ? 1n : 0n);
  const era = floorDiv(shifted, 400n);
  const inEra = floorMod(shifted, 400n);
  const inYear = (153n * (month > 2n ? month - 3n : month + 9n) + 2n) / 5n + day - 1n;
  const before = era * DAYS_OF_400_YEARS + inEra * 365n + inEra / 4n - inEra / 100n;
  return before + inYear - SHIFT + 1n;
}
function monthLength(year, month) {
  if (month === 2n) {
    return year % 4n === 0n && (year % 100n !== 0n || year % 400n === 0n) ? 29n : 28n;
  }
  return [4n, 6n, 9n, 11n].includes(month) ? 30n : 31n;
}
function addMonths(day, months) {
  const [year, month, ofMonth] = split(day);
  const whole = year * 12n + month - 1n + months;
  const [toYear, toMonth] = [floorDiv(whole, 12n), floorMod(whole, 12n) + 1n];
  const length = monthLength(toYear, toMonth);
  return dayNumber(toYear, toMonth, ofMonth < length ? ofMonth : length);
}
function age(birth, day) {
  const [bornYear, bornMonth, bornDay] = split(birth);
  const [year] = split(day);
  const years = year - bornYear;
  const full = dayNumber(year, bornMonth, bornDay) <= day ? years : years - 1n;
  return full > 0n ? full : 0n;
}
function months(first, second) {
  if (second < first) return 0n;
  const [a, b] = [split(first), split(second)];
  const count = (b[0] - a[0]) * 12n + b[1] - a[1];
  return addMonths(first, count) <= second ? count : count - 1n;
}
function medicalYear(day, firstMonth) {
  const [year, month] = split(day);
  return month >= firstMonth ? year : year - 1n;
}
const DAY_FUNCTIONS = {
  year: (day) => split(day)[0],
  age,
  months,
  medical_year: medicalYear,
  add_months: addMonths,
};
function readDay(text) {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(BigInt);
  if (year < 1n || month < 1n || month > 12n || day < 1n || day > monthLength(year, month)) {
    return null;
  }
  return dayNumber(year, month, day);
}
function dayText(day) {
  const [year, month, ofMonth] = split(day).map(String);
  return `${year.padStart(4, "0")}-${month.padStart(2, "0")}-${ofMonth.padStart(2, "0")}`;
}
return { split, dayNumber, monthLength, DAY_FUNCTIONS, readDay, dayText };
})();
const { OPERATIONS, evaluate } = (() => {
const COMPARE = {
  "=": (a, b) => a === b,
  "≠": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "≤": (a, b) => a <= b,
  ">": (a, b) => a > b,
  "≥": (a, b) => a >= b,
};
const truthOr = (shape, value) => (shape.kind === "truth" ? value !== 0n : value);
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
  strict(operands, operation) {
    const held = operands.map((each) => this.at(each));
    if (held.includes(NOT_APPLICABLE)) return NOT_APPLICABLE;
    return held.includes(null) ? null : operation(...held);
  }
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
const unlessUnlimited =
  (operation) =>
  (first, ...others) =>
    first === NO_LIMIT || others.includes(NO_LIMIT) ? NO_LIMIT : operation(first, ...others);
function bounded(kind, value, bound) {
  if (bound === NO_LIMIT) return value;
  if (value === NO_LIMIT) return kind === "floor" ? NO_LIMIT : bound;
  return (kind === "floor" ? value > bound : value < bound) ? value : bound;
}
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
const OPERATIONS = {
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
function evaluate(plan, facts) {
  const run = new Run(plan, facts);
  for (const [index, node] of plan.version.nodes.entries()) {
    run.values.push(run.value(node, index));
  }
  return { values: run.values, bodies: run.bodies };
}
return { OPERATIONS, evaluate };
})();
const { fraction, times, over, compare, ONE, readFraction, decimalText, moneyText } = (() => {
function fraction(numerator, denominator = 1n) {
  const sign = denominator < 0n ? -1n : 1n;
  const shared = divisor(numerator, denominator) * sign;
  return { n: numerator / shared, d: denominator / shared };
}
function divisor(a, b) {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y) [x, y] = [y, x % y];
  return x;
}
const times = (a, b) => fraction(a.n * b.n, a.d * b.d);
const over = (a, b) => fraction(a.n * b.d, a.d * b.n);
const compare = (a, b) => a.n * b.d - b.n * a.d;
const ONE = fraction(1n);
function readFraction(text) {
  const [above, below] = text.split("/");
  const [whole, decimals = ""] = above.replace("+", "").split(".");
  return fraction(BigInt(whole + decimals), BigInt(below ?? 1n) * 10n ** BigInt(decimals.length));
}
function decimalText(value, least = 0) {
  const exact = decimals(value.d);
  if (exact === null) return `${value.n}/${value.d}`;
  const places = Math.max(exact, least);
  const size = value.n < 0n ? -value.n : value.n;
  const digits = String((size * 10n ** BigInt(places)) / value.d).padStart(places + 1, "0");
  const at = digits.length - places;
  const text = places ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits;
  return value.n < 0n ? `-${text}` : text;
}
const moneyText = (yuan) => decimalText(yuan, 2);
function decimals(denominator) {
  let rest = denominator;
  let places = 0;
  for (const prime of [2n, 5n]) {
    let count = 0;
    while (rest % prime === 0n) {
      rest /= prime;
      count += 1;
    }
    places = Math.max(places, count);
  }
  return rest === 1n ? places : null;
}
return { fraction, times, over, compare, ONE, readFraction, decimalText, moneyText };
})();
const { versionOn, nameOf, Plan } = (() => {
const holds = (period, day) =>
  (period.since === null || period.since <= day) && (period.until === null || day <= period.until);
function versionOn(versions, day) {
  return versions.find((each) => holds(each, day));
}
function tooWeak(level, asked) {
  return level !== null && EVIDENCE_LEVELS.indexOf(level) > EVIDENCE_LEVELS.indexOf(asked);
}
const nameOf = (figure) => figure.slice(figure.indexOf("/") + 1);
class Plan {
  constructor(program, version, day, asked) {
    this.program = program;
    this.version = version;
    this.day = day;
    this.asked = asked;
    this.figures = new Map();
    this.weak = version.clauses.map((clause) =>
      tooWeak(clause.evidence, asked)
        ? { id: clause.id, reason: "too-weak", level: clause.evidence }
        : null,
    );
  }
  figureOn(id, day) {
    const stated = this.program.figures.get(id).values.find((each) => holds(each, day)) ?? null;
    if (stated === null || stated.value === null) {
      return { stated, missing: { id: nameOf(id), reason: "unset", level: null } };
    }
    if (tooWeak(stated.evidence, this.asked)) {
      return { stated, missing: { id: nameOf(id), reason: "too-weak", level: stated.evidence } };
    }
    return { stated, missing: null };
  }
  figure(id) {
    if (!this.figures.has(id)) this.figures.set(id, this.figureOn(id, this.day));
    return this.figures.get(id);
  }
  unset(node) {
    switch (node.is) {
      case "Constant":
      case "Table":
      case "Tiers":
        return node.clause === null ? null : this.weak[node.clause];
      case "ReadFigure":
        return node.day === null ? this.figure(node.figure).missing : null;
      default:
        return null;
    }
  }
}
return { versionOn, nameOf, Plan };
})();
const { measureOf, unitsText, withUnit, amountText, resultUnit, writeMeasure, showMeasure, readAmount } = (() => {
function measureOf(program, units) {
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
function unitsText(program, units, lang, one = false) {
  return units
    .map((id, place) => {
      const forms = program.units.get(id)[lang];
      const singular = place > 0 || (one && lang === "en");
      return singular ? forms.reduce((a, b) => (b.length < a.length ? b : a)) : forms[0];
    })
    .join("/");
}
function withUnit(program, number, units, lang) {
  const unit = unitsText(program, units, lang, number === "1");
  return lang === "en" && /^\p{L}/u.test(unit) ? `${number} ${unit}` : number + unit;
}
function amountText(program, value, units, lang) {
  const number = decimalText(over(value, measureOf(program, units).factor));
  return withUnit(program, number, units, lang);
}
function resultUnit(program, units, lang) {
  const { money, rate } = measureOf(program, units);
  if (money) return unitsText(program, ["yuan"], lang);
  return rate ? "%" : unitsText(program, units, lang);
}
function writeMeasure(program, value, units, step = null) {
  const { money, rate, factor } = measureOf(program, units);
  if (money) return moneyText(value);
  if (rate) return decimalText(times(value, fraction(100n)));
  const number = over(value, factor);
  const finer = step !== null && over(step, factor).d !== 1n;
  const safe = Number.isSafeInteger(Number(number.n));
  return number.d === 1n && !finer && safe ? Number(number.n) : decimalText(number);
}
function showMeasure(program, value, units, lang) {
  const number = over(value, measureOf(program, units).factor);
  const yuan = units.length === 1 && units[0] === "yuan";
  const text = yuan ? moneyText(number) : decimalText(number);
  return withUnit(program, text.includes("/") ? cut(number) : text, units, lang);
}
function cut(number) {
  const size = number.n < 0n ? -number.n : number.n;
  const shown = decimalText(fraction((size * 1_000_000n) / number.d, 1_000_000n), 6);
  return `${number.n < 0n ? "-" : ""}${shown}…`;
}
const NUMBER = /^([+-]?)([0-9]+(?:\.[0-9]+)?)\s*(.*)$/su;
function readAmount(program, text, mostDigits) {
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
return { measureOf, unitsText, withUnit, amountText, resultUnit, writeMeasure, showMeasure, readAmount };
})();
const { told, written, unitOf, shown } = (() => {
function told(program, held, shape, units, enumeration = null) {
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
function written(program, { kind, value, units }, step = null) {
  if (value === null || kind !== "number") return value;
  return writeMeasure(program, value, units, step);
}
const unitOf = (program, { units }, lang) =>
  units.length ? resultUnit(program, units, lang) : "";
function shown(program, { kind, value, units, named }, lang) {
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
return { told, written, unitOf, shown };
})();
const { Explainer, readsOf } = (() => {
const OF_LINES = {
  cases: { zh: "所分情形", en: "the cases" },
  table: { zh: "查表所得", en: "the table" },
  brackets: { zh: "分段合计", en: "the brackets" },
  all: { zh: "须全部满足的条件", en: "the conditions" },
  any: { zh: "满足任一的条件", en: "the conditions" },
};
const PART = { zh: "本段金额", en: "part" };
const RATE = { zh: "比例", en: "rate" };
const APPLIES = { zh: "适用条件", en: "applies if" };
const DEEPEST = 25; // definitions shown inside each other
const MOST_RECORDS_SHOWN = 50;
const ARITHMETIC = ["Add", "Subtract", "Multiply", "Negate"];
const STEPS = [
  "Choose",
  "Table",
  "Bound",
  "DivideRound",
  "Gathering",
  "Extreme",
  "ForEach",
  "Consult",
  "Tiers",
];
const TRUTH = { kind: "truth", scale: 0, units: [], enumeration: null };
const same = (text) => ({ zh: text, en: text });
class Explainer {
  constructor(program, rule, trace, done = new Set()) {
    this.program = program;
    this.rule = rule;
    this.trace = trace;
    this.done = done;
    this.depth = 0;
    this.later = [];
  }
  get version() {
    return this.trace.plan.version;
  }
  steps() {
    const { applies, clauses, outputs } = this.version;
    const found = [];
    if (applies !== null) {
      found.push(this.condition(applies, clauses[0], APPLIES));
      if (this.trace.value(applies) !== true) return found;
    }
    for (const id of outputs) if (!this.done.has(id)) found.push(this.definition(id));
    while (this.later.length) found.push(this.definition(this.later.shift()));
    return found;
  }
  definition(id, index = null) {
    this.done.add(id);
    const spec = this.version.definitions.get(id);
    const at = index ?? spec.node;
    const value = this.strip(this.trace.node(at).value);
    const asShown = this.as(at, spec.units, spec.enumeration);
    const step = this.step(value, this.version.clauses[spec.clause], spec.label, asShown);
    return { ...step, rule: spec.rule };
  }
  condition(index, clause, label) {
    const node = this.trace.node(index);
    if (node.is === "Define") return this.definition(node.definition);
    return this.step(index, clause, label, this.as(index, []), "condition");
  }
  strip(index) {
    const node = this.trace.node(index);
    return node.is === "Scale" ? this.strip(node.value) : index;
  }
  as(index, units, enumeration = null) {
    const { shape } = this.trace.node(index);
    return told(this.program, this.trace.value(index), shape, units, enumeration);
  }
  shown(index) {
    const { shape } = this.trace.node(index);
    return this.as(index, shape.units, shape.enumeration);
  }
  step(index, clause, label, asShown, plain = "formula") {
    const node = this.trace.node(index);
    const [op, row] = this.kind(node, plain);
    const read = new Map();
    const children = [];
    if (node.is === "ForEach") children.push(...this.records(index, node, clause));
    if (node.is === "Tiers") children.push(...this.tiers(node, clause, read));
    for (const [part, line] of node.is === "Tiers" ? [] : this.parts(index, node)) {
      if (line === null && (node.is === "Bound" || node.is === "DivideRound")) {
        this.operand(node, part, clause, read, children);
      } else {
        this.collect(part, clause, line, read, children);
      }
    }
    return {
      rule: this.rule,
      clause: clause.id,
      label,
      citations: clause.citations,
      op,
      shown: asShown,
      text: this.text(node),
      evidence: this.trace.value(index) === null ? null : levelAt(this.trace.evidence(index)),
      read: [...read.values()],
      row,
      children,
    };
  }
  text(node) {
    switch (node.is) {
      case "Table":
        return this.trace.rowHit(node)?.text ?? "";
      case "Choose": {
        const hit = this.caseHit(node);
        return hit && node.names[hit - 1] ? node.text : "";
      }
      case "Tiers":
      case "Gathering":
        return "";
      case "Join":
        return node.lines.length ? "" : node.text;
      default:
        return node.text;
    }
  }
  kind(node, plain) {
    switch (node.is) {
      case "Choose":
        return ["cases", this.caseHit(node)];
      case "Table":
        return ["table", this.trace.rowHit(node)?.number ?? null];
      case "Bound":
        return ["limit", null];
      case "DivideRound":
        return ["round", null];
      case "Join":
        return [node.lines.length ? { and: "all", or: "any" }[node.op] : plain, null];
      case "ForEach":
        return [node.op, null];
      case "Consult":
        return ["rule", null];
      case "Tiers":
        return ["brackets", null];
      case "Extreme":
        return [node.kind, null];
      case "Gathering": {
        const gathered = this.trace.node(node.value);
        if (gathered.is === "Extreme") return [gathered.kind, null];
        return [gathered.is === "CountTrue" ? "count" : "sum", null];
      }
      default:
        return [plain, null];
    }
  }
  caseHit(node) {
    for (const [place, condition] of node.conditions.entries()) {
      const held = this.trace.value(condition);
      if (held === true) return place + 1;
      if (held !== false) return null;
    }
    return 0;
  }
  parts(index, node) {
    const lined = node.is === "Join" || node.is === "Gathering";
    if (lined && node.lines.length) {
      return node.operands.map((each, place) => [each, node.lines[place]]);
    }
    const unknown = this.trace.value(index) === null;
    const parts = unknown ? this.unknownParts(node) : this.trace.deciding(node, index);
    return parts.map((each) => [each, null]);
  }
  unknownParts(node) {
    switch (node.is) {
      case "Choose":
      case "Consult":
        return this.trace.deciding(node);
      case "Table": {
        const row = this.trace.rowHit(node);
        return row ? [...node.columns, row.result] : node.columns;
      }
      default:
        return operands(node);
    }
  }
  collect(index, clause, line, read, children) {
    const node = this.trace.node(index);
    if (line !== null) {
      children.push(this.step(index, clause, line.label, this.shown(index), "line"));
      return;
    }
    const isUnsureOfRule = node.is === "Consult" && this.trace.node(node.applies).is === "Constant";
    if (isUnsureOfRule) {
      this.collect(node.value, clause, null, read, children);
    } else if (STEPS.includes(node.is) || (node.is === "Join" && node.lines.length)) {
      children.push(this.unnamed(index, clause));
    } else if (node.is === "ReadFact" || node.is === "ReadField") {
      this.fact(index, node, read);
    } else if (node.is === "ReadFigure") {
      read.set(`figure ${node.figure}`, this.figure(index, node));
    } else if (node.is === "Define") {
      this.reference(index, node.definition, read, children);
    } else {
      for (const [part, named] of this.parts(index, node)) {
        this.collect(part, clause, named, read, children);
      }
    }
  }
  fact(index, node, read) {
    const isField = node.is === "ReadField";
    const outer = this.program.facts.get(isField ? node.records : node.fact);
    const spec = isField ? outer.fields.get(node.field) : outer;
    if (spec.shape.kind === "records") return;
    const id = isField ? `${node.records}.${node.field}` : node.fact;
    const asShown = this.as(index, spec.units, spec.enumeration);
    const key = isField ? node.field : node.fact;
    read.set(`fact ${key}`, reading("fact", id, spec.label, asShown));
  }
  figure(index, node) {
    const spec = this.program.figures.get(node.figure);
    const dated = this.trace.figure(node);
    const { stated = null, missing = null } = dated ?? {};
    return {
      ...reading(
        "figure",
        nameOf(node.figure),
        spec.label,
        this.as(index, spec.units, spec.shape.enumeration),
      ),
      evidence: missing === null ? (stated?.evidence ?? null) : null,
      source: stated?.source ?? null,
      section: stated?.section ?? null,
    };
  }
  reference(index, id, read, children) {
    const spec = this.version.definitions.get(id);
    const asShown = this.as(index, spec.units, spec.enumeration);
    read.set(`definition ${id}`, reading("definition", spec.id, spec.label, asShown));
    if (this.done.has(id)) return;
    if (this.depth >= DEEPEST && index < BODY) {
      this.done.add(id);
      this.later.push(id);
      return;
    }
    this.depth += 1;
    children.push(this.definition(id, index));
    this.depth -= 1;
  }
  unnamed(index, clause) {
    const step = this.step(index, clause, clause.label, this.shown(index));
    return { ...step, label: OF_LINES[step.op] ?? same(this.trace.node(index).text) };
  }
  operand(parent, index, clause, read, children) {
    const inner = this.strip(index);
    if (!ARITHMETIC.includes(this.trace.node(inner).is)) {
      this.collect(inner, clause, null, read, children);
    } else if (parent.is === "Bound") {
      children.push(this.unnamed(inner, clause));
    } else if (index === parent.numerator) {
      children.push(this.unrounded(parent, inner, clause));
    }
  }
  unrounded(parent, inner, clause) {
    const above = this.trace.value(parent.numerator);
    const below = parent.denominator === null ? 1n : this.trace.value(parent.denominator);
    const known = typeof above === "bigint" && typeof below === "bigint";
    const scale = 10n ** BigInt(parent.shape.scale);
    const value = known ? fraction(above * parent.step, below * parent.divisor * scale) : null;
    const asShown = { kind: "number", value, units: parent.shape.units, named: null };
    const step = this.step(inner, clause, clause.label, asShown);
    const read = new Map(step.read.map((each) => [each.key ?? `${each.kind} ${each.id}`, each]));
    if (parent.denominator !== null) {
      this.collect(parent.denominator, clause, null, read, step.children);
    }
    const text = parent.roundsText;
    return { ...step, label: same(text), text, read: [...read.values()] };
  }
  records(index, node, clause) {
    return this.trace
      .records(index)
      .slice(0, MOST_RECORDS_SHOWN)
      .map((record, place) => {
        const inner = new Explainer(this.program, this.rule, record, new Set(this.done));
        const read = new Map();
        const children = [];
        for (const part of record.parts(node)) inner.collect(part, clause, null, read, children);
        const [where] = record.pair(node);
        const known = typeof where === "boolean" ? where : null;
        return {
          ...this.plainStep("record", clause),
          label: { zh: `第${place + 1}条`, en: `record ${place + 1}` },
          shown:
            where === true && node.item !== null
              ? inner.shown(node.item)
              : told(this.program, known, TRUTH, []),
          read: [...read.values()],
          children,
        };
      });
  }
  tiers(node, clause, read) {
    const found = [];
    const { units } = node.shape;
    for (const tier of node.tiers) {
      if (tier.reached !== null && this.trace.value(tier.reached) !== true) break;
      this.collect(tier.part, clause, null, read, []);
      this.collect(tier.rate, clause, null, read, []);
      found.push({
        ...this.plainStep("tier", clause),
        label: { zh: `第${tier.number}段`, en: `tier ${tier.number}` },
        shown: this.as(tier.share, units),
        text: tier.text,
        read: [
          reading("definition", `part${tier.number}`, PART, this.as(tier.part, units)),
          reading("definition", `rate${tier.number}`, RATE, this.as(tier.rate, ["percent"])),
        ],
        row: tier.number,
      });
    }
    return found;
  }
  plainStep(op, clause) {
    return {
      rule: this.rule,
      clause: clause.id,
      citations: clause.citations,
      op,
      text: "",
      evidence: null,
      read: [],
      row: null,
      children: [],
    };
  }
}
function reading(kind, id, label, asShown) {
  return { kind, id, label, shown: asShown, evidence: null, source: null, section: null };
}
function readsOf(step) {
  const found = new Map();
  const add = (each) => found.set(`${each.kind} ${each.id}`, each);
  step.read.filter((each) => each.kind !== "definition").forEach(add);
  step.children.flatMap(readsOf).forEach(add);
  return [...found.values()];
}
return { Explainer, readsOf };
})();
const { SENTENCES } = (() => {
const SENTENCES = {
  RB8101: {"zh": "词汇表里没有事实 `{name}`", "en": "the vocabulary has no fact `{name}`"},
  RB8102: {"zh": "`{name}` 和 `{other}` 是同一项事实，给了两次", "en": "`{name}` and `{other}` are one fact, given twice"},
  RB8104: {"zh": "事实应写成 `名称 值` 的对象，这里是{kind}", "en": "facts are an object of names and values, and this is {kind}"},
  RB8105: {"zh": "`{name}` 是浮点数 {given}，不够精确", "en": "`{name}` is the float {given}, which is not exact"},
  RB8106: {"zh": "`{name}` 要的是数值，`{given}` 不是", "en": "`{name}` is a number, and `{given}` is none"},
  RB8107: {"zh": "`{name}` 应为{form}，这里是{kind}", "en": "`{name}` should be {form}, and this is {kind}"},
  RB8108: {"zh": "`{name}` 是空的文字", "en": "`{name}` is an empty text"},
  RB8109: {"zh": "`{name}` 的 `{given}` 读不成数值", "en": "`{given}` can't be read as the number of `{name}`"},
  RB8110: {"zh": "`{name}` 的数字太长", "en": "the number of `{name}` is too long"},
  RB8111: {"zh": "`{name}` 的单位不对：`{given}`，应为 {wanted}", "en": "wrong unit for `{name}`: `{given}`, where {wanted} is wanted"},
  RB8112: {"zh": "`{name}` 的单位 `{unit}` 不认得", "en": "unknown unit `{unit}` of `{name}`"},
  RB8113: {"zh": "`{name}` 的 `{given}` 比最小单位 {step} 还细", "en": "`{given}` of `{name}` is finer than the step of {step}"},
  RB8114: {"zh": "`{name}` 的 `{given}` 超出范围：{domain}", "en": "`{given}` of `{name}` is outside its domain: {domain}"},
  RB8115: {"zh": "`{name}` 要的是 是/否，`{given}` 不是", "en": "`{name}` is yes or no, and `{given}` is neither"},
  RB8116: {"zh": "`{name}` 没有 `{given}` 这个值", "en": "`{name}` has no value `{given}`"},
  RB8118: {"zh": "`{name}` 的 `{given}` 不是日历上的一天", "en": "`{given}` of `{name}` is no day of the calendar"},
  RB8121: {"zh": "`{name}` 里 `{given}` 给了两次", "en": "`{name}` holds `{given}` twice"},
  RB8124: {"zh": "`{name}` 的记录超过 {most} 条", "en": "`{name}` holds more than {most} records"},
  RB8125: {"zh": "`{name}` 的 `{given}` 里有千分位逗号", "en": "`{given}` of `{name}` has thousands marks"},
  RB8201: {"zh": "`{given}` 不是日期", "en": "`{given}` is not a day"},
  RB8202: {"zh": "没有 `{given}` 这一级证据", "en": "there is no level of evidence `{given}`"},
  RB9001: {"zh": "没有规则 `{rule}`", "en": "no rule `{rule}`"},
};
return { SENTENCES };
})();
const { problem, RulebookError } = (() => {
function problem(code, more) {
  const message = Object.fromEntries(
    Object.entries(SENTENCES[code]).map(([lang, sentence]) => [lang, filled(sentence, more, lang)]),
  );
  return { code, message, ...more };
}
function filled(sentence, more, lang) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => more[name]?.[lang] ?? more[name]);
}
class RulebookError extends Error {
  constructor(problems) {
    super(problems.map(({ code, message }) => `${code} ${message.en}`).join("; "));
    this.name = "RulebookError";
    this.problems = problems;
  }
}
return { problem, RulebookError };
})();
const { clean, tidy, lengthOf, shortened } = (() => {
const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0f]/gu;
const BLANKS = /[\u00a0\u1680\u202f\u205f\u2000-\u200a\u3000\v\f]/gu;
const ALIKE = {
  "、": ",", "≦": "≤", "≧": "≥", "⩽": "≤", "⩾": "≥", "÷": "/", "⁄": "/", "∕": "/",
  "−": "-", "‐": "-", "‑": "-", "–": "-", "﹣": "-", "∶": ":", "∗": "*", "✕": "×", "✖": "×",
  "﹪": "%", "﹐": ",", "﹑": ",", "﹕": ":", "﹙": "(", "﹚": ")", "﹤": "<", "﹥": ">",
  "﹦": "=",
};
function clean(text) {
  return text.replace(INVISIBLE, "").normalize("NFC").trim();
}
function tidy(text) {
  return clean(text)
    .replace(/[\uff01-\uff5e]/gu, (each) => String.fromCodePoint(each.codePointAt(0) - 0xfee0))
    .replace(BLANKS, " ")
    .replace(/./gsu, (each) => ALIKE[each] ?? each)
    .trim();
}
const lengthOf = (text) => [...text].length;
function shortened(text) {
  const characters = [...text];
  return characters.length <= 40 ? text : `${characters.slice(0, 39).join("")}…`;
}
return { clean, tidy, lengthOf, shortened };
})();
const { readFacts } = (() => {
const MOST_RECORDS = 1000;
const MOST_DIGITS = 40;
const BIGGEST = 10n ** BigInt(MOST_DIGITS);
const MOST_UNKNOWN = 200;
const PLAIN = /^[+-]?[0-9]+(?:\.[0-9]+)?$/u;
const WITH_UNIT = /^[+-]?[0-9]+(?:\.[0-9]+)?\s*((?![0-9_])[\p{L}\p{N}][^0-9]*|[%‰]+)$/u;
const THOUSANDS = /^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?\P{Nd}*$/u;
const YES = ["是", "yes"];
const NO = ["否", "no"];
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
class Wrong {
  constructor(code, more = {}) {
    this.code = code;
    this.more = more;
  }
}
function readFacts(program, raw, wanted, ignoreExtra) {
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
  value(fact, given) {
    if (given.raw === null || given.raw === undefined) return null;
    if (fact.shape.kind === "records") return this.records(fact, given);
    const value = readValue(this.program, fact, given.raw);
    if (!(value instanceof Wrong)) return value;
    this.report(given, value.code, value.more);
    return null;
  }
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
function exact(program, fact, raw) {
  const { money, rate, dimension, factor } = measureOf(program, fact.units);
  const one = money || rate ? fraction(1n) : factor;
  switch (typeof raw) {
    case "boolean":
      return new Wrong("RB8106", { given: String(raw) });
    case "bigint":
      return raw <= -BIGGEST || raw >= BIGGEST ? new Wrong("RB8110") : times(fraction(raw), one);
    case "number":
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
  const text = tidy(raw);
  if (lengthOf(text) > 2 * MOST_DIGITS) return new Wrong("RB8110");
  if (PLAIN.test(text)) {
    return text.length <= MOST_DIGITS ? times(readFraction(text), one) : new Wrong("RB8110");
  }
  const amount = readAmount(program, text, MOST_DIGITS);
  const given = shortened(text);
  if (amount === null) {
    if (THOUSANDS.test(text)) return new Wrong("RB8125", { given });
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
function measureDomain(program, fact) {
  const scale = 10n ** BigInt(fact.shape.scale);
  const ends = [fact.low, fact.high].map((each) => fraction(each, scale));
  const [zh, en] = ["zh", "en"].map((lang) =>
    ends.map((each) => roundText(program, each, fact.units, lang)),
  );
  return { zh: zh.join(" 至 "), en: en.join(" to ") };
}
function roundText(program, value, units, lang) {
  if (lang === "zh" && units.length === 1 && units[0] === "yuan" && value.n) {
    for (const larger of ["yi_yuan", "wan_yuan"]) {
      const { factor } = measureOf(program, [larger]);
      if (over(value, factor).d === 1n) return amountText(program, value, [larger], lang);
    }
  }
  return amountText(program, value, units, lang);
}
function readTruth(raw) {
  switch (typeof raw) {
    case "boolean":
      return raw;
    case "string":
      if (YES.includes(clean(raw))) return true;
      return NO.includes(clean(raw)) ? false : new Wrong("RB8115", { given: shownGiven(raw) });
    case "number":
    case "bigint":
      return new Wrong("RB8115", { given: shownGiven(raw) });
    default:
      return wrongKind(FORM.truth, raw);
  }
}
function readDayFact(fact, raw) {
  if (typeof raw !== "string") return wrongKind(FORM.day, raw);
  const day = readDay(tidy(raw));
  if (day === null) return new Wrong("RB8118", { given: shownGiven(raw) });
  if (fact.low <= day && day <= fact.high) return day;
  const ends = [fact.low, fact.high].map(dayText);
  const domain = { zh: ends.join(" 至 "), en: ends.join(" to ") };
  return new Wrong("RB8114", { given: dayText(day), domain });
}
function readCode(program, fact, raw) {
  if (typeof raw === "string") {
    const place = placeNamed(program, fact.enumeration, clean(raw));
    return place ?? new Wrong("RB8116", { given: shownGiven(raw) });
  }
  const number = typeof raw === "number" || typeof raw === "bigint";
  return number ? new Wrong("RB8116", { given: shownGiven(raw) }) : wrongKind(FORM.code, raw);
}
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
const wrongKind = (form, raw) => new Wrong("RB8107", { form, kind: kindOf(raw) });
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
return { readFacts };
})();
const { readExport } = (() => {
const FORMAT = "rulebook/export/1";
const VALUES = {
  Constant: ["value"],
  Scale: ["factor"],
  DivideRound: ["divisor", "step"],
};
const LISTS = {
  ForEach: ["body"],
  Join: ["lines"],
  Gathering: ["operands", "lines"],
  DivideRound: ["written"],
  Test: ["written"],
  Tiers: ["tiers"],
  Table: ["columns", "rows"],
};
function readExport(json) {
  const data = typeof json === "string" ? JSON.parse(json) : json;
  if (data?.format !== FORMAT) throw new TypeError(`this is no program of format ${FORMAT}`);
  const { program } = data;
  const reader = new Reader(program.shapes ?? [], program.texts ?? []);
  const enumerations = mapped(program.enumerations, (ids) => ids);
  return {
    edition: data.edition,
    digest: data.rulebook,
    titles: mapped(data.titles),
    yesNo: data.yes_no,
    units: mapped(data.units, (unit) => ({ ...unit, factor: readFraction(unit.factor) })),
    names: mapped(data.names),
    enumerations,
    facts: mapped(program.facts, (fact) => reader.fact(fact)),
    figures: mapped(program.figures, (figure) => reader.figure(figure)),
    rules: mapped(program.rules, (versions) => versions.map((each) => reader.version(each))),
  };
}
function mapped(object, made = (each) => each) {
  return new Map(Object.entries(object ?? {}).map(([id, each]) => [id, made(each)]));
}
const whole = (text) => (text === undefined || text === null ? null : BigInt(text));
class Reader {
  constructor(shapes, texts) {
    this.shapes = shapes.map((each) => ({ scale: 0, units: [], enumeration: null, ...each }));
    this.texts = texts;
  }
  text(place) {
    return place === undefined ? "" : this.texts[place];
  }
  fact(fact) {
    const [low = null, high = null] = (fact.domain ?? []).map(BigInt);
    const shape = this.shapes[fact.shape];
    return {
      ...fact,
      shape,
      units: fact.units ?? [],
      step: BigInt(fact.step),
      exactStep: fraction(BigInt(fact.step), 10n ** BigInt(shape.scale)),
      enumeration: fact.enumeration ?? null,
      low,
      high,
      fields: new Map((fact.fields ?? []).map((each) => [each.id, this.fact(each)])),
    };
  }
  figure(figure) {
    const values = (figure.values ?? []).map((each) => ({
      since: whole(each.since),
      until: whole(each.until),
      value: whole(each.value),
      evidence: each.evidence ?? null,
      source: each.source ?? null,
      section: each.section ?? null,
    }));
    return { ...figure, shape: this.shapes[figure.shape], units: figure.units ?? [], values };
  }
  version(version) {
    return {
      since: BigInt(version.since),
      until: whole(version.until),
      nodes: (version.nodes ?? []).map((each) => this.node(each)),
      applies: version.applies ?? null,
      definitions: mapped(version.definitions, (each) => ({
        ...each,
        units: each.units ?? [],
        enumeration: each.enumeration ?? null,
      })),
      inputs: version.inputs ?? [],
      outputs: version.outputs ?? [],
      checks: version.checks ?? [],
      clauses: (version.clauses ?? []).map((each) => ({
        ...each,
        evidence: each.evidence ?? null,
        citations: (each.citations ?? []).map(([source, section = null]) => [source, section]),
      })),
    };
  }
  node(node) {
    if (!Object.keys(OPERATIONS).includes(node.is)) {
      throw new TypeError(`this program has a ${node.is}, which this evaluator does not know`);
    }
    const made = { ...node, shape: this.shapes[node.shape], text: this.text(node.span) };
    for (const name of VALUES[node.is] ?? []) made[name] = BigInt(node[name]);
    for (const name of LISTS[node.is] ?? []) made[name] = node[name] ?? [];
    const has = (name) => made[name] ?? null;
    switch (node.is) {
      case "Constant":
        return { ...made, clause: has("clause") };
      case "ReadFigure":
        return { ...made, day: has("day") };
      case "ForEach":
        return {
          ...made,
          body: made.body.map((each) => this.node(each)),
          where: has("where"),
          item: has("item"),
          otherwise: has("otherwise"),
        };
      case "DivideRound":
        return { ...made, denominator: has("denominator"), roundsText: this.text(node.rounds) };
      case "Choose":
        return { ...made, names: node.names ?? made.conditions.map(() => null) };
      case "Table":
        return { ...made, rest: has("rest"), rows: made.rows.map((each) => this.row(each)) };
      case "Tiers":
        return { ...made, tiers: made.tiers.map((each) => this.tier(each)) };
      default:
        return made;
    }
  }
  row(row) {
    return { ...row, cells: row.cells ?? [], text: this.text(row.span) };
  }
  tier(tier) {
    return { ...tier, reached: tier.reached ?? null, text: this.text(tier.span) };
  }
}
return { readExport };
})();
return (() => {
function openProgram(json) {
  return new Program(readExport(json));
}
class Program {
  #program;
  constructor(program) {
    this.#program = program;
    this.edition = program.edition;
    this.rulebook = program.digest;
  }
  get rules() {
    return [...this.#program.rules].map(([id, versions]) => ({
      id,
      title: this.#program.titles.get(id),
      in_force: versions.map(({ since, until }) => ({
        from: dayText(since),
        until: until === null ? null : dayText(until),
      })),
      inputs: inputsOf(versions),
      outputs: [...new Set(versions.flatMap((each) => each.outputs))],
    }));
  }
  inputs(rule) {
    return inputsOf(this.#versions(rule)).map((id) => this.#input(this.#program.facts.get(id)));
  }
  #input(fact) {
    const program = this.#program;
    const value = (held) => {
      if (held === null) return null;
      return written(program, told(program, held, fact.shape, fact.units), fact.exactStep);
    };
    const labels = program.names.get(fact.enumeration) ?? [];
    const ids = program.enumerations.get(fact.enumeration) ?? [];
    return {
      id: fact.id,
      label: fact.label,
      kind: fact.shape.kind,
      unit: both((lang) => unitOf(program, fact, lang)),
      low: value(fact.low),
      high: value(fact.high),
      step: fact.shape.kind === "number" ? value(fact.step) : null,
      options: ids.map((id, place) => ({ id, label: labels[place] })),
      fields: [...fact.fields.values()].map((each) => this.#input(each)),
    };
  }
  decide(rule, facts, options = {}) {
    const { asOf, evidence = "code", ignoreExtra = false, lang = "zh" } = options;
    const versions = this.#versions(rule);
    const day = typeof asOf === "string" ? readDay(asOf) : null;
    if (day === null) throw refused("RB8201", { given: String(asOf) });
    if (!EVIDENCE_LEVELS.includes(evidence)) {
      throw refused("RB8202", { given: String(evidence) });
    }
    if (lang !== "zh" && lang !== "en") throw new TypeError(`no language ${String(lang)}`);
    const wanted = new Set(inputsOf(versions));
    const { values, problems } = readFacts(this.#program, facts, wanted, ignoreExtra);
    if (problems.length) throw new RulebookError(problems);
    const version = versionOn(versions, day);
    let trace = null;
    if (version) {
      const plan = new Plan(this.#program, version, day, evidence);
      trace = new Trace(plan, evaluate(plan, values));
    }
    return new Writer(this.#program, rule, trace, lang).decision(day);
  }
  #versions(rule) {
    const versions = this.#program.rules.get(rule);
    if (!versions) throw refused("RB9001", { rule: String(rule) });
    return versions;
  }
}
const both = (made) => ({ zh: made("zh"), en: made("en") });
const refused = (code, more) => new RulebookError([problem(code, more)]);
const inputsOf = (versions) => [...new Set(versions.flatMap((each) => each.inputs))];
class Writer {
  constructor(program, rule, trace, lang) {
    this.program = program;
    this.rule = rule;
    this.trace = trace;
    this.lang = lang;
  }
  decision(day) {
    const { program, rule, trace } = this;
    const nothing = { outcomes: new Map(), missing: [], failed: [], evidence: null };
    const answer = trace ? readAnswer(trace) : { ...nothing, status: "not-in-force" };
    const figures = answer.missing.filter((each) => typeof each !== "string");
    return {
      rule,
      as_of: dayText(day),
      status: answer.status,
      results: Object.fromEntries(
        [...answer.outcomes].map(([id, outcome]) => [id, this.result(id, outcome)]),
      ),
      missing: {
        facts: answer.missing.filter((each) => typeof each === "string"),
        figures: figures.map((each) => this.missingFigure(each)),
      },
      failed_conditions: answer.failed.map((each) => this.failed(each)),
      evidence: answer.evidence,
      explanation: this.explanation(answer.evidence),
      edition: program.edition,
      rulebook: program.digest,
      checks: this.checks(answer.status),
    };
  }
  result(id, { status, node }) {
    const { program, trace, lang } = this;
    const fact = program.facts.get(id);
    const held = status === "determined" ? trace.value(node) : null;
    const shape = node === null ? fact.shape : trace.node(node).shape;
    const value = told(program, held, shape, fact.units, fact.enumeration);
    return {
      value: written(program, value, fact.exactStep),
      unit: unitOf(program, fact, lang),
      label: fact.label[lang],
      status,
      display: shown(program, value, lang),
    };
  }
  missingFigure({ id, reason, level }) {
    const label = this.figureLabel(id);
    return {
      id,
      reason: reason === "unset" ? "unset" : `only ${level}`,
      level,
      label: label ? label[this.lang] : id,
    };
  }
  figureLabel(id) {
    const { nodes, clauses } = this.trace.plan.version;
    const read = nodes
      .flatMap((node) => (node.is === "ForEach" ? [node, ...node.body] : [node]))
      .find((node) => node.is === "ReadFigure" && nameOf(node.figure) === id);
    if (read) return this.program.figures.get(read.figure).label;
    return clauses.find((each) => each.id === id)?.label;
  }
  failed({ id, label, index }) {
    const { program, rule, trace, lang } = this;
    const explainer = new Explainer(program, rule, trace);
    const step = explainer.condition(index, trace.plan.version.clauses[0], { zh: "", en: "" });
    const values = readsOf(step).map((each) => [each.id, written(program, each.shown)]);
    return { id, label: label ? label[lang] : step.text, values: Object.fromEntries(values) };
  }
  checks(status) {
    if (status === "not-in-force") return [];
    const { applies, checks } = this.trace.plan.version;
    if (applies !== null && this.trace.value(applies) !== true) return [];
    return checks.map(({ title, node }) => {
      const held = this.trace.value(node);
      return { title, holds: typeof held === "boolean" ? held : null };
    });
  }
  explanation(evidence) {
    const { program, rule, trace } = this;
    const root = {
      rule,
      clause: rule,
      label: program.titles.get(rule),
      citations: trace ? trace.plan.version.clauses[0].citations : [],
      op: "answer",
      shown: { value: null, units: [] },
      text: "",
      evidence,
      read: [],
      row: null,
      children: trace ? new Explainer(program, rule, trace).steps() : [],
    };
    return this.step(root);
  }
  step(step) {
    return {
      rule: step.rule,
      clause: step.clause,
      label: step.label[this.lang],
      citation: step.citations.map(([source, section]) => ({ source, section })),
      op: step.op,
      text: step.text,
      value: written(this.program, step.shown),
      unit: unitOf(this.program, step.shown, this.lang),
      evidence: step.evidence,
      read: step.read.map((each) => this.read(each)),
      row: step.row,
      children: step.children.map((each) => this.step(each)),
    };
  }
  read({ kind, id, label, shown: value, evidence, source, section }) {
    return {
      kind,
      id,
      label: label[this.lang],
      value: written(this.program, value),
      unit: unitOf(this.program, value, this.lang),
      evidence,
      source,
      section,
    };
  }
}
return { openProgram, RulebookError };
})();
})();
