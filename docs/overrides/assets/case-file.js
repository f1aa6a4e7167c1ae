// A case as the text of its file: front matter, then the sections. Read back, it says exactly what was typed.

// What YAML reads as itself without quotes: ids and dates. A bare number or a word such as `no` would become something else.
const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const DATE = /^\d{4}-\d{2}(?:-\d{2})?$|^\d{4}(?:-\d{2}){0,2}\/\d{4}(?:-\d{2}){0,2}$/;
const WORDS = new Set(["null", "true", "false", "yes", "no", "on", "off", "y", "n"]);
// Directions and other signs that an editor would not show: the base has none.
const UNSEEN = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;

/** A text as a field of the base holds it: on one line, with ordinary spaces, and nothing that cannot be seen. */
export const plain = (text) => text.replace(UNSEEN, "").replace(/\s+/gu, " ").trim();

function scalar(value) {
  if (typeof value !== "string") return String(value);
  if ((ID.test(value) && !WORDS.has(value)) || DATE.test(value)) return value;
  return JSON.stringify(value);
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
// Short enough to stand on the line of its name: ids, and ids with a place in their source.
const isShort = (value) => (isObject(value) ? Object.keys(value).every((key) => ["id", "where"].includes(key)) : typeof value !== "string" || !value.includes(" "));

function flow(value) {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (isObject(value)) return `{${Object.entries(value).map(([key, one]) => `${key}: ${flow(one)}`).join(", ")}}`;
  return scalar(value);
}

/** A mapping as lines of YAML. */
export function yaml(values, indent = "") {
  return Object.entries(values).flatMap(([key, value]) => {
    if (isObject(value)) return [`${indent}${key}:`, ...yaml(value, `${indent}  `)];
    if (!Array.isArray(value)) return [`${indent}${key}: ${scalar(value)}`];
    if (value.every(isShort)) return [`${indent}${key}: ${flow(value)}`];
    return [`${indent}${key}:`, ...value.flatMap((item) => listed(item, `${indent}  `))];
  });
}

/** An entry of a list: its first line begins with the dash. */
export function listed(item, indent = "") {
  if (!isObject(item)) return [`${indent}- ${scalar(item)}`];
  const [first, ...rest] = yaml(item, `${indent}  `);
  return [`${indent}- ${first.trimStart()}`, ...rest];
}

/** The whole file. `sections` are pairs of heading and text. */
export function caseFile(front, sections) {
  const body = sections.map(([heading, text]) => `## ${heading}\n\n${text.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n").replace(UNSEEN, "").replace(/[^\S\n]/gu, " ").replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim()}\n`);
  return ["---", ...yaml(front), "---", "", body.join("\n")].join("\n");
}

/** The nearest id to a text: lower-case words joined by hyphens. */
export function slug(text) {
  const words = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, 80).replace(/-[^-]*$/, (end) => (words.join("-").length > 80 ? "" : end));
}
