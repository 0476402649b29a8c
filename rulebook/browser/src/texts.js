/** Texts as people have them: invisible characters, full-width marks, composed accents. */

const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0f]/gu;
const BLANKS = /[\u00a0\u1680\u202f\u205f\u2000-\u200a\u3000\v\f]/gu;

const ALIKE = {
  "、": ",", "≦": "≤", "≧": "≥", "⩽": "≤", "⩾": "≥", "÷": "/", "⁄": "/", "∕": "/",
  "−": "-", "‐": "-", "‑": "-", "–": "-", "﹣": "-", "∶": ":", "∗": "*", "✕": "×", "✖": "×",
  "﹪": "%", "﹐": ",", "﹑": ",", "﹕": ":", "﹙": "(", "﹚": ")", "﹤": "<", "﹥": ">",
  "﹦": "=",
};

/** A text without invisible characters and blanks around it. */
export function clean(text) {
  return text.replace(INVISIBLE, "").normalize("NFC").trim();
}

/** Full-width digits, points, signs and blanks as the language reads them. */
export function tidy(text) {
  return clean(text)
    .replace(/[\uff01-\uff5e]/gu, (each) => String.fromCodePoint(each.codePointAt(0) - 0xfee0))
    .replace(BLANKS, " ")
    .replace(/./gsu, (each) => ALIKE[each] ?? each)
    .trim();
}

/** How many characters a text has. */
export const lengthOf = (text) => [...text].length;

/** A value as given, short enough for a sentence. */
export function shortened(text) {
  const characters = [...text];
  return characters.length <= 40 ? text : `${characters.slice(0, 39).join("")}…`;
}
