// The diagnosis: from what a reader ticks to fixes and cases. All of it happens here; the address is the only memory.

import { addressWith, caseLink, choicesIn, fold, make, onBack, onPages, speaker, standings } from "./base.js";
import { grade } from "./grade.js";

const CONTEXT = ["kind", "sector", "size", "stack"];
const CASES = 8;
// A mistake that the reader names weighs as much as three of its signs.
const NAMED = 3;
// A shared mistake is what the reader came for; the context only puts like before unlike.
const WEIGHTS = { mistake: 10, stack: 6, sector: 6, kind: 3, size: 3 };


onPages(".rex-diagnose", (root, base, signal) => {
  const form = root.querySelector(".rex-ask");
  const find = root.querySelector("#rex-symptom");
  const found = root.querySelector(".rex-symptom-status");
  const openAll = form.querySelector("[data-open]");
  const told = root.querySelector(".rex-told");
  const status = told.querySelector(".rex-told-status");
  const body = told.querySelector(".rex-told-body");
  const share = told.querySelector(".rex-told-share");
  const bottom = root.querySelector(".rex-bar-bottom");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const topics = [...form.querySelectorAll(".rex-topic")].map((element) => ({
    element,
    id: element.dataset.id,
    boxes: [...element.querySelectorAll("input")],
    signs: [...element.querySelectorAll("li")].map((item) => ({ item, text: fold(item.textContent) })),
    // Name, definition and synonyms lead to the topic; then all of its signs are shown.
    text: fold(`${element.querySelector("summary").textContent} ${element.querySelector("p").textContent}`),
  }));
  const say = speaker(base);
  const pairs = new Map();
  for (const edge of base.edges) {
    const key = `${edge.mistake}~${edge.fix}`;
    if (!pairs.has(key)) pairs.set(key, { mistake: edge.mistake, fix: edge.fix, edges: [] });
    pairs.get(key).edges.push(edge);
  }
  for (const pair of pairs.values()) pair.grade = grade(pair.edges);

  /** Recognised mistakes with their weight, heaviest first. */
  function recognised() {
    return topics
      .map(({ id, boxes: own }) => {
        const ticked = own.filter((box) => box.checked);
        return { id, signs: ticked.length, weight: ticked.reduce((sum, box) => sum + (box.value === id ? NAMED : 1), 0) };
      })
      .filter(({ weight }) => weight)
      .sort((one, other) => other.weight - one.weight);
  }

  /** Fixes used against these mistakes: best grade, then the more of them it answers, then the more cases. */
  function fixesFor(weights) {
    const fixes = new Map();
    for (const pair of pairs.values()) {
      if (!weights.has(pair.mistake)) continue;
      if (!fixes.has(pair.fix)) fixes.set(pair.fix, { fix: pair.fix, pairs: [] });
      fixes.get(pair.fix).pairs.push(pair);
    }
    const rank = (pair) => base.grades.indexOf(pair.grade);
    return [...fixes.values()]
      .map((entry) => {
        const own = entry.pairs.sort((one, other) => rank(one) - rank(other) || weights.get(other.mistake) - weights.get(one.mistake));
        return { ...entry, rank: rank(own[0]), weight: own.reduce((sum, pair) => sum + weights.get(pair.mistake), 0), cases: own.reduce((sum, pair) => sum + pair.edges.length, 0) };
      })
      .sort((one, other) => one.rank - other.rank || other.weight - one.weight || other.cases - one.cases || one.fix.localeCompare(other.fix));
  }

  /** Cases that share a mistake, nearest first, each with what it shares. */
  function casesFor(weights, context) {
    return base.cases
      .map((known) => {
        const shared = known.mistakes.filter((mistake) => weights.has(mistake));
        const same = [
          context.kind && known.kind === context.kind && "kind",
          context.sector && known.sectors.includes(context.sector) && "sector",
          context.size && known.size === context.size && "size",
          context.stack && known.stack.includes(context.stack) && "stack",
        ].filter(Boolean);
        const score = shared.reduce((sum, mistake) => sum + WEIGHTS.mistake * weights.get(mistake), 0) + same.reduce((sum, name) => sum + WEIGHTS[name], 0);
        return { known, shared, same, score };
      })
      .filter(({ shared }) => shared.length)
      .sort((one, other) => other.score - one.score || one.known.id.localeCompare(other.known.id));
  }

  const mistakeLink = (id, anchor = "") => make("a", { href: base.addresses.mistake.replace("{id}", id) + anchor, textContent: base.labels[id] });
  const badge = (name) => make("span", { className: `rex-badge rex-grade-${name}`, textContent: say(`grade.${name}`) });
  const small = (...children) => make("span", { className: "rex-meta" }, ...children);

  /** A sentence with a link in the place of one of its words. */
  function sentence(key, name, link, values = {}) {
    const [before, after] = say(key, { ...values, [name]: "\u0000" }).split("\u0000");
    return [before, link, after];
  }

  function fixItem({ fix, pairs: own }) {
    const why = own.map((pair) => small(...sentence("reader.against", "mistake", mistakeLink(pair.mistake, `#${pair.fix}`), { standings: standings(pair.edges, say) })));
    return make("li", {}, make("strong", {}, make("a", { href: base.addresses.fix.replace("{id}", fix), textContent: base.labels[fix] })), " ", badge(own[0].grade), ...why);
  }

  function caseItem({ known, shared, same }, context) {
    const reasons = [
      say("reader.shares", { mistakes: shared.map((mistake) => base.labels[mistake]).join(", ") }),
      ...same.map((name) => say(`reader.same_${name}`, { stack: context.stack })),
    ];
    return make("li", {}, caseLink(base, known), " ", small(known.who), small(reasons.join(" · ")));
  }

  function tell() {
    const mistakes = recognised();
    const weights = new Map(mistakes.map(({ id, weight }) => [id, weight]));
    const context = Object.fromEntries(CONTEXT.map((name) => [name, form.elements[name]?.value ?? ""]));
    const all = fixesFor(weights);
    const fixes = all.filter(({ rank }) => base.grades[rank] !== "failed");
    const failed = all.filter(({ rank }) => base.grades[rank] === "failed");
    const cases = casesFor(weights, context);
    const summary = say("reader.recognised", { n: mistakes.length, fixes: say("n_fixes", { n: fixes.length }), cases: say("n_cases", { n: cases.length }) });
    status.textContent = summary;
    share.hidden = bottom.hidden = !mistakes.length;
    share.querySelector("span").textContent = "";
    bottom.querySelector("span").textContent = summary;
    for (const { element, boxes: own } of topics) {
      const ticked = own.filter((box) => box.checked).length;
      element.querySelector(".rex-topic-ticked").textContent = ticked ? say("reader.strength", { n: ticked }) : "";
    }
    if (!mistakes.length) {
      body.replaceChildren();
      return;
    }
    const title = (key) => make("h3", { textContent: say(key) });
    const parts = [
      title("reader.recognised_title"),
      make("ul", { className: "rex-told-mistakes" }, ...mistakes.map(({ id, signs }) => make("li", {}, mistakeLink(id), " ", small(say("reader.strength", { n: signs }))))),
      title("reader.fixes_title"),
    ];
    if (fixes.length) parts.push(make("p", { className: "rex-meta", textContent: say("reader.fixes_how") }), make("ol", { className: "rex-told-fixes" }, ...fixes.map(fixItem)));
    else parts.push(make("p", { textContent: say("reader.no_fixes") }));
    if (failed.length) parts.push(title("reader.failed_title"), make("ul", { className: "rex-told-fixes" }, ...failed.map(fixItem)));
    if (cases.length) parts.push(title("reader.cases_title"), make("ol", { className: "rex-told-cases" }, ...cases.slice(0, CASES).map((near) => caseItem(near, context))));
    if (cases.length > CASES) parts.push(make("p", { className: "rex-meta", textContent: say("reader.more", { n: cases.length - CASES }) }));
    body.replaceChildren(...parts);
  }

  /** Only topics and signs that have every word typed; without words, everything. */
  function narrow() {
    const words = fold(find.value).split(/\s+/).filter(Boolean);
    const has = (text) => words.every((word) => text.includes(word));
    let shown = 0;
    for (const { element, signs, text } of topics) {
      const whole = has(text);
      const some = signs.filter((sign) => whole || has(sign.text));
      for (const sign of signs) sign.item.hidden = !some.includes(sign);
      element.hidden = !some.length;
      if (words.length) element.open = some.length > 0;
      shown += some.length;
    }
    for (const section of form.querySelectorAll("section")) section.hidden = !section.querySelector(".rex-topic:not([hidden])");
    found.textContent = words.length ? say("reader.symptoms", { n: shown }) : "";
  }

  function remember() {
    const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
    const context = Object.fromEntries(CONTEXT.map((name) => [name, form.elements[name]?.value ?? ""]));
    history.replaceState(history.state, "", addressWith({ see: ticked.join(","), ...context }));
  }

  function read() {
    const ticked = new Set((new URL(location.href).searchParams.get("see") ?? "").split(","));
    for (const box of boxes) box.checked = ticked.has(box.value);
    for (const { element, boxes: own } of topics) if (own.some((box) => box.checked)) element.open = true;
    for (const [name, value] of Object.entries(choicesIn(location.href, form, CONTEXT))) if (form.elements[name]) form.elements[name].value = value;
    tell();
  }

  form.addEventListener("change", (event) => {
    if (event.target === find) return;
    remember();
    tell();
  }, { signal });
  find.addEventListener("input", narrow, { signal });
  form.addEventListener("submit", (event) => event.preventDefault(), { signal });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const box of boxes) box.checked = false;
    for (const name of CONTEXT) if (form.elements[name]) form.elements[name].value = "";
    find.value = "";
    narrow();
    for (const { element } of topics) element.open = false;
    remember();
    tell();
    find.focus();
  }, { signal });
  openAll.addEventListener("click", () => {
    const open = openAll.textContent === openAll.dataset.open;
    for (const { element } of topics) element.open = open;
    openAll.textContent = open ? openAll.dataset.shut : openAll.dataset.open;
  }, { signal });
  share.querySelector("button").addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href).catch(() => prompt("", location.href));
    share.querySelector("span").textContent = say("reader.copied");
  }, { signal });
  onBack(read, signal);
  read();
});
