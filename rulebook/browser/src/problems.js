/** What is wrong with a case, in Python's codes and words. */

import { SENTENCES } from "./sentences.js";

/** A problem with its `message` in both languages; `more` is what the sentence names. */
export function problem(code, more) {
  const message = Object.fromEntries(
    Object.entries(SENTENCES[code]).map(([lang, sentence]) => [lang, filled(sentence, more, lang)]),
  );
  return { code, message, ...more };
}

function filled(sentence, more, lang) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => more[name]?.[lang] ?? more[name]);
}

/** What keeps a case from being answered; `problems` say what. */
export class RulebookError extends Error {
  constructor(problems) {
    super(problems.map(({ code, message }) => `${code} ${message.en}`).join("; "));
    this.name = "RulebookError";
    this.problems = problems;
  }
}
