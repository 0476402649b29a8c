// What the search is asked, the order of what it finds, and text that comes without a key.
// The theme takes Chinese words apart wrongly and ranks by rare words. Here a text is split into
// words of the index; pages with all of them come first, and of those the ones called so.
(() => {
  "use strict";
  const QUERY = 2; // the theme's messages: 0 set-up, 1 ready, 2 query, 3 result
  const RESULT = 3;
  const APART = "\u200b"; // stands between the words of the index
  const HAN = /\p{Script=Han}{2,}/gu;
  const LONGEST = 8;

  let known = null; // {words, pages}: the words of the index, and the text of each page
  let asked = [];

  const pageOf = (location) => location.split("#")[0];

  function read() {
    const words = new Set();
    const pages = new Map();
    for (const { location, title, text, tags = [] } of window.__index?.docs ?? []) {
      const whole = [title, text, ...tags].join(" ");
      for (const each of whole.split(/[^\p{Script=Han}]+/u)) words.add(each);
      const page = pageOf(location);
      pages.set(page, `${pages.get(page) ?? ""} ${whole.replaceAll(APART, "").toLowerCase()}`);
    }
    return { words, pages };
  }

  /** A run of Chinese characters as words of the index, the longest first. */
  function split(run) {
    const found = [];
    for (let from = 0; from < run.length; ) {
      let to = Math.min(run.length, from + LONGEST);
      while (to > from + 1 && !known.words.has(run.slice(from, to))) to -= 1;
      found.push(run.slice(from, to));
      from = to;
    }
    return found.join(" ");
  }

  function query(text) {
    known ??= read();
    const plain = text.replace(HAN, (run) => ` ${split(run)} `);
    asked = plain.toLowerCase().split(/\s+/).filter(Boolean);
    return plain.trim();
  }

  /**
   * How well a page found fits, what says most first: the words that are in it; whether it is called
   * by just these, or by all of them; whether it is a rule, for pages that list everything have
   * every word; the words in its title.
   */
  function fit(sections) {
    const [{ location }] = sections;
    const title = sections.find((each) => !each.location.includes("#"))?.title ?? "";
    const plain = title.replace(/<[^>]*>/g, "").replaceAll(APART, "").toLowerCase();
    const text = known.pages.get(pageOf(location)) ?? "";
    const within = (whole) => asked.filter((each) => whole.includes(each)).length;
    const named = within(plain);
    const exact = plain.split(" ")[0] === asked.join("");
    return [within(text), exact, named === asked.length, location.startsWith("rules/"), named];
  }

  /** Those that fit best first; else the order found. */
  function ordered(items) {
    return items
      .map((each) => ({ each, key: fit(each) }))
      .sort(({ key: one }, { key: other }) => {
        const place = one.findIndex((each, index) => each !== other[index]);
        return place < 0 ? 0 : other[place] - one[place];
      })
      .map(({ each }) => each);
  }

  function reordered(event) {
    const { type, data } = event.data ?? {};
    if (type !== RESULT || !known || !Array.isArray(data?.items)) return event;
    const items = ordered(data.items);
    return new MessageEvent("message", { data: { type, data: { ...data, items } } });
  }

  window.Worker = class extends window.Worker {
    postMessage(message, ...more) {
      const isQuery = message?.type === QUERY && typeof message.data === "string";
      super.postMessage(isQuery ? { ...message, data: query(message.data) } : message, ...more);
    }

    addEventListener(type, listener, options) {
      const heard = type === "message" ? (event) => listener.call(this, reordered(event)) : listener;
      super.addEventListener(type, heard, options);
    }
  };

  // The theme listens for keys alone: what is pasted with the mouse or spoken has none.
  document.addEventListener("input", ({ target, isComposing }) => {
    if (isComposing || !target.matches("input.md-search__input")) return;
    target.dispatchEvent(new KeyboardEvent("keyup"));
  });
})();
