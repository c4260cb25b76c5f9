/**
 * Search over names, columns, tags and descriptions. Every word has to be found somewhere; where it is found decides
 * the order: names before columns before tags before descriptions, whole before beginning before middle. When that gives
 * little, names that are nearly so (letters in order, or one or two typed wrong) are added.
 */

export interface SearchEntry {
  readonly name: string;
  /** Orders what is equally good: models before macros. */
  readonly weight: number;
  readonly description: string;
  /** Names with newlines between. */
  readonly columns: string;
  readonly tags: string;
}

export interface Hit {
  readonly node: number;
  readonly score: number;
  /** The column, tag or description that answered, where the name did not. */
  readonly where: { readonly what: "column" | "tag" | "description"; readonly text: string } | null;
}

/** Lower case texts, made once. */
export interface SearchTable {
  readonly entries: readonly SearchEntry[];
  readonly names: readonly string[];
  readonly columns: readonly string[];
  readonly tags: readonly string[];
  readonly descriptions: readonly string[];
}

export function buildSearchTable(entries: readonly SearchEntry[]): SearchTable {
  return {
    entries,
    names: entries.map(({ name }) => name.toLowerCase()),
    columns: entries.map(({ columns }) => columns.toLowerCase()),
    tags: entries.map(({ tags }) => tags.toLowerCase()),
    descriptions: entries.map(({ description }) => description.toLowerCase()),
  };
}

const FEW = 8;

/** Best first. */
export function searchNodes(query: string, table: SearchTable): Hit[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const hits: Hit[] = [];
  const found = new Set<number>();
  for (let node = 0; node < table.names.length; node++) {
    const hit = scoreNode(words, node, table);
    if (hit === undefined) continue;
    hits.push(hit);
    found.add(node);
  }
  if (hits.length < FEW) {
    for (let node = 0; node < table.names.length; node++) {
      if (found.has(node)) continue;
      let sum = 0;
      const near = words.every((word) => {
        const score = nearScore(word, table.names[node]!);
        sum += score;
        return score > 0;
      });
      if (near) hits.push({ node, score: sum / words.length + table.entries[node]!.weight, where: null });
    }
  }
  return hits.sort((a, b) => b.score - a.score || a.node - b.node);
}

function scoreNode(words: readonly string[], node: number, table: SearchTable): Hit | undefined {
  let score = table.entries[node]!.weight;
  let where: Hit["where"] = null;
  for (const word of words) {
    const name = nameScore(word, table.names[node]!);
    if (name > 0) {
      score += name;
      continue;
    }
    const column = lineWith(table.columns[node]!, table.entries[node]!.columns, word);
    if (column !== undefined) {
      score += column.whole ? 45 : 35;
      where ??= { what: "column", text: column.text };
      continue;
    }
    const tag = lineWith(table.tags[node]!, table.entries[node]!.tags, word);
    if (tag !== undefined) {
      score += tag.whole ? 40 : 25;
      where ??= { what: "tag", text: tag.text };
      continue;
    }
    const at = table.descriptions[node]!.indexOf(word);
    if (at < 0) return undefined;
    score += 15;
    where ??= { what: "description", text: around(table.entries[node]!.description, at) };
  }
  return { node, score, where };
}

function nameScore(word: string, name: string): number {
  const at = name.indexOf(word);
  if (at < 0) return 0;
  if (name.length === word.length) return 120;
  const short = 10 * (word.length / name.length);
  if (at === 0) return 90 + short;
  return (/[^\p{L}\p{N}]/u.test(name[at - 1]!) ? 75 : 55) + short;
}

function lineWith(lower: string, text: string, word: string): { text: string; whole: boolean } | undefined {
  const at = lower.indexOf(word);
  if (at < 0) return undefined;
  const start = lower.lastIndexOf("\n", at) + 1;
  const end = lower.indexOf("\n", at) < 0 ? lower.length : lower.indexOf("\n", at);
  // Lower case can be longer than the text in rare scripts: then the whole line is not to be had by position.
  return {
    text: lower.length === text.length ? text.slice(start, end) : lower.slice(start, end),
    whole: end - start === word.length,
  };
}

const around = (text: string, at: number): string => {
  const start = at < 60 ? 0 : text.indexOf(" ", at - 50) + 1;
  return `${start > 0 ? "…" : ""}${text.slice(start, start + 160)}${start + 160 < text.length ? "…" : ""}`;
};

/** Above 0 when the letters come in order and close together, or when a part of the name is nearly the word. */
function nearScore(word: string, name: string): number {
  if (word.length < 3) return 0;
  const span = spanOf(word, name);
  if (span > 0 && span <= word.length * 3 + 2) return 30 * (word.length / span);
  const allowed = word.length < 5 ? 1 : 2;
  for (const part of [name, ...name.split(/[^\p{L}\p{N}]+/u)])
    if (Math.abs(part.length - word.length) <= allowed && distance(word, part, allowed) <= allowed) return 20;
  return 0;
}

/** Length of the stretch of `name` that has the letters of `word` in order; 0 when there is none. */
function spanOf(word: string, name: string): number {
  const first = name.indexOf(word[0]!);
  if (first < 0) return 0;
  let at = first;
  for (const letter of word.slice(1)) {
    at = name.indexOf(letter, at + 1);
    if (at < 0) return 0;
  }
  return at - first + 1;
}

/** Edits between two words, swapped neighbours counting as one; gives up beyond `most`. */
function distance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
