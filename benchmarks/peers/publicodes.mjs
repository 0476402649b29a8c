// The settlement for publicodes, and how long it takes: rows as JSON on stdin, answers and
// microseconds of processor time a row on stdout.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { default: Engine } = createRequire(process.env.PUBLICODES + "/")("publicodes");

const choose = (cases, otherwise) => ({
  variations: [...cases.map(([si, alors]) => ({ si, alors })), { sinon: otherwise }],
});
const least = (valeur, plafond) => ({ valeur, plafond });
const most = (valeur, plancher) => ({ valeur, plancher });
const nearest = (valeur) => ({ valeur, arrondi: "oui" });
const level = (one, two, three) => choose([["level = 0", one], ["level = 1", two]], three);
const status = (none, near, poor, destitute) =>
  choose([["status = 0", none], ["status = 1", near], ["status = 2", poor]], destitute);
const given = (value) => ({ "par défaut": value });

const rules = {
  level: given(0),
  status: given(0),
  retired: given("non"),
  admission: given(1),
  cost: given(0),
  "pooled to date": given(0),
  "burden to date": given(0),
  "assisted to date": given(0),

  standard: level(20000, 50000, 90000),
  "of admission": choose([["admission = 1", "standard"], ["admission = 2", "standard / 2"]], 0),
  deductible: least("of admission", "cost"),
  base: "cost - deductible",
  first: level(88, 84, 80),
  second: level(92, 88, 85),
  third: level(95, 92, 90),
  "tier 1": least("base", 1000000),
  "tier 2": { valeur: "base - 1000000", plafond: 4000000, plancher: 0 },
  "tier 3": most("base - 5000000", 0),
  "tier pay": nearest("(tier 1 * first + tier 2 * second + tier 3 * third) / 100"),
  bonus: choose([["retired", 3]], 0),
  extra: nearest("(base - tier pay) * bonus / 100"),
  "pooled left": most("30000000 - pooled to date", 0),
  "pooled pay": least("tier pay + extra", "pooled left"),
  "after pooled": "cost - pooled pay",

  tilted: "status >= 2",
  line: choose([["tilted", 600000]], 1200000),
  total: most("burden to date + after pooled - line", 0),
  before: most("burden to date - line", 0),
  low: choose([["tilted", 70]], 60),
  middle: choose([["tilted", 75]], 65),
  high: choose([["tilted", 80]], 70),
  "total up to 5": least("total", 5000000),
  "total up to 10": least("total", 10000000),
  "before from 5": most("before", 5000000),
  "before from 10": most("before", 10000000),
  "share 1": most("total up to 5 - before", 0),
  "share 2": most("total up to 10 - before from 5", 0),
  "share 3": most("total - before from 10", 0),
  "critical pay": nearest("(share 1 * low + share 2 * middle + share 3 * high) / 100"),
  "after critical": "after pooled - critical pay",

  "assistance deductible": status(2000000, 300000, 0, 0),
  "assistance ratio": status(0, 60, 75, 100),
  helped: most("after critical - assistance deductible", 0),
  "assistance left": most("5000000 - assisted to date", 0),
  "assistance full": nearest("helped * assistance ratio / 100"),
  "assistance pay": least("assistance full", "assistance left"),
  "own pay": "after critical - assistance pay",
};

const engine = new Engine(rules, { logger: { log() {}, warn() {}, error: console.error } });
const results = ["deductible", "pooled pay", "critical pay", "assistance pay", "own pay"];
const spaced = (name) => name.replaceAll("_", " ");

function settle(row) {
  const situation = {};
  for (const [fact, value] of Object.entries(row)) {
    situation[spaced(fact)] = value === true ? "oui" : value === false ? "non" : value;
  }
  engine.setSituation(situation);
  return results.map((name) => engine.evaluate(name).nodeValue);
}

const { rows, timed, rounds } = JSON.parse(readFileSync(0, "utf-8"));
const answers = rows.map(settle);
const micros = [];
for (let round = 0; round < rounds; round++) {
  const start = process.cpuUsage();
  for (const row of rows.slice(0, timed)) settle(row);
  const used = process.cpuUsage(start);
  micros.push((used.user + used.system) / timed);
}
console.log(JSON.stringify({ answers, micros }));
