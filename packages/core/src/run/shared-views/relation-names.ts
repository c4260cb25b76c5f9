/** Full names of relations in SQL: found beside texts and comments, and replaced by names of the same length. */

/** Where a relation is: database, schema and name. */
export interface RelationPath {
  readonly database: string;
  readonly schema: string;
  readonly identifier: string;
}

/** The same for names that the database takes for the same: case does not matter, quoted or not. */
export const pathKey = ({ database, schema, identifier }: RelationPath): string => `${database}\0${schema}\0${identifier}`.toLowerCase();

/** A full name in a statement; what stands behind the relation's own name (a column) is left out. */
export interface FoundPath {
  readonly key: string;
  /** Where database and schema are, with their quotes. */
  readonly database: Span;
  readonly schema: Span;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const NAME = String.raw`"(?:[^"]|"")*"|[a-z_][\w$]*`;

/** Texts, comments and names in quotes, to be passed over, and names that begin with this database. */
export function pathPattern(database: string): RegExp {
  const written = database.replaceAll('"', '""').replace(/[^\w\s]/g, String.raw`\$&`);
  const start = String.raw`"${written}"|(?<![\w$".])${written}(?![\w$])`;
  const path = String.raw`(${start})(\s*\.\s*)(${NAME})\s*\.\s*(${NAME})`;
  return new RegExp(String.raw`\$(\w*)\$[\s\S]*?\$\1\$|${path}|'(?:[^']|'')*'|--[^\n]*|/\*[\s\S]*?\*/|"(?:[^"]|"")*"`, "gi");
}

export function findPaths(sql: string, pattern: RegExp): FoundPath[] {
  const found: FoundPath[] = [];
  pattern.lastIndex = 0;
  // By hand: for every text `matchAll` would make a pattern of its own.
  for (let match; (match = pattern.exec(sql)) !== null; ) {
    const { 2: database, 3: dot, 4: schema, 5: identifier, index } = match;
    if (database === undefined) continue;
    const start = index + database.length + dot!.length;
    found.push({
      key: pathKey({ database: bare(database), schema: bare(schema!), identifier: bare(identifier!) }),
      database: { start: index, end: index + database.length },
      schema: { start, end: start + schema!.length },
    });
  }
  return found;
}

/** Database and schema of relations replaced, their own names kept: columns may be written with them. */
export function replacePaths(sql: string, found: readonly FoundPath[], placeOf: (key: string) => Pick<RelationPath, "database" | "schema"> | undefined): string {
  let replaced = "";
  let at = 0;
  for (const { key, database, schema } of found) {
    const place = placeOf(key);
    if (place === undefined) continue;
    replaced += sql.slice(at, database.start) + like(sql[database.start]!, place.database) + sql.slice(database.end, schema.start) + like(sql[schema.start]!, place.schema);
    at = schema.end;
  }
  return replaced + sql.slice(at);
}

const bare = (text: string): string => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text);

const like = (first: string, name: string): string => (first === '"' ? `"${name}"` : name);

const FIRST_WORD: RegExp = /^(?:\s+|--[^\n]*|\/\*[\s\S]*?\*\/|\()*(?:select|with|from|create|insert|delete|update|merge)\b/i;

/** Whether a statement reads relations and leaves what others see of views as it is. */
export const readsRelations = (sql: string): boolean => FIRST_WORD.test(sql) && !/\bview\b/i.test(sql);

/**
 * A name of as many characters that needs no quotes, so that places in a statement stay where they are; `nth` keeps
 * names of one length apart. undefined when the length does not do.
 */
export function disguise(name: string, nth: number): string | undefined {
  const number = nth === 0 ? "" : nth.toString(36);
  const length = name.length - number.length;
  return length < 1 ? undefined : "shared_by_tsmodel".slice(0, length).padEnd(length, "_") + number;
}
