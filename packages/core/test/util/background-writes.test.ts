import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { BackgroundWrites } from "../../src/util/background-writes.ts";

const folder = mkdtempSync(join(tmpdir(), "tsmodel-writes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (path: string): string => join(folder, path);
const read = (path: string): string => readFileSync(at(path), "utf8");

test("files hold the last text, whatever they held before", () => {
  const writes = new BackgroundWrites();
  const before = ["", "short", "a longer text — with ünïcödé", "x".repeat(300_000)];
  const after = ["", "abc", "another text — 世界", "y".repeat(200_000), "z".repeat(400_000)];
  for (const [i, old] of before.entries()) {
    for (const [j, text] of after.entries()) {
      writeFileSync(at(`${i}-${j}`), old);
      writes.add(at(`${i}-${j}`), "not this");
      writes.add(at(`${i}-${j}`), text);
    }
  }
  writes.add(at("deep/er/new.sql"), "select 1");
  writes.settle();
  for (const i of before.keys()) for (const [j, text] of after.entries()) expect(read(`${i}-${j}`)).toBe(text);
  expect(read("deep/er/new.sql")).toBe("select 1");
});

test("they are written without being asked for", async () => {
  const writes = new BackgroundWrites();
  for (let i = 0; i < 500; i++) writes.add(at(`turns/${i}`), `${i}`);
  while (!statSync(at("turns/499"), { throwIfNoEntry: false })) await new Promise(setImmediate);
  for (let i = 0; i < 500; i++) expect(read(`turns/${i}`)).toBe(`${i}`);
});

test("what a file says already is not written again", () => {
  const writes = new BackgroundWrites();
  writeFileSync(at("same"), "same");
  utimesSync(at("same"), 1000, 1000);
  writes.add(at("same"), "same");
  writes.settle();
  expect(statSync(at("same")).mtimeMs).toBe(1_000_000);
});

test("the first failure is told at the end, and only once; the others are written", () => {
  const writes = new BackgroundWrites();
  mkdirSync(at("taken"));
  writes.add(at("taken"), "x");
  writes.add(at("fine"), "y");
  expect(() => writes.settle()).toThrow(/EISDIR/);
  expect(read("fine")).toBe("y");
  writes.settle();
});

test("a folder that is deleted between commands is made again", () => {
  const writes = new BackgroundWrites();
  for (const text of ["1", "2"]) {
    writes.add(at("gone/file"), text);
    writes.settle();
    expect(read("gone/file")).toBe(text);
    rmSync(at("gone"), { recursive: true });
  }
});

test.skipIf(process.getuid?.() === 0)("a file that can be written but not read is written", () => {
  const writes = new BackgroundWrites();
  writeFileSync(at("closed"), "old");
  chmodSync(at("closed"), 0o200);
  writes.add(at("closed"), "new");
  writes.settle();
  chmodSync(at("closed"), 0o600);
  expect(read("closed")).toBe("new");
});
