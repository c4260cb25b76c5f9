import type { Value } from "@tsmodel/jinja";
import { PyDict, PyObject, toValue } from "@tsmodel/jinja";
import type { Profile } from "../project/project.ts";

/** `target`: the connection's own keys without secrets, and name, target_name, type, threads, profile_name. */
export function createTargetContext(
  profile: Pick<Profile, "profileName" | "targetName" | "threads" | "credentials">,
): Map<string, Value> {
  const { credentials } = profile;
  const target = new PyDict();
  for (const [key, value] of Object.entries(credentials.shown)) target.set(key, toValue(value));
  target.set("type", credentials.type);
  target.set("threads", profile.threads);
  target.set("name", profile.targetName);
  target.set("target_name", profile.targetName);
  target.set("profile_name", profile.profileName);
  return new Map<string, Value>([["target", target]]);
}

/** `target` where no profile is read, in commands like `deps`: whatever is asked of it is an empty text, as in dbt. */
export function createUnsetTargetContext(): Map<string, Value> {
  return new Map<string, Value>([["target", new UnsetTarget()]]);
}

class UnsetTarget extends PyObject {
  readonly pyTypeName: string = "dict";

  override pyGetAttr(): Value {
    return "";
  }
  override pyGetItem(): Value {
    return "";
  }
  override pyRepr(): string {
    return "{}";
  }
}
