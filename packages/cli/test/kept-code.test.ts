/** Compiled code is kept between starts: what a user sees of it is time alone, whatever happens to the files. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import * as module from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createProject, runCli, type CliResult, type TemporaryProject } from "./support/run-cli.ts";

/** From Node 22.1 on Node keeps the code itself. */
const isOurs = !("enableCompileCache" in module);
let home: string;
let project: TemporaryProject;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "tsmodel-kept-"));
  project = createProject({ "models/a.sql": "select 1 as id", "models/b.sql": "select * from {{ ref('a') }}" });
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
  project.remove();
});

/** Parses anew, which takes the program's code and that of macros. Code is kept from the second time on. */
const list = (env: { readonly [name: string]: string } = {}): Promise<CliResult> => runCli(["ls", "--no-partial-parse"], { cwd: project.root, env: { XDG_CACHE_HOME: home, ...env } });
const kept = (): string[] => (readdirSync(home, { recursive: true }) as string[]).filter((path) => path.endsWith(".bin")).sort().map((path) => join(home, path));
const LISTED = { code: 0, stdout: "shop.a\nshop.b\n", stderr: "" };

describe.runIf(isOurs)("in the user's cache folder", () => {
  test("two files for a command, for its user alone, used by the next start", async () => {
    expect(await list()).toEqual(LISTED);
    const paths = kept();
    expect(paths.map((path) => basename(path))).toEqual(["list-macros.bin", "list.bin"]);
    expect(paths.map((path) => statSync(path).size < 10)).toEqual([true, true]);
    expect(await list()).toEqual(LISTED);
    expect(kept()).toEqual(paths);
    expect(paths.map((path) => statSync(path).size > 10_000)).toEqual([true, true]);
    expect(paths.map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600]);
    const written = paths.map((path) => statSync(path).mtimeMs);
    expect(await list()).toEqual(LISTED);
    expect(kept()).toEqual(paths);
    expect(paths.map((path) => statSync(path).mtimeMs)).toEqual(written);
  });

  test.each([
    ["cut off", (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
    ["empty", () => Buffer.alloc(0)],
    ["zeros from some place on", (bytes: Buffer) => bytes.fill(0, bytes.length >> 2)],
    ["one bit elsewhere", (bytes: Buffer) => (bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 4, bytes.length >> 1), bytes)],
    ["something else", () => Buffer.from("#!/bin/sh\nexit 1\n")],
  ])("a file that is %s is written anew", async (_, damage) => {
    await list();
    await list();
    const paths = kept();
    const good = paths.map((path) => readFileSync(path));
    paths.forEach((path, index) => writeFileSync(path, damage(Buffer.from(good[index]!))));
    expect(await list()).toEqual(LISTED);
    const repaired = paths.map((path) => readFileSync(path));
    repaired.forEach((bytes, index) => expect(bytes.length).toBeGreaterThan(good[index]!.length / 2));
    expect(await list()).toEqual(LISTED);
    expect(paths.map((path, index) => readFileSync(path).equals(repaired[index]!))).toEqual([true, true]);
  });

  test("the code of programs that nobody started for long is removed", async () => {
    const old = join(home, "tsmodel", "0123456789abcdef-v20.0.0-x64");
    const recent = join(home, "tsmodel", "fedcba9876543210-v20.0.0-x64");
    for (const folder of [old, recent]) mkdirSync(folder, { recursive: true });
    utimesSync(old, 0, 0);
    await list();
    expect(readdirSync(join(home, "tsmodel"))).not.toContain("0123456789abcdef-v20.0.0-x64");
    expect(readdirSync(join(home, "tsmodel"))).toContain("fedcba9876543210-v20.0.0-x64");
  });
});

test("a cache folder that is none, or that cannot be written, costs nobody anything", async () => {
  const file = join(home, "file");
  writeFileSync(file, "");
  expect(await list({ XDG_CACHE_HOME: file })).toEqual(LISTED);
  const locked = join(home, "locked");
  mkdirSync(locked);
  chmodSync(locked, 0o500);
  expect(await list({ XDG_CACHE_HOME: locked })).toEqual(LISTED);
});

test("NODE_DISABLE_COMPILE_CACHE keeps nothing", async () => {
  expect(await list({ NODE_DISABLE_COMPILE_CACHE: "1" })).toEqual(LISTED);
  expect(kept()).toEqual([]);
});
