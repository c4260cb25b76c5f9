/** What can go wrong, as facts. The caller has the sentences for it. */
export type FailureFacts =
  | { readonly code: "metabase-away"; readonly url: string; readonly reason: string }
  | { readonly code: "metabase-starting"; readonly url: string; readonly seconds: number }
  | { readonly code: "metabase-answer"; readonly url: string; readonly path: string }
  | { readonly code: "metabase-account" }
  | { readonly code: "metabase-login"; readonly url: string; readonly user: string; readonly reason: string }
  | { readonly code: "metabase-key"; readonly url: string }
  | { readonly code: "metabase-forbidden"; readonly request: string }
  | {
      readonly code: "metabase-refused";
      readonly request: string;
      readonly status: number;
      readonly reason: string;
    }
  | { readonly code: "metabase-empty"; readonly url: string; readonly missing: string }
  | { readonly code: "metabase-version"; readonly version: string; readonly least: number }
  | { readonly code: "metabase-connection"; readonly database: string }
  | {
      readonly code: "metabase-tables";
      readonly database: string;
      readonly schema: string;
      /** Table, and the columns that it lacks; none where the table itself is missing. */
      readonly missing: readonly { readonly table: string; readonly columns: readonly string[] }[];
      readonly select: string;
    }
  | {
      readonly code: "metabase-filter";
      readonly dashboard: string;
      readonly query: string;
      readonly filter: string;
      readonly column: string;
    }
  | { readonly code: "metabase-brackets"; readonly dashboard: string; readonly query: string };

export class MetabaseFailure extends Error {
  readonly facts: FailureFacts;

  constructor(facts: FailureFacts, cause?: unknown) {
    super(facts.code, cause === undefined ? undefined : { cause });
    this.name = "MetabaseFailure";
    this.facts = facts;
  }
}
