// Finds cases, mistakes and fixes in the index that rex.search.browser writes. Fetches only what a question needs.
// Knows nothing of the page: search.js shows what is found here. The rules of ranking are those of rex.search.ranking.

const PASSAGE = 240;

// -- words: the same analysis as rex.core.text and rex.search.text.tokens; a test holds the two together ----------------

const LIGATURES = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", þ: "th" };
const WORD =
  /(?<![\p{L}\p{N}])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)['’ʼ‘](?=[\p{L}\p{N}]{2})|([\p{L}\p{N}](?:[\p{L}\p{N}]|[\u0300-\u036f])*)(?:['’ʼ‘](?:s|t|d|m|ll|re|ve)(?![\p{L}\p{N}]))?/giu;

/** Lower case, ligatures undone, accents gone. */
export function fold(text) {
  return text
    .toLowerCase()
    .replace(/[œæßøłđþ]/g, (letter) => LIGATURES[letter])
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}

// Where `OOMKilled` and `HTTPServer` have their joints.
const JOINT = /(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;
const DELIBERATE = /[âêîôûëïüç]/g;
const IZE = /(?<=[a-z]{3})iz(?=(?:e|ed|es|er|ers|ing|ation|ations)$)/;

/** Words of a text, where spellings of one thing come out the same: `post-mortem` and `postmortem`, `k8s` and `kubernetes`. */
export class Reader {
  constructor(spellings, pairs) {
    this.spellings = new Map(Object.entries(spellings));
    this.pairs = new Set(pairs);
  }

  /** Folded words with their place: `[word, start, end]`. */
  words(text) {
    const found = [];
    for (const match of text.matchAll(WORD)) {
      const folded = fold(match[1] ?? "");
      if (!folded) continue;
      const start = match.index + match[0].indexOf(match[1]);
      const end = start + match[1].length;
      const held = found.at(-1);
      if (held && /^[ \-\u2010\u2011\u00a0]$/.test(text.slice(held[2], start))) {
        const pair = this.pairs.has(`${held[0]} ${folded}`);
        const plural = folded.endsWith("s") && this.pairs.has(`${held[0]} ${folded.slice(0, -1)}`);
        if (pair || plural) {
          const joined = held[0] + (pair ? folded : folded.slice(0, -1));
          found[found.length - 1] = [this.spelling(joined), held[1], end];
          continue;
        }
      }
      found.push([this.spelling(folded), start, end]);
    }
    return found;
  }

  /** Words that machines write in humps, with the words that they are made of: two with a capital each are rather the name of a product. */
  compounds(text) {
    const found = new Map();
    for (const match of text.matchAll(WORD)) {
      const parts = (match[1] ?? "").split(JOINT);
      if (parts.length < 3 && (parts.length < 2 || parts[0].length < 2 || parts[0] !== parts[0].toUpperCase())) continue;
      const words = this.words(parts.join(" ")).map(([word]) => word);
      found.set(this.spelling(fold(match[1])), [...new Set(words)].filter((word) => word.length > 2));
    }
    return found;
  }

  /** Words that were typed in capitals or with a digit: abbreviations and names, unless all of the text is in capitals. */
  capitals(text) {
    const typed = [...text.matchAll(WORD)].map((match) => match[1]).filter((word) => word && word.length > 1);
    const upper = (word) => word === word.toUpperCase() && word !== word.toLowerCase();
    if (typed.length > 2 && typed.every(upper)) return new Set();
    return new Set(typed.filter((word) => upper(word) || !/^\p{L}+$/u.test(word)).map((word) => this.spelling(fold(word))));
  }

  /** Words that were typed with a sign that is no slip, and the letters that have it. */
  deliberate(text) {
    const typed = text.normalize("NFC");
    return new Map(this.words(typed).map(([word, start, end]) => [word, typed.slice(start, end).toLowerCase().match(DELIBERATE) ?? []]));
  }

  spelling(word) {
    return this.spellings.get(word) || (word.endsWith("s") && this.spellings.get(word.slice(0, -1))) || word.replace(IZE, "is");
  }
}

// -- log lines: the table of rex.search.text.log_lines, which arrives in the index ----------------------------------------

const MOST_LINES = 200;
const NAMES_WITHIN = 4000;
// Signs that nobody sees and that part words: a soft hyphen, spaces without width.
const UNSEEN = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** What `rex.search.text.log_lines` does with a pasted log, from its own table of rules. */
export class LogLines {
  constructor(table) {
    this.table = table;
    this.rules = table.rules.map((rule) => ({ ...rule, pattern: new RegExp(rule.pattern, table.flags) }));
    this.traces = new RegExp(table.traces, "m");
  }

  /** The lines of a text without what varies between two machines. */
  normalise(text) {
    text = text.slice(0, this.table.longest);
    for (const rule of this.rules) text = text.replace(rule.pattern, rule.by);
    return text
      .split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/)
      .map((line) => line.split(/\s+/).filter(Boolean).join(" "))
      .filter((line) => /[\p{L}\p{N}]/u.test(line));
  }

  /** Whether a machine wrote this. */
  isPasted(text) {
    text = text.slice(0, this.table.longest);
    if (text.split("\n").filter((line) => line.trim()).length > 1) return true;
    return this.traces.test(text) || this.rules.some((rule) => rule.pasted && text.search(rule.pattern) >= 0);
  }

  /** A long log without what varies, what repeats, and what exceeds a length: as good to search for. */
  short(text, length) {
    let kept = "";
    const seen = new Set();
    for (const line of this.normalise(text)) {
      // Lines that differ in their numbers alone say the same.
      const said = line.replace(/[0-9]+/g, "");
      if (seen.has(said) || kept.length + line.length >= length) continue;
      seen.add(said);
      kept += `${line}\n`;
    }
    return kept.trim() || text.slice(0, length);
  }

  words(line) {
    return (line.match(/[\p{L}\p{N}]+/gu) ?? []).map(fold);
  }

  /** How much of the words of a long message the best of some lines (sets of words) holds; 0 if too little to mean it. */
  share(message, lines, weight) {
    const wanted = [...new Set(message)].sort();
    if (wanted.length < this.table.leastWords) return 0;
    const sum = (list) => list.reduce((total, word) => total + weight(word), 0);
    const whole = sum(wanted);
    const best = Math.max(0, ...lines.map((line) => sum(wanted.filter((word) => line.has(word)))));
    return whole && best >= this.table.enough * whole ? best / whole : 0;
  }
}

/** Whether the words of a phrase stand in a stream one after the other. */
function holds(stream, phrase) {
  for (let place = stream.indexOf(phrase[0]); place >= 0; place = stream.indexOf(phrase[0], place + 1)) {
    if (phrase.every((word, step) => stream[place + step] === word)) return true;
  }
  return false;
}

// -- spelling ----------------------------------------------------------------------------------------------------------

/** Letters to change, swap, add or drop between two words; more than `limit` is `limit + 1`. */
export function distance(one, other, limit) {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > limit) return limit + 1;
    [before, last] = [last, row];
  }
  return last[other.length];
}

/** Of words, most frequent first, the nearest within so many slips of `word`, and how many slips that is. */
export function nearest(word, list, limit) {
  const found = list.map((candidate) => [distance(word, fold(candidate), limit), candidate]).filter(([slips]) => slips <= limit);
  const least = Math.min(...found.map(([slips]) => slips));
  return { slips: found.length ? least : 0, list: found.filter(([slips]) => slips === least).map(([, candidate]) => candidate) };
}

// So many letters two forms of a word share at least.
const STEM = 4;

/** How long a beginning two forms of one word share, roughly: only for words that the base lacks. 0 if none. */
export function kinship(one, other, endings) {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  for (const least = Math.max(STEM, length - 3); length >= least; length--) {
    if (endings.has(one.slice(length)) && endings.has(other.slice(length))) return length;
  }
  return 0;
}

// What other programs understand and this one does not, by the name under which the interface says so.
const NOT_SYNTAX = {
  operator: /[\p{L}\p{N}] (?:AND|OR|NOT) [\p{L}\p{N}]/u,
  star: /[\p{L}\p{N}]\*/u,
  field: /(?:^|\s)(?:title|company|signals|stack|body|text|author):[\p{L}\p{N}]/iu,
};

/** What somebody may take for syntax and is none, by name. */
export function notSyntax(text) {
  return Object.keys(NOT_SYNTAX).filter((name) => NOT_SYNTAX[name].test(text));
}

// -- the index ---------------------------------------------------------------------------------------------------------

async function json(url, options) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.json();
}

/** Opens the index of one language; `base` is the address of its `search/` folder, `head` its `index.json` if it is already there. */
export async function open(base, head) {
  // The one file whose name stays: a reader's cache must ask whether it is still true.
  return new Engine(base, head ?? (await json(new URL("index.json", base), { cache: "no-cache" })));
}

/** Adds a posting (difference, impact, ...) to a map of impacts by entry; the higher impact stays. */
function unpack(posting, into) {
  let number = 0;
  for (let place = 0; place < posting.length; place += 2) {
    number += posting[place];
    into.set(number, Math.max(into.get(number) ?? 0, posting[place + 1]));
  }
  return into;
}

// So many ways of asking an entry may have, in all languages: one is the number of its entry times this, and its own.
const WAYS = 64;

/** Adds ways of asking (difference, way, ...) to a set. */
function unpackAsked(posting, into) {
  let number = 0;
  for (let place = 0; place < posting.length; place += 2) {
    number += posting[place];
    into.add(number * WAYS + posting[place + 1]);
  }
}

/** Sums of the same numbers in another order differ in their last digits; nothing may depend on that. */
function round(value) {
  return Number(value.toFixed(9));
}

/** Several words taken as one. */
function merged(found) {
  const exact = new Map();
  for (const one of found) for (const [number, impact] of one.exact) exact.set(number, Math.max(exact.get(number) ?? 0, impact));
  return {
    ...found[0],
    exact,
    asked: new Set(found.flatMap((one) => [...one.asked])),
    frequency: Math.max(...found.map((one) => one.frequency)),
    spellings: found.flatMap((one) => one.spellings),
  };
}

class Engine {
  // What rex.search.browser wrote into `index.json`.
  /** @type {number} */ cases;
  /** @type {number} */ documents;
  /** @type {any[]} */ facets;
  /** @type {string} */ folder;
  /** @type {string[]} */ kinds;
  /** @type {string[]} */ letters;
  /** @type {Record<string, number>} */ rules;
  /** @type {number[]} */ evidence;
  /** The messages of the base, once they were needed. @type {any[] | undefined} */ quoting;
  /** By word of a message, the entries that have it. @type {Map<string, Set<number>> | undefined} */ having;
  /** @type {string[]} */ shards;

  constructor(base, head) {
    Object.assign(this, head);
    this.base = new URL(`${head.folder}/`, base);
    this.stops = Object.entries(head.stop).map(([lang, words]) => ({ lang, words: new Set(words.split(" ")) }));
    this.stop = new Set(this.stops.flatMap(({ words }) => [...words]));
    const set = (words) => new Set(words.split(" "));
    this.asking = set(head.asking);
    this.everyday = set(head.everyday);
    this.technical = set(head.technical);
    this.endings = set(head.endings).add("");
    this.reader = new Reader(head.spellings, head.pairs);
    this.logs = new LogLines(head.symptoms);
    this.kept = new Map();
    // Which cases have a mistake, a fix, a pillar or a symptom, by the number of that term among the entries.
    this.casesOf = new Map();
    for (const facet of head.facets.filter((one) => ["mistake", "fix", "pillar"].includes(one.id))) {
      const byPlace = facet.values.map(() => []);
      facet.entries.forEach((places, number) => number < head.cases && places.forEach((place) => byPlace[place].push(number)));
      facet.entries.forEach((places, number) => {
        if (number >= head.cases && this.kind(number) === facet.id) this.casesOf.set(number, byPlace[places[0]]);
      });
    }
    head.kinds.forEach((kind, place) => {
      if (kind === "symptom") this.casesOf.set(head.cases + place, head.symptomCases[head.cases + place] ?? []);
    });
  }

  /** What an entry is: a case, or the kind of a term or a page. */
  kind(number) {
    return number < this.cases ? "case" : this.kinds[number - this.cases];
  }

  get(path) {
    if (!this.kept.has(path)) {
      const promise = json(new URL(path, this.base));
      promise.catch(() => this.kept.delete(path));
      this.kept.set(path, promise);
    }
    return this.kept.get(path);
  }

  /** What the row of an entry says. */
  entry(number) {
    return this.get(`d/${number}.json`);
  }

  /** The number of the shard in which a word would stand; -1 before all of them. */
  place(word) {
    let low = 0;
    let high = this.shards.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.shards[middle] <= word) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  async shard(word) {
    const number = this.place(word);
    return number < 0 ? [{}, [], {}, {}] : this.get(`t/${number}.json`);
  }

  /** The shards that have words with this beginning, the first `most` of them. */
  beginning(start, most = this.shards.length) {
    const first = this.place(start);
    let last = first + 1;
    while (last < this.shards.length && this.shards[last].startsWith(start)) last++;
    const numbers = Array.from({ length: last - first }, (_, step) => first + step).filter((number) => number >= 0);
    return Promise.all(numbers.slice(0, most).map((number) => this.get(`t/${number}.json`)));
  }

  /** Impacts of one word by entry, those of its neighbours, its stems, and every word with one of them; or `undefined`. */
  async known(word) {
    const shard = await this.shard(word);
    return Object.hasOwn(shard[0], word) ? this.gather(shard, [word]) : undefined;
  }

  gather([table, stems, neighbours, ways], members) {
    const places = new Set(members.flatMap((word) => table[word]));
    const quoted = places.delete(-1);
    const exact = new Map();
    const asked = new Set();
    let frequency = 0;
    for (const place of places) {
      frequency = Math.max(frequency, stems[place][1]);
      unpack(stems[place].slice(2), exact);
      unpackAsked(ways[place] ?? [], asked);
    }
    const loose = new Map();
    let meant = 0;
    for (const word of members.filter((one) => neighbours[one])) {
      const [most, ...posting] = neighbours[word];
      meant = Math.max(meant, most);
      unpack(posting, loose);
    }
    return {
      exact,
      asked,
      loose,
      meant,
      frequency,
      quoted,
      stems: (table[members[0]] ?? []).filter((place) => place >= 0).map((place) => stems[place][0]),
      spellings: exact.size ? Object.keys(table).filter((other) => table[other].some((place) => places.has(place))) : [],
    };
  }

  /** Everything that begins like this, while somebody is still typing. */
  async completed(word) {
    const found = (await this.beginning(word, 3))
      .map((shard) => [shard, Object.keys(shard[0]).filter((other) => other.startsWith(word))])
      .filter(([, members]) => members.length)
      .map(([shard, members]) => this.gather(shard, members));
    return found.length ? merged(found) : undefined;
  }

  /** The same word with another ending. */
  async otherwise(word) {
    if (word.length <= STEM) return undefined;
    const first = word.slice(0, STEM);
    const kin = [];
    for (const shard of await this.beginning(first)) {
      for (const [other, places] of Object.entries(shard[0])) {
        if (!other.startsWith(first) || !places.some((place) => place >= 0 && shard[1][place][1])) continue;
        const length = kinship(word, other, this.endings);
        if (length) kin.push({ length, other, shard });
      }
    }
    const longest = Math.max(...kin.map(({ length }) => length));
    const same = kin.filter(({ length }) => length === longest);
    return same.length ? merged(same.map(({ other, shard }) => this.gather(shard, [other]))) : undefined;
  }

  /** Words of the base that this one may be a slip for, in a language if it is known. */
  async near(word, lang, signs) {
    if (word.length < this.rules.shortest || word.length > this.rules.longest || !/^\p{L}+$/u.test(word)) return { slips: 0, list: [] };
    const limit = word.length >= this.rules.long ? 2 : 1;
    const letters = [...new Set(word.slice(0, 2))];
    const lists = await Promise.all(letters.map((letter) => (this.letters.includes(letter) ? this.get(`w/${this.letters.indexOf(letter)}.json`) : [])));
    const spoken = (list) => list.map((entry) => entry.split("|")).filter(([, only]) => !only || !lang || only === lang).map(([other]) => other);
    // If the first letter is wrong, the first two have changed places.
    const turned = spoken(lists[1] ?? []).filter((other) => fold(other)[1] === word[0]);
    // The shortest words have too many neighbours: there, only a letter was left out.
    const long = (other) => word.length > this.rules.shortest || other.length > word.length;
    const possible = [...spoken(lists[0]), ...turned].filter((other) => long(other) && signs.every((letter) => other.includes(letter)));
    const { slips, list } = nearest(word, possible, limit);
    return { slips, list: list.slice(0, this.rules.guesses) };
  }

  rarity(frequency) {
    return Math.log1p((this.documents - frequency + 0.5) / (frequency + 0.5));
  }

  /** How one word is understood; `signs` are letters that were typed as they are meant. */
  async understand(word, { typing = false, pasted = false, named = false, lang = "", signs = [] }) {
    const { rules } = this;
    const everyday = this.everyday.has(word) ? rules.everyday : 1;
    const none = { word, stems: [], instead: [], exact: new Map(), asked: new Set(), loose: new Map(), spellings: [], quoted: false, factor: 1 };
    const known = await this.known(word);
    if (known?.exact.size) return { ...none, ...known, weight: everyday * this.rarity(known.frequency) };
    const completed = typing && word.length > 1 ? await this.completed(word) : undefined;
    if (completed) return { ...none, ...completed, stems: [], factor: rules.completed, weight: this.rarity(completed.frequency) };
    if (known?.loose.size) return { ...none, ...known, stems: [], weight: everyday * this.rarity(known.meant) };
    // An abbreviation or the name of a tool is no slip for another word.
    const sure = pasted || named || this.technical.has(word);
    const { slips, list } = sure ? { slips: 0, list: [] } : await this.near(word, lang, signs);
    const guesses = (await Promise.all(list.map((guess) => this.known(fold(guess))))).filter((guess) => guess?.exact.size);
    if (guesses.length && slips < 2 && list.every((guess) => this.asking.has(fold(guess)))) return { ...none, weight: 0 };
    // One slip of the keyboard is likelier than another form, and that likelier than two slips.
    const other = guesses.length && slips < 2 ? undefined : await this.otherwise(word);
    if (other?.exact.size) return { ...none, ...other, loose: new Map(), stems: [], weight: this.rarity(other.frequency) };
    if (guesses.length) {
      const guess = { ...merged(guesses), loose: new Map(), stems: [], instead: list };
      return { ...none, ...guess, factor: rules.slip, weight: this.rarity(1) };
    }
    // A word that no text has says that the base may not know the subject; 3am and 20x say little.
    return { ...none, weight: (/^\p{Nd}/u.test(word) ? rules.everyday : everyday) * this.rarity(0) };
  }

  /** The language that the small words of a question show, or nothing. */
  language(words) {
    const counts = this.stops.map((own) => {
      const others = this.stops.filter((other) => other !== own);
      return { lang: own.lang, count: words.filter((word) => own.words.has(word) && others.every((other) => !other.words.has(word))).length };
    });
    const best = Math.max(...counts.map(({ count }) => count));
    const first = counts.filter(({ count }) => count === best);
    return first.length === 1 ? first[0].lang : "";
  }

  /** How a question is understood. `typing` completes its last word. */
  async plan(text, { typing = true } = {}) {
    const { rules, reader, logs } = this;
    text = text.replace(UNSEEN, "");
    const normal = logs.normalise(text);
    const lines = normal.slice(0, MOST_LINES).map((line) => logs.words(line));
    const spoken = (source) => [...new Set(reader.words(source).map(([word]) => word))].filter((word) => !this.stop.has(word));
    const left = logs.isPasted(text) ? spoken(normal.join("\n")).filter((word) => word.length > 1 && !/\p{Nd}/u.test(word)) : [];
    // A date on its own looks like a log, of which nothing would be left.
    const pasted = left.length > 0;
    const words = pasted ? left : spoken(text);
    let counted;
    let helpers = [];
    let asking = [];
    if (pasted) {
      counted = words;
      // What the rules dropped may still be a name that the base knows: a host, a product with a digit.
      const extra = spoken(text.slice(0, NAMES_WITHIN)).filter((word) => !counted.includes(word) && word.length > 2 && !/^\p{Nd}+$/u.test(word));
      helpers = extra.slice(0, Math.floor(rules.mostPasted / 2));
    } else {
      // A single letter is what is left of a name with punctuation in it.
      const asked = words.filter((word) => !this.asking.has(word) && (word.length > 1 || /\p{Nd}/u.test(word)));
      counted = asked.length ? asked : words;
      asking = words.filter((word) => this.asking.has(word) && !counted.includes(word)).slice(0, rules.mostWords);
      counted = counted.slice(0, rules.mostWords);
    }
    const { messages, symptoms } = await this.messages(counted, lines, pasted);
    const all = new Set(counted);
    if (pasted) {
      const quoted = (word) => messages.has(word);
      counted = [...counted.filter(quoted), ...counted.filter((word) => !quoted(word))].slice(0, rules.mostPasted);
    }
    helpers = [...new Set([...helpers, ...symptoms.shown.flatMap(([, , , called]) => called.split(" "))])].filter((word) => !all.has(word));
    const typed = reader.words(text).map(([word]) => word);
    const lang = pasted ? "" : this.language(typed);
    const last = !pasted && typing && /[\p{L}\p{N}]$/u.test(text);
    const [compounds, signs] = [reader.compounds(text.slice(0, NAMES_WITHIN)), pasted ? new Map() : reader.deliberate(text)];
    const capitals = pasted ? new Set() : reader.capitals(text);
    const understood = counted.map(async (word, place) => {
      const how = { typing: last && place === counted.length - 1, pasted, named: capitals.has(word), lang, signs: signs.get(word) };
      const term = await this.understand(word, how);
      const parts = (compounds.get(word) ?? []).filter((part) => !this.stop.has(part));
      // A name that the base has only the parts of.
      const apart = parts.length && (term.instead.length || !(term.exact.size || term.loose.size));
      return apart ? Promise.all(parts.map((part) => this.understand(part, { pasted, lang }))) : [term];
    });
    const terms = (await Promise.all(understood)).flat();
    const helping = async (list, factor) => {
      const known = await Promise.all(list.map((word) => this.known(word)));
      return known.filter((one) => one?.exact.size).map((one) => ({ ...one, loose: new Map(), factor, weight: this.rarity(one.frequency) }));
    };
    const help = [...(await helping(helpers, 1)), ...(await helping(asking, rules.asking))];
    return { terms, pasted, lang, symptoms, help, typed: pasted ? [] : typed.slice(0, rules.mostWords) };
  }

  /** Entries that quote a message which the question shows: as a phrase, or if there is none a long one in part. */
  async messages(counted, lines, pasted) {
    const { rules, logs } = this;
    const none = { messages: new Set(), symptoms: { quoted: new Map(), shown: [] } };
    if (!pasted) {
      // In prose, one word of a message among others is no message.
      const known = await Promise.all(counted.map((word) => this.shard(word).then((shard) => Object.hasOwn(shard[0], word) && shard[0][word].includes(-1))));
      if (known.filter(Boolean).length < Math.min(2, counted.length)) return none;
    }
    const table = await this.get("signals.json");
    this.quoting ??= table.messages.map(([number, text, phrase]) => ({ number, words: text.split(" "), phrase }));
    if (!this.having) {
      this.having = new Map();
      for (const { number, words } of this.quoting) {
        for (const word of words) this.having.set(word, (this.having.get(word) ?? new Set()).add(number));
      }
    }
    const there = new Set(lines.flat());
    const rarity = new Map([...there].filter((word) => this.having.has(word)).map((word) => [word, this.rarity(this.having.get(word).size)]));
    const candidates = new Map();
    for (const [word, weight] of rarity) for (const number of this.having.get(word)) candidates.set(number, (candidates.get(number) ?? 0) + weight);
    const order = [...candidates].sort((a, b) => round(b[1]) - round(a[1]) || a[0] - b[0]).slice(0, rules.mostQuoting);
    const chosen = new Set(order.map(([number]) => number));
    const code = (word, last) => !/^\p{Nd}+$/u.test(word) || word.length > 2 || (word.length > 1 && logs.table.codes.includes(last));
    const stream = lines.flat().filter((word, place, all) => /^\p{L}+$/u.test(word) || (rarity.has(word) && code(word, all[place - 1])));
    const sets = pasted ? lines.map((line) => new Set(line.filter((word) => rarity.has(word)))) : [];
    const [phrases, loose] = [new Map(), new Map()];
    const unseen = this.rarity(1);
    for (const { number, words, phrase } of this.quoting) {
      if (!chosen.has(number)) continue;
      const whole = phrase && words.every((word) => rarity.has(word)) && holds(stream, words);
      const held = whole ? 1 : logs.share(words, sets, (word) => rarity.get(word) ?? unseen);
      if (!held) continue;
      const worth = round(held * [...new Set(words)].sort().reduce((sum, word) => sum + (rarity.get(word) ?? 0), 0));
      const into = whole ? phrases : loose;
      if (worth > (into.get(number) ?? 0)) into.set(number, worth);
    }
    const quoted = phrases.size ? phrases : loose;
    const shown = [...quoted]
      .filter(([number]) => this.kind(number) === "symptom")
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, rules.mostSymptoms)
      .map(([number]) => [number, ...table.symptoms[number]]);
    return { messages: new Set(this.having.keys()), symptoms: { quoted, shown } };
  }

  /** Words that stand together in one way of asking for a case. */
  together(terms, add) {
    const found = new Map();
    for (const term of terms) {
      for (const way of term.asked) {
        const [worth, words] = found.get(way) ?? [0, 0];
        found.set(way, [worth + term.factor * term.weight, words + 1]);
      }
    }
    const best = new Map();
    for (const [way, [worth, words]] of found) {
      const number = Math.floor(way / WAYS);
      if (words > 1) best.set(number, Math.max(best.get(number) ?? 0, this.rules.together * worth));
    }
    for (const [number, value] of best) add(number, value);
  }

  /** Names of mistakes, fixes and pillars that stand in the question as a whole. */
  async named(terms, add) {
    if (!terms.some((term) => term.stems.length)) return;
    const names = await this.get("names.json");
    const wanted = new Set();
    for (const language of [0, 1]) {
      const stems = terms.map((term) => term.stems[Math.min(language, term.stems.length - 1)]);
      for (let start = 0; start < stems.length; start++) {
        for (let size = 1; size <= this.rules.longestName && start + size <= stems.length; size++) {
          const some = stems.slice(start, start + size);
          if (some.every(Boolean)) wanted.add(`=${[...new Set(some)].sort().join("+")}`);
        }
      }
    }
    const found = [...wanted].filter((name) => Object.hasOwn(names, name));
    // The cases that say a name stand apart: there are many of them, and a question has few names in it.
    const said = await Promise.all(found.map((name) => (names[name][1] < 0 ? {} : this.get(`n/${names[name][1]}.json`))));
    found.forEach((name, place) => {
      const [frequency, , ...posting] = names[name];
      const value = this.rules.name * name.split("+").length * this.rarity(frequency);
      for (const number of unpack(said[place][name] ?? [], unpack(posting, new Map())).keys()) add(number, value, 0);
    });
  }

  /** Cases gain by names that stand in the question as they are written; pages that are called so are returned, best first. */
  async written(typed, whole, scores, covered) {
    const { rules } = this;
    const meant = (words) => words.filter((word) => !this.stop.has(word)).length;
    const files = typed.length ? ["places.json", ...(typed.some((word) => /\p{Nd}/u.test(word)) ? ["exact.json"] : [])] : [];
    const names = Object.assign({}, ...(await Promise.all(files.map((file) => this.get(file)))));
    const stretches = new Set();
    for (let size = 1; size <= rules.longestName; size++) {
      for (let start = 0; start + size <= typed.length; start++) stretches.add(typed.slice(start, start + size).join(" "));
    }
    const pages = new Map();
    const all = meant(typed) || 1;
    let named = false;
    for (const some of stretches) {
      if (!Object.hasOwn(names, some)) continue;
      const [frequency, ...posting] = names[some];
      const size = meant(some.split(" "));
      // All of the question is a name: of a page, a day, a vulnerability.
      named ||= size === all;
      for (const number of unpack(posting, new Map()).keys()) {
        if (number >= this.cases) pages.set(number, Math.max(pages.get(number) ?? 0, size));
        else {
          scores.set(number, (scores.get(number) ?? 0) + rules.name * size * this.rarity(frequency));
          covered.set(number, Math.max(covered.get(number) ?? 0, (whole * size) / all));
        }
      }
    }
    const enough = [...pages].filter(([, size]) => size >= rules.placeShare * all).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    return { places: enough.slice(0, rules.mostPlaces).map(([number]) => number), named };
  }

  /**
   * Every entry that answers, best first, as `{number, score}`; pages that are called so; whether the answer is sure, and how the words
   * were understood. As `rex.search.ranking` does it.
   */
  async search(text, options) {
    const { rules } = this;
    const plan = await this.plan(text, options);
    const { quoted, shown } = plan.symptoms;
    const whole = plan.terms.reduce((sum, term) => sum + term.weight, 0) || 1;
    // A word that no text has does not keep a case from being listed, only the answer from being sure.
    const known = plan.terms.reduce((sum, term) => sum + (term.exact.size || term.loose.size ? term.weight : 0), 0) || 1;
    const scores = new Map();
    const covered = new Map();
    const add = (number, score, coverage) => {
      scores.set(number, (scores.get(number) ?? 0) + score);
      covered.set(number, (covered.get(number) ?? 0) + coverage);
    };
    const asked = new Set(plan.terms);
    for (const term of [...plan.terms, ...plan.help]) {
      for (const number of new Set([...term.exact.keys(), ...term.loose.keys()])) {
        const exact = (term.factor * term.weight * (term.exact.get(number) ?? 0)) / rules.steps;
        const loose = (rules.neighbour * term.weight * (term.loose.get(number) ?? 0)) / rules.steps;
        const covers = term.weight * (term.exact.has(number) ? 1 : rules.neighbourCovers);
        add(number, Math.max(exact, loose), asked.has(term) ? covers : 0);
      }
    }
    if (!plan.pasted) this.together(plan.terms, (number, score) => add(number, score, 0));
    await this.named(plan.terms, add);
    const { places, named } = await this.written(plan.typed, whole, scores, covered);
    const lent = this.lend(scores, covered, whole, plan.pasted);
    this.lendSymptoms(plan.symptoms, scores, lent);
    let results = [];
    for (const number of new Set([...scores.keys(), ...quoted.keys(), ...lent.keys()])) {
      const symptom = quoted.has(number) ? rules.symptom + quoted.get(number) : 0;
      if (number >= this.cases) {
        if (lent.has(number)) results.push({ number, score: round(symptom + lent.get(number)) });
      } else if (symptom || (covered.get(number) ?? 0) >= rules.least * known || (shown.length && scores.get(number) > 0)) {
        // A root of a root, since half of a question that is met well says much more than all of it in passing.
        const part = Math.sqrt(Math.sqrt((covered.get(number) ?? 0) / whole));
        results.push({ number, score: round(symptom + (scores.get(number) ?? 0) * part) });
      }
    }
    results.sort((a, b) => b.score - a.score || a.number - b.number);
    const best = results.find(({ number }) => number < this.cases)?.number;
    const worth = best === undefined ? 0 : ((covered.get(best) ?? 0) / whole) * ((scores.get(best) ?? 0) / whole);
    // Chance brings the words of a log together: only a message says what a paste is about.
    const sure = quoted.size > 0 || (!plan.pasted && worth >= rules.sure);
    // Who asks for something by its name means no mistake; and what is not sure is only the nearest case.
    if (named || !sure) results = results.filter(({ number }) => number < this.cases);
    return { results, places, sure, terms: plan.terms, pasted: plan.pasted, signals: quoted, notSyntax: plan.pasted ? [] : notSyntax(text) };
  }

  /** Cases that have a mistake or a fix which the question describes gain by it. Which terms those are, and what each scores. */
  lend(scores, covered, whole, pasted) {
    const { rules, casesOf } = this;
    const terms = [...scores.keys()].filter((number) => casesOf.has(number)).map((number) => [number, round((scores.get(number) * covered.get(number)) / whole)]);
    const order = terms.filter(([, value]) => value > 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const isSymptom = (one) => this.kind(one[0]) === "symptom";
    // Symptoms are many: they must come near the best of all terms, and leave their places to mistakes and fixes. In a paste only a
    // message makes one.
    const least = pasted || !order.length ? Infinity : rules.termShare * order[0][1];
    const symptoms = order.filter((one) => isSymptom(one) && one[1] >= least).slice(0, rules.mostSymptoms);
    const others = order.filter((one) => !isSymptom(one));
    const lent = new Map();
    for (const [number, value] of [...others.filter(([, one]) => one >= rules.termShare * others[0][1]), ...symptoms]) {
      const part = covered.get(number);
      for (const one of casesOf.get(number)) {
        scores.set(one, (scores.get(one) ?? 0) + rules.term * value);
        covered.set(one, Math.max(covered.get(one) ?? 0, part));
      }
      lent.set(number, value);
    }
    return lent;
  }

  /** Cases in which a symptom stood that the question shows, and those that have the mistakes it points to. */
  lendSymptoms({ quoted, shown }, scores, lent) {
    const { rules, casesOf } = this;
    const points = new Map();
    for (const [symptom, signs, possible] of shown) {
      const worth = quoted.get(symptom);
      lent.set(symptom, worth);
      for (const one of casesOf.get(symptom)) if (!quoted.has(one)) quoted.set(one, worth);
      // What it only may come from has a share of the share.
      for (const [mistakes, value] of [[signs, rules.term * worth], [possible, rules.term * rules.term * worth]]) {
        for (const mistake of mistakes) points.set(mistake, Math.max(points.get(mistake) ?? 0, value));
      }
    }
    for (const [mistake, value] of points) {
      for (const one of casesOf.get(mistake) ?? []) scores.set(one, (scores.get(one) ?? 0) + value);
      lent.set(mistake, Math.max(lent.get(mistake) ?? 0, value));
    }
  }

  /** Numbers of all cases, latest first: what a reader sees who only filters. */
  all() {
    const results = Array.from({ length: this.cases }, (_, number) => ({ number, score: 0 }));
    return { results, places: [], sure: true, terms: [], pasted: false, signals: new Map() };
  }

  /** Results as somebody wants them: by `year` the latest first, by `evidence` the best first, else as they answer. */
  sorted(results, sort) {
    if (sort === "year") return [...results].sort((a, b) => a.number - b.number);
    if (sort === "evidence") return [...results].sort((a, b) => this.evidence[a.number] - this.evidence[b.number] || b.score - a.score || a.number - b.number);
    return results;
  }

  /** Whether the site was built anew since: the files of this index may then be gone. */
  async outdated() {
    const head = await json(new URL("../index.json", this.base), { cache: "no-cache" });
    return head.folder !== this.folder;
  }

  /** The sentence of some lines that answers best. */
  passage(lines, terms) {
    return passage(this.reader, lines, terms);
  }

  /** Where a folded word stands in a text. */
  locate(text, word) {
    const found = this.reader.words(text).find((one) => one[0] === word);
    return found && [found[1], found[2]];
  }

  /**
   * What is left of some results under `filters` (`{facet: [ids]}`; values of one facet are alternatives), and for each facet how many
   * cases each of its values would give.
   */
  filter(results, filters) {
    const chosen = this.facets.map((facet) => {
      const ids = new Set(filters[facet.id] ?? []);
      return new Set(facet.values.map((value, place) => (ids.has(value[0]) ? place : -1)).filter((place) => place >= 0));
    });
    // A value that the base does not have, in an old address perhaps, leaves nothing.
    const active = this.facets.map((facet) => filters[facet.id]?.length > 0);
    const kept = [];
    const counts = this.facets.map((facet) => new Array(facet.values.length).fill(0));
    for (const result of results) {
      const failed = this.facets.reduce((list, facet, f) => {
        if (active[f] && !facet.entries[result.number].some((place) => chosen[f].has(place))) list.push(f);
        return list;
      }, []);
      if (!failed.length) kept.push(result);
      if (result.number >= this.cases || failed.length > 1) continue;
      // A value of a facet counts what one would see with it instead of this facet's other values.
      this.facets.forEach((facet, f) => {
        if (!failed.length || failed[0] === f) for (const place of facet.entries[result.number]) counts[f][place] += 1;
      });
    }
    return { kept, counts };
  }
}

// -- passages ----------------------------------------------------------------------------------------------------------

const END = /(?<=[.!?…])[\s»”")\]]*\s+(?=[A-ZÀ-ÖØ-ÞŒ0-9«“"(])|\n+/;

/** The sentence that answers best, as `[text, marked?]` pieces: as rex.search.snippets picks it. */
export function passage(reader, lines, terms) {
  const spelled = new Map();
  terms.forEach((term, number) => term.spellings.forEach((word) => spelled.set(word, number)));
  let best;
  for (const sentence of lines.flatMap((line) => line.split(END))) {
    const text = sentence.trim();
    const matched = reader.words(text).filter(([word]) => spelled.has(word));
    if (!matched.length) continue;
    const weight = [...new Set(matched.map(([word]) => spelled.get(word)))].reduce((sum, number) => sum + terms[number].weight, 0);
    if (!best || weight > best.weight) best = { weight, text, matched };
  }
  if (!best) return [[cut(lines[0] ?? "", 0)[0], false]];
  const [text, offset] = cut(best.text, best.text.length > PASSAGE ? Math.max(0, best.matched[0][1] - 40) : 0);
  const pieces = [];
  let place = 0;
  for (const [, start, end] of best.matched) {
    const [from, to] = [start + offset, end + offset];
    if (from < place || to > text.length) continue;
    if (from > place) pieces.push([text.slice(place, from), false]);
    pieces.push([text.slice(from, to), true]);
    place = to;
  }
  if (place < text.length) pieces.push([text.slice(place), false]);
  return pieces;
}

function cut(text, start) {
  if (text.length <= PASSAGE) return [text, 0];
  if (start) start = text.indexOf(" ", start) + 1 || start;
  let end = start + PASSAGE;
  if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), start + 1);
  else end = text.length;
  const before = start ? "…" : "";
  return [before + text.slice(start, end) + (end < text.length ? "…" : ""), before.length - start];
}
