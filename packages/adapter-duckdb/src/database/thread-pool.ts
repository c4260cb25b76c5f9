/** Node's file system and DNS calls that have to go on while every session waits for its statement. */
const SPARE_WORKERS = 4;

/**
 * The least UV_THREADPOOL_SIZE for `threads` statements at a time: each one occupies a libuv worker until it ends, and
 * with the default of 4 a fourth one would stop all file reading. To be set before the pool is first used.
 */
export function requiredThreadPoolSize(threads: number): number {
  return threads + SPARE_WORKERS;
}
