/** Archives written by the tar program, in its formats. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readTar } from "../../src/util/read-tar.ts";

const folder = mkdtempSync(join(tmpdir(), "tsmodel-tar-"));
afterAll(() => rmSync(folder, { recursive: true }));
const long = `pkg/${"deep/".repeat(30)}${"n".repeat(90)}.sql`;
const texts: { readonly [path: string]: string } = {
  "pkg/dbt_project.yml": "name: pkg\n",
  "pkg/empty.sql": "",
  "pkg/größe.md": "ü",
  [long]: "x".repeat(1500),
};
for (const [path, text] of Object.entries(texts)) {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
}
writeFileSync(join(folder, "pkg/run.sh"), "#!/bin/sh\n", { mode: 0o755 });

test.each(["gnu", "pax", "v7-short", "plain"])("%s", (format) => {
  const archive = join(folder, `${format}.tar`);
  const options =
    format === "plain"
      ? ["-cf"]
      : format === "v7-short"
        ? ["--format=v7", "--exclude=pkg/deep", "-czf"]
        : [`--format=${format}`, "-czf"];
  execFileSync("tar", [...options, archive, "-C", folder, "pkg"]);
  const files = readTar(readFileSync(archive));
  const read = Object.fromEntries(
    files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString("utf8")]),
  );
  const expected = Object.fromEntries(
    Object.entries(texts).filter(([path]) => format !== "v7-short" || path !== long),
  );
  expect(read).toEqual({ ...expected, "pkg/run.sh": "#!/bin/sh\n" });
  expect(files.filter(({ executable }) => executable).map(({ path }) => path)).toEqual(["pkg/run.sh"]);
});

test("what is no archive", () => {
  expect(() => readTar(Buffer.from("<html>not found</html>".repeat(50)))).toThrow("it is no tar archive");
  expect(() => readTar(Buffer.from("[]"))).toThrow("it is no tar archive");
  const whole = readFileSync(join(folder, "plain.tar"));
  const at = whole.indexOf("x".repeat(1500));
  expect(() => readTar(whole.subarray(0, at + 100))).toThrow("the archive ends too early");
});
