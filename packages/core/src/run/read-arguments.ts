import { fail, TsmodelError } from "../errors/tsmodel-error.ts";
import type { JsonObject } from "../manifest/json.ts";
import { readYaml } from "../project/read-yaml.ts";
import { isYamlObject } from "../project/yaml-value.ts";

/** `run-operation --args`: keyword arguments as a YAML mapping. @throws TsmodelError option-value */
export function readArguments(text: string): JsonObject {
  try {
    const { value } = readYaml(text, "--args");
    if (value === null) return {};
    if (isYamlObject(value)) return value as JsonObject;
  } catch (error) {
    if (!(error instanceof TsmodelError)) throw error;
  }
  throw fail("option-value", { option: "--args", value: text, expected: "a YAML mapping, e.g. '{role: reporter}'" });
}
