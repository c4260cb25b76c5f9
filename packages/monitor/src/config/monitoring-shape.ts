/** The language of monitoring files: every key, once. */
import { periods, shapes, toJsonSchema, type JsonSchema } from "@tsmodel/dashboards";
import { CHECK_KINDS } from "./monitoring-spec.ts";

const { constant, either, field, list, map, number, object, required, text } = shapes;

const severity = text({ choices: ["error", "warn", "none"] });
const severities = object(
  "severities",
  Object.fromEntries(CHECK_KINDS.map((kind) => [kind, field(severity, `What findings of ${kind} are`)])),
);
const date = text({ pattern: /^\d{4}-\d{2}-\d{2}$/, example: "2026-03-31" });
/** "90 minutes", "36 h", "8 days", "2 weeks". */
const duration = text({
  pattern: /^\d+(\.\d+)? ?(m|min|minutes?|h|hours?|d|days?|w|weeks?)$/,
  example: "36 hours",
});
const percent = number({ minimum: 0 });

const series: shapes.ObjectShape["keys"] = {
  wait: field(
    number({ minimum: 0, maximum: 60, whole: true }),
    "Complete periods that are not judged yet, because rows still arrive",
  ),
  since: field(date, "Periods before it are not learned from: a new level has begun"),
  min_change: field(percent, "Least change in percent that counts; 25 where absent"),
  season: field(
    text({ choices: ["weekly", "day-of-month", "none"] }),
    "What periods are compared with: weekday or hour of the week, day of the month, all",
  ),
  look_at: field(text(), "What to look at when it moves; printed as it stands"),
};

const limit: shapes.ObjectShape["keys"] = {
  min: field(number(), "Below it is a finding"),
  max: field(number(), "Above it is a finding"),
};

const names = either(text({ choices: ["all", "none"] }), list(text()));

const table = object("a table", {
  time: field(text(), "Column of dates, or SQL of one; found by itself where absent"),
  grain: field(text({ choices: ["hour", ...periods.GRAINS] }), "Length of a period"),
  freshness: field(
    object("freshness", {
      warn_after: field(duration, "Age of the newest row from which on it is a warning"),
      error_after: field(duration, "Age of the newest row from which on it is an error"),
    }),
    "How old the newest row may be",
  ),
  columns: field(names, "Columns whose nulls, distinct values, minimum, maximum and mean are watched"),
  mix: field(names, "Columns whose shares of values are watched"),
  limits: field(
    map("limits", object("a limit", limit)),
    "Fixed limits by metric: row_count, or column.null_share, distinct_count, min, max, mean",
  ),
  severity: field(either(severity, severities), "What findings of this table are"),
  ...series,
});

const measure = object("a measure", {
  ...limit,
  severity: field(severity, "What findings of this measure are"),
  by: field(list(text()), "Dimensions of its query: each of their values is judged by itself too"),
  ...series,
});

const channel = (signed: boolean): shapes.ObjectShape =>
  object("a channel", {
    url: field(text({ pattern: /^https?:\/\//, example: "https://example.com/hook" }), "Where to send to"),
    url_env: field(text(), "Environment variable with the address, for addresses that are secret"),
    ...(signed
      ? { secret_env: field(text(), "Environment variable with the secret that messages are signed with") }
      : {}),
    least: field(text({ choices: ["warn", "error"] }), "The least severity that is sent; warn where absent"),
  });

export const monitoringShape: shapes.ObjectShape = object("a monitoring file", {
  version: required(constant(1), "1"),
  as_of: field(text({ example: "current_date" }), "SQL expression of the date that counts as today"),
  min_change: field(percent, "Least change in percent that counts, for all; 25 where absent"),
  severity: field(severities, "What findings are, for all"),
  models: field(map("models", table), "Models, seeds and snapshots by name; * stands for anything"),
  sources: field(map("sources", table), "Sources as source.table; * stands for anything"),
  measures: field(map("measures", measure), "Measures as dashboard.query.measure; * stands for anything"),
  mute: field(
    list(
      object("a mute", {
        match: required(text({ example: "mart_orders.*" }), "Name of checks; * stands for anything"),
        until: required(date, "First day on which it does not hold any more"),
        reason: required(text(), "Why"),
      }),
    ),
    "Findings that count for nothing for a while",
  ),
  acknowledge: field(
    list(
      object("an acknowledgement", {
        finding: required(
          text({ pattern: /^[0-9a-f]{12}$/, example: "3f9a0c11d2e4" }),
          "Id of a finding, as reports show it",
        ),
        until: required(date, "First day on which it does not hold any more"),
        reason: field(text(), "What is being done"),
        by: field(text(), "Who"),
      }),
    ),
    "Findings that somebody works on",
  ),
  notify: field(
    object("channels", {
      slack: field(channel(false), "An incoming webhook of Slack"),
      webhook: field(channel(true), "JSON by POST"),
    }),
    "Who is told when something breaks or recovers",
  ),
});

/** JSON Schema 2020-12 of monitoring files, for editors. */
export const monitoringJsonSchema = (): JsonSchema => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "tsmodel monitoring",
  ...toJsonSchema(monitoringShape),
});
