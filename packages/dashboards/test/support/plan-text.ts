/** Dashboard files as text → plan, with the places of core's YAML reader. */
import { readYaml } from "@tsmodel/core";
import { planDashboard, type Planned } from "../../src/plan/plan-dashboard.ts";
import type { Dashboard } from "../../src/plan/plan.ts";
import type { DashboardSpec } from "../../src/spec/dashboard-spec.ts";
import type { Locate } from "../../src/spec/problem.ts";

export function planText(text: string): Planned & { readonly locate: Locate } {
  const yaml = readYaml(text, "dashboards/test.yml");
  const locate: Locate = (path, what) => yaml.locate(path, what);
  return { ...planDashboard({ value: yaml.value, name: "test", locate }), locate };
}

/** @throws Error with the problems, when there are any */
export function planGood(text: string): {
  readonly dashboard: Dashboard;
  readonly spec: DashboardSpec;
  readonly locate: Locate;
} {
  const planned = planText(text);
  if ("problems" in planned) throw new Error(planned.problems.map(({ message }) => message).join("\n"));
  return planned;
}

/** "line:column code: message [hint]" of every problem. */
export function problemsOf(text: string): string[] {
  const planned = planText(text);
  if (!("problems" in planned)) return [];
  return planned.problems.map(
    ({ at, code, message, hint }) =>
      `${at.line}:${at.column} ${code}: ${message}${hint === undefined ? "" : ` [${hint}]`}`,
  );
}
