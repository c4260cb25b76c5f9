/**
 * DuckDB's own threads, which take over pieces of statements beside the connections that run them. For small statements
 * they are in the way: the connection asks again and again whether the piece that such a thread took is done. So an
 * instance has none at first, and gets all of them for good once statements that take longer leave cores idle. How many
 * pieces a statement has does not depend on it: those that are waiting then are taken as well.
 */
export interface BackgroundThreadsInput {
  /** Threads that DuckDB counts on, connections included. */
  readonly total: number;
  /** Makes DuckDB start its own. */
  readonly start: () => Promise<unknown>;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Milliseconds after which more threads would be of use to a statement. */
const SMALL = 20;
/** Milliseconds of idle cores that are let pass. */
const IDLE = 300;
/** Milliseconds. */
const TICK = 10;

export class BackgroundThreads {
  private readonly input: BackgroundThreadsInput;
  /** When the statements that are running began. */
  private readonly running: Set<{ readonly since: number }> = new Set();
  private started: Promise<unknown> | undefined;
  private ticking: NodeJS.Timeout | undefined;
  private lastTick: number = 0;
  private idle: number = 0;

  constructor(input: BackgroundThreadsInput) {
    this.input = input;
    if (input.total <= 1) this.started = Promise.resolve();
  }

  /** Runs a statement. */
  async during<T>(statement: () => Promise<T>): Promise<T> {
    if (this.started !== undefined) return statement();
    const one = { since: this.input.now() };
    this.running.add(one);
    if (this.ticking === undefined) {
      this.lastTick = one.since;
      this.ticking = setInterval(() => this.tick(), TICK);
    }
    try {
      return await statement();
    } finally {
      this.running.delete(one);
      if (this.running.size === 0) this.stopTicking();
    }
  }

  /** From now on DuckDB has all of its threads. An error changes nothing but the time that statements take. */
  start(): Promise<unknown> {
    this.stopTicking();
    return (this.started ??= this.input.start().catch(() => undefined));
  }

  private tick(): void {
    const now = this.input.now();
    const passed = now - this.lastTick;
    this.lastTick = now;
    if (![...this.running].some(({ since }) => now - since >= SMALL)) return;
    this.idle += passed * Math.max(0, this.input.total - this.running.size);
    if (this.idle >= IDLE) void this.start();
  }

  private stopTicking(): void {
    clearInterval(this.ticking);
    this.ticking = undefined;
  }
}
