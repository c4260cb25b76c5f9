/**
 * DuckDB's own threads, which take over pieces of statements beside the connections that run them. For small statements
 * they are in the way: the connection asks again and again whether the piece that such a thread took is done. So an
 * instance has none at first. They come when a statement that takes longer leaves cores idle, and go when it is done; after
 * a few times they stay. How many pieces a statement has does not depend on it: those that are waiting then are taken too.
 */
export interface BackgroundThreadsInput {
  /** Threads that DuckDB counts on, connections included. */
  readonly total: number;
  /** Tells DuckDB how many of them are not its own. */
  readonly setExternal: (count: number) => Promise<unknown>;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Milliseconds after which more threads would be of use to a statement. */
const SMALL = 20;
/** Milliseconds of idle cores that are let pass. */
const IDLE = 40;
/** How often the threads go again. */
const VISITS = 3;
/** Milliseconds. */
const TICK = 10;

export class BackgroundThreads {
  private readonly input: BackgroundThreadsInput;
  /** When the statements that are running began. */
  private readonly running: Set<{ readonly since: number }> = new Set();
  private here: boolean = false;
  private visits: number = 0;
  /** One after the other; an error changes nothing but the time that statements take. */
  private changes: Promise<unknown> = Promise.resolve();
  private ticking: NodeJS.Timeout | undefined;
  private lastTick: number = 0;
  private idle: number = 0;

  constructor(input: BackgroundThreadsInput) {
    this.input = input;
    if (input.total <= 1) this.visits = Infinity;
  }

  /** Whether the threads come and go no more. */
  private get settled(): boolean {
    return this.visits > VISITS;
  }

  /** Runs a statement. */
  async during<T>(statement: () => Promise<T>): Promise<T> {
    if (this.settled) return statement();
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
      if (this.here && !this.settled && !this.hasLong()) this.leave();
      if (this.running.size === 0) this.stopTicking();
    }
  }

  /** From now on DuckDB has all of its threads. */
  stay(): Promise<unknown> {
    if (this.visits < Infinity) {
      this.visits = Infinity;
      this.stopTicking();
      if (!this.here) this.change(1);
    }
    return this.changes;
  }

  private tick(): void {
    const now = this.input.now();
    const passed = now - this.lastTick;
    this.lastTick = now;
    if (this.here || !this.hasLong()) return;
    this.idle += passed * Math.max(0, this.input.total - this.running.size);
    if (this.idle >= IDLE) this.come();
  }

  private hasLong(): boolean {
    const now = this.input.now();
    for (const { since } of this.running) if (now - since >= SMALL) return true;
    return false;
  }

  private come(): void {
    this.here = true;
    if (++this.visits > VISITS) this.stopTicking();
    this.change(1);
  }

  private leave(): void {
    this.here = false;
    this.idle = 0;
    this.change(this.input.total);
  }

  private change(external: number): void {
    this.changes = this.changes.then(() => this.input.setExternal(external)).catch(() => undefined);
  }

  private stopTicking(): void {
    clearInterval(this.ticking);
    this.ticking = undefined;
  }
}
