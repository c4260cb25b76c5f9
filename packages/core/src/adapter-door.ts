/** The door for adapters, `@tsmodel/core/adapter`: the socket and what it takes to fill it, without the rest of core. */
export type {
  AdapterEffects, AdapterPlugin, Credentials, CredentialsContext, Database, Dialect, FileReads, InternalPackage, LoadColumn, LoadedTable, LoadKind, LoadTable, LoadValue, QueryOptions, QueryResult, QuotePolicy, RowBatch, Session, TemplateHost, ViewCopies, ViewCopy,
} from "./adapter/adapter.ts";
export type { Cell } from "./adapter/cell.ts";
export { DatabaseError, type DataPlace } from "./adapter/database-error.ts";
export { TsmodelError } from "./errors/tsmodel-error.ts";
export { readInternalPackage } from "./macro/internal-package.ts";
export type { JsonObject, JsonValue } from "./manifest/json.ts";
export type { ModelNode, SourceDefinition } from "./manifest/node.ts";
export { findMember } from "./template/find-member.ts";
export { pyFunction } from "./template/python/function.ts";
export { monotonicTime } from "./util/monotonic-time.ts";
export { findNearestName } from "./util/nearest-name.ts";
