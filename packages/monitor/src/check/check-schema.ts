/** Columns of a table against those that were accepted. */
import type { TableColumn } from "../table/columns.ts";
import { createCheck, type Check, type CheckSubject } from "./check.ts";

export interface SchemaChange {
  readonly column: string;
  /** breaking: what reads the table may fail or mean something else. */
  readonly effect: "breaking" | "additive";
  readonly what: "removed" | "added" | "type" | "nullable" | "order";
  readonly message: string;
}

/** `before` and `after` in the order of the table. */
export function compareSchemas(
  before: readonly TableColumn[],
  after: readonly TableColumn[],
): SchemaChange[] {
  const old = new Map(before.map((column) => [column.name, column]));
  const names = new Set(after.map(({ name }) => name));
  const removed = before
    .filter(({ name }) => !names.has(name))
    .map(({ name, type }): SchemaChange => ({
      column: name,
      effect: "breaking",
      what: "removed",
      message: `column ${name} (${type}) is gone`,
    }));
  const changed = after.flatMap((column) => {
    const known = old.get(column.name);
    return known === undefined ? [added(column)] : compareColumns(known, column);
  });
  return [...removed, ...changed, ...compareOrder(before, after)];
}

const added = ({ name, type }: TableColumn): SchemaChange => ({
  column: name,
  effect: "additive",
  what: "added",
  message: `new column ${name} (${type})`,
});

function compareColumns(before: TableColumn, { name, type, nullable }: TableColumn): SchemaChange[] {
  const changes: SchemaChange[] = [];
  if (before.type !== type)
    changes.push({
      column: name,
      effect: isWider(before.type, type) ? "additive" : "breaking",
      what: "type",
      message: `column ${name} was ${before.type} and is ${type}`,
    });
  if (before.nullable !== undefined && nullable !== undefined && before.nullable !== nullable)
    changes.push({
      column: name,
      effect: nullable ? "breaking" : "additive",
      what: "nullable",
      message: `column ${name} ${nullable ? "may be null now" : "may not be null any more"}`,
    });
  return changes;
}

/** Columns that both have, in another order: who selects by position or star reads others. */
function compareOrder(before: readonly TableColumn[], after: readonly TableColumn[]): SchemaChange[] {
  const shared = (columns: readonly TableColumn[], others: readonly TableColumn[]): string[] => {
    const known = new Set(others.map(({ name }) => name));
    return columns.map(({ name }) => name).filter((name) => known.has(name));
  };
  const [old, now] = [shared(before, after), shared(after, before)];
  const first = old.findIndex((name, index) => name !== now[index]);
  return first < 0
    ? []
    : [
        {
          column: now[first]!,
          effect: "additive",
          what: "order",
          message: `columns changed places: ${now[first]} stands where ${old[first]} stood`,
        },
      ];
}

/** Families of types from narrow to wide, names of DuckDB and Postgres. */
const WIDER: readonly (readonly RegExp[])[] = [
  [/^(tinyint|int1)$/i, /^(smallint|int2)$/i, /^(integer|int|int4)$/i, /^(bigint|int8)$/i, /^hugeint$/i],
  [/^(real|float|float4)$/i, /^(double|double precision|float8)$/i],
  [/^date$/i, /^timestamp( without time zone)?$/i],
];

function isWider(before: string, after: string): boolean {
  for (const family of WIDER) {
    const [from, to] = [before, after].map((type) => family.findIndex((pattern) => pattern.test(type))) as [
      number,
      number,
    ];
    if (from >= 0 && to > from) return true;
  }
  const sized = /^([a-z ]+?) ?\((\d+)(?:, ?(\d+))?\)$/i;
  const [old, now] = [sized.exec(before), sized.exec(after)];
  if (old !== null && now !== null && old[1] === now[1])
    return Number(now[2]) >= Number(old[2]) && Number(now[3] ?? 0) >= Number(old[3] ?? 0);
  return old !== null && now === null && old[1]!.toLowerCase() === after.toLowerCase();
}

/** One check for each change; a single one where nothing changed. Additions are never more than warnings. */
export function checkSchema(
  subject: CheckSubject,
  severity: "error" | "warn",
  before: readonly TableColumn[] | undefined,
  after: readonly TableColumn[],
): Check[] {
  if (before === undefined)
    return [
      createCheck(subject, { status: "learning", message: `${after.length} columns, taken as the baseline` }),
    ];
  const changes = compareSchemas(before, after);
  if (changes.length === 0)
    return [createCheck(subject, { status: "pass", message: `${after.length} columns, as accepted` })];
  return changes.map((change) =>
    createCheck(
      {
        ...subject,
        name: `${subject.name}.${change.column}.${change.what}`,
        column: change.column,
        metric: change.what,
      },
      {
        status: change.effect === "breaking" ? severity : "warn",
        message:
          change.effect === "breaking"
            ? `${change.message}; tsmodel monitor --accept-schema takes it as it is`
            : change.message,
        method: change.effect,
      },
    ),
  );
}

/** What the next run compares with: breaking changes stay findings until they are accepted, others are told once. */
export function nextBaseline(
  before: readonly TableColumn[] | undefined,
  after: readonly TableColumn[],
  accept: boolean,
): readonly TableColumn[] {
  if (before === undefined || accept) return after;
  const breaking = new Set(
    compareSchemas(before, after)
      .filter(({ effect }) => effect === "breaking")
      .map(({ column }) => column),
  );
  if (breaking.size === 0) return after;
  const old = new Map(before.map((column) => [column.name, column]));
  const kept = after.map((column) => (breaking.has(column.name) ? (old.get(column.name) ?? column) : column));
  return [
    ...kept,
    ...before.filter(({ name }) => breaking.has(name) && !after.some((column) => column.name === name)),
  ];
}
