import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FileSystem } from "../../src/effects.ts";
import { discoverFiles } from "../../src/project/discover-files.ts";
import type { ProjectFiles } from "../../src/project/discover-files.ts";
import type { ProjectConfig } from "../../src/project/project.ts";
import { createNodeFiles } from "../../src/util/node-files.ts";
import { memoryFiles } from "./memory-effects.ts";

const config = {
  name: "shop",
  root: "/shop",
  modelPaths: ["models"],
  macroPaths: ["macros"],
  seedPaths: ["seeds"],
  testPaths: ["tests"],
  analysisPaths: ["analyses"],
  snapshotPaths: ["snapshots"],
  functionPaths: ["functions"],
  docsPaths: ["models", "docs"],
  assetPaths: [],
} as unknown as ProjectConfig;

function found(
  paths: string[],
  rest: Partial<ProjectConfig> = {},
  ignore?: string,
): { [kind: string]: string[] } {
  const texts = Object.fromEntries(paths.map((path) => [`/shop/${path}`, ` \n${path}\n`]));
  if (ignore !== undefined) texts["/shop/.dbtignore"] = ignore;
  return byKind(discoverFiles({ ...config, ...rest }, memoryFiles(texts)));
}

function byKind(files: ProjectFiles): { [kind: string]: string[] } {
  return Object.fromEntries(
    Object.entries(files)
      .filter(([, list]) => list.length > 0)
      .map(([kind, list]) => [kind, list.map((file) => file.originalPath)]),
  );
}

describe("files by kind", () => {
  test("each kind in its folder, by its extension", () => {
    expect(
      found([
        "models/a.sql",
        "models/z/b.sql",
        "models/p.py",
        "models/t.ts",
        "models/t.d.ts",
        "models/schema.yml",
        "models/z/more.YAML",
        "models/notes.md",
        "docs/x.md",
        "models/data.csv",
        "seeds/s.csv",
        "seeds/s.yml",
        "macros/m.sql",
        "tests/one.sql",
        "tests/generic/g.sql",
        "tests/fixtures/f.csv",
        "tests/fixtures/g.sql",
        "tests/deep/generic/h.sql",
        "analyses/x.sql",
        "snapshots/sn.sql",
        "functions/f.sql",
        "functions/f.py",
        "other/x.sql",
        "dbt_project.yml",
      ]),
    ).toEqual({
      macro: ["macros/m.sql"],
      model: ["models/a.sql", "models/z/b.sql", "models/p.py", "models/t.ts"],
      snapshot: ["snapshots/sn.sql"],
      analysis: ["analyses/x.sql"],
      singular_test: ["tests/deep/generic/h.sql", "tests/one.sql"],
      generic_test: ["tests/generic/g.sql"],
      seed: ["seeds/s.csv"],
      docs: ["models/notes.md", "docs/x.md"],
      schema: ["models/schema.yml", "seeds/s.yml", "models/z/more.YAML"],
      fixture: ["tests/fixtures/f.csv", "tests/fixtures/g.sql"],
      function: ["functions/f.sql", "functions/f.py"],
    });
  });
  test("editors' files are none", () =>
    expect(found(["models/.a.sql", "models/#b.sql", "models/~c.sql", "models/.hidden/d.sql"])).toEqual({
      model: ["models/.hidden/d.sql"],
    }));
  test("the same folder twice gives a file once", () =>
    expect(found(["models/x/a.sql"], { modelPaths: ["models", "models/x/", "models"] })["model"]).toEqual([
      "models/x/a.sql",
    ]));
  test(".dbtignore", () =>
    expect(
      found(["models/a.sql", "models/old/b.sql", "models/old/keep.sql"], {}, "# old\nold/\n!keep.sql\n"),
    ).toEqual({ model: ["models/a.sql", "models/old/keep.sql"] }));
});

test("a file knows its places and its text", () => {
  const files: FileSystem = memoryFiles({ "/shop/models/staging/stg.orders.sql": "\n  select 1\n\n" });
  const [file] = discoverFiles(config, files).model;
  expect({ ...file, files: undefined }).toMatchObject({
    kind: "model",
    packageName: "shop",
    absolutePath: "/shop/models/staging/stg.orders.sql",
    searchedPath: "models",
    relativePath: "staging/stg.orders.sql",
    originalPath: "models/staging/stg.orders.sql",
    stem: "stg.orders",
    extension: ".sql",
  });
  expect([file!.text, file!.contents, file!.contentsStart, file!.size]).toEqual([
    "\n  select 1\n\n",
    "select 1",
    3,
    13,
  ]);
});

test("on disk: linked files are seen, linked folders are not entered, missing ones are empty", () => {
  const root = mkdtempSync(join(tmpdir(), "files-"));
  for (const folder of ["models/b", "real/deep", "dbt_packages"])
    mkdirSync(join(root, folder), { recursive: true });
  for (const path of ["models/b.sql", "models/b/a.sql", "real/x.sql", "real/deep/y.sql"])
    writeFileSync(join(root, path), path);
  symlinkSync(join(root, "real/x.sql"), join(root, "models/link.sql"));
  symlinkSync(join(root, "real"), join(root, "models/linked"));
  symlinkSync(join(root, "real"), join(root, "dbt_packages/pkg"));
  const files = createNodeFiles();
  expect(files.list(join(root, "models"))).toEqual(["b.sql", "b/a.sql", "link.sql"]);
  expect(files.list(join(root, "dbt_packages/pkg"))).toEqual(["deep/y.sql", "x.sql"]);
  expect(files.list(join(root, "none"))).toEqual([]);
  expect(files.listFolders?.(join(root, "dbt_packages"))).toEqual(["pkg"]);
  files.writeChunks?.(join(root, "out/big.json"), ["a", "b".repeat(3 << 20), "é"]);
  expect(files.readText(join(root, "out/big.json"))).toBe(`a${"b".repeat(3 << 20)}é`);
  expect(files.stat(join(root, "none"))).toBeUndefined();
});
