import type { Value } from "@tsmodel/jinja";
import type { Profile } from "../project/project.ts";

/** `target`: name, schema, type, threads, profile_name and the connection's own keys, without secrets. */
export declare function createTargetContext(profile: Pick<Profile, "profileName" | "targetName" | "threads" | "credentials">): Map<string, Value>;
