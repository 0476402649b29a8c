/**
 * What a node may hold: a bigint (numbers, days, places in an enumeration, bits of a set), true or
 * false, records, one of the two special values, or null where it is unknown.
 */

/** 不适用: what reads it is not applicable. */
export const NOT_APPLICABLE = Symbol("not applicable");

/** 无上限: a limit that limits nothing. */
export const NO_LIMIT = Symbol("no limit");

export const isSpecial = (held) => typeof held === "symbol";

/** The number of the first node of a body; nodes of a version have smaller numbers. */
export const BODY = 1_000_000;

/** Strongest first. */
export const EVIDENCE_LEVELS = ["official", "reprinted", "reported", "code", "weak", "recalled"];
