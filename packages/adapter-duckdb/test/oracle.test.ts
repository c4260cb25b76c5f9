/** Against dbt-duckdb itself: cases.json holds what it makes of the same input (oracle/make-oracle.py). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PyDict, fromValue, toValue } from "@tsmodel/jinja";
import type { JsonObject, SourceDefinition } from "@tsmodel/core/adapter";
import type { DuckDbSettings } from "../src/credentials/settings.ts";
import { foreignKeyTarget } from "../src/dialect.ts";
import { duckdb } from "../src/index.ts";
import { externalReadLocation, externalWriteOptions } from "../src/methods/external-files.ts";
import { sourceLocation } from "../src/source-location.ts";

interface Oracle {
  readonly profiles: readonly {
    readonly output: JsonObject;
    readonly expected: { readonly error: string } | Profile;
  }[];
  readonly sources: readonly {
    readonly meta: JsonObject;
    readonly config: JsonObject;
    readonly expected: string | null | { readonly error: string };
  }[];
  readonly files: readonly {
    readonly location: string;
    readonly options: JsonObject;
    readonly expected: { readonly write: string; readonly options: JsonObject; readonly read: string };
  }[];
  readonly targets: readonly { readonly target: string; readonly expected: string }[];
}
interface Profile {
  readonly database: string;
  readonly schema: string;
  readonly secrets: readonly string[];
  readonly attach: readonly string[];
  readonly lakes: readonly string[];
  readonly shown: JsonObject;
}
const oracle = JSON.parse(readFileSync(new URL("./oracle/cases.json", import.meta.url), "utf8")) as Oracle;
const where = { profilesDir: "/home/.dbt", projectDir: "/shop", targetName: "dev", profileName: "shop" };
const shownAs = (value: object): string => JSON.stringify(value).slice(0, 110);

describe("profiles", () => {
  for (const { output, expected } of oracle.profiles) {
    test(shownAs(output), () => {
      const read = (): ReturnType<typeof duckdb.parseCredentials> =>
        duckdb.parseCredentials({ type: "duckdb", ...output }, where);
      if ("error" in expected) {
        expect(read).toThrow();
        return;
      }
      const credentials = read();
      const settings = credentials.settings as DuckDbSettings;
      // Files are taken from the project's folder, not from wherever the process stands.
      const attach = settings.attachments.map(({ sql }) => sql.replace("'/shop/", "'"));
      expect({
        database: credentials.database,
        schema: credentials.schema,
        secrets: settings.secrets,
        attach,
        lakes: [...settings.duckLakes].sort(),
        shown: credentials.shown,
      }).toEqual(expected);
    });
  }
});

describe("external locations of sources", () => {
  for (const { meta, config, expected } of oracle.sources) {
    test(shownAs({ ...meta, ...config }), () => {
      const source = {
        source_name: "shop",
        name: "orders",
        identifier: "orders_raw",
        schema: "shop",
        database: "db",
        tags: ["a", "b"],
        meta,
        config: { enabled: true, ...config },
      } as unknown as SourceDefinition;
      if (expected !== null && typeof expected === "object") expect(() => sourceLocation(source)).toThrow();
      else expect(sourceLocation(source)).toBe(expected);
    });
  }
});

describe("options of external files", () => {
  for (const { location, options, expected } of oracle.files) {
    test(`${location} ${JSON.stringify(options)}`, () => {
      const dict = toValue(options) as PyDict;
      const write = externalWriteOptions(location, dict);
      expect({ write, options: fromValue(dict), read: externalReadLocation(location, dict) }).toEqual(
        expected,
      );
    });
  }
});

test.each(oracle.targets)("a foreign key's target $target", ({ target, expected }) => {
  expect(foreignKeyTarget(target)).toBe(expected);
});
