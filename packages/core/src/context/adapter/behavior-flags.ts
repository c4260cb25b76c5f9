/** `adapter.behavior`: flags that packages ask before they change what they do. */
import { PyObject, type Value } from "@tsmodel/jinja";
import { fail } from "../../errors/tsmodel-error.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import type { SharedContext } from "../shared-context.ts";

const COMMON_FLAGS: { readonly [name: string]: boolean } = {
  require_batched_execution_for_custom_microbatch_strategy: false,
  enable_truthy_nulls_equals_macro: false,
};

/** The setting of a flag: dbt_project.yml's `flags:` over the default; undefined for unknown flags. */
export function findBehaviorFlag(shared: SharedContext, name: string): boolean | undefined {
  const defaults = { ...COMMON_FLAGS, ...shared.project.profile.plugin.dialect.behaviorFlags };
  if (!Object.hasOwn(defaults, name)) return undefined;
  const setting = shared.project.flags[name];
  return typeof setting === "boolean" ? setting : defaults[name];
}

export class BehaviorFlags extends PyObject {
  readonly pyTypeName: string = "Behavior";
  private readonly shared: SharedContext;

  constructor(shared: SharedContext) {
    super();
    this.shared = shared;
  }

  /** @throws TsmodelError behavior-flag-unknown */
  override pyGetAttr(name: string): Value {
    const setting = findBehaviorFlag(this.shared, name);
    if (setting === undefined)
      throw fail("behavior-flag-unknown", {
        name,
        nearest: findNearestName(name, Object.keys(COMMON_FLAGS)),
      });
    return new BehaviorFlag(this.shared, name, setting);
  }
}

class BehaviorFlag extends PyObject {
  readonly pyTypeName: string = "BehaviorFlagRendered";
  private readonly shared: SharedContext;
  private readonly name: string;
  private readonly value: boolean;

  constructor(shared: SharedContext, name: string, value: boolean) {
    super();
    this.shared = shared;
    this.name = name;
    this.value = value;
  }

  /** A flag that is off is said once, the first time something depends on it. */
  private get setting(): boolean {
    if (!this.value && this.shared.once(`behavior ${this.name}`)) {
      const message = `The behavior controlled by \`${this.name}\` is off.\n\`flags.${this.name}: true\` in dbt_project.yml turns the new one on.`;
      this.shared.warn({
        name: "BehaviorChangeEvent",
        code: "D000",
        message,
        data: { flag_name: this.name },
      });
    }
    return this.value;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "no_warn") return this.value;
    if (name === "setting") return this.setting;
    return name === "name" ? this.name : undefined;
  }
  override pyBool(): boolean {
    return this.setting;
  }
}
