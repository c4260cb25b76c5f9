/** What the lexer gives the parser. */

/** Operators are their own token type, e.g. "(" or "//". */
export type TokenType =
  | "data"
  | "name"
  | "string"
  | "integer"
  | "float"
  | "block_begin"
  | "block_end"
  | "variable_begin"
  | "variable_end"
  | "eof"
  | Operator;

export type Operator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "%"
  | "**"
  | "~"
  | "("
  | ")"
  | "["
  | "]"
  | "{"
  | "}"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "="
  | "."
  | ":"
  | "|"
  | ","
  | ";";

export interface Token {
  readonly type: TokenType;
  /** Name, text of data, value of a string or number; the operator itself. */
  readonly value: string | number | bigint;
  /** Offsets in the source as it was given. */
  readonly start: number;
  readonly end: number;
}

const descriptions: Partial<Record<string, string>> = {
  block_begin: "begin of statement block",
  block_end: "end of statement block",
  variable_begin: "begin of print statement",
  variable_end: "end of print statement",
  data: "template data / text",
  eof: "end of template",
};

/** How Jinja2 names a token type in messages. */
export function describeType(type: string): string {
  return descriptions[type] ?? type;
}

export function describeToken(token: Token): string {
  return token.type === "name" ? String(token.value) : describeType(token.type);
}
