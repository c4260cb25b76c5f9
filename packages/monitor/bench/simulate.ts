/**
 * Made-up daily series with faults put in, for comparing detectors: 60 runs of 90 days to learn from and 60 test days for
 * each type of series. A test day gets a fault with probability 1/10, which stays in what later days learn from.
 * Everything comes from the seed of the run.
 */
import type { Point } from "../src/detect/series.ts";

export const RUNS = 60;
export const TEST_DAYS = 60;
const LEARNING_DAYS = 90;
const FAULT_SHARE = 0.1;

export const SERIES_TYPES = ["weekly+trend", "flat", "trend", "monthly spike", "sparse counts"] as const;
export type SeriesType = (typeof SERIES_TYPES)[number];

export interface SimulatedRun {
  readonly points: readonly Point[];
  /** Whether the day at this index was tampered with. */
  readonly isFault: readonly boolean[];
  /** Index of the first test day. */
  readonly testFrom: number;
}

const WEEK = [1.05, 1.1, 1.1, 1.05, 0.95, 0.5, 0.4];

export function simulate(type: SeriesType, run: number): SimulatedRun {
  const random = createRandom(1000 * SERIES_TYPES.indexOf(type) + run + 1);
  const start = Date.UTC(2025, 0, 1 + run);
  const days = LEARNING_DAYS + TEST_DAYS;
  const isFault: boolean[] = [];
  const points = Array.from({ length: days }, (_, day) => {
    const date = new Date(start + day * 86_400_000);
    const plain = draw(type, day, date, random);
    const tampered = day >= LEARNING_DAYS && random() < FAULT_SHARE;
    isFault.push(tampered);
    const value = tampered ? tamper(plain, Math.floor(random() * 3)) : plain;
    return { bucket: date.toISOString().slice(0, 10), value: Math.round(value) };
  });
  return { points, isFault, testFrom: LEARNING_DAYS };
}

/** A drop to 40 %, nothing at all, or two and a half times as much. */
function tamper(value: number, kind: number): number {
  return kind === 0 ? value * 0.4 : kind === 1 ? 0 : value * 2.5;
}

function draw(type: SeriesType, day: number, date: Date, random: () => number): number {
  const noise = Math.exp(0.05 * normal(random));
  switch (type) {
    case "weekly+trend":
      return 1000 * 1.003 ** day * WEEK[(date.getUTCDay() + 6) % 7]! * noise;
    case "flat":
      return 1000 * noise;
    case "trend":
      return 1000 * 1.01 ** day * noise;
    case "monthly spike":
      return 1000 * (date.getUTCDate() === 1 ? 3 : 1) * noise;
    case "sparse counts":
      return poisson(2, random);
  }
}

/** mulberry32: 32 bits of state, good enough for a simulation and the same everywhere. */
export function createRandom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Box and Muller's. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Knuth's, for small means. */
function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count++;
  }
  return count;
}
