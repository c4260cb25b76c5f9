/** The checksum of a unit test: its parts as Python prints dbt's dataclasses. The description is not among them. */
import type { UnitTestDefinition } from "../../manifest/node.ts";
import { sha256 } from "../../util/hash.ts";
import { reprOf, strOf } from "../python-text.ts";

export function unitTestChecksum(test: UnitTestDefinition): string {
  const given = `[${test.given.map((input) => `UnitTestInputFixture(input=${reprOf(input.input)}, ${printRows(input)})`).join(", ")}]`;
  const expected = `UnitTestOutputFixture(${printRows(test.expect)})`;
  let text = `${test.model}-${printVersions(test.versions)}-${given}-${expected}-${printOverrides(test.overrides)}`;
  for (const input of test.given) if (input.fixture) text += `-${strOf(input.rows)}`;
  return sha256(text);
}

const FORMATS: { readonly [format: string]: string } = { csv: "CSV", dict: "Dict", sql: "SQL" };

function printRows({ rows, format, fixture }: UnitTestDefinition["expect"]): string {
  return `rows=${reprOf(rows)}, format=<UnitTestFormat.${FORMATS[format]}: '${format}'>, fixture=${reprOf(fixture)}`;
}

function printVersions(versions: UnitTestDefinition["versions"]): string {
  return versions === null
    ? "None"
    : `UnitTestNodeVersions(include=${reprOf(versions.include)}, exclude=${reprOf(versions.exclude)})`;
}

function printOverrides(overrides: UnitTestDefinition["overrides"]): string {
  if (overrides === null) return "None";
  return `UnitTestOverrides(macros=${reprOf(overrides.macros)}, vars=${reprOf(overrides.vars)}, env_vars=${reprOf(overrides.env_vars)})`;
}
