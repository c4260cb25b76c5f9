/**
 * The "did you mean" of every error: the candidate a misspelt name most likely stands for. Distance is
 * Damerau–Levenshtein (optimal string alignment: swapped neighbours cost one); case and the separators `-`, `_`
 * and blank do not count, and a name that only lacks a prefix or suffix word ("orders" for "stg_orders") is near.
 */
export function findNearestName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = fold(name);
  const rows: Rows = [[], [], []];
  let best: string | undefined;
  let bestScore = limitFor(wanted.length) + 0.001;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const score = scoreOf(wanted, fold(candidate), bestScore, rows);
    if (score < bestScore || (score === bestScore && best !== undefined && candidate < best)) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

/** How many edits a name of this length may be away: none for one letter, a third of longer ones, at most four. */
function limitFor(length: number): number {
  return length < 2 ? 0 : Math.min(4, Math.max(1, Math.floor(length / 3)));
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[-\s]/g, "_");
}

function scoreOf(wanted: string, candidate: string, limit: number, rows: Rows): number {
  if (wanted === candidate) return 0;
  const affix = affixScore(wanted, candidate);
  const distance = editDistance(wanted, candidate, Math.floor(limit), rows);
  return Math.min(affix, distance);
}

/** Whole words added or missing at one end: farther than one misspelt letter, nearer than two. */
function affixScore(wanted: string, candidate: string): number {
  const [short, long] = wanted.length < candidate.length ? [wanted, candidate] : [candidate, wanted];
  const more = long.length - short.length;
  if (short.length < 3 || more === 0) return Infinity;
  const isAffix =
    (isSeparator(long.charCodeAt(short.length)) && long.startsWith(short)) ||
    (isSeparator(long.charCodeAt(more - 1)) && long.endsWith(short));
  return isAffix ? 1 + (1 - short.length / long.length) / 2 : Infinity;
}

/** "_" and ".", between words. */
function isSeparator(code: number): boolean {
  return code === 95 || code === 46;
}

/** Rows of the table of distances: the one before the last, the last, the new one. Used again for each pair. */
type Rows = [number[], number[], number[]];

/** Edits between two texts, Infinity once they are known to exceed `limit`: only cells so near the diagonal matter. */
function editDistance(a: string, b: string, limit: number, rows: Rows): number {
  if (Math.abs(a.length - b.length) > limit || missingLetters(a, b) > limit) return Infinity;
  let [beforeLast, last, row] = rows;
  for (let j = 0; j <= b.length; j++) last[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const [from, to] = [Math.max(1, i - limit), Math.min(b.length, i + limit)];
    row[from - 1] = from === 1 ? i : Infinity;
    if (to < b.length) row[to + 1] = Infinity;
    let least = row[from - 1]!;
    const code = a.charCodeAt(i - 1);
    for (let j = from; j <= to; j++) {
      const other = b.charCodeAt(j - 1);
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (code === other ? 0 : 1));
      if (i > 1 && j > 1 && code === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit) return Infinity;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  const distance = last[b.length]!;
  return distance > limit ? Infinity : distance;
}

/** Letters of one text that the other has nowhere: at least so many edits lie between them. */
function missingLetters(a: string, b: string): number {
  let missing = lettersOf(a) & ~lettersOf(b);
  let count = 0;
  for (; missing !== 0; missing &= missing - 1) count++;
  return count;
}

/** A bit for each letter; letters far apart share one. */
function lettersOf(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i++) letters |= 1 << (text.charCodeAt(i) & 31);
  return letters;
}
