/** What an adapter's own template methods get to work with. */
import type { Value } from "@tsmodel/jinja";
import type { TemplateHost } from "../../adapter/adapter.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { AdapterScope, OwnMethods, PureScope } from "./adapter-scope.ts";

/** The adapter's own methods for a running node. */
export function runningMethods(scope: AdapterScope): OwnMethods {
  const { connection, callMacro } = scope;
  return ownMethods(
    {
      ...commonHost(scope),
      executing: true,
      query: (sql) => connection.query({ sql, fetch: true }),
      begin: () => connection.begin(),
      callMacro: (name, kwargs) => callMacro(name, kwargs as { readonly [name: string]: Value }),
    },
    scope,
  );
}

/** The same while parsing: whatever needs the database is refused. */
export function parsingMethods(scope: PureScope): OwnMethods {
  const refuse = (method: string): Promise<never> => Promise.reject(fail("query-while-parsing", { method }));
  return ownMethods(
    {
      ...commonHost(scope),
      executing: false,
      query: refuse,
      begin: () => refuse("begin"),
      callMacro: refuse,
    },
    scope,
  );
}

function ownMethods(host: TemplateHost, { shared }: PureScope): OwnMethods {
  return shared.project.profile.plugin.dialect.templateMethods?.(host) ?? {};
}

function commonHost({
  shared,
  node,
}: PureScope): Pick<
  TemplateHost,
  "credentials" | "projectRoot" | "warn" | "node" | "memory" | "areBuiltIn" | "createColumn"
> {
  return {
    credentials: shared.project.profile.credentials,
    projectRoot: shared.project.root.root,
    warn: (message) => shared.warn({ name: "AdapterEventWarning", code: "E003", message, node }),
    node,
    memory: shared.adapterMemory,
    areBuiltIn: (macros) => shared.registry.areBuiltIn(macros),
    createColumn: (name, dataType) => shared.columnClass.create({ column: name, dtype: dataType }),
  };
}
