/** The names and the mark of the schemas a publish works in, beside the live one. */

/** Where the new generation is loaded. */
export function nextSchema(schema: string): string {
  return `${schema}__next`;
}

/** Where an old generation waits to be dropped: `marts__prev`, and when that is still in use `marts__prev2` … */
export function previousSchemas(schema: string): readonly string[] {
  return ["", "2", "3", "4", "5", "6", "7", "8", "9"].map((number) => `${schema}__prev${number}`);
}

const MARK = "tsmodel publish:";

/**
 * Comment of a work schema. It is set in the transaction that makes the schema, so no work schema is without.
 * @param tables oids of the tables an outgoing generation consists of; nothing else in the schema may be dropped
 */
export function workComment(schema: string, tables: readonly number[] = []): string {
  const list = tables.length > 0 ? ` (tables ${tables.join(" ")})` : "";
  return `${MARK} a generation of schema "${schema}" that is not in use; the next publish drops it${list}`;
}

/** Whether a schema with this comment was made by a publish. */
export function isWorkComment(comment: string | null): boolean {
  return comment?.startsWith(MARK) ?? false;
}

/** The oids in a work comment; undefined when it names none, as for a generation that was being loaded. */
export function findTableOids(comment: string): readonly number[] | undefined {
  const [, list] = / \(tables ([\d ]+)\)$/.exec(comment) ?? [];
  return list?.split(" ").map(Number);
}

/** Comment on indexes and constraints made from the configuration, to tell them from ones added by hand. */
export const MADE_BY_PUBLISH = "made by tsmodel publish";
