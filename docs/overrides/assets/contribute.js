// The form for a case. Fields and checks come from the published schema, names and texts from the page; nothing leaves the browser until the
// reader sends it. What is typed, what an address says and what was kept is text: it becomes values and text, never markup.

import { fold, make, onEachPage, speaker } from "./base.js";
import { caseFile, listed, plain, slug, yaml } from "./case-file.js";
import { faults, resolved } from "./schema.js";

// What the form fills in itself, or what is no business of somebody who writes a new case.
const OURS = new Set(["status", "reviewed", "aliases", "withdrawn_because", "disputed", "response"]);
/** @type {[string, string[]][]} */
const GROUPS = [
  ["story", ["title", "company", "kind", "date", "lang", "summary", "pillars"]],
  ["sources", ["sources"]],
  ["mistakes", ["mistakes"]],
  ["fixes", ["fixes"]],
];
const LONG = new Set(["summary", "what", "diagnosis", "caution", "note"]);
// Lists of ids of this case's own mistakes or fixes.
const OWN = { corrects: "mistakes", mistakes: "mistakes", fixes: "fixes" };
const FACTUAL = 4;
const RESULTS = 3;
const WORDS = [250, 700];
// What can have had an outcome.
const TRIED = new Set(["applied", "already-in-place"]);
// What a forge takes as an address; a longer one is refused there.
const LONGEST = 7500;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const CITED = /\[\^([^\]\s^]+)\]/g;

/** The paragraphs and items of lists of a text, each of which names its source; quotations and code need none. */
const assertions = (text) => text.trim().replace(/^```.*?^```$/gms, "").split(/\n\s*\n|\n(?=[-*+] |\d+\. )/).filter((one) => one.trim() && !one.startsWith(">"));
const isEmpty = (value) => value === undefined || value === null || value === "" || value === false || (Array.isArray(value) && !value.length) || (Object.getPrototypeOf(value) === Object.prototype && !Object.keys(value).length);
const today = () => new Date().toISOString().slice(0, 10);
/** Does a date, however precise, begin after today? */
const isLater = (date) => `${date ?? ""}-01-01`.slice(0, 10) > today();
let names = 0;

/** What was kept under a name, or nothing: storage may be forbidden, and may hold anything. */
function kept(key) {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? "null");
    return typeof found === "object" ? found : null;
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    if (value) localStorage.setItem(key, JSON.stringify(value));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}

/** Values without what was left empty; `whole` are fields that stay even if empty. */
function pruned(value, whole = ["corrects"]) {
  if (Array.isArray(value)) return value.map((item) => pruned(item, whole)).filter((item) => !isEmpty(item));
  if (typeof value === "string") return plain(value);
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value).map(([key, one]) => [key, pruned(one, whole)]);
  return Object.fromEntries(pairs.filter(([key, one]) => whole.includes(key) || !isEmpty(one)));
}

class Form {
  constructor(place, data, schema, signal, key) {
    this.place = place;
    this.data = data;
    this.schema = schema;
    this.signal = signal;
    this.key = key;
    /** @type {any} */
    this.draft = null; // what was typed so far; made by `start`
    this.say = speaker(data);
    this.words = data.words;
    this.controls = new WeakMap(); // an object of the draft, to its fields by name
    this.refreshers = new Set();
    this.touched = new WeakMap();
    this.everything = false; // show what is wrong even where nobody has typed yet
    this.status = place.querySelector(".rex-give-status");
    this.repository = document.querySelector("a[rel=edit]")?.href.replace(/\/edit\/.*$/, "") ?? "";
  }

  /** What is wrong now is shown; each kind of form knows what it has to look at. */
  check() {}

  // -- fields ----------------------------------------------------------------------------------------------------

  /** A field with its name, its hint and the place of what is wrong with it. */
  field(holder, name, [label, hint], control, { group = false } = {}) {
    names += 1;
    const id = `give-${names}`;
    const wrong = make("p", { className: "rex-wrong", id: `${id}-wrong`, hidden: true });
    const told = hint ? make("p", { className: "rex-hint", id: `${id}-hint`, textContent: hint }) : "";
    control.setAttribute("aria-describedby", `${hint ? `${id}-hint ` : ""}${id}-wrong`);
    let element;
    if (group) {
      control.setAttribute("role", "group");
      control.setAttribute("aria-labelledby", id);
      control.tabIndex = -1;
      element = make("div", { className: "rex-field" }, make("span", { id, className: "rex-name", textContent: label }), told, control, wrong);
    } else if (control.type === "checkbox") {
      element = make("div", { className: "rex-field" }, make("label", {}, control, " ", label), told, wrong);
    } else {
      control.id = id;
      element = make("div", { className: "rex-field" }, make("label", { htmlFor: id, id: `${id}-name`, className: "rex-name", textContent: label }), told, control, wrong);
      // A button says what it is for, and what was chosen.
      if (control.matches("button")) control.setAttribute("aria-labelledby", `${id}-name ${id}`);
    }
    if (!this.controls.has(holder)) this.controls.set(holder, new Map());
    this.controls.get(holder).set(name, { control, wrong, label });
    const left = (event) => {
      if (!element.contains(event.relatedTarget)) this.touch(holder, name);
    };
    element.addEventListener("focusout", left, { signal: this.signal });
    return element;
  }

  touch(holder, name) {
    if (!this.touched.has(holder)) this.touched.set(holder, new Set());
    if (this.touched.get(holder).has(name)) return;
    this.touched.get(holder).add(name);
    this.soon();
  }

  /** Looks again in a moment: what then appears must not move a button away between press and release. */
  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), 300);
  }

  listen(control, event, change) {
    control.addEventListener(event, () => {
      change();
      this.changed();
    }, { signal: this.signal });
    return control;
  }

  text(holder, name, texts, { long = false, number = false, type = "text", rows = 3 } = {}) {
    const control = long ? make("textarea", { rows }) : make("input", { type, autocomplete: "off", spellcheck: type === "text" });
    control.value = holder[name] ?? "";
    this.listen(control, "input", () => {
      const value = control.value;
      holder[name] = number && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
    });
    return this.field(holder, name, texts, control);
  }

  lines(holder, name, texts) {
    const control = make("textarea", { rows: 3, value: (holder[name] ?? []).join("\n") });
    this.listen(control, "input", () => (holder[name] = control.value.split("\n").map((line) => line.trim()).filter(Boolean)));
    return this.field(holder, name, texts, control);
  }

  select(holder, name, texts, options) {
    const control = make("select", {}, make("option", { value: "", textContent: this.words.choose }), ...options.map(([value, text]) => make("option", { value, textContent: text })));
    control.value = holder[name] ?? "";
    this.listen(control, "change", () => (holder[name] = control.value));
    return this.field(holder, name, texts, control);
  }

  tick(holder, name, texts) {
    const control = make("input", { type: "checkbox", checked: Boolean(holder[name]) });
    this.listen(control, "change", () => (holder[name] = control.checked));
    return this.field(holder, name, texts, control);
  }

  /** Boxes to tick; what there is to tick can change with another part of the form. */
  boxes(holder, name, texts, options, nothing = "") {
    const list = make("div", { className: "rex-boxes" });
    const fill = () => {
      const chosen = new Set(holder[name] ?? []);
      const own = options();
      list.replaceChildren(
        ...own.map(([value, text]) => {
          const box = make("input", { type: "checkbox", value, checked: chosen.has(value) });
          this.listen(box, "change", () => (holder[name] = own.map(([one]) => one).filter((one) => list.querySelector(`input[value="${CSS.escape(one)}"]`)?.checked)));
          return make("label", {}, box, " ", text);
        }),
        ...(own.length || !nothing ? [] : [make("p", { className: "rex-hint", textContent: nothing })]),
      );
    };
    fill();
    this.refreshers.add(fill);
    return this.field(holder, name, texts, list, { group: true });
  }

  /** The sources of a claim, each with the place in it. */
  references(holder, name, texts) {
    const list = make("div", { className: "rex-boxes" });
    const idOf = (reference) => (typeof reference === "string" ? reference : reference.id);
    const fill = () => {
      const own = this.draft.front.sources.filter(({ id }) => id);
      const chosen = new Map((holder[name] ?? []).map((reference) => [idOf(reference), reference.where ?? ""]));
      const read = () => {
        holder[name] = [...list.querySelectorAll("[type=checkbox]:checked")].map((box) => {
          const where = box.closest("div").querySelector("[type=text]")?.value.trim();
          return where ? { id: box.value, where } : box.value;
        });
      };
      list.replaceChildren(
        ...own.map(({ id, title }) => {
          const box = make("input", { type: "checkbox", value: id, checked: chosen.has(id) });
          const where = make("input", { type: "text", value: chosen.get(id) ?? "", placeholder: this.say("where", { source: id }), hidden: !chosen.has(id), set: { "aria-label": this.say("where", { source: id }) } });
          this.listen(where, "input", read);
          this.listen(box, "change", () => {
            where.hidden = !box.checked;
            read();
          });
          return make("div", {}, make("label", {}, box, " ", title ? `${id}: ${title}` : id), where);
        }),
        ...(own.length ? [] : [make("p", { className: "rex-hint", textContent: this.words.no_sources })]),
      );
    };
    fill();
    this.refreshers.add(fill);
    return this.field(holder, name, texts, list, { group: true });
  }

  /** A button that opens a list to search in; what is chosen stands on it. */
  picked(holder, name, texts, kind) {
    const terms = this.data[kind];
    const label = this.words[kind === "mistakes" ? "choose_mistake" : "choose_fix"];
    const button = make("button", { type: "button", className: "md-button" });
    const what = make("p", { className: "rex-hint" });
    const show = () => {
      const term = terms.find(([id]) => id === holder[name]);
      button.textContent = term ? term[1] : label;
      what.textContent = term ? term[2] : "";
    };
    button.addEventListener("click", () => this.pick(texts[0], terms, (id) => {
      holder[name] = id;
      show();
      this.changed(true);
    }), { signal: this.signal });
    show();
    const element = this.field(holder, name, texts, button);
    button.after(what);
    return element;
  }

  pick(title, terms, choose, more = []) {
    const dialog = make("dialog", { className: "rex-pick", set: { "aria-label": title } });
    const find = make("input", { type: "search", autocomplete: "off" });
    const status = make("p", { className: "rex-hint", set: { role: "status" } });
    const list = make("ul");
    const rows = terms.map(([id, name, definition = "", synonyms = ""]) => {
      const button = make("button", { type: "button" }, make("strong", { textContent: name }), definition ? make("span", { textContent: definition }) : "");
      button.addEventListener("click", () => {
        dialog.close();
        choose(id);
      });
      return { row: make("li", {}, button), text: fold(`${name} ${definition} ${synonyms} ${id}`) };
    });
    list.append(...rows.map(({ row }) => row));
    const narrow = () => {
      const words = fold(find.value).split(/\s+/).filter(Boolean);
      let n = 0;
      for (const { row, text } of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        n += Number(!row.hidden);
      }
      status.textContent = this.say("found", { n });
    };
    find.addEventListener("input", narrow);
    const close = make("button", { type: "button", className: "rex-close", textContent: this.words.close });
    dialog.append(close, make("h3", { textContent: title }), make("label", {}, this.words.find, find), status, list, ...more.map((own) => own(() => dialog.close())));
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    narrow();
    this.place.append(dialog);
    dialog.showModal();
    find.focus();
  }

  companies(holder, name, texts) {
    const list = make("div", { className: "rex-boxes" });
    const known = new Map(this.data.companies);
    const button = make("button", { type: "button", className: "md-button", textContent: this.words.choose_company });
    const nameOf = (id) => known.get(id) ?? this.draft.companies[id] ?? id;
    const show = () =>
      list.replaceChildren(
        ...holder[name].map((id) => {
          const remove = make("button", { type: "button", className: "rex-small", textContent: "×", set: { "aria-label": this.say("remove", { what: nameOf(id) }) } });
          remove.addEventListener("click", () => {
            holder[name] = holder[name].filter((one) => one !== id);
            show();
            this.changed();
            button.focus();
          });
          return make("span", { className: "rex-chosen" }, nameOf(id), remove);
        }),
        button,
      );
    const add = (id) => {
      if (!holder[name].includes(id)) holder[name].push(id);
      show();
      this.changed();
      button.focus();
    };
    const ownName = (close) => {
      const input = make("input", { type: "text", autocomplete: "off" });
      const use = make("button", { type: "button", className: "md-button", textContent: this.words.new_company_use });
      use.addEventListener("click", () => {
        const id = slug(input.value);
        if (!id) return;
        if (!known.has(id)) this.draft.companies[id] = input.value.trim();
        close();
        add(id);
      });
      return make("p", { className: "rex-own" }, make("label", {}, this.words.new_company, input), use);
    };
    button.addEventListener("click", () => this.pick(texts[0], this.data.companies, add, [ownName]), { signal: this.signal });
    show();
    return this.field(holder, name, texts, list, { group: true });
  }

  /** Parts of the same kind, each with a button that takes it away. */
  repeated(holder, name, rule) {
    const items = make("div");
    const button = make("button", { type: "button", className: "md-button", textContent: this.words.add[name] });
    const number = () => [...items.children].forEach((item, index) => {
      const what = this.words.item[name].replace("{n}", String(index + 1));
      item.querySelector("legend").textContent = what;
      item.querySelector(":scope > .rex-small").setAttribute("aria-label", this.say("remove", { what }));
    });
    const show = (values) => {
      const remove = make("button", { type: "button", className: "rex-small", textContent: "×" });
      const item = make("fieldset", { className: "rex-item" }, make("legend"), remove, ...this.object(values, rule));
      remove.addEventListener("click", () => {
        holder[name].splice(holder[name].indexOf(values), 1);
        item.remove();
        number();
        this.changed(true);
        button.focus();
      }, { signal: this.signal });
      items.append(item);
      number();
      return item;
    };
    button.addEventListener("click", () => {
      const values = blank(rule, this.schema);
      holder[name].push(values);
      const item = show(values);
      this.changed(true);
      item.querySelector("input, select, textarea, button:not(.rex-small)").focus();
    }, { signal: this.signal });
    for (const values of holder[name]) show(values);
    const element = this.field(holder, name, ["", ""], make("div", {}, items, button), { group: true });
    this.controls.get(holder).get(name).label = this.words.fields.Case[name]?.[0] ?? name;
    return element;
  }

  /** All fields of an object of the schema. */
  object(holder, rule) {
    return Object.keys(rule.properties).map((name) => this.property(holder, name, rule)).filter(Boolean);
  }

  property(holder, name, owner) {
    const texts = this.words.fields[owner.name ?? owner.title]?.[name] ?? [name, ""];
    let rule = resolved(this.schema, owner.properties[name]);
    const ways = (rule.anyOf ?? []).map((one) => resolved(this.schema, one)).filter((one) => one.type !== "null");
    if (ways.length) rule = { ...ways.find((one) => one.type === "string" || one.enum) ?? ways[0], ...(ways.length === 1 ? {} : { ways }) };
    if (name === "company") return this.companies(holder, name, texts);
    if (name === "event") return this.select(holder, name, texts, this.data.events);
    if (name === "pillars") return this.boxes(holder, name, texts, () => this.data.pillars);
    if (name === "lang" && owner.title === "Case") return this.select(holder, name, texts, Object.entries(this.data.languages).map(([code, [own]]) => [code, own]));
    if (name === "id" && owner.title !== "Source") return this.picked(holder, name, texts, owner.title === "MistakeClaim" ? "mistakes" : "fixes");
    if (name === "mistake") return this.one(holder, name, texts, "mistakes");
    if (name === "symptom") return null; // found by its message
    if (name === "sources" && owner.title !== "Case") return this.references(holder, name, texts);
    if (name in OWN && rule.items?.type === "string") return this.boxes(holder, name, texts, () => this.chosen(OWN[name]), this.words[`no_${OWN[name]}`]);
    if (rule.enum) return this.select(holder, name, texts, rule.enum.map((value) => [value, this.words.values[name]?.[value] ?? value]));
    if (rule.type === "boolean") return this.tick(holder, name, texts);
    if (rule.type === "array") return resolved(this.schema, rule.items).properties ? this.repeated(holder, name, resolved(this.schema, rule.items)) : this.lines(holder, name, texts);
    if (rule.type === "object") {
      holder[name] ??= blank(rule, this.schema);
      return make("fieldset", { className: "rex-item" }, make("legend", { textContent: texts[0] }), ...this.object(holder[name], rule));
    }
    const number = Boolean(rule.ways?.some((one) => one.type === "number"));
    const control = this.text(holder, name, texts, { long: LONG.has(name), number, type: name === "url" || name === "archived" ? "url" : "text" });
    if (owner.title === "Source" && ["id", "title"].includes(name)) control.addEventListener("input", () => this.refresh(), { signal: this.signal });
    return control;
  }

  /** One of this case's own mistakes or fixes. */
  one(holder, name, texts, kind) {
    const element = this.select(holder, name, texts, this.chosen(kind));
    const control = element.querySelector("select");
    this.refreshers.add(() => {
      control.replaceChildren(control.firstChild, ...this.chosen(kind).map(([value, text]) => make("option", { value, textContent: text })));
      control.value = holder[name] ?? "";
    });
    return element;
  }

  /** Mistakes or fixes that this case has so far, with their names. */
  chosen(kind) {
    const ids = this.draft.front[kind].map(({ id }) => id).filter(Boolean);
    return this.data[kind].filter(([id]) => ids.includes(id));
  }

  refresh() {
    for (const refresher of this.refreshers) refresher();
  }

  // -- what changes -------------------------------------------------------------------------------------------------

  changed(isStructure = false) {
    if (isStructure) this.refresh();
    const text = keep(this.key, this.draft) ? this.words.saved : this.words.not_saved;
    // Said once, not at each key.
    if (this.status.textContent !== text) this.status.textContent = text;
    this.soon();
  }

  /** The field in which something is wrong: the nearest one above the place. */
  controlAt(path) {
    let holder = this.draft.front;
    let found = this.controls.get(holder)?.get(path[0]);
    let own = [holder, path[0]];
    for (const [depth, name] of path.entries()) {
      const entry = this.controls.get(holder)?.get(name);
      if (entry) {
        found = entry;
        own = [holder, name];
      }
      const next = holder?.[name];
      if (typeof next !== "object" || next === null || depth === path.length - 1) break;
      holder = next;
    }
    return { entry: found, holder: own[0], name: own[1] };
  }

  mend(fault) {
    const { keyword, limit, path, value } = fault;
    const name = String(path.at(-1));
    if (keyword === "pattern") {
      if (["url", "archived"].includes(name)) return this.words.wrong.url;
      if (name === "date") return this.words.wrong.date;
      if (["followed_up", "accessed", "reviewed"].includes(name)) return this.words.wrong.month;
      if (name === "lang") return this.words.wrong.lang;
      if (name === "id") return this.words.wrong.id;
    }
    return this.say(`wrong.${keyword in this.words.wrong ? keyword : "pattern"}`, { limit, n: typeof value === "string" ? [...value].length : 0 });
  }

  show(found) {
    for (const { entry } of this.marked ?? []) {
      entry.wrong.hidden = true;
      entry.control.removeAttribute("aria-invalid");
    }
    this.marked = [];
    for (const { entry, holder, name, text } of found) {
      if (!entry || this.marked.some((one) => one.entry === entry)) continue;
      this.marked.push({ entry });
      entry.wrong.textContent = text;
      const isShown = this.everything || this.touched.get(holder)?.has(name);
      entry.wrong.hidden = !isShown;
      if (isShown && entry.control.matches("input, select, textarea")) entry.control.setAttribute("aria-invalid", "true");
    }
    const list = this.place.querySelector(".rex-missing");
    const own = this.marked.map(({ entry }) => entry);
    list.replaceChildren(
      ...own.slice(0, 12).map((entry) => {
        const button = make("button", { type: "button", textContent: entry.label || entry.wrong.textContent });
        button.addEventListener("click", () => {
          this.everything = true;
          this.check();
          entry.control.closest("details")?.setAttribute("open", "");
          entry.control.focus();
          entry.control.scrollIntoView({ block: "center" });
        });
        return make("li", {}, button, ` ${entry.wrong.textContent}`);
      }),
    );
    this.place.querySelector(".rex-count").textContent = this.say("status", { n: own.length });
    this.place.querySelector(".rex-anyway").hidden = !own.length;
  }
}

/** An object of the schema with nothing in it: lists of parts are there, so that they can grow. */
function blank(rule, schema) {
  const lists = Object.entries(rule.properties).filter(([, part]) => resolved(schema, part).type === "array");
  return Object.fromEntries(lists.map(([name]) => [name, []]));
}

/** The form for a whole case. */
class CaseForm extends Form {
  start(draft) {
    /** @type {any} */
    const front = { ...blank(this.schema, this.schema), company: [], lang: this.data.lang, ...draft?.front };
    this.draft = { id: "", companies: {}, ...draft, front, sections: [0, 1, 2, 3, 4].map((index) => String(draft?.sections?.[index] ?? "")) };
    const owner = { ...this.schema, name: "Case" };
    const group = (name, ...children) =>
      make("section", {}, make("h3", { textContent: this.words.groups[name] }), this.words.groups[`${name}_why`] ? make("p", { className: "rex-hint", textContent: this.words.groups[`${name}_why`] }) : "", ...children);
    const told = new Set([...OURS, "unknown", ...GROUPS.flatMap(([, own]) => own)]);
    const rest = Object.keys(this.schema.properties).filter((name) => !told.has(name));
    const more = make("details", {}, make("summary", { textContent: this.words.groups.more }), ...rest.map((name) => this.titled(front, name, owner)));
    this.place.append(
      make("form", { autocomplete: "off", noValidate: true },
        ...GROUPS.map(([name, fields]) => group(name, ...fields.map((field) => this.property(front, field, owner)), ...(name === "story" ? [this.text(this.draft, "id", this.words.fields.own.id)] : []))),
        group("text", ...this.draft.sections.map((_, index) => this.section(index)), make("p", { className: "rex-hint rex-total", set: { role: "status" } })),
        group("unknown", this.property(front, "unknown", owner)),
        more),
      this.end());
    this.place.querySelector("form").addEventListener("submit", (event) => event.preventDefault(), { signal: this.signal });
    this.check();
  }

  /** A part that is a list of parts, under its name. */
  titled(holder, name, owner) {
    const rule = resolved(this.schema, owner.properties[name]);
    const isParts = rule.type === "array" && resolved(this.schema, rule.items).properties;
    const element = this.property(holder, name, owner);
    const [label, hint] = this.words.fields.Case[name] ?? [name, ""];
    return isParts ? make("fieldset", { className: "rex-item" }, make("legend", { textContent: label }), make("p", { className: "rex-hint", textContent: hint }), element) : element;
  }

  heading(index) {
    const lang = this.draft.front.lang in this.data.languages ? this.draft.front.lang : this.data.lang;
    return this.data.languages[lang][index + 1];
  }

  section(index) {
    const sections = this.draft.sections;
    const element = this.text(sections, index, [this.data.languages[this.data.lang][index + 1], this.words.sections[index]], { long: true, rows: 6 });
    const area = element.querySelector("textarea");
    const cites = make("p", { className: "rex-cites" });
    const fill = () =>
      cites.replaceChildren(
        ...(index < FACTUAL ? this.draft.front.sources : []).filter(({ id }) => SLUG.test(id ?? "")).map(({ id }) => {
          const button = make("button", { type: "button", className: "rex-small", textContent: `[^${id}]`, set: { "aria-label": this.say("cite", { source: id }) } });
          button.addEventListener("click", () => {
            area.setRangeText(`[^${id}]`, area.selectionStart, area.selectionEnd, "end");
            area.dispatchEvent(new Event("input"));
            area.focus();
          });
          return button;
        }),
      );
    fill();
    this.refreshers.add(fill);
    area.after(cites);
    return element;
  }

  front() {
    const order = Object.keys(this.schema.properties);
    const values = { ...pruned(this.draft.front), status: "published", reviewed: today() };
    if (isEmpty(values.date)) values.date = null;
    return Object.fromEntries(order.filter((name) => name in values).map((name) => [name, ordered(values[name], resolved(this.schema, this.schema.properties[name]), this.schema)]));
  }

  /** The file as it is now. One organisation is written as a text, which is how people write it. */
  file() {
    /** @type {any} */
    const front = this.front();
    if (front.company?.length === 1) front.company = front.company[0];
    return caseFile(front, this.draft.sections.map((text, index) => [this.heading(index), text]));
  }

  check() {
    const front = this.front();
    const found = faults(this.schema, this.schema, front).map((fault) => ({ ...this.controlAt(this.inDraft(fault.path)), text: this.mend(fault) }));
    const add = (path, text) => found.push({ ...this.controlAt(path), text });
    const own = (holder, name, text) => found.push({ entry: this.controls.get(holder)?.get(name), holder, name, text });
    if (!front.unknown?.length) add(["unknown"], this.say("wrong.required"));
    const { id } = this.draft;
    // Whatever can be an earlier id can be an id.
    if (!id || faults(this.schema, this.schema.properties.aliases.items, id).length) own(this.draft, "id", this.words.wrong[id ? "id" : "required"]);
    else if (this.data.ids.includes(id)) own(this.draft, "id", this.words.wrong.taken);
    const sources = this.draft.front.sources.map((source) => source.id);
    sources.forEach((one, index) => {
      if (one && sources.indexOf(one) !== index) add(["sources", index, "id"], this.words.wrong.twice);
    });
    if (!sources.length) add(["sources"], this.say("wrong.required"));
    const [first, last] = String(front.date ?? "").split("/");
    if (last && first.slice(0, last.length) > last) add(["date"], this.words.wrong.backwards);
    else if (isLater(last ?? first)) add(["date"], this.words.wrong.later);
    this.draft.front.sources.forEach(({ date }, index) => {
      if (isLater(date)) add(["sources", index, "date"], this.words.wrong.later);
    });
    for (const name of ["mistakes", "fixes"]) {
      const ids = (this.draft.front[name] ?? []).map((claim) => claim.id);
      ids.forEach((one, index) => {
        if (one && ids.indexOf(one) !== index) add([name, index, "id"], this.words.wrong.again);
      });
    }
    this.draft.front.fixes?.forEach(({ state, outcome }, index) => {
      if (state && !TRIED.has(state) && outcome && outcome !== "unknown") add(["fixes", index, "outcome"], this.words.wrong.untried);
    });
    for (const name of ["impact", "mistakes", "fixes", "results"]) {
      this.draft.front[name]?.forEach((claim, index) => {
        if (!claim.sources?.length) add([name, index, "sources"], this.words.wrong.uncited);
      });
    }
    const { sections } = this.draft;
    for (const [index, text] of sections.entries()) {
      const cited = [...text.matchAll(CITED)].map((match) => match[1]);
      const unknown = cited.find((one) => !sources.includes(one));
      if (!text.trim()) own(sections, index, this.words.wrong.required);
      else if (/<[a-z/!?]/i.test(text.replace(/`[^`\n]*`/g, ""))) own(sections, index, this.words.wrong.html);
      else if (unknown) own(sections, index, this.say("wrong.unknown_source", { id: unknown }));
      else if (index < FACTUAL && !(index === RESULTS && !front.results?.length) && assertions(text).some((claim) => !claim.match(CITED))) own(sections, index, this.words.wrong.paragraph);
    }
    const n = sections.join(" ").replace(CITED, "").match(/[\p{L}\p{N}]+(?:[’'-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
    this.place.querySelector(".rex-total").textContent = this.say("words", { n });
    if (n < WORDS[0] || n > WORDS[1]) own(sections, FACTUAL, this.say("wrong.length", { n }));
    this.show(found);
    this.look();
  }

  /** A place in what is checked, as the place in the draft: empty parts are not checked. */
  inDraft(path) {
    if (typeof path[1] !== "number" || !Array.isArray(this.draft.front[path[0]])) return path;
    const own = this.draft.front[path[0]];
    const places = own.map((_, index) => index).filter((index) => !isEmpty(pruned(own[index])));
    return [path[0], places[path[1]] ?? path[1], ...path.slice(2)];
  }

  // -- look and send ----------------------------------------------------------------------------------------------

  end() {
    const button = (text, act, primary = false) => {
      const element = make("button", { type: "button", className: `md-button${primary ? " md-button--primary" : ""}`, textContent: text });
      element.addEventListener("click", act, { signal: this.signal });
      return element;
    };
    this.opener = make("a", { className: "md-button md-button--primary", textContent: this.words.open, target: "_blank", rel: "noopener" });
    this.opener.addEventListener("click", () => {
      this.everything = true;
      this.check();
      if (!this.isLong) return;
      this.copy();
      this.sent.textContent = this.words.open_long;
    }, { signal: this.signal });
    this.sent = make("p", { set: { role: "status" } });
    this.shown = make("div", { className: "rex-shown" });
    this.text_ = make("pre", {}, make("code"));
    this.entry = make("div");
    return make("section", { className: "rex-send" },
      make("h3", { textContent: this.words.groups.send }),
      make("p", { className: "rex-count", set: { role: "status" } }),
      make("ul", { className: "rex-missing" }),
      make("p", { className: "rex-hint rex-anyway", textContent: this.words.status_why }),
      make("p", { className: "rex-actions" }, this.opener, button(this.words.copy, () => this.copy()), button(this.words.download, () => this.download()), button(this.words.again, () => this.again())),
      make("p", { className: "rex-hint", textContent: this.words.open_why }),
      this.sent,
      this.entry,
      make("details", {}, make("summary", { textContent: this.words.preview }), this.shown),
      make("details", {}, make("summary", { textContent: this.words.file }), this.text_));
  }

  async copy() {
    const text = this.file();
    await navigator.clipboard.writeText(text).then(() => (this.sent.textContent = this.words.copied), () => prompt("", text));
  }

  download() {
    const link = make("a", { href: URL.createObjectURL(new Blob([this.file()], { type: "text/markdown" })), download: `${SLUG.test(this.draft.id) ? this.draft.id : "case"}.md` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  again() {
    if (!confirm(this.words.again_sure)) return;
    keep(this.key, null);
    location.reload();
  }

  look() {
    const text = this.file();
    const name = SLUG.test(this.draft.id) ? this.draft.id : "";
    const address = new URL(`${this.repository}/new/main/cases`);
    address.searchParams.set("filename", `${name || "case"}.md`);
    const short = address.href;
    address.searchParams.set("value", text);
    this.isLong = address.href.length > LONGEST;
    this.opener.href = this.isLong ? short : address.href;
    this.text_.firstChild.textContent = text;
    const fresh = this.draft.front.company.filter((id) => this.draft.companies[id]);
    this.entry.replaceChildren(
      ...(fresh.length ? [make("p", { textContent: this.say("company_entry", { path: "cases/_vocabulary/companies.yml" }) }), make("pre", {}, make("code", { textContent: fresh.map((id) => [`${id}:`, ...yaml({ name: this.draft.companies[id], sector: "…", country: "…" }, "  ")].join("\n")).join("\n") }))] : []),
    );
    const { front, sections } = this.draft;
    const nameOf = (kind, id) => this.data[kind].find(([one]) => one === id)?.[1] ?? id ?? "";
    const claims = (kind) => make("ul", {}, ...front[kind].map((claim) => make("li", {}, make("strong", { textContent: nameOf(kind, claim.id) }), claim.outcome ? ` (${this.words.values.outcome[claim.outcome] ?? claim.outcome})` : "", make("br"), claim.what ?? "")));
    this.shown.replaceChildren(
      make("h4", { textContent: front.title || "…" }),
      make("p", { textContent: front.summary ?? "" }),
      claims("mistakes"),
      claims("fixes"),
      ...sections.flatMap((own, index) => (own.trim() ? [make("h4", { textContent: this.heading(index) }), ...own.trim().split(/\n\s*\n/).map((paragraph) => make("p", { textContent: paragraph }))] : [])),
    );
  }
}

/** Fields in the order of the schema, in parts too. */
function ordered(value, rule, schema) {
  const own = resolved(schema, rule);
  if (Array.isArray(value) && own.items) return value.map((item) => ordered(item, own.items, schema));
  const inner = own.properties ? own : (own.anyOf ?? []).map((one) => resolved(schema, one)).find((one) => one.properties);
  if (typeof value !== "object" || value === null || Array.isArray(value) || !inner) return value;
  return Object.fromEntries(Object.keys(inner.properties).filter((name) => name in value).map((name) => [name, ordered(value[name], inner.properties[name], schema)]));
}

/** What became of one fix of a case that is here: three questions and a source. */
class OutcomeForm extends CaseForm {
  start(draft, record, fix) {
    const rules = this.schema.$defs;
    const old = record.fixes.find(({ id }) => id === fix);
    this.record = record;
    this.old = old;
    this.draft = { id: record.id, front: { sources: [], fix: { state: old.state, outcome: "" }, source: {}, ...draft?.front } };
    const { fix: own, source } = this.draft.front;
    const owner = { ...rules.FixClaim, name: "FixClaim" };
    const title = record.title[this.data.lang] ?? Object.values(record.title)[0];
    const intro = this.say("outcome_intro", { fix: this.data.fixes.find(([id]) => id === fix)?.[1] ?? fix, case: title, state: this.words.values.state[old.state], outcome: this.words.values.outcome[old.outcome] });
    const what = this.text(own, "what", this.words.outcome_what, { long: true });
    const sourceRule = { ...rules.Source, name: "Source" };
    this.place.append(
      make("form", { autocomplete: "off", noValidate: true },
        make("section", {}, make("h3", { textContent: this.words.outcome_title }), make("p", { textContent: intro }), this.property(own, "outcome", owner), this.property(own, "state", owner), what),
        make("section", {}, make("h3", { textContent: this.words.groups.sources }), ...Object.keys(rules.Source.properties).map((name) => this.property(source, name, sourceRule)).filter(Boolean))),
      this.end());
    this.opener.textContent = this.words.outcome_issue;
    this.place.querySelector("form").addEventListener("submit", (event) => event.preventDefault(), { signal: this.signal });
    const edit = make("a", { className: "md-button", textContent: this.words.outcome_edit, href: `${this.repository}/edit/main/cases/${record.id}.md`, target: "_blank", rel: "noopener" });
    this.opener.after(" ", edit);
    this.opener.closest("p").nextSibling.textContent = this.words.outcome_issue_why;
    this.shown.closest("details").remove();
    this.text_.closest("details").open = true;
    this.text_.previousSibling.textContent = this.words.outcome_text;
    this.check();
  }

  values() {
    const rules = this.schema.$defs;
    const { fix = {}, source = {} } = pruned(this.draft.front);
    const claim = { id: this.old.id, corrects: this.old.corrects, ...(this.old.role ? { role: this.old.role } : {}), ...fix, sources: [...this.old.sources, ...(source.id ? [source.id] : [])] };
    return { fix: ordered(claim, rules.FixClaim, this.schema), source: ordered(source, rules.Source, this.schema) };
  }

  file() {
    const { fix, source } = this.values();
    const path = `cases/${this.record.id}.md`;
    const block = (title, item) => [title, "", "```yaml", ...listed(item, "  "), "```", ""];
    return [...block(this.say("outcome_change", { path }), fix), ...(isEmpty(source) ? [] : block(this.say("outcome_source"), source))].join("\n");
  }

  /** What the issue form for this would have sent, so that the answer of the repository is the same. */
  issue() {
    const { fix, source } = this.values();
    const answers = { case: this.record.id, fix: fix.id, state: fix.state, outcome: fix.outcome, told: fix.what, url: source.url, source_title: source.title, publisher: source.publisher, source_lang: source.lang, voice: source.voice, read: source.read };
    return this.data.issue.map(([name, label]) => `### ${label}\n\n${answers[name] || this.data.no_answer}`).join("\n\n");
  }

  check() {
    const rules = this.schema.$defs;
    const { fix, source } = this.values();
    const found = [];
    for (const [name, rule, values] of [["fix", rules.FixClaim, fix], ["source", rules.Source, source]]) {
      for (const fault of faults(this.schema, rule, values)) found.push({ ...this.controlAt([name, ...fault.path]), text: this.mend(fault) });
    }
    if (source.id && this.record.sources.some(({ id }) => id === source.id)) found.push({ ...this.controlAt(["source", "id"]), text: this.words.wrong.twice });
    this.show(found);
    const text = this.file();
    const address = new URL(`${this.repository}/issues/new`);
    address.searchParams.set("title", `${this.record.id}: ${this.old.id}`);
    address.searchParams.set("labels", "follow-up");
    const short = address.href;
    address.searchParams.set("body", this.issue());
    this.isLong = address.href.length > LONGEST;
    this.opener.href = this.isLong ? short : address.href;
    this.text_.firstChild.textContent = text;
  }
}

/** What an address asks for; anything but ids is left alone. */
function asked() {
  const values = new URL(location.href).searchParams;
  const id = (name) => (SLUG.test(values.get(name) ?? "") ? values.get(name) : "");
  return { case: id("case"), fix: id("fix"), mistake: id("mistake") };
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
  return answer.json();
}

/** A new case that begins from another one: its mistakes and fixes, and nothing of what it says. */
function begunFrom(record, wanted) {
  const front = wanted
    ? { company: [...record.company], kind: record.kind, event: record.event ?? "", sources: [] }
    : {
        kind: record.kind,
        mistakes: record.mistakes.map(({ id }) => ({ id, sources: [] })),
        fixes: record.fixes.map(({ id, corrects }) => ({ id, corrects: [...corrects], sources: [] })),
      };
  return { front };
}

async function start(place, signal) {
  const data = JSON.parse(document.getElementById("rex-give-data").dataset.json);
  const say = speaker(data);
  const status = place.querySelector(".rex-give-status");
  const want = asked();
  try {
    const schema = await fetched(data.schema);
    const record = want.case && data.ids.includes(want.case) ? await fetched(data.case.replace("{id}", want.case)) : null;
    if (signal.aborted) return;
    const isOutcome = Boolean(record?.fixes?.some(({ id }) => id === want.fix));
    const key = ["rex-draft", want.case, isOutcome ? want.fix : "", want.mistake].filter(Boolean).join(":");
    const before = kept(key);
    const form = new (isOutcome ? OutcomeForm : CaseForm)(place, data, schema, signal, key);
    const begun = record && !isOutcome ? begunFrom(record, record.status === "wanted") : want.mistake ? { front: { mistakes: [{ id: want.mistake, sources: [] }] } } : null;
    const begin = (draft) => (isOutcome ? form.start(draft, record, want.fix) : form.start(draft ?? begun));
    try {
      begin(before);
      status.textContent = before ? say("restored") : "";
    } catch (error) {
      if (!before) throw error;
      keep(key, null); // what was kept is none of our drafts
      place.replaceChildren(status);
      begin(null);
      status.textContent = "";
    }
    if (want.case && !record) status.textContent = say("no_case");
    else if (record && !isOutcome && !before) {
      const title = record.title[data.lang] ?? Object.values(record.title)[0];
      status.textContent = say(record.status === "wanted" ? "from_wanted" : "from_case", { case: title });
    }
    if (want.case || want.mistake) document.getElementById("write").scrollIntoView();
    place.dataset.ready = "yes";
  } catch (error) {
    if (signal.aborted) return;
    place.querySelector("form")?.remove();
    place.dataset.failed = "yes";
    status.textContent = say("failed");
    console.warn(error);
  }
}

onEachPage((signal) => {
  const place = document.querySelector(".rex-give:not([data-ready])");
  if (place) start(place, signal);
});
