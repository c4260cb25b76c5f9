/**
 * Cube and selection → groups. Parts that add up are added; a median or a count of distinct things is looked up
 * among what the database computed, which is one value or all values of each dimension, and is unknown elsewhere.
 */
import type { Cube } from "./cube.ts";
import { isAdditive, type PartKind } from "./measure.ts";

export interface Selection {
  /** First and last period start, both included; undefined is open. */
  readonly from?: string;
  readonly to?: string;
  /** Chosen values by dimension's column; absent is all of them. */
  readonly chosen: { readonly [column: string]: readonly (string | null)[] };
}

/** A number; null where there were no rows; "mixed" where it cannot be made from what is known. */
export type Amount = number | null | "mixed";

export interface Group {
  /** Index into cube.times; -1 when not grouped by time. */
  readonly time: number;
  /** Indexes into the values of the dimensions grouped by, in their order. */
  readonly keys: readonly number[];
  /** One for each part of the cube. */
  readonly parts: readonly Amount[];
}

export interface Grouping {
  readonly byTime: boolean;
  /** Columns of dimensions. */
  readonly by: readonly string[];
}

export function aggregate(cube: Cube, selection: Selection, grouping: Grouping): Group[] {
  const by = grouping.by.map((column) =>
    cube.dimensions.findIndex((dimension) => dimension.column === column),
  );
  const allowed = cube.dimensions.map((dimension) =>
    allowedKeys(
      dimension.values.map(({ value }) => value),
      selection.chosen[dimension.column],
    ),
  );
  const groups = new Map<string, MutableGroup>();
  for (let row = 0; row < cube.time.length; row++) {
    if (!isInside(cube, row, selection, allowed)) continue;
    const time = grouping.byTime ? cube.time[row]! : -1;
    const keys = by.map((dimension) => cube.keys[dimension]![row]!);
    const id = `${time}|${keys.join("|")}`;
    let group = groups.get(id);
    if (group === undefined)
      groups.set(id, (group = { time, keys, parts: cube.parts.map(() => null), rows: 0 }));
    group.rows++;
    cube.parts.forEach((kind, part) => {
      if (isAdditive(kind))
        group.parts[part] = combine(kind, group.parts[part] as number | null, cube.values[part]![row]!);
    });
  }
  if (cube.parts.some((kind) => !isAdditive(kind)))
    fillFixed(cube, [...groups.values()], by, allowed, grouping.byTime, selection);
  return [...groups.values()].sort((a, b) => a.time - b.time || compareKeys(a.keys, b.keys));
}

interface MutableGroup {
  readonly time: number;
  readonly keys: readonly number[];
  readonly parts: Amount[];
  rows: number;
}

/** Undefined when every value is meant. */
function allowedKeys(
  values: readonly (string | null)[],
  chosen: readonly (string | null)[] | undefined,
): ReadonlySet<number> | undefined {
  if (chosen === undefined || chosen.length === 0) return undefined;
  const keys = new Set(values.flatMap((value, index) => (chosen.includes(value) ? [index] : [])));
  return keys.size === values.length ? undefined : keys;
}

/** A row of the finest grain that the filters leave. */
function isInside(
  cube: Cube,
  row: number,
  selection: Selection,
  allowed: readonly (ReadonlySet<number> | undefined)[],
): boolean {
  if (!isInRange(cube, row, selection)) return false;
  return cube.keys.every(
    (keys, dimension) => keys[row]! >= 0 && (allowed[dimension]?.has(keys[row]!) ?? true),
  );
}

function isInRange(cube: Cube, row: number, { from, to }: Selection): boolean {
  if (cube.times.length === 0) return true;
  const time = cube.times[cube.time[row]!];
  return time !== undefined && (from === undefined || time >= from) && (to === undefined || time <= to);
}

function combine(kind: PartKind, before: number | null, value: number | null): number | null {
  if (before === null || value === null) return before ?? value;
  return kind === "min" ? Math.min(before, value) : kind === "max" ? Math.max(before, value) : before + value;
}

/** Parts that do not add up: taken from the row that stands for exactly the group, when there is one. */
function fillFixed(
  cube: Cube,
  groups: readonly MutableGroup[],
  by: readonly number[],
  allowed: readonly (ReadonlySet<number> | undefined)[],
  byTime: boolean,
  selection: Selection,
): void {
  const rows = new Map(
    cube.time.map((time, row) => [`${time}|${cube.keys.map((keys) => keys[row]).join("|")}`, row]),
  );
  const times =
    byTime || cube.times.length === 0
      ? undefined
      : new Set(cube.time.filter((_, row) => isInRange(cube, row, selection)));
  for (const group of groups) {
    const keys = cube.keys.map((_, dimension) => {
      const grouped = by.indexOf(dimension);
      if (grouped >= 0) return group.keys[grouped]!;
      const set = allowed[dimension];
      return set === undefined ? -1 : set.size === 1 ? [...set][0]! : undefined;
    });
    const time = times === undefined ? group.time : times.size === 1 ? [...times][0]! : undefined;
    const row =
      time === undefined || keys.includes(undefined) ? undefined : rows.get(`${time}|${keys.join("|")}`);
    cube.parts.forEach((kind, part) => {
      if (!isAdditive(kind)) group.parts[part] = row === undefined ? "mixed" : cube.values[part]![row]!;
    });
  }
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return a[index]! - b[index]!;
  return 0;
}

/** A measure's value in a group. */
export function evaluate(group: Group, { numerator, denominator, scale }: Evaluation): Amount {
  const above = group.parts[numerator]!;
  if (denominator === undefined) return typeof above === "number" ? above * scale : above;
  const below = group.parts[denominator]!;
  if (above === "mixed" || below === "mixed") return "mixed";
  return above === null || below === null || below === 0 ? null : (above * scale) / below;
}

/** A formula over a cube: indexes of parts. */
export interface Evaluation {
  readonly numerator: number;
  readonly denominator?: number;
  readonly scale: number;
}
