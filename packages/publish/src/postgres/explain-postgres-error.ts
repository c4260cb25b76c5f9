/** What Postgres or the network said → one sentence a user can act on. */
import { type DataPlace, type ErrorText, PublishError, type PublishErrorCode } from "../publish-error.ts";
import type { PostgresTarget } from "../publish-options.ts";

/** What we were doing, as far as the caller knows. */
export interface ErrorSituation {
  readonly target?: PostgresTarget;
  readonly table?: string;
}

interface PostgresFacts {
  readonly message: string;
  readonly code: string;
  readonly detail?: string;
  readonly where?: string;
  readonly hint?: string;
}

type Explain = (facts: PostgresFacts, situation: ErrorSituation) => readonly [PublishErrorCode, ErrorText];

/** An error of `pg` or of the socket as a PublishError; ours are passed through. */
export function explainPostgresError(error: unknown, situation: ErrorSituation): PublishError {
  if (error instanceof PublishError) return error;
  const facts = readFacts(error);
  const explain = explanations[facts.code] ?? classExplanations[facts.code.slice(0, 2)] ?? explainOther;
  const [code, text] = explain(facts, situation);
  return new PublishError(code, text, findPlace(facts, situation), error);
}

/** COPY says where it was: `COPY orders, line 12, column note`. The words are translated, the order is not. */
export function findPlace({ where }: PostgresFacts, { table }: ErrorSituation): DataPlace {
  const match = /^COPY (?<table>\S+), \S+ (?<row>\d+)(?:, \S+ (?<column>[^\n:]+))?/m.exec(where ?? "");
  if (match?.groups === undefined) return table === undefined ? {} : { table };
  const { row, column } = match.groups;
  return { table: table ?? match.groups["table"]!, row: Number(row), ...(column && { column }) };
}

function readFacts(error: unknown): PostgresFacts {
  const { message = String(error), code = "", detail, where, hint } = (error ?? {}) as Partial<PostgresFacts>;
  const text = message === "" && error instanceof AggregateError ? String(error.errors[0]) : message;
  const known = typeof code === "string" && code !== "" ? code : codeFromMessage(text);
  return {
    message: text,
    code: known,
    ...(detail && { detail }),
    ...(where && { where }),
    ...(hint && { hint }),
  };
}

/** `pg` reports some troubles by words alone. */
function codeFromMessage(message: string): string {
  if (/timeout expired|timeout exceeded/i.test(message)) return "ETIMEDOUT";
  if (/Connection terminated|Client has encountered a connection error|not queryable/i.test(message))
    return "ECONNRESET";
  if (/does not support SSL|certificate|self.signed/i.test(message)) return "TLS";
  if (/password must be a string|SASL|no password/i.test(message)) return "28P01";
  return "";
}

const place = (situation: ErrorSituation): string => {
  const { host, port = 5432 } = situation.target ?? { host: "the server" };
  return situation.target ? `${host}:${port}` : host;
};

const connectionLost: Explain = ({ message }, situation) => [
  "connection-lost",
  { message: `the connection to Postgres at ${place(situation)} was lost`, hint: message },
];

const connectionTimeout: Explain = (_facts, situation) => [
  "connection-timeout",
  {
    message: `Postgres at ${place(situation)} did not answer in time`,
    hint: "check host, port and firewall, or raise connect_timeout",
  },
];

const tlsFailed: Explain = ({ message }, situation) => [
  "tls-failed",
  {
    message: `no encrypted connection to Postgres at ${place(situation)}: ${message}`,
    hint: `sslmode is "${situation.target?.sslmode ?? "prefer"}"; check sslmode and sslrootcert`,
  },
];

const authenticationFailed: Explain = ({ message }, { target }) => [
  "authentication-failed",
  {
    message: `Postgres did not let user "${target?.user ?? ""}" in: ${message}`,
    hint: "check user and password in the publish target",
  },
];

const serverStopped: Explain = ({ message }, situation) => [
  "server-stopped",
  {
    message: `Postgres at ${place(situation)} is stopping or starting: ${message}`,
    hint: "try again when it is up",
  },
];

const diskFull: Explain = ({ message }) => [
  "disk-full",
  {
    message: `Postgres has no room left: ${message}`,
    hint: "a publish needs room for a second copy of the tables; free disk space and publish again",
  },
];

const valueRejected: Explain = (facts, situation) => {
  const { message, detail } = facts;
  const { table, column, row } = findPlace(facts, situation);
  const where = row === undefined ? `table "${table ?? ""}"` : `row ${row} of table "${table ?? ""}"`;
  const what = column === undefined ? "a value" : `a value in "${column}"`;
  const text = `${where} has ${what} that Postgres does not take: ${message}`;
  return ["value-rejected", { message: text, hint: valueHint(message) ?? detail }];
};

function valueHint(message: string): string | undefined {
  if (/0x00|\\u0000/.test(message)) {
    return "Postgres text cannot hold the character NUL; remove it in the model, e.g. replace(col, chr(0), '')";
  }
  if (/json/i.test(message)) {
    return "JSON has no NaN or Infinity; replace them in the model, e.g. CASE WHEN isfinite(x) THEN x END";
  }
  return undefined;
}

const lockTimeout: Explain = ({ message }) => [
  "lock-timeout",
  {
    message: `a lock could not be had in time: ${message}`,
    hint: "a long query is reading the published tables; publish again when it has ended",
  },
];

const explainOther: Explain = ({ message, code, detail, hint }) => [
  "postgres-failed",
  { message: `Postgres: ${message}${code ? ` (${code})` : ""}`, hint: hint ?? detail },
];

const explanations: Readonly<Record<string, Explain>> = {
  ECONNREFUSED: (_facts, situation) => [
    "connection-refused",
    {
      message: `nothing listens at ${place(situation)}`,
      hint: "start Postgres, or correct host and port in the publish target",
    },
  ],
  ENOENT: (_facts, situation) => [
    "connection-refused",
    {
      message: `there is no Postgres socket in ${situation.target?.host ?? "that folder"}`,
      hint: "start Postgres, or correct host and port in the publish target",
    },
  ],
  ENOTFOUND: (_facts, situation) => [
    "host-not-found",
    {
      message: `there is no host "${situation.target?.host ?? ""}"`,
      hint: "correct host in the publish target",
    },
  ],
  EAI_AGAIN: (_facts, situation) => [
    "host-not-found",
    {
      message: `the name "${situation.target?.host ?? ""}" could not be looked up`,
      hint: "is there a network?",
    },
  ],
  ETIMEDOUT: connectionTimeout,
  EHOSTUNREACH: connectionTimeout,
  ECONNRESET: connectionLost,
  EPIPE: connectionLost,
  TLS: tlsFailed,
  ERR_TLS_CERT_ALTNAME_INVALID: tlsFailed,
  DEPTH_ZERO_SELF_SIGNED_CERT: tlsFailed,
  SELF_SIGNED_CERT_IN_CHAIN: tlsFailed,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: tlsFailed,
  "28000": authenticationFailed,
  "28P01": authenticationFailed,
  "3D000": (_facts, situation) => [
    "database-not-found",
    {
      message: `there is no database "${situation.target?.database ?? ""}" at ${place(situation)}`,
      hint: `create it: CREATE DATABASE "${situation.target?.database ?? ""}"`,
    },
  ],
  "42501": ({ message }, { target }) => [
    "no-rights",
    {
      message: `user "${target?.role ?? target?.user ?? ""}" may not do this: ${message}`,
      hint: "publishing needs CREATE on the database and ownership of the published tables and their schema",
    },
  ],
  "42704": ({ message, code }) =>
    /\brole\b|"/.test(message)
      ? ["grantee-not-found", { message: `Postgres: ${message}`, hint: "create it, or correct the grants" }]
      : ["postgres-failed", { message: `Postgres: ${message} (${code})` }],
  "55P03": lockTimeout,
  "40P01": lockTimeout,
  "57014": ({ message }) => ["postgres-failed", { message: `Postgres cancelled a statement: ${message}` }],
  "57P01": serverStopped,
  "57P02": serverStopped,
  "57P03": serverStopped,
  "53100": diskFull,
  "53200": ({ message }) => ["out-of-memory", { message: `Postgres is out of memory: ${message}` }],
  "53300": ({ message }) => [
    "too-many-connections",
    {
      message: `Postgres takes no more connections: ${message}`,
      hint: "close some, or raise max_connections",
    },
  ],
  "23505": ({ message, detail }, { table }) => [
    "duplicate-key",
    { message: `table "${table ?? ""}" has duplicate keys: ${detail ?? message}`, hint: message },
  ],
  "23502": ({ message }, { table }) => [
    "null-in-key",
    { message: `the primary key of table "${table ?? ""}" has empty values: ${message}` },
  ],
  "2BP01": ({ message, detail }) => [
    "foreign-dependents",
    { message: `other objects depend on this: ${message}`, hint: detail },
  ],
};

/** By the first two characters of the SQLSTATE: 08 connection, 22 data. */
const classExplanations: Readonly<Record<string, Explain>> = { "08": connectionLost, "22": valueRejected };
