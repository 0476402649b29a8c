/** A program as it is run: read from its JSON, with bigints for values and Maps for what has ids. */

import { OPERATIONS } from "./evaluate.js";
import { fraction, readFraction } from "./fractions.js";

const FORMAT = "rulebook/export/1";

/** The fields that hold values: written as texts in JSON. */
const VALUES = {
  Constant: ["value"],
  Scale: ["factor"],
  DivideRound: ["divisor", "step"],
};

/** Lists of nodes that the JSON leaves out where they are empty. */
const LISTS = {
  ForEach: ["body"],
  Join: ["lines"],
  Gathering: ["operands", "lines"],
  DivideRound: ["written"],
  Test: ["written"],
  Tiers: ["tiers"],
  Table: ["columns", "rows"],
};

/** Read what `rulebook export` writes, a text or what JSON.parse makes of it. */
export function readExport(json) {
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
    const { crossing: at = null } = row;
    const crossing = at && { ...at, heads: [this.text(at.side), this.text(at.top)] };
    return { ...row, cells: row.cells ?? [], text: this.text(row.span), crossing };
  }

  tier(tier) {
    return { ...tier, reached: tier.reached ?? null, text: this.text(tier.span) };
  }
}
