/** Models, seeds and snapshots as Metabase sees them: published names, and what the project's YAML says of them. */
import type { ManifestNode, TestNode, Workspace } from "@tsmodel/core";
import type { ColumnDocs, TableDocs } from "@tsmodel/dashboards/metabase";

type Mapping = { readonly [key: string]: unknown };
type TableNode = Extract<ManifestNode, { resource_type: "model" | "seed" | "snapshot" }>;

export const isTable = (node: ManifestNode): node is TableNode =>
  (node.resource_type === "model" || node.resource_type === "seed" || node.resource_type === "snapshot") &&
  node.config.materialized !== "ephemeral";

/** `meta: publish: name:`, else the alias. */
export function publishedName(node: ManifestNode): string {
  const own = ((node.config.meta ?? node.meta)?.publish ?? {}) as { name?: string };
  return own.name ?? node.alias;
}

export function readTableDocs({ manifest }: Workspace): TableDocs[] {
  const facts = readTests([...manifest.nodes.values()]);
  return [...manifest.nodes.values()].filter(isTable).map((node) => {
    const own = metabaseMeta(node.config.meta ?? node.meta);
    const keys = Object.values(node.columns).filter(({ name }) => facts.isKey(node.unique_id, name));
    return {
      name: publishedName(node),
      description: node.description || undefined,
      displayName: own.display_name,
      visibility: own.visibility_type,
      columns: Object.values(node.columns).map((column): ColumnDocs => {
        const said = metabaseMeta(column.config?.meta ?? column.meta);
        const target = facts.target(node.unique_id, column.name);
        const targetNode = target && manifest.nodes.get(target.node);
        return {
          name: column.name,
          description: column.description || undefined,
          displayName: said.display_name,
          visibility: said.visibility_type,
          semanticType: said.semantic_type,
          // Of several columns that are unique, none is the key.
          likelyType:
            keys.length === 1 && keys[0] === column
              ? "type/PK"
              : facts.isCategory(node.unique_id, column.name)
                ? "type/Category"
                : undefined,
          references:
            targetNode === undefined
              ? undefined
              : { table: publishedName(targetNode), column: target!.column },
        };
      }),
    };
  });
}

interface Said {
  readonly display_name?: string;
  readonly visibility_type?: string;
  readonly semantic_type?: string;
}

/** `meta: {metabase: {display_name: …}}`, or dotted as dbt-metabase reads it: `metabase.display_name: …`. */
function metabaseMeta(meta: Mapping | undefined): Said {
  const nested = (meta?.metabase ?? {}) as Mapping;
  const read = (key: string): string | undefined => {
    const value = nested[key] ?? meta?.[`metabase.${key}`];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const type = read("semantic_type");
  return {
    display_name: read("display_name"),
    visibility_type: read("visibility_type"),
    semantic_type: type === undefined || type.startsWith("type/") ? type : `type/${type}`,
  };
}

interface TestFacts {
  isKey(node: string, column: string): boolean;
  isCategory(node: string, column: string): boolean;
  target(node: string, column: string): { readonly node: string; readonly column: string } | undefined;
}

/** unique and not_null make a key, accepted_values a category, relationships a foreign key. */
function readTests(nodes: readonly ManifestNode[]): TestFacts {
  const names = new Map<string, Set<string>>();
  const targets = new Map<string, { node: string; column: string }>();
  for (const node of nodes) {
    if (node.resource_type !== "test") continue;
    const {
      test_metadata: test,
      attached_node: attached,
      column_name: columnName,
    } = node as TestNode & { column_name?: string | null };
    const column = columnName ?? (test?.kwargs.column_name as string | undefined);
    if (test === undefined || typeof attached !== "string" || column === undefined) continue;
    const place = `${attached}|${column}`;
    names.set(place, (names.get(place) ?? new Set()).add(test.name));
    if (test.name !== "relationships" || typeof test.kwargs.field !== "string") continue;
    const others = (node.depends_on.nodes ?? []).filter((id) => id !== attached);
    // A table that refers to itself depends on nothing else.
    targets.set(place, { node: others[0] ?? attached, column: test.kwargs.field });
  }
  const has = (node: string, column: string, test: string): boolean =>
    names.get(`${node}|${column}`)?.has(test) === true;
  return {
    isKey: (node, column) => has(node, column, "unique") && has(node, column, "not_null"),
    isCategory: (node, column) => has(node, column, "accepted_values"),
    target: (node, column) => targets.get(`${node}|${column}`),
  };
}
