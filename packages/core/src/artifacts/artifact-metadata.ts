/** What every artifact says about the invocation that wrote it. */
import { join } from "node:path";
import type { Effects } from "../effects.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { Project } from "../project/project.ts";
import { isYamlObject } from "../project/yaml-value.ts";
import { metadataEnvs } from "../template/env-var.ts";
import { DBT_VERSION } from "../util/dbt-version.ts";
import { isoMicroseconds } from "../util/iso-microseconds.ts";

/** What writing an artifact needs to know of a command. */
export interface ArtifactScope {
  readonly project: Project;
  readonly invocation: { readonly id: string; readonly startedAt: Date };
}

export interface ArtifactMetadata {
  readonly dbt_schema_version: string;
  readonly dbt_version: string;
  /** ISO 8601 with microseconds, in UTC. */
  readonly generated_at: string;
  readonly invocation_id: string;
  readonly invocation_started_at: string;
  readonly env: { readonly [name: string]: string };
}

/** `schema`: e.g. "manifest/v12". */
export function artifactMetadata(schema: string, scope: ArtifactScope, effects: Effects): ArtifactMetadata {
  return {
    dbt_schema_version: schemaUrl(schema),
    dbt_version: DBT_VERSION,
    generated_at: isoMicroseconds(effects.now()),
    invocation_id: scope.invocation.id,
    invocation_started_at: isoMicroseconds(scope.invocation.startedAt),
    env: metadataEnvs(effects.env),
  };
}

export function schemaUrl(schema: string): string {
  return `https://schemas.getdbt.com/dbt/${schema}.json`;
}

/** Absolute path of a file in the target folder. */
export function artifactPath(project: Project, name: string): string {
  return join(targetFolder(project), name);
}

/** Absolute. */
export function targetFolder(project: Project): string {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(project.root.targetPath)
    ? project.root.targetPath
    : join(project.root.root, project.root.targetPath);
}

/** The text of an artifact as an object of a known schema. @throws TsmodelError artifact-unreadable, artifact-version */
export function parseArtifact(
  text: string,
  file: string,
  name: string,
  versions: readonly number[],
): { readonly [key: string]: unknown } {
  const data = parseJson(text, file);
  const metadata = isYamlObject(data) ? data["metadata"] : undefined;
  const found =
    isYamlObject(metadata) && typeof metadata["dbt_schema_version"] === "string"
      ? metadata["dbt_schema_version"]
      : undefined;
  if (
    !isYamlObject(data) ||
    (found !== undefined && !versions.some((version) => found === schemaUrl(`${name}/v${version}`)))
  ) {
    throw fail("artifact-version", { file, expected: schemaUrl(`${name}/v${Math.max(...versions)}`), found });
  }
  return data;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw fail("artifact-unreadable", { file, reason: (error as Error).message }, { cause: error });
  }
}
