import type { ManifestScope } from "../../src/artifacts/manifest-file.ts";
import { emptyManifest } from "../../src/manifest/manifest.ts";
import type { Manifest } from "../../src/manifest/manifest.ts";
import type { Project } from "../../src/project/project.ts";

/** A command of a project named "features", as artifacts see it. */
export function artifactScope(
  manifest: Manifest = emptyManifest(),
  flags: { [name: string]: string | boolean | null } = {},
): ManifestScope {
  const project = {
    root: { name: "features", root: "/features", targetPath: "target", logPath: "logs", quoting: {} },
    packages: [],
    cliVars: { DBT_ENV_SECRET_KEY: "s3cret", plain: 1 },
    selectors: null,
    flags: {
      which: "build",
      full_refresh: false,
      target: null,
      threads: 4,
      invocation_command: "dbt build --vars '{k: s3cret}'",
      ...flags,
    },
    profile: {
      credentials: { type: "duckdb" },
      plugin: { dialect: { defaultQuoting: { database: true, schema: true, identifier: true } } },
    },
  } as unknown as Project;
  return {
    project,
    manifest,
    invocation: { id: "00000000-0000-0000-0000-000000000001", startedAt: new Date("2026-01-31T12:00:00Z") },
  };
}
