/** Tables and fields of the published schema, by name. */
import type { ServerField, ServerTable } from "./objects.ts";

export class FieldBook {
  readonly schema: string;
  private readonly tables: ReadonlyMap<string, ServerTable>;

  constructor(schema: string, tables: readonly ServerTable[]) {
    this.schema = schema;
    this.tables = new Map(
      tables
        .filter((table) => table.schema === schema && table.active !== false)
        .map((table) => [table.name, table]),
    );
  }

  findTable(name: string): ServerTable | undefined {
    return this.tables.get(name);
  }

  findField(table: string, column: string): ServerField | undefined {
    return this.tables.get(table)?.fields.find(({ name, active }) => name === column && active !== false);
  }
}
