/** For Node's file system and DNS calls, which have to go on while every session waits for its statement. */
const SPARE_WORKERS = 1;
/** What Node has anyhow. */
const USUAL_WORKERS = 4;

/**
 * The UV_THREADPOOL_SIZE for `threads` statements at a time: each one occupies a libuv worker until it ends, and with the
 * default of 4 a fourth one would stop all file reading. No more than that: workers take turns, and each of them has a part
 * of DuckDB's memory to itself, which it does not find warm. To be set before the pool is first used.
 */
export function requiredThreadPoolSize(threads: number): number {
  return Math.max(USUAL_WORKERS, threads + SPARE_WORKERS);
}
