import { fail } from "../errors/tsmodel-error.ts";
import { TsmodelError } from "../errors/tsmodel-error.ts";
import type { JsonObject, JsonValue } from "../manifest/json.ts";
import { readYaml } from "./read-yaml.ts";
import { isYamlObject } from "./yaml-value.ts";

/** --vars: a YAML mapping, as text or read already. @throws TsmodelError vars-invalid */
export function readCliVars(value: JsonValue | undefined): JsonObject {
  if (value === undefined || value === null || value === "") return {};
  const vars: unknown = typeof value === "string" ? parse(value) : value;
  if (!isYamlObject(vars))
    throw fail("vars-invalid", { text: String(value), reason: "it has to be a mapping of names and values" });
  return vars as JsonObject;
}

function parse(text: string): unknown {
  try {
    return readYaml(text, "--vars").value;
  } catch (error) {
    if (!(error instanceof TsmodelError)) throw error;
    throw fail(
      "vars-invalid",
      { text, reason: error.message.replace(/^.*?near line \d+: /, "") },
      { cause: error },
    );
  }
}
