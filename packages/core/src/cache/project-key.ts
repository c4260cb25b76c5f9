/** What has to be equal before a cached parse is looked at: the program, and all configuration as it was rendered. */
import type { Project } from "../project/project.ts";
import { isYamlObject } from "../project/yaml-value.ts";
import { sha256 } from "../util/hash.ts";
import { encodeValue } from "./encode-value.ts";

/** Parts of the key, so that what differs can be named. */
export interface ProjectKey {
  readonly version: string;
  readonly profile: string;
  readonly vars: string;
  readonly config: string;
}

/** @throws NotCacheable */
export function projectKey(
  { root, packages, profile, cliVars, selectors }: Project,
  build: string,
): ProjectKey {
  const { profileName, targetName, threads, plugin, credentials } = profile;
  return {
    version: hashOf([build, timeZone()]),
    profile: hashOf([profileName, targetName, threads, plugin.type, withoutSecrets(credentials)]),
    vars: hashOf(cliVars),
    config: hashOf([root, packages, selectors]),
  };
}

const hashOf = (value: unknown): string => sha256(JSON.stringify(encodeValue(value))).slice(0, 24);

/** Dates without a zone are meant in the machine's. */
const timeZone = (): number[] => [0, 6].map((month) => new Date(2024, month, 1).getTimezoneOffset());

/** What differs, in words; undefined when nothing does. */
export function compareKeys(before: ProjectKey, now: ProjectKey): string | undefined {
  if (before.version !== now.version) return "of a version mismatch";
  if (before.vars !== now.vars) return "config vars, config profile, or config target have changed";
  if (before.profile !== now.profile) return "profile has changed";
  return before.config === now.config ? undefined : "a project config has changed";
}

const SECRET = /pass(?:word|wd|phrase)?$|token|secret|private_key/i;

/** What is secret decides nothing of a parse: passwords that change by the hour are no other project, and leave no trace. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isYamlObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !SECRET.test(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutSecrets(item)]));
}
