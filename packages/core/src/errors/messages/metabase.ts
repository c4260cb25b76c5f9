import type { ErrorText } from "./error-text.ts";

export const metabaseMessages = {
  "metabase-away": (e: { url: string; reason: string }): ErrorText => ({
    label: "Runtime",
    message: `no answer from ${e.url}: ${e.reason}`,
    hint: "docker compose up -d --wait starts it; METABASE_URL or vars: metabase: url: says where it is",
  }),
  "metabase-starting": (e: { url: string; seconds: number }): ErrorText => ({
    label: "Runtime",
    message: `${e.url} was still starting after ${e.seconds} seconds`,
    hint: "docker compose logs metabase tells why; --wait SECONDS waits longer",
  }),
  "metabase-answer": (e: { url: string; path: string }): ErrorText => ({
    label: "Runtime",
    message: `${e.url}${e.path} answers, but not as Metabase does`,
    hint: "is the address right, with the path that a proxy puts before it, and https where it is served so?",
  }),
  "metabase-credentials": (): ErrorText => ({
    label: "Usage",
    message: "nothing says who asks Metabase",
    hint: "set METABASE_API_KEY, or METABASE_USER and METABASE_PASSWORD; a new Metabase gets its first account from the two",
  }),
  "metabase-account": (): ErrorText => ({
    label: "Usage",
    message: "this Metabase has no account yet, and an API key cannot make one",
    hint: "set METABASE_USER and METABASE_PASSWORD, from which its first account is made",
  }),
  "metabase-login": (e: { url: string; user: string; reason: string }): ErrorText => ({
    label: "Runtime",
    message: `${e.url} does not let ${e.user} in: ${e.reason}`,
    hint: "see METABASE_USER and METABASE_PASSWORD; the account is the one that was made first, or another administrator's",
  }),
  "metabase-key": (e: { url: string }): ErrorText => ({
    label: "Runtime",
    message: `${e.url} does not know this API key`,
    hint: "see METABASE_API_KEY; keys are made under Admin settings, Authentication, API keys, for the group Administrators",
  }),
  "metabase-forbidden": (e: { request: string }): ErrorText => ({
    label: "Runtime",
    message: `Metabase does not allow ${e.request} to this account`,
    hint: "connections, tables and questions of all are an administrator's: use one, or a key of the group Administrators",
  }),
  "metabase-refused": (e: { request: string; status: number; reason: string }): ErrorText => ({
    label: "Runtime",
    message: `Metabase refused ${e.request} (${e.status}): ${e.reason}`,
    hint: "what was written before stays; the next apply goes on from there",
  }),
  "metabase-empty": (e: { url: string; missing: string }): ErrorText => ({
    label: "Runtime",
    message: `${e.url} has ${e.missing} yet: there is nothing to look at`,
    hint: "tsmodel metabase apply makes it",
  }),
  "metabase-version": (e: { version: string; least: number }): ErrorText => ({
    label: "Runtime",
    message: `this is Metabase ${e.version}, and 0.${e.least} is the oldest that is understood`,
    hint: "METABASE_TAG in .env chooses another; back up its database before an upgrade",
  }),
  "metabase-connection": (e: { database: string }): ErrorText => ({
    label: "Usage",
    message: `Metabase has no database "${e.database}" yet, and nothing gives the password to connect it with`,
    hint: "set METABASE_READER_PASSWORD (.env has it), or name an output of profiles.yml in vars: metabase: connection:",
  }),
  "metabase-tables": (e: {
    database: string;
    schema: string;
    missing: readonly { table: string; columns: readonly string[] }[];
    select: string;
  }): ErrorText => ({
    label: "Runtime",
    message: `Metabase does not find in schema ${e.schema} of "${e.database}":\n${e.missing
      .map(({ table, columns }) => (columns.length === 0 ? table : `${table}: ${columns.join(", ")}`))
      .join("\n")}`,
    hint: `publish first: tsmodel publish --select ${e.select}; then see that Metabase's user may read the schema`,
  }),
  "metabase-unpublished": (e: { query: string; name: string }): ErrorText => ({
    label: "Usage",
    message: `query "${e.query}" reads ${e.name}, and Metabase reads published tables alone`,
    hint: "read a model, seed or snapshot in its place",
  }),
  "metabase-filter": (e: {
    dashboard: string;
    query: string;
    filter: string;
    column: string;
  }): ErrorText => ({
    label: "Usage",
    message: `dashboard ${e.dashboard}: filter "${e.filter}" goes to "${e.column}" of query "${e.query}", which is no column of a table that it reads`,
    hint: "a filter of Metabase stands for a column of a table: give the column to a model",
  }),
  "metabase-brackets": (e: { dashboard: string; query: string }): ErrorText => ({
    label: "Usage",
    message: `dashboard ${e.dashboard}: the SQL of query "${e.query}" has {{ or [[, which Metabase reads as its own`,
    hint: "put a space between the brackets, or the expression into a model",
  }),
  "metabase-config": (e: { key: string; value: string; expected: string }): ErrorText => ({
    label: "Usage",
    message: `vars: metabase: ${e.key} is ${e.value}, not ${e.expected}`,
    hint: "docs/metabase.md shows the section",
  }),
  "metabase-output": (e: { output: string; profile: string; type?: string }): ErrorText => ({
    label: "Profile",
    message:
      e.type === undefined
        ? `profile '${e.profile}' has no output '${e.output}'`
        : `output '${e.output}' of profile '${e.profile}' is of type ${e.type}: Metabase reads postgres here`,
    hint: "vars: metabase: connection: names the output that Metabase connects with; without it METABASE_DB_HOST and the others do",
  }),
} as const;
