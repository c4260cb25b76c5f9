/** re's flag bits. */
export const flagBits: { readonly [letter: string]: number } = {
  i: 2,
  L: 4,
  m: 8,
  s: 16,
  u: 32,
  x: 64,
  a: 256,
};

export const flagNames: { readonly [name: string]: number } = {
  NOFLAG: 0,
  A: 256,
  ASCII: 256,
  I: 2,
  IGNORECASE: 2,
  L: 4,
  LOCALE: 4,
  M: 8,
  MULTILINE: 8,
  S: 16,
  DOTALL: 16,
  X: 64,
  VERBOSE: 64,
  U: 32,
  UNICODE: 32,
};

export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
  readonly ascii: boolean;
}

export function readFlags(bits: number): Flags {
  const has = (letter: string): boolean => (bits & flagBits[letter]!) !== 0;
  return { ignoreCase: has("i"), multiline: has("m"), dotAll: has("s"), verbose: has("x"), ascii: has("a") };
}
