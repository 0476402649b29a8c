/**
 * The JavaScript evaluator of rulebook's programs: `openProgram(json).decide(rule, facts, {asOf})`.
 *
 * Its answers are those of Python, whole; see README.md for what is in them.
 */

import { readAnswer } from "./answer.js";
import { dayText, readDay } from "./calendar.js";
import { evaluate } from "./evaluate.js";
import { Explainer, readsOf } from "./explaining.js";
import { readFacts } from "./facts.js";
import { EVIDENCE_LEVELS } from "./held.js";
import { nameOf, Plan, versionOn } from "./plan.js";
import { problem, RulebookError } from "./problems.js";
import { readExport } from "./program.js";
import { shown, told, unitOf, written } from "./told.js";
import { Trace } from "./trace.js";

export { RulebookError };

/** Open what `rulebook export` writes: its text, or what JSON.parse makes of it. */
export function openProgram(json) {
  return new Program(readExport(json));
}

class Program {
  #program;

  constructor(program) {
    this.#program = program;
    this.edition = program.edition;
    this.rulebook = program.digest;
  }

  /** The rules with their titles, dates in force, inputs and outputs. */
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

  /** What a form has to know of the facts that a rule reads. */
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

  /**
   * Answer one case: Python's `Decision.to_json()`, with `display` in each result and `checks`.
   * Throws RulebookError where the rule, a fact or an option can't be read.
   */
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

/** Writes an evaluation as plain values, labels and units in one language. */
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
      reason,
      level,
      label: label ? label[this.lang] : id,
    };
  }

  /** What a missing figure, table or literal is called. */
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

  /** Whether the checks of the rule hold: null where that is not known. */
  checks(status) {
    if (status === "not-in-force") return [];
    const { applies, checks } = this.trace.plan.version;
    if (applies !== null && this.trace.value(applies) !== true) return [];
    return checks.map(({ title, node }) => {
      const held = this.trace.value(node);
      return { title, holds: typeof held === "boolean" ? held : null };
    });
  }

  // ---- explanations

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
      column: step.column ?? null,
      heads: step.heads ?? null,
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
