/** `time_spine:` of a model entry. */
import { fail } from "../../errors/tsmodel-error.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import type { Entry } from "./prepare-entry.ts";
import { listOf } from "./prepare-entry.ts";
import { placeOf } from "./properties-file.ts";
import type { MutableEntry } from "./render-entry.ts";
import { columnsOfVersion, type Version } from "./versions.ts";

interface Granularity {
  readonly name: string;
  readonly column_name: string | null;
}
export type TimeSpine = {
  readonly standard_granularity_column: string;
  readonly custom_granularities: Granularity[];
};

/** null without one. @throws TsmodelError time-spine-invalid */
export function buildTimeSpine(entry: Entry, versions: readonly Version[]): TimeSpine | null {
  const written = entry.value.time_spine as
    | { standard_granularity_column: string; custom_granularities?: { name: string; column_name?: string }[] }
    | null
    | undefined;
  if (!written) return null;
  const latest = versions.find(({ v }) => v === entry.value.latest_version);
  const columns = latest === undefined ? listOf(entry.value.columns) : columnsOfVersion(entry, latest);
  checkColumns(entry, written, columns);
  const granularities = (written.custom_granularities ?? []).map(({ name, column_name }) => ({
    name,
    column_name: column_name ?? null,
  }));
  return {
    standard_granularity_column: written.standard_granularity_column,
    custom_granularities: granularities,
  };
}

function checkColumns(
  entry: Entry,
  written: {
    standard_granularity_column: string;
    custom_granularities?: { name: string; column_name?: string }[];
  },
  columns: readonly MutableEntry[],
): void {
  const names = columns.map((column) => column.name as string);
  const invalid = (text: string, wanted?: string): Error =>
    fail(
      "time-spine-invalid",
      { model: entry.name, text, nearest: wanted === undefined ? undefined : findNearestName(wanted, names) },
      { at: [placeOf(entry.raw, ["time_spine"])] },
    );
  const standard = columns.find((column) => column.name === written.standard_granularity_column);
  if (standard === undefined) {
    throw invalid(
      `Time spine standard granularity column must be defined on the model. '${written.standard_granularity_column}' is none of the columns`,
      written.standard_granularity_column,
    );
  }
  if (!standard.granularity)
    throw invalid(
      `Time spine standard granularity column must have a granularity defined. There is none for column '${written.standard_granularity_column}'`,
    );
  for (const { name, column_name } of written.custom_granularities ?? []) {
    if (!names.includes(column_name ?? name))
      throw invalid(
        `Time spine custom granularity columns do not exist in the model. '${column_name ?? name}' is none of the columns`,
        column_name ?? name,
      );
  }
}
