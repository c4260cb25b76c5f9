/** Makes a value when it is first asked for: patterns with classes of Unicode take long to make, and few are ever used. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
