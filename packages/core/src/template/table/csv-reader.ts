/** Reads CSV as Python's csv module does (excel dialect). A leading BOM is dropped. */
export declare function readCsv(text: string, options?: { readonly delimiter?: string }): Generator<string[]>;
