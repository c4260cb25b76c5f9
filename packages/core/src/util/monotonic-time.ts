/** Milliseconds from an arbitrary start that no change of the clock touches. `performance.now()` would load a module of its own. */
export function monotonicTime(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}
