import type { QueryResult } from "../adapter/adapter.ts";

export interface QueryRequest {
  readonly sql: string;
  readonly autoBegin?: boolean;
  readonly fetch?: boolean;
  readonly limit?: number | null;
  readonly bindings?: readonly import("../adapter/cell.ts").Cell[];
  /** False: without the query comment. */
  readonly comment?: boolean;
}

/** A node's connection: one session, taken from the database on first use and given back at the node's end. */
export interface Connection {
  readonly name: string;
  readonly transactionOpen: boolean;
  /** @throws DatabaseError after rolling back */
  query(request: QueryRequest): Promise<QueryResult>;
  begin(): Promise<void>;
  /** Commits when a transaction is open. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Rolls back what is open and closes the session; the connection may be used again. */
  release(): Promise<void>;
  /** Rows or progress of the running statement: 0…1. */
  onProgress?: (fraction: number) => void;
  interrupt(): void;
}
