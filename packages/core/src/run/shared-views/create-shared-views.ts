import type { Runtime } from "../../context/runtime.ts";
import type { CommandKind } from "../command-kind.ts";
import { planShares, type SharePlanInput } from "./plan-shares.ts";
import { SharedViews } from "./shared-views.ts";

/** The built-in way to a view, by which it holds the compiled query and nothing else. */
const STEPS: readonly string[] = ["create_view_as", "get_create_view_as_sql", "statement"];

/** undefined where no view is worth it, or `share_views` is off. */
export function createSharedViews(kind: CommandKind, parts: Omit<SharePlanInput, "dialect">, { shared, database }: Runtime): SharedViews | undefined {
  const { registry, project } = shared;
  const { plugin, credentials } = project.profile;
  if (!kind.prepares || project.flags.share_views === false || database.copies === undefined) return undefined;
  // A model that writes files may write those that a view reads.
  if ([...parts.plan.steps.values()].some(({ node }) => node.resource_type === "model" && node.config.materialized === "external")) return undefined;
  const views = planShares({ ...parts, dialect: plugin.dialect });
  if (views === undefined) return undefined;
  const builtIn = registry.isMaterializationBuiltIn("view", STEPS);
  return new SharedViews({
    views,
    database,
    dialect: plugin.dialect,
    databaseName: credentials.database,
    holdsCompiled: ({ config }) => builtIn && !config["sql_header"] && (config["contract"] as { enforced?: boolean } | undefined)?.enforced !== true,
  });
}
