/** Rows and columns of what was built, so that the next build can say what changed. */
import type { Database, NodeResult } from "@tsmodel/core";
import type { RelationChange } from "../reporters/watch.ts";

interface Note {
  readonly rows?: number;
  readonly columns: ReadonlyMap<string, string>;
}

export class RelationNotes {
  private readonly database: Database;
  private readonly notes = new Map<string, Note>();

  constructor(database: Database) {
    this.database = database;
  }

  /** Takes note of what was built and gives the differences to last time. */
  async update(results: readonly NodeResult[]): Promise<ReadonlyMap<string, RelationChange>> {
    const changes = new Map<string, RelationChange>();
    const built = results.filter(({ status, node }) => status === "success" && ["model", "seed", "snapshot"].includes(node.resource_type));
    if (built.length === 0) return changes;
    const columns = await this.readColumns(built);
    for (const { unique_id, rows } of built) {
      const before = this.notes.get(unique_id);
      const now: Note = { rows, columns: columns.get(unique_id) ?? new Map() };
      this.notes.set(unique_id, now);
      changes.set(unique_id, { rows, rowsBefore: before?.rows, columns: before ? columnChanges(before.columns, now.columns) : [] });
    }
    return changes;
  }

  /** One catalog query for all of them. */
  private async readColumns(built: readonly NodeResult[]): Promise<Map<string, Map<string, string>>> {
    const places = new Map(built.map(({ unique_id, node }) => ["alias" in node ? `${node.schema}.${node.alias}`.toLowerCase() : "", unique_id]));
    const names = [...places.keys()].map((name) => `'${name.replaceAll("'", "''")}'`).join(", ");
    const session = await this.database.session("watch");
    try {
      const { rows } = await session.query(
        `select lower(table_schema || '.' || table_name), column_name, data_type from information_schema.columns where lower(table_schema || '.' || table_name) in (${names}) order by ordinal_position`,
        { fetch: true },
      );
      const columns = new Map<string, Map<string, string>>();
      for (const [place, column, type] of rows as readonly string[][]) {
        const id = places.get(place!)!;
        const known = columns.get(id) ?? new Map<string, string>();
        columns.set(id, known.set(column!, type!));
      }
      return columns;
    } finally {
      await session.close();
    }
  }
}

function columnChanges(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  const added = [...now.keys()].filter((name) => !before.has(name)).map((name) => `+${name}`);
  const removed = [...before.keys()].filter((name) => !now.has(name)).map((name) => `-${name}`);
  const retyped = [...now].filter(([name, type]) => before.has(name) && before.get(name) !== type).map(([name, type]) => `${name}: ${before.get(name)} → ${type}`);
  return [...added, ...removed, ...retyped];
}
