/** Names that keep the batches of one model apart. */
import { createHash } from "node:crypto";
import { findMember } from "@tsmodel/core/adapter";
import { isTruthy, PyDict, pyStr, type Value } from "@tsmodel/jinja";

/** "20240101_000000" from the start of the model's batch; "" when it runs without batches. */
export function batchId(model: Value): string {
  const start = findMember(findMember(model, "batch"), "event_time_start");
  if (!isTruthy(start)) return "";
  return pyStr(start).replace(/[-:+]/g, "").replaceAll(" ", "_");
}

/** Only databases without temporary tables (MotherDuck) ask for it: a plain table in a schema of its own. */
export function tempRelationPath(relation: Value, batch: Value): Value {
  const identifier = pyStr(findMember(relation, "identifier"));
  const mark = createHash("md5").update(identifier).digest("hex").slice(0, 12);
  return PyDict.fromRecord({
    schema: "dbt_temp",
    database: findMember(relation, "database"),
    identifier: [identifier, mark, ...(isTruthy(batch) ? [pyStr(batch)] : [])].join("__"),
  });
}
