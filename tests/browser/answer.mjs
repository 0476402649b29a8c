// Answers cases, one JSON line in and one out; the path of the evaluator is the argument.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { openProgram, RulebookError } = await import(pathToFileURL(process.argv[2]));
let program = null;

function answered(request) {
  try {
    if (request.program) {
      program = openProgram(request.program);
      return { rules: program.rules };
    }
    if (request.inputs) return { inputs: program.inputs(request.inputs) };
    return { decision: program.decide(request.rule, request.facts, request.options) };
  } catch (error) {
    if (error instanceof RulebookError) return { problems: error.problems };
    return { failed: String(error.stack) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const answers = JSON.parse(line).map(answered);
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
