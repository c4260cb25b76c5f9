import type { Value } from "@tsmodel/jinja";
import { PyObject, pyRepr, toValue } from "@tsmodel/jinja";
import type { Flags } from "../project/project.ts";

/** `flags`: each flag as an upper-case attribute, e.g. `flags.FULL_REFRESH`, `flags.WHICH`. */
export class FlagsObject extends PyObject {
  readonly pyTypeName: string = "Namespace";
  private readonly flags: Flags;

  constructor(flags: Flags) {
    super();
    this.flags = flags;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name !== name.toUpperCase()) return undefined;
    const key = name.toLowerCase();
    if (Object.hasOwn(this.flags, key)) return toValue(this.flags[key]);
    return alwaysThere.has(name) ? null : undefined;
  }

  override pyRepr(): string {
    return `Namespace(${Object.keys(this.flags)
      .map((key) => `${key.toUpperCase()}=${pyRepr(toValue(this.flags[key]))}`)
      .join(", ")})`;
  }
}

/** Flags of dbt that are None rather than undefined when a command has no such option. */
const alwaysThere: ReadonlySet<string> = new Set([
  "USE_EXPERIMENTAL_PARSER",
  "STATIC_PARSER",
  "WARN_ERROR",
  "WARN_ERROR_OPTIONS",
  "WRITE_JSON",
  "PARTIAL_PARSE",
  "USE_COLORS",
  "PROFILES_DIR",
  "DEBUG",
  "LOG_FORMAT",
  "VERSION_CHECK",
  "FAIL_FAST",
  "SEND_ANONYMOUS_USAGE_STATS",
  "PRINTER_WIDTH",
  "INDIRECT_SELECTION",
  "LOG_CACHE_EVENTS",
  "QUIET",
  "NO_PRINT",
  "CACHE_SELECTED_ONLY",
  "INTROSPECT",
  "TARGET_PATH",
  "LOG_PATH",
  "INVOCATION_COMMAND",
  "EMPTY",
  "FULL_REFRESH",
  "STORE_FAILURES",
  "WHICH",
]);
