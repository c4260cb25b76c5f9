import type { LogNormal, Range } from "./config.ts";

/** Draws are multiples of this: 2 ** -32. */
const PER_DRAW = 1 / 0x1_0000_0000;

/**
 * A seeded stream of draws: two streams opened with the same keys give the same numbers on every machine. The
 * generator is sfc32 (Chris Doty-Humphrey, PractRand), its state filled by the finalizer of MurmurHash3.
 */
export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 1;

  /** Keys say whose stream it is: seed, account number, purpose, ... */
  constructor(...keys: readonly number[]) {
    let state = 0x9e3779b9 | 0;
    for (const key of keys) {
      state = scramble(state ^ (key | 0));
      state = scramble(state ^ Math.floor(key / 0x1_0000_0000));
    }
    this.a = scramble(state + 1);
    this.b = scramble(this.a + 2);
    this.c = scramble(this.b + 3);
    for (let round = 0; round < 12; round++) this.next();
  }

  /** 0 <= x < 1. Fields are read once: this is the innermost loop of the whole program. */
  next(): number {
    const { a, b, c, counter } = this;
    const sum = (((a + b) | 0) + counter) | 0;
    this.counter = (counter + 1) | 0;
    this.a = b ^ (b >>> 9);
    this.b = (c + (c << 3)) | 0;
    this.c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) * PER_DRAW;
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** 0 <= n < count */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** Both ends included. */
  integer({ min, max }: Range): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /**
   * Draws once for each of the shares from a position on, until a draw is below factor * share (but below `most` at
   * the most), and returns that position; the number of shares when no draw is. The state stays in registers.
   */
  nextHit(shares: Float64Array, from: number, factor: number, most: number): number {
    let { a, b, c, counter } = this;
    let at = from;
    for (; at < shares.length; at++) {
      const sum = (((a + b) | 0) + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + sum) | 0;
      const draw = (sum >>> 0) * PER_DRAW;
      if (draw < factor * shares[at]! && draw < most) break;
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.counter = counter;
    return at;
  }

  /** An index, drawn by cumulative weights whose last entry is the total. */
  index(cumulative: Float64Array): number {
    const last = cumulative.length - 1;
    const point = this.next() * cumulative[last]!;
    let at = 0;
    while (at < last && point >= cumulative[at]!) at++;
    return at;
  }

  logNormal({ median, sigma }: LogNormal): number {
    return median * Math.exp(sigma * this.normal());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** Nearly normal: four uniform draws have this shape, a third the cost, and no far tails (at most 3.5 sigma). */
  private normal(): number {
    return (this.next() + this.next() + this.next() + this.next() - 2) * 1.7320508075688772;
  }
}

/** Running totals of weights, as `Random.index` wants them. */
export function accumulate(weights: ArrayLike<number>): Float64Array {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  for (let at = 0; at < weights.length; at++) {
    total += weights[at]!;
    cumulative[at] = total;
  }
  return cumulative;
}

function scramble(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
