/** Questions and dashboards that people made → exposures, as a properties file. Texts are JSON, which YAML reads. */
import type { MetabaseUse } from "@tsmodel/dashboards/metabase";

/** `calls`: published name → "ref('orders')". Tables that no node of the project publishes are left out. */
export function renderUses(uses: readonly MetabaseUse[], calls: ReadonlyMap<string, string>): string {
  const entries = uses.flatMap(({ name, type, label, description, url, owner, tables }) => {
    const dependsOn = tables.flatMap((table) => calls.get(table) ?? []);
    if (dependsOn.length === 0) return [];
    return [
      [
        `  - name: ${name}`,
        `    type: ${type}`,
        `    label: ${JSON.stringify(label)}`,
        ...(description === undefined ? [] : [`    description: ${JSON.stringify(description)}`]),
        `    url: ${JSON.stringify(url)}`,
        `    owner: ${JSON.stringify(owner)}`,
        "    depends_on:",
        ...dependsOn.map((call) => `      - ${call}`),
      ].join("\n"),
    ];
  });
  return `# Written by: tsmodel metabase exposures\nversion: 2\n\nexposures:${entries.length === 0 ? " []" : `\n${entries.join("\n")}`}\n`;
}
