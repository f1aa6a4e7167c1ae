// The base that a page carries as JSON, with its links made, and the small things that matrix and diagnosis share.

import { edgeOf } from "./grade.js";

/** The base of this page, or undefined where the page has none. Places in lists become the words that stand there. */
export function readBase() {
  const element = document.getElementById("rex-base");
  if (!element) return undefined;
  const data = JSON.parse(element.dataset.json);
  const wordsAt = (name, value) => {
    if (!data[name]) return value;
    return Array.isArray(value) ? value.map((place) => data[name][place]) : data[name][value];
  };
  const cases = data.cases.map((row) => Object.fromEntries(data.fields.map((name, index) => [name, name === "lang" ? row[index] : wordsAt(name, row[index])])));
  const edges = data.edges.map(([mistake, fix, place, way]) => {
    const [state, outcome, firstHand, measured, stopgap, promotional] = data.ways[way];
    return edgeOf({
      mistake: data.mistakes[mistake],
      fix: data.fixes[fix],
      case: cases[place],
      groups: cases[place].groups,
      state,
      outcome,
      firstHand: Boolean(firstHand),
      measured: Boolean(measured),
      stopgap: Boolean(stopgap),
      promotional: Boolean(promotional),
    });
  });
  const labels = Object.fromEntries(["mistakes", "fixes"].flatMap((name) => data[name].map((term, place) => [term, data.labels[name][place]])));
  return { ...data, cases, edges, labels };
}

/** A text without what does not matter to who looks for something: capitals, accents, the kind of apostrophe. */
export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("’", "'");

/** A speaker of the page's language: say("n_cases", {n: 3}). Numbers, and the forms for them, are those of the language. */
export function speaker({ lang, words }) {
  const rules = new Intl.PluralRules(lang);
  const number = new Intl.NumberFormat(lang);
  return (key, values = {}) => {
    let text = key.split(".").reduce((found, part) => found[part], words);
    if (typeof text === "object") text = (values.n === 0 && text.zero) || text[rules.select(values.n)] || text.other;
    return text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? number.format(values[name]) : values[name]));
  };
}

// Best first: an outcome, or how far a fix got where nobody told the outcome.
const STANDINGS = ["worked", "partly", "failed", "worsened", "applied", "already-in-place", "planned", "recommended", "not-delivered"];
const standing = (edge) => (edge.outcome === "unknown" ? edge.state : edge.outcome);

/** "worked in 2 cases, planned in 1" */
export function standings(edges, say) {
  const counts = new Map(STANDINGS.map((name) => [name, edges.filter((edge) => standing(edge) === name).length]));
  return [...counts].filter(([, n]) => n).map(([name, n]) => say(`standing.${name}`, { n })).join(", ");
}

export const byStanding = (edges) => [...edges].sort((one, other) => STANDINGS.indexOf(standing(one)) - STANDINGS.indexOf(standing(other)));

/** Does a case fit what was chosen? An empty choice fits everything. */
export function fits(known, { pillar = "", kind = "", sector = "", size = "" }) {
  return (
    (!pillar || known.pillars.includes(pillar)) &&
    (!kind || known.kind === kind) &&
    (!sector || known.sectors.includes(sector)) &&
    (!size || known.size === size)
  );
}

/**
 * An element with text or children; properties that HTML writes with a hyphen are passed by `set`.
 * @param {string} tag
 * @param {Record<string, any>} [properties]
 * @param {...(Node | string)} children
 * @returns {any}
 */
export function make(tag, { set = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(set)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Link to a case by its title, with its language marked where it is not that of the page. */
export function caseLink(base, known) {
  const link = make("a", { href: base.addresses.case.replace("{id}", known.id), textContent: known.title });
  if (known.lang !== base.lang) link.lang = known.lang;
  return link;
}

/** Values of these names in the address, where they are allowed: an address can say anything. */
export function choicesIn(address, form, names) {
  const asked = new URL(address).searchParams;
  return Object.fromEntries(
    names.map((name) => {
      const field = form.elements[name];
      const value = asked.get(name) ?? "";
      return [name, field && [...field.options].some((option) => option.value === value) ? value : ""];
    }),
  );
}

/** This page's address with other values; what is empty is left out. */
export function addressWith(values) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  // Lists of ids stay readable: a comma needs no escape in a query.
  address.search = address.search.replaceAll("%2C", ",").replaceAll("%7E", "~");
  return address.href;
}

/** Run `start(signal)` on each page; the signal ends with the page, whose listeners then go. */
export function onEachPage(start) {
  let ending = new AbortController();
  document$.subscribe(() => {
    ending.abort();
    ending = new AbortController();
    start(ending.signal);
  });
}

/** Run `start(element, base, signal)` on each page that has the base and such an element. */
export function onPages(selector, start) {
  onEachPage((signal) => {
    const element = document.querySelector(selector);
    const base = element && readBase();
    if (base) start(element, base, signal);
  });
}

/** The page that the theme shows, or has gone to fetch. */
let fetched = location.pathname;
location$.subscribe(({ pathname }) => (fetched = pathname));

/**
 * Read the address again when Back or Forward moves between states of this page. The theme is not told of it:
 * it would fetch the page anew at its first Back, and show it for a moment without what was chosen.
 */
export function onBack(read, signal) {
  const { pathname } = location;
  const back = (event) => {
    // The theme brings another page. It must hear of a Back while it does so: that page would come all the same, under this one's address.
    if (location.pathname !== pathname || fetched !== pathname) return;
    event.preventDefault();
    read();
  };
  document.addEventListener("rex-back", back, { signal });
}
