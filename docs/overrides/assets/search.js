// The search a reader sees, in its dialog on any page or in the search page itself: question, filters, results, and the address that
// holds them. search-engine.js finds; rex.js opens. Fetched when search is first opened, and not before.

const SHOWN = 10;
// Of pages with the very phrase, so that cases are not far below.
const PHRASED = 5;
const TERMS = 4;
const VALUES = 6;
const PAUSE = 120;
// So long somebody waits before being told that there is something to wait for.
const PATIENCE = 400;
// Of a longer question (a whole log) the address keeps what matters: servers cut addresses.
const ADDRESS = 1500;
const OPEN_FACETS = new Set(["pillar", "mistake", "fix"]);
// Their values have an order of their own; those of the others stand by how much they would give.
const ORDERED = new Set(["pillar", "year"]);
// Of a longer word the beginning is enough to say which one is meant.
const LONGEST_SHOWN = 60;
// What cases can be sorted by, beside how well they answer.
const SORTS = ["year", "evidence"];
const PHRASE = /["“][^"”]{3,}["”]|^\s*«[^»]{3,}»\s*$/;

// -- small helpers -----------------------------------------------------------------------------------------------------

/** An element with properties, `dataset` and attributes (`aria-…`, `role`, `for`), and its children. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (name in element && !name.startsWith("aria")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== ""));
  return element;
}

class Words {
  constructor(texts, lang) {
    this.texts = texts;
    this.plural = new Intl.PluralRules(lang);
    this.number = new Intl.NumberFormat(lang);
  }

  say(key, values = {}) {
    let text = this.texts[key];
    if (typeof text === "object") text = (values.n === 0 && text.zero) || text[this.plural.select(values.n)] || text.other;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name === "n" ? this.number.format(values.n) : values[name] ?? whole));
  }

  /** A sentence with an element in it. */
  around(key, name, element) {
    const [before, after] = this.texts[key].split(`{${name}}`);
    return [before, element, after ?? ""];
  }
}

// -- what is asked, and its address --------------------------------------------------------------------------------------

function readState(url, facets) {
  const filters = {};
  for (const { id } of facets) {
    const values = url.searchParams.getAll(id);
    if (values.length) filters[id] = values;
  }
  const sort = url.searchParams.get("sort");
  return { q: url.searchParams.get("q") ?? "", filters, sort: SORTS.includes(sort) ? sort : "" };
}

/** The present address with another state in it; without one, the page's own. */
function addressOf(state, { facets, logs }) {
  const url = new URL(location.href);
  for (const name of ["q", "sort", ...facets.map((facet) => facet.id)]) url.searchParams.delete(name);
  if (!state) return url;
  url.searchParams.set("q", state.q.length > ADDRESS ? logs.short(state.q, ADDRESS) : state.q);
  for (const { id } of facets) for (const value of state.filters[id] ?? []) url.searchParams.append(id, value);
  if (state.sort) url.searchParams.set("sort", state.sort);
  return url;
}

const isEmpty = (state) => !state.q.trim() && !Object.keys(state.filters).length;

// -- the view ------------------------------------------------------------------------------------------------------------

/** The view over an opened index; `dialog` is the bare dialog of every page, `base` the address of this language. */
export function start(dialog, base, engine) {
  return new View(dialog, base, engine, new Words(engine.words, document.documentElement.lang));
}

class View {
  state = { q: "", filters: {}, sort: "" };
  trail = [];
  // The number of the latest question: an answer to an earlier one is not shown.
  turn = 0;
  shown = SHOWN;

  constructor(dialog, base, engine, words) {
    this.dialog = dialog;
    this.base = base;
    this.engine = engine;
    this.words = words;
    this.root = make("div", { className: "rex-search-view" });
    this.build();
    dialog.addEventListener("click", (event) => event.target === dialog && this.leave());
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.leave();
    });
  }

  // -- opening, closing, addresses

  /** Opens with what `url` asks, or as it was left. */
  open(url) {
    // Pressed again while it is there: what is typed stays as it is.
    if (!url && this.dialog.open && this.dialog.contains(this.root)) {
      this.field.focus();
      return;
    }
    const inline = this.place();
    const typed = this.field.value;
    const begun = !url && typed !== this.state.q;
    if (url) this.ask(readState(url, this.engine.facets), "push");
    else if (begun) this.ask({ ...this.state, q: typed }, "push");
    else this.ask(this.state, isEmpty(this.state) ? undefined : "push");
    if (inline) this.field.scrollIntoView({ block: "center" });
    this.field.focus();
    if (begun) this.field.setSelectionRange(typed.length, typed.length);
    else this.field.select();
  }

  /** The browser went back or forward: be as the address says. */
  follow() {
    const url = new URL(location.href);
    if (this.leaving) {
      this.leaving = false;
      this.clean();
      return;
    }
    const step = this.trail.indexOf(url.search);
    this.trail = step >= 0 ? this.trail.slice(0, step + 1) : [];
    if (url.searchParams.has("q")) {
      this.place();
      this.ask(readState(url, this.engine.facets));
    } else if (this.dialog.open) this.dialog.close();
    else if (this.inline) this.ask({ q: "", filters: {}, sort: "" });
  }

  /** A page has come. */
  arrive() {
    const url = new URL(location.href);
    this.trail = [];
    this.place();
    this.ask(readState(url, this.engine.facets));
    if (this.dialog.open) this.field.focus();
  }

  /** Puts the view into the search page, if this is it, else into the dialog; whether it is the page. */
  place() {
    const here = document.getElementById("rex-search-here");
    this.inline = Boolean(here);
    if (here && this.dialog.open) this.dialog.close();
    const target = here ?? this.dialog;
    if (this.root.parentNode !== target) target.replaceChildren(this.root);
    this.closer.hidden = this.inline;
    if (!here && !this.dialog.open) this.dialog.showModal();
    return this.inline;
  }

  /** Closes the dialog; the address becomes what it was before. */
  leave() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.dialog.close();
    if (this.trail.length) {
      this.leaving = true;
      history.go(-this.trail.length);
    } else this.clean();
    this.trail = [];
  }

  clean() {
    if (new URL(location.href).searchParams.has("q")) history.replaceState(history.state, "", addressOf(undefined, this.engine));
  }

  /** Takes a state over and shows it; `how` says what becomes of the address: `push` a step to go back to, `replace`, or nothing. */
  ask(state, how) {
    // What was typed before must not come after.
    clearTimeout(this.timer);
    this.timer = 0;
    this.state = state;
    if (this.field.value !== state.q) this.field.value = state.q;
    this.grow();
    if (how) this.write(how);
    this.shown = SHOWN;
    this.pagesShown = 0;
    this.pages.replaceChildren();
    this.keepInOtherLanguages();
    this.latest = this.refresh();
    return this.latest;
  }

  /** Who changes the language goes on with the same search. */
  keepInOtherLanguages() {
    const asked = isEmpty(this.state) ? "" : addressOf(this.state, this.engine).search;
    for (const link of document.querySelectorAll("a.rex-language")) link.search = asked;
  }

  /** What stands in the field is asked now, if it is not yet. */
  typed() {
    return this.timer ? this.ask({ ...this.state, q: this.field.value }, "replace") : this.latest;
  }

  write(how) {
    const url = addressOf(isEmpty(this.state) && this.trail.length === 0 ? undefined : this.state, this.engine);
    if (url.href === location.href) return;
    const fresh = !new URL(location.href).searchParams.has("q");
    if (how === "push" || fresh) {
      history.pushState(null, "", url);
      this.trail.push(url.search);
    } else {
      history.replaceState(history.state, "", url);
      if (this.trail.length) this.trail[this.trail.length - 1] = url.search;
    }
  }

  // -- the frame, built once

  build() {
    const { words } = this;
    // Field and button are already there, perhaps with the first letters.
    const form = this.dialog.querySelector("form");
    this.field = Object.assign(form.querySelector("textarea"), {
      name: "q",
      placeholder: words.say("placeholder"),
      enterKeyHint: "search",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: false,
    });
    this.field.removeAttribute("aria-label");
    this.field.setAttribute("aria-describedby", "rex-search-hint");
    this.closer = form.querySelector("button");
    form.prepend(make("label", { htmlFor: "rex-search-q", className: "rex-hidden" }, words.say("field")));
    this.status = make("p", { className: "rex-search-status", role: "status" });
    this.notes = make("div", { className: "rex-search-notes" });
    this.chips = make("div", { className: "rex-search-chips" });
    this.facets = make("div", { className: "rex-search-facets" });
    this.summary = make("summary", {});
    this.drawer = make("details", { className: "rex-search-drawer" }, this.summary, this.facets, this.button("results", words.say("show_results"), "rex-show"));
    this.results = make("div", { className: "rex-search-results" });
    const options = ["", ...SORTS].map((value) => make("option", { value }, words.say(value ? `sort_${value}` : "sort_best")));
    this.sort = make("select", { "aria-label": words.say("sort") }, ...options);
    this.sorting = make("div", { className: "rex-search-sort", hidden: true }, make("span", { "aria-hidden": "true" }, words.say("sort")), this.sort);
    this.sort.addEventListener("change", () => this.ask({ ...this.state, sort: this.sort.value }, "push"));
    this.pages = make("section", { className: "rex-search-pages" });
    const examples = words.texts.examples.map((text) => make("li", {}, this.button("ask", text, "rex-offer", text)));
    this.hint = make(
      "div",
      { className: "rex-search-hint", hidden: true },
      make("p", { id: "rex-search-hint" }, words.say("hint")),
      make("h2", {}, words.say("try")),
      make("ul", {}, ...examples),
    );
    this.main = make("div", { className: "rex-search-main" }, this.chips, this.status, this.notes, this.sorting, this.hint, this.results, this.pages);
    const keys = words.texts.keys.flatMap(([key, what]) => [make("kbd", {}, key), ` ${what} `]);
    this.root.append(form, make("div", { className: "rex-search-body" }, this.drawer, this.main), make("p", { className: "rex-search-keys" }, ...keys));
    // The filters stand beside the results where there is room, and fold away where there is not.
    const room = matchMedia("(min-width: 48em)");
    const fold = () => (this.drawer.open = room.matches);
    room.addEventListener("change", fold);
    fold();

    this.field.addEventListener("input", () => {
      this.grow();
      // What stands below answers another question from now on.
      this.root.ariaBusy = "true";
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.typed(), PAUSE);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.leave();
    });
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("click", (event) => this.clicked(event));
    this.facets.addEventListener("change", (event) => {
      const { facet, value } = event.target.dataset;
      if (facet) this.toggle(facet, value);
    });
    this.buildFacets();
  }

  buildFacets() {
    this.boxes = this.engine.facets.map((facet) => {
      const boxes = facet.values.map(([id, label]) => {
        const box = make("input", { type: "checkbox" });
        Object.assign(box.dataset, { facet: facet.id, value: id });
        const count = make("span", { className: "rex-count" });
        return { box, count, row: make("li", {}, make("label", {}, box, make("span", {}, label), count)) };
      });
      const list = make("ul", {}, ...boxes.map((one) => one.row));
      const more = make("button", { type: "button", className: "rex-more-values", hidden: true });
      const chosen = make("span", { className: "rex-chosen" });
      const group = make(
        "details",
        { className: "rex-facet", open: OPEN_FACETS.has(facet.id) },
        make("summary", {}, facet.label, chosen),
        make("fieldset", {}, make("legend", { className: "rex-hidden" }, facet.label), list, more),
      );
      more.addEventListener("click", () => {
        more.dataset.all = more.dataset.all ? "" : "1";
        this.refresh();
      });
      this.facets.append(group);
      return { boxes, list, more, chosen, group };
    });
  }

  /** As many lines as the question takes, up to six. */
  grow() {
    this.field.rows = 1;
    while (this.field.rows < 6 && this.field.scrollHeight > this.field.clientHeight + 2) this.field.rows += 1;
  }

  // -- what readers do

  toggle(facet, value) {
    const values = new Set(this.state.filters[facet] ?? []);
    if (!values.delete(value)) values.add(value);
    const filters = { ...this.state.filters, [facet]: [...values] };
    if (!values.size) delete filters[facet];
    this.ask({ ...this.state, filters }, "push");
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (button?.dataset.remove) {
      const chips = [...this.chips.querySelectorAll("button")];
      const next = Math.max(0, chips.indexOf(button) - 1);
      this.toggle(button.dataset.remove, button.dataset.value);
      // The chip is gone: the focus goes to its neighbour, not to the top of the page.
      (this.chips.querySelectorAll("button")[next] ?? this.field).focus();
    } else if (button?.dataset.clear) {
      this.ask({ ...this.state, filters: {} }, "push");
      this.field.focus();
    } else if (button?.dataset.ask) {
      this.ask({ ...this.state, q: button.dataset.ask }, "push");
      this.field.focus();
    } else if (button?.dataset.more) {
      const place = this.shown;
      this.shown += SHOWN;
      this.refresh().then(() => this.results.querySelectorAll(".rex-hits-cases .rex-hit")[place]?.focus());
    } else if (button?.dataset.pages) {
      const place = this.pagesShown;
      this.pagesShown += SHOWN;
      this.searchPages().then(() => this.pages.querySelectorAll("a.rex-hit")[place]?.focus());
    } else if (button?.dataset.again) {
      this.field.focus();
      this.retry();
    } else if (button?.dataset.results) {
      this.drawer.open = false;
      this.status.scrollIntoView({ block: "nearest" });
    } else if (event.target.closest("a[href]") && !event.metaKey && !event.ctrlKey && !event.shiftKey && this.dialog.open) {
      // The page behind changes without a reload. The address keeps the search, so that Back returns to it.
      clearTimeout(this.timer);
      this.dialog.close();
      this.trail = [];
    }
  }

  /** Answers now, and opens what comes first. */
  async enter() {
    if (this.field.value !== this.state.q) this.timer ||= -1;
    await this.typed();
    this.main.querySelector("a.rex-hit")?.click();
  }

  /** Answers now, and goes to what comes first. */
  async descend() {
    if (this.field.value !== this.state.q) this.timer ||= -1;
    await this.typed();
    this.main.querySelector("a.rex-hit")?.focus();
  }

  key(event) {
    const links = () => [...this.main.querySelectorAll("a.rex-hit")];
    if (event.target === this.field && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.enter();
      return;
    }
    if (event.key === "Escape" && this.dialog.open) {
      event.preventDefault();
      this.leave();
      return;
    }
    const down = event.key === "ArrowDown";
    if (!down && event.key !== "ArrowUp") return;
    const inField = event.target === this.field;
    // In a question of several lines the arrows move within it first.
    if (inField && this.field.value.includes("\n") && this.field.selectionEnd < this.field.value.length) return;
    if (inField && down) {
      event.preventDefault();
      this.descend();
      return;
    }
    const stops = [this.field, ...links()];
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    const next = stops[at + (down ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  // -- showing

  async refresh() {
    const turn = ++this.turn;
    this.root.ariaBusy = "true";
    this.patience ||= setTimeout(() => {
      this.root.dataset.slow = "";
      this.status.textContent = this.dialog.dataset.loading;
    }, PATIENCE);
    const { engine, state } = this;
    const text = state.q.trim();
    try {
      const answer = text ? await engine.search(text) : engine.all();
      if (turn !== this.turn) return;
      // Logs are full of quotation marks that mean nothing.
      const phrase = !answer.pasted && PHRASE.test(text);
      const { kept, counts } = engine.filter(answer.results, state.filters);
      const narrowed = Object.keys(state.filters).length > 0;
      // Who narrows a search wants to see what there is.
      const sure = answer.sure || narrowed;
      const found = engine.sorted(kept.filter((result) => result.number < engine.cases), sure ? state.sort : "");
      const cases = sure ? found : found.slice(0, engine.rules.nearest);
      const terms = kept.filter((result) => result.number >= engine.cases).slice(0, TERMS);
      const places = narrowed ? [] : answer.places.map((number) => ({ number }));
      const idle = isEmpty(state);
      this.showFacets(counts);
      this.showChips();
      this.hint.hidden = !idle;
      this.sort.value = state.sort;
      this.sorting.hidden = idle || !sure || cases.length < 2;
      const shown = idle ? [] : [...places, ...terms, ...cases.slice(0, this.shown)];
      const rows = await Promise.all(shown.map(async (result) => ({ ...result, ...(await engine.entry(result.number)) })));
      // Who asks for a phrase wants the pages that have it before what only resembles it.
      this.results[phrase ? "before" : "after"](this.pages);
      if (phrase && !this.pagesShown) {
        this.pagesShown = PHRASED;
        await this.searchPages();
      }
      if (turn !== this.turn) return;
      this.showNotes(answer);
      this.showResults(rows, cases.length, { ...answer, sure }, idle);
      this.status.textContent = idle ? "" : this.count(cases.length, terms.length, places.length, { ...answer, sure });
    } catch (error) {
      if (turn !== this.turn) return;
      this.notes.replaceChildren();
      this.hint.hidden = true;
      this.results.replaceChildren(this.button("again", this.dialog.dataset.again, "rex-more"));
      this.status.textContent = this.dialog.dataset.failed;
      console.warn(error);
    }
    clearTimeout(this.patience);
    this.patience = 0;
    delete this.root.dataset.slow;
    // What was typed meanwhile still waits for its answer.
    if (!this.timer) this.root.ariaBusy = "false";
  }

  /** After a failure. If the site has been built anew, only a page that is loaded anew can read its index. */
  async retry() {
    if (await this.engine.outdated().catch(() => false)) location.reload();
    else this.ask(this.state);
  }

  count(cases, terms, places, answer) {
    const { words } = this;
    if (!answer.sure && cases) return words.say(answer.pasted ? "unsure_log" : "unsure");
    if (!cases && !terms && places) return words.say("go_to");
    if (!cases && !terms) return words.say(answer.results.length ? "none_filtered" : "none");
    if (!terms) return words.say("n_cases", { n: cases });
    return words.say("and", { one: words.say("n_cases", { n: cases }), other: words.say("n_terms", { n: terms }) });
  }

  showFacets(counts) {
    const { engine, words, state } = this;
    const active = Object.values(state.filters).flat().length;
    this.summary.textContent = active ? words.say("filters_active", { n: active }) : words.say("filters");
    engine.facets.forEach((facet, f) => {
      const { boxes, list, more, chosen, group } = this.boxes[f];
      const picked = new Set(state.filters[facet.id] ?? []);
      chosen.textContent = picked.size ? ` ${words.number.format(picked.size)}` : "";
      if (picked.size) group.open = true;
      const order = boxes
        .map((one, place) => ({ ...one, place, n: counts[f][place], on: picked.has(facet.values[place][0]) }))
        .filter((one) => one.n || one.on);
      if (!ORDERED.has(facet.id)) order.sort((one, other) => other.n - one.n || one.place - other.place);
      const all = Boolean(more.dataset.all);
      const limit = facet.id === "pillar" || all ? order.length : VALUES;
      for (const one of boxes) one.row.hidden = true;
      // Nothing moves that somebody is at.
      if (!list.contains(document.activeElement) && order.some((one, rank) => list.children[rank] !== one.row)) list.prepend(...order.map((one) => one.row));
      order.forEach((one, rank) => {
        one.row.hidden = rank >= limit && !one.on;
        one.box.checked = one.on;
        one.count.textContent = words.number.format(one.n);
      });
      group.hidden = !order.length;
      more.hidden = order.length <= VALUES || facet.id === "pillar";
      more.textContent = all ? words.say("fewer_values") : words.say("more_values", { n: order.length });
    });
  }

  showChips() {
    const { engine, words, state } = this;
    const chips = engine.facets.flatMap((facet) =>
      (state.filters[facet.id] ?? []).map((id) => {
        const label = facet.values.find((value) => value[0] === id)?.[1] ?? id;
        const chip = make(
          "button",
          { type: "button", className: "rex-chip", "aria-label": words.say("remove", { facet: facet.label, value: label }) },
          make("span", {}, label),
          make("span", { "aria-hidden": "true" }, "×"),
        );
        Object.assign(chip.dataset, { remove: facet.id, value: id });
        return chip;
      }),
    );
    if (chips.length) chips.push(this.button("clear", words.say("clear"), "rex-clear"));
    this.chips.replaceChildren(...chips);
  }

  button(action, text, className = "", value = "1") {
    const button = make("button", { type: "button", className }, text);
    button.dataset[action] = value;
    return button;
  }

  showNotes(answer) {
    const { words } = this;
    const { terms = [], pasted } = answer;
    const notes = [];
    for (const name of answer.notSyntax ?? []) notes.push(words.say(`no_${name}`));
    if (pasted) notes.push(words.say("symptom"));
    else {
      for (const term of terms) {
        if (term.spellings.length && term.instead.length) answer.results.length && notes.push(words.say("guessed", { word: term.word, instead: term.instead.join(", ") }));
        else if (!term.exact.size && !term.loose.size) notes.push(words.say("unknown", { word: term.word.length > LONGEST_SHOWN ? `${term.word.slice(0, LONGEST_SHOWN)}…` : term.word }));
      }
    }
    this.notes.replaceChildren(...notes.slice(0, 3).map((text) => make("p", {}, text)));
  }

  showResults(rows, count, answer, idle) {
    const { words, engine } = this;
    const parts = [];
    const places = rows.filter((row) => answer.places.includes(row.number));
    const terms = rows.filter((row) => row.number >= engine.cases && !places.includes(row));
    const cases = rows.filter((row) => row.number < engine.cases);
    const group = (name, list) =>
      make(
        "section",
        { className: `rex-hits-${name}` },
        make("h2", { id: `rex-hits-${name}` }, words.say(name === "cases" && !answer.sure ? "nearest" : name)),
        make("ol", { "aria-labelledby": `rex-hits-${name}` }, ...list.map((row) => this.row(row, answer))),
      );
    if (places.length) parts.push(group("places", places));
    if (terms.length) parts.push(group("terms", terms));
    const mistakes = terms.filter(({ kind }) => kind === "mistake").map(({ url }) => url.split("/").at(-2));
    if (mistakes.length) {
      const address = new URL(`diagnose/?see=${mistakes.join(",")}`, this.base);
      parts.push(make("p", { className: "rex-from" }, make("a", { href: address.href }, words.say("diagnose"))));
    }
    if (cases.length) parts.push(group("cases", cases));
    if (count > cases.length && cases.length) parts.push(this.button("more", words.say("more"), "rex-more"));
    if (!idle && (!rows.length || !answer.sure)) parts.push(...this.helpless(answer));
    else if (this.state.q.trim() && !this.pagesShown) parts.push(this.button("pages", words.say("pages_button"), "rex-more"));
    this.results.replaceChildren(...parts);
  }

  row(row, answer) {
    const { words } = this;
    if (!row.text) return this.placeRow(row);
    const lines = answer.terms.length ? this.engine.passage(row.text, answer.terms) : [[row.text[0], false]];
    const text = make("p", { className: "rex-hit-text" }, ...lines.map(([piece, marked]) => (marked ? make("mark", {}, piece) : piece)));
    if (row.lang !== document.documentElement.lang) text.lang = row.lang;
    const facts = row.facts.filter(Boolean).join(" · ");
    const quoted = answer.signals.get(row.number) ? make("span", { className: "rex-badge rex-quoted" }, words.say("quoted")) : undefined;
    const wanted = row.kind === "wanted" ? make("span", { className: "rex-badge rex-wanted" }, words.say("wanted")) : undefined;
    return make(
      "li",
      { className: `rex-is-${row.kind}` },
      make("a", { className: "rex-hit", href: new URL(row.url, this.base).href, lang: row.lang }, row.title),
      make("p", { className: "rex-hit-facts" }, facts, quoted ? " " : "", quoted, wanted ? " " : "", wanted),
      text,
      ...(row.pairs ?? []).map(([mistake, fix, group, value, grade]) =>
        make(
          "p",
          { className: "rex-hit-pair" },
          words.say("pair", { fix, mistake }),
          " ",
          this.badge(group, value, "here"),
          " ",
          this.badge("grade", grade, "overall"),
        ),
      ),
      ...(row.best ?? []).map(([name, grade]) =>
        make("p", { className: "rex-hit-pair" }, words.say(row.kind === "mistake" ? "best_fix" : "best_mistake", { name }), " ", this.badge("grade", grade)),
      ),
    );
  }

  /** A page that is called as somebody asked. */
  placeRow(row) {
    return make(
      "li",
      { className: `rex-is-${row.kind}` },
      make("a", { className: "rex-hit", href: new URL(row.url, this.base).href }, row.title),
      make("p", { className: "rex-hit-facts" }, this.words.say(`place_${row.kind}`)),
    );
  }

  /** The badge that pages show; `scope` says whether it is about this case or all. */
  badge(group, value, scope) {
    const [badge, why] = this.engine.badges[group][value];
    const text = scope ? this.words.say(scope, { badge }) : badge;
    return make("span", { className: `rex-badge rex-${group}-${value}`, title: why }, text);
  }

  /** Nothing found: the nearest words, and where else to go. */
  helpless(answer) {
    const { words, engine, state } = this;
    const parts = [];
    const unsure = answer.terms.filter((term) => term.instead.length);
    if (unsure.length) {
      const offers = unsure.flatMap((term) =>
        term.instead.map((other) => this.button("ask", other, "rex-offer", this.replaced(term.word, other))),
      );
      parts.push(make("p", { className: "rex-meant" }, words.say("did_you_mean"), " ", ...offers.flatMap((offer) => [offer, " "])));
    }
    if (Object.keys(state.filters).length) parts.push(this.button("clear", words.say("clear"), "rex-more"));
    else if (state.q.trim() && !this.pagesShown) parts.push(this.button("pages", words.say("pages_button"), "rex-more"));
    const ways = engine.ways.map(([text, url]) => make("li", {}, make("a", { href: new URL(url, this.base).href }, text)));
    parts.push(make("h2", {}, words.say("none_next")), make("ul", { className: "rex-ways" }, ...ways));
    return parts;
  }

  /** The question with one of its words, as it was folded, replaced. */
  replaced(word, other) {
    const found = this.engine.locate(this.state.q, word);
    return found ? this.state.q.slice(0, found[0]) + other + this.state.q.slice(found[1]) : other;
  }

  // -- the full text of every page: Pagefind, fetched only when it is asked for

  async searchPages() {
    const { words, turn } = this;
    const text = this.state.q.trim().replace(/[«»“”]/g, '"').replace(/"\s*([^"]*?)\s*"/g, '"$1"');
    try {
      // Some browsers remember that a script did not come: another try needs another address.
      this.pagefind ??= import(new URL(`pagefind/pagefind.js${this.failures ? `?again=${this.failures}` : ""}`, this.base).href);
      const pagefind = await this.pagefind;
      const found = await pagefind.search(text);
      const pages = await Promise.all(found.results.slice(0, this.pagesShown).map((result) => result.data()));
      if (turn !== this.turn) return;
      const count = found.results.length;
      const more = count > pages.length ? this.button("pages", words.say("more_pages"), "rex-more") : "";
      this.results.querySelector("button[data-pages]")?.remove();
      this.pages.replaceChildren(
        make("h2", { id: "rex-pages" }, words.say("pages")),
        make("p", { role: "status" }, count ? words.say("pages_count", { n: count }) : words.say("pages_none")),
        make("ol", { "aria-labelledby": "rex-pages" }, ...pages.map((page) => this.page(page))),
        more,
      );
    } catch (error) {
      this.pagefind = undefined;
      this.failures = (this.failures ?? 0) + 1;
      this.pagesShown = 0;
      const { failed, again } = this.dialog.dataset;
      if (turn === this.turn) this.pages.replaceChildren(make("p", { role: "status" }, failed), this.button("pages", again, "rex-more"));
      console.warn(error);
    }
  }

  page(page) {
    // Pagefind marks hits in HTML; only its texts and marks are taken over.
    const excerpt = new DOMParser().parseFromString(page.excerpt, "text/html").body;
    const pieces = [...excerpt.childNodes].map((node) => (node.nodeName === "MARK" ? make("mark", {}, node.textContent) : node.textContent));
    return make(
      "li",
      {},
      make("a", { className: "rex-hit", href: page.url }, page.meta.title.replace(/\s*¶$/, "")),
      make("p", { className: "rex-hit-text" }, ...pieces),
    );
  }
}
