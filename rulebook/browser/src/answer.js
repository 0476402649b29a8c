/** The bare answer of an evaluation: status, outcomes, missing, failed conditions and evidence. */

import { isSpecial, NOT_APPLICABLE } from "./held.js";
import { levelAt, withoutRepeats } from "./trace.js";

/** Status, outcomes, missing and evidence, in this order of statuses. */
export function readAnswer(trace) {
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

/** Undetermined where an output is; not applicable only where all are. */
function overall(statuses) {
  if (statuses.includes("undetermined")) return "undetermined";
  return statuses.includes("determined") ? "determined" : "not-applicable";
}

/** The false parts of 适用, each id once: `{id, label, index}`; a part without a name has no label. */
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
