import { isObject, listOf, objectOf, textOf, type Artifacts, type Json, type Resource } from "../artifacts/artifacts.ts";
import { stateNumber } from "./collect-runs.ts";
import type { Freshness } from "./site-data.ts";

/** What the last `source freshness` measured; null where nothing is measured. */
export function collectFreshness(source: Resource, { sources }: Artifacts): Freshness | null {
  const rule = ruleText(objectOf(source["freshness"] ?? objectOf(source["config"])["freshness"]));
  const entry = objectOf(listOf(sources?.["results"]).find((each) => isObject(each) && each["unique_id"] === source.unique_id));
  const status = textOf(entry["status"]);
  if (rule === "" && status === "") return null;
  const age = entry["max_loaded_at_time_ago_in_s"];
  return {
    status,
    state: stateNumber(status),
    loadedAt: textOf(entry["max_loaded_at"]),
    checkedAt: textOf(entry["snapshotted_at"]),
    age: typeof age === "number" ? age : -1,
    rule,
    error: textOf(entry["error"]),
  };
}

function ruleText({ warn_after: warn, error_after: error }: Json): string {
  return [limitText("warn", objectOf(warn)), limitText("error", objectOf(error))].filter(Boolean).join(", ");
}

function limitText(name: string, { count, period }: Json): string {
  const [number, unit] = [textOf(count), textOf(period)];
  return number === "" || unit === "" ? "" : `${name} after ${number} ${unit}${number === "1" ? "" : "s"}`;
}
