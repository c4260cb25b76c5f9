/** docs/errors.md is what the catalog says. */
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = resolve(fileURLToPath(import.meta.url), "../../../../..");

test("docs/errors.md is in step with the catalog", () => {
  expect(() =>
    execFileSync(process.execPath, [join(root, "scripts/errors-doc.mjs"), "--check"], { stdio: "pipe" }),
  ).not.toThrow();
});
