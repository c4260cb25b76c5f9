/** `versions:` of a model entry. */
import { PyFloat } from "@tsmodel/jinja";
import { fail } from "../../errors/tsmodel-error.ts";
import { isLowerVersion } from "../../manifest/compare-versions.ts";
import { strOf } from "../python-text.ts";
import type { ColumnEntry } from "./columns.ts";
import type { Entry } from "./prepare-entry.ts";
import { listOf } from "./prepare-entry.ts";
import { placeOf } from "./properties-file.ts";
import type { MutableEntry } from "./render-entry.ts";

export interface Version {
  readonly v: string | number;
  readonly value: MutableEntry;
  readonly index: number;
}

/** @throws TsmodelError version-latest-unknown, version-duplicate, version-columns */
export function versionsOf(entry: Entry): Version[] {
  const versions = listOf(entry.value.versions).map((value, index) => ({
    v: versionValue(value.v),
    value,
    index,
  }));
  const seen = new Set<string>();
  for (const { v, value, index } of versions) {
    if (seen.has(String(v)))
      throw fail(
        "version-duplicate",
        { name: entry.name, version: v },
        { at: [placeOf(entry.raw, ["versions", index, "v"])] },
      );
    seen.add(String(v));
    if (listOf(value.columns).filter(isIncludeExclude).length > 1) {
      throw fail(
        "version-columns",
        { name: entry.name, text: "the columns of a version hold more than one include/exclude" },
        { at: [placeOf(entry.raw, ["versions", index, "columns"])] },
      );
    }
  }
  const latest = entry.value.latest_version;
  if (latest && !versions.some(({ v }) => v === versionValue(latest))) {
    throw fail(
      "version-latest-unknown",
      { name: entry.name, latest: strOf(latest), versions: versions.map(({ v }) => v) },
      { at: [placeOf(entry.raw, ["latest_version"])] },
    );
  }
  return versions;
}

/** 1.0 is a version of its own, "1.0", beside 1. */
function versionValue(value: unknown): string | number {
  return value instanceof PyFloat ? strOf(value) : (value as string | number);
}

/** `latest_version`, or the highest: as numbers when they are, else as texts. */
export function latestVersion(entry: Entry, versions: readonly Version[]): string | number {
  const given = entry.value.latest_version;
  if (given !== undefined && given !== null) return versionValue(given);
  return versions.map(({ v }) => v).reduce((latest, v) => (isLowerVersion(latest, v) ? v : latest));
}

/** e.g. "v2" */
export function formatVersion(v: string | number): string {
  return `v${v}`;
}

/** The model's columns that a version keeps, then its own. */
export function columnsOfVersion(entry: Entry, version: Version): MutableEntry[] {
  const own = listOf(version.value.columns);
  const choice = own.find(isIncludeExclude) ?? { include: "*" };
  const kept = listOf(entry.value.columns).filter((column) =>
    isIncluded((column as ColumnEntry).name, choice),
  );
  return [...kept, ...own.filter((column) => !isIncludeExclude(column))];
}

function isIncludeExclude(column: MutableEntry): boolean {
  return "include" in column;
}

function isIncluded(name: string, { include, exclude }: MutableEntry): boolean {
  const included = include === "*" || include === "all" || (Array.isArray(include) && include.includes(name));
  return included && !(Array.isArray(exclude) && exclude.includes(name));
}

/** A version's tests at the level of the model: its own list when it has one. */
export function testsOfVersion(
  entry: Entry,
  version: Version,
): { readonly tests: readonly unknown[]; readonly path: readonly (string | number)[] } {
  const own = version.value.data_tests;
  if (Array.isArray(own)) return { tests: own, path: ["versions", version.index] };
  return { tests: Array.isArray(entry.value.data_tests) ? entry.value.data_tests : [], path: [] };
}
