/** A rule on a day, with the evidence asked for: which version answers, which values are known. */

import { EVIDENCE_LEVELS } from "./held.js";

/** @typedef {{id: string, reason: "unset" | "too-weak", level: string | null}} MissingFigure */

const holds = (period, day) =>
  (period.since === null || period.since <= day) && (period.until === null || day <= period.until);

/** The version in force on a day number; undefined where none is. */
export function versionOn(versions, day) {
  return versions.find((each) => holds(each, day));
}

function tooWeak(level, asked) {
  return level !== null && EVIDENCE_LEVELS.indexOf(level) > EVIDENCE_LEVELS.indexOf(asked);
}

/** A figure's own id, without its place. */
export const nameOf = (figure) => figure.slice(figure.indexOf("/") + 1);

/** A version with its figures filled in: `stated` on a day, or why they are `missing`. */
export class Plan {
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

  /** A figure as of a day: `{stated, missing}`, where one of the two is null; or neither is. */
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

  /** A figure as of the day of the case. */
  figure(id) {
    if (!this.figures.has(id)) this.figures.set(id, this.figureOn(id, this.day));
    return this.figures.get(id);
  }

  /** Why a node has no value of its own; null where it has. */
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
