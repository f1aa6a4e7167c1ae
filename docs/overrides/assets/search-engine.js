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

  /** Words that were typed with a sign that is no slip, and the letters that have it. */
  deliberate(text) {
    const typed = text.normalize("NFC");
    return new Map(this.words(typed).map(([word, start, end]) => [word, typed.slice(start, end).toLowerCase().match(DELIBERATE) ?? []]));
  }

  spelling(word) {
    return this.spellings.get(word) || (word.endsWith("s") && this.spellings.get(word.slice(0, -1))) || word.replace(IZE, "is");
  }
}

// -- symptoms: the table of rex.search.text.log_lines, which arrives in the index ----------------------------------------------

/** What `rex.search.text.log_lines` does with a pasted log, from its own table of rules. */
export class Symptoms {
  constructor(table) {
    this.table = table;
    this.rules = table.rules.map((rule) => ({ pasted: rule.pasted, pattern: new RegExp(rule.pattern, table.flags) }));
    this.traces = new RegExp(table.traces);
  }

  /** The lines of a text without what varies between two machines. */
  normalise(text) {
    text = text.slice(0, this.table.longest);
    for (const rule of this.rules) text = text.replace(rule.pattern, " ");
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
    for (const line of new Set(this.normalise(text))) if (kept.length + line.length < length) kept += `${line}\n`;
    return kept.trim() || text.slice(0, length);
  }

  words(line) {
    return (line.match(/[\p{L}\p{N}]+/gu) ?? []).map(fold);
  }

  /** How much of a signal the best of some lines (sets of words) holds; 0 if too little to mean it. */
  share(signal, lines, weight) {
    const wanted = [...new Set(signal)];
    if (!wanted.length) return 0;
    const sum = (list) => list.reduce((total, word) => total + weight(word), 0);
    const whole = sum(wanted);
    let best = 0;
    for (const line of lines) {
      const there = wanted.filter((word) => line.has(word));
      if (there.length === wanted.length || wanted.length > this.table.short) best = Math.max(best, sum(there) / whole);
    }
    return best >= this.table.enough ? best : 0;
  }
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

/** Words of a list, most frequent first, that lie within so many slips of `word`: of those only the nearest, and how many slips. */
export function nearest(word, list, limit) {
  const found = [];
  for (const candidate of list) {
    const slips = distance(word, fold(candidate), limit);
    if (slips <= limit) found.push([slips, candidate]);
  }
  const least = Math.min(...found.map((one) => one[0]));
  return { slips: least, list: found.filter((one) => one[0] === least).map((one) => one[1]) };
}

// What may follow the part of a word that two forms of it share, in French and English.
const ENDINGS = new Set(
  `s es x e ee ees er ers ed d ing ings ly ally ment ments ement ements ation ations ion ions or ors ator ators able ables ible ibles ability
  eur eurs euse euses ateur ateurs atrice atrices if ifs ive ives ique iques ic ical ant ante ants antes ent ait ais aient era eront ons ez
  ir it is ie ies y al ale aux ales ite ites ity ness ance ances ence ences te tes ty r`.split(/\s+/),
).add("");
const STEM = 4;

/** How long a beginning two forms of one word share, roughly: only to compare a word that the base has not with those it has. 0 if none. */
export function kinship(one, other) {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  for (const least = Math.max(STEM, length - 3); length >= least; length--) {
    if (ENDINGS.has(one.slice(length)) && ENDINGS.has(other.slice(length))) return length;
  }
  return 0;
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

/** Several words taken as one. */
function merged(found) {
  const exact = new Map();
  for (const one of found) for (const [number, impact] of one.exact) exact.set(number, Math.max(exact.get(number) ?? 0, impact));
  return {
    ...found[0],
    exact,
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
  /** @type {string[]} */ shards;

  constructor(base, head) {
    Object.assign(this, head);
    this.base = new URL(`${head.folder}/`, base);
    this.shardOf = new Map(head.shards.map((prefix, number) => [prefix, number]));
    this.stop = new Set(head.stop.split(" "));
    this.asking = new Set(head.asking.split(" "));
    this.everyday = new Set(head.everyday.split(" "));
    this.reader = new Reader(head.spellings, head.pairs);
    this.symptoms = new Symptoms(head.symptoms);
    this.kept = new Map();
    // Which cases have a mistake, a fix or a pillar, by the number of that term among the entries.
    this.casesOf = new Map();
    for (const facet of head.facets.filter((one) => ["mistake", "fix", "pillar"].includes(one.id))) {
      const byPlace = facet.values.map(() => []);
      facet.entries.forEach((places, number) => number < head.cases && places.forEach((place) => byPlace[place].push(number)));
      facet.entries.forEach((places, number) => {
        if (number >= head.cases && head.kinds[number - head.cases] === facet.id) this.casesOf.set(number, byPlace[places[0]]);
      });
    }
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

  async shard(word) {
    for (let length = word.length; length; length--) {
      const number = this.shardOf.get(word.slice(0, length));
      if (number !== undefined) return this.get(`t/${number}.json`);
    }
    return [{}, [], {}];
  }

  /** Impacts of one word by entry, those of its neighbours, its stems, and every word with one of them; or `undefined`. */
  async known(word) {
    const shard = await this.shard(word);
    return Object.hasOwn(shard[0], word) ? this.gather(shard, [word]) : undefined;
  }

  gather([table, stems, neighbours], members) {
    const places = new Set(members.flatMap((word) => table[word]));
    const quoted = places.delete(-1);
    const exact = new Map();
    let frequency = 0;
    for (const place of places) {
      frequency = Math.max(frequency, stems[place][1]);
      unpack(stems[place].slice(2), exact);
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
    const prefixes = this.shards.filter((prefix) => prefix.startsWith(word)).slice(0, 3);
    const shards = await Promise.all(prefixes.length ? prefixes.map((prefix) => this.shard(prefix)) : [this.shard(word)]);
    const found = shards
      .map((shard) => [shard, Object.keys(shard[0]).filter((other) => other.startsWith(word))])
      .filter(([, members]) => members.length)
      .map(([shard, members]) => this.gather(shard, members));
    return found.length ? merged(found) : undefined;
  }

  /** The same word with another ending. */
  async otherwise(word) {
    if (word.length < 5) return undefined;
    const shard = await this.shard(word);
    const kin = Object.keys(shard[0]).map((other) => ({ other, length: kinship(word, other) }));
    const longest = Math.max(...kin.map(({ length }) => length));
    const same = longest > 0 ? kin.filter(({ length }) => length === longest).map(({ other }) => other) : [];
    return same.length ? this.gather(shard, same) : undefined;
  }

  /** Words of the base that this one may be a slip for. */
  async near(word, signs) {
    if (word.length < this.rules.shortest || !/^\p{L}+$/u.test(word)) return { slips: 0, list: [] };
    const limit = word.length >= this.rules.long ? 2 : 1;
    const letters = [...new Set(word.slice(0, 2))];
    const lists = await Promise.all(letters.map((letter) => (this.letters.includes(letter) ? this.get(`w/${this.letters.indexOf(letter)}.json`) : [])));
    // If the first letter is wrong, the first two have changed places.
    const turned = (lists[1] ?? []).filter((other) => fold(other)[1] === word[0]);
    // The shortest words have too many neighbours: there, only a letter was left out.
    const long = (other) => word.length > this.rules.shortest || other.length > word.length;
    const possible = [...lists[0], ...turned].filter((other) => long(other) && signs.every((letter) => other.includes(letter)));
    const { slips, list } = nearest(word, possible, limit);
    return { slips, list: list.slice(0, this.rules.guesses) };
  }

  rarity(frequency) {
    return Math.log1p((this.documents - frequency + 0.5) / (frequency + 0.5));
  }

  /** How one word is understood; `signs` are letters that were typed as they are meant. */
  async understand(word, { typing = false, pasted = false, signs = [] }) {
    const { rules } = this;
    const everyday = this.everyday.has(word) ? rules.everyday : 1;
    const none = { word, stems: [], instead: [], exact: new Map(), loose: new Map(), spellings: [], quoted: false, factor: 1, covers: 1 };
    const known = await this.known(word);
    if (known?.exact.size) return { ...none, ...known, weight: everyday * this.rarity(known.frequency) };
    const completed = typing && word.length > 1 ? await this.completed(word) : undefined;
    if (completed) return { ...none, ...completed, factor: rules.completed, weight: this.rarity(completed.frequency) };
    const { slips, list } = known?.loose.size || pasted ? { slips: 0, list: [] } : await this.near(word, signs);
    const guesses = (await Promise.all(list.map((guess) => this.known(fold(guess))))).filter((guess) => guess?.exact.size);
    if (guesses.length && slips < 2 && list.every((guess) => this.asking.has(fold(guess)))) return { ...none, weight: 0 };
    // One slip of the keyboard is likelier than another form, and that likelier than two slips.
    const other = known ?? (guesses.length && slips < 2 ? undefined : await this.otherwise(word));
    if (other?.exact.size) return { ...none, ...other, factor: rules.ending, weight: this.rarity(other.frequency) };
    if (other?.loose.size) return { ...none, ...other, weight: everyday * rules.understood * this.rarity(other.meant) };
    if (guesses.length) {
      const guess = { ...merged(guesses), loose: new Map(), stems: [], instead: list };
      return { ...none, ...guess, factor: rules.slip, covers: rules.slipCovers[slips < 2 && word.length > rules.short ? 0 : 1], weight: this.rarity(1) };
    }
    return { ...none, weight: everyday * this.rarity(0) * (pasted ? rules.unknownInPaste : rules.unknown) };
  }

  /** How a question is understood. */
  async plan(text) {
    const pasted = this.symptoms.isPasted(text);
    const normal = this.symptoms.normalise(text);
    const lines = normal.map((line) => new Set(this.symptoms.words(line)));
    const spoken = (source) => [...new Set(this.reader.words(source).map(([word]) => word))].filter((word) => !this.stop.has(word));
    let counted = spoken(pasted ? normal.join("\n") : text);
    // A single letter is what is left of a name with punctuation in it.
    const asked = counted.filter((word) => !this.asking.has(word) && (word.length > 1 || /\d/.test(word)));
    if (!pasted && asked.length) counted = asked;
    let extra = [];
    let signals;
    if (pasted) {
      signals = await this.signals();
      // What the rules dropped may still be a name that the base knows: a host, a product with a digit.
      extra = spoken(text.slice(0, 4000)).filter((word) => !counted.includes(word) && word.length > 2 && !/^\d+$/.test(word));
      const quoted = (word) => signals.frequency.has(word);
      counted = [...counted.filter(quoted), ...counted.filter((word) => !quoted(word))];
      extra = extra.slice(0, this.rules.mostWords / 2);
    }
    counted = counted.slice(0, this.rules.mostWords);
    const typing = !pasted && /[\p{L}\p{N}]$/u.test(text);
    const [compounds, signs] = [this.reader.compounds(text.slice(0, 4000)), pasted ? new Map() : this.reader.deliberate(text)];
    const understood = counted.map(async (word, place) => {
      const term = await this.understand(word, { typing: typing && place === counted.length - 1, pasted, signs: signs.get(word) });
      const parts = (compounds.get(word) ?? []).filter((part) => !this.stop.has(part));
      // A name that the base has only the parts of.
      const apart = parts.length && (term.instead.length || !(term.exact.size || term.loose.size));
      return apart ? Promise.all(parts.map((part) => this.understand(part, { pasted }))) : [term];
    });
    const terms = (await Promise.all(understood)).flat();
    const helpers = (await Promise.all(extra.map((word) => this.known(word)))).filter((known) => known?.exact.size);
    // In prose, one word is no symptom.
    if (!pasted && terms.filter((term) => term.quoted).length > 1) signals = await this.signals();
    return { terms, pasted, lines, signals, helpers: helpers.map((known) => ({ ...known, factor: 1, covers: 1, weight: this.rarity(known.frequency) })) };
  }

  /** Every signal with its words, and in how many documents each word is in one. */
  async signals() {
    const all = (await this.get("signals.json")).map(([number, text]) => [number, text.split(" ")]);
    const frequency = new Map();
    for (const word of new Set(all.flatMap(([, words]) => words))) {
      const there = new Set(all.filter(([, words]) => words.includes(word)).map(([number]) => number));
      // Each case is told in two languages.
      frequency.set(word, 2 * there.size);
    }
    return { all, frequency };
  }

  /** Entries that quote a symptom which the question shows, with what that is worth. */
  seen({ lines, pasted, signals }) {
    const found = new Map();
    if (!signals) return found;
    const there = new Set(lines.flatMap((line) => [...line]));
    const weight = (word) => this.rarity(there.has(word) ? signals.frequency.get(word) : 1);
    for (const [number, signal] of signals.all) {
      const wanted = new Set(signal);
      if (!signal.some((word) => there.has(word)) || (!pasted && wanted.size < 2 && there.size > 2)) continue;
      const held = this.symptoms.share(signal, lines, weight);
      const worth = held * [...wanted].reduce((sum, word) => sum + (there.has(word) ? weight(word) : 0), 0);
      if (worth > (found.get(number) ?? 0)) found.set(number, worth);
    }
    return found;
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

  /** Every entry that answers, best first, as `{number, score}`, and how the words were understood. As `rex.search.ranking` does it. */
  async search(text) {
    const { rules } = this;
    const plan = await this.plan(text);
    const all = [...plan.terms, ...plan.helpers];
    const whole = all.reduce((sum, term) => sum + term.weight, 0) || 1;
    const scores = new Map();
    const covered = new Map();
    const add = (number, score, coverage) => {
      scores.set(number, (scores.get(number) ?? 0) + score);
      covered.set(number, (covered.get(number) ?? 0) + coverage);
    };
    for (const term of all) {
      for (const number of new Set([...term.exact.keys(), ...term.loose.keys()])) {
        const exact = (term.factor * term.weight * (term.exact.get(number) ?? 0)) / rules.steps;
        const loose = (rules.neighbour * term.weight * (term.loose.get(number) ?? 0)) / rules.steps;
        const covers = term.weight * (term.exact.has(number) ? term.covers : rules.neighbourCovers);
        add(number, Math.max(exact, loose), covers);
      }
    }
    await this.named(plan.terms, add);
    const lent = this.lend(scores, covered, whole);
    const signals = this.seen(plan);
    // Chance covers less of a long question.
    const least = rules.least * Math.min(1, ((rules.longQuestion * this.rarity(1)) / whole) ** rules.longPower);
    const results = [];
    let answered = signals.size > 0;
    for (const number of new Set([...scores.keys(), ...signals.keys()])) {
      const part = (covered.get(number) ?? 0) / whole;
      const score = (scores.get(number) ?? 0) * part ** rules.coveragePower;
      if (number >= this.cases) {
        if (lent.has(number)) results.push({ number, score });
      } else if (signals.has(number)) {
        results.push({ number, score: rules.symptom + signals.get(number) + (scores.get(number) ?? 0) * part });
      } else if (part >= least) {
        answered ||= scores.get(number) >= rules.strength * whole || part >= rules.all;
        results.push({ number, score });
      }
    }
    if (!answered) results.length = 0;
    results.sort((a, b) => b.score - a.score || a.number - b.number);
    return { results, terms: plan.terms, pasted: plan.pasted, signals };
  }

  /** Cases that have a mistake or a fix which the question describes gain by it. Which terms those are. */
  lend(scores, covered, whole) {
    const { rules, casesOf } = this;
    const worth = (number) => (scores.get(number) * covered.get(number)) / whole;
    const terms = [...scores.keys()].filter((number) => casesOf.has(number)).sort((a, b) => worth(b) - worth(a) || a - b);
    const found = terms.slice(0, rules.mostTerms).map((number) => [number, worth(number), covered.get(number)]);
    const lent = new Set();
    for (const [number, value, coverage] of found) {
      if (value < rules.termShare * found[0][1] || coverage / whole < rules.termCoverage) continue;
      const weight = rules.term * (this.kinds[number - this.cases] === "pillar" ? rules.pillar : 1);
      for (const one of casesOf.get(number)) {
        scores.set(one, (scores.get(one) ?? 0) + weight * value);
        covered.set(one, Math.max(covered.get(one) ?? 0, rules.termCovers * coverage));
      }
      lent.add(number);
    }
    return lent;
  }

  /** Numbers of all cases, latest first: what a reader sees who only filters. */
  all() {
    return { results: Array.from({ length: this.cases }, (_, number) => ({ number, score: 0 })), terms: [], pasted: false, signals: new Map() };
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
