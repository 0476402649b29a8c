/** Explanations, read off the program and the values recorded: they show the way really taken. */

import { fraction } from "./fractions.js";
import { BODY } from "./held.js";
import { nameOf } from "./plan.js";
import { told } from "./told.js";
import { levelAt, operands } from "./trace.js";

/** What steps that are written over several lines are called where they have no name. */
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

/** Explains the definitions of one evaluation; each once, where it is first read. */
export class Explainer {
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

  /** 适用 where the rule has it, and the outputs where it holds. */
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

  /** How a definition came to its value; that of a record has another node in each gathering. */
  definition(id, index = null) {
    this.done.add(id);
    const spec = this.version.definitions.get(id);
    const at = index ?? spec.node;
    const value = this.strip(this.trace.node(at).value);
    const asShown = this.as(at, spec.units, spec.enumeration);
    const step = this.step(value, this.version.clauses[spec.clause], spec.label, asShown);
    return { ...step, rule: spec.rule };
  }

  /** How a condition came out; one that is a definition, how that did. */
  condition(index, clause, label) {
    const node = this.trace.node(index);
    if (node.is === "Define") return this.definition(node.definition);
    return this.step(index, clause, label, this.as(index, []), "condition");
  }

  // ---- nodes

  strip(index) {
    const at = this.called(index);
    const node = this.trace.node(at);
    return node.is === "Scale" ? this.strip(node.value) : at;
  }

  /** Whether a choice is what 不适用时 makes of a result that may be 不适用. */
  isOfCall(node) {
    if (node.is !== "Choose" || !node.conditions.length) return false;
    return this.trace.node(node.conditions[0]).is === "Absent";
  }

  /** Of a call the reading itself, unless 不适用时 stands in for a result that is 不适用. */
  called(index) {
    const node = this.trace.node(index);
    if (!this.isOfCall(node) || this.trace.value(node.conditions[0]) === true) return index;
    return this.strip(node.otherwise);
  }

  /** A node's value as it is shown in some units, or as a value of an enumeration. */
  as(index, units, enumeration = null) {
    const { shape } = this.trace.node(index);
    return told(this.program, this.trace.value(index), shape, units, enumeration);
  }

  shown(index) {
    const { shape } = this.trace.node(index);
    return this.as(index, shape.units, shape.enumeration);
  }

  step(at, clause, label, asShown, plain = "formula") {
    const index = this.called(at);
    const node = this.trace.node(index);
    const [op, row] = this.kind(node, plain);
    const crossing = this.crossing(node);
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
      column: crossing?.column ?? null,
      heads: crossing?.heads ?? null,
      children,
    };
  }

  /** Where the cell of a two-way table that hit stands; null of other nodes. */
  crossing(node) {
    return node.is === "Table" ? (this.trace.rowHit(node)?.crossing ?? null) : null;
  }

  /** The rule's text of a step: of a table the row that hit, of a gathering nothing. */
  text(node) {
    switch (node.is) {
      case "Table":
        return this.trace.rowHit(node)?.text ?? "";
      case "Choose": {
        if (this.isOfCall(node)) return this.written(node);
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
        return this.isOfCall(node) ? ["rule", null] : ["cases", this.caseHit(node)];
      case "Table": {
        const row = this.trace.rowHit(node);
        return ["table", row?.crossing?.row ?? row?.number ?? null];
      }
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

  /** Which case decided, from 1; 0 for 否则, null where none did. */
  caseHit(node) {
    for (const [place, condition] of node.conditions.entries()) {
      const held = this.trace.value(condition);
      if (held === true) return place + 1;
      if (held !== false) return null;
    }
    return 0;
  }

  /** The nodes on the way that was taken; named lines with their names. */
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

  /** A part of a step: something read, a step of its own, or arithmetic to look through. */
  collect(at, clause, line, read, children) {
    if (line !== null) {
      children.push(this.step(at, clause, line.label, this.shown(at), "line"));
      return;
    }
    const index = this.called(at);
    const node = this.trace.node(index);
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

  /** A definition that is read; it is explained there where that happens first. */
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

  /** The rule's text of a node; a choice has none of its own, so that of a call is its test's. */
  written(node) {
    return (this.isOfCall(node) ? this.trace.node(node.conditions[0]) : node).text;
  }

  /** A step that has no name of its own: it is called by its text, where that is a line. */
  unnamed(index, clause) {
    const step = this.step(index, clause, clause.label, this.shown(index));
    return { ...step, label: OF_LINES[step.op] ?? same(this.written(this.trace.node(index))) };
  }

  // ---- limits and roundings

  /** What is limited or rounded: arithmetic is a step of its own, with its exact value. */
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

  /** The exact value before a rounding, as the rule writes it. */
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

  // ---- records and tiers

  /** Each record that a gathering went over: whether it counts, and what it adds. */
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

  /** Each tier that the amount reaches: its part, its rate, what that gives. */
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

/** The facts and figures that a step and those below it read, each once. */
export function readsOf(step) {
  const found = new Map();
  const add = (each) => found.set(`${each.kind} ${each.id}`, each);
  step.read.filter((each) => each.kind !== "definition").forEach(add);
  step.children.flatMap(readsOf).forEach(add);
  return [...found.values()];
}
