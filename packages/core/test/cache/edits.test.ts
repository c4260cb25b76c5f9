import { describe, expect, test } from "vitest";
import { renderManifest } from "../../src/artifacts/manifest-file.ts";
import type { ModelNode } from "../../src/manifest/node.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { courseOf, start, type Start } from "./open-both.ts";
import { PROJECT } from "./project-texts.ts";

const ROOT = "/shop";
const MODEL = `${ROOT}/models/marts/orders.sql`;
const CACHE = `${ROOT}/target/partial_parse.tsmodel`;
const EDITS = `${ROOT}/target/partial_parse_edits.tsmodel`;
const MANIFEST = `${ROOT}/target/manifest.json`;

/** A project that was parsed once. */
function parsed(): MemoryDisk {
  const disk = new MemoryDisk();
  for (const [path, text] of Object.entries(PROJECT)) disk.write(`${ROOT}/${path}`, text);
  start(disk, ROOT, {});
  return disk;
}

const edit = (disk: MemoryDisk, text = " -- edited", path = MODEL): void =>
  disk.write(path, `${disk.read(path)}${text}`);
const fresh = (disk: MemoryDisk): unknown => start(disk, ROOT, { args: { partial_parse: false } }).json;
const codeOf = ({ workspace }: Start): string =>
  (workspace!.manifest.nodes.get("model.shop.orders") as ModelNode).raw_code;

test("an edit is kept beside the cache, which stays as it is", () => {
  const disk = parsed();
  const cache = Buffer.from(disk.texts.get(CACHE)!.subarray(1024));
  edit(disk);
  expect(courseOf(start(disk, ROOT, {}))).toBe("edited");
  expect(Buffer.compare(cache, disk.texts.get(CACHE)!.subarray(1024))).toBe(0);
  const second = start(disk, ROOT, {});
  expect(courseOf(second)).toBe("cached");
  expect(codeOf(second)).toContain("-- edited");
  expect(second.json).toEqual(fresh(disk));
});

test("edits add up, also those of one model", () => {
  const disk = parsed();
  for (let count = 0; count < 3; count++) {
    edit(disk, ` -- ${count}`);
    edit(disk, ` -- ${count}`, `${ROOT}/models/marts/customers.sql`);
    expect(courseOf(start(disk, ROOT, {}))).toBe("edited");
  }
  const after = start(disk, ROOT, {});
  expect(courseOf(after)).toBe("cached");
  expect(after.json).toEqual(fresh(disk));
});

test("an edit that changes what depends on what leads to a new cache with all edits in it", () => {
  const disk = parsed();
  edit(disk, " -- edited", `${ROOT}/models/marts/customers.sql`);
  start(disk, ROOT, {});
  const cache = disk.texts.get(CACHE)!;
  edit(disk, " union all select * from {{ ref('stg_events') }}");
  expect(courseOf(start(disk, ROOT, {}))).toBe("edited");
  expect(disk.texts.get(CACHE)!.length).toBeGreaterThan(cache.length);
  const after = start(disk, ROOT, {});
  expect(courseOf(after)).toBe("cached");
  expect(after.json).toEqual(fresh(disk));
});

test("so do edits that are many characters", () => {
  const disk = parsed();
  const cache = disk.texts.get(CACHE)!.length;
  edit(disk, ` -- ${"x".repeat(4_000_000)}`);
  expect(courseOf(start(disk, ROOT, {}))).toBe("edited");
  expect(disk.texts.get(CACHE)!.length).toBeGreaterThan(cache + 4_000_000);
  expect(courseOf(start(disk, ROOT, {}))).toBe("cached");
});

describe("edits that cannot be relied on are found again", () => {
  const damages: { readonly [how: string]: (disk: MemoryDisk) => void } = {
    "cut off": (disk) => disk.write(EDITS, disk.texts.get(EDITS)!.slice(0, -1)),
    changed: (disk) => disk.write(EDITS, disk.read(EDITS)!.replace("-- edited", "-- altered")),
    empty: (disk) => disk.write(EDITS, ""),
    gone: (disk) => disk.remove(EDITS),
  };
  test.each(Object.entries(damages))("%s", (_, damage) => {
    const disk = parsed();
    edit(disk);
    start(disk, ROOT, {});
    damage(disk);
    const again = start(disk, ROOT, {});
    expect(courseOf(again)).toBe("edited");
    expect(again.json).toEqual(fresh(disk));
    expect(courseOf(start(disk, ROOT, {}))).toBe("cached");
  });

  test("those of a cache that is no longer there", () => {
    const disk = parsed();
    edit(disk);
    start(disk, ROOT, {});
    const edits = disk.texts.get(EDITS)!;
    disk.write(MODEL, PROJECT["models/marts/orders.sql"]!);
    disk.write(`${ROOT}/models/new.sql`, "select 1 as id");
    start(disk, ROOT, {});
    disk.write(EDITS, edits);
    const after = start(disk, ROOT, {});
    expect(courseOf(after)).toBe("cached");
    expect(codeOf(after)).not.toContain("-- edited");
    expect(after.json).toEqual(fresh(disk));
  });
});

test("without a place to write to, an edit is parsed each time", () => {
  const disk = parsed();
  edit(disk);
  const refuse = (): never => {
    throw Object.assign(new Error("read-only"), { code: "EROFS" });
  };
  const files = { ...disk.files(), replaceBinary: refuse };
  for (let count = 0; count < 2; count++) {
    const result = start(disk, ROOT, { files });
    expect(courseOf(result)).toBe("edited");
    expect(codeOf(result)).toContain("-- edited");
  }
});

describe("manifest.json", () => {
  /** What is written to the file, and how: in full, or bytes in places. */
  function watched(disk: MemoryDisk): { readonly files: ReturnType<MemoryDisk["files"]>; readonly log: string[] } {
    const files = disk.files();
    const log: string[] = [];
    return {
      log,
      files: {
        ...files,
        overwriteBinary: (path, chunks) => (log.push("in full"), files.overwriteBinary!(path, chunks)),
        patchBinary: (path, parts) => {
          if (path === MANIFEST) log.push(`${parts.length} parts`);
          return files.patchBinary!(path, parts);
        },
      },
    };
  }

  test("only the part that an edit changed is written, while there is room for it", () => {
    const disk = parsed();
    const length = disk.texts.get(MANIFEST)!.length;
    for (const text of [" -- longer", "", ` -- ${"long".repeat(500)}`]) {
      disk.write(MODEL, `${PROJECT["models/marts/orders.sql"]}${text}`);
      const { files, log } = watched(disk);
      const { json } = start(disk, ROOT, { files });
      expect(log).toEqual(["2 parts"]);
      expect(disk.texts.get(MANIFEST)!.length).toBe(length);
      expect(json).toEqual(fresh(disk));
      start(disk, ROOT, {});
    }
    edit(disk, ` -- ${"longer".repeat(1000)}`);
    const { files, log } = watched(disk);
    const { json } = start(disk, ROOT, { files });
    expect(log).toEqual(["in full"]);
    expect(json).toEqual(fresh(disk));
  });

  test("what a run compiled is written in its place, and put back by the next command", () => {
    const disk = parsed();
    const { files, log } = watched(disk);
    const run = start(disk, ROOT, { command: "run", files });
    const model = run.workspace!.manifest.nodes.get("model.shop.orders") as ModelNode;
    Object.assign(model, { compiled: true, compiled_code: "select 'ä'", extra_ctes_injected: true });
    const head = disk.read(MANIFEST)!.slice(0, disk.read(MANIFEST)!.indexOf(', "nodes"'));
    run.workspace!.text!.write(MANIFEST, head);
    expect(log).toEqual(["1 parts", "2 parts"]);
    const slow = [...renderManifest(run.workspace!, run.workspace!.shared.effects)].join("");
    const { metadata: _, ...expected } = JSON.parse(slow) as { [key: string]: unknown };
    expect(JSON.parse(disk.read(MANIFEST)!)).toMatchObject(expected);
    const next = watched(disk);
    expect(start(disk, ROOT, { files: next.files }).json).toEqual(fresh(disk));
    expect(next.log).toEqual(["2 parts"]);
  });
});
