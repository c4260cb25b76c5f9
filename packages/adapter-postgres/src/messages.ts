/** Every error that this adapter itself words: profiles, connecting, template methods. Same form as core's catalog. */
import { TsmodelError } from "@tsmodel/core/adapter";

interface ErrorText {
  readonly message: string;
  readonly hint?: string;
  readonly label?: "Profile" | "Database" | "Runtime";
}
interface Server {
  readonly host: string;
  readonly port: number;
}

const meant = (nearest: string | undefined): string | undefined =>
  nearest === undefined ? undefined : `did you mean "${nearest}"?`;
/** libpq's words, so that what people search for is there. */
const connection = ({ host, port }: Server, problem: string): string =>
  host.startsWith("/")
    ? `connection to server on socket "${host}/.s.PGSQL.${port}" failed: ${problem}`
    : `connection to server at "${host}", port ${port} failed: ${problem}`;

export const postgresMessages = {
  // profile
  "postgres-key-missing": (e: { key: string; nearest?: string }): ErrorText => ({
    message: `'${e.key}' is a required property`,
    hint: e.nearest === undefined ? undefined : `there is a "${e.nearest}": was "${e.key}" meant?`,
    label: "Profile",
  }),
  "postgres-key-type": (e: { key: string; got: string; expected: string }): ErrorText => ({
    message: `'${e.key}': ${e.got} is not of type '${e.expected}'`,
    label: "Profile",
  }),
  "postgres-key-twice": (e: { keys: readonly string[]; name: string }): ErrorText => ({
    message: `Got duplicate keys: (${e.keys.join(", ")}) all map to "${e.name}"`,
    hint: "keep one of them",
    label: "Profile",
  }),
  "postgres-ssl-mode": (e: {
    mode: string;
    modes: readonly string[];
    nearest?: string;
  }): ErrorText => ({
    message: `sslmode '${e.mode}' is none of ${e.modes.join(", ")}`,
    hint: meant(e.nearest),
    label: "Profile",
  }),
  // connecting
  "postgres-refused": (e: Server): ErrorText => ({
    message: connection(e, "Connection refused"),
    hint: "no Postgres listens there: is the server running, and are host and port of the profile right?",
    label: "Database",
  }),
  "postgres-host-unknown": (e: Server): ErrorText => ({
    message: `could not translate host name "${e.host}" to address`,
    hint: 'check "host" in the profile, and the network',
    label: "Database",
  }),
  "postgres-timeout": (e: Server & { seconds: number }): ErrorText => ({
    message: connection(e, `no answer within ${e.seconds} seconds`),
    hint: "check host, port and firewall, or raise connect_timeout in the profile",
    label: "Database",
  }),
  "postgres-authentication": (e: Server & { detail: string }): ErrorText => ({
    message: connection(e, `FATAL:  ${e.detail}`),
    hint: "check user and password in the profile",
    label: "Database",
  }),
  "postgres-database-missing": (e: Server & { detail: string }): ErrorText => ({
    message: connection(e, `FATAL:  ${e.detail}`),
    hint: 'create it first (createdb), or correct "dbname" in the profile',
    label: "Database",
  }),
  "postgres-role": (e: { role: string; detail: string }): ErrorText => ({
    message: `set role ${e.role} failed: ${e.detail}`,
    hint: '"role" in the profile has to be a role that the user is a member of',
    label: "Database",
  }),
  "postgres-ssl": (e: Server & { mode: string; detail: string }): ErrorText => ({
    message: connection(e, e.detail),
    hint: `sslmode is "${e.mode}"; check sslmode, sslrootcert, sslcert and sslkey in the profile`,
    label: "Database",
  }),
  "postgres-certificate-file": (e: { key: string; file: string; detail: string }): ErrorText => ({
    message: `The file ${e.file} that "${e.key}" in the profile names cannot be read: ${e.detail}`,
    label: "Profile",
  }),
  "postgres-connect": (e: Server & { detail: string }): ErrorText => ({
    message: connection(e, e.detail),
    label: "Database",
  }),
  "postgres-interrupted": (e: Server): ErrorText => ({
    message: connection(e, "interrupted"),
    label: "Database",
  }),
  // template methods
  "postgres-cross-database": (e: { database: string; expected: string }): ErrorText => ({
    message: `Cross-db references not allowed in postgres (${e.database} vs ${e.expected})`,
    hint: `a connection sees one database only: take "database" away, or load the table into ${e.expected} (postgres_fdw makes it visible there)`,
    label: "Runtime",
  }),
  "postgres-index": (e: { problem: string }): ErrorText => ({
    message: `Could not parse index config: ${e.problem}`,
    hint: "an index is written as {columns: [a, b], unique: true, type: hash}",
  }),
  "postgres-index-shape": (e: { got: string }): ErrorText => ({
    message: `Invalid index config:\n  Got: ${e.got}\n  Expected a dictionary with at minimum a "columns" key`,
  }),
} as const;

type Code = keyof typeof postgresMessages;

/** Builds an error of the catalog above. */
export function failPostgres<C extends Code>(
  code: C,
  args: Parameters<(typeof postgresMessages)[C]>[0],
  cause?: unknown,
): TsmodelError {
  const build = postgresMessages[code] as (args: Parameters<(typeof postgresMessages)[C]>[0]) => ErrorText;
  return new TsmodelError(code, build(args), { cause });
}
