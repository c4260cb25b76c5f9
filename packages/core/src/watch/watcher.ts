/**
 * Watch mode as a state machine. It knows no files and no SQL: it is told of changes, and says when to run.
 *
 *                 change                     quiet for `delay`
 *      ┌───────┐ ────────▶ ┌────────────┐ ────────────────────▶ ┌─────────┐
 *      │ idle  │           │ debouncing │ ◀──┐ change           │ running │
 *      └───────┘ ◀──┐      └────────────┘ ───┘                  └─────────┘
 *          ▲        │ nothing came meanwhile ▲                    │     │ change that makes
 *          │        └────────────────────────┼────────── done ────┘     │ the run stale
 *          │                                 │                          ▼
 *      stop() from any state: stopped        │   stopped by itself ┌────────────┐
 *                                            └─────────────────────│ cancelling │ ◀── more changes
 *                                                                  └────────────┘
 *
 * Changes that arrive while running and do not touch what runs wait for the next turn.
 */

export type WatchState = "idle" | "debouncing" | "running" | "cancelling" | "stopped";

export interface WatcherEffects {
  /** Calls back once after `milliseconds`; the returned function takes it back. */
  after(milliseconds: number, callback: () => void): () => void;
  /**
   * Does the work for these changed paths; `signal` is aborted when it became stale. Resolves to false when it was left
   * undone: its changes come again then. Never rejects for a user's error.
   */
  run(changes: ReadonlySet<string>, signal: AbortSignal): Promise<boolean>;
  /** Whether a change makes the current run stale. */
  isStale(change: string): boolean;
  onState?(state: WatchState): void;
}

/**
 * Milliseconds without a further change before work starts: editors write a file in several steps, mostly within one or
 * two. What comes later makes the run stale, which then starts anew.
 */
export const DEBOUNCE = 10;

export class Watcher {
  private readonly effects: WatcherEffects;
  private readonly delay: number;
  private current: WatchState = "idle";
  private pending = new Set<string>();
  /** What the running work was started for: comes back when it is cancelled. */
  private inWork = new Set<string>();
  private cancelTimer: (() => void) | undefined;
  private controller: AbortController | undefined;
  private readonly stopped: Promise<void>;
  private resolveStopped!: () => void;

  constructor(effects: WatcherEffects, delay: number = DEBOUNCE) {
    this.effects = effects;
    this.delay = delay;
    this.stopped = new Promise((resolve) => (this.resolveStopped = resolve));
  }

  get state(): WatchState {
    return this.current;
  }

  /** Resolves when the watcher has stopped and nothing runs any more. */
  get done(): Promise<void> {
    return this.stopped;
  }

  /** A file was added, saved or removed. */
  change(path: string): void {
    switch (this.current) {
      case "idle":
      case "debouncing":
        this.pending.add(path);
        return this.debounce();
      case "running":
        this.pending.add(path);
        if (this.effects.isStale(path)) {
          this.enter("cancelling");
          this.controller?.abort();
        }
        return;
      case "cancelling":
        this.pending.add(path);
        return;
      case "stopped":
        return;
      default:
        throw unknownState(this.current);
    }
  }

  /** Ends watching; a run in progress is cancelled first. */
  stop(): void {
    const wasBusy = this.current === "running" || this.current === "cancelling";
    if (this.current === "stopped") return;
    this.cancelTimer?.();
    this.enter("stopped");
    if (wasBusy) this.controller?.abort();
    else this.resolveStopped();
  }

  private debounce(): void {
    this.cancelTimer?.();
    this.enter("debouncing");
    this.cancelTimer = this.effects.after(this.delay, () => this.start());
  }

  private start(): void {
    this.cancelTimer = undefined;
    this.enter("running");
    this.inWork = this.pending;
    this.pending = new Set();
    this.controller = new AbortController();
    this.effects.run(this.inWork, this.controller.signal).then(
      (done) => this.finish(done),
      () => this.finish(false),
    );
  }

  private finish(done: boolean): void {
    this.controller = undefined;
    switch (this.current) {
      case "running":
        this.inWork = new Set();
        if (this.pending.size > 0) this.debounce();
        else this.enter("idle");
        return;
      case "cancelling":
        // The cancellation may have come when all was done.
        if (!done) for (const path of this.inWork) this.pending.add(path);
        this.inWork = new Set();
        return this.debounce();
      case "stopped":
        return this.resolveStopped();
      default:
        throw unknownState(this.current as never);
    }
  }

  private enter(state: WatchState): void {
    if (this.current === state) return;
    this.current = state;
    this.effects.onState?.(state);
  }
}

const unknownState = (state: never): Error => new Error(`unknown watch state: ${String(state)}`);
