/** The parser's cursor over tokens, with Jinja2's messages for what is not there. */

import { SyntaxFailure } from "./lexer.ts";
import { pyReprString } from "../runtime/string/string-repr.ts";
import type { Token, TokenType } from "./tokens.ts";
import { describeToken, describeType } from "./tokens.ts";

export class TokenStream {
  private readonly tokens: readonly Token[];
  private index = 0;
  current: Token;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
    this.current = tokens[0] as Token;
  }

  /** Goes one token on and gives the one left behind. */
  next(): Token {
    const token = this.current;
    if (token.type !== "eof") this.current = this.tokens[++this.index] as Token;
    return token;
  }

  /** The token after the current one. */
  look(): Token {
    return this.tokens[this.index + 1] ?? this.current;
  }

  /** End of the token before the current one. */
  get lastEnd(): number {
    return this.tokens[this.index - 1]?.end ?? 0;
  }

  is(type: TokenType): boolean {
    return this.current.type === type;
  }

  isName(name: string): boolean {
    return this.current.type === "name" && this.current.value === name;
  }

  skipIf(type: TokenType): boolean {
    if (this.current.type !== type) return false;
    this.next();
    return true;
  }

  skipIfName(name: string): boolean {
    if (!this.isName(name)) return false;
    this.next();
    return true;
  }

  expect(type: TokenType): Token {
    if (this.current.type === type) return this.next();
    throw this.expected(describeType(type));
  }

  expectName(name: string): Token {
    if (this.isName(name)) return this.next();
    throw this.expected(name);
  }

  private expected(what: string): SyntaxFailure {
    if (this.current.type === "eof") {
      return this.failure(`unexpected end of template, expected ${pyReprString(what)}.`);
    }
    return this.failure(
      `expected token ${pyReprString(what)}, got ${pyReprString(describeToken(this.current))}`,
    );
  }

  /** A failure at the current token. */
  failure(message: string, token: Token = this.current): SyntaxFailure {
    return new SyntaxFailure(message, token.start, token.end);
  }
}
