// The calculator of a rule's page: a form from the rule's facts, and its answer with the reasons.
// Uses the global `rulebook` of rulebook.js; asks no network.
(() => {
  "use strict";
  const YES_NO = [["", "未填 –"], ["true", "是 yes"], ["false", "否 no"]];
  const EMPTY = "未填 –";

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== null) made.setAttribute(key, value);
    }
    made.append(...children.filter((each) => each !== null));
    return made;
  }

  function both(label) {
    if (!label.en || label.en === label.zh) return [label.zh];
    return [`${label.zh} `, element("span", { lang: "en", class: "rb-en" }, label.en)];
  }

  const badge = (kind, label) => element("span", { class: `rb-badge rb-${kind}` }, ...both(label));

  // ---- the form

  function options(pairs) {
    return pairs.map(([value, text]) => element("option", { value }, text));
  }

  function control(input) {
    switch (input.kind) {
      case "truth":
        return element("select", {}, ...options(YES_NO));
      case "code": {
        const values = input.options.map(({ id, label }) => [id, label.zh]);
        return element("select", {}, ...options([["", EMPTY], ...values]));
      }
      case "set": {
        const values = input.options.map(({ id, label }) => [id, label.zh]);
        return element("select", { multiple: "", size: Math.min(values.length, 5) }, ...options(values));
      }
      case "day":
        return element("input", { type: "date", min: input.low, max: input.high });
      default:
        return element("input", { type: "text", inputmode: "decimal", autocomplete: "off" });
    }
  }

  /** A bound as it is read: without decimals that say nothing, with a comma between thousands. */
  function plain(number) {
    const [whole, ...rest] = String(number).replace(/\.0+$/u, "").split(".");
    return [whole.replace(/\B(?=(?:\d{3})+$)/gu, ","), ...rest].join(".");
  }

  function domain({ kind, low, high, unit }) {
    if (kind !== "number") return null;
    return element("small", {}, `${plain(low)} – ${plain(high)}${unit.zh ? ` ${unit.zh}` : ""}`);
  }

  /** What a control holds, as facts are given; undefined where it is empty. */
  function given(input, field) {
    if (input.kind === "set") {
      const chosen = [...field.selectedOptions].map((each) => each.value);
      return chosen.length ? chosen : undefined;
    }
    const text = field.value.trim();
    if (text === "") return undefined;
    return input.kind === "truth" ? text === "true" : text;
  }

  function fill(input, field, value) {
    if (input.kind === "set") {
      for (const each of field.options) each.selected = (value ?? []).includes(each.value);
    } else {
      field.value = value === undefined || value === null ? "" : String(value);
    }
  }

  /** The reader's own day, as the command takes it where none is given. */
  function today() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  // ---- what can't be read

  const NO_DAY = { zh: "请填基准日，如 2026-01-31", en: "give the day, such as 2026-01-31" };

  /** What is wrong with a value, with the fact's name instead of its id, and how to write it. */
  function wrong({ code, name, message }, input) {
    const said = (lang) => message[lang].replaceAll(`\`${name}\``, input.label[lang]);
    const how = ["RB8109", "RB8112", "RB8125"].includes(code) ? written(input) : { zh: "", en: "" };
    return { zh: said("zh") + how.zh, en: said("en") + how.en };
  }

  function written({ kind, unit }) {
    if (kind !== "number") return { zh: "", en: "" };
    if (unit.zh === "元") return { zh: "；写作 12000 或 1.2万元", en: "; write 12000 or 1.2万元" };
    const zh = unit.zh ? `，单位是${unit.zh}` : "";
    return { zh: `；只写数${zh}`, en: `; write a number${unit.en ? ` of ${unit.en}` : ""}` };
  }

  // ---- the answer

  class Told {
    constructor(data, book) {
      this.data = data;
      this.periods = book.rules.find((each) => each.id === data.rule).in_force;
      this.names = namesOfValues(data.program);
      this.labels = new Map(book.inputs(data.rule).map((each) => [each.id, each.label]));
    }

    value(value, unit) {
      if (value === null) return this.data.words.unknown;
      if (typeof value === "boolean") return value ? "是" : "否";
      if (Array.isArray(value)) return value.map((each) => this.value(each, "")).join("、");
      return `${this.names.get(value) ?? value}${unit}`;
    }

    answer(decision) {
      const parts = [this.status(decision), this.results(decision), this.missing(decision)];
      parts.push(this.failed(decision), this.checks(decision), this.reasons(decision));
      return parts.filter((each) => each !== null);
    }

    /** The answer in a line, for where the whole is out of sight. */
    short({ status, results }) {
      const values = Object.values(results)
        .filter((each) => each.status === "determined")
        .map(({ label, display }) => ` ${label} ${display}`);
      return [badge(`is-${status}`, this.data.status[status]), values.join(" ·")];
    }

    /** Since when or until when there is a rule, where there is none on the day. */
    period(day) {
      const before = this.periods.filter(({ until }) => until !== null && until < day);
      const after = this.periods.filter(({ from }) => from > day);
      const last = before.map(({ until }) => until).sort().pop();
      const [next] = after.map(({ from }) => from).sort();
      return [last && ` 施行到 ${last} 为止`, next && ` 自 ${next} 起施行`].filter(Boolean).join("；");
    }

    status({ status, evidence, as_of: day }) {
      const shown = [badge(`is-${status}`, this.data.status[status])];
      if (status === "not-in-force") shown.push(this.period(day));
      if (evidence) shown.push(" 答案的证据 ", ...this.sure(evidence));
      return element("p", {}, ...shown);
    }

    /** How sure we are, marked where that is to be confirmed. */
    sure(level) {
      const shown = badge(level, this.data.evidence[level]);
      if (!this.data.tentative.includes(level)) return [shown];
      return [shown, element("span", { class: "rb-unsure" }, " 待确认")];
    }

    results({ results }) {
      const rows = Object.entries(results).map(([id, each]) => {
        const shown = each.status === "determined"
          ? element("span", { class: "rb-value" }, each.display)
          : badge(`is-${each.status}`, this.data.status[each.status]);
        const label = element("th", { scope: "row" }, ...both(this.data.outputs[id] ?? { zh: each.label }));
        return element("tr", { "data-output": id }, label, element("td", {}, shown));
      });
      if (!rows.length) return null;
      const caption = element("caption", { class: "rb-quiet" }, "答案");
      return element("table", { class: "rb-table" }, caption, element("tbody", {}, ...rows));
    }

    missing({ missing }) {
      const facts = missing.facts.map((id) => both(this.labels.get(id) ?? { zh: id }));
      const figures = missing.figures.map(({ label, level }) => [
        label,
        level === null ? "：没有公布" : `：只有“${this.data.evidence[level].zh}”的证据，没有采用`,
      ]);
      return this.list("还缺：", [...facts, ...figures], "rb-missing");
    }

    failed({ failed_conditions: failed }) {
      return this.list("没有满足的条件：", failed.map(({ label }) => [label]), "rb-failed");
    }

    checks({ checks }) {
      const broken = checks.filter(({ holds }) => holds === false);
      return this.list("不成立的核对：", broken.map(({ title }) => [title]), "rb-broken");
    }

    list(head, items, kind) {
      if (!items.length) return null;
      const lines = items.map((each) => element("li", {}, ...each));
      return element("div", { class: kind }, element("p", {}, head), element("ul", {}, ...lines));
    }

    reasons({ explanation }) {
      if (!explanation.children.length) return null;
      const steps = explanation.children.map((each) => this.step(each));
      const head = element("summary", {}, "为什么是这个答案");
      const inside = element("div", { class: "rb-why" }, ...steps);
      return element("details", { class: "rb-because" }, head, inside);
    }

    /** What decided: the headings of a row and a column, or the number of a row or a case. */
    hit({ op, row, heads }) {
      if (heads) return `：${heads.join(" × ")}`;
      if (row === null || op === "tier") return "";
      if (row === 0) return "：其他情形";
      return `：第${row}${op === "table" ? "行" : "种情形"}`;
    }

    step(step) {
      const how = this.data.words[step.op] ?? step.op;
      const hit = this.hit(step);
      const value = element("span", { class: "rb-value" }, this.value(step.value, step.unit));
      const mark = element("small", { class: "rb-how" }, `（${how}${hit}）`);
      const head = element("summary", {}, `${step.label} ＝ `, value, " ", mark);
      const leaves = [];
      if (step.text && step.op !== "table") leaves.push(element("code", {}, step.text));
      for (const read of step.read) {
        const level = read.evidence ? this.sure(read.evidence) : [];
        const shown = element("span", { class: "rb-value" }, this.value(read.value, read.unit));
        leaves.push(element("span", {}, `${read.label} ＝ `, shown, " ", ...level));
      }
      const lines = leaves.map((each) => element("div", { class: "rb-leaf" }, each));
      const children = step.children.map((each) => this.step(each));
      return element("details", {}, head, ...lines, ...children);
    }
  }

  /** What values of enumerations are called, by id, where that tells. */
  function namesOfValues({ names, program }) {
    const found = new Map();
    for (const [id, values] of Object.entries(program.enumerations ?? {})) {
      values.forEach((value, place) => found.set(value, names[id][place].zh));
    }
    return found;
  }

  // ---- all together

  function calculator(place) {
    const data = JSON.parse(document.getElementById("rb-program").textContent);
    const book = rulebook.openProgram(data.program);
    const inputs = book.inputs(data.rule);
    const told = new Told(data, book);
    const fields = new Map(inputs.map((each) => [each.id, control(each)]));
    const day = element("input", { type: "date", "data-fact": "case_day" });
    day.value = today();
    const levels = Object.entries(data.evidence).map(([id, label]) => [id, label.zh]);
    const evidence = element("select", {}, ...options(levels));
    evidence.value = data.weakest;
    const examples = data.examples.map(({ name }, number) => [String(number), name]);
    const example = element("select", {}, ...options([["", "选一个例子 an example"], ...examples]));
    const answer = element("div", { class: "rb-answer", "aria-live": "polite" });
    const short = element("div", { class: "rb-now", "aria-hidden": "true" });
    const said = new Map();

    /** A field with its name, and a place for what is wrong with it. */
    function line(label, field, more) {
      const wrongs = element("small", { class: "rb-wrong", id: `rb-said-${said.size}` });
      said.set(field, wrongs);
      field.setAttribute("aria-describedby", wrongs.id);
      const kind = field === example ? "rb-take" : null;
      const name = element("span", {}, ...both(label));
      return element("label", { class: kind }, name, field, more ?? null, wrongs);
    }

    function clear() {
      for (const [field, wrongs] of said) {
        field.removeAttribute("aria-invalid");
        wrongs.replaceChildren();
      }
    }

    /** Say at its field what can't be read, and once more where the answer would stand. */
    function refuse(problems) {
      const lines = problems.map(([field, message]) => {
        field?.setAttribute("aria-invalid", "true");
        said.get(field)?.replaceChildren(...both(message));
        return both(message);
      });
      answer.replaceChildren(told.list("请改一下：", lines, "rb-wrong"));
      answer.dataset.status = "error";
      short.replaceChildren(element("span", { class: "rb-wrong" }, ...both(problems[0][1])));
    }

    function facts() {
      const found = {};
      for (const input of inputs) {
        const value = given(input, fields.get(input.id));
        if (value !== undefined) found[input.id] = value;
      }
      return found;
    }

    const asked = (asOf, weakest) => ({ asOf, evidence: weakest, lang: "zh" });

    function work() {
      clear();
      for (const input of inputs) {
        const field = fields.get(input.id);
        field.closest("label")?.classList.toggle("rb-empty", given(input, field) === undefined);
      }
      if (day.value === "") {
        refuse([[day, NO_DAY]]);
        return;
      }
      try {
        const decision = book.decide(data.rule, facts(), asked(day.value, evidence.value));
        answer.replaceChildren(...told.answer(decision));
        answer.dataset.status = decision.status;
        short.replaceChildren(...told.short(decision));
      } catch (error) {
        if (!error.problems) throw error;
        const known = new Map(inputs.map((each) => [each.id, each]));
        refuse(
          error.problems.map((each) => {
            const input = known.get(each.key);
            return [fields.get(each.key), input ? wrong(each, input) : each.message];
          }),
        );
      }
    }

    function fillIn(chosen) {
      for (const input of inputs) fill(input, fields.get(input.id), chosen?.facts[input.id]);
    }

    /** Take an example as it is written, with its day and its evidence. */
    function take(number) {
      const chosen = data.examples[number];
      fillIn(chosen);
      if (chosen) {
        day.value = chosen.as_of;
        evidence.value = chosen.evidence;
      }
      work();
    }

    /** Begin with today, the usual evidence, and an example whose answer is the same with these. */
    function open() {
      const decided = (chosen, asOf, weakest) =>
        book.decide(data.rule, chosen.facts, asked(asOf, weakest));
      const now = data.examples.map((each) => decided(each, day.value, evidence.value));
      const same = (each, place) => {
        const own = decided(each, each.as_of, each.evidence);
        return JSON.stringify(own.results) === JSON.stringify(now[place].results);
      };
      const determined = data.examples.map((_, place) => now[place].status === "determined");
      const fits = data.examples.findIndex((each, place) => determined[place] && same(each, place));
      fillIn(data.examples[fits < 0 ? Math.max(determined.indexOf(true), 0) : fits]);
      example.value = fits < 0 ? "" : String(fits);
      work();
    }

    const form = element(
      "form",
      { class: "rb-form" },
      line({ zh: "填入例子", en: "take an example" }, example),
      ...inputs.map((each) => {
        fields.get(each.id).dataset.fact = each.id;
        const unit = each.unit.zh ? { zh: `${each.label.zh}（${each.unit.zh}）`, en: each.label.en } : each.label;
        return line(unit, fields.get(each.id), domain(each));
      }),
      line({ zh: "基准日", en: "as of" }, day),
      line({ zh: "接受的最弱证据", en: "weakest evidence" }, evidence),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => {
      if (event.target === example) {
        take(example.value);
      } else {
        example.value = "";
        work();
      }
    });
    place.replaceChildren(short, element("div", { class: "rb-side" }, form, answer));
    if (data.examples.length) open();
    else work();
  }

  const place = document.getElementById("rb-calculator");
  if (place) calculator(place);
})();
