/** `--sample`: the slice of time that inputs are cut to. "3 days" up to now, or '{start: 2024-01-01, end: 2024-01-03}'. */
import { fail, TsmodelError } from "../errors/tsmodel-error.ts";
import type { BatchSize } from "../run/microbatch.ts";
import { plainJson } from "../util/plain-json.ts";
import { toDate } from "../util/to-date.ts";
import { readYaml } from "./read-yaml.ts";
import { isYamlObject } from "./yaml-value.ts";

/** Half-open. */
export interface SampleWindow {
  readonly start: Date;
  readonly end: Date;
}

const GRAINS: readonly BatchSize[] = ["hour", "day", "month", "year"];
const EXPECTED =
  'a number and a grain (hours, days, months, years), e.g. "3 days", or a mapping of start and end';

/** @throws TsmodelError option-value */
export function readSampleWindow(text: string, now: Date): SampleWindow {
  return text.trimStart().startsWith("{") ? readFixedWindow(text) : readRelativeWindow(text, now);
}

function readFixedWindow(text: string): SampleWindow {
  const value = parse(text);
  const [start, end] = [instantOf(value["start"]), instantOf(value["end"])];
  if (start === undefined || end === undefined) throw invalid(text);
  return { start, end };
}

function parse(text: string): { readonly [key: string]: unknown } {
  try {
    const { value } = readYaml(text, "--sample");
    if (isYamlObject(value)) return plainJson(value) as { readonly [key: string]: unknown };
  } catch (error) {
    if (!(error instanceof TsmodelError)) throw error;
  }
  throw invalid(text);
}

/** Zones are put aside, as dbt does: the clock's face counts as UTC. */
function instantOf(value: unknown): Date | undefined {
  if (typeof value !== "string") return undefined;
  const at = toDate(value.replace(/(Z|[+-]\d\d:?\d\d)$/, ""));
  return Number.isNaN(at.getTime()) ? undefined : at;
}

function readRelativeWindow(text: string, now: Date): SampleWindow {
  const words = text.split(" ");
  const grain = GRAINS.find((candidate) => candidate === words[1]?.toLowerCase().replace(/s+$/, ""));
  if (words.length !== 2 || !/^[+-]?\d+$/.test(words[0]!) || grain === undefined) throw invalid(text);
  return { start: moveBack(now, Number(words[0]), grain), end: now };
}

/** Months keep the day where they have it: one month before March 31 is the last of February. */
function moveBack(at: Date, count: number, grain: BatchSize): Date {
  const moved = new Date(at);
  if (grain === "hour") moved.setUTCHours(at.getUTCHours() - count);
  else if (grain === "day") moved.setUTCDate(at.getUTCDate() - count);
  else {
    moved.setUTCDate(1);
    moved.setUTCMonth(at.getUTCMonth() - count * (grain === "year" ? 12 : 1));
    const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
    moved.setUTCDate(Math.min(at.getUTCDate(), lastDay));
  }
  return moved;
}

const invalid = (text: string): TsmodelError =>
  fail("option-value", { option: "--sample", value: text, expected: EXPECTED });
