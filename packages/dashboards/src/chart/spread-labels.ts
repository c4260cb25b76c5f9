/** Vertical places for labels that want to stand where their lines end: none closer than `gap`, all within 0 to `height`. */
export function spreadLabels(wanted: readonly number[], gap: number, height: number): number[] {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  order.forEach((label, rank) => (label.y = Math.max(label.y, rank === 0 ? 0 : order[rank - 1]!.y + gap)));
  // What ran out at the bottom pushes back up.
  for (
    let rank = order.length - 1, limit = height;
    rank >= 0 && order[rank]!.y > limit;
    rank--, limit = order[rank + 1]!.y - gap
  )
    order[rank]!.y = limit;
  const places: number[] = [];
  for (const { y, index } of order) places[index] = y;
  return places;
}
