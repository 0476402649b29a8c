/** The evaluator of rulebook's programs; see README.md. */

export type Language = "zh" | "en";
export type Evidence = "official" | "reprinted" | "reported" | "code" | "weak" | "recalled";
export type Status = "determined" | "undetermined" | "not-applicable" | "not-in-force";

export interface Bilingual {
  zh: string;
  en: string;
}

/** A fact as given; null and undefined mean missing. */
export type FactValue = null | undefined | boolean | number | bigint | string | FactValue[] | Facts;
export interface Facts {
  [idOrChineseName: string]: FactValue;
}

/** A value as answered: money, rates and fine quantities are decimal texts, sets lists of ids. */
export type Value = null | boolean | number | string | string[];

export interface Options {
  /** The day of the case, `2025-09-01`. */
  asOf: string;
  /** The weakest evidence let in; `code` where not given. */
  evidence?: Evidence;
  /** Of labels and units; `zh` where not given. */
  lang?: Language;
  /** Pass over keys that the program does not know. */
  ignoreExtra?: boolean;
}

export interface Result {
  value: Value;
  unit: string;
  label: string;
  status: Exclude<Status, "not-in-force">;
  /** The value as people read it; empty where there is none. */
  display: string;
}

export interface MissingFigure {
  id: string;
  /** `unset`, or `only` with the level it has. */
  reason: string;
  level: Evidence | null;
  label: string;
}

export interface Read {
  kind: "fact" | "figure" | "definition";
  id: string;
  label: string;
  value: Value;
  unit: string;
  evidence: Evidence | null;
  source: string | null;
  section: string | null;
}

export interface Explanation {
  rule: string;
  clause: string;
  label: string;
  citation: { source: string; section: string | null }[];
  op: string;
  text: string;
  value: Value;
  unit: string;
  evidence: Evidence | null;
  read: Read[];
  /** The table's row or the case that decided, from 1; 0 for 否则. */
  row: number | null;
  /** Of a two-way table, the column from 1, and what stands beside the row and over the column. */
  column: number | null;
  heads: [string, string] | null;
  children: Explanation[];
}

export interface Decision {
  rule: string;
  as_of: string;
  status: Status;
  results: { [id: string]: Result };
  missing: { facts: string[]; figures: MissingFigure[] };
  failed_conditions: { id: string; label: string; values: { [id: string]: Value } }[];
  evidence: Evidence | null;
  explanation: Explanation;
  edition: string;
  rulebook: string;
  checks: { title: string; holds: boolean | null }[];
}

export interface Rule {
  id: string;
  title: Bilingual;
  in_force: { from: string; until: string | null }[];
  inputs: string[];
  outputs: string[];
}

export interface Input {
  id: string;
  label: Bilingual;
  kind: "number" | "truth" | "day" | "code" | "set" | "records";
  unit: Bilingual;
  low: Value;
  high: Value;
  step: Value;
  /** The values of an enumeration. */
  options: { id: string; label: Bilingual }[];
  /** The fields of a record. */
  fields: Input[];
}

export interface Program {
  readonly edition: string;
  readonly rulebook: string;
  readonly rules: Rule[];
  inputs(rule: string): Input[];
  decide(rule: string, facts: Facts, options: Options): Decision;
}

export interface Problem {
  code: string;
  message: Bilingual;
  key?: string;
  name?: string;
  [argument: string]: unknown;
}

export class RulebookError extends Error {
  readonly problems: Problem[];
}

/** Open what `rulebook export` writes. Throws TypeError where it is something else. */
export function openProgram(json: string | object): Program;
