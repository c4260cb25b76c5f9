/** Troubles that cannot be made at will: what the user is told when Postgres reports them. */
import { describe, expect, test } from "vitest";
import { explainPostgresError } from "../src/postgres/explain-postgres-error.ts";

const target = { host: "db", user: "publisher", database: "shop", password: "secret" };

function explained(
  facts: Record<string, unknown>,
  interrupted = false,
): ReturnType<typeof explainPostgresError> {
  return explainPostgresError(Object.assign(new Error(String(facts["message"] ?? "")), facts), {
    target,
    table: "orders",
  });
}

describe("by code", () => {
  test.each([
    ["53100", "could not extend file: No space left on device", "disk-full"],
    ["53200", "out of memory", "out-of-memory"],
    ["53300", "sorry, too many clients already", "too-many-connections"],
    ["57P01", "terminating connection due to administrator command", "server-stopped"],
    ["57P03", "the database system is starting up", "server-stopped"],
    ["08006", "connection failure", "connection-lost"],
    ["ECONNRESET", "read ECONNRESET", "connection-lost"],
    ["EPIPE", "write EPIPE", "connection-lost"],
    ["ETIMEDOUT", "connect ETIMEDOUT", "connection-timeout"],
    ["55P03", "canceling statement due to lock timeout", "lock-timeout"],
    ["40P01", "deadlock detected", "lock-timeout"],
    ["42501", "permission denied for schema marts", "no-rights"],
    ["2BP01", "cannot drop table because other objects depend on it", "foreign-dependents"],
    ["57014", "canceling statement due to user request", "postgres-failed"],
    ["XX000", "something else", "postgres-failed"],
  ])("%s: %s", (code, message, expected) => {
    expect(explained({ code, message }).code).toBe(expected);
  });

  test.each([
    ["timeout expired", "connection-timeout"],
    ["Connection terminated unexpectedly", "connection-lost"],
    ["The server does not support SSL connections", "tls-failed"],
    ["self-signed certificate in certificate chain", "tls-failed"],
  ])("by words alone: %s", (message, expected) => {
    expect(explained({ message }).code).toBe(expected);
  });

  test("both addresses of localhost refuse", () => {
    const refusals = ["::1", "127.0.0.1"].map((address) =>
      Object.assign(new Error(`connect ECONNREFUSED ${address}:5432`), { code: "ECONNREFUSED" }),
    );
    const error = Object.assign(new AggregateError(refusals, ""), { code: "ECONNREFUSED" });
    expect(explainPostgresError(error, { target })).toMatchObject({
      code: "connection-refused",
      message: "nothing listens at db:5432",
    });
  });
});

test.each([
  ["COPY orders, line 12, column note", { row: 12, column: "note" }],
  ["COPY orders, line 7", { row: 7, column: undefined }],
  ['COPY orders, line 12, column note: "x"', { row: 12, column: "note" }],
  ["COPY orders, Zeile 12, Spalte note", { row: 12, column: "note" }],
  ["JSON data, line 1: NaN\nCOPY orders, line 3, column payload", { row: 3, column: "payload" }],
])("the place in %j is found", (where, place) => {
  expect(explained({ code: "22P02", message: "invalid", where })).toMatchObject({
    code: "value-rejected",
    ...place,
  });
});

test("an error prints as what, where, and what to do", () => {
  const error = explained({
    code: "22021",
    message: "invalid byte sequence: 0x00",
    where: "COPY orders, line 3, column note",
  });
  expect(error.toString()).toBe(
    [
      'error value-rejected: row 3 of table "orders" has a value in "note" that Postgres does not take: invalid byte sequence: 0x00',
      "  table orders, column note, row 3",
      "  Postgres text cannot hold the character NUL; remove it in the model, e.g. replace(col, chr(0), '')",
    ].join("\n"),
  );
  expect(error.toJSON()).toMatchObject({ code: "value-rejected", table: "orders", column: "note", row: 3 });
});
