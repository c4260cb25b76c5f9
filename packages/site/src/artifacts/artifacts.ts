/**
 * The files of a target folder as they are read: by any version of dbt or by tsmodel. Nothing is taken for granted
 * but that they are JSON objects: what a file lacks is not shown.
 */

export type Json = { readonly [key: string]: unknown };

export interface Resource extends Json {
  readonly unique_id: string;
  readonly name: string;
  readonly resource_type: string;
  readonly package_name: string;
}

export interface Artifacts {
  readonly manifest: Json;
  readonly catalog?: Json;
  readonly runResults?: Json;
  readonly sources?: Json;
  /** Oldest first. */
  readonly history: readonly HistoryRun[];
}

/** A line of run_history.jsonl. */
export interface HistoryRun {
  readonly id: string;
  readonly command: string;
  /** ISO 8601, the start. */
  readonly at: string;
  /** Seconds. */
  readonly elapsed: number;
  /** Unique id, dbt's status, seconds, rows, failures, message. */
  readonly results: readonly (readonly [
    id: string,
    status: string,
    seconds: number,
    rows: number | null,
    failures: number | null,
    message: string | null,
  ])[];
}

/** Lines that are none of ours, as after a full disk, are passed over. */
export function parseHistory(text: string): HistoryRun[] {
  return text.split("\n").flatMap((line) => {
    try {
      const run = JSON.parse(line) as HistoryRun;
      return typeof run.id === "string" && typeof run.at === "string" && Array.isArray(run.results)
        ? [run]
        : [];
    } catch {
      return [];
    }
  });
}

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const textsOf = (value: unknown): string[] => listOf(value).filter((each) => typeof each === "string");
/** Numbers and booleans as text; everything else is "". */
export const textOf = (value: unknown): string =>
  typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : "";

/** The resources of one of the manifest's maps, by unique id. */
export function resourcesOf(manifest: Json, map: string): Resource[] {
  return Object.entries(objectOf(manifest[map])).flatMap(([id, value]) =>
    isObject(value)
      ? [
          {
            ...value,
            unique_id: id,
            name: textOf(value["name"]),
            resource_type: textOf(value["resource_type"]) || id.split(".")[0]!,
            package_name: textOf(value["package_name"]),
          },
        ]
      : [],
  );
}
