import type { DuckDbType } from "./driver.ts";

/** The type as DESCRIBE writes it, e.g. "DECIMAL(18,3)", "STRUCT(a INTEGER)", "JSON". */
export function typeName(type: DuckDbType): string {
  return type.alias ?? String(type).replace(/"([a-z_][a-z0-9_]*)" /g, "$1 ");
}
