/**
 * The "did you mean" of every error: the candidate a misspelt name most likely stands for. Distance is
 * Damerau–Levenshtein (optimal string alignment: swapped neighbours cost one); case and the separators `-`, `_`
 * and blank do not count, and a name that only lacks a prefix or suffix word ("orders" for "stg_orders") is near.
 */
export function findNearestName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = fold(name);
  let best: string | undefined;
  let bestScore = limitFor(wanted.length) + 0.001;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const score = scoreOf(wanted, fold(candidate), bestScore);
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

function scoreOf(wanted: string, candidate: string, limit: number): number {
  if (wanted === candidate) return 0;
  const affix = affixScore(wanted, candidate);
  const distance = editDistance(wanted, candidate, Math.floor(limit));
  return Math.min(affix, distance);
}

/** Whole words added or missing at one end: farther than one misspelt letter, nearer than two. */
function affixScore(wanted: string, candidate: string): number {
  const [short, long] = wanted.length < candidate.length ? [wanted, candidate] : [candidate, wanted];
  if (short.length < 3) return Infinity;
  const isAffix =
    long.startsWith(`${short}_`) ||
    long.endsWith(`_${short}`) ||
    long.startsWith(`${short}.`) ||
    long.endsWith(`.${short}`);
  return isAffix ? 1 + (1 - short.length / long.length) / 2 : Infinity;
}

/** Edits between two texts, Infinity once they are known to exceed `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return Infinity;
    beforeLast = last;
    last = row;
  }
  const distance = last[b.length]!;
  return distance > limit ? Infinity : distance;
}
