import type { MacroNode } from "../manifest/node.ts";

/** Where a macro file stands. */
export interface MacroFile {
  readonly packageName: string;
  /** Relative to the package's root. e.g. "macros/cents_to_dollars.sql" */
  readonly path: string;
  /** Seconds since the epoch, for `created_at`. */
  readonly createdAt: number;
  /** Fill `arguments` from the signature, as dbt does under the flag validate_macro_args. */
  readonly withArguments?: boolean;
}

/**
 * The macros, materializations and generic tests of one file, under dbt's names: `test_unique`,
 * `materialization_table_default`. Snapshots and docs blocks are not looked at. `depends_on` is still empty.
 * @throws TsmodelError macro-syntax with its place
 */
export declare function parseMacroFile(text: string, file: MacroFile): MacroNode[];
