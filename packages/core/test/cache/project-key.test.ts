import { expect, test } from "vitest";
import { compareKeys, projectKey } from "../../src/cache/project-key.ts";
import type { Project } from "../../src/project/project.ts";

const project = (settings: object, more: object = {}): Project =>
  ({
    root: { name: "shop", vars: { ratio: 1 } },
    packages: [],
    profile: {
      profileName: "p",
      targetName: "dev",
      threads: 1,
      plugin: { type: "postgres" },
      credentials: { schema: "s", settings },
    },
    cliVars: {},
    selectors: null,
    ...more,
  }) as unknown as Project;

const base = projectKey(project({ host: "h", password: "a" }), "1");

test.each([
  ["another password", project({ host: "h", password: "b" }), "1", undefined],
  [
    "another token, deep inside",
    project({ host: "h", auth: { access_token: "x" }, password: "a" }),
    "1",
    "profile has changed",
  ],
  ["another host", project({ host: "i", password: "a" }), "1", "profile has changed"],
  ["another build", project({ host: "h", password: "a" }), "2", "of a version mismatch"],
  [
    "other variables",
    project({ host: "h", password: "a" }, { cliVars: { a: 1 } }),
    "1",
    "config vars, config profile, or config target have changed",
  ],
  [
    "another package",
    project({ host: "h", password: "a" }, { packages: [{ name: "x" }] }),
    "1",
    "a project config has changed",
  ],
])("%s", (_, changed, build, reason) => {
  expect(compareKeys(base, projectKey(changed, build))).toBe(reason);
});
