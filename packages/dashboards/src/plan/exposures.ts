/** Dashboards as exposures: what a project's YAML says so that the graph knows who reads its models. */
import type { Dashboard } from "./plan.ts";

export interface DashboardUse {
  readonly dashboard: Dashboard;
  /** Calls as exposures write them, e.g. "ref('orders')", each once. */
  readonly dependsOn: readonly string[];
}

/** A properties file, to stand among the models. Texts are JSON, which YAML reads. */
export function renderExposures(uses: readonly DashboardUse[]): string {
  const entries = uses.map(({ dashboard: { key, title, description, owner }, dependsOn }) =>
    [
      `  - name: ${key.replaceAll("-", "_")}`,
      "    type: dashboard",
      "    maturity: high",
      `    label: ${JSON.stringify(title)}`,
      ...(description === undefined ? [] : [`    description: ${JSON.stringify(description)}`]),
      `    owner: ${JSON.stringify(owner ?? { name: "dashboards" })}`,
      "    depends_on:",
      ...dependsOn.map((call) => `      - ${call}`),
    ].join("\n"),
  );
  return `# Written by: tsmodel dashboards exposures\nversion: 2\n\nexposures:\n${entries.join("\n")}\n`;
}
