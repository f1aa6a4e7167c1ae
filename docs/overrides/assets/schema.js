// A JSON Schema (draft 2020-12), read in the browser: the keywords that our published schemas use, and no other.

// What says something to people or to another tool, and refuses nothing; `name` is put there by `resolved`.
const TOLD = new Set(["$schema", "$id", "$defs", "$comment", "title", "description", "default", "examples", "format", "name", "patternErrorMessage"]);

const KINDS = {
  array: Array.isArray,
  boolean: (value) => typeof value === "boolean",
  integer: (value) => Number.isInteger(value),
  null: (value) => value === null,
  number: (value) => typeof value === "number",
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  string: (value) => typeof value === "string",
};

/** Each keyword that one value alone can break: does this value obey it? */
const SIMPLE = {
  type: (kinds, value) => [kinds].flat().some((kind) => KINDS[kind](value)),
  enum: (values, value) => values.includes(value),
  minLength: (least, value) => typeof value !== "string" || [...value].length >= least,
  maxLength: (most, value) => typeof value !== "string" || [...value].length <= most,
  pattern: (pattern, value) => typeof value !== "string" || new RegExp(pattern, "u").test(value),
  minItems: (least, value) => !Array.isArray(value) || value.length >= least,
  minimum: (least, value) => typeof value !== "number" || value >= least,
  maximum: (most, value) => typeof value !== "number" || value <= most,
};

/** The part of a schema that `#/$defs/Name` names, with what stands beside the reference. */
export function resolved(root, schema) {
  if (!schema.$ref) return schema;
  const { $ref, ...beside } = schema;
  const part = $ref.replace(/^#\//, "").split("/").reduce((found, name) => found[name], root);
  return { ...resolved(root, part), ...beside, name: $ref.split("/").at(-1) };
}

/**
 * Everything in which a value breaks a schema: where, which keyword, and what that keyword asks for.
 * @returns {{path: (string | number)[], keyword: string, limit: any, value: any}[]}
 */
export function faults(root, schema, value, path = []) {
  const rule = resolved(root, schema);
  const found = [];
  const fault = (keyword, limit, place = path) => found.push({ path: place, keyword, limit, value });
  for (const [keyword, limit] of Object.entries(rule)) {
    if (TOLD.has(keyword)) continue;
    if (SIMPLE[keyword]) {
      if (!SIMPLE[keyword](limit, value)) fault(keyword, limit);
    } else if (keyword === "anyOf") {
      const ways = limit.map((one) => faults(root, one, value, path));
      // Of several ways to be wrong, that which had the right kind of value is the one that was meant.
      if (ways.every((way) => way.length)) found.push(...(ways.find((way) => !way.some((one) => one.keyword === "type" && one.path === path)) ?? ways[0]));
    } else if (keyword === "items") {
      if (Array.isArray(value)) value.forEach((item, index) => found.push(...faults(root, limit, item, [...path, index])));
    } else if (keyword === "properties") {
      if (KINDS.object(value)) for (const [key, part] of Object.entries(value)) if (Object.hasOwn(limit, key)) found.push(...faults(root, limit[key], part, [...path, key]));
    } else if (keyword === "required") {
      if (KINDS.object(value)) for (const key of limit) if (!Object.hasOwn(value, key)) fault("required", key, [...path, key]);
    } else if (keyword === "additionalProperties" && limit === false) {
      if (KINDS.object(value)) for (const key of Object.keys(value)) if (!Object.hasOwn(rule.properties ?? {}, key)) fault("additionalProperties", key, [...path, key]);
    } else {
      throw new TypeError(`the schema has a keyword that this page cannot check: ${keyword}`);
    }
  }
  return found;
}
